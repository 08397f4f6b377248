//! Farseer (Li et al. 2025): the exponent in tokens itself depends on the number of parameters.
//!
//! Equation 3 has `exp(a3 N^g + b3)` and `exp(a2 N^b + b2)`; here `E = exp(b3)` and `B = exp(b2)`, which are coefficients.

use crate::law::card::{CardStatus, LawCard, Spacing, Topic, amount, shape};

/// `E exp(a3 N^g) + B exp(a2 N^b) D^-exp(a1 N^a + b1)`, equation 3.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "farseer",
    title: "Farseer surface",
    topic: Topic::Surface,
    formula: "E*exp(a3*N^g) + B*exp(a2*N^b)*D^(-exp(a1*N^a + b1))",
    inputs: &["N", "D"],
    parameters: &[
        amount("E", "loss for very many tokens, but for its dependence on N"),
        shape("a3", (-100.0, 100.0), Spacing::Linear(0.5, 3.0), "size of that dependence"),
        shape("g", (-2.0, 1.0), Spacing::Linear(-0.2, -0.02), "its power of N"),
        amount("B", "data term at D = 1, but for its dependence on N"),
        shape("a2", (-100.0, 100.0), Spacing::Linear(-3.0, 3.0), "size of that dependence"),
        shape("b", (-2.0, 1.0), Spacing::Linear(-0.2, 0.02), "its power of N"),
        shape("a1", (-100.0, 100.0), Spacing::Linear(-2.0, 2.0), "dependence of the exponent in tokens on N"),
        shape("a", (-2.0, 1.0), Spacing::Linear(-0.2, 0.02), "its power of N"),
        shape(
            "b1",
            (-7.0, 2.0),
            Spacing::Linear(-2.0, -0.5),
            "logarithm of the exponent in tokens, but for its dependence on N",
        ),
    ],
    says: "larger models learn from tokens at another rate: the best number of tokens per parameter moves with compute",
    fails: "nine parameters: forecasts need hundreds of runs on a grid; the authors' coefficients are not known here",
    source: "Li et al. 2025 (arXiv 2506.10972), equation 3; \
             form as independent texts quote it",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
