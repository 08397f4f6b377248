//! M4 of Alabdulmohsin et al. 2022: from random guessing through a power law to a floor.
//!
//! `(y - E)/(y0 - y)^a = w x^-c`. With `s = (y - E)/(y0 - E)` this reads `s/(1-s)^a = v x^-c` with
//! `v = w (y0 - E)^(a-1)`; `crossover(u, a)` is the `s` that solves `ln s - a ln(1-s) = u`. So `y` has a closed
//! form in the language, and `m` is the logarithm of the x at which `s/(1-s)^a = 1`.

use crate::law::card::{
    CardStatus, ENDLESS, LawCard, Spacing, Topic, VANISHING, amount, exponent, limit, shape,
};

/// `E + (y0 - E) crossover(c (m - ln x), a)`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "m4",
    title: "sigmoid-like power law (M4)",
    topic: Topic::OneAxis,
    formula: "E + (y0 - E)*crossover(c*(m - ln(x)), a)",
    inputs: &["x"],
    parameters: &[
        amount("E", "irreducible part"),
        amount("y0", "response of random guessing"),
        exponent("c", "exponent far from both ends"),
        shape("m", (-700.0, 700.0), Spacing::AlongLog(-1.0, 1.0), "ln x of the crossover"),
        shape("a", (0.0, 20.0), Spacing::Linear(0.05, 3.0), "how the law leaves random guessing"),
    ],
    says: "the response starts at random guessing, falls as a power of x, and ends at a floor",
    limits: &[limit(&[("x", ENDLESS)], "E"), limit(&[("x", VANISHING)], "y0")],
    fails: "short curves do not determine five parameters; y0 must be known or seen",
    source: "Alabdulmohsin et al. 2022 (arXiv 2209.06640); structure as in the authors' code, m4.py",
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
