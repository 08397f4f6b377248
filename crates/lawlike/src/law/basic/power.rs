//! Power law without a floor.
//!
//! Kaplan et al. 2020 and Hestness et al. 2017 fitted this form; it is M1 of Alabdulmohsin et al. 2022.

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, PublishedValues, Topic, amount, exponent, falls, limit,
};

/// `A x^-c`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "power",
    title: "power law",
    topic: Topic::OneAxis,
    formula: "A*x^-c",
    inputs: &["x"],
    parameters: &[amount("A", "response at x = 1"), exponent("c", "exponent")],
    says: "every factor in x lowers the response by the same factor, down to zero",
    limits: &[limit(&[("x", ENDLESS)], "0")],
    trends: &[falls("x")],
    fails: "near an irreducible loss: forecasts come out too low, and the more so the farther they reach",
    source: "Hestness et al. 2017 (arXiv 1712.00409); M1 of Alabdulmohsin et al. 2022 (arXiv 2209.06640)",
    published: &[PublishedValues {
        label: "word language model, examples (Hestness et al.)",
        values: &[("A", 11.9), ("c", 0.066)],
    }],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
