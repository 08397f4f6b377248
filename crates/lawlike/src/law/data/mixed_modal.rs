//! Two modalities in one model (Aghajanyan et al. 2023): loss above the mean of the two single laws.
//!
//! The response is the loss minus the mean of the losses that the single laws give; `D` counts the tokens of both.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Topic, amount, exponent, falls, limit};

/// `A N^-alpha + B D^-beta - S`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "mixed-modal",
    title: "interaction of two modalities",
    topic: Topic::Data,
    formula: "A*N^-alpha + B*D^-beta - S",
    inputs: &["N", "D"],
    parameters: &[
        amount("A", "competition for parameters at N = 1"),
        exponent("alpha", "exponent in parameters"),
        amount("B", "competition for tokens at D = 1"),
        exponent("beta", "exponent in tokens"),
        amount("S", "synergy of the pair"),
    ],
    says: "small models pay for a second modality, large ones gain from it",
    limits: &[limit(&[("N", ENDLESS), ("D", ENDLESS)], "-S")],
    trends: &[falls("N"), falls("D")],
    fails: "pairs of unequal data; the single laws must be known first",
    source: "Aghajanyan et al. 2023 (arXiv 2301.03728)",
    status: CardStatus::Reported,
    ..LawCard::BLANK
};
