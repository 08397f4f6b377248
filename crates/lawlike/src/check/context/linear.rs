//! The law as a plane around its optimum: where tests of residuals are exact.
//!
//! Near its optimum a law is linear in its parameters. Rows that no law explains (outliers) are left out, and the
//! residuals are projected off the columns of the Jacobian once more by least squares: with normal noise their
//! distribution is then known, whatever objective found the optimum.

use super::Context;
use crate::check::outliers;
use lawlike_num::dense::{Matrix, Qr};
use lawlike_num::kernel::dot;

/// Residuals off the tangent plane of a law.
#[derive(Debug, Clone)]
pub struct Linear {
    /// Rows of the observations that are used.
    pub rows: Vec<usize>,
    /// Residuals of these rows off the plane, each times the root of its weight.
    pub residuals: Vec<f64>,
    /// Degrees of freedom of the residuals.
    pub dof: usize,
    roots: Vec<f64>,
    columns: Vec<Vec<f64>>,
    lengths: Vec<f64>,
    plane: Qr,
    rank: usize,
}

impl Linear {
    /// The plane of all rows that are no outliers.
    pub(super) fn new(context: &Context<'_>) -> Option<Self> {
        Self::without(context, &outliers::far(context.fit).rows)
    }

    /// The plane of all rows but some.
    pub(crate) fn without(context: &Context<'_>, far: &[usize]) -> Option<Self> {
        let prepared = context.prepared()?;
        let crate::fit::Linearised { residuals, jacobian, .. } = prepared.at(&context.estimates());
        let n = residuals.len();
        let weight = |row: usize| prepared.weights().get(row).copied().unwrap_or(1.0);
        let rows: Vec<usize> = (0..n).filter(|row| !far.contains(row) && weight(*row) > 0.0).collect();
        let roots: Vec<f64> = rows.iter().map(|row| weight(*row).sqrt()).collect();
        let pick = |column: &[f64]| rows.iter().zip(&roots).map(|(row, root)| column[*row] * root).collect();
        let columns: Vec<Vec<f64>> =
            context.free().iter().map(|j| pick(&jacobian[j * n..(j + 1) * n])).collect();
        let observed: Vec<f64> = residuals.iter().map(|r| -r).collect();
        let target: Vec<f64> = pick(&observed);
        Self::build(rows, roots, columns, target)
    }

    /// The plane of columns of slopes and of residuals that are already in units of their noise.
    pub fn of(columns: Vec<Vec<f64>>, residuals: Vec<f64>) -> Option<Self> {
        let n = residuals.len();
        Self::build((0..n).collect(), vec![1.0; n], columns, residuals)
    }

    fn build(rows: Vec<usize>, roots: Vec<f64>, columns: Vec<Vec<f64>>, target: Vec<f64>) -> Option<Self> {
        let lengths: Vec<f64> = columns.iter().map(|column| dot(column, column).sqrt()).collect();
        let unit = |(column, length): (&Vec<f64>, &f64)| -> Vec<f64> {
            column.iter().map(|v| if *length > 0.0 { v / length } else { 0.0 }).collect()
        };
        let scaled: Vec<Vec<f64>> = columns.iter().zip(&lengths).map(unit).collect();
        let plane = Qr::new(Matrix::from_columns(&scaled));
        let rank = if columns.is_empty() { 0 } else { plane.rank(1e-10) };
        let dof = rows.len().checked_sub(rank)?;
        let mut linear = Self { rows, residuals: Vec::new(), dof, roots, columns, lengths, plane, rank };
        linear.residuals = linear.off(target);
        let usable = dof >= 3 && linear.residuals.iter().all(|r| r.is_finite()) && linear.sum() > 0.0;
        usable.then_some(linear)
    }

    /// The part of a weighted column that the law cannot follow.
    pub fn off(&self, mut column: Vec<f64>) -> Vec<f64> {
        self.plane.apply_q_transposed(&mut column);
        column[..self.rank].fill(0.0);
        self.plane.apply_q(&mut column);
        column
    }

    /// The part of a quantity, given for every row of the observations, that the law cannot follow.
    pub fn beyond(&self, values: &[f64]) -> Vec<f64> {
        self.off(self.rows.iter().zip(&self.roots).map(|(row, root)| values[*row] * root).collect())
    }

    /// Changes of the free parameters by which the law follows a quantity, given for every row of the observations, as
    /// well as it can.
    pub fn follow(&self, values: &[f64]) -> Vec<f64> {
        let column: Vec<f64> =
            self.rows.iter().zip(&self.roots).map(|(row, root)| values[*row] * root).collect();
        let found = self.plane.solve(&column);
        found
            .iter()
            .zip(&self.lengths)
            .map(|(v, length)| if *length > 0.0 { v / length } else { 0.0 })
            .collect()
    }

    /// The plane with these quantities, given for every row of the observations, as further directions.
    pub fn with(&self, quantities: &[Vec<f64>]) -> Option<Self> {
        let mut columns = self.columns.clone();
        for values in quantities {
            columns.push(self.rows.iter().zip(&self.roots).map(|(row, root)| values[*row] * root).collect());
        }
        Self::build(self.rows.clone(), self.roots.clone(), columns, self.residuals.clone())
    }

    /// Columns of the Jacobian of the parameters that are free, over the rows that are used, weighted.
    pub fn columns(&self) -> &[Vec<f64>] {
        &self.columns
    }

    /// An orthonormal basis of the plane, as columns over the rows that are used.
    pub fn basis(&self) -> Vec<Vec<f64>> {
        let unit = |k: usize| {
            let mut column = vec![0.0; self.rows.len()];
            column[k] = 1.0;
            self.plane.apply_q(&mut column);
            column
        };
        (0..self.rank).map(unit).collect()
    }

    /// Sum of squared residuals.
    pub fn sum(&self) -> f64 {
        dot(&self.residuals, &self.residuals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::fitted::{Fitted, power};

    fn is_close(a: &[f64], b: &[f64]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-12)
    }

    /// A straight line over five places.
    fn line(residuals: [f64; 5]) -> Linear {
        Linear::of(vec![vec![1.0; 5], vec![-2.0, -1.0, 0.0, 1.0, 2.0]], residuals.to_vec()).unwrap()
    }

    #[test]
    fn residuals_are_taken_off_a_straight_line() {
        // The line is 2 + 0.6 x: products with the columns are 10 and 6, their squares 5 and 10.
        let found = line([1.0, 2.0, 0.0, 4.0, 3.0]);
        assert!(is_close(&found.residuals, &[0.2, 0.6, -2.0, 1.4, -0.2]), "{:?}", found.residuals);
        assert!((found.sum() - 6.4).abs() < 1e-12 && found.dof == 3);
        assert!(is_close(&found.off(vec![3.0, 2.0, 1.0, 0.0, -1.0]), &[0.0; 5]), "a line is followed");
        assert!(is_close(&found.beyond(&[0.0, 0.0, 5.0, 0.0, 0.0]), &[-1.0, -1.0, 4.0, -1.0, -1.0]));
    }

    #[test]
    fn what_a_plane_follows_is_told_by_its_coefficients() {
        let found = line([1.0, 2.0, 0.0, 4.0, 3.0]);
        assert!(is_close(&found.follow(&[1.0, 2.0, 0.0, 4.0, 3.0]), &[2.0, 0.6]));
        assert_eq!(found.columns().len(), 2);
        assert_eq!(found.columns()[1], [-2.0, -1.0, 0.0, 1.0, 2.0]);
        let basis = found.basis();
        for (a, one) in basis.iter().enumerate() {
            assert!(is_close(&found.off(one.clone()), &[0.0; 5]), "in the plane");
            for (b, other) in basis.iter().enumerate() {
                assert!((dot(one, other) - f64::from(u8::from(a == b))).abs() < 1e-12);
            }
        }
        assert_eq!(basis.len(), 2);
    }

    #[test]
    fn three_degrees_of_freedom_and_some_residual_are_needed() {
        let columns = |rows: usize| vec![vec![1.0; rows], (0..rows).map(|row| row as f64).collect()];
        let zigzag = |rows: usize| (0..rows).map(|row| (row % 2) as f64).collect();
        assert!(Linear::of(columns(5), zigzag(5)).is_some() && Linear::of(columns(4), zigzag(4)).is_none());
        assert!(Linear::of(columns(6), vec![0.0; 6]).is_none(), "nothing is left over");
        assert!(Linear::of(columns(6), vec![f64::NAN; 6]).is_none());
        assert_eq!(Linear::of(Vec::new(), zigzag(4)).unwrap().dof, 4, "a plane without directions");
    }

    #[test]
    fn columns_that_hang_together_or_are_zero_count_once() {
        let ones = vec![1.0; 6];
        let twice: Vec<f64> = ones.iter().map(|v| 2.0 * v).collect();
        let found = Linear::of(vec![ones, twice, vec![0.0; 6]], vec![1.0, 3.0, 1.0, 3.0, 1.0, 3.0]).unwrap();
        assert_eq!(found.dof, 5);
        assert!(is_close(&found.residuals, &[-1.0, 1.0, -1.0, 1.0, -1.0, 1.0]));
        assert_eq!(found.follow(&[1.0; 6])[2], 0.0);
    }

    #[test]
    fn further_directions_are_taken_off_as_well() {
        let found = Linear::of(vec![vec![1.0; 6]], vec![1.0, 3.0, 2.0, 2.0, 5.0, 5.0]).unwrap();
        let more = found.with(&[vec![0.0, 0.0, 0.0, 0.0, 1.0, 1.0]]).unwrap();
        assert!(is_close(&more.residuals, &[-1.0, 1.0, 0.0, 0.0, 0.0, 0.0]), "{:?}", more.residuals);
        assert_eq!((more.dof, more.columns().len()), (4, 2));
    }

    /// Weighted least squares of `ln y` on `ln x` by its normal equations: residuals times the roots of the weights.
    fn weighted(it: &Fitted, weights: &[f64]) -> Vec<f64> {
        let logs = |values: &[f64]| values.iter().map(|v| v.ln()).collect::<Vec<f64>>();
        let (x, y) = (logs(&it.observations.axes[0].values), logs(&it.observations.response.values));
        let sum = |of: &dyn Fn(usize) -> f64| (0..x.len()).map(|i| weights[i] * of(i)).sum::<f64>();
        let total = sum(&|_| 1.0);
        let (mx, my) = (sum(&|i| x[i]) / total, sum(&|i| y[i]) / total);
        let slope = sum(&|i| (x[i] - mx) * (y[i] - my)) / sum(&|i| (x[i] - mx).powi(2));
        (0..x.len()).map(|i| weights[i].sqrt() * (y[i] - my - slope * (x[i] - mx))).collect()
    }

    #[test]
    fn rows_without_weight_are_left_out_and_others_count_by_its_root() {
        let mut data = power(10, |row| [0.01, -0.02, 0.015][row % 3]);
        data.weights = (0..10).map(|row| [2.0, 0.5, 0.0, 1.0][row % 4]).collect();
        let it = Fitted::new("log-log-line", data);
        let found = Linear::without(&it.context(), &[]).unwrap();
        assert_eq!(found.rows, [0, 1, 3, 4, 5, 7, 8, 9]);
        assert_eq!(found.dof, 6);
        let all = weighted(&it, &it.observations.weights);
        for (residual, row) in found.residuals.iter().zip(&found.rows) {
            assert!((residual - all[*row]).abs() < 1e-6, "{row}: {residual} instead of {}", all[*row]);
        }
        let weight_of = |row: usize| if row == 3 { 0.0 } else { it.observations.weights[row] };
        let fewer = Linear::without(&it.context(), &[3]).unwrap();
        let without = weighted(&it, &(0..10).map(weight_of).collect::<Vec<f64>>());
        assert_eq!(fewer.rows, [0, 1, 4, 5, 7, 8, 9]);
        assert!((fewer.residuals[0] - without[0]).abs() < 1e-6);
    }
}
