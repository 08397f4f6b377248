//! Algorithmic progress in language models (Ho et al. 2024): parameters and tokens become more effective by the year.

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, Spacing, Topic, amount, derived, exponent, falls, limit, shape,
};

/// `E + A N^-alpha exp(-g (t - 2020)) + B D^-beta exp(-h (t - 2020))`, equation 3.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "algorithmic-progress",
    title: "law of algorithmic progress",
    topic: Topic::Calendar,
    formula: "E + A*N^-alpha*exp(-g*(t - 2020)) + B*D^-beta*exp(-h*(t - 2020))",
    inputs: &["N", "D", "t"],
    parameters: &[
        amount("E", "irreducible loss; zero in the model that the paper prefers"),
        amount("A", "parameter term at N = 1 in 2020"),
        amount("B", "data term at D = 1 in 2020"),
        exponent("alpha", "exponent in parameters"),
        exponent("beta", "exponent in tokens"),
        shape("g", (0.0, 5.0), Spacing::Log(0.01, 0.5), "progress a year in the parameter term"),
        shape("h", (0.0, 5.0), Spacing::Log(0.01, 0.5), "progress a year in the data term"),
    ],
    says: "for the same loss effective parameters grow by g/alpha and effective tokens by h/beta a year; compute halves in \
           ln 2/(g/alpha + h/beta) years",
    limits: &[limit(&[("N", ENDLESS), ("D", ENDLESS)], "E")],
    trends: &[falls("N"), falls("D"), falls("t")],
    derived: &[derived(
        "halving",
        "12*ln(2)/(g/alpha + h/beta)",
        "months in which the compute for a loss halves",
    )],
    fails: "losses of many data sets and eras; the interval of the doubling time widened from 5-14 to 2-22 months between \
            versions of the paper; progress may depend on scale (arXiv 2511.21622)",
    source: "Ho et al. 2024 (arXiv 2403.05812), equation 3; \
             form as independent texts quote it",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
