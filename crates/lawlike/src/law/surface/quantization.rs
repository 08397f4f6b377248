//! The surface of the quantisation hypothesis (Michaud et al. 2023): one exponent decides the other.
//!
//! If skills are learnt in the order of their use, the exponent in data is `alpha/(1 + alpha)`.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Topic, amount, exponent, falls, limit};

/// `E + A N^-alpha + B D^-(alpha/(1 + alpha))`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "quantization",
    title: "surface of the quantisation hypothesis",
    topic: Topic::Surface,
    formula: "E + A*N^-alpha + B*D^(-alpha/(1 + alpha))",
    inputs: &["N", "D"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("A", "parameter term at N = 1"),
        amount("B", "data term at D = 1"),
        exponent("alpha", "exponent in parameters"),
    ],
    says: "skills are learnt one by one in the order of their use; the exponent in data follows from that in parameters",
    limits: &[
        limit(&[("N", ENDLESS)], "E + B*D^(-alpha/(1 + alpha))"),
        limit(&[("D", ENDLESS)], "E + A*N^-alpha"),
    ],
    trends: &[falls("N"), falls("D")],
    fails: "a restriction of the Chinchilla surface: compare the two before believing it",
    source: "Michaud et al. 2023 (arXiv 2303.13506)",
    status: CardStatus::Reported,
    ..LawCard::BLANK
};
