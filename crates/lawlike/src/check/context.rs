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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::fitted::{Fitted, power};
    use crate::fit::FitOptions;

    #[test]
    fn chances_are_shown_in_per_cent_from_a_tenth_on() {
        let shown = [0.0, 0.0009, 0.001, 0.0125, 0.5].map(chance);
        assert_eq!(shown, ["below 0.1 %", "below 0.1 %", "0.1 %", "1.2 %", "50.0 %"]);
    }

    #[test]
    fn a_search_that_did_not_converge_gives_nothing_to_stand_on() {
        let mut it = Fitted::new("log-log-line", power(12, |row| 0.01 * (row % 3) as f64));
        for status in [Status::Converged, Status::AtBound, Status::Unconfirmed] {
            it.fit.status = status;
            assert!(it.context().linear().is_some() && it.context().far().is_some(), "{status:?}");
        }
        it.fit.status = Status::NotConverged;
        assert!(it.context().linear().is_none() && it.context().far().is_none());
        assert!(it.context().prepared().is_some());
    }

    #[test]
    fn rows_are_grouped_if_two_belong_together() {
        let mut it = Fitted::new("log-log-line", power(12, |row| 0.01 * (row % 3) as f64));
        assert!(!it.context().is_grouped());
        it.observations.groups[5] = 4;
        assert!(it.context().is_grouped());
    }

    #[test]
    fn held_parameters_are_no_estimates_and_those_at_bounds_are_not_free() {
        let options = FitOptions { fix: vec![("E".to_owned(), 0.1)], ..FitOptions::default() };
        let mut it = Fitted::with("power-floor", power(12, |row| 0.01 * (row % 3) as f64), options);
        let names: Vec<&str> = it.fit.parameters.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(names, ["A", "c", "E"]);
        let value = |name: &str| it.fit.parameter(name).unwrap().value();
        assert_eq!(it.context().estimates(), [value("A"), value("c")]);
        assert_eq!(it.context().free(), [0, 1]);
        it.fit.certificate.at_bound = vec!["A".to_owned()];
        assert_eq!(it.context().free(), [1]);
    }
}
