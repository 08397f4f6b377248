//! Efficiency leverage of experts (2025): how many times less compute than a dense model for the same loss.
//!
//! `C` to base 10, granularity to base 2: no other choice gives the numbers of the text.

use crate::law::card::{CardStatus, LawCard, Prediction, PublishedValues, Spacing, Topic, shape};

/// `Ah^(a + d log10 C + g (log2 G)^2 + b log2 G)`, equation 13.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "efficiency-leverage",
    title: "efficiency leverage of experts",
    topic: Topic::Experts,
    formula: "Ah^(a + d*log10(C) + g*log2(granularity)^2 + b*log2(granularity))",
    wherein: &[("Ah", "1/(1/(active_share + 1/(1/As - 1/Am)) + 1/Am)")],
    inputs: &["C", "granularity", "active_share"],
    parameters: &[
        shape("a", (-10.0, 10.0), Spacing::Linear(0.3, 2.0), "exponent but for compute and granularity"),
        shape("d", (-1.0, 1.0), Spacing::Linear(-0.12, -0.03), "how compute changes it"),
        shape("g", (-1.0, 1.0), Spacing::Linear(0.005, 0.04), "curvature in granularity"),
        shape("b", (-3.0, 3.0), Spacing::Linear(-0.3, -0.05), "slope in granularity"),
        shape("As", (1e-6, 1.0), Spacing::Log(0.003, 0.1), "share added to that of the active experts"),
        shape("Am", (0.01, 1e30), Spacing::Log(10.0, 1e20), "saturation for large shares"),
    ],
    says: "fewer active experts save compute, the more so at large budgets, and granularity has a best value",
    fails: "one recipe of experts; losses of the dense model must be on the same data",
    source: "arXiv 2507.17702, equation 13, Table 2",
    published: &[PublishedValues {
        label: "Table 2",
        values: &[("a", 1.23), ("d", -0.0761), ("g", 0.0167), ("b", -0.117), ("As", 0.0163), ("Am", 5.28e16)],
    }],
    predictions: &[
        Prediction {
            what: "leverage at 1e22 FLOP with 3.1 % active and granularity 12, printed as more than 7",
            with: 0,
            at: &[("C", 1e22), ("active_share", 0.031), ("granularity", 12.0)],
            formula: "",
            printed: 7.0,
            within: 0.5,
            place: "text",
        },
        Prediction {
            what: "best granularity",
            with: 0,
            at: &[],
            formula: "2^(-b/(2*g))",
            printed: 12.0,
            within: 1.0,
            place: "text",
        },
    ],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
