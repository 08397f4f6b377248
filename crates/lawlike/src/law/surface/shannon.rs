//! A law in the form of the capacity of a channel: more tokens or parameters may make the loss rise again.
//!
//! The factor of the signal is absorbed in those of the noise, which are known only up to it.

use crate::law::card::{CardStatus, LawCard, Spacing, Topic, amount, exponent, shape};

/// `K N^-alpha/log2(1 + D^beta/(c (D N)^gamma + d D^delta + e))`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "shannon",
    title: "capacity law",
    topic: Topic::Surface,
    formula: "K*N^-alpha/log2(1 + D^beta/(c*(D*N)^gamma + d*D^delta + e))",
    inputs: &["N", "D"],
    parameters: &[
        amount("K", "scale"),
        exponent("alpha", "exponent in parameters"),
        shape("beta", (0.001, 5.0), Spacing::Log(0.2, 0.8), "power of the signal in tokens"),
        shape("c", (1e-60, 1e60), Spacing::Log(1e-4, 1.0), "noise that grows with both"),
        shape("gamma", (0.001, 5.0), Spacing::Log(0.03, 0.3), "its power"),
        shape("d", (1e-60, 1e60), Spacing::Log(0.01, 10.0), "noise that grows with tokens"),
        shape("delta", (0.001, 5.0), Spacing::Log(0.03, 0.3), "its power"),
        shape("e", (1e-60, 1e60), Spacing::Log(0.01, 100.0), "noise of its own"),
    ],
    says: "loss is the inverse of a capacity; noise that grows with scale can make it rise",
    fails: "its noise terms trade against one another; most sweeps see no rise, and then a Chinchilla surface says the same with less",
    source: "arXiv 2605.23901",
    status: CardStatus::Reported,
    ..LawCard::BLANK
};
