//! Quantisation in training (2025): size, tokens and the weights that share a scale.

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, Prediction, PublishedValues, Spacing, Topic, amount, exponent, falls,
    limit, rises, shape,
};

/// `E + A N^-alpha + B D^-beta + k D^gD (log2 G)^gG N^-gN`, equations 4 and 5.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "quantized-training",
    title: "law of quantisation in training",
    topic: Topic::Precision,
    formula: "E + A*N^-alpha + B*D^-beta + k*D^gD*log2(group_size)^gG*N^-gN",
    inputs: &["N", "D", "group_size"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("A", "parameter term at N = 1"),
        exponent("alpha", "exponent in parameters"),
        amount("B", "data term at D = 1"),
        exponent("beta", "exponent in tokens"),
        amount("k", "error of quantisation"),
        shape("gD", (0.001, 5.0), Spacing::Log(0.02, 0.5), "its power of tokens"),
        shape("gG", (0.001, 5.0), Spacing::Log(0.2, 1.5), "its power of the logarithm of the group size"),
        exponent("gN", "its exponent in parameters"),
    ],
    says: "the error of quantisation shrinks with size and grows with tokens and with the size of a group",
    limits: &[limit(&[("N", ENDLESS)], "E + B*D^-beta")],
    trends: &[falls("N"), rises("group_size")],
    fails: "4 bits; which of weights and activations are quantised decides all exponents",
    source: "arXiv 2505.14302, equations 4 and 5, Table 1",
    published: &[
        PublishedValues {
            label: "weights and activations of 4 bits",
            values: &[
                ("E", 1.9279),
                ("A", 237.70),
                ("B", 596.25),
                ("alpha", 0.3022),
                ("beta", 0.3022),
                ("k", 0.1582),
                ("gN", 0.2186),
                ("gD", 0.0745),
                ("gG", 0.7779),
            ],
        },
        PublishedValues {
            label: "weights of 4 bits",
            values: &[
                ("E", 1.9279),
                ("A", 237.70),
                ("B", 596.25),
                ("alpha", 0.3022),
                ("beta", 0.3022),
                ("k", 0.2522),
                ("gN", 0.3589),
                ("gD", 0.1610),
                ("gG", 0.3533),
            ],
        },
        PublishedValues {
            label: "activations of 4 bits",
            values: &[
                ("E", 1.9279),
                ("A", 237.70),
                ("B", 596.25),
                ("alpha", 0.3022),
                ("beta", 0.3022),
                ("k", 0.1004),
                ("gN", 0.1816),
                ("gD", 0.0331),
                ("gG", 0.9812),
            ],
        },
    ],
    predictions: &[
        Prediction {
            what: "growth of the error over ten times the tokens, 4-bit weights and activations",
            with: 0,
            at: &[],
            formula: "10^gD - 1",
            printed: 0.22,
            within: 0.04,
            place: "text; measured, not computed, there",
        },
        Prediction {
            what: "decrease of the error for eight times the size, 4-bit weights and activations",
            with: 0,
            at: &[],
            formula: "1 - 8^-gN",
            printed: 0.34,
            within: 0.04,
            place: "text; measured, not computed, there",
        },
    ],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
