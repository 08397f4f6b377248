//! A surface between two bounds: irreducible loss and the loss of knowing nothing.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Spacing, Topic, amount, exponent, limit, shape};

/// `(E + I g)/(1 + g)` with `g = A N^-alpha + B D^-beta`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "bounded-rational",
    title: "surface with a floor and a ceiling",
    topic: Topic::Surface,
    formula: "(E + I*g)/(1 + g)",
    wherein: &[("g", "A*N^-alpha + B*D^-beta")],
    inputs: &["N", "D"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("I", "loss of the untrained model"),
        shape("A", (1e-30, 1e30), Spacing::Log(1.0, 1e5), "parameter term at N = 1"),
        exponent("alpha", "exponent in parameters"),
        shape("B", (1e-30, 1e30), Spacing::Log(1.0, 1e5), "data term at D = 1"),
        exponent("beta", "exponent in tokens"),
    ],
    says: "as the Chinchilla surface for large runs; small runs end at the loss of knowing nothing",
    limits: &[
        limit(&[("N", ENDLESS), ("D", ENDLESS)], "E"),
        limit(&[("N", ENDLESS)], "(E + I*B*D^-beta)/(1 + B*D^-beta)"),
    ],
    fails: "the ceiling is not determined unless some runs come near it",
    source: "bounded form of the package simple-scaling-laws",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
