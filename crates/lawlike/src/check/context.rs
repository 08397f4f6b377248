//! What checks look at, and what several of them share: worked out once, when the first of them asks.

use crate::fit::{self, Fit, Prepared};
use crate::law::Law;
use crate::observations::Observations;
use std::cell::OnceCell;

/// A fitted series.
pub(crate) struct Context<'a> {
    /// The law.
    pub(crate) law: &'a Law,
    /// The runs.
    pub(crate) observations: &'a Observations,
    /// How the law was fitted.
    pub(crate) options: &'a fit::Options,
    /// The law fitted to all runs.
    pub(crate) fit: &'a Fit,
    prepared: OnceCell<Option<Prepared>>,
}

impl<'a> Context<'a> {
    /// The context of a fit.
    pub(super) fn new(
        law: &'a Law,
        observations: &'a Observations,
        options: &'a fit::Options,
        fit: &'a Fit,
    ) -> Self {
        Self { law, observations, options, fit, prepared: OnceCell::new() }
    }

    /// The law tied to the runs, ready to be fitted again.
    pub(crate) fn prepared(&self) -> Option<&Prepared> {
        self.prepared.get_or_init(|| Prepared::new(self.law, self.observations, self.options).ok()).as_ref()
    }
}
