//! The weights of the candidates, from how they did in trials: never from how well they fit.
//!
//! Every candidate speaks as a distribution: normal about its forecast, with its own error in the *other* trials as
//! scale, growing with the root of the distance. `m_l = 2 ln(mean CRPS over origins + 1e-2 of its mean over the
//! candidates)`, centred. What a series says of its candidates is shrunk towards what the other series of the file
//! say, and that towards the track record: `m* = k m_own + (1-k) base`, `k = o/(o + 4)` with `o` origins,
//! `base = (G F + 8 Q)/(G + 8)` with `G` series. Weights are `exp(-p m*/2)` with `p = 1.5 + 2 G/(G + 5)`: a little
//! flatter than inverse squared scores for a lone series, steeper where many series agree.

use super::constants::Constants;
use super::drift::reach;
use super::record::Reference;
use super::trials::{Trial, Trials};
use crate::score::crps_normal;
use lawlike_num::parallel;

/// Twice the log CRPS of each candidate, a mean over the trials given, centred; NaN for a candidate that was silent in
/// one of them. None without trials.
///
/// A lone trial says nothing of anybody's scale: all candidates take the error of the best one there.
pub(crate) fn profile(
    trials: &[&Trial],
    candidates: usize,
    horizon: f64,
    geometric: f64,
) -> Option<Vec<f64>> {
    if trials.is_empty() {
        return None;
    }
    let count = trials.len() as f64;
    let squares: Vec<Vec<f64>> = trials.iter().map(|trial| mean_squares(trial, candidates)).collect();
    let speaks: Vec<bool> = (0..candidates).map(|l| squares.iter().all(|s| s[l].is_finite())).collect();
    let speakers: Vec<usize> = (0..candidates).filter(|l| speaks[*l]).collect();
    if speakers.is_empty() {
        return None;
    }
    let all = speakers.len() as f64;
    let typical =
        (squares.iter().flat_map(|s| speakers.iter().map(|l| s[*l])).sum::<f64>() / (all * count)).sqrt();
    let scores: Vec<Vec<f64>> = trials
        .iter()
        .enumerate()
        .map(|(i, trial)| {
            let best = speakers.iter().map(|l| squares[i][*l]).fold(f64::INFINITY, f64::min).sqrt();
            let score = |l: usize| {
                let others =
                    squares.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, s)| s[l]).sum::<f64>();
                let own = if trials.len() > 1 { (others / (count - 1.0)).sqrt() } else { best };
                mean_crps(trial, l, own + 1e-3 * typical + 1e-9, horizon)
            };
            (0..candidates).map(|l| if speaks[l] { score(l) } else { f64::NAN }).collect()
        })
        .collect();
    let mean =
        speakers.iter().map(|l| scores.iter().map(|s| s[*l]).sum::<f64>()).sum::<f64>() / (all * count);
    let log = |l: usize| {
        let arithmetic = (scores.iter().map(|s| s[l]).sum::<f64>() / count + 1e-2 * mean + 1e-12).ln();
        let floor = |s: &Vec<f64>| 1e-2 * speakers.iter().map(|k| s[*k]).sum::<f64>() / all + 1e-12;
        let logs = scores.iter().map(|s| (s[l] + floor(s)).ln()).sum::<f64>() / count;
        2.0 * (geometric * logs + (1.0 - geometric) * arithmetic)
    };
    let logs: Vec<f64> = (0..candidates).map(|l| if speaks[l] { log(l) } else { f64::NAN }).collect();
    let centre = speakers.iter().map(|l| logs[*l]).sum::<f64>() / all;
    Some(logs.iter().map(|m| m - centre).collect())
}

fn mean_squares(trial: &Trial, candidates: usize) -> Vec<f64> {
    let mean_square =
        |answers: &Vec<f64>| trial.mean(answers.iter().zip(&trial.truth).map(|(f, y)| (f - y).powi(2)));
    trial.answers.iter().take(candidates).map(mean_square).collect()
}

fn mean_crps(trial: &Trial, candidate: usize, scale: f64, horizon: f64) -> f64 {
    let scores = trial.answers[candidate].iter().zip(&trial.truth).zip(&trial.ahead);
    trial.mean(scores.map(|((f, y), ahead)| crps_normal(f - y, scale * reach(*ahead, horizon).sqrt())))
}

/// What a file says of the candidates of one kind.
#[derive(Debug, Clone)]
pub(crate) struct FileProfile {
    constants: Constants,
    base: Vec<f64>,
    /// Number of series with trials.
    pub(crate) series: f64,
}

impl FileProfile {
    /// The profile over the series of a file, shrunk to the record; `candidates` counts those that are mixed.
    pub(crate) fn new(series: &[&Trials], candidates: usize, reference: &Reference, threads: usize) -> Self {
        let (record, constants) = (&reference.profile, reference.constants);
        let profile_of = |at: usize| {
            let trials: Vec<&Trial> = series[at].inner.iter().collect();
            profile(&trials, candidates, series[at].horizon, constants.geometric)
        };
        let profiles: Vec<Vec<f64>> =
            parallel::map(series.len(), threads, profile_of).into_iter().flatten().collect();
        let base: Vec<f64> = (0..candidates)
            .map(|l| {
                let known: Vec<f64> = profiles.iter().map(|p| p[l]).filter(|m| m.is_finite()).collect();
                (known.iter().sum::<f64>() + constants.record * record[l])
                    / (known.len() as f64 + constants.record)
            })
            .collect();
        Self { constants, base, series: profiles.len() as f64 }
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
        let own = profile(&kept, candidates, series.horizon, self.constants.geometric);
        let k = if own.is_some() { origins / (origins + self.constants.file) } else { 0.0 };
        let power = self.constants.power + self.constants.power_file * self.series / (self.series + 5.0);
        // Who was silent counts as no better than the worst that was heard.
        let heard = own.iter().flatten().copied().filter(|m| m.is_finite());
        let worst = heard.fold(f64::NEG_INFINITY, f64::max);
        let own = |l: usize| own.as_ref().map_or(0.0, |own| if own[l].is_finite() { own[l] } else { worst });
        let score: Vec<f64> = (0..candidates).map(|l| k * own(l) + (1.0 - k) * self.base[l]).collect();
        let shares = super::candidate::shares(series.kind, &series.names[..candidates]);
        softmax(&score, power, finite, &shares)
    }
}

fn softmax(score: &[f64], power: f64, speaks: &[bool], shares: &[f64]) -> Vec<f64> {
    let least = (0..score.len()).filter(|l| speaks[*l]).map(|l| score[l]).fold(f64::INFINITY, f64::min);
    let raw: Vec<f64> = (0..score.len())
        .map(|l| if speaks[l] { shares[l] * (-0.5 * power * (score[l] - least)).exp() } else { 0.0 })
        .collect();
    let total: f64 = raw.iter().sum();
    raw.iter().map(|w| if total > 0.0 { w / total } else { 0.0 }).collect()
}
