//! The functions of the language: their names and their values.

use crate::numeric::{digamma, erf, ln_beta, ln_gamma, normal_cdf, trigamma};

/// A function of one or two arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Function {
    /// `exp(x)`.
    Exp,
    /// `ln(x)`; `log(x)` is the same.
    Ln,
    /// `log10(x)`.
    Log10,
    /// `log2(x)`.
    Log2,
    /// `sqrt(x)`.
    Sqrt,
    /// `sin(x)`.
    Sin,
    /// `cos(x)`.
    Cos,
    /// `tan(x)`.
    Tan,
    /// `atan(x)`.
    Atan,
    /// `sigmoid(x)`: 1/(1 + exp(-x)).
    Sigmoid,
    /// `softplus(x)`: ln(1 + exp(x)).
    Softplus,
    /// `lgamma(x)`: the logarithm of the gamma function.
    LnGamma,
    /// `digamma(x)`: the derivative of `lgamma`.
    Digamma,
    /// `trigamma(x)`: the derivative of `digamma`. Derivatives print it; formulas cannot use it.
    Trigamma,
    /// `erf(x)`: the error function.
    Erf,
    /// `normcdf(x)`: the standard normal distribution function.
    NormCdf,
    /// `step(x)`: 0 below zero, 1 above, 1/2 at zero.
    Step,
    /// `min(x, y)`.
    Min,
    /// `max(x, y)`.
    Max,
    /// `lbeta(x, y)`: the logarithm of the beta function.
    LnBeta,
    /// `crossover(u, a)`: the s in (0, 1) that solves ln s - a ln(1 - s) = u, for a >= 0.
    Crossover,
    /// `crossover_logit(u, a)`: the logit of `crossover(u, a)`.
    CrossoverLogit,
}

/// Every function with the name under which it is printed.
const NAMES: &[(&str, Function)] = &[
    ("exp", Function::Exp),
    ("ln", Function::Ln),
    ("log10", Function::Log10),
    ("log2", Function::Log2),
    ("sqrt", Function::Sqrt),
    ("sin", Function::Sin),
    ("cos", Function::Cos),
    ("tan", Function::Tan),
    ("atan", Function::Atan),
    ("sigmoid", Function::Sigmoid),
    ("softplus", Function::Softplus),
    ("lgamma", Function::LnGamma),
    ("digamma", Function::Digamma),
    ("trigamma", Function::Trigamma),
    ("erf", Function::Erf),
    ("normcdf", Function::NormCdf),
    ("step", Function::Step),
    ("min", Function::Min),
    ("max", Function::Max),
    ("lbeta", Function::LnBeta),
    ("crossover", Function::Crossover),
    ("crossover_logit", Function::CrossoverLogit),
];

impl Function {
    /// The functions that a formula may use.
    pub fn all() -> impl Iterator<Item = Function> {
        NAMES.iter().map(|(_, function)| *function).filter(|f| *f != Function::Trigamma)
    }

    /// The function of this name, if a formula may use it.
    pub fn from_name(name: &str) -> Option<Function> {
        let name = if name == "log" { "ln" } else { name };
        Function::all().find(|f| f.name() == name)
    }

    /// The name in formulas.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(_, function)| *function == self).map_or("", |(name, _)| name)
    }

    /// The number of arguments. `min` and `max` also take more than two.
    pub fn arity(self) -> usize {
        use Function::{Crossover, CrossoverLogit, LnBeta, Max, Min};
        if matches!(self, Min | Max | LnBeta | Crossover | CrossoverLogit) { 2 } else { 1 }
    }

    /// The value at `x` (and `y`, which functions of one argument ignore).
    pub fn eval(self, x: f64, y: f64) -> f64 {
        match self {
            Function::Exp => x.exp(),
            Function::Ln => x.ln(),
            Function::Log10 => x.log10(),
            Function::Log2 => x.log2(),
            Function::Sqrt => x.sqrt(),
            Function::Sin => x.sin(),
            Function::Cos => x.cos(),
            Function::Tan => x.tan(),
            Function::Atan => x.atan(),
            Function::Sigmoid => sigmoid(x),
            Function::Softplus => softplus(x),
            Function::LnGamma => ln_gamma(x),
            Function::Digamma => digamma(x),
            Function::Trigamma => trigamma(x),
            Function::Erf => erf(x),
            Function::NormCdf => normal_cdf(x),
            Function::Step => step(x),
            Function::Min => min(x, y),
            Function::Max => -min(-x, -y),
            Function::LnBeta => ln_beta(x, y),
            Function::Crossover => sigmoid(crossover_logit(x, y)),
            Function::CrossoverLogit => crossover_logit(x, y),
        }
    }
}

/// 1/(1 + exp(-x)), without overflow.
pub(crate) fn sigmoid(x: f64) -> f64 {
    let z = (-x.abs()).exp();
    if x >= 0.0 { 1.0 / (1.0 + z) } else { z / (1.0 + z) }
}

/// ln(1 + exp(x)), without overflow and exact far below zero.
pub(crate) fn softplus(x: f64) -> f64 {
    let positive = if x < 0.0 { 0.0 } else { x };
    positive + (-x.abs()).exp().ln_1p()
}

/// The slope of max(x, 0); the mean of both sides at zero.
pub(crate) fn step(x: f64) -> f64 {
    if x > 0.0 {
        1.0
    } else if x < 0.0 {
        0.0
    } else {
        0.5 + x
    }
}

/// The smaller one; not a number if one of them is not.
pub(crate) fn min(x: f64, y: f64) -> f64 {
    if x < y {
        x
    } else if y <= x {
        y
    } else {
        x + y
    }
}

/// Where `sigmoid` reaches 0 or 1.
const EDGE: f64 = 745.0;

/// The largest number of Newton steps; five or six are usual.
pub(crate) const MAX_STEPS: usize = 80;

/// A step of this size is the last one that matters: the next error is less than its square.
pub(crate) const LAST_STEP: f64 = 1e-8;

/// The t that solves `a softplus(t) - softplus(-t) = u`, so that `sigmoid(t)` is `crossover(u, a)`.
///
/// The left side rises, is concave for a < 1 and convex for a > 1, so Newton's method is safe from
/// any start; its second derivative is never larger than its first. The answer is held within +-745.
pub(crate) fn crossover_logit(u: f64, a: f64) -> f64 {
    let mut t = crossover_start(u, a);
    for _ in 0..MAX_STEPS {
        let z = (-t.abs()).exp();
        let next = crossover_step(t, u, a, z, z.ln_1p());
        let moved = (next - t).abs();
        t = next;
        if moved <= LAST_STEP || moved.is_nan() {
            break;
        }
    }
    t
}

/// A point from which to search; not a number if there is no answer.
pub(crate) fn crossover_start(u: f64, a: f64) -> f64 {
    let middle = (a - 1.0) * std::f64::consts::LN_2;
    let start = if u > middle && a > 0.0 { u / a } else { u };
    if a >= 0.0 { start.clamp(-EDGE, EDGE) } else { f64::NAN }
}

/// One Newton step from `t`, with `z = exp(-|t|)` and `log = ln(1 + z)`.
#[inline(always)]
pub(crate) fn crossover_step(t: f64, u: f64, a: f64, z: f64, log: f64) -> f64 {
    let (large, small) = (1.0 / (1.0 + z), z / (1.0 + z));
    let (s, rest) = if t >= 0.0 { (large, small) } else { (small, large) };
    let (above, below) = if t >= 0.0 { (t, 0.0) } else { (0.0, -t) };
    let gap = a * (above + log) - (below + log) - u;
    (t - gap / (rest + a * s)).clamp(-EDGE, EDGE)
}
