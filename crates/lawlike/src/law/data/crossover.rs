//! Unique tokens below which diffusion language models overtake autoregressive ones (Prabhudesai et al. 2025).

use crate::law::card::{CardStatus, LawCard, PublishedValues, Spacing, Topic, amount, rises, shape};

/// `k C^a`, the response in unique tokens.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "repeat-crossover",
    title: "data at which diffusion overtakes",
    topic: Topic::Data,
    formula: "k*C^a",
    inputs: &["C"],
    parameters: &[
        amount("k", "unique tokens at one FLOP"),
        shape("a", (-1.0, 3.0), Spacing::Linear(0.1, 0.9), "exponent in compute"),
    ],
    says: "with more compute diffusion models win on ever larger sets of data",
    trends: &[rises("C")],
    fails: "models up to 2.5B parameters and 100M unique tokens; both kinds trained with many repeats",
    source: "arXiv 2507.15857: log10 of millions of unique tokens = 0.460 log10 C - 7.052; \
             it puts the crossover of the largest set, 100M, at the largest budget of the study, 4.8e19 FLOP",
    published: &[PublishedValues {
        label: "7M to 2.5B parameters",
        values: &[("k", 0.088716), ("a", 0.460)],
    }],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
