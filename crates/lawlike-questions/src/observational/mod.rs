//! Observational laws: what a model scores on one task follows from what it scores on others.
//!
//! Benchmarks have a few principal components, the capabilities (`components.rs`). Within a family of models they rise
//! with compute, each family with an effect of its own (`family.rs`). A task follows from them by a sigmoid
//! (`response.rs`). Sources: Ruan et al. 2024 (arXiv 2405.10938, equations 3 to 5) and Sloth (Polo et al. 2024, arXiv
//! 2412.06540). `forecast.rs` makes predictive distributions of larger models, `trial.rs` scores them against laws that
//! know compute alone.

mod components;
mod family;
mod forecast;
mod response;
#[cfg(test)]
mod tests;
mod trial;

pub use components::Components;
pub(crate) use forecast::floor_bound;
pub use forecast::{ForecastSource, ModelForecast};
pub(crate) use response::{Prior, Response, Rise, Scores};
pub use trial::{SourceScore, TaskTrial, Trial, trial};

use lawlike::error::{Error, Result};

/// Components of benchmarks that are tried: each number of them counts equally.
pub(crate) const COMPONENTS: usize = 3;
/// Items of a task where the data do not say.
pub const ITEMS: f64 = 1000.0;

/// The smooth metric that goes with a sharp one.
#[derive(Debug, Clone, PartialEq)]
pub struct Smooth {
    /// Name of its column.
    pub name: String,
    /// One value a model, a cost: lower is better. NaN where missing.
    pub costs: Vec<f64>,
}

/// What all models score on one task.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoredTask {
    /// Name of the task.
    pub name: String,
    /// Share of right answers, one value a model, from 0 to 1. NaN where missing.
    pub scores: Vec<f64>,
    /// Items behind each score; NaN where not known.
    pub items: Vec<f64>,
    /// The smooth metric of the task, if there is one.
    pub smooth: Option<Smooth>,
}

/// Models, what made them and what they score.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Models {
    /// Name of each model.
    pub names: Vec<String>,
    /// Family of each model: models of one family are not independent.
    pub families: Vec<String>,
    /// Name of the scale, such as `flops`.
    pub scale_name: String,
    /// Scale of each model, above zero, such as training compute. NaN where not known.
    pub scale: Vec<f64>,
    /// Parameters and training tokens of each model, NaN where not known; empty if the data have no such columns.
    pub size: Vec<(f64, f64)>,
    /// Benchmarks: name and one score a model, higher is better, NaN where missing.
    pub benchmarks: Vec<(String, Vec<f64>)>,
    /// Tasks that are to be explained.
    pub tasks: Vec<ScoredTask>,
}

impl Models {
    /// Number of models.
    pub fn n(&self) -> usize {
        self.scale.len()
    }

    /// Checks that there is something to explain and that all lists are as long as the scale.
    ///
    /// # Errors
    /// No model or task, lists of different length, or a score outside 0 to 1.
    pub fn check(&self) -> Result<()> {
        let n = self.n();
        if n == 0 || self.tasks.is_empty() {
            return Err(Error::observations("no models or no tasks: name the columns of tasks with --task"));
        }
        let columns = self.benchmarks.iter().map(|(name, scores)| (name.as_str(), scores.len()));
        let tasks =
            self.tasks.iter().map(|task| (task.name.as_str(), task.scores.len().min(task.items.len())));
        let own = [("model", self.names.len()), ("family", self.families.len())];
        if let Some((name, found)) = columns.chain(tasks).chain(own).find(|(_, found)| *found != n) {
            return Err(Error::observations(format!("`{name}` has {found} values, expected {n}")));
        }
        for task in &self.tasks {
            if let Some(row) = task.scores.iter().position(|score| *score < 0.0 || *score > 1.0) {
                let (model, score) = (&self.names[row], task.scores[row]);
                let message = format!("`{}` of {model} is {score}: a share lies between 0 and 1", task.name);
                return Err(Error::observations(message));
            }
        }
        Ok(())
    }

    /// Number of each model's family, in order of first appearance.
    pub(crate) fn family_numbers(&self) -> Vec<usize> {
        let mut seen: Vec<&str> = Vec::new();
        let mut numbers = Vec::with_capacity(self.families.len());
        for family in &self.families {
            let at = seen.iter().position(|known| known == family).unwrap_or_else(|| {
                seen.push(family);
                seen.len() - 1
            });
            numbers.push(at);
        }
        numbers
    }

    /// The first `count` components of these models.
    pub(crate) fn components(&self, rows: &[usize], count: usize) -> Option<Components> {
        let names: Vec<String> = self.benchmarks.iter().map(|(name, _)| name.clone()).collect();
        let scores: Vec<&[f64]> = self.benchmarks.iter().map(|(_, scores)| scores.as_slice()).collect();
        Components::new(&names, &scores, rows, count)
    }

    /// The capabilities of one model.
    pub(crate) fn capabilities(&self, components: &Components, row: usize) -> Option<Vec<f64>> {
        components.of(|j| self.benchmarks[j].1[row])
    }
}

impl ScoredTask {
    /// Whether the task is one of the benchmarks.
    pub(crate) fn is_among(&self, models: &Models) -> bool {
        models.benchmarks.iter().any(|(name, _)| *name == self.name)
    }

    /// Items of each score, [`ITEMS`] where not known.
    pub(crate) fn items_of(&self, rows: &[usize]) -> Vec<f64> {
        rows.iter().map(|row| Some(self.items[*row]).filter(|n| *n >= 1.0).unwrap_or(ITEMS)).collect()
    }
}
