//! Ensembles: how sure we may be of the parameters. One type, however it was made.

mod bootstrap;

pub(crate) use bootstrap::bootstrap;

use crate::fit::BootstrapSummary;
use lawlike_num::quantile;
use serde::Serialize;

/// How many draws, from which seed, on how many threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Number of draws.
    pub replicates: usize,
    /// Seed of the random streams.
    pub seed: u64,
    /// Threads; all that the machine has if zero.
    pub threads: usize,
}

/// How an ensemble was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Maker {
    /// Groups drawn with replacement (Cameron, Gelbach & Miller 2008, section II).
    PairsBootstrap,
    /// Residuals of a group multiplied by one random sign (wild cluster bootstrap).
    WildBootstrap,
}

/// Draws of the parameters of one law.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ensemble {
    /// How the draws were made.
    pub maker: Maker,
    /// Names of the parameters.
    pub names: Vec<String>,
    /// One row of parameters a draw.
    pub draws: Vec<Vec<f64>>,
    /// Replicates whose fit did not converge; they are left out of `draws`.
    pub failed: usize,
}

impl Ensemble {
    /// Draws of one parameter.
    pub fn parameter(&self, index: usize) -> Vec<f64> {
        self.draws.iter().map(|draw| draw[index]).collect()
    }

    /// Standard deviation of every parameter over the draws.
    pub fn summary(&self) -> BootstrapSummary {
        let sd = |index: usize| quantile::variance(&self.parameter(index)).sqrt();
        BootstrapSummary {
            replicates: self.draws.len(),
            sd: self.names.iter().enumerate().map(|(index, name)| (name.clone(), sd(index))).collect(),
        }
    }
}
