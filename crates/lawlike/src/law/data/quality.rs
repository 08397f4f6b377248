//! Quality of data: it multiplies the tokens, raised to a power.

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, PublishedValues, Spacing, Topic, amount, exponent, falls, limit, shape,
};

/// `E + A N^-alpha + B D^-beta Q^-gamma`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "data-quality",
    title: "surface with the quality of data",
    topic: Topic::Data,
    formula: "E + A*N^-alpha + B*D^-beta*quality^-gamma",
    inputs: &["N", "D", "quality"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("A", "parameter term at N = 1"),
        amount("B", "data term at D = 1"),
        exponent("alpha", "exponent in parameters"),
        exponent("beta", "exponent in tokens"),
        shape("gamma", (0.001, 5.0), Spacing::Log(0.05, 1.0), "exponent in quality"),
    ],
    says: "better data lower the data term as more data do",
    limits: &[limit(&[("D", ENDLESS)], "E + A*N^-alpha"), limit(&[("N", ENDLESS), ("D", ENDLESS)], "E")],
    trends: &[falls("N"), falls("D"), falls("quality")],
    fails: "quality was a share of noise put in on purpose; what it is for real data has to be measured first",
    source: "arXiv 2510.03313",
    published: &[
        PublishedValues {
            label: "machine translation, 126 runs with noise put in",
            values: &[("gamma", 0.173)],
        },
        PublishedValues { label: "causal language model", values: &[("gamma", 0.401)] },
    ],
    status: CardStatus::Reported,
    ..LawCard::BLANK
};
