//! Over-fitting by repeats (Lovelace et al. 2026): a Chinchilla surface and a penalty that grows with repeats.
//!
//! `D/U - 1` is the number of repeats after the first pass.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Spacing, Topic, amount, exponent, falls, limit, shape};

/// `E + A N^-alpha + B D^-beta + P (D/U - 1)^delta (N/U)^kappa`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "over-fit",
    title: "surface with a penalty for repeats",
    topic: Topic::Data,
    formula: "E + A*N^-alpha + B*D^-beta + P*max(D/U - 1, 1e-300)^delta*(N/U)^kappa",
    inputs: &["N", "D", "U"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("A", "parameter term at N = 1"),
        exponent("alpha", "exponent in parameters"),
        amount("B", "data term at D = 1"),
        exponent("beta", "exponent in tokens"),
        amount("P", "penalty at one repeat and one parameter for each unique token"),
        shape("delta", (0.01, 5.0), Spacing::Log(0.3, 2.0), "exponent in repeats"),
        shape("kappa", (0.01, 5.0), Spacing::Log(0.3, 2.0), "exponent in parameters for each unique token"),
    ],
    says: "beyond a point more repeats do harm, and the more so the larger the model",
    limits: &[limit(&[("U", ENDLESS)], "E + A*N^-alpha + B*D^-beta")],
    trends: &[falls("U")],
    fails: "the penalty belongs to the recipe: strong weight decay lowers it by about 70 %",
    source: "Lovelace et al. 2026 (arXiv 2605.01640)",
    status: CardStatus::Reported,
    ..LawCard::BLANK
};
