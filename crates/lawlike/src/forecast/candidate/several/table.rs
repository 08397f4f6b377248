//! A past as a table that a surface is fitted to.

use super::super::{Past, average};
use super::prior::most_probable;
use super::regression::{Regression, Rows};
use super::spreads;
use crate::fit::{Effort, FitOptions, Objective, Prepared};
use crate::forecast::frame::Places;
use crate::law::{Law, Parameter, Spacing};
use crate::observations::{Column, Observations, Points};
use crate::quantity::Quantity;
use lawlike_num::quantile::mad;

/// A past as observations of `y` over `x0, x1, ...`, all near one and such that `y` falls.
pub(super) struct Table {
    pub(super) observations: Observations,
    level: f64,
    /// By what each position is multiplied: the inverse of its unit, negative on an axis taken upside down.
    factors: Vec<f64>,
    /// Whether the inverse of the response is what falls.
    rising: bool,
}

/// Threshold of the Huber loss in units of the spread of the residuals.
const SHARP: f64 = 0.2;
/// A slope turns an axis upside down if it is so many standard errors above zero: a run in a thousand by accident.
const CLEAR: f64 = 3.0;

impl Table {
    pub(super) fn new(past: Past<'_>) -> Option<Self> {
        let frame = past.frame;
        let level = average(&frame.y);
        let slopes = Regression::significance(Rows { x: &frame.x, y: &frame.y, weights: &frame.weights });
        // The clearest slope says whether the response rises.
        let clearest = slopes.iter().copied().max_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap_or(0.0);
        let rising = clearest > CLEAR;
        let side = if rising { -1.0 } else { 1.0 };
        let unit = |j: usize, spread: f64| if frame.axes[j].log { 1.0 } else { 1.0 / spread };
        let turned = |j: usize| if side * slopes[j] > CLEAR { -1.0 } else { 1.0 };
        let factors: Vec<f64> =
            spreads(frame).iter().enumerate().map(|(j, spread)| turned(j) * unit(j, *spread)).collect();
        let y = frame.y.iter().map(|y| (side * (y - level)).exp()).collect();
        let axes = columns(&frame.x, &factors);
        let mut observations = Observations::new(Column::new("y", Quantity::Plain, y), axes).ok()?;
        observations.weights.clone_from(&frame.weights);
        Some(Self { observations, level, factors, rising })
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

    /// Fits by least squares, with a Huber loss at the spread of the residuals, and at a fifth of it, each from the
    /// one before, and lets what is known of exponents have its say: forecasts and residuals of the last.
    pub(super) fn solve(&self, coupled: bool, places: &Places) -> Option<(Vec<f64>, Vec<f64>)> {
        let mut law = Law::from_formula(&self.formula(coupled)).ok()?;
        law.parameters = law.formula.names().iter().filter_map(|name| parameter(name)).collect();
        let prepare = |objective| {
            Prepared::new(&law, &self.observations, &FitOptions::default().with_objective(objective)).ok()
        };
        let squares = prepare(Objective::LOG_LS)?;
        let mut solution = squares.solve(squares.weights(), Effort::Quick);
        let spread = mad(&squares.at(&solution.parameters).residuals) / 1.4826 + 1e-5;
        let mut last = squares;
        for share in [1.0, SHARP] {
            if !solution.objective.is_finite() {
                return None;
            }
            last = prepare(Objective::huber_log(share * spread))?;
            solution = last.solve_from(&solution.parameters);
        }
        if solution.objective.is_finite() {
            solution.parameters = most_probable(&last, &solution.parameters, spread, SHARP * spread);
        }
        let ahead = Points { columns: columns(&places.x, &self.factors) };
        let side = if self.rising { -1.0 } else { 1.0 };
        let values = last.model().predict(&solution.parameters, &ahead).ok()?;
        let forecast = values.iter().map(|v| side * v.max(1e-300).ln() + self.level).collect();
        let residuals = last.at(&solution.parameters).residuals.iter().map(|r| -r).collect();
        solution.objective.is_finite().then_some((forecast, residuals))
    }
}

fn columns(x: &[Vec<f64>], factors: &[f64]) -> Vec<Column> {
    let values = |j: usize, factor: f64| x.iter().map(|row| (factor * row[j]).exp()).collect();
    factors
        .iter()
        .enumerate()
        .map(|(j, factor)| Column::new(format!("x{j}"), Quantity::Plain, values(j, *factor)))
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
