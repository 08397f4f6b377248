//! A straight line by weighted least squares.

/// Weighted straight line: level at zero and slope; no slope where the positions coincide.
pub(crate) fn weighted_line(z: &[f64], y: &[f64], weight: impl Fn(usize) -> f64) -> (f64, f64) {
    let (mut s0, mut s1, mut s2, mut t0, mut t1) = (0.0, 0.0, 0.0, 0.0, 0.0);
    // Sums about the last position, where the forecast begins, keep their digits.
    let end = z.last().copied().unwrap_or(0.0);
    for i in 0..z.len() {
        let (w, d) = (weight(i), z[i] - end);
        s0 += w;
        s1 += w * d;
        s2 += w * d * d;
        t0 += w * y[i];
        t1 += w * d * y[i];
    }
    let determinant = s0 * s2 - s1 * s1;
    if determinant <= 1e-12 * s0 * s2 {
        return (t0 / s0, 0.0);
    }
    let slope = (s0 * t1 - s1 * t0) / determinant;
    let level = (t0 * s2 - t1 * s1) / determinant;
    (level - slope * end, slope)
}
