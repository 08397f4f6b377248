//! Householder QR with column pivoting: `A P = Q R` (Businger and Golub, *Numer. Math.* 7, 1965;
//! norms are downdated as in LAPACK's `dlaqp2`).

use super::{Matrix, add_multiple, norm};
use crate::kernel::dot;

/// The pivoted QR factors of a matrix.
///
/// Column `k` of `R` belongs to column `pivots()[k]` of `A`; the diagonal of `R` falls in size, which
/// shows the rank.
#[derive(Clone, Debug)]
pub struct Qr {
    /// `R` on and above the diagonal, the tails of the Householder vectors below it.
    factors: Matrix,
    /// `H_k = I - tau_k v_k v_k^T` with `v_k[k] = 1`.
    taus: Vec<f64>,
    pivots: Vec<usize>,
}

impl Qr {
    /// Factors a matrix.
    #[must_use]
    pub fn new(matrix: Matrix) -> Self {
        let mut a = matrix;
        let (rows, cols) = (a.rows, a.cols);
        let mut pivots: Vec<usize> = (0..cols).collect();
        let mut norms: Vec<f64> = (0..cols).map(|j| norm(a.column(j))).collect();
        let mut exact_norms = norms.clone();
        let mut taus = Vec::with_capacity(rows.min(cols));
        for k in 0..rows.min(cols) {
            let largest = (k..cols).fold(k, |best, j| if norms[j] > norms[best] { j } else { best });
            if largest != k {
                let (left, right) = a.column_pair(k, largest);
                left.swap_with_slice(right);
                pivots.swap(k, largest);
                norms.swap(k, largest);
                exact_norms.swap(k, largest);
            }
            let tau = make_reflector(&mut a.column_mut(k)[k..]);
            taus.push(tau);
            for j in k + 1..cols {
                let (v, column) = a.column_pair(k, j);
                reflect(&v[k..], tau, &mut column[k..]);
                let ratio = (column[k] / norms[j]).abs().min(1.0);
                let left = (1.0 - ratio * ratio).max(0.0);
                let drift = norms[j] / exact_norms[j];
                // Downdating has lost too many digits: measure again.
                if norms[j] > 0.0 && left * drift * drift <= f64::EPSILON.sqrt() {
                    norms[j] = norm(&column[k + 1..]);
                    exact_norms[j] = norms[j];
                } else {
                    norms[j] *= left.sqrt();
                }
            }
        }
        Self { factors: a, taus, pivots }
    }

    /// The column of `A` that each column of `R` belongs to.
    #[must_use]
    pub fn pivots(&self) -> &[usize] {
        &self.pivots
    }

    /// Entry `(i, j)` of `R`, with `i <= j`.
    #[must_use]
    pub fn r(&self, i: usize, j: usize) -> f64 {
        if i <= j { self.factors[(i, j)] } else { 0.0 }
    }

    /// The number of diagonal entries of `R` above `tolerance` times the largest.
    #[must_use]
    pub fn rank(&self, tolerance: f64) -> usize {
        let limit = if self.taus.is_empty() { 0.0 } else { tolerance * self.factors[(0, 0)].abs() };
        (0..self.taus.len()).take_while(|&k| self.factors[(k, k)].abs() > limit).count()
    }

    /// The rank at the rounding level of the matrix: tolerance `max(rows, cols)` epsilons.
    fn working_rank(&self) -> usize {
        self.rank(f64::EPSILON * self.factors.rows.max(self.factors.cols) as f64)
    }

    /// Replaces `b` (one entry a row) by `Q^T b`.
    pub fn apply_q_transposed(&self, b: &mut [f64]) {
        for (k, &tau) in self.taus.iter().enumerate() {
            reflect(&self.factors.column(k)[k..], tau, &mut b[k..]);
        }
    }

    /// Replaces `b` (one entry a row) by `Q b`.
    pub fn apply_q(&self, b: &mut [f64]) {
        for (k, &tau) in self.taus.iter().enumerate().rev() {
            reflect(&self.factors.column(k)[k..], tau, &mut b[k..]);
        }
    }

    /// The least-squares solution of `A x = b`.
    ///
    /// If columns are dependent to working precision, the pivots in excess of the rank get zero (the
    /// basic solution).
    #[must_use]
    pub fn solve(&self, b: &[f64]) -> Vec<f64> {
        let mut rotated = b.to_vec();
        rotated.resize(self.factors.rows, 0.0);
        self.apply_q_transposed(&mut rotated);
        let rank = self.working_rank();
        self.back_substitute(&mut rotated[..rank]);
        let mut x = vec![0.0; self.factors.cols];
        for (&pivot, &value) in self.pivots.iter().zip(&rotated[..rank]) {
            x[pivot] = value;
        }
        x
    }

    /// Solves `R x = c` in place with the leading block of the order of `c`.
    fn back_substitute(&self, c: &mut [f64]) {
        for k in (0..c.len()).rev() {
            c[k] /= self.factors[(k, k)];
            let (head, tail) = c.split_at_mut(k);
            add_multiple(head, -tail[0], &self.factors.column(k)[..k]);
        }
    }

    /// `S = P R^-1`, rows in the order of the columns of `A`, so that `S S^T` is the inverse of
    /// `A^T A`. Rows and columns in excess of the rank are zero.
    #[must_use]
    pub fn r_inverse(&self) -> Matrix {
        let (cols, rank) = (self.factors.cols, self.working_rank());
        let mut out = Matrix::zeros(cols, cols);
        for j in 0..rank {
            let mut column = vec![0.0; j + 1];
            column[j] = 1.0;
            self.back_substitute(&mut column);
            for (i, value) in column.into_iter().enumerate() {
                out[(self.pivots[i], j)] = value;
            }
        }
        out
    }

    /// The diagonal of the projection on the columns of `A`: squared norms of the rows of the thin `Q`.
    /// They lie in `[0, 1]` and add up to the rank.
    #[must_use]
    pub fn leverages(&self) -> Vec<f64> {
        let mut out = vec![0.0; self.factors.rows];
        let mut column = vec![0.0; self.factors.rows];
        for k in 0..self.working_rank() {
            column.fill(0.0);
            column[k] = 1.0;
            self.apply_q(&mut column);
            for (sum, q) in out.iter_mut().zip(&column) {
                *sum += q * q;
            }
        }
        out
    }
}

/// Turns a column into its reflector: the first entry becomes that of `R`, the others the vector.
fn make_reflector(column: &mut [f64]) -> f64 {
    let tail = norm(&column[1..]);
    if tail == 0.0 {
        return 0.0;
    }
    let alpha = column[0];
    let beta = -alpha.hypot(tail).copysign(alpha);
    for value in &mut column[1..] {
        *value /= alpha - beta;
    }
    column[0] = beta;
    (beta - alpha) / beta
}

/// `b -= tau v (v^T b)`, where the first entry of `v` counts as one.
fn reflect(v: &[f64], tau: f64, b: &mut [f64]) {
    if tau == 0.0 {
        return;
    }
    let factor = -tau * (b[0] + dot(&v[1..], &b[1..]));
    b[0] += factor;
    add_multiple(&mut b[1..], factor, &v[1..]);
}
