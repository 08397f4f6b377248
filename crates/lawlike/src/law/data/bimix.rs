//! BiMix (Ge et al. 2024): the loss of a domain against its own share and the steps of training.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Topic, amount, exponent, falls, limit};

/// `(B s^-b + C) r^-a`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "bimix",
    title: "bivariate mixing law",
    topic: Topic::Data,
    formula: "(B*steps^-b + C)*share^-a",
    inputs: &["share", "steps"],
    parameters: &[
        amount("B", "reducible part at one step"),
        exponent("b", "exponent in steps"),
        amount("C", "irreducible part at a share of 1"),
        exponent("a", "exponent in the share"),
    ],
    says: "the loss of a domain falls as a power of its share, and with training towards a floor that the share scales",
    limits: &[limit(&[("steps", ENDLESS)], "C*share^-a")],
    trends: &[falls("share"), falls("steps")],
    fails: "domains that help one another; shares near zero",
    source: "Ge et al. 2024 (arXiv 2405.14908); the factor A of the paper is in B and C; \
             form as independent texts quote it",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
