//! Forecasts of runs not yet seen: one predictive distribution from several laws.

mod baseline;
mod candidate;
mod centred;
mod constants;
mod drift;
mod engine;
mod frame;
mod mixture;
mod parts;
mod range;
pub mod record;
mod straight;
mod trials;

pub use baseline::Baseline;
pub(crate) use candidate::Chosen;
pub use candidate::{CandidateCard, cards as candidates};
pub use constants::Constants;
pub(crate) use engine::{Distribution, forecast_series};
pub use frame::ExtrapolationKind;
pub(crate) use frame::Frame;
pub use range::Beyond;

use crate::error::{Error, Result};
use crate::fit::{Constraints, Objective};
use crate::interval::Fan;
use crate::kept::Kept;
use crate::law::Law;
use crate::observations::{Observations, Points};
use crate::run::Run;
use serde::Serialize;

/// Whether a point could be forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PointStatus {
    /// Forecast.
    Ok,
    /// Forecast, but an axis or a ratio of two axes goes farther beyond the past than the past spans, or the data are
    /// repeated far more often than in any past run (then the intervals are widened). Treat as a guess.
    OutOfRange,
    /// No past to forecast from.
    Untested,
}

/// The forecast of one point, for a new run (noise included).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ForecastRow {
    /// Median and central intervals of 50, 80 and 95 %.
    #[serde(flatten)]
    pub fan: Fan,
    /// Law with the greatest weight.
    pub law: String,
    /// Whether the point could be forecast.
    pub status: PointStatus,
}

/// A candidate law of a forecast and its weight.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Weight {
    /// Name of the candidate.
    pub law: String,
    /// Weight, all add to one.
    pub weight: f64,
    /// Root mean square error in the inner back-tests, on the scale of the response; NaN without any.
    pub error: f64,
}

/// Forecasts at a list of points.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Forecast {
    /// One row a point, in the order of the points.
    pub rows: Vec<ForecastRow>,
    /// The candidates and their weights, heaviest first.
    pub weights: Vec<Weight>,
    /// Number of inner back-tests behind weights and scale.
    pub origins: usize,
    /// Axes and ratios of axes along which points are out of range.
    pub beyond: Vec<Beyond>,
}

/// What shapes a forecast. The default mixes the candidates of the kind.
#[derive(Debug, Clone, Default)]
pub struct ForecastOptions {
    /// Forecast by this law alone; a mixture of candidates if absent.
    pub law: Option<Law>,
    /// Objective of that law; by rule if absent.
    pub objective: Option<Objective>,
    /// Average that law over all its curves that fit the past, instead of taking the best one.
    pub average: bool,
    /// What is said of the parameters of that law.
    pub constraints: Constraints,
    /// Seed, which is only recorded (nothing is drawn at random today), and threads.
    pub run: Run,
}

/// Forecasts each series at its points.
///
/// Series of one call inform each other: how candidates did on one says something about the others. Series with
/// fewer than two rows get rows that are [`PointStatus::Untested`].
///
/// # Errors
/// The lists differ in length, or a series has no rows or no axis.
pub fn forecast(
    series: &[Observations],
    points: &[Points],
    options: &ForecastOptions,
) -> Result<Vec<Forecast>> {
    if series.len() != points.len() {
        return Err(Error::option("as many lists of points as series are needed"));
    }
    for one in series {
        one.check()?;
    }
    let chosen = options.law.as_ref().map(|law| Chosen {
        law: law.clone(),
        objective: options.objective,
        average: options.average,
        constraints: options.constraints.clone(),
    });
    if let (Some(chosen), Some(first)) = (&chosen, series.first()) {
        // A law that the columns cannot feed is an error, not a series without an answer.
        let fitting =
            crate::fit::FitOptions { objective: chosen.objective, ..crate::fit::FitOptions::default() };
        crate::fit::Prepared::new(&chosen.law, first, &fitting.with_constraints(&chosen.constraints))?;
    }
    let tasks: Vec<(&Observations, &Points)> = series.iter().zip(points).collect();
    let found = forecast_series(&tasks, chosen.as_ref(), options.run.threads, &Kept::default());
    Ok(found.iter().map(Distribution::rows).collect())
}
