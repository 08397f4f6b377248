//! Rounding after training (Kumar et al. 2024): more tokens make it worse.

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, PublishedValues, Spacing, Topic, amount, exponent, falls, limit, shape,
};

/// `E + A N^-alpha + B D^-beta + CT D^gD N^-gN exp(-bits/gp)`, equations 2 to 9.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "stored-precision",
    title: "law of rounding after training",
    topic: Topic::Precision,
    formula: "E + A*N^-alpha + B*D^-beta + CT*D^gD*N^-gN*exp(-bits_post/gp)",
    inputs: &["N", "D", "bits_post"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("A", "parameter term at N = 1"),
        exponent("alpha", "exponent in parameters"),
        amount("B", "data term at D = 1"),
        exponent("beta", "exponent in tokens"),
        amount("CT", "loss of rounding after training"),
        shape("gD", (0.001, 5.0), Spacing::Log(0.1, 1.0), "its power of tokens"),
        exponent("gN", "its exponent in parameters"),
        shape("gp", (0.01, 100.0), Spacing::Log(0.3, 3.0), "bits at which it has fallen by a factor e"),
    ],
    says: "the more tokens a model has seen, the more it loses when its weights are rounded",
    limits: &[limit(&[("bits_post", ENDLESS)], "E + A*N^-alpha + B*D^-beta")],
    trends: &[falls("N"), falls("bits_post")],
    fails: "one method of rounding (GPTQ); models up to 1.7B and 26e9 tokens",
    source: "Kumar et al. 2024 (arXiv 2411.04330), equations 2 to 9",
    published: &[PublishedValues {
        label: "Kumar et al.",
        values: &[("CT", 0.0598), ("gD", 0.5068), ("gN", 0.3439), ("gp", 0.5907)],
    }],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
