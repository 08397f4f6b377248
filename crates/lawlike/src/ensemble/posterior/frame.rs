//! Coordinates in which a posterior is about a standard normal, so that the sampler begins well.
//!
//! With `u` the parameters on the whole line and the logarithm of the noise, `u = centre + L z` by the curvature at the
//! optimum. That serves where the posterior is about normal in `u`. A parameter near a bound is not: as a floor `E` goes
//! to nothing, `ln E` runs away while the others hardly move, and what they move by is linear in `E` itself. Such
//! parameters come first, `u1 = centre + L1 z1`, and the others lean on their values,
//! `u2 = centre + K (x1 - anchor) + L2 z2`, with `K` the slope of the best others on `x1`.

use super::chart::Chart;
use lawlike_num::dense::{Cholesky, Matrix, cholesky_in_place};

/// The map from `z` to `u`.
pub(super) struct Frame {
    /// Parameters near a bound.
    first: Vec<usize>,
    /// The others; the noise, after all parameters, is the last.
    second: Vec<usize>,
    centre: Vec<f64>,
    /// Values at the centre of those that come first.
    anchor: Vec<f64>,
    /// Lower triangles, row after row.
    factors: [Vec<f64>; 2],
    /// `K`: one row for each of the second, one column for each of the first.
    lean: Matrix,
}

/// What is known at the optimum.
pub(super) struct Local<'a> {
    /// Maps of the parameters.
    pub(super) charts: &'a [Chart],
    /// Values of the parameters.
    pub(super) values: Vec<f64>,
    /// Their standard errors; NaN where there is none.
    pub(super) errors: Vec<f64>,
    /// Columns of the Jacobian by the parameters as they stand, in units of the noise.
    pub(super) columns: Vec<Vec<f64>>,
    /// Standard deviation of the noise.
    pub(super) noise: f64,
}

impl Frame {
    /// The frame at an optimum.
    pub(super) fn new(local: &Local<'_>) -> Self {
        let p = local.charts.len();
        let (first, mut second): (Vec<usize>, Vec<usize>) = (0..p).partition(|j| {
            let room = local.charts[*j].room(local.values[*j]);
            room < 4.0 * local.errors[*j] || (room.is_finite() && local.errors[*j].is_nan())
        });
        let mut centre: Vec<f64> = (0..p).map(|j| local.charts[j].inverse(local.values[j])).collect();
        centre.push(local.noise.ln());
        // Columns by `u` for the second, by the values for the first.
        let columns = |which: &[usize]| -> Vec<Vec<f64>> {
            let slope = |j: usize| if first.contains(&j) { 1.0 } else { local.charts[j].at(centre[j]).slope };
            which.iter().map(|j| local.columns[*j].iter().map(|v| v * slope(*j)).collect()).collect()
        };
        let (own, others) = (columns(&first), columns(&second));
        let kinds: Vec<Chart> = second.iter().map(|j| local.charts[*j]).collect();
        let inner = products(&others, &kinds);
        let cross = Matrix::from_columns(
            &own.iter().map(|x| others.iter().map(|y| dot(x, y)).collect()).collect::<Vec<Vec<f64>>>(),
        );
        let solver = Cholesky::new(&inner);
        let follow = |a: usize| -> Vec<f64> {
            solver.as_ref().map_or_else(|| vec![0.0; second.len()], |solver| solver.solve(cross.column(a)))
        };
        let follows: Vec<Vec<f64>> = (0..first.len()).map(follow).collect();
        // What is left of the first when the others have followed: its inverse is their covariance.
        let mut rest = Matrix::zeros(first.len(), first.len());
        let mut anchor = Vec::new();
        let mut slopes = Vec::new();
        for (a, j) in first.iter().enumerate() {
            for b in 0..first.len() {
                rest.set(a, b, dot(&own[a], &own[b]) - dot(cross.column(a), &follows[b]));
            }
            let step = 0.5 / rest[(a, a)].max(f64::MIN_POSITIVE).sqrt();
            anchor.push(local.charts[*j].inside(local.values[*j], step));
            centre[*j] = local.charts[*j].inverse(anchor[a]);
            slopes.push(local.charts[*j].at(centre[*j]).slope);
        }
        for a in 0..first.len() {
            for b in 0..first.len() {
                rest.set(a, b, rest[(a, b)] * slopes[a] * slopes[b] + if a == b { 1.0 } else { 0.0 });
            }
        }
        let lean = Matrix::from_columns(
            &follows.iter().map(|f| f.iter().map(|v| -v).chain([0.0]).collect()).collect::<Vec<Vec<f64>>>(),
        );
        second.push(p);
        let rows = local.columns.first().map_or(1, Vec::len) as f64;
        let mut inner_and_noise = Matrix::identity(second.len());
        for a in 0..kinds.len() {
            for b in 0..kinds.len() {
                inner_and_noise.set(a, b, inner[(a, b)]);
            }
        }
        inner_and_noise.set(kinds.len(), kinds.len(), 2.0 * rows);
        let factors = [factor(&rest), factor(&inner_and_noise)];
        Self { first, second, centre, anchor, factors, lean }
    }

    /// Number of dimensions.
    pub(super) fn size(&self) -> usize {
        self.centre.len()
    }

    /// The place `u` of coordinates.
    pub(super) fn unknowns(&self, z: &[f64], charts: &[Chart]) -> Vec<f64> {
        let mut u = self.centre.clone();
        let (z1, z2) = z.split_at(self.first.len());
        let mut away = Vec::with_capacity(self.first.len());
        for (row, j) in self.first.iter().enumerate() {
            u[*j] += times(&self.factors[0], row, z1);
            away.push(charts[*j].at(u[*j]).x - self.anchor[row]);
        }
        for (row, j) in self.second.iter().enumerate() {
            let leaning: f64 = away.iter().enumerate().map(|(k, x)| self.lean[(row, k)] * x).sum();
            u[*j] += leaning + times(&self.factors[1], row, z2);
        }
        u
    }

    /// The gradient by `z`, from that by `u` and the slopes of the parameters by `u`.
    pub(super) fn pull_back(&self, slope: &[f64], by_u: &[f64], out: &mut [f64]) {
        let second: Vec<f64> = self.second.iter().map(|j| slope[*j]).collect();
        let leaning = |k: usize| dot(self.lean.column(k), &second);
        let first: Vec<f64> =
            self.first.iter().enumerate().map(|(k, j)| slope[*j] + by_u[*j] * leaning(k)).collect();
        let (out1, out2) = out.split_at_mut(first.len());
        times_transposed(&self.factors[0], &first, out1);
        times_transposed(&self.factors[1], &second, out2);
    }
}

/// Products of the columns; with a little on the diagonal, so that a direction that the data leave open keeps within
/// reach.
fn products(columns: &[Vec<f64>], charts: &[Chart]) -> Matrix {
    let mut out = Matrix::zeros(columns.len(), columns.len());
    for a in 0..columns.len() {
        for b in 0..columns.len() {
            out.set(a, b, dot(&columns[a], &columns[b]));
        }
        let own = if charts[a] == Chart::Plain { 1e-9 * out[(a, a)] } else { 0.01 };
        out.set(a, a, if matches!(charts[a], Chart::Held(_)) { 1.0 } else { out[(a, a)] + own });
    }
    out
}

/// The factor `L` of the inverse of a curvature; of its diagonal alone if rounding has spoilt it.
fn factor(curvature: &Matrix) -> Vec<f64> {
    let d = curvature.rows;
    if let Some(factored) = Cholesky::new(curvature) {
        let mut inverse = factored.inverse().data;
        if cholesky_in_place(&mut inverse, d) {
            return inverse;
        }
    }
    let own = |a: usize| if curvature[(a, a)] > 0.0 { 1.0 / curvature[(a, a)].sqrt() } else { 1.0 };
    (0..d * d).map(|at| if at % (d + 1) == 0 { own(at / (d + 1)) } else { 0.0 }).collect()
}

/// One row of a lower triangle times a vector.
fn times(lower: &[f64], row: usize, z: &[f64]) -> f64 {
    let d = z.len();
    (0..=row).map(|k| lower[row * d + k] * z[k]).sum()
}

/// The transposed triangle times a vector.
fn times_transposed(lower: &[f64], x: &[f64], out: &mut [f64]) {
    let d = x.len();
    for (k, out) in out.iter_mut().enumerate() {
        *out = (k..d).map(|i| lower[i * d + k] * x[i]).sum();
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}
