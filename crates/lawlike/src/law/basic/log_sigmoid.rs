//! Sigmoid against the logarithm of the axis, between a floor and a ceiling.
//!
//! In x itself this is the Hill curve `lo + (hi - lo)/(1 + (mid/x)^s)`, the form that ScaleRL uses for reward
//! against compute (Khatri et al. 2025, arXiv 2510.13786, equation 1).

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, PublishedValues, Spacing, Topic, VANISHING, amount, limit, shape,
};

/// `lo + (hi - lo) sigmoid(s (ln x - m))`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "log-sigmoid",
    title: "sigmoid against the logarithm, with floor and ceiling",
    topic: Topic::OneAxis,
    formula: "lo + (hi - lo)*sigmoid(s*(ln(x) - m))",
    inputs: &["x"],
    parameters: &[
        amount("lo", "floor, such as chance"),
        amount("hi", "ceiling"),
        shape("s", (0.01, 50.0), Spacing::Log(0.1, 6.0), "steepness per factor e in x"),
        shape("m", (-700.0, 700.0), Spacing::AlongLog(-0.5, 1.5), "ln x at half height"),
    ],
    says: "the response leaves a floor and reaches a ceiling as x grows by factors",
    limits: &[limit(&[("x", ENDLESS)], "hi"), limit(&[("x", VANISHING)], "lo")],
    fails: "before half height has been passed the ceiling is a guess",
    source: "Khatri et al. 2025 (arXiv 2510.13786), equation 1",
    published: &[PublishedValues { label: "ScaleRL, 8B model", values: &[("hi", 0.61)] }],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
