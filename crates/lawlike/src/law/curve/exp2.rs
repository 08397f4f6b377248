//! Exponential without a limit.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Spacing, Topic, amount, falls, limit, shape};

/// `a exp(-b x)`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "exp2",
    title: "exponential without a limit",
    topic: Topic::LearningCurve,
    formula: "a*exp(-b*x)",
    inputs: &["x"],
    parameters: &[
        amount("a", "response at x = 0"),
        shape("b", (1e-300, 1e300), Spacing::InverseRange, "rate"),
    ],
    says: "every step in x shrinks the response by the same factor, down to zero",
    limits: &[limit(&[("x", ENDLESS)], "0")],
    trends: &[falls("x")],
    fails: "one of sixteen forms that were tried on many learners; none is best throughout (Viering and Loog 2021)",
    source: "LCDB (Mohr et al. 2022), code utils_fit.py",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
