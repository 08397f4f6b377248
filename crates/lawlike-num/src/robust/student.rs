//! The likelihood of Student's t as a loss, with a scale that is declared or estimated.
//!
//! With the scale `s` declared the loss of a residual is `nu s^2 ln(1 + r^2/(nu s^2))`. With an estimated one, `s` is where
//! `N(s) = sum w (ln s + (nu + 1)/2 ln(1 + r^2/(nu s^2)))` is least, that is where
//! `sum w (nu + 1) r^2/(nu s^2 + r^2) = sum w`, and the objective is `W exp(2 N/W - 1)` with `W = sum w`: the sum of squares
//! whose normal likelihood is the same. It rises with `N`, so the optimum is that of the likelihood (Lange, Little & Taylor,
//! *JASA* 84, 1989), has the unit of a sum of squares, and tends to it as `nu` grows.

/// Degrees of freedom, and the scale if it is declared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Student {
    /// Degrees of freedom.
    pub freedom: f64,
    /// Scale; estimated if absent.
    pub scale: Option<f64>,
}

impl Student {
    /// So many degrees of freedom, and this scale or one that is estimated.
    #[must_use]
    pub fn new(freedom: f64, scale: Option<f64>) -> Self {
        Self { freedom, scale }
    }

    fn size(self) -> f64 {
        self.scale.unwrap_or(1.0)
    }

    fn unit(self) -> f64 {
        self.freedom * self.size() * self.size()
    }

    pub(super) fn rho(self, r: f64) -> f64 {
        self.unit() * (r * r / self.unit()).ln_1p()
    }

    /// The weight that reweighting gives a residual: `psi/r`. With it, a square lies above the loss and touches it.
    pub(crate) fn weight(self, r: f64) -> f64 {
        2.0 * self.unit() / (self.unit() + r * r)
    }

    pub(super) fn curvature(self, r: f64) -> f64 {
        let share = self.unit() / (self.unit() + r * r);
        2.0 * share * share * (1.0 - r * r / self.unit())
    }

    pub(super) fn total(self, residuals: &[f64], weights: &[f64]) -> f64 {
        let weight = |i: usize| weights.get(i).copied().unwrap_or(1.0);
        let own = self.at(residuals, weights);
        let sum: f64 = residuals.iter().enumerate().map(|(i, r)| weight(i) * own.rho(*r)).sum();
        if self.scale.is_some() {
            return sum;
        }
        let whole: f64 = (0..residuals.len()).map(weight).sum();
        // N = W ln s + (nu + 1)/(2 nu s^2) sum rho.
        let part = (self.freedom + 1.0) / (own.unit() * whole) * sum;
        whole * own.size() * own.size() * (part - 1.0).exp()
    }

    /// The same with the scale that these residuals give, unless there is one already.
    #[must_use]
    pub fn at(self, residuals: &[f64], weights: &[f64]) -> Self {
        let scale = self.scale.unwrap_or_else(|| self.best_size(residuals, weights));
        Self { scale: Some(scale), ..self }
    }

    /// The scale at which the likelihood is greatest: the equation falls steadily in `ln s`, so that Newton steps kept
    /// within a bracket find it.
    fn best_size(self, residuals: &[f64], weights: &[f64]) -> f64 {
        let weight = |i: usize| weights.get(i).copied().unwrap_or(1.0);
        let whole: f64 = (0..residuals.len()).map(weight).sum();
        let largest = residuals.iter().fold(0.0f64, |most, r| most.max(r.abs()));
        if !(largest > 0.0 && largest.is_finite() && whole > 0.0) {
            return f64::MIN_POSITIVE.sqrt();
        }
        // Below the bracket so many residuals are zero that the likelihood has no maximum.
        let (mut lo, mut hi) = ((SMALLEST * largest).ln(), (2.0 * largest).ln());
        let squares: f64 = residuals.iter().enumerate().map(|(i, r)| weight(i) * r * r).sum();
        let mut at = (0.5 * (squares / whole).ln()).clamp(lo, hi);
        for _ in 0..100 {
            let unit = self.freedom * (2.0 * at).exp();
            let (mut value, mut slope) = (-whole, 0.0);
            for (i, r) in residuals.iter().enumerate() {
                let share = r * r / (unit + r * r);
                value += weight(i) * (self.freedom + 1.0) * share;
                slope -= 2.0 * weight(i) * (self.freedom + 1.0) * share * (1.0 - share);
            }
            if value > 0.0 {
                lo = at
            } else {
                hi = at
            }
            let step = at - value / slope;
            let next = if step > lo && step < hi { step } else { 0.5 * (lo + hi) };
            if (next - at).abs() <= 1e-15 * (1.0 + at.abs()) || hi - lo <= 1e-15 * (1.0 + at.abs()) {
                return next.exp();
            }
            at = next;
        }
        at.exp()
    }
}

/// Smallest scale, as a share of the largest residual.
const SMALLEST: f64 = 1e-12;

#[cfg(test)]
mod tests {
    use super::*;

    const R: [f64; 7] = [0.1, -0.4, 0.3, 2.5, -0.2, 0.05, -0.6];

    #[test]
    fn no_other_scale_has_a_greater_likelihood() {
        let weights = [1.0, 2.0, 0.5, 1.0, 1.0, 3.0, 1.0];
        for freedom in [1.0, 4.0, 50.0] {
            let best = Student::new(freedom, None).at(&R, &weights).size();
            let likelihood = |s: f64| -> f64 {
                let part = |r: f64| s.ln() + 0.5 * (freedom + 1.0) * (r * r / (freedom * s * s)).ln_1p();
                R.iter().zip(&weights).map(|(r, w)| w * part(*r)).sum()
            };
            for factor in [0.9, 0.999, 1.001, 1.1] {
                assert!(likelihood(best * factor) > likelihood(best), "{freedom} {factor}");
            }
        }
    }

    #[test]
    fn many_degrees_of_freedom_are_squares() {
        let squares: f64 = R.iter().map(|r| r * r).sum();
        for scale in [None, Some(0.5)] {
            let total = Student::new(1e9, scale).total(&R, &[]);
            assert!((total / squares - 1.0).abs() < 1e-6, "{scale:?} {total} {squares}");
        }
    }

    #[test]
    fn the_estimated_scale_goes_with_the_unit() {
        let large: Vec<f64> = R.iter().map(|r| 1e3 * r).collect();
        let student = Student::new(4.0, None);
        let ratio = student.total(&large, &[]) / student.total(&R, &[]);
        assert!((ratio / 1e6 - 1.0).abs() < 1e-12);
        assert!(student.total(&[0.0; 4], &[]) < 1e-300);
    }
}
