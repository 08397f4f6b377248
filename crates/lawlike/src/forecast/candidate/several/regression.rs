//! Linear regression with a ridge: plain, robust, and with the ridge that generalised cross-validation picks.

use super::super::average;
use lawlike_num::dense::{cholesky_in_place, cholesky_solve};
use lawlike_num::quantile::{mad, variance};

/// Ridges tried, in units of the variance of a standardised column: from none that would be felt to one that leaves
/// each column a half of its slope.
const RIDGES: [f64; 6] = [1e-6, 1e-4, 1e-3, 1e-2, 1e-1, 1.0];
/// A freedom counts for more than one row, or cross-validation picks too small a ridge in one of a few tables
/// (Kim & Gu 2004, section 4: 1.2 to 1.4).
const FREEDOM: f64 = 1.4;
/// Rounds of reweighting: the weights of Huber's estimate settle in a few.
const ROUNDS: usize = 6;
/// Residuals beyond so many spreads count by their size, not by their square: Huber's 95 % efficiency.
const TURN: f64 = 1.345;
/// Median absolute deviation of a normal variable with standard deviation one.
const NORMAL_MAD: f64 = 0.6745;
/// What keeps the normal equations solvable where columns repeat each other, against numbers near one.
const TINY: f64 = 1e-9;

/// Rows of a regression: columns, target, weights (empty for equal ones).
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    pub(super) x: &'a [Vec<f64>],
    pub(super) y: &'a [f64],
    pub(super) weights: &'a [f64],
}

/// A linear function on standardised columns.
pub(super) struct Regression {
    centre: Vec<f64>,
    spread: Vec<f64>,
    coefficients: Vec<f64>,
}

/// Normal equations on standardised columns.
struct Normal {
    centre: Vec<f64>,
    spread: Vec<f64>,
    gram: Vec<f64>,
    rhs: Vec<f64>,
    /// Weighted sum of squares of the target, and sum of the weights.
    square: f64,
    total: f64,
}

impl Normal {
    fn new(rows: Rows<'_>) -> Self {
        let (x, y, weights) = (rows.x, rows.y, rows.weights);
        let k = x.first().map_or(0, Vec::len);
        let column = |j: usize| x.iter().map(|row| row[j]).collect::<Vec<_>>();
        let centre: Vec<f64> = (0..k).map(|j| average(&column(j))).collect();
        let spread: Vec<f64> = (0..k).map(|j| variance(&column(j)).sqrt().max(0.0) + TINY).collect();
        let p = k + 1;
        let (mut gram, mut rhs) = (vec![0.0; p * p], vec![0.0; p]);
        let (mut square, mut total) = (0.0, 0.0);
        let mut v = vec![1.0; p];
        for (i, row) in x.iter().enumerate() {
            let w = weights.get(i).copied().unwrap_or(1.0);
            total += w;
            square += w * y[i] * y[i];
            for j in 0..k {
                v[j + 1] = (row[j] - centre[j]) / spread[j];
            }
            for a in 0..p {
                rhs[a] += w * v[a] * y[i];
                for b in 0..p {
                    gram[a * p + b] += w * v[a] * v[b];
                }
            }
        }
        Self { centre, spread, gram, rhs, square, total }
    }

    /// Factor of the normal equations with a ridge on the slopes.
    fn factor(&self, ridge: f64) -> Option<Vec<f64>> {
        let p = self.rhs.len();
        let mut gram = self.gram.clone();
        for a in 0..p {
            gram[a * p + a] += 1e-12 + if a > 0 { (ridge + TINY) * self.total } else { 0.0 };
        }
        cholesky_in_place(&mut gram, p).then_some(gram)
    }

    fn solve(&self, ridge: f64) -> Vec<f64> {
        let p = self.rhs.len();
        let mut solution = self.rhs.clone();
        if let Some(factor) = self.factor(ridge) {
            cholesky_solve(&factor, p, &mut solution);
        } else {
            solution.fill(0.0);
            solution[0] = self.rhs[0] / self.total.max(TINY);
        }
        solution
    }

    /// Generalised cross-validation (Golub, Heath & Wahba 1979): mean square over the squared share of free rows.
    fn validated(&self, ridge: f64) -> Option<f64> {
        let p = self.rhs.len();
        let factor = self.factor(ridge)?;
        let b = self.solve(ridge);
        let mut freedom = 0.0;
        let mut fitted = 0.0;
        for a in 0..p {
            let mut column: Vec<f64> = (0..p).map(|i| self.gram[i * p + a]).collect();
            fitted += b[a] * column.iter().zip(&b).map(|(g, b)| g * b).sum::<f64>();
            cholesky_solve(&factor, p, &mut column);
            freedom += column[a];
        }
        let cross: f64 = b.iter().zip(&self.rhs).map(|(b, r)| b * r).sum();
        let free = self.total - FREEDOM * freedom;
        (free > 0.0).then(|| (self.square - 2.0 * cross + fitted).max(0.0) / (free * free))
    }
}

impl Regression {
    pub(super) fn new(rows: Rows<'_>, ridge: f64) -> Self {
        let normal = Normal::new(rows);
        let coefficients = normal.solve(ridge);
        Self { centre: normal.centre, spread: normal.spread, coefficients }
    }

    /// Ridge by generalised cross-validation, then Huber's weights: one wild run must not bend a surface.
    pub(super) fn careful(rows: Rows<'_>) -> Self {
        let normal = Normal::new(rows);
        let scored = RIDGES.iter().filter_map(|ridge| Some((normal.validated(*ridge)?, *ridge)));
        let ridge = scored.min_by(|a, b| a.0.total_cmp(&b.0)).map_or(1.0, |(_, ridge)| ridge);
        let mut found = Self::new(rows, ridge);
        for _ in 0..ROUNDS {
            let residuals: Vec<f64> = found.at(rows.x).iter().zip(rows.y).map(|(f, y)| y - f).collect();
            let limit = TURN * mad(&residuals) / NORMAL_MAD;
            if limit.is_nan() || limit <= 0.0 || residuals.iter().all(|r| r.abs() <= limit) {
                break;
            }
            let weight = |(i, r): (usize, &f64)| {
                rows.weights.get(i).copied().unwrap_or(1.0) * (limit / r.abs()).min(1.0)
            };
            let weights: Vec<f64> = residuals.iter().enumerate().map(weight).collect();
            found = Self::new(Rows { weights: &weights, ..rows }, ridge);
        }
        found
    }

    /// Slopes over their standard errors, one a column.
    pub(super) fn significance(rows: Rows<'_>) -> Vec<f64> {
        let normal = Normal::new(rows);
        let p = normal.rhs.len();
        let b = normal.solve(0.0);
        let Some(factor) = normal.factor(0.0) else { return vec![0.0; p - 1] };
        let found = Self { centre: normal.centre, spread: normal.spread, coefficients: b };
        let square: f64 = found.at(rows.x).iter().zip(rows.y).map(|(f, y)| (y - f).powi(2)).sum();
        let variance = square / (rows.y.len() as f64 - p as f64).max(1.0);
        (1..p)
            .map(|a| {
                let mut unit = vec![0.0; p];
                unit[a] = 1.0;
                cholesky_solve(&factor, p, &mut unit);
                found.coefficients[a] / (variance * unit[a]).sqrt().max(1e-300)
            })
            .collect()
    }

    /// Slopes on the columns as they were given.
    pub(super) fn slopes(&self) -> Vec<f64> {
        self.spread.iter().zip(&self.coefficients[1..]).map(|(spread, b)| b / spread).collect()
    }

    pub(super) fn at(&self, x: &[Vec<f64>]) -> Vec<f64> {
        let value = |row: &Vec<f64>| {
            let slopes = row
                .iter()
                .enumerate()
                .map(|(j, v)| self.coefficients[j + 1] * (v - self.centre[j]) / self.spread[j]);
            self.coefficients[0] + slopes.sum::<f64>()
        };
        x.iter().map(value).collect()
    }
}
