//! How compute is best divided between parameters and tokens: the three approaches of the field side by side.
//!
//! Hoffmann et al. 2022 (arXiv 2203.15556) take the envelope of training curves, parabolas through runs of equal
//! compute, and a surface fitted to all runs. They disagree where the grid of runs is off-centre or wide (Czech et al.
//! 2026, arXiv 2603.22339) and where parameters or compute are counted otherwise (Porian et al. 2024, arXiv
//! 2406.19146), so all that the runs allow are shown, with what the second would make of the surface itself.

mod bias;
mod budget;
mod contrast;
mod envelope;
mod explain;
mod isoflop;
mod spread;
mod surface;
mod three;

pub use bias::{Bias, Lost};
pub use budget::{Axes, EqualCompute};
pub use contrast::{Contrast, Trait, contrasts};
pub use explain::Explained;
pub use spread::{Counted, Spread, allows_several, spread};
pub use surface::{Best, Surface, TokenSearch};
pub use three::{DRAWS, FittedSurface, fitted};

use crate::accounting::check_units;
use crate::error::{Error, Result};
use crate::fit::{Objective, Status};
use crate::interval::Interval;
use crate::law::Law;
use crate::observations::Observations;
use crate::run::Run;
use serde::Serialize;

/// Steps of an optimum that is drawn.
const STEPS: usize = 16;

/// What is asked.
#[derive(Debug, Clone)]
pub struct AllocationOptions {
    /// Law of the surface; Chinchilla if absent.
    pub law: Option<Law>,
    /// Its objective; by rule if absent.
    pub objective: Option<Objective>,
    /// Budgets to divide, in FLOP; if empty, the largest compute of the runs and ten and a hundred times that.
    pub budgets: Vec<f64>,
    /// Replicates of the intervals that are resampled.
    pub replicates: usize,
    /// Whether the optimum is wanted from the smallest compute of the runs on, to be drawn.
    pub is_drawn: bool,
    /// Seed, and threads.
    pub run: Run,
}

impl Default for AllocationOptions {
    fn default() -> Self {
        Self {
            law: None,
            objective: None,
            budgets: Vec::new(),
            replicates: 1000,
            is_drawn: false,
            run: Run::default(),
        }
    }
}

/// How the optimum was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AllocationMethod {
    /// Approach 1: the envelope of training curves.
    Envelope,
    /// Approach 2: parabolas through runs of equal compute.
    Parabola,
    /// Approach 2 with cubics.
    Cubic,
    /// Approach 3: a surface fitted to all runs.
    Surface,
}

/// How one budget is best divided.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Place {
    /// The budget, FLOP.
    pub compute: f64,
    /// Best number of parameters, counted as in the data.
    pub parameters: Interval,
    /// Tokens that the rest of the budget pays for.
    pub tokens: Interval,
    /// Tokens per parameter.
    pub ratio: Interval,
    /// Whether the budget lies beyond the runs.
    pub is_beyond: bool,
    /// Share of the budget that is lost if the truth is another draw of the ensemble: mean, and 95 % quantile. Of the
    /// surface only.
    pub regret: Option<(f64, f64)>,
}

/// The answer of one approach.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Approach {
    /// Which.
    pub method: AllocationMethod,
    /// Exponent `a` in `N ~ C^a`; that of the tokens is `1 - a`.
    pub exponent: Interval,
    /// The budgets asked for.
    pub places: Vec<Place>,
    /// From the smallest compute of the runs to the largest budget, by rising compute; empty unless it was wanted.
    #[serde(skip)]
    pub path: Vec<Place>,
    /// Runs that it rests on.
    pub runs: usize,
    /// Points of the line or curve through the optima: budgets, or values of compute.
    pub points: usize,
    /// What a reader should know of it.
    pub remark: Option<String>,
}

/// An approach that the runs do not allow.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Missing {
    /// Which.
    pub method: AllocationMethod,
    /// Why.
    pub reason: String,
}

/// The surface that the third approach rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fitted {
    /// Law.
    pub law: String,
    /// Its formula.
    pub formula: String,
    /// Objective.
    pub objective: String,
    /// Whether the fit can be trusted.
    pub status: Status,
    /// Names and values of the parameters.
    pub parameters: Vec<(String, f64)>,
}

/// Compute-optimal parameters and tokens by all approaches that the runs allow.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Allocation {
    /// Series.
    pub label: String,
    /// Runs that were looked at: of a large series those of its part.
    pub n: usize,
    /// FLOP per parameter and token: the geometric mean over the runs, 6 where no compute is given.
    pub flop_per_parameter_token: f64,
    /// The answers.
    pub approaches: Vec<Approach>,
    /// Approaches that cannot be taken.
    pub missing: Vec<Missing>,
    /// The surface.
    pub surface: Option<Fitted>,
    /// What parabolas on the very sizes at hand would make of the surface, noise apart.
    pub bias: Option<Bias>,
    /// The runs that were looked at, to be drawn.
    #[serde(skip)]
    pub runs: Vec<Ran>,
}

/// A run of an allocation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ran {
    /// Parameters.
    pub parameters: f64,
    /// Tokens.
    pub tokens: f64,
    /// Compute, FLOP.
    pub compute: f64,
    /// Loss.
    pub loss: f64,
}

/// Divides budgets by all approaches.
///
/// # Errors
/// The observations have no parameters, or neither tokens nor compute; their units are wrong; a budget is not above zero; or no approach can be
/// taken (the message says why for each).
pub fn allocate(observations: &Observations, options: &AllocationOptions) -> Result<Allocation> {
    let part = observations.select_part();
    let observations = part.as_ref().unwrap_or(observations);
    let axes = axes(observations)?.with_trend();
    check_units(observations)?;
    if let Some(wrong) = options.budgets.iter().find(|budget| !(budget.is_finite() && **budget > 0.0)) {
        return Err(Error::option(format!(
            "a budget of {wrong} FLOP cannot be divided: it must be above zero"
        )));
    }
    let mut options = options.clone();
    if options.budgets.is_empty() {
        let computes = (0..observations.n()).filter_map(|row| axes.compute(row));
        let most = computes.fold(f64::NEG_INFINITY, f64::max).exp();
        options.budgets = vec![most, 10.0 * most, 100.0 * most];
    }
    divide(axes, observations, &options)
}

/// The answers of all approaches at the budgets named, which may be none.
fn divide(axes: Axes<'_>, observations: &Observations, options: &AllocationOptions) -> Result<Allocation> {
    let losses = &observations.response.values;
    let three = three::approach(axes, observations, options);
    let surface = three.as_ref().ok().map(|three| three.found.fitted.clone());
    let bias = three.as_ref().ok().and_then(|three| bias::bias(axes, &three.found, &options.budgets));
    let tried = [
        (AllocationMethod::Envelope, envelope::approach(axes, losses, options)),
        (AllocationMethod::Parabola, isoflop::approach(axes, losses, AllocationMethod::Parabola, options)),
        (AllocationMethod::Cubic, isoflop::approach(axes, losses, AllocationMethod::Cubic, options)),
        (AllocationMethod::Surface, three.map(|three| three.approach)),
    ];
    let (mut approaches, mut missing) = (Vec::new(), Vec::new());
    for (method, result) in tried {
        match result {
            Ok(approach) => approaches.push(approach),
            Err(reason) => missing.push(Missing { method, reason }),
        }
    }
    if approaches.is_empty() {
        let reasons: Vec<String> =
            missing.iter().map(|missing| format!("{}: {}", missing.method.name(), missing.reason)).collect();
        return Err(Error::observations(format!("no approach can be taken; {}", reasons.join("; "))));
    }
    Ok(Allocation {
        label: observations.label.clone(),
        n: observations.n(),
        flop_per_parameter_token: (-axes.product()).exp(),
        approaches,
        missing,
        surface,
        bias,
        runs: (0..observations.n()).filter_map(|row| ran(axes, losses, row)).collect(),
    })
}

/// One run; none without tokens and compute.
fn ran(axes: Axes<'_>, losses: &[f64], row: usize) -> Option<Ran> {
    let parameters = axes.size(row).exp();
    Some(Ran {
        parameters,
        tokens: parameters * axes.ratio(row)?,
        compute: axes.compute(row)?.exp(),
        loss: *losses.get(row)?,
    })
}

/// Budgets from the smallest compute of the runs to the largest one asked for; none unless they are wanted.
fn drawn(axes: Axes<'_>, runs: usize, options: &AllocationOptions) -> Vec<f64> {
    let most = options.budgets.iter().copied().fold(f64::NEG_INFINITY, f64::max).ln();
    let least = (0..runs).filter_map(|row| axes.compute(row)).fold(f64::INFINITY, f64::min);
    if !(options.is_drawn && most > least) {
        return Vec::new();
    }
    (0..=STEPS).map(|at| (least + (most - least) * at as f64 / STEPS as f64).exp()).collect()
}

/// The columns of an allocation among those observed.
///
/// # Errors
/// There are no parameters, or neither tokens nor compute, or they are not all above zero.
pub fn axes(observations: &Observations) -> Result<Axes<'_>> {
    Axes::new(observations).ok_or_else(|| {
        Error::observations(
            "a plan needs a column of parameters and one of tokens or compute, all above zero: name them with \
             --x COL=params --x COL=tokens",
        )
    })
}

impl Allocation {
    /// The exponent by every approach.
    pub fn exponents(&self) -> Vec<(AllocationMethod, Interval)> {
        self.approaches.iter().map(|approach| (approach.method, approach.exponent)).collect()
    }
}

impl AllocationMethod {
    /// Name, as papers call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Envelope => "1 envelope",
            Self::Parabola => "2 parabolas",
            Self::Cubic => "2 cubics",
            Self::Surface => "3 surface",
        }
    }
}

impl Place {
    /// A budget whose best size has this natural logarithm.
    fn new(compute: f64, product: f64, size: Interval, is_beyond: bool) -> Self {
        let tokens = |size: f64| compute.ln() + product - size;
        Self {
            compute,
            parameters: size.map(f64::exp),
            tokens: size.map_falling(|size| tokens(size).exp()),
            ratio: size.map_falling(|size| (tokens(size) - size).exp()),
            is_beyond,
            regret: None,
        }
    }
}

#[cfg(test)]
mod tests;
