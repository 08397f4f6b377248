//! From loss to loss (Brandfonbrener et al. 2024): models of equal compute on two sets of data, or on two tests.

use crate::law::card::{CardStatus, LawCard, PublishedValues, Spacing, Topic, amount, rises, shape};

/// `E1 + K (x - E0)^kappa`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "loss-to-loss",
    title: "law from loss to loss",
    topic: Topic::Transfer,
    formula: "E1 + K*max(x - E0, 1e-300)^kappa",
    inputs: &["x"],
    parameters: &[
        amount("E1", "floor of the loss that is predicted"),
        amount("K", "scale"),
        shape("E0", (0.0, 1e6), Spacing::Along(-0.5, 0.0), "floor of the loss on the axis"),
        shape("kappa", (0.01, 20.0), Spacing::Log(0.3, 5.0), "exponent"),
    ],
    says: "the reducible parts of two losses are powers of each other",
    trends: &[rises("x")],
    fails: "floors are extrapolated; tasks that a set of data says nothing about",
    source: "Brandfonbrener et al. 2024 (arXiv 2411.12925); loss_relationships.ipynb of the authors",
    published: &[
        PublishedValues {
            label: "FineWeb-Edu to StarCoder, training",
            values: &[("kappa", 1.10), ("K", 0.63), ("E0", 1.97), ("E1", 0.85)],
        },
        PublishedValues {
            label: "FineWeb-Edu to ProofPile, training",
            values: &[("kappa", 1.07), ("K", 0.60), ("E1", 1.32)],
        },
        PublishedValues {
            label: "FineWeb-Edu to HellaSwag",
            values: &[("kappa", 1.08), ("K", 0.93), ("E1", 2.12)],
        },
        PublishedValues {
            label: "FineWeb-Edu to ARC-easy",
            values: &[("kappa", 0.36), ("K", 4.68), ("E1", 0.07)],
        },
    ],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
