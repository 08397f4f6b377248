//! Is there a step beside the curve?
//!
//! A column that is 0 before a place and 1 after it is added to the curve at its optimum, for every place with at least
//! three runs on either side. The clearest is compared with the clearest of normal noise that was put through the same
//! fit, to first order: its chance knows that the place was searched for.

use crate::tasks::link::{Curve, Pairs, points};
use lawlike_num::kernel::dot;
use lawlike_num::parallel;
use lawlike_num::stream::Stream;
use std::collections::BTreeMap;

/// Keeps these streams apart from those of other uses of the same seed.
const STEP_STREAM: u64 = 0x7374_6570;
/// Draws of noise.
const TIMES: usize = 4000;
/// Fewest runs on either side.
const SIDE: usize = 3;

/// Noise of one block: small enough to stay in the cache of a core.
const BLOCK: usize = 1 << 16;

/// The clearest step, and what its chance is found from.
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// Its height.
    pub(super) height: f64,
    /// Share of the residual sum that it takes away.
    pub(super) removed: f64,
    tangent: Vec<Vec<f64>>,
    /// One over the length of the step that begins at each run; zero where none is tried.
    inverse: Vec<f64>,
}

/// The clearest step beside a curve; none if there is no room for one or nothing is left to explain.
pub(super) fn clearest(curve: &Curve, pairs: &Pairs) -> Option<Step> {
    let n = pairs.n();
    let tangent = tangent(curve, pairs);
    let mut left: Vec<f64> = curve.at(&pairs.loss).iter().zip(&pairs.score).map(|(f, y)| y - f).collect();
    without(&tangent, &mut left);
    let total = dot(&left, &left);
    if !(total > 1e-12) || n <= tangent.len() + 2 {
        return None;
    }
    let places = (SIDE..=n.saturating_sub(SIDE)).filter(|at| pairs.loss[at - 1] > pairs.loss[*at]);
    let lengths = lengths(&tangent, n);
    let mut inverse = vec![0.0; n];
    // What the curve can do by itself is no step beside it.
    places.filter(|at| lengths[*at] > 0.05).for_each(|at| inverse[at] = 1.0 / lengths[at]);
    let mut beyond = 0.0;
    let mut scores = vec![0.0; n];
    for at in (0..n).rev() {
        beyond += left[at];
        scores[at] = f64::abs(beyond * inverse[at]);
    }
    let best = (0..n).filter(|at| inverse[*at] > 0.0).max_by(|a, b| scores[*a].total_cmp(&scores[*b]))?;
    let mut column: Vec<f64> = (0..n).map(|i| f64::from(u8::from(i >= best))).collect();
    let length = without(&tangent, &mut column);
    column.iter_mut().for_each(|c| *c /= length);
    let score = dot(&column, &left);
    Some(Step { height: score / length, removed: score.powi(2) / total, tangent, inverse })
}

/// Lengths of the steps that begin at each run, less what orthonormal columns can do of them.
fn lengths(tangent: &[Vec<f64>], n: usize) -> Vec<f64> {
    let mut beyond = vec![0.0; tangent.len()];
    let mut lengths = vec![0.0; n];
    for at in (0..n).rev() {
        let along = beyond.iter_mut().zip(tangent).map(|(sum, column)| {
            *sum += column[at];
            *sum * *sum
        });
        let along: f64 = along.sum();
        lengths[at] = ((n - at) as f64 - along).max(0.0).sqrt();
    }
    lengths
}

/// Chances of so clear steps in noise. All steps of as many runs are held against the same noise, which is drawn once.
pub(super) fn chances(steps: &[&Step], seed: u64, threads: usize) -> Vec<f64> {
    let mut by_runs: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, step) in steps.iter().enumerate() {
        by_runs.entry(step.inverse.len()).or_default().push(at);
    }
    let mut as_clear = vec![0; steps.len()];
    for (n, members) in by_runs {
        let mut stream = Stream::keyed(seed, &[STEP_STREAM, n as u64]);
        let draws = (BLOCK / n).clamp(1, TIMES);
        let mut noise = Vec::with_capacity(draws * n);
        for begin in (0..TIMES).step_by(draws) {
            noise.clear();
            noise.extend((0..draws.min(TIMES - begin) * n).map(|_| stream.normal()));
            let count = |member: usize| steps[members[member]].as_clear(&noise);
            for (at, count) in members.iter().zip(parallel::map(members.len(), threads, count)) {
                as_clear[*at] += count;
            }
        }
    }
    as_clear.into_iter().map(|count| (count as f64 + 1.0) / (TIMES as f64 + 1.0)).collect()
}

impl Step {
    /// How many draws of noise, one after another, have as clear a step.
    fn as_clear(&self, noise: &[f64]) -> usize {
        let mut left = vec![0.0; self.inverse.len()];
        let is_as_clear = |draw: &&[f64]| {
            left.copy_from_slice(draw);
            without(&self.tangent, &mut left);
            self.share(&left) >= self.removed
        };
        noise.chunks_exact(self.inverse.len()).filter(is_as_clear).count()
    }

    /// The share that the clearest step takes of the sum of squares. Nothing along the tangent is left, so the product with a
    /// step is the sum of what lies beyond its place.
    fn share(&self, left: &[f64]) -> f64 {
        let (mut beyond, mut most) = (0.0, 0.0);
        for (value, inverse) in left.iter().zip(&self.inverse).rev() {
            beyond += value;
            most = f64::max(most, f64::abs(beyond * inverse));
        }
        most * most / dot(left, left)
    }
}

/// Orthonormal columns that span what the curve does if its parameters move.
fn tangent(curve: &Curve, pairs: &Pairs) -> Vec<Vec<f64>> {
    let mut columns = vec![vec![1.0; pairs.n()]];
    if let Curve::Fitted(fit) = curve
        && let Some(model) = &fit.model
    {
        let at: Vec<f64> = fit.parameters.iter().take(model.parameters().len()).map(|p| p.value()).collect();
        for k in 0..at.len() {
            let moved = |sign: f64| {
                let mut there = at.clone();
                there[k] += sign * 1e-5 * at[k].abs().max(1e-3);
                model.predict(&there, &points(&pairs.loss)).ok()
            };
            if let (Some(up), Some(down)) = (moved(1.0), moved(-1.0)) {
                columns.push(up.iter().zip(&down).map(|(u, d)| u - d).collect());
            }
        }
    }
    let mut found: Vec<Vec<f64>> = Vec::new();
    for mut column in columns {
        let before = dot(&column, &column).sqrt();
        if !(before > 0.0 && before.is_finite()) {
            continue;
        }
        column.iter_mut().for_each(|c| *c /= before);
        let length = without(&found, &mut column);
        if length > 1e-6 {
            column.iter_mut().for_each(|c| *c /= length);
            found.push(column);
        }
    }
    found
}

/// Takes the part along orthonormal columns out of a vector, and gives the length of what is left.
fn without(columns: &[Vec<f64>], vector: &mut [f64]) -> f64 {
    for column in columns {
        let along = dot(column, vector);
        vector.iter_mut().zip(column).for_each(|(v, c)| *v -= along * c);
    }
    dot(vector, vector).sqrt()
}
