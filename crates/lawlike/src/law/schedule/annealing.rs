//! Learning-rate annealing (Tissue et al. 2024): the whole curve from the schedule.
//!
//! `lr_sum` is the sum of the rates so far. `lr_area` sums `m_i = lambda m_(i-1) + (rate_(i-1) - rate_i)` over the steps, with
//! lambda near 0.999: it has to be computed from the schedule first.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Topic, amount, exponent, falls, limit};

/// `L0 + A S1^-a - C S2`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "annealing",
    title: "law of annealing",
    topic: Topic::Schedule,
    formula: "L0 + A*lr_sum^-a - C*lr_area",
    inputs: &["lr_sum", "lr_area"],
    parameters: &[
        amount("L0", "loss that no training removes"),
        amount("A", "term of the forward area"),
        exponent("a", "exponent in the sum of rates"),
        amount("C", "gain for the annealing area"),
    ],
    says: "loss falls as a power of the sum of rates, and further by annealing",
    limits: &[limit(&[("lr_sum", ENDLESS)], "L0 - C*lr_area")],
    trends: &[falls("lr_sum"), falls("lr_area")],
    fails: "steps with a rate of zero lower its loss; two schedules with the same sums need not end alike",
    source: "Tissue et al. 2024 (arXiv 2408.11029)",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
