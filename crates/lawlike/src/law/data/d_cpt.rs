//! Continued pre-training (Que et al. 2024): the loss of a domain against parameters, tokens and its share.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Spacing, Topic, amount, exponent, falls, limit, shape};

/// `E + A N^-alpha + B r^eta D^-beta + C (r + eps)^-gamma`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "d-cpt",
    title: "law of continued pre-training",
    topic: Topic::Data,
    formula: "E + A*N^-alpha + B*share^eta*D^-beta + C*(share + eps)^-gamma",
    inputs: &["N", "D", "share"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("A", "parameter term at N = 1"),
        amount("B", "data term at D = 1"),
        amount("C", "share term"),
        exponent("alpha", "exponent in parameters"),
        shape("eta", (0.001, 5.0), Spacing::Log(0.05, 1.5), "power of the share in the data term"),
        exponent("beta", "exponent in tokens"),
        shape("eps", (1e-6, 10.0), Spacing::Log(0.01, 0.5), "shift of the share"),
        exponent("gamma", "exponent in the share"),
    ],
    says: "more of the domain lowers its loss, and slows the gain from further tokens",
    limits: &[limit(&[("N", ENDLESS), ("D", ENDLESS)], "E + C*(share + eps)^-gamma")],
    trends: &[falls("N"), falls("D")],
    fails: "shift and exponent of the share trade against each other unless shares cover most of 0 to 1",
    source: "Que et al. 2024 (arXiv 2406.01375); \
             form as independent texts quote it",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
