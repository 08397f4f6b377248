//! Sparsity of experts (Abnar et al. 2025): the share of parameters that a token does not use.

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, PublishedValues, Spacing, Topic, amount, exponent, falls, limit, shape,
};

/// `E + a N^-alpha + b D^-beta + c (1 - S)^-lambda + d (1 - S)^-delta N^-gamma`, equation 6.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "sparse-experts",
    title: "law of sparse experts",
    topic: Topic::Experts,
    formula: "E + a*N^-alpha + b*D^-beta + c*(1 - sparsity)^-lambda + d*(1 - sparsity)^-delta*N^-gamma",
    inputs: &["N", "D", "sparsity"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("a", "parameter term at N = 1"),
        amount("b", "data term at D = 1"),
        amount("c", "sparsity term"),
        amount("d", "term of sparsity and size"),
        exponent("alpha", "exponent in parameters"),
        exponent("beta", "exponent in tokens"),
        shape(
            "lambda",
            (-5.0, 5.0),
            Spacing::Linear(-0.6, -0.05),
            "power of the active share; below zero the term falls with sparsity",
        ),
        shape(
            "delta",
            (-5.0, 5.0),
            Spacing::Linear(0.05, 0.6),
            "power of the active share in the joint term",
        ),
        exponent("gamma", "exponent in parameters of the joint term"),
    ],
    says: "at a fixed number of parameters sparsity costs loss, and the less so the larger the model",
    limits: &[limit(&[("N", ENDLESS), ("D", ENDLESS)], "E + c*(1 - sparsity)^-lambda")],
    trends: &[falls("N"), falls("D")],
    fails: "fits 99 % of the variance of its runs and 68 % of that of runs held out at a sparsity of 0.98",
    source: "Abnar et al. 2025 (arXiv 2501.12370), equation 6, Table 3; \
             form and constants as independent texts quote equation and table",
    published: &[PublishedValues {
        label: "Abnar et al.",
        values: &[
            ("E", 0.94),
            ("a", 16612.50),
            ("b", 5455.67),
            ("c", 0.4598),
            ("d", 17.26),
            ("alpha", 0.5962),
            ("beta", 0.3954),
            ("lambda", -0.1666),
            ("delta", 0.1603),
            ("gamma", 0.1595),
        ],
    }],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
