//! Success against the length of a task, in minutes of a skilled human.

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, Prediction, PublishedValues, Spacing, Topic, VANISHING, derived, falls,
    limit, shape,
};

/// `1/(1 + (x/h)^s)`.
pub(in crate::law) const LOGISTIC: LawCard = LawCard {
    id: "task-horizon",
    title: "logistic law of the length of tasks",
    topic: Topic::Calendar,
    formula: "1/(1 + (x/h)^s)",
    inputs: &["x"],
    parameters: &[
        shape("h", (1e-12, 1e12), Spacing::AroundRange("x"), "length that succeeds half of the time"),
        shape("s", (0.01, 50.0), Spacing::Log(0.2, 3.0), "steepness per factor e of length"),
    ],
    says: "the odds of success fall as a power of the length of the task",
    limits: &[limit(&[("x", ENDLESS)], "0"), limit(&[("x", VANISHING)], "1")],
    trends: &[falls("x")],
    derived: &[derived("h80", "h*(0.2/0.8)^(1/s)", "length that succeeds in 80 of 100 cases")],
    fails: "runs are no independent rows: `lawlike trend` fits it to runs with a bootstrap over families of tasks",
    source: "Kwa et al. 2025 (arXiv 2503.14499); the authors' code",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};

/// `2^(-x/h)`.
pub(in crate::law) const HAZARD: LawCard = LawCard {
    id: "constant-hazard",
    title: "constant hazard along a task",
    topic: Topic::Calendar,
    formula: "2^(-x/h)",
    inputs: &["x"],
    parameters: &[shape(
        "h",
        (1e-12, 1e12),
        Spacing::AroundRange("x"),
        "length that succeeds half of the time",
    )],
    says: "every minute of a task holds the same chance of failing for good",
    limits: &[limit(&[("x", ENDLESS)], "0"), limit(&[("x", VANISHING)], "1")],
    trends: &[falls("x")],
    derived: &[derived("h80", "h*ln(0.8)/ln(0.5)", "length that succeeds in 80 of 100 cases")],
    fails: "mistakes that can be mended; groups of tasks of unlike kind",
    source: "Ord 2025 (arXiv 2505.05115); \
             it gives the ratios of the text",
    published: &[PublishedValues { label: "half-time of 100,000, in any unit", values: &[("h", 1e5)] }],
    predictions: &[
        Prediction {
            what: "half-time over the time at 90 % success, printed as about 7",
            with: 0,
            at: &[],
            formula: "ln(0.5)/ln(0.9)",
            printed: 7.0,
            within: 0.5,
            place: "text",
        },
        Prediction {
            what: "half-time over the time at 99 % success, printed as about 70",
            with: 0,
            at: &[],
            formula: "ln(0.5)/ln(0.99)",
            printed: 70.0,
            within: 1.5,
            place: "text",
        },
    ],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
