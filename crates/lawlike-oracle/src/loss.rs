//! The objectives from their definitions, of residuals observed minus fitted.

/// What a residual costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OracleLoss {
    /// `r^2`.
    Squares,
    /// `r^2/2` up to the threshold, `d |r| - d^2/2` beyond.
    Huber(f64),
    /// `|r|`.
    Absolute,
    /// The share times `r` for rows above the fit, the rest times `|r|` for those below.
    Pinball(f64),
    /// The likelihood of Student's t with so many degrees of freedom and this scale.
    Student(f64, f64),
    /// The same with the scale of greatest likelihood.
    StudentOfAnyScale(f64),
}

impl OracleLoss {
    /// The weighted sum over residuals; weights of one if there are none. Neumaier's compensated sum.
    pub fn total(self, residuals: &[f64], weights: &[f64]) -> f64 {
        let weight = |i: usize| if weights.is_empty() { 1.0 } else { weights[i] };
        let all = || residuals.iter().enumerate().map(|(i, r)| (weight(i), *r));
        match self {
            Self::Squares => sum(all().map(|(w, r)| w * r * r)),
            Self::Huber(d) => {
                sum(all()
                    .map(|(w, r)| w * if r.abs() <= d { r * r / 2.0 } else { d * r.abs() - d * d / 2.0 }))
            }
            Self::Absolute => sum(all().map(|(w, r)| w * r.abs())),
            Self::Pinball(q) => sum(all().map(|(w, r)| w * if r > 0.0 { q * r } else { (q - 1.0) * r })),
            Self::Student(nu, s) => sum(all().map(|(w, r)| w * nu * s * s * (r * r / (nu * s * s)).ln_1p())),
            Self::StudentOfAnyScale(nu) => {
                let whole = sum(all().map(|(w, _)| w));
                let half = (nu + 1.0) / 2.0;
                let likelihood = |log_s: f64| {
                    let s = log_s.exp();
                    sum(all().map(|(w, r)| w * (log_s + half * (r * r / (nu * s * s)).ln_1p())))
                };
                let largest = residuals.iter().fold(f64::MIN_POSITIVE, |most, r| most.max(r.abs())).ln();
                let least = golden(likelihood, largest - 30.0, largest + 2.0);
                whole * (2.0 * least / whole - 1.0).exp()
            }
        }
    }
}

/// A loss with the weights of the rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeightedLoss<'a> {
    /// What a residual costs.
    pub loss: OracleLoss,
    /// Weights of the rows; weights of one if there are none.
    pub weights: &'a [f64],
}

impl WeightedLoss<'static> {
    /// A loss under weights of one.
    pub fn equal(loss: OracleLoss) -> Self {
        Self { loss, weights: &[] }
    }
}

impl WeightedLoss<'_> {
    /// The weighted sum over residuals.
    pub fn total(&self, residuals: &[f64]) -> f64 {
        self.loss.total(residuals, self.weights)
    }
}

/// The least value of a function with one valley, by golden section.
fn golden(f: impl Fn(f64) -> f64, mut lo: f64, mut hi: f64) -> f64 {
    let ratio = (5f64.sqrt() - 1.0) / 2.0;
    let (mut a, mut b) = (hi - ratio * (hi - lo), lo + ratio * (hi - lo));
    let (mut fa, mut fb) = (f(a), f(b));
    while hi - lo > 1e-12 {
        if fa < fb {
            (hi, b, fb) = (b, a, fa);
            a = hi - ratio * (hi - lo);
            fa = f(a);
        } else {
            (lo, a, fa) = (a, b, fb);
            b = lo + ratio * (hi - lo);
            fb = f(b);
        }
        if a >= b {
            break;
        }
    }
    fa.min(fb)
}

fn sum(values: impl Iterator<Item = f64>) -> f64 {
    let (mut total, mut lost) = (0.0f64, 0.0);
    for value in values {
        let next = total + value;
        lost += if total.abs() >= value.abs() { (total - next) + value } else { (value - next) + total };
        total = next;
    }
    total + lost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_by_hand() {
        let r = [2.0, -1.0, 0.5];
        assert_eq!(OracleLoss::Squares.total(&r, &[1.0, 2.0, 4.0]), 7.0);
        assert_eq!(OracleLoss::Huber(1.0).total(&r, &[]), 1.5 + 0.5 + 0.125);
        assert_eq!(OracleLoss::Absolute.total(&r, &[]), 3.5);
        assert_eq!(OracleLoss::Pinball(0.25).total(&r, &[]), 0.5 + 0.75 + 0.125);
        let scales = (1..4000).map(|k| OracleLoss::Student(4.0, 1e-3 * f64::from(k)));
        let any = OracleLoss::StudentOfAnyScale(4.0).total(&r, &[]);
        // Of declared scales none has a greater likelihood; the value is that of a sum of squares.
        let least = scales
            .map(|loss| {
                let OracleLoss::Student(nu, s) = loss else { return f64::INFINITY };
                3.0 * s.ln() + (nu + 1.0) / (2.0 * nu * s * s) * loss.total(&r, &[])
            })
            .fold(f64::INFINITY, f64::min);
        assert!((any - 3.0 * (2.0 * least / 3.0 - 1.0).exp()).abs() < 1e-5, "{any}");
    }
}
