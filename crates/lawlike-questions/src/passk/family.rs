//! How much a family of spreads counts.

use serde::Serialize;

/// How much a family counts in the extrapolation.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FamilyWeight {
    /// Name of the family.
    pub family: &'static str,
    /// Its weight; the weights sum to one.
    pub weight: f64,
    /// Logarithm of the weight; finite where the weight is too small to be told from zero.
    #[serde(skip)]
    pub(crate) ln_weight: f64,
    /// Sum over problems of the logarithm of the chance of its counts, foreseen from the problems before it (the evidence).
    pub foreseen: f64,
}
