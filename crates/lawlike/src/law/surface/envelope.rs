//! The best loss at each budget of compute, above a floor (Henighan et al. 2020; Marin).
//!
//! Two recipes with the same floor and exponent differ by a factor in compute, the effective speed-up.

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, PublishedValues, Topic, amount, exponent, falls, limit,
};

/// `Linf + A C^-a`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "compute-envelope",
    title: "best loss at each budget of compute",
    topic: Topic::Surface,
    formula: "Linf + A*C^-a",
    inputs: &["C"],
    parameters: &[
        amount("Linf", "irreducible loss"),
        amount("A", "reducible loss at one FLOP"),
        exponent("a", "exponent in compute"),
    ],
    says: "the best loss that a budget buys falls as a power of compute towards a floor",
    limits: &[limit(&[("C", ENDLESS)], "Linf")],
    trends: &[falls("C")],
    fails: "runs that are not the best of their budget; floors that are pinned instead of measured decide the speed-up",
    source: "Henighan et al. 2020 (arXiv 2010.14701), equation 1.1; speed-up as in the Marin project",
    published: &[PublishedValues { label: "language (Henighan et al.)", values: &[("a", 0.048)] }],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
