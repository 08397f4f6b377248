//! Small dense linear algebra: matrices by columns, QR, Cholesky, symmetric eigenvalues and singular
//! values.
//!
//! Made for tens to thousands of rows and a few columns, where accuracy counts and blocking does not.
//! Sources: Golub and Van Loan, *Matrix Computations* (4th ed. 2013), chapters 4, 5 and 8; Demmel and
//! Veselic, "Jacobi's method is more accurate than QR" (SIAM J. Matrix Anal. Appl. 13, 1992).

mod cholesky;
mod jacobi;
mod qr;

pub use cholesky::{Cholesky, cholesky_in_place, cholesky_solve};
pub use jacobi::{condition, pseudo_inverse_symmetric, singular_values, symmetric_eigen};
pub use qr::Qr;

use std::ops::{Index, IndexMut};

/// A matrix stored column after column.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub cols: usize,
    /// The entries, `rows * cols` of them; entry `(i, j)` is `data[j * rows + i]`.
    pub data: Vec<f64>,
}

impl Matrix {
    /// A matrix from its entries, column after column. Missing entries are zero, spare ones dropped.
    #[must_use]
    pub fn new(rows: usize, cols: usize, mut data: Vec<f64>) -> Self {
        data.resize(rows * cols, 0.0);
        Self { rows, cols, data }
    }

    /// A matrix of zeros.
    #[must_use]
    pub fn zeros(rows: usize, cols: usize) -> Self {
        Self { rows, cols, data: vec![0.0; rows * cols] }
    }

    /// The identity of order `n`.
    #[must_use]
    pub fn identity(n: usize) -> Self {
        let mut out = Self::zeros(n, n);
        for i in 0..n {
            out[(i, i)] = 1.0;
        }
        out
    }

    /// A matrix from columns; the first column sets the number of rows.
    #[must_use]
    pub fn from_columns<C: AsRef<[f64]>>(columns: &[C]) -> Self {
        let rows = columns.first().map_or(0, |column| column.as_ref().len());
        let mut data = Vec::with_capacity(rows * columns.len());
        for (j, column) in columns.iter().enumerate() {
            data.extend(column.as_ref().iter().take(rows));
            data.resize(rows * (j + 1), 0.0);
        }
        Self { rows, cols: columns.len(), data }
    }

    /// Entry `(i, j)`, or `None` outside.
    #[must_use]
    pub fn get(&self, i: usize, j: usize) -> Option<f64> {
        if i < self.rows && j < self.cols { self.data.get(j * self.rows + i).copied() } else { None }
    }

    /// Sets entry `(i, j)`.
    pub fn set(&mut self, i: usize, j: usize, value: f64) {
        self[(i, j)] = value;
    }

    /// Column `j`.
    #[must_use]
    pub fn column(&self, j: usize) -> &[f64] {
        &self.data[j * self.rows..(j + 1) * self.rows]
    }

    /// Column `j`, to be changed.
    pub fn column_mut(&mut self, j: usize) -> &mut [f64] {
        &mut self.data[j * self.rows..(j + 1) * self.rows]
    }

    /// The transposed matrix.
    #[must_use]
    pub fn transposed(&self) -> Self {
        let mut out = Self::zeros(self.cols, self.rows);
        for j in 0..self.cols {
            for i in 0..self.rows {
                out[(j, i)] = self[(i, j)];
            }
        }
        out
    }

    /// The product of this matrix and a vector.
    #[must_use]
    pub fn times(&self, x: &[f64]) -> Vec<f64> {
        let mut out = vec![0.0; self.rows];
        for (j, &factor) in x.iter().take(self.cols).enumerate() {
            add_multiple(&mut out, factor, self.column(j));
        }
        out
    }

    /// Columns `a` and `b`, both to be changed; `a` must be smaller than `b`.
    fn column_pair(&mut self, a: usize, b: usize) -> (&mut [f64], &mut [f64]) {
        let (left, right) = self.data.split_at_mut(b * self.rows);
        (&mut left[a * self.rows..(a + 1) * self.rows], &mut right[..self.rows])
    }
}

impl Index<(usize, usize)> for Matrix {
    type Output = f64;

    fn index(&self, (i, j): (usize, usize)) -> &f64 {
        &self.data[j * self.rows + i]
    }
}

impl IndexMut<(usize, usize)> for Matrix {
    fn index_mut(&mut self, (i, j): (usize, usize)) -> &mut f64 {
        &mut self.data[j * self.rows + i]
    }
}

/// `y += factor * x`.
fn add_multiple(y: &mut [f64], factor: f64, x: &[f64]) {
    crate::kernel::axpy(factor, x, y);
}

/// The Euclidean norm, safe from overflow and underflow of the squares.
fn norm(x: &[f64]) -> f64 {
    let plain = crate::kernel::dot(x, x);
    if plain > 1e-280 && plain < 1e280 {
        return plain.sqrt();
    }
    let largest = x.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    if largest == 0.0 || !plain.is_finite() && !largest.is_finite() || plain.is_nan() {
        return plain.sqrt();
    }
    largest * x.iter().map(|v| (v / largest) * (v / largest)).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests;
