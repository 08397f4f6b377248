//! Where each row stands in the schedule of its run.

use super::Runs;
use crate::check::tracks;
use crate::quantity::{Quantity, Setting, TokenCount};
use lawlike_num::quantile::median;
use std::collections::BTreeMap;

/// Least rows of a run whose schedule can be seen.
const ROWS: usize = 3;
/// Share of the peak from which on a learning rate is at its peak.
pub(super) const PEAK: f64 = 0.99;

/// The rows of one run in the order of training.
pub(super) struct Run {
    pub(super) rows: Vec<usize>,
    /// Positions of the first and the last row whose learning rate is at its peak.
    pub(super) peak: (usize, usize),
}

/// Runs whose rows have learning rates that differ.
pub(super) fn schedules(runs: &Runs<'_>) -> Option<Vec<Run>> {
    let rates = runs.setting(Setting::LearningRate)?;
    let scheduled = |rows: Vec<usize>| {
        let most = rows.iter().map(|row| rates[*row]).fold(0.0, f64::max);
        let least = rows.iter().map(|row| rates[*row]).fold(f64::INFINITY, f64::min);
        let at_peak = |row: &usize| rates[*row] >= PEAK * most;
        let peak = (rows.iter().position(at_peak)?, rows.iter().rposition(at_peak)?);
        (rows.len() >= ROWS && least < PEAK * most).then_some(Run { rows, peak })
    };
    let found: Vec<Run> = of_runs(runs).into_iter().filter_map(scheduled).collect();
    (!found.is_empty()).then_some(found)
}

/// Share of the neighbours on a run that must lie the usual number of tokens apart, and how nearly.
const EVEN: (f64, f64) = (0.8, 0.01);
/// Least rows of a run that was not declared.
const LEAST_ROWS: usize = 5;

/// The rows of each run in the order of training: rows that were declared to belong together, else rows that are equal in
/// all axes but one and lie evenly along it, as a training run is logged. Runs planned for several lengths lie at ratios, and
/// those of a sweep at one length.
pub(super) fn of_runs(runs: &Runs<'_>) -> Vec<Vec<usize>> {
    let observations = runs.observations;
    let place = runs.quantity(Quantity::Tokens(TokenCount::Seen)).or_else(|| runs.quantity(Quantity::Steps));
    if observations.group_count() == observations.n() {
        return place.map_or_else(Vec::new, |place| {
            let mut all = tracks(observations);
            all.retain(|rows| is_even(&rows.iter().map(|row| place[*row]).collect::<Vec<_>>()));
            all
        });
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    (0..observations.n()).for_each(|row| groups.entry(observations.groups[row]).or_default().push(row));
    let mut all: Vec<Vec<usize>> = groups.into_values().filter(|rows| rows.len() > 1).collect();
    if let Some(place) = place {
        all.iter_mut().for_each(|rows| rows.sort_by(|a, b| place[*a].total_cmp(&place[*b])));
    }
    all
}

/// Whether places rise evenly.
fn is_even(places: &[f64]) -> bool {
    let steps: Vec<f64> = places.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let usual = median(&steps);
    let alike = steps.iter().filter(|step| (*step / usual - 1.0).abs() < EVEN.1).count();
    places.len() >= LEAST_ROWS && usual > 0.0 && alike as f64 >= EVEN.0 * steps.len() as f64
}
