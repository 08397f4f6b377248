//! Sigmoid against the axis as it stands, between a floor and a ceiling.

use crate::law::card::{CardStatus, LawCard, Spacing, Topic, amount, shape};

/// `lo + (hi - lo) sigmoid(k (x - m))`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "sigmoid",
    title: "sigmoid with floor and ceiling",
    topic: Topic::OneAxis,
    formula: "lo + (hi - lo)*sigmoid((x - m)/w)",
    inputs: &["x"],
    parameters: &[
        amount("lo", "floor, such as chance"),
        amount("hi", "ceiling"),
        shape("m", (-1e300, 1e300), Spacing::Along(-0.5, 1.5), "x at half height"),
        shape("w", (-1e300, 1e300), Spacing::Width(0.03, 1.0), "width; negative where the response falls"),
    ],
    says: "the response leaves a floor and reaches a ceiling, with the steepest part at m",
    fails: "before half height has been passed, floor and width say nothing about the ceiling",
    source: "two-step ladder, accuracy against loss: Bhagia et al. 2024 (arXiv 2412.04403), equation 2",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
