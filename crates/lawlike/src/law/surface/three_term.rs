//! Three terms: parameters, batch and steps each have an exponent of their own (Schaipp et al. 2026).

use crate::law::card::{CardStatus, ENDLESS, LawCard, Topic, amount, exponent, falls, limit};

/// `E + A N^-alpha + B batch^-beta + K steps^-gamma`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "three-term",
    title: "law in parameters, batch and steps",
    topic: Topic::Surface,
    formula: "E + A*N^-alpha + B*batch^-beta + K*steps^-gamma",
    inputs: &["N", "batch", "steps"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("A", "parameter term at N = 1"),
        amount("B", "batch term at a batch of 1"),
        amount("K", "step term at one step"),
        exponent("alpha", "exponent in parameters"),
        exponent("beta", "exponent in batch"),
        exponent("gamma", "exponent in steps"),
    ],
    says: "tokens are not one quantity: a larger batch and more steps lower the loss at rates of their own",
    limits: &[
        limit(&[("N", ENDLESS), ("steps", ENDLESS)], "E + B*batch^-beta"),
        limit(&[("N", ENDLESS), ("batch", ENDLESS), ("steps", ENDLESS)], "E"),
    ],
    trends: &[falls("N"), falls("batch"), falls("steps")],
    fails: "learning rates that were not tuned for each batch; very large batches, where the loss rises at fixed tokens",
    source: "Schaipp et al. 2026 (arXiv 2607.01487); \
             form as independent texts quote it",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
