//! A task straight from the budget of training, without the loss between (Krajewski et al. 2025).
//!
//! Minus the logarithm of the accuracy `Q` is a power law, as losses are: of compute at fixed tokens per parameter, or of
//! parameters and tokens apart.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Spacing, Topic, exponent, limit, rises, shape};

const SOURCE: &str = "Krajewski et al. 2025 (arXiv 2512.08894), as a text that quotes its labelled equations has it; the \
                      abstract says so of fixed tokens per parameter, for models up to 17B on 350B tokens";

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
    says: "minus the logarithm of the accuracy falls as a power of compute, at fixed tokens per parameter",
    limits: &[limit(&[("C", ENDLESS)], "1")],
    trends: &[rises("C")],
    fails: "tasks with chance levels or ceilings below 1, unless the accuracy is normalised first; other tokens per \
            parameter (see direct-accuracy-surface)",
    source: SOURCE,
    status: CardStatus::Reported,
    ..LawCard::BLANK
};

/// `exp(-A N^-alpha - B D^-beta)`.
pub(in crate::law) const SURFACE: LawCard = LawCard {
    id: "direct-accuracy-surface",
    title: "accuracy straight from parameters and tokens",
    topic: Topic::Transfer,
    formula: "exp(-A*N^-alpha - B*D^-beta)",
    inputs: &["N", "D"],
    parameters: &[
        shape("A", (1e-30, 1e60), Spacing::Log(1.0, 1e4), "parameter term at N = 1"),
        exponent("alpha", "exponent in parameters"),
        shape("B", (1e-30, 1e60), Spacing::Log(1.0, 1e4), "data term at D = 1"),
        exponent("beta", "exponent in tokens"),
    ],
    says: "minus the logarithm of the accuracy is a sum of a power of parameters and one of tokens",
    limits: &[
        limit(&[("N", ENDLESS)], "exp(-B*D^-beta)"),
        limit(&[("D", ENDLESS)], "exp(-A*N^-alpha)"),
        limit(&[("N", ENDLESS), ("D", ENDLESS)], "1"),
    ],
    trends: &[rises("N"), rises("D")],
    fails: "tasks with chance levels or ceilings below 1, unless the accuracy is normalised first",
    source: SOURCE,
    status: CardStatus::Reported,
    ..LawCard::BLANK
};
