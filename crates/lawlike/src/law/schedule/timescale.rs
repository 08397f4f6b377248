//! The best time scale of averaging, `batch/(rate decay tokens)`, against tokens per parameter (Bergsma et al. 2025).

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, PublishedValues, Topic, amount, exponent, falls, limit,
};

/// `k x^-a`, the axis tokens per parameter.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "averaging-timescale",
    title: "best time scale of averaging",
    topic: Topic::Schedule,
    formula: "k*x^-a",
    inputs: &["x"],
    parameters: &[
        amount("k", "time scale at one token per parameter, as a share of training"),
        exponent("a", "exponent"),
    ],
    says: "the longer a model trains for its size, the shorter a share of training its weights should average over",
    limits: &[limit(&[("x", ENDLESS)], "0")],
    trends: &[falls("x")],
    fails: "weight decay of AdamW; rates that are far from their best",
    source: "Bergsma et al. 2025 (arXiv 2505.13738)",
    published: &[PublishedValues { label: "AdamW", values: &[("k", 1.084), ("a", 0.527)] }],
    status: CardStatus::Reported,
    ..LawCard::BLANK
};
