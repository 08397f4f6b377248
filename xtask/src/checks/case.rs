//! One simulated table: runs, and the law that is fitted to them.

use lawlike::check::check;
use lawlike::fit::{Options, fit};
use lawlike::law::Law;
use lawlike::observations::{Column, Observations};
use lawlike::quantity::Quantity;
use lawlike_num::stream::Stream;

/// Runs and the law that somebody fits to them.
pub(crate) struct Case {
    /// Name of the law, or a formula.
    law: &'static str,
    observations: Observations,
}

impl Case {
    /// A case of columns; the last is the response, the others are axes.
    pub(crate) fn new(law: &'static str, mut columns: Vec<Column>) -> Option<Self> {
        let response = columns.pop()?;
        let observations = Observations::new(response, columns).ok()?;
        Some(Self { law, observations })
    }

    /// The same case with rows of equal numbers declared to belong together.
    pub(crate) fn grouped(mut self, groups: Vec<usize>) -> Self {
        self.observations.groups = groups;
        self
    }

    /// The same case with every row declared to be on its own.
    pub(crate) fn apart(self) -> Self {
        let rows = (0..self.observations.n()).collect();
        self.grouped(rows)
    }

    /// Codes of what the checks find; none if there is no fit.
    pub(crate) fn codes(&self) -> Vec<&'static str> {
        let options = Options { threads: 1, ..Options::default() };
        let found = || {
            let law = Law::parse(self.law).ok()?;
            let fit = fit(&law, &self.observations, &options).ok()?;
            Some(check(&law, &self.observations, &options, &fit))
        };
        found().unwrap_or_default().iter().map(|finding| finding.code).collect()
    }
}

/// A column by name and quantity.
pub(crate) fn column(name: &str, quantity: Quantity, values: Vec<f64>) -> Column {
    Column::new(name, quantity, values)
}

/// Uniform between two numbers.
pub(crate) fn between(stream: &mut Stream, from: f64, to: f64) -> f64 {
    from + (to - from) * stream.uniform()
}

/// A whole number between two, both included.
pub(crate) fn count(stream: &mut Stream, from: usize, to: usize) -> usize {
    from + stream.below(to - from + 1)
}

/// Places from one to another, evenly in the logarithm.
pub(crate) fn ladder(from: f64, to: f64, steps: usize) -> Vec<f64> {
    let last = steps.saturating_sub(1).max(1) as f64;
    (0..steps).map(|i| from * (to / from).powf(i as f64 / last)).collect()
}
