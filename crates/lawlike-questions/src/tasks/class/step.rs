//! Is there a step beside the curve?
//!
//! A column that is 0 before a place and 1 after it is added to the curve at its optimum, for every place with at least
//! three runs on either side. The clearest is compared with the clearest of normal noise that was put through the same
//! fit, to first order: its chance knows that the place was searched for.

use crate::tasks::link::{Curve, Pairs, points};
use lawlike_num::kernel::dot;
use lawlike_num::stream::Stream;

/// Keeps these streams apart from those of other uses of the same seed.
const KEY: u64 = 0x7374_6570;
/// Draws of noise.
const TIMES: usize = 4000;
/// Fewest runs on either side.
const SIDE: usize = 3;

/// The clearest step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    /// Its height.
    pub(super) height: f64,
    /// Share of the residual sum that it takes away.
    pub(super) removed: f64,
    /// Chance of so clear a step in noise.
    pub(super) p: f64,
}

/// The clearest step beside a curve; none if there is no room for one or nothing is left to explain.
pub(super) fn clearest(curve: &Curve, pairs: &Pairs, seed: u64) -> Option<Step> {
    let n = pairs.n();
    let tangent = tangent(curve, pairs);
    let mut left: Vec<f64> = curve.at(&pairs.loss).iter().zip(&pairs.score).map(|(f, y)| y - f).collect();
    without(&tangent, &mut left);
    let total = dot(&left, &left);
    let places = (SIDE..=n.saturating_sub(SIDE)).filter(|at| pairs.loss[at - 1] > pairs.loss[*at]);
    let columns: Vec<(Vec<f64>, f64)> = places
        .filter_map(|at| {
            let mut column: Vec<f64> = (0..n).map(|i| f64::from(u8::from(i >= at))).collect();
            let length = without(&tangent, &mut column);
            // What the curve can do by itself is no step beside it.
            (length > 0.05).then(|| (column.iter().map(|c| c / length).collect(), length))
        })
        .collect();
    if !(total > 1e-12) || n <= tangent.len() + 2 {
        return None;
    }
    let share = |r: &[f64]| {
        let whole = dot(r, r);
        columns.iter().map(|(c, _)| dot(c, r).powi(2) / whole).fold(0.0, f64::max)
    };
    let (column, length) =
        columns.iter().max_by(|a, b| dot(&a.0, &left).abs().total_cmp(&dot(&b.0, &left).abs()))?;
    let removed = share(&left);
    let mut stream = Stream::keyed(seed, &[KEY, n as u64]);
    let mut noise = vec![0.0; n];
    let as_clear = (0..TIMES).filter(|_| {
        noise.iter_mut().for_each(|e| *e = stream.normal());
        without(&tangent, &mut noise);
        share(&noise) >= removed
    });
    let p = (as_clear.count() as f64 + 1.0) / (TIMES as f64 + 1.0);
    Some(Step { height: dot(column, &left) / length, removed, p })
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
