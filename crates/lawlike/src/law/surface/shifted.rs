//! Shifted separable law (after Zhai et al. 2022): power laws whose axes are shifted, so that they level off at both ends.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Spacing, Topic, amount, exponent, falls, limit, shape};

/// `E + A (N + sN)^-alpha + B (D + sD)^-beta`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "shifted",
    title: "shifted separable law",
    topic: Topic::Surface,
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
    limits: &[
        limit(&[("N", ENDLESS)], "E + B*(D + sD)^-beta"),
        limit(&[("N", ENDLESS), ("D", ENDLESS)], "E"),
    ],
    trends: &[falls("N"), falls("D")],
    fails: "the shifts are not determined unless some runs are small enough to level off",
    source: "Zhai et al. 2022 (arXiv 2106.04560) in one axis; two axes as in the package simple-scaling-laws",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
