//! Levels: nothing changes, or half of what changed so far.
//!
//! `last` is the last response, `mean` the mean of the last tenth. `ses` is simple exponential smoothing (Brown 1956)
//! with the factor that forecast the next row best, so it forgets what was before a jump and averages noise where the
//! level stays. `theta` adds half the slope of the whole series to it (Assimakopoulos & Nikolopoulos 2000; the form of
//! Hyndman & Billah 2003).

use super::Past;
use crate::forecast::frame::Places;
use crate::forecast::straight::weighted_line;

/// The last response, everywhere.
pub(super) fn last(past: Past<'_>, places: &Places) -> Vec<f64> {
    vec![past.frame.y.last().copied().unwrap_or(f64::NAN); places.z.len()]
}

/// Mean of the last tenth (at least three), everywhere.
pub(super) fn mean(past: Past<'_>, places: &Places) -> Vec<f64> {
    let n = past.frame.n();
    let few = (n / 10).max(3).min(n);
    let total: f64 = (n - few..n).map(|i| past.frame.weight(i)).sum();
    let sum: f64 = (n - few..n).map(|i| past.frame.weight(i) * past.frame.y[i]).sum();
    vec![sum / total; places.z.len()]
}

/// Factors of the smoothing that are tried: from a long memory to none.
const FACTORS: [f64; 8] = [0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1.0];
/// Share of the slope of the whole series that `theta` keeps.
const KEPT: f64 = 0.5;

/// The level at the end by exponential smoothing, rows weighed by their weights.
fn smoothed(past: Past<'_>) -> f64 {
    let y = &past.frame.y;
    let run = |factor: f64| {
        let (mut level, mut squares) = (y[0], 0.0);
        for (i, value) in y.iter().enumerate().skip(1) {
            let miss = value - level;
            squares += past.frame.weight(i) * miss * miss;
            // A row of no weight moves nothing, one of full weight moves the level by the factor.
            level += (factor * past.frame.weight(i)).min(1.0) * miss;
        }
        (squares, level)
    };
    let tried = FACTORS.map(run);
    tried.iter().fold((f64::INFINITY, f64::NAN), |best, one| if one.0 < best.0 { *one } else { best }).1
}

/// Exponential smoothing, everywhere.
pub(super) fn ses(past: Past<'_>, places: &Places) -> Vec<f64> {
    vec![smoothed(past); places.z.len()]
}

/// Exponential smoothing and half the slope of the whole series.
pub(super) fn theta(past: Past<'_>, places: &Places) -> Vec<f64> {
    let frame = past.frame;
    let slope = weighted_line(&frame.z, &frame.y, |i| frame.weight(i)).1;
    let level = smoothed(past);
    places.z.iter().map(|z| level + KEPT * slope * (z - frame.end())).collect()
}
