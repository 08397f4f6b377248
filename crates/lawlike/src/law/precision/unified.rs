//! Precision in training and after it in one law (Kumar et al. 2024).
//!
//! A model trained with few bits is robust to rounding: the last factors vanish where the bits are kept.

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, PublishedValues, Spacing, Topic, amount, exponent, limit, shape,
};

/// Effective parameters, and rounding that training in few bits makes harmless, equations 2 to 9.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "unified-precision",
    title: "unified law of precision",
    topic: Topic::Precision,
    formula: "E + A*Ne^-alpha + B*D^-beta + CT*D^gD*Ne^-gN*exp(-bits_post/gp)*(1 - exp(-Cw*max(bits_w - bits_post, 0)))*(1 - exp(-Ca*max(bits_a - bits_post, 0)))*(1 - exp(-Ckv*max(bits_kv - bits_post, 0)))",
    wherein: &[("Ne", "N*(1 - exp(-bits_w/gw))*(1 - exp(-bits_a/ga))*(1 - exp(-bits_kv/gkv))")],
    inputs: &["N", "D", "bits_w", "bits_a", "bits_kv", "bits_post"],
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
        amount("CT", "loss of rounding after training"),
        shape("gD", (0.001, 5.0), Spacing::Log(0.1, 1.0), "its power of tokens"),
        exponent("gN", "its exponent in parameters"),
        shape("gp", (0.01, 100.0), Spacing::Log(0.3, 3.0), "bits at which it has fallen by a factor e"),
        shape("Cw", (1e-4, 1e4), Spacing::Log(0.1, 10.0), "robustness to rounding below the bits of weights"),
        shape(
            "Ca",
            (1e-4, 1e4),
            Spacing::Log(0.1, 10.0),
            "robustness to rounding below the bits of activations",
        ),
        shape(
            "Ckv",
            (1e-4, 1e4),
            Spacing::Log(0.1, 10.0),
            "robustness to rounding below the bits of the cache",
        ),
    ],
    says: "bits in training cost parameters, bits removed after training cost what training had put in them",
    limits: &[limit(&[("bits_post", ENDLESS)], "E + A*Ne^-alpha + B*D^-beta")],
    fails: "fifteen parameters; the authors' values of most of them are not known here",
    source: "Kumar et al. 2024 (arXiv 2411.04330), equations 2 to 9",
    published: &[PublishedValues {
        label: "Kumar et al.",
        values: &[
            ("gw", 2.6745),
            ("ga", 2.2102),
            ("gkv", 0.9578),
            ("CT", 0.0598),
            ("gD", 0.5068),
            ("gN", 0.3439),
            ("gp", 0.5907),
        ],
    }],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
