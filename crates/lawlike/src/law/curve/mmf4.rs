//! Morgan-Mercer-Flodin growth curve.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Spacing, Topic, free, limit, shape};

/// `(a b + c x^d)/(b + x^d)`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "mmf4",
    title: "Morgan-Mercer-Flodin growth curve",
    topic: Topic::LearningCurve,
    formula: "(a*b + c*x^d)/(b + x^d)",
    inputs: &["x"],
    parameters: &[
        free("a", "value at x = 0"),
        free("c", "value for very large x"),
        shape("b", (1e-30, 1e60), Spacing::Log(1.0, 1e8), "half-way constant: x^d at half height"),
        shape("d", (0.01, 20.0), Spacing::Log(0.3, 2.0), "steepness"),
    ],
    says: "the response goes from a to c, half way at x = b^(1/d)",
    limits: &[limit(&[("x", ENDLESS)], "c")],
    fails: "one of sixteen forms that were tried on many learners; none is best throughout (Viering and Loog 2021)",
    source: "LCDB (Mohr et al. 2022), code utils_fit.py",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
