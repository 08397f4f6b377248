//! Optimal mixtures (Shukor et al. 2025): a Chinchilla surface whose floor depends on the shares of the domains.
//!
//! Columns `share_...` hold the shares. The joint form of the paper, in which `A` and `B` depend on them too, is not here.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Spacing, Topic, amount, exponent, falls, limit, shape};

/// `E + 1/sum_i C_i h_i^g_i + A N^-alpha + B D^-beta`, the additive law.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "optimal-mixture",
    title: "additive law of mixtures",
    topic: Topic::Data,
    formula: "E + 1/sum(share_*: C_* * max(share_*, 1e-300)^g_*) + A*N^-alpha + B*D^-beta",
    inputs: &["share_*", "N", "D"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("A", "parameter term at N = 1"),
        amount("B", "data term at D = 1"),
        exponent("alpha", "exponent in parameters"),
        exponent("beta", "exponent in tokens"),
        shape("C_*", (1e-12, 1e12), Spacing::Log(0.3, 30.0), "weight of the domain"),
        shape("g_*", (0.001, 5.0), Spacing::Log(0.1, 1.5), "exponent of its share"),
    ],
    says: "shares move the floor, size and tokens move the rest; the best mixture is the same at every scale",
    limits: &[limit(&[("N", ENDLESS)], "E + 1/sum(share_*: C_* * max(share_*, 1e-300)^g_*) + B*D^-beta")],
    trends: &[falls("N"), falls("D")],
    fails: "where the best mixture changes with scale, which the joint form allows",
    source: "Shukor et al. 2025 (arXiv 2507.09404), equation 2.4; \
             the additive form as independent texts quote it",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
