//! Variable projection (Golub & Pereyra 1973): least squares in shapes, with the coefficients solved for inside.
//!
//! The model is `f = sum_k c_k phi_k(s) + phi_0(s)`. For given shapes `s` the coefficients `c` are a linear (here:
//! sign-constrained) least-squares problem, so the search runs over the shapes alone. The Jacobian of the projected
//! residual is `P (sum_k c_k d phi_k / d s_j)` with `P` the projection onto the complement of the basis: Kaufman's
//! (1975) form, whose missing term does not change the gradient. All sums go through Gram matrices, one pass over
//! the rows an evaluation.

use crate::dense::{cholesky_in_place, cholesky_solve};
use crate::kernel;
use crate::nnls::{Sign, solve_gram};

/// Terms of a model and their derivatives as a function of the shapes.
pub trait Basis {
    /// Number of rows.
    fn rows(&self) -> usize;
    /// Number of terms, one a coefficient.
    fn terms(&self) -> usize;
    /// Number of shapes.
    fn shapes(&self) -> usize;
    /// Computes the terms at the shapes, and their derivatives if asked.
    fn compute(&mut self, shapes: &[f64], derivatives: bool);
    /// Term `k` as last computed.
    fn term(&self, k: usize) -> &[f64];
    /// The part without a coefficient, as last computed.
    fn offset(&self) -> Option<&[f64]>;
    /// Adds `sum_k c_k d phi_k/d s_j + d phi_0/d s_j` to column `j` of `out` (column-major, zeroed before).
    fn add_slopes(&self, coefficients: &[f64], out: &mut [f64]);
}

/// What is fitted: target, weights, signs of the coefficients and bounds of the shapes.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// Values to fit.
    pub y: &'a [f64],
    /// Weights of the rows.
    pub weights: &'a [f64],
    /// Signs of the coefficients.
    pub signs: &'a [Sign],
    /// Lower bounds of the shapes.
    pub lower: &'a [f64],
    /// Upper bounds of the shapes.
    pub upper: &'a [f64],
}

/// Work space of the projection; grows on first use and is then kept.
#[derive(Debug, Default)]
pub struct Projection {
    /// Coefficients at the last evaluation.
    pub coefficients: Vec<f64>,
    /// Residuals, target minus model, at the last evaluation.
    pub residuals: Vec<f64>,
    gram: Vec<f64>,
    rhs: Vec<f64>,
    slopes: Vec<f64>,
    evaluations: usize,
}

impl Projection {
    /// Evaluations of the basis in the last descent.
    pub fn evaluations(&self) -> usize {
        self.evaluations
    }

    /// Weighted sum of squares at the shapes, with the best coefficients; infinite where not defined.
    pub fn evaluate<B: Basis>(&mut self, basis: &mut B, target: &Target<'_>, shapes: &[f64]) -> f64 {
        self.evaluations += 1;
        basis.compute(shapes, false);
        self.solve(basis, target)
    }

    fn solve<B: Basis>(&mut self, basis: &B, target: &Target<'_>) -> f64 {
        let (n, k) = (basis.rows(), basis.terms());
        self.residuals.clear();
        self.residuals.extend_from_slice(target.y);
        if let Some(offset) = basis.offset() {
            for (r, o) in self.residuals.iter_mut().zip(offset) {
                *r -= o;
            }
        }
        self.gram.resize(k * k, 0.0);
        self.rhs.resize(k, 0.0);
        self.coefficients.resize(k, 0.0);
        debug_assert_eq!(n, target.y.len());
        for a in 0..k {
            let term = basis.term(a);
            self.rhs[a] = kernel::dot3(target.weights, term, &self.residuals);
            for b in 0..=a {
                let value = kernel::dot3(target.weights, term, basis.term(b));
                self.gram[a * k + b] = value;
                self.gram[b * k + a] = value;
            }
        }
        if self.gram.iter().chain(&self.rhs).any(|v| !v.is_finite())
            || !solve_gram(&self.gram, &self.rhs, target.signs, &mut self.coefficients)
        {
            return f64::INFINITY;
        }
        for a in 0..k {
            let c = self.coefficients[a];
            if c != 0.0 {
                kernel::axpy(-c, basis.term(a), &mut self.residuals);
            }
        }
        let sum = kernel::dot3(target.weights, &self.residuals, &self.residuals);
        if sum.is_finite() { sum } else { f64::INFINITY }
    }

    /// Descends from `shapes` by Levenberg-Marquardt on the projected residual; returns the sum of squares and leaves
    /// the coefficients there. Stops after so many iterations, or when one gains less than the tolerance (relative).
    pub fn descend<B: Basis>(
        &mut self,
        basis: &mut B,
        target: &Target<'_>,
        shapes: &mut [f64],
        (iterations, tolerance): (usize, f64),
    ) -> f64 {
        let q = basis.shapes();
        self.evaluations = 1;
        basis.compute(shapes, true);
        let mut best = self.solve(basis, target);
        if q == 0 || !best.is_finite() {
            return best;
        }
        let mut lambda = 1e-3;
        let (mut matrix, mut slope) = (vec![0.0; q * q], vec![0.0; q]);
        let (mut damped, mut step, mut next) = (vec![0.0; q * q], vec![0.0; q], vec![0.0; q]);
        // Coefficients and residuals of the best shapes so far, put back when a step fails.
        let mut kept = self.coefficients.clone();
        for _ in 0..iterations {
            if !self.normal(basis, target, &mut matrix, &mut slope) {
                break;
            }
            freeze(shapes, target, &mut matrix, &mut slope);
            let mut gain = 0.0;
            for _ in 0..12 {
                damped.copy_from_slice(&matrix);
                step.copy_from_slice(&slope);
                for j in 0..q {
                    damped[j * q + j] = damped[j * q + j] * (1.0 + lambda) + f64::MIN_POSITIVE;
                }
                if !cholesky_in_place(&mut damped, q) {
                    lambda = f64::max(lambda, 1e-8) * 10.0;
                    continue;
                }
                cholesky_solve(&damped, q, &mut step);
                for j in 0..q {
                    let to = keep_sign(shapes[j], shapes[j] + step[j]);
                    next[j] = to.max(target.lower[j]).min(target.upper[j]);
                }
                self.evaluations += 1;
                basis.compute(&next, true);
                let value = self.solve(basis, target);
                if value < best {
                    gain = best - value;
                    shapes.copy_from_slice(&next);
                    best = value;
                    kept.copy_from_slice(&self.coefficients);
                    lambda = (lambda * 0.15).max(1e-12);
                    break;
                }
                lambda *= 6.0;
            }
            if gain <= tolerance * best {
                break;
            }
        }
        self.coefficients.copy_from_slice(&kept);
        best
    }

    /// Normal equations of the projected problem; the basis holds derivatives and `self` a solution there.
    fn normal<B: Basis>(
        &mut self,
        basis: &B,
        target: &Target<'_>,
        matrix: &mut [f64],
        slope: &mut [f64],
    ) -> bool {
        let (n, q) = (basis.rows(), basis.shapes());
        self.slopes.clear();
        self.slopes.resize(n * q, 0.0);
        basis.add_slopes(&self.coefficients, &mut self.slopes);
        let active: Vec<usize> = (0..basis.terms()).filter(|k| self.coefficients[*k] != 0.0).collect();
        let m = active.len();
        let mut gram = vec![0.0; m * m];
        let mut cross = vec![0.0; m * q];
        for (a, ka) in active.iter().enumerate() {
            for (b, kb) in active.iter().enumerate() {
                gram[a * m + b] = self.gram[ka * basis.terms() + kb];
            }
            for j in 0..q {
                let column = &self.slopes[j * n..(j + 1) * n];
                cross[j * m + a] = kernel::dot3(target.weights, basis.term(*ka), column);
            }
        }
        let solved = m > 0 && cholesky_in_place(&mut gram, m);
        let mut projected = cross.clone();
        for j in 0..q {
            if solved {
                cholesky_solve(&gram, m, &mut projected[j * m..(j + 1) * m]);
            } else {
                projected[j * m..(j + 1) * m].fill(0.0);
            }
            slope[j] = kernel::dot3(target.weights, &self.slopes[j * n..(j + 1) * n], &self.residuals);
        }
        for i in 0..q {
            for j in 0..=i {
                let whole = kernel::dot3(
                    target.weights,
                    &self.slopes[i * n..(i + 1) * n],
                    &self.slopes[j * n..(j + 1) * n],
                );
                let part: f64 = (0..m).map(|a| cross[i * m + a] * projected[j * m + a]).sum();
                matrix[i * q + j] = whole - part;
                matrix[j * q + i] = whole - part;
            }
            // Rounding may leave a diagonal a little below zero where a shape does nothing.
            matrix[i * q + i] = matrix[i * q + i].max(0.0);
        }
        matrix.iter().chain(slope.iter()).all(|v| v.is_finite())
    }
}

/// A shape does not leap over zero, where terms such as `exp(-x/s)` have a wall: it may come ten times nearer.
fn keep_sign(from: f64, to: f64) -> f64 {
    if from * to < 0.0 && from.abs() > 1e-9 { 0.1 * from } else { to }
}

/// Takes shapes that are held by a bound out of the normal equations.
fn freeze(shapes: &[f64], target: &Target<'_>, matrix: &mut [f64], slope: &mut [f64]) {
    let q = shapes.len();
    for j in 0..q {
        let held = target.lower[j] >= target.upper[j]
            || (shapes[j] <= target.lower[j] && slope[j] < 0.0)
            || (shapes[j] >= target.upper[j] && slope[j] > 0.0);
        if held || matrix[j * q + j] == 0.0 {
            for i in 0..q {
                matrix[i * q + j] = 0.0;
                matrix[j * q + i] = 0.0;
            }
            matrix[j * q + j] = 1.0;
            slope[j] = 0.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `c0 + c1 exp(-s x)`.
    struct Decay {
        x: Vec<f64>,
        ones: Vec<f64>,
        term: Vec<f64>,
    }

    impl Basis for Decay {
        fn rows(&self) -> usize {
            self.x.len()
        }
        fn terms(&self) -> usize {
            2
        }
        fn shapes(&self) -> usize {
            1
        }
        fn compute(&mut self, shapes: &[f64], _: bool) {
            self.term = self.x.iter().map(|x| (-shapes[0] * x).exp()).collect();
        }
        fn term(&self, k: usize) -> &[f64] {
            if k == 0 { &self.ones } else { &self.term }
        }
        fn offset(&self) -> Option<&[f64]> {
            None
        }
        fn add_slopes(&self, c: &[f64], out: &mut [f64]) {
            for i in 0..self.x.len() {
                out[i] -= c[1] * self.x[i] * self.term[i];
            }
        }
    }

    #[test]
    fn exact_data_give_shape_and_coefficients_from_far_away() {
        let x: Vec<f64> = (0..30).map(|i| f64::from(i) * 0.2).collect();
        let y: Vec<f64> = x.iter().map(|x| 1.5 + 2.0 * (-0.4 * x).exp()).collect();
        let weights = vec![1.0; 30];
        let signs = [Sign::NonNegative, Sign::NonNegative];
        let target = Target { y: &y, weights: &weights, signs: &signs, lower: &[1e-3], upper: &[50.0] };
        for start in [0.01, 0.1, 3.0, 20.0] {
            let mut basis = Decay { x: x.clone(), ones: vec![1.0; 30], term: Vec::new() };
            let mut projection = Projection::default();
            let mut s = [start];
            let sum = projection.descend(&mut basis, &target, &mut s, (100, 1e-12));
            assert!((s[0] - 0.4).abs() < 1e-6, "from {start}: {s:?} {sum}");
            assert!((projection.coefficients[0] - 1.5).abs() < 1e-5);
        }
    }
}
