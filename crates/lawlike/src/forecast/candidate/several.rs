//! Candidates over several axes (parameters and tokens, with or without unique tokens).
//!
//! `add` is the Chinchilla surface over whatever axes there are, `coupled` the Skaling surface; both with a Huber
//! loss at the median absolute deviation of the residuals, `-lad` at a fifth of it. `-near` adds the mean residual
//! of similar runs (Gaussian kernel, .7 standard deviations of each axis, shrunk), `-line` a ridge line through the
//! residuals of the last half. `line3`, `quad`, `quadw` are linear and quadratic in the logarithms.

use super::{Answers, Past, average};
use crate::fit::{Effort, Objective, Options, Prepared};
use crate::forecast::frame::Places;
use crate::law::{Law, Parameter, Spacing};
use crate::observations::{Column, Observations, Points};
use crate::quantity::{Quantity, Scale};
use lawlike_num::dense::{cholesky_in_place, cholesky_solve};
use lawlike_num::quantile::mad;

/// Forecasts over several axes.
pub(super) fn answers(past: Past<'_>, places: &Places) -> Answers {
    let mut out = linear(past, places);
    if past.frame.scale == Scale::Log {
        out.extend(surfaces(past, places));
    }
    out
}

fn linear(past: Past<'_>, places: &Places) -> Answers {
    let (x, y, z) = (&past.frame.x, &past.frame.y, &past.frame.z);
    let n = y.len();
    let few = (past.frame.axes.len() + 2).max(n / 3).min(n);
    let h = past.horizon.max(0.15 * past.frame.span()).max(1e-9);
    let fade: Vec<f64> = z.iter().map(|p| (-(past.frame.end() - p) / (2.0 * h)).exp()).collect();
    let squares = |rows: &[Vec<f64>]| rows.iter().map(|row| quadratic(row)).collect::<Vec<_>>();
    let (past2, places2) = (squares(x), squares(&places.x));
    vec![
        ("line3", Regression::new(&x[n - few..], &y[n - few..], &[], 0.0).at(&places.x)),
        ("quad", Regression::new(&past2, y, &[], 1e-4).at(&places2)),
        ("quadw", Regression::new(&past2, y, &fade, 1e-4).at(&places2)),
    ]
}

fn quadratic(row: &[f64]) -> Vec<f64> {
    let mut out = row.to_vec();
    for (i, a) in row.iter().enumerate() {
        for b in &row[i..] {
            out.push(a * b);
        }
    }
    out
}

/// Linear regression on standardised columns with a ridge on the slopes.
struct Regression {
    centre: Vec<f64>,
    spread: Vec<f64>,
    coefficients: Vec<f64>,
}

impl Regression {
    fn new(x: &[Vec<f64>], y: &[f64], weights: &[f64], ridge: f64) -> Self {
        let k = x.first().map_or(0, Vec::len);
        let column = |j: usize| x.iter().map(|row| row[j]).collect::<Vec<_>>();
        let centre: Vec<f64> = (0..k).map(|j| average(&column(j))).collect();
        let spread: Vec<f64> =
            (0..k).map(|j| lawlike_num::quantile::variance(&column(j)).sqrt().max(0.0) + 1e-9).collect();
        let p = k + 1;
        let (mut gram, mut rhs) = (vec![0.0; p * p], vec![0.0; p]);
        let mut total = 0.0;
        for (i, row) in x.iter().enumerate() {
            let w = weights.get(i).copied().unwrap_or(1.0);
            total += w;
            let mut v = vec![1.0; p];
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
        for a in 0..p {
            gram[a * p + a] += 1e-12 + if a > 0 { (ridge + 1e-9) * total } else { 0.0 };
        }
        if cholesky_in_place(&mut gram, p) {
            cholesky_solve(&gram, p, &mut rhs);
        } else {
            rhs.fill(0.0);
            rhs[0] = average(y);
        }
        Self { centre, spread, coefficients: rhs }
    }

    fn at(&self, x: &[Vec<f64>]) -> Vec<f64> {
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

/// The surfaces and their corrections.
fn surfaces(past: Past<'_>, places: &Places) -> Answers {
    let Some(table) = Table::new(past) else { return Vec::new() };
    let mut out: Answers = Vec::new();
    for (names, formula) in [
        (["add", "add-lad", "add-near", "add-line"], table.formula(false)),
        (["coupled", "coupled-lad", "coupled-near", "coupled-line"], table.formula(true)),
    ] {
        let Some(pair) = table.solve(&formula, places) else { continue };
        let [(robust, residuals), (lad, lad_residuals)] = pair;
        // The surface corrected by its neighbours is the one whose own residuals say more about them.
        let (base, rest) =
            if formula.contains("k0") { (&lad, &lad_residuals) } else { (&robust, &residuals) };
        let near = neighbours(past, places, rest);
        out.push((names[2], base.iter().zip(near).map(|(f, r)| f + r).collect()));
        let late = (past.frame.axes.len() + 3).max(past.frame.n() / 2).min(past.frame.n());
        let from = past.frame.n() - late;
        let line = Regression::new(&past.frame.x[from..], &residuals[from..], &[], 0.05).at(&places.x);
        out.push((names[3], robust.iter().zip(line).map(|(f, r)| f + r.clamp(-0.5, 0.5)).collect()));
        out.push((names[0], robust));
        out.push((names[1], lad));
    }
    out
}

/// Mean residual of similar runs, shrunk towards zero where there are few.
fn neighbours(past: Past<'_>, places: &Places, residuals: &[f64]) -> Vec<f64> {
    let x = &past.frame.x;
    let k = past.frame.axes.len();
    let spread: Vec<f64> = (0..k)
        .map(|j| {
            let column: Vec<f64> = x.iter().map(|row| row[j]).collect();
            lawlike_num::quantile::variance(&column).sqrt() + 1e-9
        })
        .collect();
    let one = |place: &Vec<f64>| {
        let (mut sum, mut weight) = (0.0, 1.0);
        for (row, r) in x.iter().zip(residuals) {
            let d: f64 = (0..k).map(|j| ((place[j] - row[j]) / spread[j]).powi(2)).sum();
            let w = (-0.5 * d / 0.49).exp();
            sum += w * r;
            weight += w;
        }
        sum / weight
    };
    places.x.iter().map(one).collect()
}

/// A past as observations of `y` over `x0, x1, ...`, all near one.
struct Table {
    observations: Observations,
    level: f64,
}

type Solved = (Vec<f64>, Vec<f64>);

impl Table {
    fn new(past: Past<'_>) -> Option<Self> {
        let level = average(&past.frame.y);
        let y = past.frame.y.iter().map(|y| (y - level).exp()).collect();
        let axes = columns(&past.frame.x, past.frame.axes.len());
        let observations = Observations::new(Column::new("y", Quantity::Plain, y), axes).ok()?;
        Some(Self { observations, level })
    }

    /// `E + A0*x0^-a0 + ...`, or `E + A0*(x0^-a0 + R1*x1^-a1 + ...)^k0`.
    fn formula(&self, coupled: bool) -> String {
        let axes = self.observations.axes.len();
        let term = |i: usize| match (coupled, i) {
            (true, 0) => "x0^-a0".to_owned(),
            (true, i) => format!("R{i}*x{i}^-a{i}"),
            (false, i) => format!("A{i}*x{i}^-a{i}"),
        };
        let sum = (0..axes).map(term).collect::<Vec<_>>().join(" + ");
        if coupled { format!("E + A0*({sum})^k0") } else { format!("E + {sum}") }
    }

    /// Fits with a Huber loss at the spread of the residuals and at a fifth of it: forecasts and residuals of both.
    fn solve(&self, formula: &str, places: &Places) -> Option<[Solved; 2]> {
        let mut law = Law::from_formula(formula).ok()?;
        law.parameters = law.formula.names().iter().filter_map(|name| parameter(name)).collect();
        let prepare = |objective| {
            Prepared::new(&law, &self.observations, &Options::default().with_objective(objective)).ok()
        };
        let squares = prepare(Objective::LOG_LS)?;
        let first = squares.solve(squares.weights(), Effort::Quick);
        if !first.objective.is_finite() {
            return None;
        }
        let spread = mad(&squares.at(&first.parameters).1) / 1.4826 + 1e-5;
        let ahead = Points { columns: columns(&places.x, self.observations.axes.len()) };
        let robust = |share: f64, start: &[f64]| -> Option<(Solved, Vec<f64>)> {
            let prepared = prepare(Objective::huber_log(share * spread))?;
            let solution = prepared.solve_from(start);
            if !solution.objective.is_finite() {
                return None;
            }
            let values = prepared.model().predict(&solution.parameters, &ahead).ok()?;
            let forecast = values.iter().map(|v| v.max(1e-300).ln() + self.level).collect();
            let residuals = prepared.at(&solution.parameters).1.iter().map(|r| -r).collect();
            Some(((forecast, residuals), solution.parameters))
        };
        let (wide, parameters) = robust(1.0, &first.parameters)?;
        let (narrow, _) = robust(0.2, &parameters)?;
        Some([wide, narrow])
    }
}

fn columns(x: &[Vec<f64>], axes: usize) -> Vec<Column> {
    (0..axes)
        .map(|j| Column::new(format!("x{j}"), Quantity::Plain, x.iter().map(|row| row[j].exp()).collect()))
        .collect()
}

/// Bounds of the parameters of the surfaces, by the letter of their name.
fn parameter(name: &str) -> Option<Parameter> {
    let (lo, hi, spacing) = match name.chars().next()? {
        'E' | 'A' => (0.0, f64::INFINITY, Spacing::Coefficient),
        'R' => (1e-30, 1e30, Spacing::Log(0.1, 10.0)),
        'a' => (0.0025, 3.3, Spacing::Log(0.08, 1.0)),
        'k' => (0.08, 4.5, Spacing::Log(0.3, 1.1)),
        _ => return None,
    };
    Some(Parameter { name: name.to_owned(), lo, hi, spacing: Some(spacing), meaning: String::new() })
}
