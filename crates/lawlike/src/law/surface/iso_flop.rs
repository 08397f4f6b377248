//! The parabola of an isoFLOP profile (Hoffmann et al. 2022, Approach 2): loss against parameters at one budget.
//!
//! Its minimum is biased where the two exponents differ, also without noise (arXiv 2603.22339).

use crate::law::card::{CardStatus, LawCard, Spacing, Topic, amount, shape};

/// `L + a (ln x - m)^2`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "isoflop-parabola",
    title: "parabola of one budget",
    topic: Topic::Surface,
    formula: "L + a*(ln(x) - m)^2",
    inputs: &["x"],
    parameters: &[
        amount("L", "best loss of the budget"),
        amount("a", "curvature"),
        shape("m", (-700.0, 700.0), Spacing::AlongLog(0.0, 1.0), "ln x of the best run"),
    ],
    says: "at a fixed budget the loss is a parabola in the logarithm of the number of parameters",
    fails: "wide grids and unequal exponents: the minimum moves away from the truth",
    source: "Hoffmann et al. 2022 (arXiv 2203.15556), Approach 2; bias after arXiv 2603.22339",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
