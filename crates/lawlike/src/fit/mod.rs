//! Fit: the parameters of a law on observations, with a certificate of how well they were found.

mod average;
mod certify;
mod constraints;
mod derived;
mod exact;
mod explore;
mod global;
mod model;
mod natural;
mod normal;
mod objective;
mod polish;
mod pool;
mod projected;
mod range;
mod search;
mod solve;
mod symmetry;
mod units;

pub use constraints::{Constraints, ParameterBounds};
pub use model::Model;
pub(crate) use normal::{Draws, normal_draws};
pub use objective::{LOGIT_EDGE, Link, Objective, auto_objective};
pub use solve::{Effort, Linearised, Prepared, Solution};

use crate::error::Result;
use crate::interval::{Estimate, Interval, NamedEstimate};
use crate::law::Law;
use crate::observations::{Observations, Points};
use crate::run::Run;
use certify::{Evidence, Optimum};
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// Whether the search found what it looked for, and whether the data determine it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The gradient vanishes, the data determine all parameters, none is at a bound.
    Converged,
    /// As converged, but a parameter lies at a bound.
    AtBound,
    /// The data do not determine all parameters.
    NotIdentified,
    /// The search stopped before it reached an optimum.
    NotConverged,
    /// An optimum, but too few starts agree on it to call it the best one.
    Unconfirmed,
}

/// Name and value of the objective at the optimum (summed over rows, never averaged).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ObjectiveValue {
    /// As typed in `--objective`.
    pub name: String,
    /// Summed objective.
    pub value: f64,
}

/// Evidence that the optimum was found and that the data determine it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Certificate {
    /// Largest cosine between the residuals and a column of the Jacobian at the optimum (0 is exact).
    pub gradient: f64,
    /// Number of independent starts. Those that the projection led to the same place are descended from once. There are
    /// the more of them the less they agree.
    pub starts: usize,
    /// Starts that ended within 1e-6 (relative) of the best objective.
    pub agree: usize,
    /// Objective of the next-best basin, as a multiple of the best; none was met if absent.
    pub next_basin: Option<f64>,
    /// Parameters in the next-best basin, in the order of `parameters`.
    pub next_parameters: Option<Vec<f64>>,
    /// Condition number of the scaled Jacobian of all parameters.
    pub condition: f64,
    /// Condition number after projection onto the shapes.
    pub condition_projected: f64,
    /// Numerical rank of the Jacobian.
    pub rank: usize,
    /// Parameters at a bound.
    pub at_bound: Vec<String>,
    /// Significant digits with which each parameter is printed so that, with all rounded, no fitted value moves by more
    /// than a tenth of its standard error. Empty where the data give no standard errors.
    pub digits: Vec<(String, usize)>,
    /// Evaluations of the objective, all starts together.
    pub evaluations: usize,
}

/// Spread of the parameters over bootstrap replicates.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BootstrapSummary {
    /// Number of replicates.
    pub replicates: usize,
    /// Standard deviation by parameter, in the order of the parameters.
    pub sd: Vec<(String, f64)>,
}

/// The posterior of the parameters, in numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PosteriorSummary {
    /// Number of draws.
    pub draws: usize,
    /// Chains that they come from.
    pub chains: usize,
    /// Every parameter, and the standard deviation `sigma` of the residuals last.
    pub parameters: Vec<Drawn>,
    /// Draws whose path left the region where its steps were exact enough.
    pub divergences: usize,
    /// Least estimated fraction of missing information of the chains.
    pub e_fmi: f64,
}

/// Writes what draws say of a parameter: `mean`, `sd`, `lo95`, `hi95`.
fn mean_and_sd<S: Serializer>(of: &Estimate, to: S) -> std::result::Result<S::Ok, S::Error> {
    of.write_as("mean", "sd", to)
}

/// A parameter over the draws of its posterior.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Drawn {
    /// Name of the parameter.
    pub name: String,
    /// What was known before, as it is typed.
    pub prior: String,
    /// Mean of the draws, the interval that leaves 2.5 % of them on either side, and their standard deviation.
    #[serde(flatten, serialize_with = "mean_and_sd")]
    pub mean: Estimate,
    /// Rank-normalised split R-hat of the chains (Vehtari et al. 2021): 1 where they agree.
    pub r_hat: f64,
    /// Effective number of independent draws.
    pub ess: f64,
}

/// Squared residuals over the squares of the stated standard errors, all added up, on the scale of the objective.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChiSquare {
    /// The sum.
    pub value: f64,
    /// Observations less parameters.
    pub freedom: usize,
    /// The sum over the degrees of freedom: one if law and standard errors are right.
    pub per_freedom: f64,
    /// Chance of a sum at least as far out on its side, twice.
    pub chance: f64,
    /// Whether the standard errors of the parameters rest on the stated ones; else on the residuals.
    pub is_absolute: bool,
}

/// A law fitted to observations.
#[derive(Debug, Clone, Serialize)]
pub struct Fit {
    /// Name of the law.
    pub law: String,
    /// Its formula as text.
    pub formula: String,
    /// Number of rows used.
    pub n: usize,
    /// Objective at the optimum.
    pub objective: ObjectiveValue,
    /// Parameters with standard errors and intervals; those that were held come last, with a standard error of zero.
    pub parameters: Vec<NamedEstimate>,
    /// Numbers that follow from the parameters, where the card of the law names any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub derived: Vec<NamedEstimate>,
    /// Covariance of the parameters, in their order.
    pub covariance: Vec<Vec<f64>>,
    /// How the search ended.
    pub status: Status,
    /// Evidence.
    pub certificate: Certificate,
    /// Scatter against the stated standard errors, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chi_square: Option<ChiSquare>,
    /// Bootstrap spread, if it was asked for ([`crate::examine`]).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bootstrap: Option<BootstrapSummary>,
    /// Posterior, if it was asked for ([`crate::examine`]).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posterior: Option<PosteriorSummary>,
    /// Fitted values, one a row.
    #[serde(skip)]
    pub fitted: Vec<f64>,
    /// Residuals on the scale of the objective, one a row: observed minus fitted.
    #[serde(skip)]
    pub residuals: Vec<f64>,
    /// Leverage of each row: the share of its own fitted value that it decides.
    #[serde(skip)]
    pub leverages: Vec<f64>,
    /// The law tied to its columns, for prediction.
    #[serde(skip)]
    pub model: Option<Arc<Model>>,
}

/// What shapes a fit. The default is a full search for the objective chosen by rule.
#[derive(Debug, Clone, Default)]
pub struct FitOptions {
    /// Objective; by rule ([`auto_objective`]) if absent.
    pub objective: Option<Objective>,
    /// Values at which the search begins, and nowhere else: it descends from there, and all further starts are drawn
    /// around that place. Parameters not named begin where the search puts them.
    pub start: Vec<(String, f64)>,
    /// Parameters held at a value.
    pub fix: Vec<(String, f64)>,
    /// Bounds of parameters.
    pub bound: Vec<ParameterBounds>,
    /// Whether stated standard errors only say how rows compare, as weights do: then the residuals say how large the
    /// noise is. By default they are taken as they are.
    pub stderr_relative: bool,
    /// Seed of what is drawn, and threads.
    pub run: Run,
}

impl FitOptions {
    /// The same options with this objective.
    #[must_use]
    pub fn with_objective(mut self, objective: Objective) -> Self {
        self.objective = Some(objective);
        self
    }
}

/// Fits a law to observations.
///
/// # Errors
/// The law needs a column that is not there, an option names no parameter, or the objective has no meaning for a
/// response. That a fit does not converge or does not determine its parameters is no error: see [`Fit::status`].
pub fn fit(law: &Law, observations: &Observations, options: &FitOptions) -> Result<Fit> {
    fit_by_part(law, observations, observations.select_part().as_ref(), options)
}

/// The same, where the part of a large table is at hand.
pub(crate) fn fit_by_part(
    law: &Law,
    observations: &Observations,
    part: Option<&Observations>,
    options: &FitOptions,
) -> Result<Fit> {
    let (prepared, solution) = solved_by_part(law, observations, part, options)?;
    let Linearised { values: fitted, residuals, jacobian } = prepared.at(&solution.parameters);
    let optimum = Optimum {
        model: &prepared.model,
        space: &prepared.space,
        objective: prepared.objective,
        parameters: &solution.parameters,
        residuals: &residuals,
        jacobian: &jacobian,
        weights: prepared.weights(),
        units: &prepared.units,
        stated: prepared.stated,
    };
    let evidence = Evidence::new(&optimum);
    let mut covariance = evidence.covariance();
    let certificate = Certificate::new(&evidence, &solution, &covariance);
    let mut parameters = evidence.estimates(&covariance);
    let status = certificate.status(&solution, prepared.distinct());
    for (name, value) in &options.fix {
        parameters.push(NamedEstimate {
            name: name.clone(),
            estimate: Estimate { interval: Interval::exact(*value), se: 0.0 },
        });
        covariance.iter_mut().for_each(|row| row.push(0.0));
        covariance.push(vec![0.0; parameters.len()]);
    }
    let mut fit = Fit {
        law: law.id.clone(),
        formula: law.formula.text(),
        n: observations.n(),
        objective: ObjectiveValue { name: prepared.objective.to_string(), value: solution.objective },
        parameters,
        derived: Vec::new(),
        covariance,
        status,
        certificate,
        chi_square: evidence.chi_square(),
        bootstrap: None,
        posterior: None,
        fitted,
        leverages: evidence.leverages(),
        residuals: residuals.iter().map(|r| -r).collect(),
        model: Some(prepared.model.clone()),
    };
    fit.derived = derived::derived(law, &prepared, &fit);
    Ok(fit)
}

/// The law tied to the observations, and its optimum by a thorough search: of a large table on a part of the rows, from
/// which it is polished on all of them.
pub(crate) fn solved(
    law: &Law,
    observations: &Observations,
    options: &FitOptions,
) -> Result<(Prepared, Solution)> {
    solved_by_part(law, observations, observations.select_part().as_ref(), options)
}

fn solved_by_part(
    law: &Law,
    observations: &Observations,
    part: Option<&Observations>,
    options: &FitOptions,
) -> Result<(Prepared, Solution)> {
    let prepared = Prepared::new(law, observations, options)?;
    let Some(part) = part else {
        let solution = prepared.solve(prepared.weights(), Effort::Thorough);
        return Ok((prepared, solution));
    };
    // The objective is that of the whole table, whatever rule would choose for the part.
    let options = FitOptions { objective: Some(prepared.objective), ..options.clone() };
    let part = Prepared::new(law, part, &options)?;
    let found = part.solve(part.weights(), Effort::Thorough);
    let solution = prepared.polish(found);
    Ok((prepared, solution))
}

impl Prepared {
    /// Lower and upper bounds of the parameters.
    pub(crate) fn bounds(&self) -> (&[f64], &[f64]) {
        (&self.space.lower, &self.space.upper)
    }

    /// The objective.
    pub(crate) fn objective(&self) -> Objective {
        self.objective
    }

    /// The value of a shape at a share of the way through the range that a search covers.
    pub(crate) fn shape_at(&self, shape: usize, share: f64) -> f64 {
        self.space.ranges[shape].at(share)
    }

    /// Holds a parameter at a value in every solution from here on.
    pub(crate) fn hold(&mut self, index: usize, value: f64) {
        self.space.lower[index] = value;
        self.space.upper[index] = value;
    }
}

impl Fit {
    /// Values of the fitted law at points.
    ///
    /// # Errors
    /// A column that the law needs is missing.
    pub fn predict(&self, points: &Points) -> Result<Vec<f64>> {
        let parameters: Vec<f64> = self.parameters.iter().map(|estimate| estimate.value()).collect();
        match &self.model {
            Some(model) => model.predict(&parameters[..model.parameters().len()], points),
            None => Err(crate::Error::law("this fit was not made here and cannot predict")),
        }
    }

    /// The parameter of that name.
    pub fn parameter(&self, name: &str) -> Option<&NamedEstimate> {
        self.parameters.iter().find(|estimate| estimate.name == name)
    }
}

#[cfg(test)]
pub(crate) mod tests;
