//! Held-out runs, each counted once: at its farthest forecast.

use crate::backtest::{Held, HeldOut};
use crate::forecast::Baseline;
use crate::observations::distinct;
use crate::score::{median_absolute, skill};
use lawlike_num::dist::binomial_cdf;
use lawlike_num::quantile::spearman;
use std::collections::BTreeMap;

/// Chance below which a coverage is not that of its level: one side of a test at 5 %.
pub(super) const COVERAGE: f64 = 0.025;

/// The held-out runs of a back-test up to some distance.
pub(crate) struct Tally<'a> {
    baselines: &'a [Baseline],
    /// Every run once, at its farthest forecast.
    pub(crate) runs: Vec<&'a HeldOut>,
    /// Every run of every cut.
    all: Vec<&'a HeldOut>,
}

/// What the held-out runs say of one baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Against {
    pub(crate) baseline: Baseline,
    /// One minus the ratio of root mean square errors.
    pub(crate) skill: f64,
    /// Its jackknife standard error over runs.
    pub(crate) se: f64,
    /// Median absolute error of the baseline.
    pub(crate) typical: f64,
}

impl<'a> Tally<'a> {
    /// All held-out runs.
    pub(crate) fn new(held: &'a Held) -> Self {
        Self::up_to(held, f64::INFINITY)
    }

    /// Forecasts no farther than a distance.
    pub(crate) fn up_to(held: &'a Held, distance: f64) -> Self {
        let near = |one: &&HeldOut| one.distance <= distance;
        let all: Vec<&HeldOut> = held.runs.iter().filter(near).collect();
        let mut farthest: BTreeMap<usize, &HeldOut> = BTreeMap::new();
        for one in &all {
            let known = farthest.entry(one.run).or_insert(one);
            if one.distance > known.distance {
                *known = one;
            }
        }
        Self { baselines: &held.baselines, runs: farthest.into_values().collect(), all }
    }

    /// Number of runs.
    pub(crate) fn n(&self) -> usize {
        self.runs.len()
    }

    /// Number of distinct places.
    pub(crate) fn places(&self) -> usize {
        distinct(self.runs.iter().map(|run| run.place).collect())
    }

    /// The farthest forecast.
    pub(crate) fn farthest(&self) -> f64 {
        self.runs.iter().map(|run| run.distance).fold(0.0, f64::max)
    }

    /// Median absolute error.
    pub(crate) fn typical(&self) -> f64 {
        median_absolute(&self.errors())
    }

    fn errors(&self) -> Vec<f64> {
        self.runs.iter().map(|run| run.error).collect()
    }

    /// Runs whose error is within a tolerance.
    pub(crate) fn within(&self, tolerance: f64) -> usize {
        self.runs.iter().filter(|run| run.error.abs() <= tolerance).count()
    }

    /// Runs inside the 50, 80 or 95 % interval.
    pub(crate) fn inside(&self, level: usize) -> usize {
        self.runs.iter().filter(|run| run.inside[level]).count()
    }

    /// Cuts whose median absolute error is within a tolerance, and all cuts.
    pub(crate) fn cuts_within(&self, tolerance: f64) -> (usize, usize) {
        let mut cuts: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        for one in &self.all {
            cuts.entry(one.cut).or_default().push(one.error);
        }
        let within = cuts.values().filter(|errors| median_absolute(errors) <= tolerance).count();
        (within, cuts.len())
    }

    /// Cuts in which so few runs inside their 80 % interval are no rarity, and all cuts. `share` of the runs of a cut are
    /// independent.
    pub(crate) fn cuts_covering(&self, share: f64) -> (usize, usize) {
        let mut cuts: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for one in &self.all {
            let (inside, runs) = cuts.entry(one.cut).or_default();
            (*inside, *runs) = (*inside + usize::from(one.inside[1]), *runs + 1);
        }
        let covers = |(inside, runs): &(usize, usize)| {
            let (hits, of) = worth(*inside, *runs, share);
            so_few(hits, of, 0.80) >= COVERAGE
        };
        (cuts.values().filter(|cut| covers(cut)).count(), cuts.len())
    }

    /// Every baseline that answered for every run, each run once; the mixture is none.
    pub(crate) fn against(&self) -> Vec<Against> {
        self.compared(&self.runs)
    }

    /// The same over the forecasts of all cuts.
    pub(crate) fn against_in_all_cuts(&self) -> Vec<Against> {
        self.compared(&self.all)
    }

    fn compared(&self, forecasts: &[&HeldOut]) -> Vec<Against> {
        let law: Vec<f64> = forecasts.iter().map(|run| run.error * run.error).collect();
        let against_baseline = |(at, baseline): (usize, &Baseline)| {
            let errors: Vec<f64> = forecasts.iter().map(|run| run.baselines[at]).collect();
            if *baseline == Baseline::Mixture || errors.iter().any(|error| !error.is_finite()) {
                return None;
            }
            let squares: Vec<f64> = errors.iter().map(|error| error * error).collect();
            let (value, se) = skill(&law, &squares);
            let se = if se.is_finite() { se } else { 0.0 };
            value.is_finite().then(|| Against {
                baseline: *baseline,
                skill: value,
                se,
                typical: median_absolute(&errors),
            })
        };
        self.baselines.iter().enumerate().filter_map(against_baseline).collect()
    }

    /// How well direction and order were forecast: along one axis the share of runs that moved the way the law said, over
    /// several the mean over cuts of half of one plus the rank correlation.
    pub(crate) fn order(&self) -> f64 {
        let followed: Vec<bool> = self.runs.iter().filter_map(|run| run.followed).collect();
        if !followed.is_empty() {
            return followed.iter().filter(|is| **is).count() as f64 / followed.len() as f64;
        }
        let mut cuts: BTreeMap<(usize, usize), (Vec<f64>, Vec<f64>)> = BTreeMap::new();
        for one in &self.all {
            let (forecast, truth) = cuts.entry((one.series, one.cut)).or_default();
            forecast.push(one.truth + one.error);
            truth.push(one.truth);
        }
        let ranks = cuts.values().map(|(forecast, truth)| 0.5 + 0.5 * spearman(forecast, truth));
        let ranks: Vec<f64> = ranks.filter(|rank| rank.is_finite()).collect();
        // One run a cut has no order.
        if ranks.is_empty() { 0.5 } else { ranks.iter().sum::<f64>() / ranks.len() as f64 }
    }
}

/// Hits and runs as so many independent ones.
pub(super) fn worth(hits: usize, of: usize, worth: f64) -> (usize, usize) {
    let independent = ((of as f64 * worth).floor() as usize).clamp(1, of.max(1));
    ((hits as f64 / of.max(1) as f64 * independent as f64 + 1e-9).floor() as usize, independent)
}

/// Chance of at least so many hits among so many, each with an even chance: the sign test.
pub(crate) fn by_luck(hits: usize, of: usize) -> f64 {
    if hits == 0 { 1.0 } else { 1.0 - binomial_cdf(hits as u64 - 1, of as u64, 0.5) }
}

/// Chance of at most so many hits among so many at a level.
pub(crate) fn so_few(hits: usize, of: usize, level: f64) -> f64 {
    binomial_cdf(hits as u64, of as u64, level)
}

/// Chance of at least so many hits among so many at a level.
pub(crate) fn so_many(hits: usize, of: usize, level: f64) -> f64 {
    if hits == 0 { 1.0 } else { 1.0 - binomial_cdf(hits as u64 - 1, of as u64, level) }
}
