//! A task straight from compute, at fixed tokens per parameter (2025).

use crate::law::card::{CardStatus, ENDLESS, LawCard, Spacing, Topic, exponent, limit, rises, shape};

/// `exp(-A C^-a)`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "direct-accuracy",
    title: "accuracy straight from compute",
    topic: Topic::Transfer,
    formula: "exp(-A*C^-a)",
    inputs: &["C"],
    parameters: &[
        shape("A", (1e-30, 1e60), Spacing::Log(1.0, 1e8), "minus the logarithm of the accuracy at one FLOP"),
        exponent("a", "exponent in compute"),
    ],
    says: "minus the logarithm of the accuracy falls as a power of compute",
    limits: &[limit(&[("C", ENDLESS)], "1")],
    trends: &[rises("C")],
    fails: "tasks with chance levels or ceilings below 1; the form is our reading of the abstract",
    source: "arXiv 2512.08894",
    status: CardStatus::Unconfirmed,
    ..LawCard::BLANK
};
