//! Capability density (Xiao et al. 2025): parameters that a reference model would need, over those of a model.

use crate::law::card::{
    CardStatus, LawCard, Prediction, PublishedValues, Spacing, Topic, amount, derived, rises, shape,
};

/// `K exp(r (t - 2023))`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "densing",
    title: "law of capability density",
    topic: Topic::Calendar,
    formula: "K*exp(r*(t - 2023))",
    inputs: &["t"],
    parameters: &[
        amount("K", "greatest density at the start of 2023"),
        shape("r", (1e-6, 100.0), Spacing::Log(0.1, 10.0), "growth a year"),
    ],
    says: "the greatest density of open models grows exponentially",
    trends: &[rises("t")],
    derived: &[derived("doubling", "12*ln(2)/r", "months in which the density doubles")],
    fails: "the rate is no constant: 4.8 months before the release of ChatGPT, 3.2 after it; selection of the best of each date moves the slope (lawlike trend says by how much); benchmarks leak",
    source: "Xiao et al. 2025 (Nature Machine Intelligence, s42256-025-01137-0; first as arXiv 2412.04315), by the \
             abstracts of both; printed as ln of the greatest density = A t + B",
    // ln 2 over the time of doubling in years.
    published: &[
        PublishedValues { label: "51 open models, February 2023 to April 2025", values: &[("r", 2.3765)] },
        PublishedValues { label: "29 open models, first version of 2024", values: &[("r", 2.557)] },
    ],
    predictions: &[
        Prediction {
            what: "months in which the density doubles",
            with: 0,
            at: &[],
            formula: "12*ln(2)/r",
            printed: 3.5,
            within: 0.05,
            place: "abstract of 2025",
        },
        Prediction {
            what: "months in which the density doubles, about three",
            with: 1,
            at: &[],
            formula: "12*ln(2)/r",
            printed: 3.3,
            within: 0.1,
            place: "abstract of 2024",
        },
    ],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
