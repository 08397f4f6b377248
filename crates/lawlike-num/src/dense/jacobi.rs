//! Jacobi rotations: eigenvalues of a symmetric matrix (Golub and Van Loan, section 8.5) and singular
//! values by the one-sided method (section 8.6.3), which finds small ones to high relative accuracy.

use super::{Matrix, Qr, norm};
use crate::kernel::dot;

/// Sweeps over all pairs; convergence is quadratic and takes fewer than ten.
const SWEEPS: usize = 60;

/// The tangent of the smaller rotation that diagonalises a 2 by 2 matrix, from
/// `zeta = (a_qq - a_pp) / (2 a_pq)`.
fn rotation(zeta: f64) -> (f64, f64, f64) {
    let tangent =
        if zeta.abs() > 1e150 { 0.5 / zeta } else { zeta.signum() / (zeta.abs() + zeta.hypot(1.0)) };
    let cosine = 1.0 / tangent.hypot(1.0);
    (tangent, cosine, tangent * cosine)
}

/// Rotates two columns into each other.
fn rotate(p: &mut [f64], q: &mut [f64], cosine: f64, sine: f64) {
    for (p, q) in p.iter_mut().zip(q) {
        let (left, right) = (*p, *q);
        *p = cosine * left - sine * right;
        *q = sine * left + cosine * right;
    }
}

/// Eigenvalues in falling order and the matrix whose columns are their eigenvectors.
///
/// The matrix must be symmetric. A matrix with a NaN or an infinity gives NaN throughout.
#[must_use]
pub fn symmetric_eigen(matrix: &Matrix) -> (Vec<f64>, Matrix) {
    let n = matrix.rows.min(matrix.cols);
    if matrix.data.iter().any(|v| !v.is_finite()) {
        return (vec![f64::NAN; n], Matrix::new(n, n, vec![f64::NAN; n * n]));
    }
    let mut a = matrix.clone();
    let mut vectors = Matrix::identity(n);
    for _ in 0..SWEEPS {
        let mut rotated = false;
        for p in 0..n {
            for q in p + 1..n {
                rotated |= eigen_step(&mut a, &mut vectors, p, q);
            }
        }
        if !rotated {
            break;
        }
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&i, &j| a[(j, j)].total_cmp(&a[(i, i)]));
    let columns: Vec<&[f64]> = order.iter().map(|&j| vectors.column(j)).collect();
    (order.iter().map(|&j| a[(j, j)]).collect(), Matrix::from_columns(&columns))
}

/// Makes entry `(p, q)` zero; `false` if it was negligible.
fn eigen_step(a: &mut Matrix, vectors: &mut Matrix, p: usize, q: usize) -> bool {
    let off = a[(p, q)];
    let (app, aqq) = (a[(p, p)], a[(q, q)]);
    // The product of the roots does not overflow where the root of the product would.
    let scale = app.abs().sqrt() * aqq.abs().sqrt();
    let negligible = off.abs() <= 0.5 * f64::EPSILON * scale || off.abs() < f64::MIN_POSITIVE;
    if negligible {
        return false;
    }
    let (tangent, cosine, sine) = rotation((aqq - app) / (2.0 * off));
    if app - tangent * off == app && aqq + tangent * off == aqq && off.abs() < f64::EPSILON * scale {
        return false;
    }
    for i in 0..a.rows {
        if i != p && i != q {
            let (left, right) = (a[(i, p)], a[(i, q)]);
            a[(i, p)] = cosine * left - sine * right;
            a[(i, q)] = sine * left + cosine * right;
            a[(p, i)] = a[(i, p)];
            a[(q, i)] = a[(i, q)];
        }
    }
    a[(p, p)] = app - tangent * off;
    a[(q, q)] = aqq + tangent * off;
    a[(p, q)] = 0.0;
    a[(q, p)] = 0.0;
    let (left, right) = vectors.column_pair(p, q);
    rotate(left, right, cosine, sine);
    true
}

/// Singular values in falling order, `min(rows, cols)` of them.
#[must_use]
pub fn singular_values(matrix: &Matrix) -> Vec<f64> {
    let tall = if matrix.rows >= matrix.cols { matrix.clone() } else { matrix.transposed() };
    let n = tall.cols;
    let largest = tall.data.iter().fold(0.0_f64, |m, v| if v.is_nan() { f64::NAN } else { m.max(v.abs()) });
    if largest.is_nan() || largest.is_infinite() || tall.data.iter().any(|v| v.is_nan()) {
        return vec![f64::NAN; n];
    }
    if largest == 0.0 {
        return vec![0.0; n];
    }
    let mut scaled = tall;
    scaled.data.iter_mut().for_each(|v| *v /= largest);
    // The triangle has the same singular values, fewer rows, and its transpose has columns that are
    // nearly orthogonal already (Drmac and Veselic 2008).
    let qr = Qr::new(scaled);
    let mut work = Matrix::zeros(n, n);
    for j in 0..n {
        for i in 0..=j {
            work[(j, i)] = qr.r(i, j);
        }
    }
    for _ in 0..SWEEPS {
        let mut rotated = false;
        for p in 0..n {
            for q in p + 1..n {
                let (left, right) = work.column_pair(p, q);
                rotated |= orthogonalise(left, right);
            }
        }
        if !rotated {
            break;
        }
    }
    let mut out: Vec<f64> = (0..n).map(|j| norm(work.column(j)) * largest).collect();
    out.sort_by(|a, b| b.total_cmp(a));
    out
}

/// Makes two columns orthogonal; `false` if they are already.
fn orthogonalise(p: &mut [f64], q: &mut [f64]) -> bool {
    let (norm_p, norm_q) = (norm(p), norm(q));
    let product = norm_p * norm_q;
    let inner = dot(p, q);
    if product == 0.0 || inner.abs() <= f64::EPSILON * p.len() as f64 * product || inner == 0.0 {
        return false;
    }
    let zeta = (norm_q - norm_p) * (norm_q + norm_p) / (2.0 * inner);
    let (_, cosine, sine) = rotation(zeta);
    rotate(p, q, cosine, sine);
    true
}

/// The ratio of the largest to the smallest singular value; infinite for dependent columns.
#[must_use]
pub fn condition(matrix: &Matrix) -> f64 {
    let values = singular_values(matrix);
    let (Some(first), Some(last)) = (values.first(), values.last()) else {
        return 1.0;
    };
    if *last == 0.0 { f64::INFINITY } else { first / last }
}

/// The pseudo-inverse of a symmetric matrix.
///
/// Eigenvalues of size at most `tolerance` times the largest count as zero.
#[must_use]
pub fn pseudo_inverse_symmetric(matrix: &Matrix, tolerance: f64) -> Matrix {
    let (values, vectors) = symmetric_eigen(matrix);
    let n = values.len();
    let largest = values.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    let mut out = Matrix::zeros(n, n);
    for (k, &value) in values.iter().enumerate() {
        if value.abs() <= tolerance * largest {
            continue;
        }
        let vector = vectors.column(k);
        for j in 0..n {
            for i in 0..n {
                out[(i, j)] += vector[i] * vector[j] / value;
            }
        }
    }
    out
}
