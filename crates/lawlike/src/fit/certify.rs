//! Evidence for a fit: condition, rank, standard errors.

mod covariance;
mod digits;

use super::model::Model;
use super::objective::Objective;
use super::search::Space;
use super::solve::Solution;
use super::units::{Stated, Units};
use super::{Certificate, ChiSquare, Status};
use crate::interval::{Estimate, Interval, NamedEstimate};
use lawlike_num::dense::{Matrix, Qr, singular_values};
use lawlike_num::dist;
use lawlike_num::kernel;
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
    /// Which rows count as one observation.
    pub(super) units: &'a Units,
    /// The noise that standard errors state, if there are any.
    pub(super) stated: Option<Stated>,
}

/// Singular values below this share of the largest count as zero.
const RANK: f64 = 1e-10;

impl Optimum<'_> {
    fn n(&self) -> usize {
        self.residuals.len()
    }

    /// Whether a parameter lies at a bound (a wide margin of rounding is allowed).
    fn at_bound(&self, j: usize) -> bool {
        let (v, lo, hi) = (self.parameters[j], self.space.lower[j], self.space.upper[j]);
        let near = |b: f64| b.is_finite() && (v - b).abs() <= 1e-9 * b.abs().max(1e-9);
        near(lo) || near(hi)
    }

    fn weight(&self, i: usize) -> f64 {
        self.weights.get(i).copied().unwrap_or(1.0)
    }

    /// Weighted columns of the Jacobian, each of length one; and their lengths.
    fn scaled(&self, which: &[usize]) -> (Matrix, Vec<f64>) {
        let n = self.n();
        let root: Vec<f64> = (0..n).map(|i| self.weight(i).sqrt()).collect();
        let mut matrix = Matrix::zeros(n, which.len());
        let mut lengths = Vec::with_capacity(which.len());
        for (k, j) in which.iter().enumerate() {
            let column = matrix.column_mut(k);
            kernel::multiply(&self.jacobian[j * n..(j + 1) * n], &root, column);
            let length = kernel::dot(column, column).sqrt();
            lengths.push(length);
            if length > 0.0 {
                column.iter_mut().for_each(|v| *v /= length);
            }
        }
        (matrix, lengths)
    }
}

/// The optimum with its Jacobian scaled and factored, from which all evidence is taken.
pub(super) struct Evidence<'a> {
    optimum: &'a Optimum<'a>,
    /// Parameters that are not at a bound.
    free: Vec<usize>,
    /// Weighted columns of the free parameters, each of length one.
    matrix: Matrix,
    /// Their lengths before.
    lengths: Vec<f64>,
    qr: Qr,
}

/// How well the rows determine the parameters.
struct Conditions {
    /// Condition of the scaled Jacobian.
    whole: f64,
    /// The same after projection onto the shapes.
    projected: f64,
    /// Parameters, or sums of them, that are determined.
    rank: usize,
}

impl<'a> Evidence<'a> {
    pub(super) fn new(optimum: &'a Optimum<'a>) -> Self {
        let free: Vec<usize> = (0..optimum.parameters.len()).filter(|j| !optimum.at_bound(*j)).collect();
        let (matrix, lengths) = optimum.scaled(&free);
        let qr = Qr::new(matrix.clone());
        Self { optimum, free, matrix, lengths, qr }
    }

    /// How well the rows determine the parameters.
    fn condition(&self) -> Conditions {
        let fixed = self.optimum.parameters.len() - self.free.len();
        if self.free.is_empty() {
            return Conditions { whole: 1.0, projected: 1.0, rank: fixed };
        }
        let ratio = |values: &[f64]| match (values.first(), values.last()) {
            (Some(most), Some(least)) if *least > 0.0 => most / least,
            _ => f64::INFINITY,
        };
        let values = if self.optimum.n() < self.free.len() {
            short_values(&self.matrix)
        } else {
            triangle_values(&self.qr)
        };
        let most = values.first().copied().unwrap_or(0.0);
        let rank = values.iter().filter(|v| **v > RANK * most).count();
        let projected = self.projected().map_or(1.0, |matrix| {
            let short = matrix.rows < matrix.cols;
            ratio(&if short { short_values(&matrix) } else { triangle_values(&Qr::new(matrix)) })
        });
        Conditions { whole: ratio(&values), projected, rank: rank + fixed }
    }

    /// Columns of the shapes with the span of the coefficients taken out, each of length one.
    fn projected(&self) -> Option<Matrix> {
        let coefficients = self.optimum.model.coefficients();
        let (terms, shapes): (Vec<usize>, Vec<usize>) =
            (0..self.free.len()).partition(|k| coefficients.contains(&self.free[*k]));
        let (n, k) = (self.optimum.n(), terms.len());
        if shapes.is_empty() || n <= k {
            return None;
        }
        let pick =
            |which: &[usize]| -> Vec<&[f64]> { which.iter().map(|k| self.matrix.column(*k)).collect() };
        if terms.is_empty() {
            return Some(Matrix::from_columns(&pick(&shapes)));
        }
        let qr = Qr::new(Matrix::from_columns(&pick(&terms)));
        let mut rest = Matrix::zeros(n - k, shapes.len());
        for (j, slope) in pick(&shapes).into_iter().enumerate() {
            let mut column = slope.to_vec();
            qr.apply_q_transposed(&mut column);
            let tail = &column[k..];
            let length = kernel::dot(tail, tail).sqrt();
            let scale = if length > 0.0 { 1.0 / length } else { 0.0 };
            for (out, v) in rest.column_mut(j).iter_mut().zip(tail) {
                *out = v * scale;
            }
        }
        Some(rest)
    }

    /// Diagonal of the projection on the columns of the scaled Jacobian.
    pub(super) fn leverages(&self) -> Vec<f64> {
        let n = self.optimum.n();
        if self.free.is_empty() || n < self.free.len() { vec![0.0; n] } else { self.qr.leverages() }
    }

    /// Degrees of freedom: observations less parameters that are not at a bound.
    fn freedom(&self) -> usize {
        self.optimum.units.distinct.saturating_sub(self.free.len())
    }

    /// The scatter against the stated standard errors; none without any.
    pub(super) fn chi_square(&self) -> Option<ChiSquare> {
        let (stated, freedom) = (self.optimum.stated?, self.freedom());
        if freedom == 0 {
            return None;
        }
        let square = |i: usize| self.optimum.weight(i) * self.optimum.residuals[i].powi(2);
        let value = (0..self.optimum.n()).map(square).sum::<f64>() / stated.variance;
        let per_freedom = value / freedom as f64;
        let above = dist::fisher_tail(per_freedom, freedom as f64, f64::INFINITY);
        let chance = 2.0 * above.min(1.0 - above);
        Some(ChiSquare { value, freedom, per_freedom, chance, is_absolute: self.variance().is_some() })
    }

    /// Variance of a row of weight one, if the standard errors of the parameters rest on stated ones: of independent
    /// observations, under losses whose spread follows from the noise.
    fn variance(&self) -> Option<f64> {
        let optimum = self.optimum;
        let follows = matches!(optimum.objective.loss, Loss::Squares | Loss::Huber(_) | Loss::Absolute);
        let stated = optimum.stated.filter(|stated| stated.is_absolute && follows)?;
        optimum.units.is_independent().then_some(stated.variance)
    }

    /// Estimates with standard errors and 95 % intervals by Student's t; amounts keep to one side of zero.
    pub(super) fn estimates(&self, covariance: &[Vec<f64>]) -> Vec<NamedEstimate> {
        let dof = self.freedom();
        let t = match self.variance() {
            // The noise is known, so there is no estimate of it to allow for.
            Some(_) => dist::normal_quantile(0.975),
            None if dof > 0 => dist::student_quantile(0.975, dof as f64),
            None => f64::NAN,
        };
        let names = self.optimum.model.parameters();
        (0..names.len())
            .map(|j| {
                let value = self.optimum.parameters[j];
                let se = covariance[j][j].sqrt();
                let amount = self.optimum.space.lower[j] >= 0.0 && value > 0.0;
                let interval = if amount {
                    let factor = (t * se / value).exp();
                    Interval::new(value, value / factor, value * factor)
                } else {
                    Interval::around(value, t * se)
                };
                NamedEstimate { name: names[j].clone(), estimate: Estimate { interval, se } }
            })
            .collect()
    }
}

/// Singular values by way of the triangle of a matrix with as many rows as columns or more.
fn triangle_values(qr: &Qr) -> Vec<f64> {
    let columns = qr.pivots().len();
    let mut triangle = Matrix::zeros(columns, columns);
    for j in 0..columns {
        for i in 0..=j {
            triangle.set(i, j, qr.r(i, j));
        }
    }
    singular_values(&triangle)
}

/// Singular values of a matrix with fewer rows than columns.
fn short_values(matrix: &Matrix) -> Vec<f64> {
    let mut values = singular_values(matrix);
    values.resize(matrix.cols, 0.0);
    values
}

impl Certificate {
    /// The certificate of a solution at its optimum.
    pub(super) fn new(evidence: &Evidence<'_>, solution: &Solution, covariance: &[Vec<f64>]) -> Self {
        let optimum = evidence.optimum;
        let Conditions { whole: condition, projected: condition_projected, rank } = evidence.condition();
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
            digits: evidence.digits(covariance),
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
