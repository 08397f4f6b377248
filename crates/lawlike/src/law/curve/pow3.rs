//! Power law of either sign: for shares that rise as well.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Topic, exponent, free, limit};

/// `a - b x^-c`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "pow3",
    title: "power law of either sign",
    topic: Topic::LearningCurve,
    formula: "a - b*x^-c",
    inputs: &["x"],
    parameters: &[
        free("a", "value for very large x"),
        free("b", "distance from it at x = 1"),
        exponent("c", "exponent"),
    ],
    says: "the distance to the limit shrinks as a power of x",
    limits: &[limit(&[("x", ENDLESS)], "a")],
    fails: "one of sixteen forms that were tried on many learners; none is best throughout (Viering and Loog 2021)",
    source: "LCDB (Mohr et al. 2022), code utils_fit.py",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
