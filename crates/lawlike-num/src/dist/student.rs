//! Student's distribution with `n` degrees of freedom, by the incomplete beta function.
//!
//! With `z = x^2 / (n + x^2)`: `P(|X| <= |x|) = I_z(1/2, n/2)` (A&S 26.7.1). The tail is
//! `I_(1-z)(n/2, 1/2)`, computed directly.

use super::beta::{Split, logit_quantile, lower_tail};
use super::{ln_beta, normal_cdf, normal_quantile};

/// From here on the distribution is normal to the last bit but a few.
const NORMAL_FROM: f64 = 1e15;

/// The distribution function at `x`, relatively accurate in the lower tail. `df` may be infinite; NaN
/// unless it is positive.
#[must_use]
pub fn student_cdf(x: f64, df: f64) -> f64 {
    if x.is_nan() || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if df >= NORMAL_FROM {
        return normal_cdf(x);
    }
    if x == 0.0 {
        return 0.5;
    }
    // The odds z / (1 - z) as a square root, so that they do not overflow.
    let root = x.abs() / df.sqrt();
    if root > 1e8 {
        let tail = 0.5 * (-df * root.ln() - (0.5 * df).ln() - ln_beta(0.5 * df, 0.5)).exp();
        return if x < 0.0 { tail } else { 1.0 - tail };
    }
    let odds = root * root;
    let outside = Split { x: 1.0 / (1.0 + odds), y: odds / (1.0 + odds) };
    if odds * df < 0.5 {
        let inside = lower_tail(Split { x: outside.y, y: outside.x }, 0.5, 0.5 * df);
        return 0.5 + 0.5 * inside.copysign(x);
    }
    let tail = 0.5 * lower_tail(outside, 0.5 * df, 0.5);
    if x < 0.0 { tail } else { 1.0 - tail }
}

/// The quantile at `p`; infinite at 0 and 1, NaN outside or unless `df` is positive.
#[must_use]
pub fn student_quantile(p: f64, df: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if df >= NORMAL_FROM || p == 0.0 || p == 1.0 {
        return normal_quantile(p);
    }
    let tail = if p < 0.5 { p } else { 1.0 - p };
    let inside = 2.0 * (p - 0.5).abs();
    if inside == 0.0 {
        return 0.0;
    }
    let ln_odds = logit_quantile(inside, 2.0 * tail, 0.5, 0.5 * df);
    (df.sqrt() * (0.5 * ln_odds).exp()).copysign(p - 0.5)
}
