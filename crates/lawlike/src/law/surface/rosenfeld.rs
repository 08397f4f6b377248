//! The surface of Rosenfeld et al. 2019, bounded above by random guessing.
//!
//! The envelope `e0 |x/(x - i eta)|` does not change if `x` and `eta` grow together, so `eta` is 1 here.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Spacing, Topic, amount, exponent, falls, limit, shape};

/// `e0 g/sqrt(1 + g^2)` with `g = a D^-alpha + b N^-beta + c`, equations 4 and 5.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "rosenfeld",
    title: "surface bounded by random guessing",
    topic: Topic::Surface,
    formula: "e0*g/sqrt(1 + g^2)",
    wherein: &[("g", "a*D^-alpha + b*N^-beta + c")],
    inputs: &["N", "D"],
    parameters: &[
        amount("e0", "error of random guessing"),
        shape("a", (1e-30, 1e30), Spacing::Log(1.0, 1e5), "data term at D = 1"),
        exponent("alpha", "exponent in examples or tokens"),
        shape("b", (1e-30, 1e30), Spacing::Log(1.0, 1e5), "parameter term at N = 1"),
        exponent("beta", "exponent in parameters"),
        shape("c", (1e-12, 1e6), Spacing::Log(0.01, 1.0), "irreducible part over the scale of guessing"),
    ],
    says: "two power laws above a floor, which leave random guessing smoothly",
    limits: &[limit(&[("N", ENDLESS), ("D", ENDLESS)], "e0*c/sqrt(1 + c^2)")],
    trends: &[falls("N"), falls("D")],
    fails: "the bend towards guessing is not determined unless some runs are little better than guessing",
    source: "Rosenfeld et al. 2019 (arXiv 1909.12673), equations 4 and 5",
    status: CardStatus::Reported,
    ..LawCard::BLANK
};
