//! Derivatives by differences, extrapolated to a step of zero.

/// Columns of the tableau: the error falls as the step to the power of twice as many.
const COLUMNS: usize = 10;
/// Each step is the one before over this.
const SHRINK: f64 = 1.6;

/// The derivative of `f` at `x` and an estimate of its error, from central differences of steps that begin at `step`.
///
/// Richardson's extrapolation of the even powers of the step; of the whole tableau the entry that differs least from its
/// neighbours counts, and what is rounded in `f` is part of the error (Ridders, *Advances in Engineering Software* 4, 1982). `f` must be smooth within `step` of `x`.
pub fn derivative(f: impl Fn(f64) -> f64, x: f64, step: f64) -> (f64, f64) {
    let (mut best, mut error) = (f64::NAN, f64::INFINITY);
    let mut before: Vec<f64> = Vec::new();
    for row in 0..COLUMNS {
        // A step that x can be moved by without rounding.
        let h = (x + step / SHRINK.powi(row as i32)) - x;
        let (up, down) = (f(x + h), f(x - h));
        let mut now = vec![(up - down) / (2.0 * h)];
        let rounding = f64::EPSILON * (up.abs() + down.abs()) / h.abs();
        for (column, coarse) in before.iter().enumerate() {
            let gain = SHRINK.powi(2 * (column as i32 + 1));
            let value = (gain * now[column] - coarse) / (gain - 1.0);
            let doubt = (value - now[column]).abs().max((value - coarse).abs()) + rounding;
            if doubt <= error {
                (best, error) = (value, doubt);
            }
            now.push(value);
        }
        before = now;
    }
    (best, error)
}

/// The Jacobian of `f` at `x` by [`derivative`]: one column of slopes an unknown. Steps are these shares of the unknowns.
pub fn jacobian(f: impl Fn(&[f64]) -> Vec<f64>, x: &[f64], share: f64) -> Vec<Vec<f64>> {
    let rows = f(x).len();
    let column = |j: usize| {
        let entry = |i: usize| {
            let along = |v: f64| {
                let mut moved = x.to_vec();
                moved[j] = v;
                f(&moved)[i]
            };
            derivative(along, x[j], share * x[j].abs().max(1e-3)).0
        };
        (0..rows).map(entry).collect()
    };
    (0..x.len()).map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A function, a place, and its slope there.
    type Known = (fn(f64) -> f64, f64, f64);

    #[test]
    fn derivatives_of_known_functions() {
        let known: [Known; 4] = [
            (f64::exp, 1.0, 1f64.exp()),
            (f64::ln, 3.0, 1.0 / 3.0),
            (|x| x.powf(-0.35), 1e9, -0.35 * 1e9f64.powf(-1.35)),
            (f64::sin, 0.0, 1.0),
        ];
        for (f, x, slope) in known {
            let (found, error) = derivative(f, x, 0.1 * x.abs().max(1.0));
            assert!((found / slope - 1.0).abs() < 1e-11, "{x}: {found} for {slope}");
            assert!((found - slope).abs() <= 10.0 * error, "{x}: {found} for {slope}, said {error}");
        }
    }

    #[test]
    fn a_jacobian_has_a_column_an_unknown() {
        let found = jacobian(|x| vec![x[0] * x[1], x[0].exp(), x[1]], &[2.0, -3.0], 0.1);
        let exact = [[-3.0, 2f64.exp(), 0.0], [2.0, 0.0, 1.0]];
        for (found, exact) in found.iter().flatten().zip(exact.as_flattened()) {
            assert!((found - exact).abs() < 1e-10, "{found} {exact}");
        }
    }
}
