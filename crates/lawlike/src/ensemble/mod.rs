//! Ensembles: how sure we may be of the parameters. One type, however it was made.
//!
//! [`resample`] is the one door. Bootstraps ask what the fit would have been on other runs, a Laplace ensemble takes the
//! curvature at the optimum for the whole truth, a profile follows the objective itself, and a posterior adds priors.
//! Each file says what its maker assumes and how often its intervals held the truth in simulations.

mod bootstrap;
mod laplace;
mod pieces;
mod posterior;
mod prior;
mod profile;

pub(crate) use bootstrap::pairs;
pub use pieces::Replicates;
pub use prior::Prior;
pub use profile::{Profile, profile};

use crate::error::{Error, Result};
use crate::fit::{self, BootstrapSummary, Drawn, Model, PosteriorSummary, Prepared};
use crate::interval::{Estimate, Interval};
use crate::law::Law;
use crate::observations::{Observations, Points};
use crate::run::Run;
use lawlike_formula::Workspace;
use lawlike_num::quantile;
use serde::Serialize;
use std::ops::Range;
use std::sync::Arc;

/// How many draws, from which seed, on how many threads; and what only some makers ask for.
#[derive(Debug, Clone, PartialEq)]
pub struct EnsembleOptions {
    /// Number of draws.
    pub replicates: usize,
    /// Number of the first draw. Draws are keyed by their numbers: those of 0 to 999 and of 1000 to 1999, joined by
    /// [`Ensemble::append`], are those of 0 to 1999. A posterior, whose draws depend on those before, begins at zero.
    pub first: usize,
    /// Seed of the random streams, and threads.
    pub run: Run,
    /// Widest level that a profile is followed to.
    pub level: f64,
    /// Chains of a posterior.
    pub chains: usize,
    /// Draws a chain before those that are kept.
    pub warmup: usize,
    /// Priors of a posterior by parameter; `sigma`, unless the law has a parameter of that name, is the standard
    /// deviation of the residuals. Parameters not named have a flat prior within their bounds, `sigma` has `1/sigma`.
    pub priors: Vec<(String, Prior)>,
}

impl Default for EnsembleOptions {
    fn default() -> Self {
        Self {
            replicates: 1000,
            first: 0,
            run: Run::default(),
            level: 0.99,
            chains: 4,
            warmup: 500,
            priors: Vec::new(),
        }
    }
}

impl EnsembleOptions {
    /// Numbers of the draws.
    fn range(&self) -> Range<usize> {
        self.first..self.first + self.replicates
    }
}

/// How an ensemble was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Maker {
    /// Groups drawn with replacement (Cameron, Gelbach & Miller 2008, section II).
    PairsBootstrap,
    /// Residuals of a group multiplied by one random sign (wild cluster bootstrap).
    WildBootstrap,
    /// The normal law with the covariance of the fit.
    Laplace,
    /// The profile of the objective along each parameter: intervals, no draws.
    Profile,
    /// The posterior, by the No-U-Turn sampler; for objectives of squares.
    Posterior,
}

/// Evidence that the chains of a posterior found it. Trust one with R-hat up to 1.01, at least 400 effective draws, no
/// divergences and an E-FMI above 0.2.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sampling {
    /// Number of chains.
    pub chains: usize,
    /// Rank-normalised split R-hat by parameter, that of `sigma` last.
    pub r_hat: Vec<f64>,
    /// Effective number of independent draws by parameter, that of `sigma` last.
    pub ess_bulk: Vec<f64>,
    /// Draws whose path left the region where its steps were exact enough.
    pub divergences: usize,
    /// Least estimated fraction of missing information of the chains.
    pub e_fmi: f64,
}

/// Draws of the parameters of one law, or their profiles.
#[derive(Debug, Clone, Serialize)]
pub struct Ensemble {
    /// How the draws were made.
    pub maker: Maker,
    /// Names of the parameters.
    pub names: Vec<String>,
    /// Number of the first draw.
    pub first: usize,
    /// One row of parameters a draw; none for a profile.
    pub draws: Vec<Vec<f64>>,
    /// Replicates whose fit did not converge; they are left out of `draws`.
    pub failed: usize,
    /// Standard deviation of the residuals by draw, where the maker draws it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub noise: Vec<f64>,
    /// The profiles, one a parameter, if that is how it was made.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<Profile>,
    /// How the chains did, if it is a posterior.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sampling: Option<Sampling>,
    /// The law tied to its columns, for prediction.
    #[serde(skip)]
    model: Option<Arc<Model>>,
}

/// Says how sure we may be of the parameters of a law on observations.
///
/// The fit is made anew with `fit`; held parameters are not part of the ensemble.
///
/// # Errors
/// As [`fit::fit`]; a level outside 0 to 1; a posterior of an objective that has no likelihood, with a prior for a name
/// that the law does not have.
pub fn resample(
    law: &Law,
    observations: &Observations,
    fit: &fit::FitOptions,
    maker: Maker,
    options: &EnsembleOptions,
) -> Result<Ensemble> {
    let prepared = Prepared::new(law, observations, fit)?;
    match maker {
        Maker::PairsBootstrap => Ok(pairs(&prepared, options)),
        Maker::WildBootstrap => Ok(bootstrap::wild(&prepared, &fit::fit(law, observations, fit)?, options)),
        Maker::Laplace => Ok(laplace::laplace(&prepared, &fit::fit(law, observations, fit)?, options)),
        Maker::Profile => {
            let profiles = profile::all(law, observations, fit, &[], options)?;
            Ok(Ensemble { profiles, ..Ensemble::new(&prepared, maker, Vec::new(), options) })
        }
        Maker::Posterior => {
            posterior::posterior(&prepared, observations, &fit::fit(law, observations, fit)?, options)
        }
    }
}

impl Ensemble {
    /// An ensemble of draws, some of which may have failed.
    fn new(
        prepared: &Prepared,
        maker: Maker,
        draws: Vec<Option<Vec<f64>>>,
        options: &EnsembleOptions,
    ) -> Self {
        let asked = draws.len();
        let draws: Vec<Vec<f64>> = draws.into_iter().flatten().collect();
        Self {
            maker,
            names: prepared.parameters().to_vec(),
            first: options.first,
            failed: asked - draws.len(),
            draws,
            noise: Vec::new(),
            profiles: Vec::new(),
            sampling: None,
            model: Some(prepared.model().clone()),
        }
    }

    /// Place of a parameter among the names.
    pub fn index(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }

    /// Draws of one parameter.
    pub fn parameter(&self, index: usize) -> Vec<f64> {
        self.draws.iter().map(|draw| draw[index]).collect()
    }

    /// Mean of one parameter over the draws; NaN where there are none.
    pub fn mean(&self, index: usize) -> f64 {
        quantile::mean(&self.parameter(index))
    }

    /// Standard deviation of one parameter over the draws; NaN where there are none.
    pub fn sd(&self, index: usize) -> f64 {
        quantile::variance(&self.parameter(index)).sqrt()
    }

    /// The interval of one parameter that leaves equal shares of the draws on both sides, around their median; for a profile its end points,
    /// infinite where the data leave the set open and NaN beyond the level that it was followed to.
    pub fn interval(&self, index: usize, level: f64) -> Interval {
        if let Some(profile) = self.profiles.get(index) {
            return profile.at_level(level);
        }
        let mut values = self.parameter(index);
        values.sort_by(f64::total_cmp);
        let at = |p: f64| quantile::quantile(&values, p);
        Interval::new(at(0.5), at(0.5 - 0.5 * level), at(0.5 + 0.5 * level)).at_level(level)
    }

    /// Values of the law at points: one row a draw. They are those of the mean curve; a new run adds its noise.
    ///
    /// # Errors
    /// A column that the law needs is missing.
    pub fn values(&self, points: &Points) -> Result<Vec<Vec<f64>>> {
        let model = self
            .model
            .as_ref()
            .ok_or_else(|| Error::law("this ensemble was not made here and cannot predict"))?;
        let bound = model.bind(points)?;
        let mut workspace = Workspace::default();
        let each = |draw: &Vec<f64>| {
            let mut out = vec![0.0; points.n()];
            bound.values(draw, &mut workspace, &mut out);
            out
        };
        Ok(self.draws.iter().map(each).collect())
    }

    /// Adds the draws that follow: those of the same question and seed whose first number is the next.
    ///
    /// # Errors
    /// The other ensemble was made in another way or does not begin where this one ends.
    pub fn append(&mut self, next: Self) -> Result<()> {
        let end = self.first + self.draws.len() + self.failed;
        let keyed = matches!(self.maker, Maker::PairsBootstrap | Maker::WildBootstrap | Maker::Laplace);
        if !keyed || next.maker != self.maker || next.names != self.names || next.first != end {
            return Err(Error::option(format!(
                "only draws of the same bootstrap or Laplace ensemble that begin with number {end} can be appended"
            )));
        }
        self.draws.extend(next.draws);
        self.noise.extend(next.noise);
        self.failed += next.failed;
        Ok(())
    }

    /// The draws of a posterior in numbers, under the priors that it was made with; none of another ensemble.
    pub fn posterior(&self, priors: &[(String, Prior)]) -> Option<PosteriorSummary> {
        let sampling = self.sampling.as_ref()?;
        let named = |index: usize| self.names.get(index).map_or(posterior::NOISE, String::as_str);
        let drawn = |index: usize| {
            let values = if index < self.names.len() { self.parameter(index) } else { self.noise.clone() };
            let (mean, se) = (quantile::mean(&values), quantile::variance(&values).sqrt());
            let mean = Estimate { interval: Interval::of_draws(mean, values), se };
            let default = if index < self.names.len() { Prior::Flat } else { Prior::Reciprocal };
            let prior =
                priors.iter().find(|(name, _)| name == named(index)).map_or(default, |(_, prior)| *prior);
            Drawn {
                name: named(index).to_owned(),
                prior: prior.to_string(),
                mean,
                r_hat: sampling.r_hat[index],
                ess: sampling.ess_bulk[index],
            }
        };
        Some(PosteriorSummary {
            draws: self.draws.len(),
            chains: sampling.chains,
            parameters: (0..sampling.r_hat.len()).map(drawn).collect(),
            divergences: sampling.divergences,
            e_fmi: sampling.e_fmi,
        })
    }

    /// Standard deviation of every parameter over the draws.
    pub fn summary(&self) -> BootstrapSummary {
        BootstrapSummary {
            replicates: self.draws.len(),
            sd: self.names.iter().enumerate().map(|(index, name)| (name.clone(), self.sd(index))).collect(),
        }
    }
}

#[cfg(test)]
mod tests;
