//! Shifted power law of either sign.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Spacing, Topic, exponent, free, limit, shape};

/// `a - b (x + d)^-c`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "pow4",
    title: "shifted power law of either sign",
    topic: Topic::LearningCurve,
    formula: "a - b*(x + d)^-c",
    inputs: &["x"],
    parameters: &[
        free("a", "value for very large x"),
        free("b", "scale of the distance from it"),
        shape("d", (1e-30, 1e30), Spacing::BelowRange("x"), "shift of the axis"),
        exponent("c", "exponent"),
    ],
    says: "as pow3, but flat below x = d",
    limits: &[limit(&[("x", ENDLESS)], "a")],
    fails: "one of sixteen forms that were tried on many learners; none is best throughout (Viering and Loog 2021)",
    source: "LCDB (Mohr et al. 2022), code utils_fit.py",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
