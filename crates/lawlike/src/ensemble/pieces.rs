//! A bootstrap in pieces: what is done can be taken out, kept, and put back into the same question later.

use super::bootstrap::pairs_draws;
use super::{Ensemble, EnsembleOptions, Maker};
use crate::error::{Error, Result};
use crate::fit::{self, BootstrapSummary, Prepared};
use crate::law::Law;
use crate::observations::Observations;

/// Replicates of the pairs bootstrap of a fit, from number zero on.
///
/// Each has a random stream of its own, keyed by its number: in whatever pieces they are made, they are those that
/// [`fit::fit`] makes in one go.
pub struct Replicates {
    prepared: Prepared,
    options: EnsembleOptions,
    done: Vec<Option<Vec<f64>>>,
}

impl Replicates {
    /// The bootstrap of this fit, with the seed and threads of its options; none is done.
    ///
    /// # Errors
    /// As [`fit::fit`].
    pub fn new(law: &Law, observations: &Observations, fit: &fit::FitOptions) -> Result<Self> {
        let prepared = Prepared::new(law, observations, fit)?;
        let options = EnsembleOptions { run: fit.run, ..EnsembleOptions::default() };
        Ok(Self { prepared, options, done: Vec::new() })
    }

    /// The parameters of each replicate that is done, in the order of their numbers; none for one whose fit failed.
    pub fn done(&self) -> &[Option<Vec<f64>>] {
        &self.done
    }

    /// Puts back what [`Replicates::done`] gave.
    ///
    /// # Errors
    /// A replicate has another number of parameters than the law.
    pub fn restore(&mut self, done: Vec<Option<Vec<f64>>>) -> Result<()> {
        let width = self.prepared.parameters().len();
        if let Some(other) = done.iter().flatten().find(|draw| draw.len() != width) {
            let message = format!("a replicate has {} parameters where the law has {width}", other.len());
            return Err(Error::option(message));
        }
        self.done = done;
        Ok(())
    }

    /// Makes the next replicates, so many.
    pub fn advance(&mut self, count: usize) {
        let options = EnsembleOptions { first: self.done.len(), replicates: count, ..self.options.clone() };
        self.done.extend(pairs_draws(&self.prepared, &options));
    }

    /// Spread of the parameters over the first replicates, so many or as many as are done.
    pub fn summary(&self, count: usize) -> BootstrapSummary {
        let draws = self.done.iter().take(count).cloned().collect();
        Ensemble::new(&self.prepared, Maker::PairsBootstrap, draws, &self.options).summary()
    }
}
