//! Power law with a floor.
//!
//! `E` is what no amount of x removes. Where the data do not reach the bend, `E` and `c` are confounded: see the
//! profile of `E` before trusting either.

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, PublishedValues, Topic, amount, exponent, falls, limit,
};

/// `E + A x^-c`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "power-floor",
    title: "power law with a floor",
    topic: Topic::OneAxis,
    formula: "E + A*x^-c",
    inputs: &["x"],
    parameters: &[
        amount("E", "irreducible part, in units of the response"),
        amount("A", "reducible part at x = 1"),
        exponent("c", "exponent of the reducible part"),
    ],
    says: "the reducible part falls as a power of x towards a floor",
    limits: &[limit(&[("x", ENDLESS)], "E")],
    trends: &[falls("x")],
    fails: "where the curve bends twice, and where the start of training or a tiny range passes for the power law",
    source: "Hestness et al. 2017 (arXiv 1712.00409); Henighan et al. 2020 (arXiv 2010.14701), equation 1.1; M2 of Alabdulmohsin et al. 2022",
    published: &[
        PublishedValues { label: "language, exponent in compute (Henighan et al.)", values: &[("c", 0.048)] },
        PublishedValues {
            label: "language, exponent in parameters (Henighan et al.)",
            values: &[("c", 0.070)],
        },
        PublishedValues {
            label: "characters, exponent in examples (Hestness et al.)",
            values: &[("c", 0.094)],
        },
        PublishedValues {
            label: "translation, exponent in examples (Hestness et al.)",
            values: &[("c", 0.128)],
        },
        PublishedValues { label: "images, exponent in examples (Hestness et al.)", values: &[("c", 0.309)] },
        PublishedValues { label: "speech, exponent in examples (Hestness et al.)", values: &[("c", 0.299)] },
    ],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
