//! Data transferred (Hernandez et al. 2021): what pre-training is worth in data of the new task.

use crate::law::card::{CardStatus, LawCard, ParameterCard, PublishedValues, Spacing, Topic, rises, shape};

/// `K D^a N^b`, equation 1.1; `D` are the data of fine-tuning.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "effective-transfer",
    title: "law of data transferred",
    topic: Topic::PostTraining,
    formula: "K*D^a*N^b",
    inputs: &["D", "N"],
    parameters: &[
        ParameterCard {
            name: "K",
            lo: 0.0,
            hi: f64::INFINITY,
            spacing: Spacing::Coefficient,
            meaning: "data transferred at one unit of data and one parameter",
        },
        shape("a", (0.001, 5.0), Spacing::Log(0.03, 1.2), "exponent in data of fine-tuning"),
        shape("b", (0.001, 5.0), Spacing::Log(0.03, 1.2), "exponent in parameters"),
    ],
    says: "the data of the new task that pre-training replaces grow as a power of size and of the data there are",
    trends: &[rises("D"), rises("N")],
    fails: "large data sets: pre-training can then hold a small model back (ossification, from a tenth of the data that \
            the size can use on)",
    source: "Hernandez et al. 2021 (arXiv 2102.01293), equation 1.1, Table 1; data in characters there; \
             form and values as independent texts quote equation and table",
    published: &[
        PublishedValues { label: "text to Python", values: &[("K", 1.9e4), ("a", 0.18), ("b", 0.38)] },
        PublishedValues {
            label: "text and other code to Python",
            values: &[("K", 2.1e5), ("a", 0.096), ("b", 0.38)],
        },
    ],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
