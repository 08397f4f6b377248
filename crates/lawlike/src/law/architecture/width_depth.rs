//! Width and depth (Gemstones, McLeish et al. 2025): each has an exponent, beside parameters and tokens.
//!
//! The coefficients of the source are logarithms; here they are written out.

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, PublishedValues, Topic, amount, exponent, falls, limit,
};

/// `E + W width^-a + Z depth^-b + P N^-c + T D^-d`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "width-depth",
    title: "law of width and depth",
    topic: Topic::Architecture,
    formula: "E + W*width^-a + Z*depth^-b + P*N^-c + T*D^-d",
    inputs: &["width", "depth", "N", "D"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("W", "width term"),
        amount("Z", "depth term"),
        amount("P", "parameter term"),
        amount("T", "token term"),
        exponent("a", "exponent in width"),
        exponent("b", "exponent in depth"),
        exponent("c", "exponent in parameters"),
        exponent("d", "exponent in tokens"),
    ],
    says: "at a fixed number of parameters a wider or deeper model is better by power laws of their own",
    limits: &[limit(&[("width", ENDLESS), ("depth", ENDLESS), ("N", ENDLESS), ("D", ENDLESS)], "E")],
    trends: &[falls("width"), falls("depth"), falls("N"), falls("D")],
    fails: "without the parameter term and above 100e9 tokens the floor of its own fit ran off to e^-155: it was not determined",
    source: "McLeish et al. 2025 (arXiv 2502.06857); parameters_delta-4 of the authors' repository",
    published: &[PublishedValues {
        label: "hot runs, Huber 1e-4",
        values: &[
            ("E", 1.4807),
            ("W", 4.2716),
            ("Z", 0.92496),
            ("P", 2892.9),
            ("T", 23365.0),
            ("a", 0.2447),
            ("b", 0.3872),
            ("c", 0.5001),
            ("d", 0.4761),
        ],
    }],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
