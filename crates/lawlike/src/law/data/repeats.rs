//! Repeated data (Muennighoff et al. 2023): tokens seen again and parameters in excess lose their worth.
//!
//! `De` and `Ne` are what the tokens and parameters are worth; both are the plain numbers while nothing is repeated.

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, PublishedValues, Spacing, Topic, amount, exponent, falls, limit, shape,
};

/// A Chinchilla surface in effective parameters and tokens, equations 5 and 6.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "data-constrained",
    title: "surface for repeated data",
    topic: Topic::Data,
    formula: "E + A*Ne^-alpha + B*De^-beta",
    wherein: &[
        ("Ud", "min(D, U)"),
        ("Un", "min(N, q*U)"),
        ("De", "Ud*(1 + RD*(1 - exp((1 - D/Ud)/RD)))"),
        ("Ne", "Un*(1 + RN*(1 - exp((1 - N/Un)/RN)))"),
    ],
    inputs: &["N", "D", "U"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("A", "parameter term at N = 1"),
        exponent("alpha", "exponent in parameters"),
        amount("B", "data term at D = 1"),
        exponent("beta", "exponent in tokens"),
        shape(
            "q",
            (1e-9, 1e9),
            Spacing::Log(1e-6, 1e4),
            "parameters for each unique token beyond which they are in excess",
        ),
        shape(
            "RN",
            (0.01, 1e5),
            Spacing::Log(1.0, 30.0),
            "excess at which most of the worth of parameters is gone",
        ),
        shape(
            "RD",
            (0.01, 1e5),
            Spacing::Log(3.0, 50.0),
            "repeats at which most of the worth of tokens is gone",
        ),
    ],
    says: "the first few repeats are worth nearly as much as new tokens, then their worth falls exponentially to nothing",
    limits: &[
        limit(&[("D", ENDLESS)], "E + A*Ne^-alpha + B*(U*(1 + RD))^-beta"),
        limit(&[("D", ENDLESS), ("U", ENDLESS), ("N", ENDLESS)], "E"),
    ],
    trends: &[falls("N"), falls("D")],
    fails: "it cannot say that repeats do harm: runs that got worse were left out of its fit (see over-fit)",
    source: "Muennighoff et al. 2023 (arXiv 2305.16264), equations 5 and 6; form as in the authors' code",
    published: &[
        PublishedValues {
            label: "Muennighoff et al., C4, 182 runs",
            values: &[
                ("E", 1.87),
                ("A", 521.0),
                ("alpha", 0.353),
                ("B", 1488.0),
                ("beta", 0.353),
                ("q", 0.051),
                ("RN", 5.309743),
                ("RD", 15.387756),
            ],
        },
        PublishedValues { label: "diffusion language models (arXiv 2507.15857)", values: &[("RD", 512.85)] },
        PublishedValues { label: "autoregressive models in the same study", values: &[("RD", 31.93)] },
    ],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
