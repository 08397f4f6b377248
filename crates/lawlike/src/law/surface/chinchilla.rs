//! The Chinchilla surface (Hoffmann et al. 2022, Approach 3): two power laws above one floor.
//!
//! Equation 10 of the paper, fitted there by Huber(1e-3) on log residuals. The rounded constants of the paper cost
//! about 13 % of the data term at 1e11 tokens; Besiroglu et al. 2024 fitted the digitised runs again.

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, Prediction, PublishedValues, Topic, amount, exponent, falls, limit,
};

/// `E + A N^-alpha + B D^-beta`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "chinchilla",
    title: "Chinchilla surface",
    topic: Topic::Surface,
    formula: "E + A*N^-alpha + B*D^-beta",
    inputs: &["N", "D"],
    parameters: &[
        amount("E", "irreducible loss, nats per token"),
        amount("A", "parameter term at N = 1"),
        amount("B", "data term at D = 1"),
        exponent("alpha", "exponent in parameters"),
        exponent("beta", "exponent in tokens"),
    ],
    says: "loss is a floor, plus a part that only more parameters lower, plus a part that only more tokens lower",
    limits: &[
        limit(&[("N", ENDLESS)], "E + B*D^-beta"),
        limit(&[("D", ENDLESS)], "E + A*N^-alpha"),
        limit(&[("N", ENDLESS), ("D", ENDLESS)], "E"),
    ],
    trends: &[falls("N"), falls("D")],
    fails: "repeated data, extreme tokens per parameter, untuned small runs; confounded when D = k N",
    source: "Hoffmann et al. 2022 (arXiv 2203.15556), equation 10; Besiroglu et al. 2024 (arXiv 2404.10102)",
    published: &[
        PublishedValues {
            label: "Hoffmann et al., digits of the TeX source for E, alpha, beta",
            values: &[("E", 1.6934), ("A", 406.4), ("B", 410.7), ("alpha", 0.3392), ("beta", 0.2849)],
        },
        PublishedValues {
            label: "Hoffmann et al., as rounded in equation 10",
            values: &[("E", 1.69), ("A", 406.4), ("B", 410.7), ("alpha", 0.34), ("beta", 0.28)],
        },
        PublishedValues {
            label: "Besiroglu et al., 240 digitised runs",
            values: &[("E", 1.8172), ("A", 482.01), ("B", 2085.43), ("alpha", 0.3478), ("beta", 0.3658)],
        },
        PublishedValues { label: "MiniCPM (arXiv 2404.06395)", values: &[("alpha", 0.29), ("beta", 0.23)] },
    ],
    predictions: &[
        Prediction {
            what: "loss of Gopher, 280e9 parameters and 300e9 tokens",
            with: 1,
            at: &[("N", 280e9), ("D", 300e9)],
            formula: "",
            printed: 1.993,
            within: 0.001,
            place: "worked out by nostalgebraist 2022",
        },
        Prediction {
            what: "loss of Chinchilla, 70e9 parameters and 1.4e12 tokens",
            with: 1,
            at: &[("N", 70e9), ("D", 1.4e12)],
            formula: "",
            printed: 1.936,
            within: 0.001,
            place: "worked out by nostalgebraist 2022",
        },
        Prediction {
            what: "exponent of the best size in compute, Approach 3",
            with: 0,
            at: &[],
            formula: "beta/(alpha + beta)",
            printed: 0.46,
            within: 0.005,
            place: "Hoffmann et al., Table 2",
        },
        Prediction {
            what: "exponent of the best size in compute, fitted again",
            with: 2,
            at: &[],
            formula: "beta/(alpha + beta)",
            printed: 0.5126,
            within: 0.0001,
            place: "Besiroglu et al.",
        },
    ],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
