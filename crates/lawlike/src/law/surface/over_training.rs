//! The law of over-training (Gadre et al. 2024): tokens per parameter `M = D/N` and compute `C = 6 N D`.
//!
//! In parameters and tokens it is a Chinchilla surface with one exponent, `2 e`.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Topic, amount, exponent, falls, limit};

/// `E + (a M^e + b M^-e) C^-e`, equation 4.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "over-training",
    title: "law of over-training",
    topic: Topic::Surface,
    formula: "E + (a*(D/N)^e + b*(D/N)^-e)*(6*N*D)^-e",
    inputs: &["N", "D"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("a", "weight of few parameters"),
        amount("b", "weight of few tokens"),
        exponent("e", "exponent in compute at fixed tokens per parameter"),
    ],
    says: "at fixed tokens per parameter the loss falls as the same power of compute; only the factor in front changes",
    limits: &[
        limit(&[("N", ENDLESS)], "E + b*6^-e*D^(-2*e)"),
        limit(&[("D", ENDLESS)], "E + a*6^-e*N^(-2*e)"),
    ],
    trends: &[falls("N"), falls("D")],
    fails: "where the exponents in parameters and tokens differ; tokens per parameter beyond 5 to 640",
    source: "Gadre et al. 2024 (arXiv 2403.08540), equation 4; form as in the authors' code",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
