//! Loss functions of a residual (fitted minus observed), summed over rows.
//!
//! - `Squares`: `r^2`.
//! - `Huber(d)`: `r^2/2` inside `d`, `d (|r| - d/2)` outside (Huber 1964).
//! - `Absolute`: `|r|`.
//! - `Pinball(q)`: `q |r|` where the observation lies above the fit, `(1 - q) |r|` below (Koenker & Bassett 1978): its
//!   optimum leaves a share `q` of the rows below. `Tilted` is the same with the kink rounded.
//! - `Student`: `nu s^2 ln(1 + r^2/(nu s^2))`, the negative logarithm of the density of Student's t with `nu` degrees of
//!   freedom and scale `s`, up to constants; it tends to `r^2` (Lange, Little & Taylor 1989). See [`student`].
//!
//! All but the last are convex; `psi` is the derivative and `curvature` the second derivative where it exists.

pub mod student;

use crate::dist::student_quantile;
use crate::kernel;
use crate::quantile::{mad, median};
use student::Student;

/// A loss of a residual.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Loss {
    /// `r^2`.
    Squares,
    /// `r^2/2` up to the threshold, linear beyond.
    Huber(f64),
    /// `|r|`.
    Absolute,
    /// `|r|` times the share for observations above the fit, times the rest for those below.
    Pinball(f64),
    /// The same factors times Huber's loss.
    Tilted {
        /// Share of the rows below the fit.
        share: f64,
        /// Residual up to which it is quadratic.
        threshold: f64,
    },
    /// The likelihood of Student's t.
    Student(Student),
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
            Self::Pinball(q) => tilt(q, r) * r.abs(),
            Self::Tilted { share, threshold } => tilt(share, r) * Self::Huber(threshold).rho(r),
            Self::Student(student) => student.rho(r),
        }
    }

    /// Derivative of the loss.
    pub fn psi(self, r: f64) -> f64 {
        match self {
            Self::Squares => 2.0 * r,
            Self::Huber(d) => r.clamp(-d, d),
            Self::Absolute => sign(r),
            Self::Pinball(q) => tilt(q, r) * sign(r),
            Self::Tilted { share, threshold } => tilt(share, r) * r.clamp(-threshold, threshold),
            Self::Student(student) => student.weight(r) * r,
        }
    }

    /// Second derivative of the loss, zero where it does not exist.
    pub fn curvature(self, r: f64) -> f64 {
        match self {
            Self::Squares => 2.0,
            Self::Huber(d) if r.abs() <= d => 1.0,
            Self::Tilted { share, threshold } if r.abs() <= threshold => tilt(share, r),
            Self::Student(student) => student.curvature(r),
            _ => 0.0,
        }
    }

    /// Weighted sum of the losses; weights of one if `weights` is empty.
    ///
    /// For Student's t with a scale that is estimated it is the sum of squares at which a normal law with its own best
    /// scale has the same likelihood.
    pub fn total(self, residuals: &[f64], weights: &[f64]) -> f64 {
        match (self, weights.is_empty()) {
            (Self::Squares, true) => kernel::dot(residuals, residuals),
            (Self::Squares, false) => kernel::dot3(weights, residuals, residuals),
            (Self::Huber(d), _) => kernel::huber_total(residuals, weights, d),
            (Self::Absolute, true) => residuals.iter().map(|r| r.abs()).sum(),
            (Self::Absolute, false) => residuals.iter().zip(weights).map(|(r, w)| w * r.abs()).sum(),
            (Self::Student(student), _) => student.total(residuals, weights),
            (_, true) => residuals.iter().map(|r| self.rho(*r)).sum(),
            (_, false) => residuals.iter().zip(weights).map(|(r, w)| w * self.rho(*r)).sum(),
        }
    }

    /// The loss as it acts on single residuals: a scale that is estimated is set to what these residuals give.
    #[must_use]
    pub fn at(self, residuals: &[f64], weights: &[f64]) -> Self {
        match self {
            Self::Student(student) => Self::Student(student.at(residuals, weights)),
            other => other,
        }
    }
}

fn sign(r: f64) -> f64 {
    if r == 0.0 { 0.0 } else { r.signum() }
}

/// The factor of a residual: observations above the fit have one below zero.
pub(crate) fn tilt(share: f64, r: f64) -> f64 {
    if r < 0.0 { share } else { 1.0 - share }
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

/// When a value is an outlier.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Share of lawful lists that may have any.
    pub alarms: f64,
    /// Degrees of freedom of the tails that lawful values are taken to have.
    pub tails: f64,
}

/// Values beyond the quantile of a t distribution (with fewer degrees of freedom for short lists, whose deviation is
/// poorly known) at which the share of lawful lists of the rule has any. `least` holds the least deviation that a value
/// is measured by, one a value, or is empty. `None` for fewer than 8 values or without spread.
pub fn outliers(values: &[f64], least: &[f64], rule: Rule) -> Option<Outliers> {
    let n = values.len();
    let spread = mad(values);
    if n < 8 || !(spread > 0.0) {
        return None;
    }
    let centre = median(values);
    let tails = rule.tails.min(n as f64 / 3.0).max(2.0);
    let limit = student_quantile(1.0 - rule.alarms / (2.0 * n as f64), tails);
    let own = |i: usize| least.get(i).map_or(spread, |least| spread.max(*least));
    let sizes: Vec<f64> = (0..n).map(|i| (values[i] - centre).abs() / own(i)).collect();
    let mut rows: Vec<usize> = (0..n).filter(|i| sizes[*i] > limit).collect();
    rows.sort_by(|a, b| sizes[*b].total_cmp(&sizes[*a]));
    Some(Outliers { rows, sizes, limit })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn psi_is_the_slope_and_curvature_that_of_psi() {
        let student = Student::new(3.0, Some(0.4));
        let tilted = Loss::Tilted { share: 0.2, threshold: 0.3 };
        let losses = [
            Loss::Squares,
            Loss::Huber(0.3),
            Loss::Absolute,
            Loss::Pinball(0.2),
            tilted,
            Loss::Student(student),
        ];
        for loss in losses {
            for r in [-2.0, -0.31, -0.1, 0.2, 0.29, 0.5] {
                let h = 1e-6;
                let slope = (loss.rho(r + h) - loss.rho(r - h)) / (2.0 * h);
                assert!((slope - loss.psi(r)).abs() < 1e-5, "{loss:?} {r}");
                let bend = (loss.psi(r + h) - loss.psi(r - h)) / (2.0 * h);
                assert!((bend - loss.curvature(r)).abs() < 1e-5, "{loss:?} {r}");
            }
        }
        assert!((Loss::Huber(0.3).rho(1.0) - 0.3 * (1.0 - 0.15)).abs() < 1e-15);
    }
}
