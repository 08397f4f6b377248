//! Downstream tasks: does a lower loss, or more compute, mean what users feel?
//!
//! A [`Suite`] is a set of runs, each scored on the same tasks. Four questions are asked of it:
//!
//! - What will the large runs score? In two stages (`forecast.rs`): the loss from the axes, the score from the loss by links
//!   with a floor and a ceiling (`link.rs`; Bhagia et al. 2024, arXiv 2412.04403; Gadre et al. 2024, arXiv 2403.08540), with
//!   the errors of both stages and the noise of a run in the interval; beside it the score straight from compute, and naive
//!   baselines. Each task is forecast by itself; the mean over tasks stands beside them, never in place of them.
//! - What kind of task is it (`class.rs`)? By tests with error control and forecasts of held-out runs, not by eye.
//! - Who gains from a scale-up (`gains.rs`)? Shares of tasks that improve, stay and get worse, with the noise taken out.
//! - Does the order of the losses hold for the scores (`agree.rs`), and where does it fail?

mod agree;
mod cards;
mod class;
mod compose;
mod forecast;
mod gains;
mod link;
mod methods;
mod shares;
#[cfg(test)]
mod tests;

pub use agree::{Agreement, PartAgreement};
pub use cards::CARDS;
pub use class::{Class, Evidence};
pub use compose::Parts;
pub use forecast::{
    Forecasts, LinkedScore, LossStage, MeanForecast, MethodOutcome, TaskForecast, TaskForecastRow,
};
pub use gains::{GainWord, ScaleUp, StepContrast, TaskGain};
pub use link::LinkWeight;
pub use methods::{METHODS, ScoreMethod};
pub use shares::Shares;

use lawlike::backtest::Cut;
use lawlike::error::{Error, Result};
use lawlike::finding::{Finding, by_severity};
use lawlike::law::Law;
use lawlike::observations::Column;
use lawlike::run::Run;
use lawlike_num::parallel;
use lawlike_num::progress::part;
use serde::Serialize;

/// Fewest runs of a suite.
const RUNS: usize = 6;

/// Scores of all runs of a suite on one task.
#[derive(Debug, Clone, PartialEq)]
pub struct SuiteTask {
    /// Name of the task.
    pub name: String,
    /// Share of right answers by run, 0 to 1; NaN where it was not measured.
    pub scores: Vec<f64>,
    /// Number of items behind a score; NaN if unknown.
    pub items: f64,
    /// Score of guessing; NaN if unknown.
    pub chance: f64,
}

/// Runs that are scored on the same tasks.
#[derive(Debug, Clone, PartialEq)]
pub struct Suite {
    /// Name of the suite, empty if there is only one.
    pub label: String,
    /// Names of the runs.
    pub runs: Vec<String>,
    /// What the loss is forecast from: parameters and tokens, or compute.
    pub axes: Vec<Column>,
    /// Further columns of numbers, which a cut may name.
    pub others: Vec<Column>,
    /// Training compute of the runs, in one unit for all.
    pub compute: Vec<f64>,
    /// Loss of the runs; empty if none is known. A run without one (NaN) is planned: it is forecast, never learned from.
    pub loss: Vec<f64>,
    /// The tasks.
    pub tasks: Vec<SuiteTask>,
}

/// What shapes the answer.
#[derive(Debug, Clone, Default)]
pub struct TaskOptions {
    /// Which runs are the past that forecasts are made from; the last quarter is held out if absent.
    pub cut: Option<Cut>,
    /// The law of the loss; a mixture of candidates if absent.
    pub law: Option<Law>,
    /// Scale-ups to compare, from one run to another; from the first to the middle and on to the last sixth if empty.
    pub steps: Vec<(String, String)>,
    /// Seed of the draws, and threads.
    pub run: Run,
}

/// What is said of one task.
#[derive(Debug, Clone, Serialize)]
pub struct TaskReport {
    /// Name of the task.
    pub task: String,
    /// Number of items behind a score; NaN if unknown.
    pub items: f64,
    /// Score of guessing; NaN if unknown.
    pub chance: f64,
    /// Its class and the numbers behind it, by all runs.
    #[serde(flatten)]
    pub evidence: Evidence,
    /// Its class by the past alone; none without a cut.
    pub past_class: Option<Class>,
    /// How the order of the losses agrees with that of the scores; none without a loss.
    pub agreement: Option<Agreement>,
    /// Forecasts of the held-out runs; none if they could not be made.
    pub forecast: Option<TaskForecast>,
}

/// What is said of one suite.
#[derive(Debug, Clone, Serialize)]
pub struct SuiteReport {
    /// Name of the suite.
    pub label: String,
    /// Number of runs, planned ones left out.
    pub runs: usize,
    /// What puts the runs in order: `loss`, or `compute` where no loss is known.
    pub order: &'static str,
    /// The tasks.
    pub tasks: Vec<TaskReport>,
    /// Forecasts of losses and means; none if no run is held out or too few are left.
    pub forecasts: Option<Forecasts>,
    /// The scale-ups.
    pub scale_ups: Vec<ScaleUp>,
    /// The second scale-up against the first, if there are two.
    pub contrast: Option<StepContrast>,
}

/// What is said of all suites.
#[derive(Debug, Clone, Serialize)]
pub struct Tasks {
    /// The suites.
    pub suites: Vec<SuiteReport>,
    /// What is to be said of them.
    pub findings: Vec<Finding>,
}

/// Asks all four questions of every suite.
///
/// # Errors
/// A suite has fewer than 6 runs, no task or columns of different length; a score lies outside 0 to 1; the cut names no
/// column, or a step no run.
pub fn tasks(suites: &[Suite], options: &TaskOptions) -> Result<Tasks> {
    if suites.is_empty() {
        return Err(Error::observations("there are no runs: give one row for every run and task"));
    }
    let suites = suites.iter().map(|suite| suite_report(suite, options)).collect::<Result<Vec<_>>>()?;
    let findings = by_severity(suites.iter().flat_map(cards::findings));
    Ok(Tasks { suites, findings })
}

/// Shares of the work on a suite that its classes and its forecasts take, about, each of what is left by then.
const CLASSED: f64 = 0.3;
const FORECAST: f64 = 0.9;

fn suite_report(suite: &Suite, options: &TaskOptions) -> Result<SuiteReport> {
    suite.check()?;
    let place = suite.places();
    let all = suite.done();
    let evidence = part(CLASSED, || class::classes(suite, &place, &all, options));
    let found = part(FORECAST, || forecast::forecasts(suite, &place, options))?;
    let past_classes = found.as_ref().map(|(forecasts, _)| &forecasts.past_classes);
    let (scale_ups, contrast) = gains::scale_ups(suite, &all, &evidence, options)?;
    let agreements: Vec<Option<Agreement>> = agree::agreements(suite);
    let mut outcomes = found.as_ref().map(|(_, outcomes)| outcomes.clone()).unwrap_or_default().into_iter();
    let tasks = suite.tasks.iter().zip(evidence).zip(agreements).enumerate();
    let tasks = tasks.map(|(at, ((task, evidence), agreement))| TaskReport {
        task: task.name.clone(),
        items: task.items,
        chance: task.chance,
        evidence,
        past_class: past_classes.map(|classes| classes[at]),
        agreement,
        forecast: outcomes.next().flatten(),
    });
    Ok(SuiteReport {
        label: suite.label.clone(),
        runs: all.len(),
        order: if suite.loss.is_empty() { "compute" } else { "loss" },
        tasks: tasks.collect(),
        forecasts: found.map(|(forecasts, _)| forecasts),
        scale_ups,
        contrast,
    })
}

impl Suite {
    /// The runs that are not planned.
    fn done(&self) -> Vec<usize> {
        (0..self.runs.len()).filter(|run| self.loss.get(*run).is_none_or(|loss| loss.is_finite())).collect()
    }

    /// Position of each run: minus the logarithm of the loss, or the logarithm of compute where no loss is known. Better
    /// runs lie farther on.
    fn places(&self) -> Vec<f64> {
        if self.loss.is_empty() {
            self.compute.iter().map(|c| c.ln()).collect()
        } else {
            self.loss.iter().map(|loss| -loss.ln()).collect()
        }
    }

    fn check(&self) -> Result<()> {
        let n = self.runs.len();
        let whose = if self.label.is_empty() { String::new() } else { format!("suite `{}`: ", self.label) };
        let wrong = |message: String| Err(Error::observations(format!("{whose}{message}")));
        let done = self.done().len();
        if done < RUNS {
            return wrong(format!("{done} runs are too few: at least {RUNS} are needed"));
        }
        if self.tasks.is_empty() {
            return wrong("there is no task".to_owned());
        }
        if self.tasks.iter().any(|task| task.scores.len() != n)
            || self.compute.len() != n
            || !(self.loss.is_empty() || self.loss.len() == n)
        {
            return wrong("columns differ in length".to_owned());
        }
        let losses = self.loss.iter().filter(|loss| !loss.is_nan());
        if self.compute.iter().chain(losses).any(|v| !(v.is_finite() && *v > 0.0)) {
            return wrong("compute and loss must be above zero in every run".to_owned());
        }
        let outside = |v: &&f64| !v.is_nan() && !(0.0..=1.0).contains(*v);
        for task in &self.tasks {
            if let Some(score) = task.scores.iter().find(outside) {
                return wrong(format!(
                    "task `{}` has the score {score}: scores are shares from 0 to 1",
                    task.name
                ));
            }
        }
        Ok(())
    }
}

/// Asks the same of every task of a suite, on several threads.
fn each<T: Send>(suite: &Suite, threads: usize, ask: impl Fn(&SuiteTask) -> T + Sync) -> Vec<T> {
    parallel::map(suite.tasks.len(), threads, |at| ask(&suite.tasks[at]))
}
