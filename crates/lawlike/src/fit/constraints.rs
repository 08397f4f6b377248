//! What a user says of the parameters before they are fitted.

use super::Options;

/// Starts, held values and bounds of parameters, as in [`Options`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Constraints {
    /// Values at which the search begins.
    pub start: Vec<(String, f64)>,
    /// Parameters held at a value.
    pub fix: Vec<(String, f64)>,
    /// Bounds of parameters, lower and upper.
    pub bound: Vec<(String, f64, f64)>,
}

impl Options {
    /// The same options with what is said of the parameters.
    #[must_use]
    pub fn with_constraints(self, constraints: &Constraints) -> Self {
        let Constraints { start, fix, bound } = constraints.clone();
        Self { start, fix, bound, ..self }
    }
}
