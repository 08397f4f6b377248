//! Skaling: the Chinchilla surface with one more exponent that couples parameters and tokens.
//!
//! `k = 1` is the Chinchilla surface, and `E + A (N^-alpha + R/D)^beta` is the Kaplan form: one family.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Spacing, Topic, amount, exponent, falls, limit, shape};

/// `E + A (N^-alpha + R D^-beta)^k`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "skaling",
    title: "Skaling law",
    topic: Topic::Surface,
    formula: "E + A*(N^-alpha + R*D^-beta)^k",
    inputs: &["N", "D"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("A", "scale of the reducible loss"),
        exponent("alpha", "inner exponent in parameters"),
        shape("R", (1e-60, 1e60), Spacing::Log(1e-3, 1e3), "weight of the data term"),
        exponent("beta", "inner exponent in tokens"),
        shape("k", (0.05, 3.0), Spacing::Log(0.25, 1.1), "coupling; 1 is the Chinchilla surface"),
    ],
    says: "parameters and tokens share one bottleneck: the lack of either limits what the other can do",
    limits: &[
        limit(&[("N", ENDLESS)], "E + A*(R*D^-beta)^k"),
        limit(&[("D", ENDLESS)], "E + A*N^(-alpha*k)"),
        limit(&[("N", ENDLESS), ("D", ENDLESS)], "E"),
    ],
    trends: &[falls("N"), falls("D")],
    fails: "k and the exponents are confounded unless both axes are varied widely",
    source: "Videau et al. 2026 (arXiv 2608.07222); form as in the package simple-scaling-laws",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
