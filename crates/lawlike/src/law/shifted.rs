//! Shifted separable law (after Zhai et al. 2022): power laws whose axes are shifted, so that they level off at both ends.

use super::{CardStatus, LawCard, Spacing, amount, exponent, shape};

/// `E + A (N + sN)^-alpha + B (D + sD)^-beta`.
pub(super) const CARD: LawCard = LawCard {
    id: "shifted",
    title: "shifted separable law",
    formula: "E + A*(N + sN)^-alpha + B*(D + sD)^-beta",
    inputs: &["N", "D"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("A", "scale of the parameter term"),
        shape("sN", (1e-3, 1e30), Spacing::BelowRange("N"), "shift in parameters"),
        exponent("alpha", "exponent in parameters"),
        amount("B", "scale of the data term"),
        shape("sD", (1e-3, 1e30), Spacing::BelowRange("D"), "shift in tokens"),
        exponent("beta", "exponent in tokens"),
    ],
    says: "as the Chinchilla surface, but small models and short runs level off",
    fails: "the shifts are not determined unless some runs are small enough to level off",
    source: "Zhai et al. 2022 (arXiv 2106.04560) in one axis; two axes as in the package simple-scaling-laws",
    published: &[],
    status: CardStatus::Confirmed,
};
