//! Stretched exponential.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Spacing, Topic, free, limit, shape};

/// `c - b exp(-a x^d)`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "exp4",
    title: "stretched exponential",
    topic: Topic::LearningCurve,
    formula: "c - b*exp(-a*x^d)",
    inputs: &["x"],
    parameters: &[
        free("c", "value for very large x"),
        free("b", "distance from it at x = 0"),
        shape("a", (1e-30, 1e30), Spacing::Log(0.001, 3.0), "rate"),
        shape("d", (0.01, 5.0), Spacing::Log(0.1, 1.0), "stretch; 1 is the plain exponential"),
    ],
    says: "the distance to the limit shrinks as a stretched exponential",
    limits: &[limit(&[("x", ENDLESS)], "c")],
    fails: "one of sixteen forms that were tried on many learners; none is best throughout (Viering and Loog 2021)",
    source: "LCDB (Mohr et al. 2022), code utils_fit.py: exp4 with exp(b) as the factor b, and wbl4",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
