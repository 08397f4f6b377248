//! Straight lines: the null hypotheses of the field.
//!
//! `y = A x^b`, `y = a + b ln x`, and for dates `y = A exp(r (t - 2020))` and `y = a + b (t - 2020)`. A law that cannot beat the first on the last third
//! of the data says nothing that a ruler does not say.

use crate::law::card::{CardStatus, LawCard, PublishedValues, Spacing, Topic, amount, free, shape};

/// Straight line in log-log axes: a power law of either sign.
pub(in crate::law) const LOG_LOG: LawCard = LawCard {
    id: "log-log-line",
    title: "straight line in log-log axes",
    topic: Topic::OneAxis,
    formula: "A*x^b",
    inputs: &["x"],
    parameters: &[
        amount("A", "response at x = 1"),
        shape("b", (-20.0, 20.0), Spacing::Linear(-1.5, 1.5), "slope in log-log axes"),
    ],
    says: "every factor in x changes the response by the same factor, for ever",
    fails: "wherever there is a floor, a ceiling or a change of regime",
    source: "least squares on logarithms; the baseline of every back-test",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};

/// Straight line against the logarithm of the axis.
pub(in crate::law) const LOG: LawCard = LawCard {
    id: "log-line",
    title: "straight line against the logarithm",
    topic: Topic::OneAxis,
    formula: "a + b*ln(x)",
    inputs: &["x"],
    parameters: &[free("a", "response at x = 1"), free("b", "gain for a factor e in x")],
    says: "every factor in x adds the same amount to the response, for ever",
    fails: "near a floor or ceiling of the response; a share cannot rise for ever",
    source: "accuracy against log compute or log tokens, as plotted in most reports",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};

/// Growth by a constant factor a year.
pub(in crate::law) const SEMI_LOG: LawCard = LawCard {
    id: "semi-log-line",
    title: "exponential growth or decay over calendar time",
    topic: Topic::OneAxis,
    formula: "A*exp(r*(t - 2020))",
    inputs: &["t"],
    parameters: &[
        amount("A", "response at the start of 2020"),
        shape(
            "r",
            (-50.0, 50.0),
            Spacing::Linear(-3.0, 3.0),
            "rate a year; ln 2 / r is the doubling time in years",
        ),
    ],
    says: "every year multiplies the response by the same factor, for ever",
    fails: "where growth meets a limit; doubling times move with the start date and with the points that count",
    source: "calendar trends, e.g. Kwa et al. 2025 (arXiv 2503.14499)",
    published: &[PublishedValues {
        label: "task horizons of frontier models, 7 months",
        values: &[("r", 1.188)],
    }],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};

/// Growth by a constant amount a year.
pub(in crate::law) const TREND: LawCard = LawCard {
    id: "trend-line",
    title: "straight line over calendar time",
    topic: Topic::OneAxis,
    formula: "a + b*(t - 2020)",
    inputs: &["t"],
    parameters: &[free("a", "response at the start of 2020"), free("b", "gain a year")],
    says: "every year adds the same amount to the response, for ever",
    fails: "for bounded scores, and where the pace of releases changes",
    source: "least squares; the baseline for ratings over time",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};

/// Straight line against the axis as it stands.
pub(in crate::law) const LINE: LawCard = LawCard {
    id: "line",
    title: "straight line",
    topic: Topic::OneAxis,
    formula: "a + b*x",
    inputs: &["x"],
    parameters: &[free("a", "response at x = 0"), free("b", "gain for a step of 1 in x")],
    says: "every step in x adds the same amount to the response, for ever",
    fails: "wherever there is a floor, a ceiling or a change of regime",
    source: "least squares; lin2 of LCDB (Mohr et al. 2022)",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
