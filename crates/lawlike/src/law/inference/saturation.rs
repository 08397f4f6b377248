//! Saturation of scaling at test time: every sample or round of thinking finds the answer with the same chance.
//!
//! The gain of the next sample is `F p (1-p)^k`; setting it to `e` gives the number of samples at which to stop,
//! `ln(e / (F p)) / ln(1 - p)`.

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, Prediction, PublishedValues, Spacing, Topic, VANISHING, amount, limit,
    rises, shape,
};

/// `F (1 - (1-p)^k)`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "test-time-saturation",
    title: "saturation of scaling at test time",
    topic: Topic::Inference,
    formula: "F*(1 - (1 - p)^k)",
    inputs: &["k"],
    parameters: &[
        amount("F", "accuracy without end of samples"),
        shape("p", (1e-9, 1.0), Spacing::Log(1e-4, 0.6), "chance that one sample or round finds the answer"),
    ],
    says: "every sample or round of thinking has the same chance, and accuracy nears a ceiling exponentially",
    limits: &[limit(&[("k", ENDLESS)], "F"), limit(&[("k", VANISHING)], "0")],
    trends: &[rises("k")],
    fails: "where problems differ in hardness: then the approach is a power law, far slower than exponential",
    source: "Chen et al. 2025 (arXiv 2505.20522); the number of samples at which to stop is our algebra",
    published: &[PublishedValues {
        label: "own example: half of the problems, one in ten a sample",
        values: &[("F", 0.5), ("p", 0.1)],
    }],
    predictions: &[Prediction {
        what: "samples at which the next one gains a thousandth",
        with: 0,
        at: &[],
        formula: "ln(0.001/(F*p))/ln(1 - p)",
        printed: 37.13,
        within: 0.01,
        place: "our algebra: the gain F p (1-p)^k set to 0.001",
    }],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
