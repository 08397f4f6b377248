//! What came after: forecasts of a future that the audit did not see, against its word and its reach.

use lawlike::backtest::DistanceUnit;
use lawlike::observations::{Column, Observations};
use lawlike::quantity::Scale;
use lawlike::verdict::{Verdict, Word};
use lawlike_num::quantile::median;

/// A forecast of one future run.
pub(super) struct Met {
    /// The word of its series.
    pub(super) word: Word,
    /// Whether it lies within the farthest horizon at which its series is Strong.
    pub(super) is_strong: bool,
    /// Whether it lies within the reach of the word: the farthest horizon of that word.
    pub(super) is_reached: bool,
    /// Whether it lies within the farthest horizon that was tested.
    pub(super) is_tested: bool,
    /// Absolute error over the tolerance.
    pub(super) ratio: f64,
    /// Whether it moved from the level of the last third of the past as forecast.
    pub(super) is_followed: bool,
}

impl Met {
    /// Whether the forecast missed by at most twice the tolerance.
    pub(super) fn is_near(&self) -> bool {
        self.ratio <= 2.0
    }
}

/// A series as it was audited: its runs, its word, and the yardsticks of the audit.
pub(super) struct Audited<'a> {
    pub(super) past: &'a Observations,
    pub(super) verdict: &'a Verdict,
    pub(super) unit: DistanceUnit,
    pub(super) tolerance: f64,
}

impl Audited<'_> {
    /// What became of forecasts at some points, given by columns of the axes; futures that are no numbers are left out.
    pub(super) fn met(&self, axes: &[&Column], forecast: &[f64], truth: &[f64]) -> Vec<Met> {
        let end = |pick: &dyn Fn(Word) -> bool| {
            let ends = self.verdict.horizons.iter().filter(|one| pick(one.word)).map(|one| one.up_to);
            ends.fold(f64::NEG_INFINITY, f64::max)
        };
        let word = self.verdict.word;
        let (strong, own, tested) =
            (end(&|one| one == Word::Strong), end(&|one| one == word), end(&|_| true));
        // Without horizons nothing limits the word.
        let own = if self.verdict.horizons.is_empty() { f64::INFINITY } else { own };
        let (level, scale) = (self.level(), self.past.scale());
        let distances = self.distances(axes);
        let met_at = |(at, truth): (usize, &f64)| Met {
            word,
            is_strong: distances[at] <= strong,
            is_reached: distances[at] <= own,
            is_tested: distances[at] <= tested,
            ratio: error(scale, forecast[at], *truth) / self.tolerance,
            is_followed: (forecast[at] - level) * (truth - level) > 0.0,
        };
        truth.iter().enumerate().filter(|(_, truth)| truth.is_finite()).map(met_at).collect()
    }

    /// Distances of points beyond the past, in the unit of the audit.
    fn distances(&self, axes: &[&Column]) -> Vec<f64> {
        let past: Vec<&Column> = self.past.axes.iter().collect();
        let (here, there) = (self.positions(&past), self.positions(axes));
        let (least, most) =
            here.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), z| (lo.min(*z), hi.max(*z)));
        let unit = if self.unit == DistanceUnit::Ranges { most - least } else { 1.0 };
        there.into_iter().map(|z| (z - most) / unit).collect()
    }

    /// Positions along the road to the future: over several axes, the sum over them.
    fn positions(&self, axes: &[&Column]) -> Vec<f64> {
        let scaled = |value: f64| if self.unit == DistanceUnit::PowersOfTen { value.log10() } else { value };
        let rows = axes.first().map_or(0, |axis| axis.values.len());
        (0..rows).map(|row| axes.iter().map(|axis| scaled(axis.values[row])).sum()).collect()
    }

    /// Median response of the last third of the past.
    fn level(&self) -> f64 {
        let z = self.positions(&self.past.axes.iter().collect::<Vec<_>>());
        let mut rows: Vec<usize> = (0..z.len()).collect();
        rows.sort_by(|a, b| z[*a].total_cmp(&z[*b]));
        let last = rows.iter().rev().take((rows.len() / 3).max(1));
        median(&last.map(|row| self.past.response.values[*row]).collect::<Vec<_>>())
    }
}

/// Absolute error on a scale; without end where one of the two has no place on it.
fn error(scale: Scale, forecast: f64, truth: f64) -> f64 {
    let error = (scale.forward(forecast) - scale.forward(truth)).abs();
    if error.is_nan() { f64::INFINITY } else { error }
}
