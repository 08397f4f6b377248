//! Parallel streams (Chen et al. 2025): several passes of one model are worth a logarithm of parameters.
//!
//! The amount of the paper is `A^(1/alpha)` of this one.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Spacing, Topic, amount, exponent, falls, limit, shape};

/// `E + A (N (k ln P + 1))^-alpha`, equation 5.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "parallel-streams",
    title: "law of parallel streams",
    topic: Topic::Architecture,
    formula: "E + A*(N*(k*ln(streams) + 1))^-alpha",
    inputs: &["N", "streams"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("A", "parameter term at N = 1"),
        shape(
            "k",
            (1e-6, 100.0),
            Spacing::Log(0.05, 2.0),
            "what a factor e in streams is worth, in parameters",
        ),
        exponent("alpha", "exponent in parameters"),
    ],
    says: "P streams are worth the parameters times one plus k ln P",
    limits: &[limit(&[("N", ENDLESS)], "E")],
    trends: &[falls("N"), falls("streams")],
    fails: "up to 8 streams; tokens were fixed",
    source: "Chen et al. 2025 (arXiv 2505.10475), equation 5; form as in the authors' code",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
