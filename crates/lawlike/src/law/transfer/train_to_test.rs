//! From training to test (2026): samples at test time beside parameters and tokens.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Topic, amount, exponent, falls, limit};

/// `E + A N^-alpha + B D^-beta + G k^-gamma`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "train-to-test",
    title: "law of training and samples",
    topic: Topic::Transfer,
    formula: "E + A*N^-alpha + B*D^-beta + G*k^-gamma",
    inputs: &["N", "D", "k"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("A", "parameter term at N = 1"),
        amount("B", "data term at D = 1"),
        amount("G", "sampling term at one sample"),
        exponent("alpha", "exponent in parameters"),
        exponent("beta", "exponent in tokens"),
        exponent("gamma", "exponent in samples"),
    ],
    says: "samples lower the loss of the best of k as a power, so small over-trained models can be best for a budget of both",
    limits: &[
        limit(&[("N", ENDLESS), ("D", ENDLESS)], "E + G*k^-gamma"),
        limit(&[("N", ENDLESS), ("D", ENDLESS), ("k", ENDLESS)], "E"),
    ],
    trends: &[falls("N"), falls("D"), falls("k")],
    fails: "needs a verifier that picks the best sample; terms that interact",
    source: "arXiv 2604.01411",
    status: CardStatus::Reported,
    ..LawCard::BLANK
};
