//! The regularised incomplete beta function `I_x(a, b)`, its inverse, and the binomial distribution.
//!
//! `I_x(a, b) = x^a (1 - x)^b / (B(a, b) C)` with the continued fraction `C` of Didonato and Morris
//! (*ACM TOMS* 18, 1992, equation 9), summed by the method of Lentz; it is used on the side of the
//! mean where it converges fast. The front factor is written with deviations, `exp(-a h(u) - b h(v))`, `h(u) = u - ln(1 + u)`, and
//! Stirling errors, as Loader ("Fast and accurate computation of binomial probabilities", 2000) does
//! for the binomial: large terms that would cancel do not arise.
//!
//! The inverse is a Newton search for `t = ln(x / (1 - x))` on `ln I`, which is concave in `t`.

use super::gamma::stirling_error;
use std::f64::consts::PI;

/// `x` and `1 - x`, each with full relative accuracy.
#[derive(Clone, Copy)]
pub(super) struct Split {
    pub(super) x: f64,
    pub(super) y: f64,
}

impl Split {
    fn of(x: f64) -> Self {
        Self { x, y: 1.0 - x }
    }

    /// From `t = ln(x / y)`.
    pub(super) fn of_logit(t: f64) -> Self {
        Self { x: 1.0 / (1.0 + (-t).exp()), y: 1.0 / (1.0 + t.exp()) }
    }

    /// `(a + b) x - a`, from the smaller of the two, which has more digits after the point.
    fn shift(self, a: f64, b: f64) -> f64 {
        if self.x <= self.y { (a + b) * self.x - a } else { b - (a + b) * self.y }
    }

    fn swapped(self) -> Self {
        Self { x: self.y, y: self.x }
    }
}

/// The distribution function at `x` of the beta distribution with shapes `a` and `b`, both positive.
///
/// The upper tail with full accuracy is `beta_cdf(1 - x, b, a)`. NaN for shapes that are not positive
/// and finite.
#[must_use]
pub fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    if !valid(a, b) || x.is_nan() {
        return f64::NAN;
    }
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    lower_tail(Split::of(x), a, b)
}

/// The quantile at `p` of the beta distribution with shapes `a` and `b`; NaN outside `[0, 1]`.
#[must_use]
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    if !valid(a, b) || !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p == 0.0 || p == 1.0 {
        return p;
    }
    Split::of_logit(logit_quantile(p, 1.0 - p, a, b)).x
}

/// `P(X <= k)` for `n` trials that succeed with probability `p` each; NaN for `p` outside `[0, 1]`.
#[must_use]
pub fn binomial_cdf(k: u64, n: u64, p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if k >= n || p == 0.0 {
        return 1.0;
    }
    if p == 1.0 {
        return 0.0;
    }
    lower_tail(Split::of(p).swapped(), (n - k) as f64, k as f64 + 1.0)
}

fn valid(a: f64, b: f64) -> bool {
    a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite()
}

/// `I_x(a, b)` for `0 < x < 1`.
pub(super) fn lower_tail(at: Split, a: f64, b: f64) -> f64 {
    if fast_side(at, a, b) {
        ln_front(at, a, b).exp() / fraction(at, a, b)
    } else {
        1.0 - ln_front(at, a, b).exp() / fraction(at.swapped(), b, a)
    }
}

/// Whether the fraction for the lower tail converges fast here.
fn fast_side(at: Split, a: f64, b: f64) -> bool {
    at.x * (a + b + 2.0) <= a + 1.0
}

/// `ln(x^a y^b / B(a, b))`.
fn ln_front(at: Split, a: f64, b: f64) -> f64 {
    let n = a + b;
    let shift = at.shift(a, b);
    let stirling = stirling_error(n) - stirling_error(a) - stirling_error(b);
    let root = 0.5 * (a / (2.0 * PI) * (b / n)).ln();
    root + (stirling - a * deviation(shift / a, n * at.x / a) - b * deviation(-shift / b, n * at.y / b))
}

/// `h(u) = u - ln(1 + u)`; `one_plus` is `1 + u` from an exact source.
fn deviation(u: f64, one_plus: f64) -> f64 {
    if u.abs() > 0.5 {
        return u - one_plus.ln();
    }
    // ln(1 + u) = 2 atanh(r) with r = u / (2 + u), and u - 2 r = u r.
    let r = u / (2.0 + u);
    let square = r * r;
    let mut sum = 0.0;
    let mut power = 1.0;
    let mut odd = 3.0;
    // r <= 1/3: eighteen terms reach the last bit.
    for _ in 0..18 {
        sum += power / odd;
        power *= square;
        odd += 2.0;
    }
    r * (u - 2.0 * square * sum)
}

/// The continued fraction `C`; all its terms are positive up to `m = b`.
fn fraction(at: Split, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let Split { x, y } = at;
    let guard = |v: f64| if v.abs() < TINY { TINY } else { v };
    // (a + b) x <= a + 1 - 2 x on the side where this is used, so the first term is positive.
    let ahead = 1.0 - at.shift(a, b);
    let limit = 300 + (30.0 * a.max(b).sqrt()).min(1e7) as usize;
    let mut value = guard(a * ahead / (a + 1.0));
    let (mut numerator, mut denominator) = (value, 0.0);
    for m in 1..limit {
        let m = m as f64;
        let step = a + 2.0 * m;
        let share = m * (b - m) * x / (step - 1.0);
        let above = share * ((a + m - 1.0) * (a + b + m - 1.0) * x / (step - 1.0));
        let below = m + share + (a + m) * (ahead + m * (1.0 + y)) / (step + 1.0);
        denominator = 1.0 / guard(below + above * denominator);
        numerator = guard(below + above / numerator);
        let factor = numerator * denominator;
        value *= factor;
        if (factor - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    value
}

/// `t = ln(x / (1 - x))` where the lower tail is `lower` and the upper tail is `upper`; both are
/// inside `(0, 1)` and add up to one.
pub(super) fn logit_quantile(lower: f64, upper: f64, a: f64, b: f64) -> f64 {
    if lower <= upper { search(lower.ln(), a, b) } else { -search(upper.ln(), b, a) }
}

/// Solves `ln I = target` for `t`. A tangent of a concave function lies above it, so a step from the
/// right of the root ends on its left, and steps from the left do not pass it.
fn search(target: f64, a: f64, b: f64) -> f64 {
    let mut t = (a / b).ln();
    let (mut left, mut right) = (f64::NEG_INFINITY, f64::INFINITY);
    for _ in 0..200 {
        let (value, slope) = ln_lower(t, a, b);
        let gap = target - value;
        if gap > 0.0 {
            left = t;
        } else {
            right = t;
        }
        let mut next = t + gap / slope;
        if !(next > left && next < right) {
            // Only rounding brings it here.
            next = if left.is_finite() && right.is_finite() { 0.5 * (left + right) } else { next };
        }
        if !next.is_finite() || (next - t).abs() <= 2.0 * f64::EPSILON * t.abs().max(1.0) {
            return if next.is_nan() { t } else { next };
        }
        t = next;
    }
    t
}

/// `ln I_x(a, b)` and its derivative, as functions of `t = ln(x / (1 - x))`.
fn ln_lower(t: f64, a: f64, b: f64) -> (f64, f64) {
    if t < -700.0 {
        // The first term of the series in x, whose x = exp(t) could be too small for a float.
        return (a * t - a.ln() - super::ln_beta(a, b), a);
    }
    let at = Split::of_logit(t);
    let ln_front = ln_front(at, a, b);
    let ln_value = if fast_side(at, a, b) {
        ln_front - fraction(at, a, b).ln()
    } else {
        (-(ln_front.exp() / fraction(at.swapped(), b, a))).ln_1p()
    };
    (ln_value, (ln_front - ln_value).exp())
}
