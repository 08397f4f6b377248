//! Fisher's distribution of a ratio of mean squares, and chi-squared as its limit.
//!
//! `F = z n2 / ((1 - z) n1)` with `z` beta of shapes `n1/2` and `n2/2` (A&S 26.6.2). Chi-squared over its degrees of
//! freedom is `F` with `n2` infinite; here `n2 = 2e6`, which moves a quantile by less than 1e-5 of itself.

use super::beta::{Split, lower_tail};
use super::beta_quantile;

/// Degrees of freedom that stand for infinitely many.
const MANY: f64 = 2e6;

/// `P(F > x)` for mean squares of `n1` over `n2` degrees of freedom; either may be infinite. NaN unless both are positive.
#[must_use]
pub fn fisher_tail(x: f64, n1: f64, n2: f64) -> f64 {
    let (n1, n2) = (n1.min(MANY), n2.min(MANY));
    if x.is_nan() || !(n1 > 0.0 && n2 > 0.0) {
        return f64::NAN;
    }
    let odds = x * n1 / n2;
    if odds <= 0.0 {
        return 1.0;
    }
    if odds.is_infinite() {
        return 0.0;
    }
    // The upper tail of z is the lower one of 1 - z.
    lower_tail(Split { x: 1.0 / (1.0 + odds), y: odds / (1.0 + odds) }, 0.5 * n2, 0.5 * n1)
}

/// The quantile at `p` of the ratio of mean squares of `n1` over `n2` degrees of freedom; either may be infinite.
#[must_use]
pub fn fisher_quantile(p: f64, n1: f64, n2: f64) -> f64 {
    let (n1, n2) = (n1.min(MANY), n2.min(MANY));
    let rest = beta_quantile(1.0 - p, 0.5 * n2, 0.5 * n1);
    n2 / n1 * (1.0 - rest) / rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64, tolerance: f64) {
        assert!((found / expected - 1.0).abs() < tolerance, "{found} is not {expected}");
    }

    #[test]
    fn tables_of_the_ratio_come_back() {
        // Upper 5 % and 1 % points (Abramowitz and Stegun, table 26.9).
        for (p, n1, n2, expected) in [
            (0.95, 1.0, 10.0, 4.9646),
            (0.95, 5.0, 20.0, 2.7109),
            (0.99, 3.0, 12.0, 5.9525),
            (0.99, 10.0, 60.0, 2.6318),
        ] {
            close(fisher_quantile(p, n1, n2), expected, 2e-5);
            close(fisher_tail(fisher_quantile(p, n1, n2), n1, n2), 1.0 - p, 1e-9);
        }
    }

    #[test]
    fn infinitely_many_degrees_give_chi_squared() {
        // Upper 5 % points of chi-squared with 1, 4 and 30 degrees of freedom.
        for (n, expected) in [(1.0, 3.841_459), (4.0, 9.487_729), (30.0, 43.772_97)] {
            close(n * fisher_quantile(0.95, n, f64::INFINITY), expected, 1e-5);
        }
    }

    #[test]
    fn ends_and_nonsense() {
        assert_eq!(fisher_tail(0.0, 2.0, 3.0), 1.0);
        assert_eq!(fisher_tail(f64::INFINITY, 2.0, 3.0), 0.0);
        assert!(fisher_tail(1.0, 0.0, 3.0).is_nan() && fisher_tail(f64::NAN, 1.0, 3.0).is_nan());
        assert!(fisher_quantile(0.5, -1.0, 3.0).is_nan());
    }
}
