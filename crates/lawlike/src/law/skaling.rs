//! Skaling: the Chinchilla surface with one more exponent that couples parameters and tokens.
//!
//! `k = 1` is the Chinchilla surface, and `E + A (N^-alpha + R/D)^beta` is the Kaplan form: one family.

use super::{CardStatus, LawCard, Spacing, amount, exponent, shape};

/// `E + A (N^-alpha + R D^-beta)^k`.
pub(super) const CARD: LawCard = LawCard {
    id: "skaling",
    title: "Skaling law",
    formula: "E + A*(N^-alpha + R*D^-beta)^k",
    inputs: &["N", "D"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("A", "scale of the reducible loss"),
        exponent("alpha", "inner exponent in parameters"),
        shape("R", (1e-60, 1e60), Spacing::Log(1e-3, 1e3), "weight of the data term"),
        exponent("beta", "inner exponent in tokens"),
        shape("k", (0.05, 3.0), Spacing::Log(0.25, 1.1), "coupling; 1 is the Chinchilla surface"),
    ],
    says: "parameters and tokens share one bottleneck: the lack of either limits what the other can do",
    fails: "k and the exponents are confounded unless both axes are varied widely",
    source: "Videau et al. 2026 (arXiv 2608.07222); form as in the package simple-scaling-laws",
    published: &[],
    status: CardStatus::Confirmed,
};
