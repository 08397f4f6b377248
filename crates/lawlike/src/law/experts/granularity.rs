//! Fine-grained experts (Krajewski et al. 2024): how finely the experts are cut.
//!
//! `N` counts all 64 experts, 43 times the active parameters: with active parameters the constants are 25 % off.

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, Prediction, PublishedValues, Topic, amount, exponent, falls, limit,
};

/// `E + (g G^-gamma + a) N^-alpha + b D^-beta`, equation 9.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "fine-grained-experts",
    title: "law of fine-grained experts",
    topic: Topic::Experts,
    formula: "E + (g*granularity^-gamma + a)*N^-alpha + b*D^-beta",
    inputs: &["N", "D", "granularity"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("g", "gain from granularity"),
        exponent("gamma", "exponent in granularity"),
        amount("a", "parameter term at N = 1 for very fine experts"),
        exponent("alpha", "exponent in parameters"),
        amount("b", "data term at D = 1"),
        exponent("beta", "exponent in tokens"),
    ],
    says: "finer experts lower the parameter term, with gains that shrink as a power of granularity",
    limits: &[
        limit(&[("D", ENDLESS)], "E + (g*granularity^-gamma + a)*N^-alpha"),
        limit(&[("granularity", ENDLESS), ("N", ENDLESS), ("D", ENDLESS)], "E"),
    ],
    trends: &[falls("N"), falls("D"), falls("granularity")],
    fails: "64 experts throughout; routing costs grow with granularity and set a limit to it",
    source: "Krajewski et al. 2024 (arXiv 2402.07871), equation 9, Tables 1 and 2",
    published: &[
        PublishedValues {
            label: "experts, C4",
            values: &[
                ("E", 0.47),
                ("g", 2.1),
                ("gamma", 0.58),
                ("a", 18.1),
                ("alpha", 0.115),
                ("b", 30.8),
                ("beta", 0.147),
            ],
        },
        PublishedValues {
            label: "dense",
            values: &[("E", 0.47), ("a", 16.3), ("alpha", 0.126), ("b", 26.7), ("beta", 0.127)],
        },
    ],
    predictions: &[
        Prediction {
            what: "loss of the best model of 64 x 100M parameters",
            with: 0,
            at: &[("N", 4.3e9), ("D", 4.37e9), ("granularity", 8.0)],
            formula: "",
            printed: 3.133,
            within: 0.031,
            place: "Table 2",
        },
        Prediction {
            what: "loss of the best model of 64 x 1B parameters",
            with: 0,
            at: &[("N", 4.3e10), ("D", 2.894e10), ("granularity", 16.0)],
            formula: "",
            printed: 2.491,
            within: 0.025,
            place: "Table 2",
        },
        Prediction {
            what: "loss of the best model of 64 x 3B parameters",
            with: 0,
            at: &[("N", 1.29e11), ("D", 7.29e10), ("granularity", 16.0)],
            formula: "",
            printed: 2.245,
            within: 0.022,
            place: "Table 2",
        },
        Prediction {
            what: "loss of the best model of 64 x 7B parameters",
            with: 0,
            at: &[("N", 3.01e11), ("D", 1.376e11), ("granularity", 32.0)],
            formula: "",
            printed: 2.076,
            within: 0.021,
            place: "Table 2",
        },
        Prediction {
            what: "loss of the best model of 64 x 70B parameters",
            with: 0,
            at: &[("N", 3.01e12), ("D", 9.4107e11), ("granularity", 32.0)],
            formula: "",
            printed: 1.694,
            within: 0.017,
            place: "Table 2",
        },
        Prediction {
            what: "loss of the best model of 64 x 300B parameters",
            with: 0,
            at: &[("N", 1.29e13), ("D", 2.96e12), ("granularity", 64.0)],
            formula: "",
            printed: 1.503,
            within: 0.015,
            place: "Table 2",
        },
        Prediction {
            what: "loss of the best model of 64 x 1T parameters",
            with: 0,
            at: &[("N", 4.3e13), ("D", 7.94e12), ("granularity", 64.0)],
            formula: "",
            printed: 1.367,
            within: 0.014,
            place: "Table 2",
        },
    ],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
