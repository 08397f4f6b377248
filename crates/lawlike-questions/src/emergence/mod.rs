//! Emergence: does a jump of a sharp metric follow from a smooth one, or is there a break that no smooth metric predicts?
//!
//! The sharp metric (exact match, accuracy) is linked to the smooth metric of the same task if there is one (loss,
//! accuracy or log-likelihood a token), else to the capabilities that other benchmarks measure, else to the scale. The link
//! is the one of exact match, of which `p^L` is a special case (Schaeffer et al. 2023, arXiv 2304.15004), or a threshold
//! (logistic). A break is a jump of the level at some scale that the link does not have; it is tested at every scale
//! at once (`check/scan.rs`), and the smallest break that these data could have shown is worked out beside it. Then the
//! smooth metric itself is tested along scale: a sharp metric may follow from a smooth one that breaks.

mod judge;
mod link;
mod step;
#[cfg(test)]
mod tests;

pub use step::BreakTest;

use crate::observational::{Components, Models};
use lawlike::error::Result;
use lawlike_num::parallel;
use serde::Serialize;

/// Chance of a false alarm of a task, both tests together.
pub const LEVEL: f64 = 0.05;
/// Chance with which a break of the smallest size that is stated would have been seen.
pub const POWER: f64 = 0.8;

/// What is said of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EmergenceVerdict {
    /// The sharp metric follows from what it is linked to.
    Follows,
    /// Too few models are right more often than the items can show.
    BelowResolution,
    /// There is a break.
    Break,
    /// The data cannot say.
    Untold,
}

/// What the sharp metric is linked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SmoothBasis {
    /// The smooth metric of the task.
    Smooth,
    /// Capabilities from benchmarks.
    Capabilities,
    /// The scale alone.
    Scale,
}

/// The form of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// `b + (1 - b) exp(-(L cost)^w)`; of the scale, `b + (1 - b) exp(-c N^-w)`.
    ExactMatch,
    /// `b + (1 - b) / (1 + exp(-level))`, the level linear in the logarithm of the cost, in capabilities or in log scale.
    Threshold,
}

/// The link from what is smooth to the sharp metric.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MetricLink {
    /// Form.
    pub form: Form,
    /// Exponent `w` of the cost or the scale; the slope to the first capability.
    pub slope: f64,
    /// `L`: tokens that must all be right, if `w` is one; NaN for other links than to a cost by exact match.
    pub length: f64,
    /// Floor `b`.
    pub floor: f64,
    /// Scatter of the level between models.
    pub scatter: f64,
    /// Models between a tenth and nine tenths of the rise.
    pub within: usize,
}

/// The models that are right no more often than the items can show.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Flat {
    /// How many models.
    pub models: usize,
    /// Right items that the link expects of them, all together.
    pub expected: f64,
    /// Right items seen.
    pub seen: f64,
}

/// What is said of one task, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judged {
    /// Name of the task.
    pub task: String,
    /// Models used.
    pub models: usize,
    /// The verdict.
    pub verdict: EmergenceVerdict,
    /// Why, in sentences.
    pub reason: String,
    /// What the sharp metric is linked to.
    pub basis: SmoothBasis,
    /// Name of the smooth metric, or of the scale.
    pub linked_to: String,
    /// The link.
    pub link: Option<MetricLink>,
    /// Models at the resolution of the items.
    pub flat: Flat,
    /// Test of the sharp metric against its link.
    pub sharp: Option<BreakTest>,
    /// Test of the smooth metric along scale.
    pub smooth: Option<BreakTest>,
    /// What the link expects of the models, to be drawn; empty without a link.
    #[serde(skip)]
    pub expected: Vec<Expected>,
}

/// What a link expects of one model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// Number of the model.
    pub model: usize,
    /// Share of right answers.
    pub score: f64,
}

/// What is said of all tasks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Emergence {
    /// Name of the scale.
    pub scale: String,
    /// Chance of a false alarm of a task.
    pub level: f64,
    /// Chance with which the smallest break stated would have been seen.
    pub power: f64,
    /// Components of all models, if a task is linked to them.
    pub components: Option<Components>,
    /// The tasks.
    pub tasks: Vec<Judged>,
}

/// A verdict for every task.
///
/// # Errors
/// The models are malformed ([`Models::check`]).
pub fn emergence(models: &Models, threads: usize) -> Result<Emergence> {
    models.check()?;
    let tasks = parallel::map(models.tasks.len(), threads, |task| judge::judge(models, task));
    let uses = tasks.iter().any(|task| task.basis == SmoothBasis::Capabilities);
    let components = if uses { link::components(models) } else { None };
    Ok(Emergence { scale: models.scale_name.clone(), level: LEVEL, power: POWER, components, tasks })
}
