//! The laws of Kaplan et al. 2020: power laws in parameters, tokens and compute, and their coupled form.
//!
//! N counts parameters without embeddings. The coupled law has constants of its own (Table 2 of the paper); with
//! the one-dimensional constants it does not give the paper's numbers.

use super::{CardStatus, LawCard, Published, Spacing, amount, exponent, shape};

const SOURCE: &str = "Kaplan et al. 2020 (arXiv 2001.08361)";
const SAYS: &str = "test loss falls as a power of the scarcest resource when the others are ample";
const FAILS: &str = "no floor; N without embeddings and untuned small runs made the exponents (see Porian et al. 2024, arXiv 2406.19146)";

/// `(Nc/N)^aN`, equation 1.1.
pub(super) const PARAMETERS: LawCard = LawCard {
    id: "kaplan-n",
    title: "Kaplan law in parameters",
    formula: "(Nc/N)^aN",
    inputs: &["N"],
    parameters: &[
        shape("Nc", (1e-30, 1e60), Spacing::Log(1e6, 1e20), "parameters at which the loss is 1 nat"),
        exponent("aN", "exponent in parameters"),
    ],
    says: SAYS,
    fails: FAILS,
    source: SOURCE,
    published: &[Published { label: "WebText2, equation 1.1", values: &[("Nc", 8.8e13), ("aN", 0.076)] }],
    status: CardStatus::Confirmed,
};

/// `(Dc/D)^aD`, equation 1.2.
pub(super) const TOKENS: LawCard = LawCard {
    id: "kaplan-d",
    title: "Kaplan law in tokens",
    formula: "(Dc/D)^aD",
    inputs: &["D"],
    parameters: &[
        shape("Dc", (1e-30, 1e60), Spacing::Log(1e6, 1e20), "tokens at which the loss is 1 nat"),
        exponent("aD", "exponent in tokens"),
    ],
    says: SAYS,
    fails: FAILS,
    source: SOURCE,
    published: &[Published { label: "WebText2, equation 1.2", values: &[("Dc", 5.4e13), ("aD", 0.095)] }],
    status: CardStatus::Confirmed,
};

/// `(Cc/C)^aC`, equation 1.3.
pub(super) const COMPUTE: LawCard = LawCard {
    id: "kaplan-c",
    title: "Kaplan law in compute",
    formula: "(Cc/C)^aC",
    inputs: &["C"],
    parameters: &[
        shape("Cc", (1e-30, 1e80), Spacing::Log(1e12, 1e34), "compute in FLOP at which the loss is 1 nat"),
        exponent("aC", "exponent in compute"),
    ],
    says: SAYS,
    fails: FAILS,
    source: SOURCE,
    published: &[
        Published {
            label: "compute at small batch, 3.1e8 PF-days, equation 1.3",
            values: &[("Cc", 2.678e28), ("aC", 0.050)],
        },
        Published { label: "compute as spent, 1.6e7 PF-days", values: &[("Cc", 1.382e27), ("aC", 0.057)] },
    ],
    status: CardStatus::Confirmed,
};

/// `((Nc/N)^(aN/aD) + Dc/D)^aD`, equation 1.5.
pub(super) const COUPLED: LawCard = LawCard {
    id: "kaplan",
    title: "Kaplan law in parameters and tokens",
    formula: "((Nc/N)^(aN/aD) + Dc/D)^aD",
    inputs: &["N", "D"],
    parameters: &[
        shape("Nc", (1e-30, 1e60), Spacing::Log(1e6, 1e20), "parameters at which the loss is 1 nat"),
        exponent("aN", "exponent in parameters"),
        exponent("aD", "exponent in tokens"),
        shape("Dc", (1e-30, 1e60), Spacing::Log(1e6, 1e20), "tokens at which the loss is 1 nat"),
    ],
    says: "loss depends on parameters and tokens through one sum; a bottleneck in either limits the other",
    fails: FAILS,
    source: SOURCE,
    published: &[Published {
        label: "WebText2, Table 2",
        values: &[("Nc", 6.4e13), ("aN", 0.076), ("aD", 0.103), ("Dc", 1.8e13)],
    }],
    status: CardStatus::Confirmed,
};

/// The coupled law with a floor.
pub(super) const COUPLED_FLOOR: LawCard = LawCard {
    id: "kaplan-floor",
    title: "Kaplan law in parameters and tokens, with a floor",
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
    fails: "as the coupled law; needs runs on both sides of the bottleneck",
    source: "equation 1.5 of Kaplan et al. 2020 with a floor; form as in the package simple-scaling-laws",
    published: &[],
    status: CardStatus::Confirmed,
};
