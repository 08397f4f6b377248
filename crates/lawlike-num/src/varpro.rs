//! Variable projection (Golub & Pereyra 1973): least squares in shapes, with the coefficients solved for inside.
//!
//! The model is `f = sum_k c_k phi_k(s) + phi_0(s)`. For given shapes `s` the coefficients `c` are a linear (here:
//! sign-constrained) least-squares problem, so the search runs over the shapes alone. The Jacobian of the projected
//! residual is `P (sum_k c_k d phi_k / d s_j)` with `P` the projection onto the complement of the basis: Kaufman's
//! (1975) form, whose missing term does not change the gradient. All sums go through Gram matrices, one pass over
//! the rows an evaluation.

mod sweep;

pub use sweep::sweep;

use crate::dense::{cholesky_in_place, cholesky_solve};
use crate::kernel::{self, Columns};
use crate::nnls::{Sign, solve_gram};

/// Terms of a model and their derivatives as a function of the shapes.
pub trait Basis {
    /// Number of rows.
    fn rows(&self) -> usize;
    /// Number of terms, one a coefficient.
    fn terms(&self) -> usize;
    /// Number of shapes.
    fn shapes(&self) -> usize;
    /// The shapes that term `k` depends on, one bit each, the first shape lowest.
    fn term_shapes(&self, k: usize) -> u64;
    /// The shapes that the part without a coefficient depends on.
    fn offset_shapes(&self) -> u64;
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
pub struct VarproTarget<'a> {
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
    /// Shapes for which zero is a wall, as for the width in `exp(-x/s)`: they do not leap over it.
    pub walls: &'a [bool],
}

/// When a descent ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Patience {
    /// Most iterations.
    pub iterations: usize,
    /// Share of the sum of squares: a step that promises less ends the descent.
    pub tolerance: f64,
}

/// Work space of the projection; grows on first use and is then kept.
#[derive(Debug, Default)]
pub struct Projection {
    /// Coefficients at the last evaluation.
    pub coefficients: Vec<f64>,
    /// Residuals, target minus model, at the last evaluation.
    pub residuals: Vec<f64>,
    /// Target minus the part without a coefficient.
    left: Vec<f64>,
    /// Gram matrix of the terms.
    gram: Vec<f64>,
    rhs: Vec<f64>,
    /// Gram matrix of the terms and whatever stands beside them.
    wide: Vec<f64>,
    minus: Vec<f64>,
    slopes: Vec<f64>,
    active: Vec<usize>,
    factor: Vec<f64>,
    cross: Vec<f64>,
    evaluations: usize,
}

/// Room for the steps of a descent over so many shapes.
struct Steps {
    matrix: Vec<f64>,
    slope: Vec<f64>,
    damped: Vec<f64>,
    step: Vec<f64>,
    next: Vec<f64>,
}

impl Steps {
    fn new(q: usize) -> Self {
        let [matrix, damped] = [0; 2].map(|_| vec![0.0; q * q]);
        let [slope, step, next] = [0; 3].map(|_| vec![0.0; q]);
        Self { matrix, slope, damped, step, next }
    }

    /// Whether the step is too short to look at: it promises no more than `gain` and hardly changes the shapes. Where the
    /// shapes are all but undetermined a long step may gain more than it promises.
    fn is_idle(&self, shapes: &[f64], gain: f64) -> bool {
        let promise: f64 = self.step.iter().zip(&self.slope).map(|(step, slope)| step * slope).sum();
        promise <= gain && shapes.iter().zip(&self.step).all(|(shape, step)| step.abs() <= 1e-3 * shape.abs())
    }

    /// The damped step from `shapes`, kept in the bounds, in `next`; false if it cannot be had.
    fn towards(&mut self, shapes: &[f64], target: &VarproTarget<'_>, lambda: f64) -> bool {
        let q = shapes.len();
        self.damped.copy_from_slice(&self.matrix);
        self.step.copy_from_slice(&self.slope);
        for j in 0..q {
            self.damped[j * q + j] = self.damped[j * q + j] * (1.0 + lambda) + f64::MIN_POSITIVE;
        }
        if !cholesky_in_place(&mut self.damped, q) {
            return false;
        }
        cholesky_solve(&self.damped, q, &mut self.step);
        for j in 0..q {
            let to = shapes[j] + self.step[j];
            let to = if target.walls[j] { keep_sign(shapes[j], to) } else { to };
            self.next[j] = to.max(target.lower[j]).min(target.upper[j]);
        }
        true
    }
}

impl Projection {
    /// Evaluations of the basis in the last descent.
    pub fn evaluations(&self) -> usize {
        self.evaluations
    }

    /// Weighted sum of squares at the shapes, with the best coefficients; infinite where not defined.
    pub fn evaluate<B: Basis>(&mut self, basis: &mut B, target: &VarproTarget<'_>, shapes: &[f64]) -> f64 {
        self.evaluations += 1;
        basis.compute(shapes, false);
        self.solve(basis, target)
    }

    fn solve<B: Basis>(&mut self, basis: &B, target: &VarproTarget<'_>) -> f64 {
        let k = basis.terms();
        let left: &[f64] = match basis.offset() {
            None => target.y,
            Some(offset) => {
                self.left.resize(target.y.len(), 0.0);
                kernel::combine(target.y, &[-1.0], &[offset], &mut self.left);
                &self.left
            }
        };
        self.wide.resize((k + 1) * (k + 1), 0.0);
        self.coefficients.resize(k, 0.0);
        let terms: Columns<'_> = (0..k).map(|a| basis.term(a)).collect();
        let beside: Columns<'_> = terms.iter().copied().chain([left]).collect();
        kernel::gram(target.weights, &beside, &mut self.wide);
        take_terms(&self.wide, k, &mut self.gram, &mut self.rhs);
        if !kernel::is_finite(&self.wide)
            || !solve_gram(&self.gram, &self.rhs, target.signs, &mut self.coefficients)
        {
            return f64::INFINITY;
        }
        self.minus.clear();
        self.minus.extend(self.coefficients.iter().map(|c| -c));
        self.residuals.resize(left.len(), 0.0);
        kernel::combine(left, &self.minus, &terms, &mut self.residuals);
        let sum = kernel::dot3(target.weights, &self.residuals, &self.residuals);
        if sum.is_finite() { sum } else { f64::INFINITY }
    }

    /// Descends from `shapes` by Levenberg-Marquardt on the projected residual; returns the sum of squares and leaves
    /// the coefficients there.
    pub fn descend<B: Basis>(
        &mut self,
        basis: &mut B,
        target: &VarproTarget<'_>,
        shapes: &mut [f64],
        patience: Patience,
    ) -> f64 {
        let q = basis.shapes();
        self.evaluations = 1;
        basis.compute(shapes, true);
        let mut best = self.solve(basis, target);
        if q == 0 || !best.is_finite() {
            return best;
        }
        let mut lambda = 1e-3;
        let mut steps = Steps::new(q);
        // Coefficients of the best shapes so far, put back when a step fails.
        let mut kept = self.coefficients.clone();
        for _ in 0..patience.iterations {
            if !self.normal(basis, target, &mut steps) {
                break;
            }
            freeze(shapes, target, &mut steps.matrix, &mut steps.slope);
            let mut gained = false;
            for _ in 0..12 {
                if !steps.towards(shapes, target, lambda) {
                    lambda = f64::max(lambda, 1e-8) * 10.0;
                    continue;
                }
                if steps.is_idle(shapes, patience.tolerance * best) {
                    break;
                }
                self.evaluations += 1;
                basis.compute(&steps.next, true);
                let value = self.solve(basis, target);
                if value < best {
                    gained = best - value > patience.tolerance * best;
                    shapes.copy_from_slice(&steps.next);
                    best = value;
                    kept.copy_from_slice(&self.coefficients);
                    lambda = (lambda * 0.15).max(1e-12);
                    break;
                }
                lambda *= 6.0;
            }
            if !gained {
                break;
            }
        }
        self.coefficients.copy_from_slice(&kept);
        best
    }

    /// Normal equations of the projected problem; the basis holds derivatives and `self` a solution there.
    fn normal<B: Basis>(&mut self, basis: &B, target: &VarproTarget<'_>, steps: &mut Steps) -> bool {
        let (n, k, q) = (basis.rows(), basis.terms(), basis.shapes());
        self.slopes.clear();
        self.slopes.resize(n * q, 0.0);
        basis.add_slopes(&self.coefficients, &mut self.slopes);
        self.active.clear();
        self.active.extend((0..k).filter(|a| self.coefficients[*a] != 0.0));
        let m = self.active.len();
        // One pass for the sums of the active terms, the residuals and the slopes.
        let terms = self.active.iter().map(|a| basis.term(*a));
        let columns: Columns<'_> =
            terms.chain([self.residuals.as_slice()]).chain(self.slopes.chunks_exact(n)).collect();
        let size = m + 1 + q;
        self.wide.resize(size * size, 0.0);
        kernel::gram(target.weights, &columns, &mut self.wide);
        let wide = |i: usize, j: usize| self.wide[i * size + j];

        self.factor.clear();
        self.factor.extend((0..m * m).map(|at| wide(at / m, at % m)));
        let solved = m > 0 && cholesky_in_place(&mut self.factor, m);
        self.cross.clear();
        self.cross.extend((0..q * m).map(|at| wide(m + 1 + at / m, at % m)));
        for projected in self.cross.chunks_exact_mut(m.max(1)) {
            if solved {
                cholesky_solve(&self.factor, m, projected);
            } else {
                projected.fill(0.0);
            }
        }
        for i in 0..q {
            steps.slope[i] = wide(m + 1 + i, m);
            for j in 0..=i {
                let whole = wide(m + 1 + i, m + 1 + j);
                let part: f64 = (0..m).map(|a| wide(m + 1 + i, a) * self.cross[j * m + a]).sum();
                steps.matrix[i * q + j] = whole - part;
                steps.matrix[j * q + i] = whole - part;
            }
            // What is left of a shape that the coefficients can all but replace is no smaller than rounding.
            let least = f64::EPSILON * wide(m + 1 + i, m + 1 + i);
            steps.matrix[i * q + i] = steps.matrix[i * q + i].max(least);
        }
        steps.matrix.iter().chain(&steps.slope).all(|v| v.is_finite())
    }
}

/// Parts the Gram matrix of `k` terms and the target into that of the terms and their products with the target.
fn take_terms(wide: &[f64], k: usize, gram: &mut Vec<f64>, rhs: &mut Vec<f64>) {
    gram.clear();
    rhs.clear();
    for line in wide.chunks_exact(k + 1).take(k) {
        gram.extend_from_slice(&line[..k]);
        rhs.push(line[k]);
    }
}

/// A shape does not leap over a wall at zero: it may come ten times nearer.
fn keep_sign(from: f64, to: f64) -> f64 {
    if from * to < 0.0 && from.abs() > 1e-9 { 0.1 * from } else { to }
}

/// Takes shapes that are held by a bound out of the normal equations.
fn freeze(shapes: &[f64], target: &VarproTarget<'_>, matrix: &mut [f64], slope: &mut [f64]) {
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
        fn term_shapes(&self, k: usize) -> u64 {
            k as u64
        }
        fn offset_shapes(&self) -> u64 {
            0
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
        let target = VarproTarget {
            y: &y,
            weights: &weights,
            signs: &signs,
            lower: &[1e-3],
            upper: &[50.0],
            walls: &[true],
        };
        for start in [0.01, 0.1, 3.0, 20.0] {
            let mut basis = Decay { x: x.clone(), ones: vec![1.0; 30], term: Vec::new() };
            let mut projection = Projection::default();
            let mut s = [start];
            let sum = projection.descend(
                &mut basis,
                &target,
                &mut s,
                Patience { iterations: 100, tolerance: 1e-12 },
            );
            assert!((s[0] - 0.4).abs() < 1e-6, "from {start}: {s:?} {sum}");
            assert!((projection.coefficients[0] - 1.5).abs() < 1e-5);
        }
    }
}
