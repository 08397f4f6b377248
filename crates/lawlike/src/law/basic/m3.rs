//! M3 of Alabdulmohsin et al. 2022: a power law that saturates at both ends.
//!
//! There is no separate floor: for large x the response tends to `b g^c`.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Spacing, Topic, amount, exponent, falls, limit, shape};

/// `b (1/x + g)^c`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "m3",
    title: "shifted power law (M3)",
    topic: Topic::OneAxis,
    formula: "b*(1/x + g)^c",
    inputs: &["x"],
    parameters: &[
        amount("b", "scale"),
        shape("g", (1e-300, 1e300), Spacing::InverseRange, "shift: beyond x = 1/g the curve is flat"),
        exponent("c", "exponent"),
    ],
    says: "the response falls as a power of x until about x = 1/g, then stays at b g^c",
    limits: &[limit(&[("x", ENDLESS)], "b*g^c")],
    trends: &[falls("x")],
    fails: "where the approach to the floor is slower than the law allows",
    source: "Alabdulmohsin et al. 2022 (arXiv 2209.06640); form as in the authors' code, m3.py",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
