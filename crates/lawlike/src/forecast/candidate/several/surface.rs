//! Surfaces of power laws over several axes (parameters and tokens, with or without others).
//!
//! `add` is the Chinchilla surface over whatever axes there are, `coupled` the Skaling surface, both with a Huber loss
//! at a fifth of the median absolute deviation of their residuals, which is close to least absolute deviations, and a
//! prior on the exponents (see `prior`).
//! `-fade` weighs runs by `exp(-(z_end - z)/h)`, `-fade2` by `exp(-(z_end - z)/(2 h))`, with `h` the horizon: a surface
//! that need not explain the smallest runs forecasts the largest better. The fading ones stand over the bowl of the
//! settings, if there is one (see `bowl`).
//!
//! An axis along which the response turns out to rise is taken upside down. Positions without logarithms enter as
//! `exp(x / spread)`: a power of that is an exponential, as in mixing laws of shares. A response that rises as a whole
//! is taken as its inverse, so that it may level off.

use super::super::CandidateCard;
use super::super::{Answers, Past, average};
use super::bowl::Bowl;
use super::fade;
use super::prior::most_probable;
use super::regression::{Regression, Rows};
use super::spreads;
use crate::fit::{Effort, Objective, Options, Prepared};
use crate::forecast::frame::Places;
use crate::law::{Law, Parameter, Spacing};
use crate::observations::{Column, Observations, Points};
use crate::quantity::Quantity;
use lawlike_num::quantile::mad;
use lawlike_num::robust::{Rule, outliers};

pub(super) const CARDS: [CandidateCard; 6] = [
    CandidateCard {
        name: "add",
        says: "an irreducible part and a power law of each axis; of shares a sum of exponentials",
        source: "Hoffmann et al. 2022 (arXiv 2203.15556), equation 2; shares: Ye et al. 2024 (arXiv 2403.16952)",
    },
    CandidateCard {
        name: "coupled",
        says: "the same with one exponent over the sum, which couples the axes",
        source: "Videau et al. 2026 (Skaling); Kaplan et al. 2020 (arXiv 2001.08361), equation 1.5",
    },
    CandidateCard {
        name: "add-fade",
        says: "`add`, weights falling by e over one horizon, settings about their optimum",
        source: "Hoffmann et al. 2022 (arXiv 2203.15556), equation 2",
    },
    CandidateCard {
        name: "coupled-fade",
        says: "`coupled`, weights falling by e over one horizon, settings about their optimum",
        source: "Videau et al. 2026 (Skaling)",
    },
    CandidateCard {
        name: "add-fade2",
        says: "`add`, weights falling by e over two horizons, settings about their optimum",
        source: "Hoffmann et al. 2022 (arXiv 2203.15556), equation 2",
    },
    CandidateCard {
        name: "coupled-fade2",
        says: "`coupled`, weights falling by e over two horizons, settings about their optimum",
        source: "Videau et al. 2026 (Skaling)",
    },
];

/// Share of tables that lose a run for no reason, and the tails of lawful residuals.
const RULE: Rule = Rule { alarms: 0.02, tails: 6.0 };
/// Threshold of the Huber loss in units of the spread of the residuals.
const SHARP: f64 = 0.2;
/// Most rounds in which runs are left out.
const ROUNDS: usize = 4;

/// Rows without the runs that lie far from both surfaces, each fitted robustly, and again without those until none is
/// left; none where all may stay. A tenth of the runs at most can be outliers: more of them are a pattern that the
/// surfaces miss.
pub(super) fn lawful(past: Past<'_>) -> Option<Vec<usize>> {
    let n = past.frame.n();
    let mut rows: Vec<usize> = (0..n).collect();
    for _ in 0..ROUNDS {
        let frame = past.frame.pick(&rows);
        let kept = near(Past { frame: &frame, horizon: past.horizon })?;
        if kept.len() == rows.len() {
            break;
        }
        rows = kept.iter().map(|i| rows[*i]).collect();
    }
    (rows.len() < n && (n - rows.len()) * 10 <= n).then_some(rows)
}

/// Rows that lie near one of the surfaces at least.
fn near(past: Past<'_>) -> Option<Vec<usize>> {
    let table = Table::new(past)?;
    let mut kept: Vec<usize> = Vec::new();
    for coupled in [false, true] {
        let (_, residuals) = table.solve(coupled, &Places::default())?;
        let far = outliers(&residuals, &[], RULE)?.rows;
        kept.extend((0..residuals.len()).filter(|i| !far.contains(i)));
    }
    kept.sort_unstable();
    kept.dedup();
    Some(kept)
}

/// Both surfaces with equal weights, and with fading weights about the bowl of the settings, if there is one.
pub(super) fn answers(past: Past<'_>, bowl: Option<&Bowl>, places: &Places) -> Answers {
    let Some(mut table) = Table::new(past) else { return Vec::new() };
    let mut out = both(&table, ["add", "coupled"], places);
    let fades = [(["add-fade", "coupled-fade"], 1.0), (["add-fade2", "coupled-fade2"], 2.0)];
    let bowl = bowl.filter(|bowl| bowl.leaves_axes(past.frame));
    if let Some(bowl) = bowl {
        let rest = bowl.rest(past.frame);
        let Some(over) = Table::new(Past { frame: &rest, horizon: past.horizon }) else { return out };
        table = over;
    }
    let there = bowl.map(|bowl| bowl.places(places));
    for (names, horizons) in fades {
        table.observations.weights = fade(past, horizons);
        for (name, mut values) in both(&table, names, there.as_ref().unwrap_or(places)) {
            if let Some(bowl) = bowl {
                values.iter_mut().zip(&places.x).for_each(|(value, x)| *value += bowl.excess(x));
            }
            out.push((name, values));
        }
    }
    out
}

fn both(table: &Table, names: [&'static str; 2], places: &Places) -> Answers {
    let solved = |(name, coupled)| Some((name, table.solve(coupled, places)?.0));
    names.into_iter().zip([false, true]).filter_map(solved).collect()
}

/// A past as observations of `y` over `x0, x1, ...`, all near one and such that `y` falls.
pub(super) struct Table {
    observations: Observations,
    level: f64,
    /// By what each position is multiplied: the inverse of its unit, negative on an axis taken upside down.
    factors: Vec<f64>,
    /// Whether the inverse of the response is what falls.
    rising: bool,
}

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
            Prepared::new(&law, &self.observations, &Options::default().with_objective(objective)).ok()
        };
        let squares = prepare(Objective::LOG_LS)?;
        let mut solution = squares.solve(squares.weights(), Effort::Quick);
        let spread = mad(&squares.at(&solution.parameters).1) / 1.4826 + 1e-5;
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
        let residuals = last.at(&solution.parameters).1.iter().map(|r| -r).collect();
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
