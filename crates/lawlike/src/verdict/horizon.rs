//! How far a law may be trusted: a word for every horizon.

use super::conditions::{LEAST_FOR_STRONG, LEAST_HELD_OUT, LEAST_PLACES, all_met, strong};
use super::tally::Tally;
use super::{Evidence, Word};
use crate::backtest::{DistanceUnit, Held};
use serde::Serialize;

/// Forecasts up to a distance beyond the data. Each held-out run counts once, at its farthest forecast within it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Horizon {
    /// The distance, in the unit of the back-test.
    pub up_to: f64,
    /// The distance for readers, such as `×4` or `6 months`.
    pub name: String,
    /// Runs.
    pub runs: usize,
    /// Distinct places at which they stand.
    pub places: usize,
    /// Median absolute error, on the scale of the response.
    pub median_error: f64,
    /// Runs within the tolerance.
    pub within: usize,
    /// Runs inside their 80 % interval.
    pub inside80: usize,
    /// Smallest skill against a baseline that says that nothing changes, where one answered for all runs.
    pub skill: Option<f64>,
    /// The word at this horizon.
    pub word: Word,
}

/// Doublings of an axis at which a horizon ends.
const DOUBLINGS: [i32; 14] = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 26, 32, 40];
/// Years at which one ends.
const YEARS: [f64; 11] = [0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 20.0];
/// Ranges of the past at which one ends.
const RANGES: [f64; 8] = [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0];

/// The horizons of a back-test, nearest first. `other` is the word where the strong form does not hold.
pub(super) fn horizons(evidence: &Evidence<'_>, held: &Held, other: Word) -> Vec<Horizon> {
    let whole = Tally::new(held);
    let farthest = whole.farthest();
    // Where there are enough runs, a horizon with few of them has no word; where there are not, few may give the strong one.
    let least = if whole.n() < LEAST_HELD_OUT { LEAST_FOR_STRONG } else { LEAST_HELD_OUT };
    let mut out: Vec<Horizon> = Vec::new();
    for end in ends(evidence.unit, farthest) {
        let tally = Tally::up_to(held, end);
        // A horizon that adds no forecast says nothing new.
        if tally.n() == 0 || out.last().is_some_and(|last| tally.farthest() <= last.up_to) {
            continue;
        }
        let is_spread = tally.places() >= LEAST_PLACES;
        let word = match other {
            _ if !is_spread || tally.n() < least => Word::Untested,
            Word::Weak if is_strong(evidence, &tally, out.last()) => Word::Strong,
            _ if tally.n() < LEAST_HELD_OUT => Word::Untested,
            other => other,
        };
        let still = tally.against().into_iter().filter(|one| one.baseline.stands_still());
        let skills = still.map(|one| one.skill);
        out.push(Horizon {
            up_to: end,
            name: evidence.unit.show(end),
            runs: tally.n(),
            places: tally.places(),
            median_error: tally.typical(),
            within: tally.within(evidence.tolerance.0),
            inside80: tally.inside(1),
            skill: skills.min_by(f64::total_cmp),
            word,
        });
    }
    nested(&mut out);
    out
}

/// Whether the strong form holds up to here, and among the runs that this horizon adds.
fn is_strong(evidence: &Evidence<'_>, tally: &Tally<'_>, before: Option<&Horizon>) -> bool {
    let from = before.map_or(0.0, |before| before.up_to);
    let added: Vec<f64> = tally.runs.iter().filter(|run| run.distance > from).map(|run| run.error).collect();
    let near = added.len() < ADDED || crate::score::median_absolute(&added) <= evidence.tolerance.0;
    near && all_met(&strong(evidence, tally))
}

/// Runs that a horizon must add for their error to be asked by itself.
const ADDED: usize = 3;

/// A law that is strong farther out is strong nearer in, where fewer runs could not show it.
fn nested(horizons: &mut [Horizon]) {
    let Some(last) = horizons.iter().rposition(|one| one.word == Word::Strong) else { return };
    horizons[..last].iter_mut().filter(|one| one.word == Word::Weak).for_each(|one| one.word = Word::Strong);
}

/// Where horizons end, the last one at the farthest forecast.
pub(super) fn ends(unit: DistanceUnit, farthest: f64) -> Vec<f64> {
    let all: Vec<f64> = match unit {
        DistanceUnit::PowersOfTen => DOUBLINGS.iter().map(|k| f64::from(*k) * 2f64.log10()).collect(),
        DistanceUnit::Years => YEARS.to_vec(),
        DistanceUnit::Ranges => RANGES.to_vec(),
    };
    let mut ends: Vec<f64> = all.into_iter().filter(|end| *end < farthest).collect();
    ends.push(farthest);
    ends
}

/// The farthest horizon with this word.
pub(super) fn reach(horizons: &[Horizon], word: Word) -> Option<&Horizon> {
    horizons.iter().rev().find(|one| one.word == word)
}

/// The words with their reach in one line, such as `Strong up to ×4, Weak up to ×32, untested beyond`.
pub(super) fn headline(word: Word, horizons: &[Horizon]) -> String {
    let mut parts: Vec<String> = Vec::new();
    for word in [Word::Strong, Word::Weak, Word::Broken, Word::Absent] {
        parts.extend(reach(horizons, word).map(|one| format!("{word} up to {}", one.name)));
    }
    if parts.is_empty() {
        return word.to_string();
    }
    parts.push("untested beyond".to_owned());
    parts.join(", ")
}
