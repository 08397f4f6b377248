//! Coverage of repeated sampling: the share of problems that at least one of `k` samples solves.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Spacing, Topic, exponent, limit, rises, shape};

/// `exp(-a k^-b)`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "coverage",
    title: "coverage of repeated sampling",
    topic: Topic::Inference,
    formula: "exp(-a*k^-b)",
    inputs: &["k"],
    parameters: &[
        shape("a", (1e-12, 1e6), Spacing::Log(0.01, 20.0), "-ln(coverage) of one sample"),
        exponent("b", "exponent in samples: chances of success p near zero have density p^(b - 1)"),
    ],
    says: "every factor in samples lowers minus the logarithm of the coverage by the same factor",
    limits: &[limit(&[("k", ENDLESS)], "1")],
    trends: &[rises("k")],
    fails: "problems that are never solved; sums over problems hang together, so its errors are no errors of a fit: \
            `lawlike passk` forecasts from the counts themselves",
    source: "Brown et al. 2024 (arXiv 2407.21787); the tail of chances behind it: arXiv 2502.17578, theorem 3.1; \
             form as independent texts quote it",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
