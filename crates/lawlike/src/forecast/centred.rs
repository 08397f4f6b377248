//! A series with its candidates mixed: centres of all its forecasts, and the scale of their errors.

use super::drift::{Errors, Normalised, reach, scales};
use super::mixture::FileProfile;
use super::record::Reference;
use super::trials::{Trial, Trials};
use lawlike_num::parallel;

/// The centre of the forecasts of one trial, and the disagreement of the candidates about it.
pub(crate) struct Centre {
    pub(crate) median: Vec<f64>,
    /// The weighted mean of the candidates, whether or not it is the median.
    pub(crate) mixture: Vec<f64>,
    pub(crate) disagreement: Vec<f64>,
    pub(crate) weights: Vec<f64>,
}

impl Centre {
    fn new(trial: &Trial, weights: Vec<f64>, chosen: bool) -> Self {
        let points = trial.ahead.len();
        let mixed = weights.len();
        let mean = |i: usize| -> f64 {
            // A candidate without an answer at a point has no say there.
            let (mut sum, mut total) = (0.0, 0.0);
            for l in 0..mixed {
                let value = trial.answers[l][i];
                if value.is_finite() && weights[l] > 0.0 {
                    sum += weights[l] * value;
                    total += weights[l];
                }
            }
            if total > 0.0 { sum / total } else { f64::NAN }
        };
        let mixture: Vec<f64> = (0..points).map(mean).collect();
        let median = if chosen { trial.answers[mixed].clone() } else { mixture.clone() };
        let disagreement = (0..points)
            .map(|i| {
                let spread = (0..mixed).filter(|l| trial.answers[*l][i].is_finite() && weights[*l] > 0.0);
                spread.map(|l| weights[l] * (trial.answers[l][i] - median[i]).powi(2)).sum::<f64>().sqrt()
            })
            .collect();
        Self { median, mixture, disagreement, weights }
    }

    fn mean_square(&self, trial: &Trial) -> f64 {
        trial.mean(self.median.iter().zip(&trial.truth).map(|(f, y)| (f - y).powi(2)))
    }

    /// Mean squared error at the distance of one horizon: squares grow with the distance, and trials reach less far.
    fn square_at_horizon(&self, trial: &Trial, horizon: f64) -> f64 {
        self.mean_square(trial) / trial.mean(trial.ahead.iter().map(|ahead| reach(*ahead, horizon)))
    }
}

/// One series with the centres of its trials and of its future.
pub(crate) struct Centred<'a> {
    pub(crate) trials: &'a Trials,
    inner: Vec<Centre>,
    pub(crate) future: Centre,
    /// Mean squared error by trial, at the distance of one horizon.
    squares: Vec<f64>,
}

/// Mixes the candidates of series of one kind; returns them and the number of series with trials.
pub(crate) fn centred<'a>(
    series: &[&'a Trials],
    chosen: bool,
    reference: &Reference,
    threads: usize,
) -> (Vec<Centred<'a>>, f64) {
    let candidates = series.first().map_or(0, |one| one.names.len() - usize::from(chosen));
    let file = FileProfile::new(series, candidates, reference, threads);
    // A candidate must answer wherever there is a place at all.
    let finite = |trial: &Trial| -> Vec<bool> {
        let answered =
            |l: usize| trial.answers[l].iter().zip(&trial.ahead).all(|(v, a)| v.is_finite() || a.is_nan());
        (0..candidates).map(answered).collect()
    };
    let centred_trials = |trials: &'a Trials| {
        let centre = |trial: &Trial, without: Option<usize>| {
            Centre::new(trial, file.weights(trials, without, &finite(trial)), chosen)
        };
        let inner = parallel::map(trials.inner.len(), 0, |i| centre(&trials.inner[i], Some(i)));
        let at_horizon = |(c, t): (&Centre, &Trial)| c.square_at_horizon(t, trials.horizon);
        let squares = inner.iter().zip(&trials.inner).map(at_horizon).collect();
        Centred { trials, inner, future: centre(&trials.future, None), squares }
    };
    (parallel::map(series.len(), threads, |at| centred_trials(series[at])), file.series)
}

impl Centred<'_> {
    fn errors(&self, without: Option<usize>) -> Errors {
        let own = rms(&self.squares, without);
        Errors { own, noise: self.trials.noise, horizon: self.trials.horizon }
    }

    /// Own error over the disagreement of the candidates, in the trials.
    pub(crate) fn ratio(&self) -> Option<f64> {
        let apart: Vec<f64> = self.inner.iter().flat_map(|c| c.disagreement.iter().map(|d| d * d)).collect();
        let ratio = rms(&self.squares, None)? / rms(&apart, None)?;
        (ratio.is_finite() && ratio > 0.0).then_some(ratio)
    }

    /// Errors in the trials over their scale, each trial with weight one.
    pub(crate) fn normalised(&self, reference: &Reference) -> Vec<Normalised> {
        let mut out = Vec::new();
        for (i, (centre, trial)) in self.inner.iter().zip(&self.trials.inner).enumerate() {
            let sigma = scales(&self.errors(Some(i)), reference, &centre.disagreement, &trial.ahead);
            let weight = 1.0 / trial.truth.len() as f64;
            for ((y, f), s) in trial.truth.iter().zip(&centre.median).zip(&sigma) {
                if f.is_finite() {
                    out.push(Normalised { error: (y - f) / s, weight });
                }
            }
        }
        out
    }

    /// Scale of the error at each point of the future.
    pub(crate) fn sigma(&self, reference: &Reference) -> Vec<f64> {
        scales(&self.errors(None), reference, &self.future.disagreement, &self.trials.future.ahead)
    }
}

/// Root of the mean, one value left out if asked; none without any.
pub(crate) fn rms(squares: &[f64], without: Option<usize>) -> Option<f64> {
    let kept: Vec<f64> = squares
        .iter()
        .enumerate()
        .filter(|(i, v)| Some(*i) != without && v.is_finite())
        .map(|(_, v)| *v)
        .collect();
    (!kept.is_empty()).then(|| (kept.iter().sum::<f64>() / kept.len() as f64).sqrt())
}
