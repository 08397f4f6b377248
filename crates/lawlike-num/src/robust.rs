//! Loss functions of a residual, summed over rows.
//!
//! `Squares`: `r^2`. `Huber(d)`: `r^2/2` inside `d`, `d (|r| - d/2)` outside (Huber 1964). `Absolute`: `|r|`.
//! All are convex; `psi` is the derivative and `curvature` the second derivative where it exists.

use crate::dist::student_quantile;
use crate::kernel;
use crate::quantile::{mad, median};

/// A convex loss of a residual.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Loss {
    /// `r^2`.
    Squares,
    /// `r^2/2` up to the threshold, linear beyond.
    Huber(f64),
    /// `|r|`.
    Absolute,
}

impl Loss {
    /// Loss of one residual.
    pub fn rho(self, r: f64) -> f64 {
        match self {
            Self::Squares => r * r,
            Self::Huber(d) => {
                let clipped = r.clamp(-d, d);
                clipped * (r - 0.5 * clipped)
            }
            Self::Absolute => r.abs(),
        }
    }

    /// Derivative of the loss.
    pub fn psi(self, r: f64) -> f64 {
        match self {
            Self::Squares => 2.0 * r,
            Self::Huber(d) => r.clamp(-d, d),
            Self::Absolute => {
                if r == 0.0 {
                    0.0
                } else {
                    r.signum()
                }
            }
        }
    }

    /// Second derivative of the loss, zero where it does not exist.
    pub fn curvature(self, r: f64) -> f64 {
        match self {
            Self::Squares => 2.0,
            Self::Huber(d) if r.abs() <= d => 1.0,
            _ => 0.0,
        }
    }

    /// Weighted sum of the losses; weights of one if `weights` is empty.
    pub fn total(self, residuals: &[f64], weights: &[f64]) -> f64 {
        match (self, weights.is_empty()) {
            (Self::Squares, true) => kernel::dot(residuals, residuals),
            (Self::Squares, false) => kernel::dot3(weights, residuals, residuals),
            (Self::Huber(d), _) => kernel::huber_total(residuals, weights, d),
            (Self::Absolute, true) => residuals.iter().map(|r| r.abs()).sum(),
            (Self::Absolute, false) => residuals.iter().zip(weights).map(|(r, w)| w * r.abs()).sum(),
        }
    }
}

/// Values that lie too far from the rest to be of their kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Outliers {
    /// Places of those beyond the limit, the farthest first.
    pub rows: Vec<usize>,
    /// Distance of every value from the median, in median absolute deviations made consistent with a normal.
    pub sizes: Vec<f64>,
    /// Distance beyond which a value is an outlier.
    pub limit: f64,
}

/// Degrees of freedom of the tails that lawful values are taken to have.
const TAILS: f64 = 6.0;

/// Values beyond the quantile of a t distribution with 6 degrees of freedom (fewer for short lists, whose deviation is
/// poorly known) at which a share `alarms` of lawful lists has any. `None` for fewer than 8 values or without spread.
pub fn outliers(values: &[f64], alarms: f64) -> Option<Outliers> {
    let n = values.len();
    let spread = mad(values);
    if n < 8 || !(spread > 0.0) {
        return None;
    }
    let centre = median(values);
    let tails = TAILS.min(n as f64 / 3.0).max(2.0);
    let limit = student_quantile(1.0 - alarms / (2.0 * n as f64), tails);
    let sizes: Vec<f64> = values.iter().map(|v| (v - centre).abs() / spread).collect();
    let mut rows: Vec<usize> = (0..n).filter(|i| sizes[*i] > limit).collect();
    rows.sort_by(|a, b| sizes[*b].total_cmp(&sizes[*a]));
    Some(Outliers { rows, sizes, limit })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn huber_joins_smoothly_and_psi_is_the_slope() {
        for loss in [Loss::Squares, Loss::Huber(0.3), Loss::Absolute] {
            for r in [-2.0, -0.31, -0.1, 0.2, 0.29, 0.5] {
                let h = 1e-6;
                let slope = (loss.rho(r + h) - loss.rho(r - h)) / (2.0 * h);
                assert!((slope - loss.psi(r)).abs() < 1e-5, "{loss:?} {r}");
            }
        }
        assert!((Loss::Huber(0.3).rho(1.0) - 0.3 * (1.0 - 0.15)).abs() < 1e-15);
    }
}
