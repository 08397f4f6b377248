//! Where a law that does not fit all runs held, and how it failed beyond.
//!
//! Asked only where the check `break` says that one law does not fit both sides of some place. The place is the one at
//! which the law up to it and a ruler beyond it leave the least absolute residuals. Whether the law held is then asked of the
//! runs up to there alone, by a back-test of the law that sees no other; whether it failed, of its forecasts beyond, from there and in
//! the back-test of all runs. A law that merely saw too little by then comes right with more runs.

use super::trend::trend;
use crate::backtest::{Backtest, lean};
use crate::check::Direction;
use crate::fit::{self, Objective, fit};
use crate::forecast::{Chosen, Frame};
use crate::law::Law;
use crate::observations::Observations;
use crate::score::median_absolute;
use crate::verdict::Regime;
use lawlike_num::regression::regress;

/// Shares of the runs that may lie before the place.
const SHARES: std::ops::RangeInclusive<usize> = 6..=18;
/// Parts into which the runs fall for them.
const PARTS: usize = 20;
/// Runs that must lie beyond the place.
const BEYOND: usize = 4;

/// The law and how it is fitted and judged.
pub(super) struct Question<'a> {
    pub(super) law: &'a Law,
    pub(super) objective: Objective,
}

/// A split of the rows at a value of the direction, and errors of the law fitted to the rows before.
struct Place {
    at: f64,
    before: Vec<usize>,
    /// Rows beyond, nearest first.
    beyond: Vec<usize>,
    /// Error of the forecast by row beyond.
    errors: Vec<f64>,
    /// Sum of absolute residuals of the law before and of a ruler beyond.
    residuals: f64,
}

/// The place where the law ended, and what happened on both sides; none where no place can be tried.
pub(super) fn regime(
    observations: &Observations,
    whole: &Backtest,
    question: &Question<'_>,
) -> Option<Regime> {
    let direction = Direction::main(observations)?;
    let chosen = Chosen::new(question.law.clone(), Some(question.objective));
    let frame = Frame::new(observations, None);
    let places = ends(observations, &direction);
    let best = places
        .into_iter()
        .filter_map(|at| Place::new(observations, &direction, at, &chosen, &frame))
        .min_by(|a, b| a.residuals.total_cmp(&b.residuals))?;
    let part = observations.select(&best.before);
    let before = lean(&part, &chosen);
    let fitting = fit::FitOptions::default().with_objective(question.objective);
    let trend = fit(question.law, &part, &fitting).ok().and_then(|fit| trend(&part, &fit));
    let half = best.beyond.len() / 2;
    let far = &best.errors[half..];
    let scale = observations.scale();
    let is_far = mask(observations.n(), &best.beyond[half..]);
    let missed: Vec<f64> = whole
        .held_out_points
        .iter()
        .filter(|point| is_far[point.row])
        .map(|point| scale.forward(point.fan.median()) - scale.forward(point.truth))
        .collect();
    let above = far.iter().filter(|error| **error > 0.0).count() as f64 / far.len() as f64;
    Some(Regime {
        place: format!("{} = {}", direction.name, direction.show(best.at)),
        before,
        trend,
        beyond: best.beyond.len(),
        failed: median_absolute(far),
        missed: median_absolute(&missed),
        one_sided: above.max(1.0 - above),
        is_above: above > 0.5,
    })
}

/// Values of the direction at which the runs may part; a group is before one only if all of its rows are.
fn ends(observations: &Observations, direction: &Direction) -> Vec<f64> {
    let mut sorted = last_of_group(observations, direction);
    sorted.sort_by(f64::total_cmp);
    let mut ends: Vec<f64> = SHARES.map(|k| sorted[(k * sorted.len() / PARTS).max(1) - 1]).collect();
    ends.dedup();
    ends
}

/// Position of each row: that of the last row of its group.
fn last_of_group(observations: &Observations, direction: &Direction) -> Vec<f64> {
    let mut last = std::collections::BTreeMap::new();
    for (group, value) in observations.groups.iter().zip(&direction.values) {
        let entry = last.entry(*group).or_insert(*value);
        *entry = f64::max(*entry, *value);
    }
    observations.groups.iter().map(|group| last[group]).collect()
}

impl Place {
    fn new(
        observations: &Observations,
        direction: &Direction,
        at: f64,
        chosen: &Chosen,
        frame: &Frame,
    ) -> Option<Self> {
        let place = last_of_group(observations, direction);
        let (before, mut beyond): (Vec<usize>, Vec<usize>) =
            (0..observations.n()).partition(|row| place[*row] <= at);
        if beyond.len() < BEYOND {
            return None;
        }
        beyond.sort_by(|a, b| direction.values[*a].total_cmp(&direction.values[*b]));
        let scale = observations.scale();
        let truth = |row: &usize| scale.forward(observations.response.values[*row]);
        let (answers, _) = chosen.answer(&observations.select(&before), &observations.points());
        let error = |row: &usize| answers[*row] - truth(row);
        let errors: Vec<f64> = beyond.iter().map(error).collect();
        let within: f64 = before.iter().map(|row| error(row).abs()).sum();
        let residuals = within + ruler(frame, &beyond)?;
        (residuals.is_finite() && errors.iter().all(|e| e.is_finite())).then_some(Self {
            at,
            before,
            beyond,
            errors,
            residuals,
        })
    }
}

/// Sum of absolute residuals of a plane through some rows, on natural scales.
fn ruler(frame: &Frame, rows: &[usize]) -> Option<f64> {
    let is_beyond = mask(frame.n(), rows);
    let places: Vec<usize> = (0..frame.n()).filter(|place| is_beyond[frame.rows[*place]]).collect();
    let mut columns = vec![vec![1.0; places.len()]];
    columns.extend((0..frame.axes.len()).map(|k| places.iter().map(|i| frame.x[*i][k]).collect()));
    let y: Vec<f64> = places.iter().map(|i| frame.y[*i]).collect();
    let plane = regress(&columns, &y)?;
    let fitted = |i: usize| columns.iter().zip(&plane.coefficients).map(|(c, b)| c[i] * b).sum::<f64>();
    Some(y.iter().enumerate().map(|(i, y)| (y - fitted(i)).abs()).sum())
}

/// Which of so many rows are named.
fn mask(n: usize, rows: &[usize]) -> Vec<bool> {
    let mut mask = vec![false; n];
    rows.iter().for_each(|row| mask[*row] = true);
    mask
}
