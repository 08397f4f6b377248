//! Exponential of a power.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Spacing, Topic, free, limit, shape};

/// `c - exp((x - b)^a)`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "expp3",
    title: "exponential of a power",
    topic: Topic::LearningCurve,
    formula: "c - exp(max(x - b, 1e-300)^a)",
    inputs: &["x"],
    parameters: &[
        free("c", "value one above the limit for a below zero"),
        shape("b", (-1e300, 1e300), Spacing::Along(-0.5, 0.0), "shift of the axis, below the smallest x"),
        shape("a", (-5.0, 0.5), Spacing::Linear(-1.0, -0.05), "power inside the exponential"),
    ],
    says: "for a below zero the response tends to c - 1",
    limits: &[limit(&[("x", ENDLESS)], "c - 1")],
    fails: "for a above zero it leaves every bound",
    source: "LCDB (Mohr et al. 2022), code utils_fit.py",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
