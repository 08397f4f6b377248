//! Broken neural scaling laws (Caballero et al. 2022): power laws joined at smooth breaks.
//!
//! `y = a + b x^-c0 prod_i (1 + (x/d_i)^(1/f_i))^(-c_i f_i)`: the slope changes from `c0` to `c0 + c1` around
//! `x = d1`; `f` says how sharply. Written with `m = ln d`.

use crate::law::card::{CardStatus, LawCard, ParameterCard, Spacing, Topic, amount, shape};

/// Steepest power and largest change of it at a break. Where a skill is acquired at once, a loss falls as a high power: the
/// paper's example of four-digit addition has a change by 5.7.
const STEEPEST: f64 = 30.0;

const FLOOR: ParameterCard = amount("a", "value for very large x");
const SCALE: ParameterCard = amount("b", "scale");
const C0: ParameterCard =
    shape("c0", (-2.0, STEEPEST), Spacing::Linear(0.0, 0.8), "exponent before the break");
const C1: ParameterCard = shape(
    "c1",
    (-STEEPEST, STEEPEST),
    Spacing::Linear(-0.4, 1.2),
    "change of the exponent at the first break",
);
const M1: ParameterCard =
    shape("m1", (-700.0, 700.0), Spacing::AlongLog(0.0, 1.1), "ln x of the first break");
const F1: ParameterCard =
    shape("f1", (0.02, 10.0), Spacing::Log(0.1, 1.5), "width of the first break in ln x");
const C2: ParameterCard = shape(
    "c2",
    (-STEEPEST, STEEPEST),
    Spacing::Linear(-0.4, 1.2),
    "change of the exponent at the second break",
);
const M2: ParameterCard =
    shape("m2", (-700.0, 700.0), Spacing::AlongLog(0.2, 1.2), "ln x of the second break");
const F2: ParameterCard =
    shape("f2", (0.02, 10.0), Spacing::Log(0.1, 1.5), "width of the second break in ln x");
const C3: ParameterCard = shape(
    "c3",
    (-STEEPEST, STEEPEST),
    Spacing::Linear(-0.4, 1.2),
    "change of the exponent at the third break",
);
const M3: ParameterCard =
    shape("m3", (-700.0, 700.0), Spacing::AlongLog(0.3, 1.3), "ln x of the third break");
const F3: ParameterCard =
    shape("f3", (0.02, 10.0), Spacing::Log(0.1, 1.5), "width of the third break in ln x");
const SAYS: &str = "power laws hold piecewise; the exponent changes smoothly at the breaks";
const FAILS: &str = "a break beyond the data cannot be seen; with few points breaks fit noise";
const SOURCE: &str = "Caballero et al. 2022 (arXiv 2210.14891), equation 1; form as in the authors' code";

/// One break.
pub(in crate::law) const ONE_BREAK: LawCard = LawCard {
    id: "bnsl",
    title: "broken neural scaling law, one break",
    topic: Topic::OneAxis,
    formula: "a + b*exp(-c0*ln(x) - c1*f1*softplus((ln(x) - m1)/f1))",
    inputs: &["x"],
    parameters: &[FLOOR, SCALE, C0, C1, M1, F1],
    says: SAYS,
    fails: FAILS,
    source: SOURCE,
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};

/// Two breaks.
pub(in crate::law) const TWO_BREAKS: LawCard = LawCard {
    id: "bnsl2",
    title: "broken neural scaling law, two breaks",
    topic: Topic::OneAxis,
    formula: "a + b*exp(-c0*ln(x) - c1*f1*softplus((ln(x) - m1)/f1) - c2*f2*softplus((ln(x) - m2)/f2))",
    inputs: &["x"],
    parameters: &[FLOOR, SCALE, C0, C1, M1, F1, C2, M2, F2],
    says: SAYS,
    fails: FAILS,
    source: SOURCE,
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};

/// Three breaks.
pub(in crate::law) const THREE_BREAKS: LawCard = LawCard {
    id: "bnsl3",
    title: "broken neural scaling law, three breaks",
    topic: Topic::OneAxis,
    formula: "a + b*exp(-c0*ln(x) - c1*f1*softplus((ln(x) - m1)/f1) - c2*f2*softplus((ln(x) - m2)/f2) - c3*f3*softplus((ln(x) - m3)/f3))",
    inputs: &["x"],
    parameters: &[FLOOR, SCALE, C0, C1, M1, F1, C2, M2, F2, C3, M3, F3],
    says: SAYS,
    fails: FAILS,
    source: SOURCE,
    status: CardStatus::Confirmed,
    ..LawCard::BLANK
};
