//! Cholesky: a symmetric positive definite `A` is `L L^T` (Golub and Van Loan, algorithm 4.2.1).

use super::Matrix;

/// Replaces the lower triangle of `a` (`n * n`, row-major, symmetric) by `L` with `A = L L^T`.
///
/// Only the lower triangle is read and written. Returns `false`, with `a` half done, if `A` is not
/// positive definite to working precision. Does not allocate.
#[must_use]
pub fn cholesky_in_place(a: &mut [f64], n: usize) -> bool {
    for j in 0..n {
        let (above, current) = a.split_at_mut(j * n);
        let row = &mut current[..=j];
        let original = row[j];
        let mut pivot = original;
        for k in 0..j {
            let other = &above[k * n..k * n + k + 1];
            let mut sum = row[k];
            for l in 0..k {
                sum -= row[l] * other[l];
            }
            row[k] = sum / other[k];
            pivot -= row[k] * row[k];
        }
        // A pivot that is all rounding error says that the columns are dependent.
        let limit = original * f64::EPSILON * n as f64;
        if pivot.is_nan() || pivot <= limit || pivot <= 0.0 || pivot.is_infinite() {
            return false;
        }
        row[j] = pivot.sqrt();
    }
    true
}

/// Solves `A x = b` in place with the factor of [`cholesky_in_place`]. Does not allocate.
pub fn cholesky_solve(a: &[f64], n: usize, b: &mut [f64]) {
    for i in 0..n {
        let mut sum = b[i];
        for k in 0..i {
            sum -= a[i * n + k] * b[k];
        }
        b[i] = sum / a[i * n + i];
    }
    for i in (0..n).rev() {
        let mut sum = b[i];
        for k in i + 1..n {
            sum -= a[k * n + i] * b[k];
        }
        b[i] = sum / a[i * n + i];
    }
}

/// The factor of a symmetric positive definite matrix.
#[derive(Clone, Debug)]
pub struct Cholesky {
    n: usize,
    factor: Vec<f64>,
}

impl Cholesky {
    /// Factors a symmetric matrix; `None` if it is not square or not positive definite.
    #[must_use]
    pub fn new(matrix: &Matrix) -> Option<Self> {
        if matrix.rows != matrix.cols {
            return None;
        }
        // Row-major and column-major are the same for a symmetric matrix.
        let mut factor = matrix.data.clone();
        cholesky_in_place(&mut factor, matrix.rows).then_some(Self { n: matrix.rows, factor })
    }

    /// The solution of `A x = b`.
    #[must_use]
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let mut x = b.to_vec();
        cholesky_solve(&self.factor, self.n, &mut x);
        x
    }

    /// The inverse of `A`.
    #[must_use]
    pub fn inverse(&self) -> Matrix {
        let mut out = Matrix::identity(self.n);
        for j in 0..self.n {
            cholesky_solve(&self.factor, self.n, out.column_mut(j));
        }
        for j in 0..self.n {
            for i in 0..j {
                let mean = 0.5 * (out[(i, j)] + out[(j, i)]);
                out[(i, j)] = mean;
                out[(j, i)] = mean;
            }
        }
        out
    }

    /// The natural logarithm of the determinant of `A`.
    #[must_use]
    pub fn ln_determinant(&self) -> f64 {
        (0..self.n).map(|i| 2.0 * self.factor[i * self.n + i].ln()).sum()
    }
}
