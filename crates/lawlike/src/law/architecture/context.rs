//! Length of the context (Xiong et al. 2023): loss at the end of a context against its length.

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, PublishedValues, Spacing, Topic, amount, exponent, falls, limit, shape,
};

/// `E + (a/c)^b`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "context-length",
    title: "law of the length of context",
    topic: Topic::Architecture,
    formula: "E + (a/context)^b",
    inputs: &["context"],
    parameters: &[
        amount("E", "irreducible loss"),
        shape("a", (1e-30, 1e30), Spacing::Log(1.0, 1000.0), "length at which the reducible loss is 1"),
        exponent("b", "exponent in the length"),
    ],
    says: "longer contexts lower the loss as a power of their length, faster for larger models",
    limits: &[limit(&[("context", ENDLESS)], "E")],
    trends: &[falls("context")],
    fails: "beyond the length that a model was trained for",
    source: "Xiong et al. 2023 (arXiv 2309.16039)",
    published: &[
        PublishedValues { label: "Llama 2 Long, 7B", values: &[("a", 25.4), ("b", 0.45), ("E", 1.56)] },
        PublishedValues { label: "Llama 2 Long, 13B", values: &[("a", 19.5), ("b", 0.48), ("E", 1.45)] },
        PublishedValues { label: "Llama 2 Long, 34B", values: &[("a", 17.7), ("b", 0.50), ("E", 1.41)] },
        PublishedValues { label: "Llama 2 Long, 70B", values: &[("a", 17.9), ("b", 0.51), ("E", 1.35)] },
    ],
    status: CardStatus::Reported,
    ..LawCard::BLANK
};
