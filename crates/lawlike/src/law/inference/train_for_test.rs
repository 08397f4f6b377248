//! Training against test compute in Hex (Jones 2021): both buy strength.

use crate::law::card::{CardStatus, LawCard, PublishedValues, Spacing, Topic, falls, rises, shape};

/// `10^(c - a log10 C + b rating)`: test compute that reaches a rating.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "train-for-test",
    title: "test compute that training replaces",
    topic: Topic::Inference,
    formula: "10^(c - a*log10(C) + b*rating)",
    inputs: &["C", "rating"],
    parameters: &[
        shape(
            "c",
            (-200.0, 200.0),
            Spacing::Linear(0.0, 60.0),
            "log10 of test compute at one FLOP and rating 0",
        ),
        shape("a", (0.001, 20.0), Spacing::Log(0.2, 5.0), "exponent in training compute"),
        shape("b", (1e-6, 1.0), Spacing::Log(5e-4, 0.02), "powers of ten a point of the rating"),
    ],
    says: "at equal strength every power of ten in training saves a constant number of powers of ten at test",
    trends: &[falls("C"), rises("rating")],
    fails: "one game and one kind of search",
    source: "Jones 2021 (arXiv 2104.03113), Figure 9",
    published: &[PublishedValues { label: "Hex", values: &[("c", 29.0), ("a", 1.2), ("b", 0.004)] }],
    status: CardStatus::Reported,
    ..LawCard::BLANK
};
