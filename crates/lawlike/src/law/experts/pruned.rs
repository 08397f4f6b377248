//! Sparse weights (Frantar et al. 2023): `N` counts the weights that are not zero.

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, Prediction, PublishedValues, Spacing, Topic, amount, exponent, falls,
    limit, shape,
};

/// `(a (1 - S)^b + c) N^-alpha + (G/D)^beta + E`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "sparse-weights",
    title: "law of sparse weights",
    topic: Topic::Experts,
    formula: "(a*(1 - sparsity)^b + c)*N^-alpha + (G/D)^beta + E",
    inputs: &["N", "D", "sparsity"],
    parameters: &[
        amount("a", "parameter term that sparsity lowers"),
        shape("b", (0.001, 10.0), Spacing::Log(0.2, 2.0), "its power of the share kept"),
        amount("c", "parameter term of a model that is nearly empty"),
        exponent("alpha", "exponent in parameters"),
        shape("G", (1e-30, 1e60), Spacing::Log(1e5, 1e12), "tokens at which the data term is 1"),
        exponent("beta", "exponent in tokens"),
        amount("E", "irreducible loss"),
    ],
    says: "weights that are left are worth more the more others were removed, by a factor that has a limit",
    limits: &[limit(&[("N", ENDLESS), ("D", ENDLESS)], "E"), limit(&[("N", ENDLESS)], "(G/D)^beta + E")],
    trends: &[falls("N"), falls("D"), falls("sparsity")],
    fails: "weights removed during training without a pattern; at a fixed number of weights left",
    source: "Frantar et al. 2023 (arXiv 2309.08520)",
    published: &[
        PublishedValues {
            label: "T5 on C4",
            values: &[
                ("a", 16.8),
                ("b", 0.722),
                ("c", 45.0),
                ("alpha", 0.245),
                ("G", 6.90e8),
                ("beta", 0.203),
                ("E", 0.651),
            ],
        },
        PublishedValues {
            label: "ViT on JFT",
            values: &[
                ("a", 294.0),
                ("b", 0.821),
                ("c", 468.0),
                ("alpha", 0.392),
                ("G", 2.37e8),
                ("beta", 0.890),
                ("E", 4.517),
            ],
        },
    ],
    predictions: &[Prediction {
        what: "dense model worth one of T5 with 75 % of its weights removed, over the weights left",
        with: 0,
        at: &[("sparsity", 0.75)],
        formula: "((a + c)/(a*(1 - sparsity)^b + c))^(1/alpha)",
        printed: 2.16,
        within: 0.01,
        place: "text",
    }],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
