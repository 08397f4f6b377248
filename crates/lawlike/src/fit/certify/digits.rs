//! How many digits of the parameters have to be printed.

use super::Evidence;
use lawlike_num::kernel;

/// Share of the standard error of a fitted value by which rounding may move it.
const SHARE: f64 = 0.1;
/// Digits that tell every 64-bit number from its neighbours.
const ALL: usize = 17;

impl Evidence<'_> {
    /// Significant digits that each parameter needs so that the fitted values of the rounded parameters, all rounded at
    /// once, lie within a tenth of their standard errors of what they were. To first order, and on the scale of the
    /// objective.
    ///
    /// Rounded to `d` digits, a parameter moves by up to half a unit of the last one, and the fitted value of row `i` by
    /// that times `|J_ij|`. Each of the `p` parameters may use a `p`-th part of what is allowed, in every row. Published
    /// constants have been rounded to fewer: see the two digits of Hoffmann et al. 2022 in Besiroglu et al. 2024.
    ///
    /// Empty where the data give no standard errors.
    pub(in crate::fit) fn digits(&self, covariance: &[Vec<f64>]) -> Vec<(String, usize)> {
        let Some(errors) = self.errors(covariance) else { return Vec::new() };
        let (n, names) = (self.optimum.n(), self.optimum.model.parameters());
        let jacobian = self.optimum.jacobian.chunks_exact(n.max(1));
        let with_digits = |((name, value), column): ((&String, &f64), &[f64])| {
            // The most that a unit of the parameter moves a row, in standard errors of that row.
            let most =
                column.iter().zip(&errors).map(|(slope, error)| slope.abs() / error).fold(0.0, f64::max);
            (name.clone(), digits_of(*value, SHARE / (most * names.len() as f64)))
        };
        names.iter().zip(self.optimum.parameters).zip(jacobian).map(with_digits).collect()
    }

    /// Standard error of each fitted value on the scale of the objective.
    fn errors(&self, covariance: &[Vec<f64>]) -> Option<Vec<f64>> {
        let n = self.optimum.n();
        let column = |j: usize| &self.optimum.jacobian[j * n..(j + 1) * n];
        if self.free.is_empty() || self.free.iter().any(|j| covariance[*j][*j].is_nan()) {
            return None;
        }
        let columns: kernel::Columns<'_> = self.free.iter().map(|j| column(*j)).collect();
        let (mut image, mut squares) = (vec![0.0; n], vec![0.0; n]);
        for j in &self.free {
            let row: Vec<f64> = self.free.iter().map(|k| covariance[*j][*k]).collect();
            kernel::combine(&[], &row, &columns, &mut image);
            kernel::add_scaled(1.0, &image, column(*j), &mut squares);
        }
        squares.iter_mut().for_each(|v| *v = v.max(0.0).sqrt());
        Some(squares)
    }
}

/// Significant digits with which a number is printed to `error`, at least one.
fn digits_of(value: f64, error: f64) -> usize {
    if value == 0.0 || error == f64::INFINITY {
        return 1;
    }
    // With d digits half a unit of the last one is 10^(leading - d + 1) / 2.
    let leading = value.abs().log10().floor();
    let digits = (leading + 1.0 - (2.0 * error).log10()).ceil();
    if digits.is_nan() { ALL } else { digits.clamp(1.0, ALL as f64) as usize }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_digit_is_the_first_whose_half_is_small_enough() {
        for (value, error, digits) in [
            (0.347, 0.005, 2),
            (0.347, 0.0049, 3),
            (482.01, 5.0, 2),
            (482.01, 4.9, 3),
            (-482.01, 0.04, 5),
            (482.01, 5000.0, 1),
            (1.0, 0.0, ALL),
            (0.0, 1e-9, 1),
            (2.5, f64::NAN, ALL),
        ] {
            assert_eq!(digits_of(value, error), digits, "{value} to {error}");
        }
    }
}
