//! Loss that weights of few bits add (Ouyang et al. 2024): more for models that were trained long.

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, PublishedValues, Spacing, Topic, amount, exponent, falls, limit, rises,
    shape,
};

/// `K D^b N^-a bits^-g`: the loss added by quantisation after training.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "low-bit-degradation",
    title: "loss added by few bits",
    topic: Topic::Precision,
    formula: "K*D^b*N^-a*bits_post^-g",
    inputs: &["D", "N", "bits_post"],
    parameters: &[
        amount("K", "loss added at one token, parameter and bit"),
        shape("b", (0.001, 5.0), Spacing::Log(0.03, 1.2), "exponent in tokens"),
        exponent("a", "exponent in parameters"),
        shape("g", (0.001, 30.0), Spacing::Log(1.0, 10.0), "exponent in bits"),
    ],
    says: "quantisation costs more the longer a model was trained, and less the larger it is",
    limits: &[limit(&[("N", ENDLESS)], "0")],
    trends: &[rises("D"), falls("N"), falls("bits_post")],
    fails: "many bits, where nothing is added; other methods of quantisation",
    source: "Ouyang et al. 2024 (arXiv 2411.17691), by texts about it",
    published: &[PublishedValues { label: "Pythia", values: &[("b", 0.53), ("a", 0.23)] }],
    status: CardStatus::Reported,
    ..LawCard::BLANK
};
