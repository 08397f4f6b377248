//! Precision in training (Kumar et al. 2024): fewer bits are fewer parameters.

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, PublishedValues, Spacing, Topic, amount, exponent, falls, limit, shape,
};

/// A Chinchilla surface in effective parameters, equations 2 to 9.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "precision",
    title: "law of precision in training",
    topic: Topic::Precision,
    formula: "E + A*Ne^-alpha + B*D^-beta",
    wherein: &[("Ne", "N*(1 - exp(-bits_w/gw))*(1 - exp(-bits_a/ga))*(1 - exp(-bits_kv/gkv))")],
    inputs: &["N", "D", "bits_w", "bits_a", "bits_kv"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("A", "parameter term at N = 1"),
        exponent("alpha", "exponent in parameters"),
        amount("B", "data term at D = 1"),
        exponent("beta", "exponent in tokens"),
        shape(
            "gw",
            (0.01, 100.0),
            Spacing::Log(0.5, 5.0),
            "bits of weights at which most of a parameter is kept",
        ),
        shape("ga", (0.01, 100.0), Spacing::Log(0.5, 5.0), "the same for activations"),
        shape("gkv", (0.01, 100.0), Spacing::Log(0.5, 5.0), "the same for the key-value cache"),
    ],
    says: "bits of weights, activations and cache each keep a share of every parameter",
    limits: &[limit(
        &[("bits_w", ENDLESS), ("bits_a", ENDLESS), ("bits_kv", ENDLESS)],
        "E + A*N^-alpha + B*D^-beta",
    )],
    trends: &[falls("N"), falls("D"), falls("bits_w"), falls("bits_a"), falls("bits_kv")],
    fails: "integer types of 3 to 12 bits, models up to 1.7B; the data term is taken not to depend on bits",
    source: "Kumar et al. 2024 (arXiv 2411.04330), equations 2 to 9",
    published: &[PublishedValues {
        label: "Kumar et al.",
        values: &[("gw", 2.6745), ("ga", 2.2102), ("gkv", 0.9578)],
    }],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
