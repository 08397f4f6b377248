//! Over several axes: the road from the past to the points, and trials where there is none.
//!
//! Runs are ordered by the axes along which the points leave the past, each as far as its middle is moved in units of
//! the spread of the past. Where points lie amid the past no order leads to them: trials then leave out parts drawn at
//! random, and every point counts as one horizon ahead.

use super::{Task, Trial};
use crate::forecast::frame::{ExtrapolationKind, Frame, Places};
use crate::quantity::Scale;
use lawlike_num::parallel;
use lawlike_num::quantile::{mean, median, quantile, variance};
use lawlike_num::stream::Stream;

/// Points whose middle is moved by less than half the spread of the past on every axis lie amid it: so far the middle
/// of a third of the rows, drawn at random from a few dozen, hardly ever gets.
const AMID: f64 = 0.5;
/// So do points whose middle comes before the last tenth of the past along the road to them: most of them are then
/// among runs that are as far.
const BEHIND: f64 = 0.9;
/// An axis along which points move by less than this share of the farthest has no say in the order.
const SLIGHT: f64 = 0.25;
/// Least number of places along the road: with fewer no past is left in which it was gone before.
const PLACES: usize = 3;
/// Parts of the rows that are left out in turn where there is no road.
const PARTS: usize = 5;
/// Seed of those parts.
const SEED: u64 = 5;

/// Whether the points lie ahead of the past or amid it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Road {
    Ahead,
    Amid,
}

/// A frame ordered by the road to its points, and these on it.
pub(super) struct Oriented {
    pub(super) frame: Frame,
    pub(super) places: Places,
    pub(super) road: Road,
}

/// Orders the rows of a frame over several axes; others stay as they are.
pub(super) fn oriented(frame: Frame, places: Places) -> Oriented {
    if frame.kind != ExtrapolationKind::Several || frame.n() == 0 {
        return Oriented { frame, places, road: Road::Ahead };
    }
    let moved = moved(&frame, &places);
    let farthest = moved.iter().fold(0.0_f64, |far, one| far.max(one.abs()));
    if farthest.is_nan() || farthest <= 0.0 {
        return Oriented { frame, places, road: Road::Ahead };
    }
    let units = units(&frame);
    let shares: Vec<f64> = moved.iter().map(|one| one / farthest).collect();
    let strict: Vec<f64> = shares.iter().map(|s| if s.abs() < SLIGHT { 0.0 } else { *s }).collect();
    let along = |x: &[f64], shares: &[f64]| -> f64 {
        x.iter().zip(shares).zip(&units).map(|((x, share), unit)| x * share / unit).sum()
    };
    let places_along = |shares: &[f64]| {
        let mut z: Vec<f64> = frame.x.iter().map(|x| along(x, shares)).collect();
        z.sort_by(f64::total_cmp);
        z.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
        z.len()
    };
    let shares = if places_along(&strict) < PLACES {
        // Every axis has a say where the farthest alone makes no road.
        moved.iter().map(|one| if *one < 0.0 { -1.0 } else { 1.0 }).collect()
    } else {
        strict
    };
    let z: Vec<f64> = frame.x.iter().map(|x| along(x, &shares)).collect();
    let mut order: Vec<usize> = (0..frame.n()).collect();
    let tied = |a: usize, b: usize| {
        let positions = frame.x[a].iter().zip(&frame.x[b]).map(|(a, b)| a.total_cmp(b));
        positions.fold(frame.y[b].total_cmp(&frame.y[a]), |so_far, next| next.then(so_far))
    };
    order.sort_by(|a, b| z[*a].total_cmp(&z[*b]).then_with(|| tied(*a, *b)));
    let mut ordered = frame.pick(&order);
    ordered.z = order.iter().map(|row| z[*row]).collect();
    let known: Vec<f64> = places.x.iter().map(|x| along(x, &shares)).filter(|z| z.is_finite()).collect();
    let behind = !known.is_empty() && median(&known) < quantile(&ordered.z, BEHIND);
    let road = if farthest < AMID || behind { Road::Amid } else { Road::Ahead };
    let places = Places { z: places.x.iter().map(|x| along(x, &shares)).collect(), x: places.x };
    Oriented { frame: ordered, places, road }
}

/// How far the middle of the points is from the middle of the past on each axis, in spreads of the past.
fn moved(frame: &Frame, places: &Places) -> Vec<f64> {
    let column = |x: &[Vec<f64>], axis: usize| -> Vec<f64> {
        x.iter().map(|row| row[axis]).filter(|v| v.is_finite()).collect()
    };
    (0..frame.axes.len())
        .map(|axis| {
            let (here, there) = (column(&frame.x, axis), column(&places.x, axis));
            let spread = variance(&here).sqrt();
            if there.is_empty() || spread.is_nan() || spread < 1e-9 {
                return 0.0;
            }
            (median(&there) - median(&here)) / spread
        })
        .collect()
}

/// Positions in logarithms count as they stand; the spread of any other axis counts as much as theirs does.
fn units(frame: &Frame) -> Vec<f64> {
    let of_logs: Vec<f64> =
        (0..frame.axes.len()).filter(|axis| frame.axes[*axis].log).map(|axis| spread(frame, axis)).collect();
    let usual = if of_logs.is_empty() { 1.0 } else { mean(&of_logs) };
    (0..frame.axes.len())
        .map(|axis| if frame.axes[axis].log { 1.0 } else { spread(frame, axis) / usual })
        .collect()
}

/// Noise of one run over several axes: by how much the nearest runs differ, in the middle, over what the middle
/// difference of two normal numbers is. Zero where the response is in logarithms: losses differ by their law.
pub(super) fn noise(frame: &Frame) -> f64 {
    if frame.scale == Scale::Log || frame.n() < 4 {
        return 0.0;
    }
    let spread: Vec<f64> = (0..frame.axes.len()).map(|axis| spread(frame, axis)).collect();
    let apart = |i: usize, j: usize| -> f64 {
        let squares =
            frame.x[i].iter().zip(&frame.x[j]).zip(&spread).map(|((a, b), s)| ((a - b) / s).powi(2));
        squares.sum()
    };
    let differences: Vec<f64> = (0..frame.n())
        .filter_map(|i| {
            let others = (0..frame.n()).filter(|j| *j != i);
            let nearest = others.min_by(|a, b| apart(i, *a).total_cmp(&apart(i, *b)))?;
            Some((frame.y[i] - frame.y[nearest]).abs())
        })
        .collect();
    median(&differences) / MIDDLE_DIFFERENCE
}

/// Middle absolute difference of two normal numbers with standard deviation one: .6745 of root two.
const MIDDLE_DIFFERENCE: f64 = 0.9539;

/// Standard deviation of the positions on an axis; one where they do not vary.
fn spread(frame: &Frame, axis: usize) -> f64 {
    let spread = variance(&frame.x.iter().map(|row| row[axis]).collect::<Vec<_>>()).sqrt();
    if spread > 1e-9 { spread } else { 1.0 }
}

impl Task<'_> {
    /// Trials that leave out parts drawn at random.
    pub(super) fn crossed(&self, frame: &Frame, horizon: f64) -> Vec<Trial> {
        let mut rows: Vec<usize> = (0..frame.n()).collect();
        Stream::keyed(SEED, &[frame.n() as u64]).shuffle(&mut rows);
        let least = 2 * frame.axes.len() + 4;
        let parts = PARTS.min(frame.n());
        let part = |k: usize| -> Option<Trial> {
            let mut asked: Vec<usize> = rows.iter().copied().skip(k).step_by(parts).collect();
            asked.sort_unstable();
            let kept: Vec<usize> = (0..frame.n()).filter(|row| asked.binary_search(row).is_err()).collect();
            (kept.len() >= least && !asked.is_empty()).then(|| self.left_out(frame, horizon, &kept, &asked))
        };
        parallel::map(parts, 0, part).into_iter().flatten().collect()
    }

    fn left_out(&self, frame: &Frame, horizon: f64, kept: &[usize], asked: &[usize]) -> Trial {
        let places = frame.places_of(asked);
        let mut answers = self.ask(&frame.pick(kept), horizon, &places);
        if let Some(chosen) = self.chosen {
            let rows = |which: &[usize]| which.iter().map(|i| frame.rows[*i]).collect::<Vec<_>>();
            let points = self.observations.points().select(&rows(asked));
            let values = chosen.trial(&self.observations.select(&rows(kept)), &points);
            answers.push(values.into_iter().map(|value| frame.units.forward(value)).collect());
        }
        Trial {
            ahead: vec![horizon; asked.len()],
            truth: asked.iter().map(|i| frame.y[*i]).collect(),
            weights: frame.weights_of(asked),
            answers,
        }
    }
}

#[cfg(test)]
mod tests;
