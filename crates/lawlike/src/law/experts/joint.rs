//! Joint law of experts (Ludziejewski et al. 2025): active parameters, tokens and experts.
//!
//! `N_active` includes embeddings; logarithms are natural; exponents carry their sign.

use crate::law::card::{CardStatus, ENDLESS, LawCard, PublishedValues, Spacing, Topic, amount, limit, shape};

/// `a Eh^delta N^(alpha + gamma ln Eh) + b Eh^omega D^(beta + zeta ln Eh) + E`, equations 4 to 7.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "joint-experts",
    title: "joint law of experts",
    topic: Topic::Experts,
    formula: "a*Eh^delta*N_active^(alpha + gamma*ln(Eh)) + b*Eh^omega*D^(beta + zeta*ln(Eh)) + E",
    wherein: &[("Eh", "1/(1/(experts - 1 + 1/(1/Es - 1/Em)) + 1/Em)")],
    inputs: &["N_active", "D", "experts"],
    parameters: &[
        amount("a", "parameter term"),
        shape("delta", (-3.0, 3.0), Spacing::Linear(-0.5, 0.2), "its power of experts"),
        shape(
            "alpha",
            (-3.0, -0.001),
            Spacing::Linear(-0.4, -0.08),
            "exponent in active parameters for one effective expert",
        ),
        shape("gamma", (-0.5, 0.5), Spacing::Linear(-0.02, 0.03), "how experts change it"),
        amount("b", "data term"),
        shape("omega", (-3.0, 3.0), Spacing::Linear(-0.2, 0.8), "its power of experts"),
        shape(
            "beta",
            (-3.0, -0.001),
            Spacing::Linear(-0.4, -0.08),
            "exponent in tokens for one effective expert",
        ),
        shape("zeta", (-0.5, 0.5), Spacing::Linear(-0.04, 0.02), "how experts change it"),
        amount("E", "irreducible loss"),
        shape("Es", (0.5, 1000.0), Spacing::Log(1.0, 5.0), "effective experts of a model with one"),
        shape("Em", (1.0, 1e6), Spacing::Log(100.0, 1000.0), "effective experts of a model with very many"),
    ],
    says: "more experts help most where tokens are many; at fixed memory a model of experts can beat a dense one",
    limits: &[limit(
        &[("experts", ENDLESS)],
        "a*Em^delta*N_active^(alpha + gamma*ln(Em)) + b*Em^omega*D^(beta + zeta*ln(Em)) + E",
    )],
    fails: "up to 32 experts, tokens per parameter within those of the fit",
    source: "Ludziejewski et al. 2025 (arXiv 2502.05172), equations 4 to 7, Table 3",
    published: &[PublishedValues {
        label: "270 runs",
        values: &[
            ("a", 35.91),
            ("delta", -0.2285),
            ("alpha", -0.1889),
            ("gamma", 0.0098),
            ("b", 35.98),
            ("omega", 0.5529),
            ("beta", -0.1775),
            ("zeta", -0.0259),
            ("E", 1.3637),
            ("Es", 2.0732),
            ("Em", 290.4521),
        ],
    }],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
