//! Vocabulary (Tao et al. 2024): parameters of the vocabulary apart from all others.
//!
//! The authors' response is the loss minus that of a unigram model, which is negative; their `E` is then minus the one
//! here. Losses over one vocabulary can be taken as they are.

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, PublishedValues, Topic, amount, exponent, falls, free, limit,
};

/// `E + A1 N^-a1 + A2 Nv^-a2 + B D^-b`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "vocabulary",
    title: "law of vocabulary",
    topic: Topic::Architecture,
    formula: "E + A1*N^-a1 + A2*N_vocabulary^-a2 + B*D^-b",
    inputs: &["N", "N_vocabulary", "D"],
    parameters: &[
        free(
            "E",
            "irreducible loss; below zero where the response is the loss minus that of a unigram model",
        ),
        amount("A1", "parameter term"),
        exponent("a1", "exponent in parameters without vocabulary"),
        amount("A2", "vocabulary term"),
        exponent("a2", "exponent in parameters of the vocabulary"),
        amount("B", "data term"),
        exponent("b", "exponent in tokens"),
    ],
    says: "larger models deserve larger vocabularies, but the vocabulary should grow more slowly than the rest",
    limits: &[limit(&[("N", ENDLESS), ("N_vocabulary", ENDLESS), ("D", ENDLESS)], "E")],
    trends: &[falls("N"), falls("N_vocabulary"), falls("D")],
    fails: "losses over different vocabularies compare only after normalisation, and then tokens are not alike either: \
            the authors' tokens are about 0.76 a character, since their program converts with the vocabulary in \
            thousands; with true tokens, 0.26 a character, their values give 4 % of the variance of their runs",
    source: "Tao et al. 2024 (arXiv 2407.13623), Approach 3; form, units and values are those of the authors' programs \
             approach3_isoloss.py and optimal_Nv_predict.py, and give 97.2 % of the variance of the 1,054 points of their \
             exp_data.csv that the fit uses",
    // Printed for parameters in millions and tokens in units of 1e9: A1 = 1.831, A2 = 0.196, B = 2.124, E = -5.533.
    published: &[PublishedValues {
        label: "Tao et al.",
        values: &[
            ("A1", 880.4),
            ("a1", 0.447),
            ("A2", 2081.0),
            ("a2", 0.671),
            ("B", 2.240e4),
            ("b", 0.447),
            ("E", -5.533),
        ],
    }],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
