//! Checks of published numbers against runs: values of the parameters as printed, and stated intervals.

mod narrow_claim;
mod published;
mod published_error;
mod rounding;

pub use published::{Published, StatedInterval, StatedValue};

use super::{CheckCard, Finding, Found};
use crate::ensemble::{self, Ensemble, Maker, resample};
use crate::fit::{Fit, FitOptions, Link, auto_objective};
use crate::law::Law;
use crate::observations::Observations;

/// Draws of the parameters, if no bootstrap was asked for.
const DRAWS: usize = 2000;

/// Published numbers beside a fit of the same law.
pub(crate) struct Claim<'a> {
    pub(crate) published: &'a Published,
    pub(crate) observations: &'a Observations,
    pub(crate) fit: &'a Fit,
    /// Draws of the parameters of the fit: of the bootstrap if one was asked for, else by its covariance.
    pub(crate) ensemble: Ensemble,
    /// The scale on which residuals are taken.
    pub(crate) link: Link,
}

/// A check of a claim: its card and what it does.
pub(crate) struct ClaimCheck {
    /// The card.
    pub(crate) card: CheckCard,
    /// Looks, and says what it found.
    pub(crate) run: fn(&Claim<'_>) -> Option<Found>,
}

/// All checks of claims, in the order in which they run.
pub(crate) const CHECKS: &[&ClaimCheck] = &[&narrow_claim::CHECK, &published_error::CHECK, &rounding::CHECK];

/// Holds published numbers against runs: `fit` is that of `law` on `observations` with `options`. What
/// [`Published::check`] refuses finds nothing.
pub fn check_published(
    law: &Law,
    observations: &Observations,
    options: &FitOptions,
    fit: &Fit,
    published: &Published,
) -> Vec<Finding> {
    let maker = if published.replicates > 0 { Maker::PairsBootstrap } else { Maker::Laplace };
    let draws = ensemble::EnsembleOptions {
        replicates: if published.replicates > 0 { published.replicates } else { DRAWS },
        run: options.run,
        ..ensemble::EnsembleOptions::default()
    };
    let Ok(ensemble) = resample(law, observations, options, maker, &draws) else { return Vec::new() };
    let link = options.objective.unwrap_or_else(|| auto_objective(observations).0).link;
    let claim = Claim { published, observations, fit, ensemble, link };
    let label = &observations.label;
    CHECKS.iter().filter_map(|check| Some(check.card.finding((check.run)(&claim)?, label))).collect()
}

impl Claim<'_> {
    /// Values of the law at the runs, on the scale of the link, with parameters given by name.
    fn values(&self, of: &dyn Fn(&str) -> Option<f64>) -> Option<Vec<f64>> {
        let model = self.fit.model.as_ref()?;
        let parameters: Vec<f64> = model.parameters().iter().map(|name| of(name)).collect::<Option<_>>()?;
        let values = model.predict(&parameters, &self.observations.points()).ok()?;
        Some(values.into_iter().map(|value| self.link.forward(value)).collect())
    }

    /// Independent runs less parameters.
    fn freedom(&self) -> Option<f64> {
        let free = self.observations.group_count().checked_sub(self.fit.parameters.len())?;
        (free > 0).then_some(free as f64)
    }
}

#[cfg(test)]
mod tests;
