//! Repeats between a floor and the loss of knowing nothing: `D` tokens seen, `U` of them unique.

use crate::law::card::{CardStatus, ENDLESS, LawCard, Spacing, Topic, amount, exponent, limit, shape};

/// `E + (L0 - E) h/(1 + h)` with `h = a N^-alpha + b D^-beta + c N^gamma U^-delta`.
pub(in crate::law) const CARD: LawCard = LawCard {
    id: "bounded-repeats",
    title: "bounded surface with over-fitting",
    topic: Topic::Data,
    formula: "E + (L0 - E)*h/(1 + h)",
    wherein: &[("h", "a*N^-alpha + b*D^-beta + c*N^gamma*U^-delta")],
    inputs: &["N", "D", "U"],
    parameters: &[
        amount("E", "irreducible loss"),
        amount("L0", "loss of the untrained model"),
        shape("a", (1e-30, 1e30), Spacing::Log(1.0, 1e4), "parameter term"),
        exponent("alpha", "exponent in parameters"),
        shape("b", (1e-30, 1e30), Spacing::Log(1.0, 1e4), "data term"),
        exponent("beta", "exponent in tokens"),
        shape("c", (1e-60, 1e60), Spacing::Log(0.01, 10.0), "over-fitting term"),
        shape("gamma", (0.001, 5.0), Spacing::Log(0.05, 0.5), "its exponent in parameters"),
        shape("delta", (0.001, 5.0), Spacing::Log(0.1, 0.8), "its exponent in unique tokens"),
    ],
    says: "large models on few unique tokens over-fit; no loss leaves the range from the floor to knowing nothing",
    limits: &[limit(&[("D", ENDLESS), ("U", ENDLESS)], "E + (L0 - E)*a*N^-alpha/(1 + a*N^-alpha)")],
    fails: "needs runs with many repeats; the ceiling is seldom seen",
    source: "arXiv 2605.09189",
    status: CardStatus::Reported,
    ..LawCard::BLANK
};
