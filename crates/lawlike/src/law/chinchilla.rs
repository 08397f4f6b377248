//! The Chinchilla surface (Hoffmann et al. 2022, Approach 3): two power laws above one floor.
//!
//! Equation 10 of the paper, fitted there by Huber(1e-3) on log residuals. The rounded constants of the paper cost
//! about 13 % of the data term at 1e11 tokens; Besiroglu et al. 2024 fitted the digitised runs again.

use super::{CardStatus, LawCard, Published, amount, exponent};

/// `E + A N^-alpha + B D^-beta`.
pub(super) const CARD: LawCard = LawCard {
    id: "chinchilla",
    title: "Chinchilla surface",
    formula: "E + A*N^-alpha + B*D^-beta",
    inputs: &["N", "D"],
    parameters: &[
        amount("E", "irreducible loss, nats per token"),
        amount("A", "parameter term at N = 1"),
        amount("B", "data term at D = 1"),
        exponent("alpha", "exponent in parameters"),
        exponent("beta", "exponent in tokens"),
    ],
    says: "loss is a floor, plus a part that only more parameters lower, plus a part that only more tokens lower",
    fails: "repeated data, extreme tokens per parameter, untuned small runs; confounded when D = k N",
    source: "Hoffmann et al. 2022 (arXiv 2203.15556), equation 10; Besiroglu et al. 2024 (arXiv 2404.10102)",
    published: &[
        Published {
            label: "Hoffmann et al., digits of the TeX source for E, alpha, beta",
            values: &[("E", 1.6934), ("A", 406.4), ("B", 410.7), ("alpha", 0.3392), ("beta", 0.2849)],
        },
        Published {
            label: "Besiroglu et al., 240 digitised runs",
            values: &[("E", 1.8172), ("A", 482.01), ("B", 2085.43), ("alpha", 0.3478), ("beta", 0.3658)],
        },
    ],
    status: CardStatus::Confirmed,
};
