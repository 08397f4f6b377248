//! Looped transformers (2026): parameters that are run several times count with a power of the loops.

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, PublishedValues, Spacing, Topic, amount, exponent, falls, limit, shape,
};

/// `E + A (N + r^phi N_looped)^-alpha + B D^-beta`; `N` counts the parameters run once.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "looped",
    title: "law of looped models",
    topic: Topic::Architecture,
    formula: "E + A*(N + loops^phi*N_looped)^-alpha + B*D^-beta",
    inputs: &["N", "N_looped", "loops", "D"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("A", "parameter term at N = 1"),
        shape(
            "phi",
            (0.0, 3.0),
            Spacing::Linear(0.1, 1.0),
            "worth of a loop; 1 is as good as new parameters",
        ),
        exponent("alpha", "exponent in parameters"),
        amount("B", "data term at D = 1"),
        exponent("beta", "exponent in tokens"),
    ],
    says: "running a layer r times is worth r^phi copies of it",
    limits: &[
        limit(&[("D", ENDLESS)], "E + A*(N + loops^phi*N_looped)^-alpha"),
        limit(&[("N", ENDLESS)], "E + B*D^-beta"),
    ],
    trends: &[falls("N"), falls("D"), falls("loops")],
    fails: "up to 8 loops; phi moves with the architecture",
    source: "arXiv 2604.21106",
    published: &[
        PublishedValues { label: "plain", values: &[("phi", 0.46)] },
        PublishedValues { label: "with hyper-connections", values: &[("phi", 0.65)] },
    ],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
