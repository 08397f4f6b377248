//! What a user says of the parameters before they are fitted.

use super::FitOptions;

/// Bounds of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct ParameterBounds {
    /// Name of the parameter.
    pub name: String,
    /// The least value.
    pub lo: f64,
    /// The greatest value.
    pub hi: f64,
}

impl ParameterBounds {
    /// Bounds of the parameter of this name.
    pub fn new(name: impl Into<String>, lo: f64, hi: f64) -> Self {
        Self { name: name.into(), lo, hi }
    }
}

/// Starts, held values and bounds of parameters, as in [`FitOptions`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Constraints {
    /// Values at which the search begins.
    pub start: Vec<(String, f64)>,
    /// Parameters held at a value.
    pub fix: Vec<(String, f64)>,
    /// Bounds of parameters.
    pub bound: Vec<ParameterBounds>,
}

impl FitOptions {
    /// The same options with what is said of the parameters.
    #[must_use]
    pub fn with_constraints(self, constraints: &Constraints) -> Self {
        let Constraints { start, fix, bound } = constraints.clone();
        Self { start, fix, bound, ..self }
    }
}
