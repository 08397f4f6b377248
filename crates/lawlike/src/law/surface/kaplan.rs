//! The laws of Kaplan et al. 2020: power laws in parameters, tokens and compute, and their coupled form.
//!
//! N counts parameters without embeddings. The coupled law has constants of its own (Table 2 of the paper); with
//! the one-dimensional constants it does not give the paper's numbers.

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, Prediction, PublishedValues, Spacing, Topic, amount, exponent, falls,
    limit, shape,
};

const SOURCE: &str = "Kaplan et al. 2020 (arXiv 2001.08361)";
const SAYS: &str = "test loss falls as a power of the scarcest resource when the others are ample";
const FAILS: &str = "no floor; N without embeddings and untuned small runs made the exponents (see Porian et al. 2024, arXiv 2406.19146)";

/// `(Nc/N)^aN`, equation 1.1.
pub(in crate::law) const PARAMETERS: LawCard = LawCard {
    id: "kaplan-n",
    title: "Kaplan law in parameters",
    topic: Topic::Surface,
    formula: "(Nc/N)^aN",
    inputs: &["N"],
    parameters: &[
        shape("Nc", (1e-30, 1e60), Spacing::Log(1e6, 1e20), "parameters at which the loss is 1 nat"),
        exponent("aN", "exponent in parameters"),
    ],
    says: SAYS,
    limits: &[limit(&[("N", ENDLESS)], "0")],
    trends: &[falls("N")],
    fails: FAILS,
    source: SOURCE,
    published: &[PublishedValues {
        label: "WebText2, equation 1.1",
        values: &[("Nc", 8.8e13), ("aN", 0.076)],
    }],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};

/// `(Dc/D)^aD`, equation 1.2.
pub(in crate::law) const TOKENS: LawCard = LawCard {
    id: "kaplan-d",
    title: "Kaplan law in tokens",
    topic: Topic::Surface,
    formula: "(Dc/D)^aD",
    inputs: &["D"],
    parameters: &[
        shape("Dc", (1e-30, 1e60), Spacing::Log(1e6, 1e20), "tokens at which the loss is 1 nat"),
        exponent("aD", "exponent in tokens"),
    ],
    says: SAYS,
    limits: &[limit(&[("D", ENDLESS)], "0")],
    trends: &[falls("D")],
    fails: FAILS,
    source: SOURCE,
    published: &[PublishedValues {
        label: "WebText2, equation 1.2",
        values: &[("Dc", 5.4e13), ("aD", 0.095)],
    }],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};

/// `(Cc/C)^aC`, equation 1.3.
pub(in crate::law) const COMPUTE: LawCard = LawCard {
    id: "kaplan-c",
    title: "Kaplan law in compute",
    topic: Topic::Surface,
    formula: "(Cc/C)^aC",
    inputs: &["C"],
    parameters: &[
        shape("Cc", (1e-30, 1e80), Spacing::Log(1e12, 1e34), "compute in FLOP at which the loss is 1 nat"),
        exponent("aC", "exponent in compute"),
    ],
    says: SAYS,
    limits: &[limit(&[("C", ENDLESS)], "0")],
    trends: &[falls("C")],
    fails: FAILS,
    source: SOURCE,
    published: &[
        PublishedValues {
            label: "compute at small batch, 3.1e8 PF-days, equation 1.3",
            values: &[("Cc", 2.678e28), ("aC", 0.050)],
        },
        PublishedValues {
            label: "compute as spent, 1.6e7 PF-days",
            values: &[("Cc", 1.382e27), ("aC", 0.057)],
        },
    ],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};

/// `((Nc/N)^(aN/aD) + Dc/D)^aD`, equation 1.5.
pub(in crate::law) const COUPLED: LawCard = LawCard {
    id: "kaplan",
    title: "Kaplan law in parameters and tokens",
    topic: Topic::Surface,
    formula: "((Nc/N)^(aN/aD) + Dc/D)^aD",
    inputs: &["N", "D"],
    parameters: &[
        shape("Nc", (1e-30, 1e60), Spacing::Log(1e6, 1e20), "parameters at which the loss is 1 nat"),
        exponent("aN", "exponent in parameters"),
        exponent("aD", "exponent in tokens"),
        shape("Dc", (1e-30, 1e60), Spacing::Log(1e6, 1e20), "tokens at which the loss is 1 nat"),
    ],
    says: "loss depends on parameters and tokens through one sum; a bottleneck in either limits the other",
    limits: &[limit(&[("N", ENDLESS)], "(Dc/D)^aD"), limit(&[("D", ENDLESS)], "(Nc/N)^aN")],
    trends: &[falls("N"), falls("D")],
    fails: FAILS,
    source: SOURCE,
    published: &[PublishedValues {
        label: "WebText2, Table 2",
        values: &[("Nc", 6.4e13), ("aN", 0.076), ("aD", 0.103), ("Dc", 1.8e13)],
    }],
    predictions: &[Prediction {
        what: "exponent of the tokens that a size needs",
        with: 0,
        at: &[],
        formula: "aN/aD",
        printed: 0.74,
        within: 0.005,
        place: "equation 4.4",
    }],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};

/// The coupled law with a floor.
pub(in crate::law) const COUPLED_FLOOR: LawCard = LawCard {
    id: "kaplan-floor",
    title: "Kaplan law in parameters and tokens, with a floor",
    topic: Topic::Surface,
    formula: "E + A*(N^-rho + R/D)^beta",
    inputs: &["N", "D"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("A", "scale of the reducible loss"),
        shape("rho", (0.01, 10.0), Spacing::Log(0.2, 3.0), "ratio of the exponents, aN/aD"),
        shape("R", (1e-60, 1e60), Spacing::Log(1e-8, 1e8), "weight of the data term"),
        exponent("beta", "exponent in tokens"),
    ],
    says: "as the coupled law, above an irreducible loss",
    limits: &[limit(&[("N", ENDLESS)], "E + A*(R/D)^beta"), limit(&[("D", ENDLESS)], "E + A*N^(-rho*beta)")],
    trends: &[falls("N"), falls("D")],
    fails: "as the coupled law; needs runs on both sides of the bottleneck",
    source: "equation 1.5 of Kaplan et al. 2020 with a floor; form as in the package simple-scaling-laws",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};

/// `(Nc/N)^aN + (Sc/S)^aS`, equation 1.6.
pub(in crate::law) const STEPS: LawCard = LawCard {
    id: "kaplan-steps",
    title: "Kaplan law in parameters and steps",
    topic: Topic::Surface,
    formula: "(Nc/N)^aN + (Sc/steps)^aS",
    inputs: &["N", "steps"],
    parameters: &[
        shape("Nc", (1e-30, 1e60), Spacing::Log(1e6, 1e20), "parameters at which their term is 1 nat"),
        exponent("aN", "exponent in parameters"),
        shape("Sc", (1e-30, 1e60), Spacing::Log(1.0, 1e6), "steps at which their term is 1 nat"),
        exponent("aS", "exponent in steps"),
    ],
    says: "with ample data the loss is a part that only size lowers, plus a part that only steps lower",
    limits: &[limit(&[("N", ENDLESS)], "(Sc/steps)^aS"), limit(&[("steps", ENDLESS)], "(Nc/N)^aN")],
    trends: &[falls("N"), falls("steps")],
    fails: "steps are those of a batch far above the critical one: S/(1 + B_crit/B); early and decayed steps",
    source: "Kaplan et al. 2020 (arXiv 2001.08361), equation 1.6 and Table 3",
    published: &[PublishedValues {
        label: "WebText2, Table 3",
        values: &[("Nc", 6.5e13), ("aN", 0.077), ("Sc", 2.1e3), ("aS", 0.76)],
    }],
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
