//! Evidence for a fit: condition, rank, standard errors.

use super::model::Model;
use super::objective::Objective;
use super::search::Space;
use super::solve::Solution;
use super::{Certificate, Estimate, Status};
use lawlike_num::dense::{Cholesky, Matrix, Qr, singular_values};
use lawlike_num::dist;
use lawlike_num::kernel;
use lawlike_num::quantile;
use lawlike_num::robust::Loss;

/// The Jacobian of the residuals at the optimum, with what is needed to judge it.
pub(super) struct Optimum<'a> {
    /// The model.
    pub(super) model: &'a Model,
    /// Bounds.
    pub(super) space: &'a Space,
    /// Objective.
    pub(super) objective: Objective,
    /// Parameters.
    pub(super) parameters: &'a [f64],
    /// Residuals on the scale of the link.
    pub(super) residuals: &'a [f64],
    /// Jacobian of the residuals by the parameters, column-major.
    pub(super) jacobian: &'a [f64],
    /// Weights; empty for ones.
    pub(super) weights: &'a [f64],
    /// Group of each row.
    pub(super) groups: &'a [usize],
}

/// Singular values below this share of the largest count as zero.
const RANK: f64 = 1e-10;

impl Optimum<'_> {
    fn n(&self) -> usize {
        self.residuals.len()
    }

    /// Whether a parameter lies at a bound (a wide margin of rounding is allowed).
    pub(super) fn at_bound(&self, j: usize) -> bool {
        let (v, lo, hi) = (self.parameters[j], self.space.lower[j], self.space.upper[j]);
        let near = |b: f64| b.is_finite() && (v - b).abs() <= 1e-9 * b.abs().max(1e-9);
        near(lo) || near(hi)
    }

    /// Parameters that are not at a bound.
    fn free(&self) -> Vec<usize> {
        (0..self.parameters.len()).filter(|j| !self.at_bound(*j)).collect()
    }

    /// Weighted columns of the Jacobian, each of length one; and their lengths.
    fn scaled(&self, which: &[usize]) -> (Matrix, Vec<f64>) {
        let n = self.n();
        let root: Vec<f64> = self.weights.iter().map(|w| w.sqrt()).collect();
        let mut matrix = Matrix::zeros(n, which.len());
        let mut lengths = Vec::with_capacity(which.len());
        for (k, j) in which.iter().enumerate() {
            let column = matrix.column_mut(k);
            column.copy_from_slice(&self.jacobian[j * n..(j + 1) * n]);
            column.iter_mut().zip(&root).for_each(|(v, w)| *v *= w);
            let length = kernel::dot(column, column).sqrt();
            lengths.push(length);
            if length > 0.0 {
                column.iter_mut().for_each(|v| *v /= length);
            }
        }
        (matrix, lengths)
    }

    /// Condition of the scaled Jacobian, condition after projection onto the shapes, and rank.
    pub(super) fn condition(&self) -> (f64, f64, usize) {
        let free = self.free();
        let fixed = self.parameters.len() - free.len();
        if free.is_empty() {
            return (1.0, 1.0, fixed);
        }
        let ratio = |values: &[f64]| match (values.first(), values.last()) {
            (Some(most), Some(least)) if *least > 0.0 => most / least,
            _ => f64::INFINITY,
        };
        let (matrix, _) = self.scaled(&free);
        let values = triangle_values(matrix);
        let most = values.first().copied().unwrap_or(0.0);
        let rank = values.iter().filter(|v| **v > RANK * most).count();
        let (coefficients, shapes): (Vec<usize>, Vec<usize>) =
            free.iter().partition(|j| self.model.coefficients().contains(j));
        let projected = self.projected(&coefficients, &shapes);
        let projected = projected.map_or(1.0, |matrix| ratio(&triangle_values(matrix)));
        (ratio(&values), projected, rank + fixed)
    }

    /// Columns of the shapes with the span of the coefficients taken out, each of length one.
    fn projected(&self, coefficients: &[usize], shapes: &[usize]) -> Option<Matrix> {
        if shapes.is_empty() || self.n() <= coefficients.len() {
            return None;
        }
        let (slopes, _) = self.scaled(shapes);
        if coefficients.is_empty() {
            return Some(slopes);
        }
        let (terms, _) = self.scaled(coefficients);
        let k = coefficients.len();
        let qr = Qr::new(terms);
        let mut rest = Matrix::zeros(self.n() - k, shapes.len());
        for j in 0..shapes.len() {
            let mut column = slopes.column(j).to_vec();
            qr.apply_q_transposed(&mut column);
            let tail = &column[k..];
            let length = tail.iter().map(|v| v * v).sum::<f64>().sqrt();
            let scale = if length > 0.0 { 1.0 / length } else { 0.0 };
            for (out, v) in rest.column_mut(j).iter_mut().zip(tail) {
                *out = v * scale;
            }
        }
        Some(rest)
    }

    /// Diagonal of the projection on the columns of the scaled Jacobian.
    pub(super) fn leverages(&self) -> Vec<f64> {
        let free = self.free();
        if free.is_empty() || self.n() < free.len() {
            return vec![0.0; self.n()];
        }
        Qr::new(self.scaled(&free).0).leverages()
    }

    /// Curvature of the loss at each row, as the spread of the residuals shows it: two for squares; for robust losses
    /// the density of residuals near zero, by a normal kernel (Powell 1991 for least absolute deviations).
    fn curvatures(&self) -> Vec<f64> {
        let n = self.n();
        let unit = match self.objective.loss {
            Loss::Squares => return vec![2.0; n],
            Loss::Huber(d) => d,
            Loss::Absolute => 0.0,
        };
        let sizes: Vec<f64> = self.residuals.iter().map(|r| r.abs()).collect();
        let spread = 1.4826 * quantile::median(&sizes);
        let width = (1.06 * spread * (n as f64).powf(-0.2)).max(f64::MIN_POSITIVE);
        // E psi' = P(|r| < d); smoothed by the kernel this is the normal probability of that interval about r.
        let narrow = unit < 0.1 * width;
        let inside = |r: f64| match self.objective.loss {
            Loss::Huber(_) if narrow => 2.0 * unit * dist::normal_pdf(r / width) / width,
            Loss::Huber(_) => dist::normal_cdf((unit - r) / width) - dist::normal_cdf((-unit - r) / width),
            _ => 2.0 * dist::normal_pdf(r / width) / width,
        };
        self.residuals.iter().map(|r| inside(*r)).collect()
    }

    /// Covariance of the parameters.
    ///
    /// Squares with independent rows: `s^2 (J'WJ)^-1`. Robust losses, or rows that hang together in groups: the
    /// sandwich `H^-1 M H^-1` with `H = sum w psi' J J'` and `M` the sum over groups of outer products of their scores
    /// (Huber 1967; Liang & Zeger 1986), times `n/(n - p)`. Rows and columns of parameters at a bound are NaN.
    pub(super) fn covariance(&self) -> Vec<Vec<f64>> {
        let (n, p) = (self.n(), self.parameters.len());
        let free = self.free();
        let m = free.len();
        let mut covariance = vec![vec![f64::NAN; p]; p];
        if m == 0 || n <= m {
            return covariance;
        }
        let (matrix, lengths) = self.scaled(&free);
        let qr = Qr::new(matrix.clone());
        if qr.rank(RANK) < m || lengths.contains(&0.0) {
            return covariance;
        }
        let scores = self.scores(&matrix);
        let found = if self.objective.loss == Loss::Squares && scores.len() == n {
            let weight = |i: usize| self.weights.get(i).copied().unwrap_or(1.0);
            let sum: f64 = (0..n).map(|i| weight(i) * self.residuals[i].powi(2)).sum();
            // (J'WJ)^-1 = S S' in units of the column lengths; `r_inverse` has undone the pivoting.
            let inverse = qr.r_inverse();
            product(&inverse, &inverse.transposed(), sum / (n - m) as f64)
        } else {
            let curvatures = self.curvatures();
            let mut hessian = Matrix::zeros(m, m);
            let mut meat = Matrix::zeros(m, m);
            for a in 0..m {
                for b in 0..m {
                    let (left, right) = (matrix.column(a), matrix.column(b));
                    hessian.set(a, b, (0..n).map(|i| curvatures[i] * left[i] * right[i]).sum());
                    meat.set(a, b, scores.iter().map(|s| s[a] * s[b]).sum());
                }
            }
            let Some(factor) = Cholesky::new(&hessian) else { return covariance };
            let bread = factor.inverse();
            let g = scores.len() as f64;
            let small = (n as f64 / (n - m) as f64) * (g / (g - 1.0).max(1.0));
            product(&product(&bread, &meat, small), &bread, 1.0)
        };
        for a in 0..m {
            for b in 0..m {
                covariance[free[a]][free[b]] = found[(a, b)] / (lengths[a] * lengths[b]);
            }
        }
        covariance
    }

    /// Score of each group: the sum over its rows of weighted slope times scaled Jacobian row. Rows are taken as
    /// independent where there are too few groups for the parameters.
    fn scores(&self, scaled: &Matrix) -> Vec<Vec<f64>> {
        let (n, m) = (self.n(), scaled.cols);
        let mut names = self.groups.to_vec();
        names.sort_unstable();
        names.dedup();
        let apart = names.len() < m + 2;
        // Least absolute deviations pass through some rows: their residuals are rounding and their sign says nothing.
        let sizes: Vec<f64> = self.residuals.iter().map(|r| r.abs()).collect();
        let rounding =
            if self.objective.loss == Loss::Absolute { 1e-8 * quantile::median(&sizes) } else { 0.0 };
        let mut scores = vec![vec![0.0; m]; if apart { n } else { names.len() }];
        for i in 0..n {
            let place = if apart { i } else { names.binary_search(&self.groups[i]).unwrap_or(i) };
            let w = self.weights.get(i).copied().unwrap_or(1.0).sqrt();
            let slope =
                if sizes[i] < rounding { 0.0 } else { w * self.objective.loss.psi(self.residuals[i]) };
            for (k, score) in scores[place].iter_mut().enumerate() {
                *score += slope * scaled.column(k)[i];
            }
        }
        scores
    }

    /// Estimates with standard errors and 95 % intervals by Student's t; amounts keep to one side of zero.
    pub(super) fn estimates(&self, covariance: &[Vec<f64>]) -> Vec<Estimate> {
        let dof = self.n().saturating_sub(self.free().len());
        let t = if dof > 0 { dist::student_quantile(0.975, dof as f64) } else { f64::NAN };
        let names = self.model.parameters();
        (0..names.len())
            .map(|j| {
                let value = self.parameters[j];
                let se = covariance[j][j].sqrt();
                let amount = self.space.lower[j] >= 0.0 && value > 0.0;
                let (lo95, hi95) = if amount {
                    let factor = (t * se / value).exp();
                    (value / factor, value * factor)
                } else {
                    (value - t * se, value + t * se)
                };
                Estimate { name: names[j].clone(), value, se, lo95, hi95 }
            })
            .collect()
    }
}

/// `factor * a b`.
fn product(a: &Matrix, b: &Matrix, factor: f64) -> Matrix {
    let mut out = Matrix::zeros(a.rows, b.cols);
    for i in 0..a.rows {
        for j in 0..b.cols {
            out.set(i, j, factor * (0..a.cols).map(|k| a[(i, k)] * b[(k, j)]).sum::<f64>());
        }
    }
    out
}

/// Singular values of a matrix by way of its triangle.
fn triangle_values(matrix: Matrix) -> Vec<f64> {
    let (rows, columns) = (matrix.rows, matrix.cols);
    if rows < columns {
        let mut values = singular_values(&matrix);
        values.resize(columns, 0.0);
        return values;
    }
    let qr = Qr::new(matrix);
    let mut triangle = Matrix::zeros(columns, columns);
    for j in 0..columns {
        for i in 0..=j {
            triangle.set(i, j, qr.r(i, j));
        }
    }
    singular_values(&triangle)
}

impl Certificate {
    /// The certificate of a solution at its optimum.
    pub(super) fn new(optimum: &Optimum<'_>, solution: &Solution) -> Self {
        let (condition, condition_projected, rank) = optimum.condition();
        let names = optimum.model.parameters();
        Self {
            gradient: solution.gradient,
            starts: solution.starts,
            agree: solution.agree,
            next_basin: solution.next.as_ref().map(|(ratio, _)| *ratio),
            next_parameters: solution.next.as_ref().map(|(_, parameters)| parameters.clone()),
            condition,
            condition_projected,
            rank,
            at_bound: (0..names.len()).filter(|j| optimum.at_bound(*j)).map(|j| names[j].clone()).collect(),
            evaluations: solution.evaluations,
        }
    }

    /// The status that this evidence allows.
    pub(super) fn status(&self, solution: &Solution, n: usize) -> Status {
        let p = solution.parameters.len();
        if !solution.objective.is_finite() || !solution.converged {
            Status::NotConverged
        } else if self.rank < p || n < p || self.condition > 1e9 {
            Status::NotIdentified
        } else if !solution.confirmed {
            Status::Unconfirmed
        } else if !self.at_bound.is_empty() {
            Status::AtBound
        } else {
            Status::Converged
        }
    }
}
