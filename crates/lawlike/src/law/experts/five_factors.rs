//! Five factors of experts (2025): total and active parameters, tokens, granularity and the share of shared experts.

use crate::law::card::{
    CardStatus, LawCard, Prediction, PublishedValues, Spacing, Topic, amount, exponent, free, shape,
};

/// A surface whose expert term has a best granularity and a best shared share.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "five-factors",
    title: "law of experts in five factors",
    topic: Topic::Experts,
    formula: "(e*granularity + f/granularity + m*shared_share^2 + n*shared_share)*(N^-alpha + k*N_active^-alpha + h*N_active/N) + a*N^-alpha + b*D^-beta + c*N_active^-alpha + E",
    inputs: &["N", "N_active", "D", "granularity", "shared_share"],
    parameters: &[
        amount("e", "cost of granularity"),
        amount("f", "cost of coarse experts"),
        amount("m", "curvature in the shared share"),
        free("n", "slope in the shared share"),
        amount("a", "parameter term"),
        amount("b", "data term"),
        amount("c", "active-parameter term"),
        amount("E", "irreducible loss"),
        exponent("alpha", "exponent in parameters"),
        shape("k", (0.0, 1e6), Spacing::Log(0.0003, 0.1), "weight of active parameters"),
        shape("h", (-1e6, 1e6), Spacing::Linear(0.0, 0.1), "weight of the active share"),
        exponent("beta", "exponent in tokens"),
    ],
    says: "granularity and the share of shared experts have best values that do not depend on scale",
    fails: "twelve parameters: they need runs that vary all five factors",
    source: "arXiv 2509.23678",
    published: &[PublishedValues {
        label: "printed constants",
        values: &[
            ("e", 0.1577),
            ("f", 7.2446),
            ("m", 5.1395),
            ("n", -3.2363),
            ("k", 0.0013),
            ("h", 0.0450),
            ("a", 38.051),
            ("alpha", 0.2383),
            ("b", 27129.05),
            ("beta", 0.4694),
            ("c", 31.096),
            ("E", 1.8182),
        ],
    }],
    predictions: &[
        Prediction {
            what: "best granularity",
            with: 0,
            at: &[],
            formula: "sqrt(f/e)",
            printed: 7.0,
            within: 0.5,
            place: "text",
        },
        Prediction {
            what: "best share of shared experts",
            with: 0,
            at: &[],
            formula: "-n/(2*m)",
            printed: 0.31,
            within: 0.01,
            place: "text",
        },
    ],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
