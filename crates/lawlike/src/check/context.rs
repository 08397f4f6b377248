//! What checks look at, and what several of them share: worked out once, when the first of them asks.

mod asymptote;
mod far;
mod linear;
mod order;
mod serial;

pub(crate) use asymptote::Asymptote;
pub(crate) use far::{Far, significant};
pub use linear::Linear;
pub(crate) use order::{Direction, Family, families, tracks};
pub(crate) use serial::Serial;

use crate::fit::{self, Fit, Prepared, Status};
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
    pub(crate) options: &'a fit::FitOptions,
    /// The law fitted to all runs.
    pub(crate) fit: &'a Fit,
    prepared: OnceCell<Option<Prepared>>,
    linear: OnceCell<Option<Linear>>,
    far: OnceCell<Option<Far>>,
}

impl<'a> Context<'a> {
    /// The context of a fit.
    pub(crate) fn new(
        law: &'a Law,
        observations: &'a Observations,
        options: &'a fit::FitOptions,
        fit: &'a Fit,
    ) -> Self {
        let (prepared, linear, far) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
        Self { law, observations, options, fit, prepared, linear, far }
    }

    /// The law tied to the runs, ready to be fitted again.
    pub(crate) fn prepared(&self) -> Option<&Prepared> {
        self.prepared.get_or_init(|| Prepared::new(self.law, self.observations, self.options).ok()).as_ref()
    }

    /// The law as a plane around its optimum; none if there is no optimum or too few rows are left for it.
    pub(crate) fn linear(&self) -> Option<&Linear> {
        self.linear.get_or_init(|| self.is_optimum().then(|| Linear::new(self))?).as_ref()
    }

    /// The forecast ten times beyond the largest run; none if there is no optimum or the law says nothing there.
    pub(crate) fn far(&self) -> Option<&Far> {
        self.far.get_or_init(|| self.is_optimum().then(|| Far::new(self))?).as_ref()
    }

    /// Whether the search ended at an optimum: only there do the other checks have something to stand on.
    fn is_optimum(&self) -> bool {
        self.fit.status != Status::NotConverged
    }

    /// Whether rows were declared to belong together.
    pub(crate) fn is_grouped(&self) -> bool {
        self.observations.group_count() < self.observations.n()
    }

    /// Estimates of the parameters that were not held, in the order of the formula.
    pub(crate) fn estimates(&self) -> Vec<f64> {
        let free = self.fit.parameters.len() - self.options.fix.len();
        self.fit.parameters[..free].iter().map(|estimate| estimate.value()).collect()
    }

    /// Places of the parameters that are neither held nor at a bound.
    pub(crate) fn free(&self) -> Vec<usize> {
        let stuck = &self.fit.certificate.at_bound;
        let count = self.fit.parameters.len() - self.options.fix.len();
        (0..count).filter(|j| !stuck.contains(&self.fit.parameters[*j].name)).collect()
    }
}

/// A chance for readers.
pub(crate) fn chance(p: f64) -> String {
    if p < 0.001 { "below 0.1 %".to_owned() } else { format!("{:.1} %", 100.0 * p) }
}
