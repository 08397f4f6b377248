//! Power law with a floor and a shifted axis (Zhai et al. 2022): it levels off at both ends.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Spacing, Topic, amount, exponent, falls, limit, shape};

/// `E + A (x + s)^-c`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "shifted-power",
    title: "shifted power law with a floor",
    topic: Topic::OneAxis,
    formula: "E + A*(x + s)^-c",
    inputs: &["x"],
    parameters: &[
        amount("E", "irreducible part"),
        amount("A", "scale of the reducible part"),
        shape("s", (1e-30, 1e30), Spacing::BelowRange("x"), "shift of the axis: below it the curve is flat"),
        exponent("c", "exponent far beyond the shift"),
    ],
    says: "the response is flat below x = s, then falls as a power of x towards a floor",
    limits: &[limit(&[("x", ENDLESS)], "E")],
    trends: &[falls("x")],
    fails: "the shift is not determined unless some points lie below it, and it trades against the exponent",
    source: "Zhai et al. 2022 (arXiv 2106.04560); pow4 of LCDB with amounts of one sign",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
