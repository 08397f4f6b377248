//! The weights of the candidates, from how they did in trials: never from how well they fit.
//!
//! `m_l = ln(mean over origins of the mean squared error + 1e-4 of its mean over the candidates)`, centred. What a
//! series says of its candidates is shrunk towards what the other series of the file say, and that towards the
//! track record: `m* = k m_own + (1-k) base`, `k = o/(o + 4)` with `o` origins, `base = (G F + 8 Q)/(G + 8)` with `G`
//! series. Weights are `exp(-p m*/2)` with `p = 2 + 3 G/(G + 5)`: inverse mean squared errors for a lone series,
//! steeper where many series agree.

use super::trials::{Trial, Trials};

/// Series of a file that the record counts for.
const RECORD: f64 = 8.0;

/// Log mean squared errors of the candidates in the trials given, centred; none without trials.
pub(crate) fn profile<'a>(trials: impl Iterator<Item = &'a Trial>, candidates: usize) -> Option<Vec<f64>> {
    let mut sums = vec![0.0; candidates];
    let mut count = 0.0;
    for trial in trials {
        count += 1.0;
        for (sum, answers) in sums.iter_mut().zip(&trial.answers) {
            let squares = answers.iter().zip(&trial.truth).map(|(f, y)| (f - y).powi(2));
            let mean = squares.sum::<f64>() / trial.truth.len() as f64;
            *sum += if mean.is_finite() { mean } else { 1e6 };
        }
    }
    if count == 0.0 {
        return None;
    }
    let mean = sums.iter().sum::<f64>() / (candidates as f64 * count);
    let logs: Vec<f64> = sums.iter().map(|sum| (sum / count + 1e-4 * mean + 1e-24).ln()).collect();
    let centre = logs.iter().sum::<f64>() / candidates as f64;
    Some(logs.iter().map(|m| m - centre).collect())
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
        let profiles: Vec<Vec<f64>> =
            series.iter().filter_map(|one| profile(one.inner.iter(), candidates)).collect();
        let count = profiles.len() as f64;
        let base = (0..candidates)
            .map(|l| {
                let file = profiles.iter().map(|p| p[l]).sum::<f64>();
                (file + RECORD * record[l]) / (count + RECORD)
            })
            .collect();
        Self { base, series: count }
    }

    /// Weights for one series; the trial at `without` is left out (for scoring that trial itself).
    pub(crate) fn weights(&self, series: &Trials, without: Option<usize>, finite: &[bool]) -> Vec<f64> {
        let candidates = self.base.len();
        let kept =
            series.inner.iter().enumerate().filter(|(i, _)| Some(*i) != without).map(|(_, trial)| trial);
        let origins = series.inner.len() as f64 - f64::from(u8::from(without.is_some()));
        let own = profile(kept, candidates);
        let k = if own.is_some() { origins / (origins + 4.0) } else { 0.0 };
        let power = 2.0 + 3.0 * self.series / (self.series + 5.0);
        let score = |l: usize| k * own.as_ref().map_or(0.0, |own| own[l]) + (1.0 - k) * self.base[l];
        let least = (0..candidates).filter(|l| finite[*l]).map(score).fold(f64::INFINITY, f64::min);
        let raw: Vec<f64> = (0..candidates)
            .map(|l| if finite[l] { (-0.5 * power * (score(l) - least)).exp() } else { 0.0 })
            .collect();
        let total: f64 = raw.iter().sum();
        raw.iter().map(|w| if total > 0.0 { w / total } else { 0.0 }).collect()
    }
}
