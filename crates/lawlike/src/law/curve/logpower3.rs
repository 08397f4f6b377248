//! Power law against the logarithm, without a floor.

use crate::law::card::{CardStatus, LawCard, Spacing, Topic, free, shape};

/// `a/(1 + (x/exp(b))^c)`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "logpower3",
    title: "power law against the logarithm, without a floor",
    topic: Topic::LearningCurve,
    formula: "a/(1 + (x/exp(b))^c)",
    inputs: &["x"],
    parameters: &[
        free("a", "value at one end"),
        shape("b", (-700.0, 700.0), Spacing::AlongLog(-0.5, 1.5), "ln x at half height"),
        shape("c", (-20.0, 20.0), Spacing::Linear(-2.0, 2.0), "steepness"),
    ],
    says: "a sigmoid against ln x between zero and a",
    fails: "one of sixteen forms that were tried on many learners; none is best throughout (Viering and Loog 2021)",
    source: "LCDB (Mohr et al. 2022), code utils_fit.py",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
