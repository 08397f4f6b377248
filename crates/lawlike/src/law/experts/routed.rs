//! Routed models (Clark et al. 2022): active parameters and experts, which saturate.
//!
//! Logarithms are to base 10, and `Eh` is the saturated number of experts: with base e, or with the plain number, the
//! constants of the paper do not give its losses.

use crate::law::card::{CardStatus, ENDLESS, LawCard, PublishedValues, Spacing, Topic, limit, shape};

/// `10^(a log10 N + b log10 Eh + c log10 N log10 Eh + d)`, equation 1.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "routed-experts",
    title: "law of routed models",
    topic: Topic::Experts,
    formula: "10^(a*log10(N_active) + (b + c*log10(N_active))*log10(Eh) + d)",
    wherein: &[("Eh", "1/(1/(experts - 1 + 1/(1/Es - 1/Em)) + 1/Em)")],
    inputs: &["N_active", "experts"],
    parameters: &[
        shape("a", (-2.0, 0.0), Spacing::Linear(-0.15, -0.03), "slope in active parameters"),
        shape("b", (-2.0, 2.0), Spacing::Linear(-0.3, 0.0), "slope in experts"),
        shape("c", (-1.0, 1.0), Spacing::Linear(0.0, 0.03), "how size weakens the gain from experts"),
        shape(
            "d",
            (-5.0, 10.0),
            Spacing::Linear(0.5, 2.0),
            "log10 of the loss at one parameter and one expert",
        ),
        shape("Es", (0.5, 1000.0), Spacing::Log(1.0, 5.0), "effective experts of a model with one"),
        shape("Em", (1.0, 1e6), Spacing::Log(100.0, 1000.0), "effective experts of a model with very many"),
    ],
    says: "experts lower the loss by a power that shrinks as the model grows, up to a cut-off",
    limits: &[limit(
        &[("experts", ENDLESS)],
        "10^(a*log10(N_active) + (b + c*log10(N_active))*log10(Em) + d)",
    )],
    fails: "tokens were fixed at 130e9; the cut-off size follows from it and is not seen in later work",
    source: "Clark et al. 2022 (arXiv 2202.01169), equation 1 and Table 3; \
             its constants give the dense losses of the paper with base 10 and the saturated number of experts",
    published: &[
        PublishedValues {
            label: "S-BASE",
            values: &[
                ("a", -0.082),
                ("b", -0.108),
                ("c", 0.009),
                ("d", 1.104),
                ("Es", 1.847),
                ("Em", 314.478),
            ],
        },
        PublishedValues {
            label: "RL-R",
            values: &[
                ("a", -0.083),
                ("b", -0.126),
                ("c", 0.012),
                ("d", 1.111),
                ("Es", 1.880),
                ("Em", 469.982),
            ],
        },
        PublishedValues {
            label: "HASH",
            values: &[
                ("a", -0.087),
                ("b", -0.136),
                ("c", 0.012),
                ("d", 1.157),
                ("Es", 4.175),
                ("Em", 477.741),
            ],
        },
    ],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
