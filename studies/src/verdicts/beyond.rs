//! What came after: every table of a verdict is drawn with a few runs beyond it, which no audit sees.

use crate::checks::case::{Case, ladder};
use crate::checks::lawful;
use lawlike::observations::Column;
use lawlike_num::stream::Stream;

/// Runs beyond a table.
pub(super) const AHEAD: usize = 8;
/// Powers of ten from the last run of the table to the first and the last run beyond it.
const DECADES: (f64, f64) = (0.2, 1.0);
/// Years from the last date of the table to the first and the last beyond it.
const YEARS: (f64, f64) = (0.2, 1.5);

/// Places on one axis, and those beyond.
pub(super) fn places(stream: &mut Stream, runs: usize, decades: f64) -> Vec<f64> {
    farther(lawful::places(stream, runs, decades))
}

/// The places, and those beyond.
pub(super) fn farther(mut places: Vec<f64>) -> Vec<f64> {
    let most = places.iter().fold(0.0_f64, |most, x| most.max(*x));
    let at = |decades: f64| most * 10f64.powf(decades);
    places.extend(ladder(at(DECADES.0), at(DECADES.1), AHEAD));
    places
}

/// Dates of releases over some years, and those of later ones.
pub(super) fn dates(stream: &mut Stream, releases: usize, years: f64) -> Vec<f64> {
    later(lawful::dates(stream, releases, years))
}

/// The dates, and later ones.
pub(super) fn later(mut dates: Vec<f64>) -> Vec<f64> {
    let last = dates.iter().fold(f64::NEG_INFINITY, |last, t| last.max(*t));
    let step = (YEARS.1 - YEARS.0) / (AHEAD - 1) as f64;
    dates.extend((0..AHEAD).map(|i| last + YEARS.0 + step * i as f64));
    dates
}

/// Runs over two axes, and runs larger in both: from the largest one on, the middle one of a budget of compute.
pub(super) fn larger(mut runs: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let most = runs.iter().fold(0.0_f64, |most, (n, d)| most.max(n * d));
    let mut largest: Vec<(f64, f64)> = runs.iter().copied().filter(|(n, d)| n * d > 0.999 * most).collect();
    largest.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (n, d) = largest[largest.len() / 2];
    let factors = ladder(10f64.powf(0.5 * DECADES.0), 10f64.powf(0.5 * DECADES.1), AHEAD);
    runs.extend(factors.into_iter().map(|factor| (factor * n, factor * d)));
    runs
}

/// A case whose last rows came after.
pub(super) fn case(law: &'static str, columns: Vec<Column>) -> Option<Case> {
    Some(Case::new(law, columns)?.ahead(AHEAD))
}

/// A case of a Chinchilla surface whose last runs came after.
pub(super) fn over_both(runs: Vec<(f64, f64)>, loss: Vec<f64>) -> Option<Case> {
    Some(lawful::over_both("chinchilla", runs, loss)?.ahead(AHEAD))
}
