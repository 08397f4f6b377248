//! Moments of a chance whose log-odds are normal.
//!
//! `E[p^c (1-p)^(n-c)]` is the integral of `exp(c t - n ln(1 + e^t))` over a normal `t`. The integrand has one peak; it is
//! found by Newton's method within brackets, and the integral is taken by the trapezoid rule around it, which for an
//! analytic integrand that falls off on both sides gains digits faster than any power of the step.

/// Nodes on each side of the peak.
const NODES: i32 = 20;
/// Distance of the nodes, in widths of the peak.
const STEP: f64 = 0.4;

/// Logarithm of `E[p^c (1-p)^(n-c)]` for log-odds of this mean and standard deviation.
pub(super) fn ln_integral(n: f64, c: f64, mean: f64, sd: f64) -> f64 {
    let exponent = |t: f64| {
        let normal = (t - mean) / sd;
        c * t - n * softplus(t) - 0.5 * normal * normal
    };
    let (peak, width) = peak(n, c, mean, sd);
    let top = exponent(peak);
    let mut sum = 1.0;
    for side in [-1.0, 1.0] {
        for i in 1..=NODES {
            // Wider steps farther out: a peak is often lopsided.
            let u = f64::from(i) * STEP;
            let stretched = u + 0.02 * u * u * u;
            let slope = 1.0 + 0.06 * u * u;
            sum += slope * (exponent(peak + side * width * stretched) - top).exp();
        }
    }
    top + (sum * STEP * width / (sd * (2.0 * std::f64::consts::PI).sqrt())).ln()
}

/// Where the integrand is highest, and how wide it is there.
fn peak(n: f64, c: f64, mean: f64, sd: f64) -> (f64, f64) {
    let precision = 1.0 / (sd * sd);
    let slope = |t: f64| c - n * sigmoid(t) - (t - mean) * precision;
    // The slope falls everywhere; it is at least zero at the lower end and at most zero at the upper.
    let (mut lo, mut hi) = (mean - (n - c) / precision, mean + c / precision);
    let likely = ((c + 0.5) / (n - c + 0.5)).ln();
    let mut t = likely.clamp(lo, hi);
    for _ in 0..200 {
        let rise = slope(t);
        if rise > 0.0 {
            lo = t
        } else {
            hi = t
        }
        let p = sigmoid(t);
        let next = t + rise / (n * p * (1.0 - p) + precision);
        let next = if next > lo && next < hi { next } else { 0.5 * (lo + hi) };
        let moved = (next - t).abs();
        t = next;
        if moved < 1e-6 * (1.0 + t.abs()) {
            break;
        }
    }
    let p = sigmoid(t);
    (t, 1.0 / (n * p * (1.0 - p) + precision).sqrt())
}

fn sigmoid(t: f64) -> f64 {
    if t >= 0.0 { 1.0 / (1.0 + (-t).exp()) } else { t.exp() / (1.0 + t.exp()) }
}

/// `ln(1 + e^t)`.
fn softplus(t: f64) -> f64 {
    t.max(0.0) + (-t.abs()).exp().ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same integral on a fine grid.
    fn grid(n: f64, c: f64, mean: f64, sd: f64) -> f64 {
        let h = 1e-4;
        let sum: f64 = (-120_000..=120_000)
            .map(|i| {
                let u = f64::from(i) * h;
                let t = mean + sd * u;
                (c * t - n * softplus(t) - 0.5 * u * u).exp()
            })
            .sum();
        (sum * h / (2.0 * std::f64::consts::PI).sqrt()).ln()
    }

    #[test]
    fn integrals_are_those_of_a_fine_grid() {
        let cases = [
            (10.0, 0.0, 0.0, 2.0),
            (10.0, 10.0, 1.0, 0.3),
            (100.0, 37.0, -1.0, 4.0),
            (100.0, 0.0, 2.0, 6.0),
            (1e4, 0.0, -3.0, 3.0),
            (1e4, 1.0, 3.0, 3.0),
            (1e6, 0.0, 0.0, 2.0),
        ];
        for (n, c, mean, sd) in cases {
            let (found, expected) = (ln_integral(n, c, mean, sd), grid(n, c, mean, sd));
            assert!(
                (found - expected).abs() < 1e-5 * (1.0 + expected.abs()),
                "{n} {c} {mean} {sd}: {found} {expected}"
            );
        }
    }
}
