//! How far points lie outside what the past has seen, along every axis and every ratio of two axes.
//!
//! Sizes and tokens may both lie near the past while tokens per parameter do not; a ratio is where a law of several axes
//! is blind. A point is out of range where an axis or a ratio goes beyond the past by more than the past spans, where
//! data are repeated half as often again as ever before, and where more unique tokens are stated than tokens were seen:
//! no back-test inside the past can show what comes then. Intervals are wider where every law is blind: beyond the
//! repeats of the past, where the unique tokens cannot be what they say, and where two axes part that have always gone
//! together.

use crate::observations::{Column, Observations, Points};
use crate::quantity::{Quantity, TokenCount};
use serde::Serialize;

/// An axis, or a ratio of two, along which points leave the past.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Beyond {
    /// Name of the axis, or of both: `tokens / params`.
    pub what: String,
    /// Smallest and largest value in the past.
    pub past: (f64, f64),
    /// The value among the points that is farthest out.
    pub farthest: f64,
    /// How far that lies beyond the past, over the span of the past (both in logarithms where these are natural).
    pub spans: f64,
    /// Points that are out of range along it.
    pub points: usize,
}

/// Least span of a past, in natural logarithms: below a factor of two all of it counts as one place.
const LEAST_SPAN: f64 = std::f64::consts::LN_2;
/// Data repeated so many times more often than ever before are out of range.
const REPEATS: f64 = 1.5;

/// More unique tokens than tokens by a tenth are no rounding.
const ROUNDING: f64 = 1.1;

/// Points against the past.
pub(super) struct Outside {
    /// By how much more than back-tests say an interval has to be wider, by point.
    pub(super) widening: Vec<f64>,
    /// Whether a point is out of range.
    pub(super) out: Vec<bool>,
    /// The directions in which points are.
    pub(super) directions: Vec<Beyond>,
}

/// How the points lie to the past.
pub(super) fn beyond(observations: &Observations, points: &Points) -> Outside {
    let n = points.n();
    let mut outside = Outside { widening: vec![1.0; n], out: vec![false; n], directions: Vec::new() };
    let excess = repeats(observations, points);
    for (i, excess) in excess.iter().enumerate().filter(|(_, excess)| **excess > REPEATS) {
        outside.leave(i, 1.0 + excess.ln());
    }
    for direction in directions(observations, points) {
        outside.along(direction);
    }
    outside.impossible(observations, points);
    outside
}

impl Outside {
    fn leave(&mut self, point: usize, widening: f64) {
        self.out[point] = true;
        self.widening[point] = self.widening[point].max(widening);
    }

    fn along(&mut self, direction: Direction) {
        let Direction { what, past, places, log, parts } = direction;
        let (lo, hi) = bounds(&past);
        let span = (hi - lo).max(if log { LEAST_SPAN } else { 0.0 });
        let spans = |v: f64| if v.is_nan() { 0.0 } else { (v - hi).max(lo - v).max(0.0) / span };
        let far: Vec<usize> = (0..places.len()).filter(|i| spans(places[*i]) > 1.0).collect();
        let Some(farthest) =
            far.iter().copied().max_by(|a, b| spans(places[*a]).total_cmp(&spans(places[*b])))
        else {
            return;
        };
        // A ratio that has hardly varied: which of the two axes did the work is not known.
        let blind = parts && hi - lo < LEAST_SPAN;
        for i in &far {
            self.leave(*i, if blind { 1.0 + spans(places[*i]).ln() } else { 1.0 });
        }
        let plain = |v: f64| if log { v.exp() } else { v };
        self.directions.push(Beyond {
            what,
            past: (plain(lo), plain(hi)),
            farthest: plain(places[farthest]),
            spans: spans(places[farthest]),
            points: far.len(),
        });
    }

    /// Points that state more unique tokens than tokens.
    fn impossible(&mut self, observations: &Observations, points: &Points) {
        let Some((seen, unique)) = token_axes(observations) else { return };
        let (Some(d), Some(u)) = (points.column(&seen.name), points.column(&unique.name)) else { return };
        let ratio = |d: &Column, u: &Column| -> Vec<f64> {
            u.values.iter().zip(&d.values).map(|(u, d)| u / d).collect()
        };
        let ratios = ratio(d, u);
        let far: Vec<usize> = (0..ratios.len()).filter(|i| ratios[*i] > ROUNDING).collect();
        let Some(farthest) = far.iter().map(|i| ratios[*i]).max_by(f64::total_cmp) else { return };
        far.iter().for_each(|i| self.leave(*i, 1.0 + ratios[*i].ln()));
        self.directions.push(Beyond {
            what: format!("{} / {} above one", unique.name, seen.name),
            past: bounds(&ratio(seen, unique)),
            farthest,
            spans: farthest.ln() / LEAST_SPAN,
            points: far.len(),
        });
    }
}

/// An axis or a ratio of two.
struct Direction {
    what: String,
    past: Vec<f64>,
    places: Vec<f64>,
    /// Whether places are logarithms.
    log: bool,
    /// Whether it is a ratio of two axes of which both vary.
    parts: bool,
}

fn directions(observations: &Observations, points: &Points) -> Vec<Direction> {
    let known: Vec<(&Column, &Column)> =
        observations.axes.iter().filter_map(|axis| Some((axis, points.column(&axis.name)?))).collect();
    let scaled = |column: &Column, log: bool| -> Vec<f64> {
        column.values.iter().map(|v| if log { v.ln() } else { *v }).collect()
    };
    let mut out: Vec<Direction> = Vec::new();
    for (k, (past, places)) in known.iter().enumerate() {
        let log = past.is_log();
        out.push(Direction {
            what: past.name.clone(),
            past: scaled(past, log),
            places: scaled(places, log),
            log,
            parts: false,
        });
        for (other, others) in known[k + 1..].iter().filter(|(other, _)| log && other.is_log()) {
            let ratio = |a: &Column, b: &Column| -> Vec<f64> {
                a.values.iter().zip(&b.values).map(|(a, b)| (a / b).ln()).collect()
            };
            out.push(Direction {
                what: format!("{} / {}", other.name, past.name),
                past: ratio(other, past),
                places: ratio(others, places),
                log: true,
                parts: true,
            });
        }
    }
    out
}

fn bounds(values: &[f64]) -> (f64, f64) {
    let ends = (f64::INFINITY, f64::NEG_INFINITY);
    values.iter().fold(ends, |(lo, hi), v| (lo.min(*v), hi.max(*v)))
}

/// The axes of tokens seen and of unique tokens.
fn token_axes(observations: &Observations) -> Option<(&Column, &Column)> {
    let find =
        |count: TokenCount| observations.axes.iter().find(|axis| axis.quantity == Quantity::Tokens(count));
    Some((find(TokenCount::Seen)?, find(TokenCount::Unique)?))
}

/// Times that the data of a point are repeated, over the most in the past; one where repeats are not known.
fn repeats(observations: &Observations, points: &Points) -> Vec<f64> {
    let none = || vec![1.0; points.n()];
    let Some((seen, unique)) = token_axes(observations) else { return none() };
    let (Some(d), Some(u)) = (points.column(&seen.name), points.column(&unique.name)) else { return none() };
    let most = seen.values.iter().zip(&unique.values).map(|(d, u)| d / u).fold(0.0, f64::max);
    d.values.iter().zip(&u.values).map(|(d, u)| d / u / most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::{LossUnit, ParameterCount};

    fn runs(sizes: &[f64], tokens: &[f64]) -> Observations {
        let count = Quantity::Parameters(ParameterCount::Total);
        let axes = vec![
            Column::new("params", count, sizes.to_vec()),
            Column::new("tokens", Quantity::Tokens(TokenCount::Seen), tokens.to_vec()),
        ];
        let loss = vec![3.0; sizes.len()];
        Observations::new(Column::new("loss", Quantity::Loss(LossUnit::Nats), loss), axes).expect("runs")
    }

    #[test]
    fn a_ratio_leaves_the_past_where_no_axis_does() {
        // Ten tokens a parameter at every size; then a hundred, at a size and with tokens not far off.
        let past = runs(&[1e7, 1e8, 1e9], &[1e8, 1e9, 1e10]);
        let points = runs(&[1e8, 1e9, 5e8], &[2e9, 1.1e11, 6e9]).points();
        let Outside { out, directions: found, .. } = beyond(&past, &points);
        assert_eq!(out, [false, true, false]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].what, "tokens / params");
        assert!((found[0].farthest - 110.0).abs() < 1e-9 && found[0].points == 1);
    }

    #[test]
    fn an_axis_is_left_where_points_go_farther_than_the_past_spans() {
        let past = runs(&[1e7, 1e8], &[1e8, 1e9]);
        let Outside { out, directions: found, .. } = beyond(&past, &runs(&[9e8, 2e9], &[9e9, 2e10]).points());
        assert_eq!(out, [false, true]);
        assert_eq!(found.iter().map(|one| one.what.as_str()).collect::<Vec<_>>(), ["params", "tokens"]);
    }

    #[test]
    fn intervals_are_wider_where_axes_part_that_went_together() {
        // Twenty tokens a parameter in all runs: the ratio has never varied.
        let past = runs(&[1e7, 1e8, 1e9], &[2e8, 2e9, 2e10]);
        let found = beyond(&past, &runs(&[1e8, 1e8], &[2e9, 2e11]).points());
        assert_eq!(found.out, [false, true]);
        assert!(found.widening[0] == 1.0 && found.widening[1] > 2.0, "{:?}", found.widening);
        // Where it has varied, its effect is known from the past.
        let varied = runs(&[1e7, 1e8, 1e9, 1e9], &[2e8, 2e9, 2e10, 4e10]);
        assert_eq!(beyond(&varied, &runs(&[1e8], &[2e11]).points()).widening, [1.0]);
    }

    #[test]
    fn more_unique_tokens_than_tokens_are_out_of_range() {
        let with = |mut observations: Observations, unique: &[f64]| {
            let quantity = Quantity::Tokens(TokenCount::Unique);
            observations.axes.push(Column::new("unique_tokens", quantity, unique.to_vec()));
            observations
        };
        let past = with(runs(&[1e7, 1e8, 1e9], &[1e9, 1e10, 1e11]), &[1e9, 1e9, 1e11]);
        let points = with(runs(&[1e8, 1e8], &[1e10, 1e10]), &[1e10, 4e10]).points();
        let found = beyond(&past, &points);
        assert!(!found.out[0] && found.out[1]);
        assert!(
            found.widening[1] > 2.0 && found.directions.iter().any(|one| one.what.ends_with("above one"))
        );
    }
}
