//! The weights of the candidates, from how they did in trials: never from how well they fit.
//!
//! Every candidate speaks as a distribution: normal about its forecast, with its own error in the *other* trials as
//! scale, growing with the root of the distance. `m_l = 2 ln(mean CRPS over origins + 1e-2 of its mean over the
//! candidates)`, centred. What a series says of its candidates is shrunk towards what the other series of the file
//! say, and that towards the track record: `m* = k m_own + (1-k) base`, `k = o/(o + 4)` with `o` origins,
//! `base = (G F + 8 Q)/(G + 8)` with `G` series. Weights are `exp(-p m*/2)` with `p = 1.5 + 2 G/(G + 5)`: a little
//! flatter than inverse squared scores for a lone series, steeper where many series agree.

use super::drift::reach;
use super::trials::{Trial, Trials};
use crate::score::crps_normal;

/// Series of a file that the record counts for.
const RECORD: f64 = 8.0;

/// Score of a candidate without an answer, large against any error.
const SILENT: f64 = 1e3;

/// Twice the log mean CRPS of the candidates in the trials given, centred; none without trials, NaN for a candidate
/// that is silent in one of them.
///
/// A lone trial says nothing of anybody's scale: all candidates take the error of the best one there.
pub(crate) fn profile(trials: &[&Trial], candidates: usize, horizon: f64) -> Option<Vec<f64>> {
    if trials.is_empty() {
        return None;
    }
    let count = trials.len() as f64;
    let squares: Vec<Vec<f64>> = trials.iter().map(|trial| mean_squares(trial, candidates)).collect();
    // A candidate that is silent in a trial enters no mean.
    let silent: Vec<bool> =
        (0..candidates).map(|l| squares.iter().any(|s| s[l] >= SILENT * SILENT)).collect();
    let heard: Vec<usize> = (0..candidates).filter(|l| !silent[*l]).collect();
    if heard.is_empty() {
        return None;
    }
    let speakers = heard.len() as f64;
    let typical =
        (squares.iter().flat_map(|s| heard.iter().map(|l| s[*l])).sum::<f64>() / (speakers * count)).sqrt();
    let mut sums = vec![0.0; candidates];
    for (i, trial) in trials.iter().enumerate() {
        let best = squares[i].iter().copied().fold(f64::INFINITY, f64::min).sqrt();
        for (l, sum) in sums.iter_mut().enumerate() {
            let others = squares.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, s)| s[l]).sum::<f64>();
            let own = if trials.len() > 1 { (others / (count - 1.0)).sqrt() } else { best };
            *sum += mean_crps(trial, l, own + 1e-3 * typical + 1e-9, horizon);
        }
    }
    let mean = heard.iter().map(|l| sums[*l]).sum::<f64>() / (speakers * count);
    let logs: Vec<f64> = sums.iter().map(|sum| 2.0 * (sum / count + 1e-2 * mean + 1e-12).ln()).collect();
    let centre = heard.iter().map(|l| logs[*l]).sum::<f64>() / speakers;
    Some(logs.iter().zip(&silent).map(|(m, silent)| if *silent { f64::NAN } else { m - centre }).collect())
}

fn mean_squares(trial: &Trial, candidates: usize) -> Vec<f64> {
    let of = |answers: &Vec<f64>| {
        let mean = trial.mean(answers.iter().zip(&trial.truth).map(|(f, y)| (f - y).powi(2)));
        if mean.is_finite() { mean } else { SILENT * SILENT }
    };
    trial.answers.iter().take(candidates).map(of).collect()
}

fn mean_crps(trial: &Trial, candidate: usize, scale: f64, horizon: f64) -> f64 {
    let scores = trial.answers[candidate].iter().zip(&trial.truth).zip(&trial.ahead);
    let one = |((f, y), ahead): ((&f64, &f64), &f64)| {
        let score = crps_normal(f - y, scale * reach(*ahead, horizon).sqrt());
        if score.is_finite() { score } else { SILENT }
    };
    trial.mean(scores.map(one))
}

/// What a file says of the candidates of one kind.
#[derive(Debug, Clone)]
pub(crate) struct FileProfile {
    base: Vec<f64>,
    /// Number of series with trials.
    pub(crate) series: f64,
}

impl FileProfile {
    /// The profile over the series of a file, shrunk to the record; `candidates` counts those that are mixed.
    pub(crate) fn new(series: &[&Trials], candidates: usize, record: &[f64]) -> Self {
        let profiles: Vec<Vec<f64>> = series
            .iter()
            .filter_map(|one| profile(&one.inner.iter().collect::<Vec<_>>(), candidates, one.horizon))
            .collect();
        let count = profiles.len() as f64;
        let base = (0..candidates)
            .map(|l| {
                let file = profiles.iter().map(|p| p[l]).filter(|m| m.is_finite()).sum::<f64>();
                (file + RECORD * record[l]) / (count + RECORD)
            })
            .collect();
        Self { base, series: count }
    }

    /// Weights for one series; the trial at `without` is left out (for scoring that trial itself).
    pub(crate) fn weights(&self, series: &Trials, without: Option<usize>, finite: &[bool]) -> Vec<f64> {
        let candidates = self.base.len();
        let kept: Vec<&Trial> = series
            .inner
            .iter()
            .enumerate()
            .filter(|(i, _)| Some(*i) != without)
            .map(|(_, trial)| trial)
            .collect();
        let origins = kept.len() as f64;
        let mut own = profile(&kept, candidates, series.horizon);
        if let Some(own) = &mut own {
            // Who was silent counts as no better than the worst that was heard.
            let worst = own.iter().copied().filter(|m| m.is_finite()).fold(f64::NEG_INFINITY, f64::max);
            own.iter_mut().filter(|m| m.is_nan()).for_each(|m| *m = worst);
        }
        let k = if own.is_some() { origins / (origins + 4.0) } else { 0.0 };
        let power = 1.5 + 2.0 * self.series / (self.series + 5.0);
        let score = |l: usize| k * own.as_ref().map_or(0.0, |own| own[l]) + (1.0 - k) * self.base[l];
        let least = (0..candidates).filter(|l| finite[*l]).map(score).fold(f64::INFINITY, f64::min);
        let raw: Vec<f64> = (0..candidates)
            .map(|l| if finite[l] { (-0.5 * power * (score(l) - least)).exp() } else { 0.0 })
            .collect();
        let total: f64 = raw.iter().sum();
        raw.iter().map(|w| if total > 0.0 { w / total } else { 0.0 }).collect()
    }
}
