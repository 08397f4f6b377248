//! The best and the critical batch.

use crate::law::card::{
    CardStatus, LawCard, Prediction, PublishedValues, Spacing, Topic, amount, falls, rises, shape,
};

/// `k D^a`.
pub(in crate::law) const TOKENS: LawCard = LawCard {
    id: "batch-tokens",
    title: "best batch by tokens",
    topic: Topic::Schedule,
    formula: "k*D^a",
    inputs: &["D"],
    parameters: &[
        amount("k", "batch at one token"),
        shape("a", (-1.0, 3.0), Spacing::Linear(0.1, 0.9), "exponent in tokens"),
    ],
    says: "longer runs want larger batches; size hardly matters",
    trends: &[rises("D")],
    fails: "sources disagree on the exponent, from 0.38 to 0.57",
    source: "Step law (arXiv 2503.04715); three-term law (arXiv 2607.01487); power lines (arXiv 2505.13738); \
             values as independent texts quote them",
    published: &[
        PublishedValues { label: "step law", values: &[("k", 0.58), ("a", 0.571)] },
        PublishedValues { label: "three-term law", values: &[("k", 0.667), ("a", 0.566)] },
        PublishedValues { label: "power lines", values: &[("a", 0.38)] },
    ],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};

/// `k C^a`.
pub(in crate::law) const COMPUTE: LawCard = LawCard {
    id: "batch-compute",
    title: "best batch by compute",
    topic: Topic::Schedule,
    formula: "k*C^a",
    inputs: &["C"],
    parameters: &[
        amount("k", "tokens of a batch at one FLOP"),
        shape("a", (-1.0, 3.0), Spacing::Linear(0.1, 0.6), "exponent in compute"),
    ],
    says: "larger budgets want larger batches",
    trends: &[rises("C")],
    fails: "along the best size for each budget only; compute without embeddings",
    source: "DeepSeek 2024 (arXiv 2401.02954), equation 1 and Table 2",
    published: &[PublishedValues { label: "1e17 to 2e19 FLOP", values: &[("k", 0.2920), ("a", 0.3271)] }],
    predictions: &[
        Prediction {
            what: "tokens in a batch of DeepSeek 7B, C = 6 N D",
            with: 0,
            at: &[("C", 8.28e22)],
            formula: "",
            printed: 9.437e6,
            within: 4e5,
            place: "Table 2, sequences of 4096 tokens",
        },
        Prediction {
            what: "tokens in a batch of DeepSeek 67B, C = 6 N D",
            with: 0,
            at: &[("C", 8.04e23)],
            formula: "",
            printed: 1.887e7,
            within: 6e5,
            place: "Table 2, sequences of 4096 tokens",
        },
    ],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};

/// `k x^(-1/a)`, the axis a loss.
pub(in crate::law) const CRITICAL: LawCard = LawCard {
    id: "critical-batch",
    title: "critical batch by loss",
    topic: Topic::Schedule,
    formula: "k*x^(-1/a)",
    inputs: &["x"],
    parameters: &[
        amount("k", "critical batch at a loss of 1, tokens"),
        shape("a", (0.01, 5.0), Spacing::Log(0.08, 1.0), "exponent"),
    ],
    says: "the batch beyond which more of it saves no steps grows as the loss falls",
    trends: &[falls("x")],
    fails: "later work finds that it follows tokens, not loss (arXiv 2410.21676)",
    source: "Kaplan et al. 2020 (arXiv 2001.08361), equation 1.4; \
             equation and table as two full texts of the paper have them",
    published: &[PublishedValues { label: "WebText2", values: &[("k", 2e8), ("a", 0.21)] }],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
