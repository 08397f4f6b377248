//! The best number of parameters or tokens for a budget of compute.
//!
//! The response is the number, the axis compute in FLOP.

use crate::law::card::{
    CardStatus, LawCard, Prediction, PublishedValues, Spacing, Topic, amount, rises, shape,
};

/// `k C^a`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "compute-optimal",
    title: "best size or length of training for a budget",
    topic: Topic::Surface,
    formula: "k*C^a",
    inputs: &["C"],
    parameters: &[
        amount("k", "number at one FLOP"),
        shape("a", (-1.0, 3.0), Spacing::Linear(0.2, 0.9), "exponent in compute"),
    ],
    says: "the best size grows as a power of compute; the exponent is 1/2 where size and tokens should grow alike",
    trends: &[rises("C")],
    fails: "the exponent moves with the data and with how compute and parameters are counted",
    source: "Hoffmann et al. 2022 (arXiv 2203.15556), Table 2; Kaplan et al. 2020, figure 14; DeepSeek 2024 (arXiv 2401.02954), equation 4; Llama 3 (arXiv 2407.21783), section 3.2.1; \
             the values of Llama 3 give the size and tokens that it prints; the others as independent texts quote them",
    published: &[
        PublishedValues { label: "parameters, Approach 1 of Hoffmann et al.", values: &[("a", 0.50)] },
        PublishedValues { label: "parameters, Approach 2 of Hoffmann et al.", values: &[("a", 0.49)] },
        PublishedValues {
            label: "parameters, Kaplan et al., 1.3e9 at one PF-day",
            values: &[("k", 3.633e-6), ("a", 0.73)],
        },
        PublishedValues { label: "tokens, Llama 3", values: &[("k", 0.299), ("a", 0.537)] },
        PublishedValues { label: "FLOP per token, DeepSeek", values: &[("k", 0.1715), ("a", 0.5243)] },
        PublishedValues { label: "tokens, DeepSeek", values: &[("k", 5.8316), ("a", 0.4757)] },
    ],
    predictions: &[
        Prediction {
            what: "best number of tokens for 3.8e25 FLOP",
            with: 3,
            at: &[("C", 3.8e25)],
            formula: "",
            printed: 1.655e13,
            within: 3e11,
            place: "Llama 3, section 3.2.1",
        },
        Prediction {
            what: "parameters of that model, C/(6 D)",
            with: 3,
            at: &[("C", 3.8e25)],
            formula: "C/(6*k*C^a)",
            printed: 4.02e11,
            within: 1.5e10,
            place: "Llama 3, section 3.2.1",
        },
    ],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
