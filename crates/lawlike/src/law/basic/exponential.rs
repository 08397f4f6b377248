//! Exponential saturation in the axis as it stands.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Spacing, Topic, free, limit, shape};

/// `E + A exp(-x/w)`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "exponential",
    title: "exponential saturation",
    topic: Topic::OneAxis,
    formula: "E + A*exp(-x/w)",
    inputs: &["x"],
    parameters: &[
        free("E", "value for very large x"),
        free("A", "distance from it at x = 0"),
        shape(
            "w",
            (1e-300, 1e300),
            Spacing::Width(0.05, 3.0),
            "x after which the distance has shrunk by a factor e",
        ),
    ],
    says: "the distance to the limit shrinks by the same factor for every step in x",
    limits: &[limit(&[("x", ENDLESS)], "E")],
    fails: "power laws have no such scale: it promises saturation too early",
    source: "exp3 of the learning-curve collection LCDB (Mohr et al. 2022)",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
