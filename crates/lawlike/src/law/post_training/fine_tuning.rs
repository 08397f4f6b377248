//! Fine-tuning at several sizes (Zhang et al. 2024): size and examples multiply.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Topic, amount, exponent, falls, limit};

/// `E + A N^-alpha x^-beta` over examples `x`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "fine-tuning",
    title: "multiplicative law of fine-tuning",
    topic: Topic::PostTraining,
    formula: "E + A*N^-alpha*examples^-beta",
    inputs: &["N", "examples"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("A", "reducible loss at one parameter and one example"),
        exponent("alpha", "exponent in parameters"),
        exponent("beta", "exponent in examples"),
    ],
    says: "a larger model needs fewer examples by a constant factor; instead of parameters, tokens of pre-training or \
           parameters that are tuned may stand in it",
    limits: &[limit(&[("N", ENDLESS)], "E"), limit(&[("examples", ENDLESS)], "E")],
    trends: &[falls("N"), falls("examples")],
    fails: "few examples, where the loss is still flat: see rectified; exponents differ from task to task",
    source: "Zhang et al. 2024 (arXiv 2402.17193), equation 1; \
             form as independent texts quote it",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
