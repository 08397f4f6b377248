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
