//! Inverse logarithm.

use crate::law::card::{CardStatus, LawCard, Topic, free};

/// `b - a/ln(x)`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "ilog2",
    title: "inverse logarithm",
    topic: Topic::LearningCurve,
    formula: "b - a/ln(x)",
    inputs: &["x"],
    parameters: &[free("b", "value for very large x"), free("a", "distance from it at ln x = 1")],
    says: "the distance to the limit shrinks as the inverse of ln x",
    fails: "nothing slower can be told from no limit at all; it needs x well above 1",
    source: "LCDB (Mohr et al. 2022), code utils_fit.py",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
