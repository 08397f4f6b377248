//! The best peak learning rate against size, tokens or compute.

use crate::law::card::{CardStatus, LawCard, Prediction, PublishedValues, Spacing, Topic, amount, shape};

/// `k N^a D^b`.
pub(in crate::law) const STEP_LAW: LawCard = LawCard {
    id: "learning-rate",
    title: "best learning rate by size and tokens",
    topic: Topic::Schedule,
    formula: "k*N^a*D^b",
    inputs: &["N", "D"],
    parameters: &[
        amount("k", "rate at one parameter and one token"),
        shape("a", (-3.0, 3.0), Spacing::Linear(-1.0, 0.2), "exponent in parameters"),
        shape("b", (-3.0, 3.0), Spacing::Linear(-0.5, 0.8), "exponent in tokens"),
    ],
    says: "larger models want smaller rates, longer runs larger ones",
    fails: "it belongs to the schedule and the optimiser; a user's fit to the same runs gave other exponents",
    source: "Step law (arXiv 2503.04715); issue 10 of its repository for the second row; \
             values as independent texts quote them",
    published: &[
        PublishedValues {
            label: "step law, N without embeddings",
            values: &[("k", 1.79), ("a", -0.713), ("b", 0.307)],
        },
        PublishedValues { label: "fitted again by a user", values: &[("a", -0.767), ("b", 0.197)] },
    ],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};

/// `k C^a`.
pub(in crate::law) const COMPUTE: LawCard = LawCard {
    id: "learning-rate-compute",
    title: "best learning rate by compute",
    topic: Topic::Schedule,
    formula: "k*C^a",
    inputs: &["C"],
    parameters: &[
        amount("k", "rate at one FLOP"),
        shape("a", (-2.0, 2.0), Spacing::Linear(-0.4, 0.1), "exponent in compute"),
    ],
    says: "larger budgets want smaller rates",
    fails: "along the best size for each budget only; compute without embeddings",
    source: "DeepSeek 2024 (arXiv 2401.02954), equation 1 and Table 2",
    published: &[PublishedValues { label: "1e17 to 2e19 FLOP", values: &[("k", 0.3118), ("a", -0.1250)] }],
    predictions: &[
        Prediction {
            what: "learning rate of DeepSeek 7B, C = 6 N D",
            with: 0,
            at: &[("C", 8.28e22)],
            formula: "",
            printed: 4.2e-4,
            within: 1e-5,
            place: "Table 2",
        },
        Prediction {
            what: "learning rate of DeepSeek 67B, C = 6 N D",
            with: 0,
            at: &[("C", 8.04e23)],
            formula: "",
            printed: 3.2e-4,
            within: 1e-5,
            place: "Table 2",
        },
    ],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
