//! The mixing law of Ye et al. 2024: loss on one domain against the shares of all domains in training.
//!
//! Columns `share_...` hold the shares. They sum to one, so the factor `k` of the paper is absorbed in `t`: `k exp(sum t r)`
//! is `exp(sum (t + ln k) r)`.

use crate::law::card::{CardStatus, LawCard, Spacing, Topic, amount, shape};

/// `c + exp(sum_j t_j r_j)`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "domain-mixture",
    title: "mixing law of data",
    topic: Topic::Data,
    formula: "c + exp(sum(share_*: t_* * share_*))",
    inputs: &["share_*"],
    parameters: &[
        amount("c", "loss that no mixture removes"),
        shape("t_*", (-100.0, 100.0), Spacing::Linear(-3.0, 3.0), "effect of the domain"),
    ],
    says: "the reducible loss of a domain is an exponential of the shares of all domains",
    fails: "one scale of model and data: it says nothing about larger runs; shares near zero",
    source: "Ye et al. 2024 (arXiv 2403.16952); form as in the authors' code",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
