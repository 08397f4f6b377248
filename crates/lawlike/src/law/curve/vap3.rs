//! Vapour-pressure curve.

use crate::law::card::{CardStatus, LawCard, Spacing, Topic, amount, shape};

/// `A exp(b/x) x^c`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "vap3",
    title: "vapour-pressure curve",
    topic: Topic::LearningCurve,
    formula: "A*exp(b/x)*x^c",
    inputs: &["x"],
    parameters: &[
        amount("A", "scale, exp(a) of the source"),
        shape("b", (-1e300, 1e300), Spacing::Width(0.0001, 0.01), "bend near small x"),
        shape("c", (-5.0, 5.0), Spacing::Linear(-1.0, 0.3), "power for large x"),
    ],
    says: "a power law that bends away at small x",
    fails: "one of sixteen forms that were tried on many learners; none is best throughout (Viering and Loog 2021)",
    source: "LCDB (Mohr et al. 2022), code utils_fit.py: exp(a + b/x + c ln x)",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
