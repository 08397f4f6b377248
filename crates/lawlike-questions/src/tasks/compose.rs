//! From two stages to one distribution: draws of the loss, of the link, and of the noise of a run.
//!
//! A draw takes a loss for every held-out run from the forecast of the first stage, a form of the link by its weight, its
//! parameters on runs drawn with replacement, and adds two kinds of noise: that of a run (its items, where their number is
//! known, and what else scatters around the curve), and the drift by which forecasts of better runs from worse ones of the
//! past missed beyond that noise. All tasks of a draw share losses, the draw of the runs and the direction of the drift, so
//! that the errors of a mean over tasks do not cancel where they hang together.

use super::link::{Curve, Form, LinkWeight, Pairs, REPLICATES, Replicate, Trials, weights};
use lawlike::forecast::ForecastRow as Forecast;
use lawlike_num::dist::normal_quantile;
use lawlike_num::quantile::{mean, variance};
use lawlike_num::stream::Stream;

/// Draws.
pub(super) const DRAWS: usize = 400;
/// Keeps these streams apart from those of other uses of the same seed.
const LOSS: u64 = 0x6c6f_7373;
const DRIFT: u64 = 0x6472_6674;
const NOISE: u64 = 0x6e6f_6973;
const MEAN: u64 = 0x6d65_616e;

/// The link of one task, ready to be drawn from.
pub(super) struct Link {
    forms: Vec<Form>,
    curves: Vec<Curve>,
    weights: Vec<f64>,
    pub(super) shown: Vec<LinkWeight>,
    pairs: Pairs,
    /// Mean squares of the scores around the curve, and of the drift.
    spread: f64,
    drift: f64,
    items: f64,
}

/// Standard deviations of a forecast by their origin, on average over the held-out runs.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Parts {
    /// That of the loss forecast.
    pub loss: f64,
    /// That of the link: its form and its parameters.
    pub link: f64,
    /// That of the drift beyond the past.
    pub drift: f64,
    /// That of the noise of a run.
    pub noise: f64,
}

/// Losses of the held-out runs, by draw.
pub(super) fn losses(rows: &[Forecast], seed: u64) -> Vec<Vec<f64>> {
    let mut stream = Stream::keyed(seed, &[LOSS]);
    let loss = |row: &Forecast, deviate: f64| quantile_at(row, deviate, f64::ln).exp();
    (0..DRAWS).map(|_| rows.iter().map(|row| loss(row, stream.normal())).collect()).collect()
}

/// Scores by draw from quantiles alone: all runs, and all tasks, stand at the same quantile in a draw.
pub(super) fn scores(rows: &[Forecast]) -> Vec<Vec<f64>> {
    let level = |draw: usize| normal_quantile((draw as f64 + 0.5) / DRAWS as f64);
    let score = |row: &Forecast, deviate: f64| quantile_at(row, deviate, |score| score).clamp(0.0, 1.0);
    (0..DRAWS).map(|draw| rows.iter().map(|row| score(row, level(draw))).collect()).collect()
}

/// The quantile of a forecast at a normal deviate, on a scale: straight between the seven that it gives, and on beyond.
fn quantile_at(row: &Forecast, deviate: f64, scale: fn(f64) -> f64) -> f64 {
    let known = row.fan.quantiles().map(|(p, value)| (normal_quantile(p), scale(value)));
    let at = known[1..6].iter().filter(|(z, _)| *z < deviate).count();
    let ((z0, y0), (z1, y1)) = (known[at], known[at + 1]);
    y0 + (y1 - y0) * (deviate - z0) / (z1 - z0)
}

impl Link {
    /// The link of a task from its pairs, its inner forecasts and the mean squares of all tasks by form.
    pub(super) fn new(pairs: Pairs, trials: Option<&Trials>, all: &dyn Fn(Form) -> f64, items: f64) -> Self {
        let mut forms = pairs.forms();
        let mut curves: Vec<Curve> = Vec::new();
        let mut squares = trials.map_or_else(|| vec![f64::NAN; forms.len()], Trials::squares);
        let mut kept = Vec::new();
        for (at, form) in forms.iter().enumerate() {
            if let Some(curve) = pairs.fit(*form) {
                curves.push(curve);
                kept.push(at);
            }
        }
        forms = kept.iter().map(|at| forms[*at]).collect();
        squares = kept.iter().map(|at| squares[*at]).collect();
        let known: Vec<f64> = forms.iter().map(|form| all(*form)).collect();
        let own: Vec<f64> =
            squares.iter().zip(&known).map(|(o, a)| if o.is_nan() { *a } else { *o }).collect();
        let (weights, shown) = weights(&own, &known, &forms);
        let mut link = Self { forms, curves, weights, shown, pairs, spread: 0.0, drift: 0.0, items };
        let fitted = link.at(&link.pairs.loss);
        let sum: f64 = fitted.iter().zip(&link.pairs.score).map(|(f, y)| (f - y) * (f - y)).sum();
        link.spread = sum / (link.pairs.n() as f64 - 3.0).max(1.0);
        if let Some(trials) = trials {
            let mut padded = vec![0.0; trials.errors.len()];
            kept.iter().zip(&link.weights).for_each(|(at, weight)| padded[*at] = *weight);
            link.drift = (trials.mixed(&padded) - link.spread).max(0.0);
        }
        link
    }

    /// The mixture of the curves at losses.
    pub(super) fn at(&self, loss: &[f64]) -> Vec<f64> {
        let values: Vec<Vec<f64>> = self.curves.iter().map(|curve| curve.at(loss)).collect();
        (0..loss.len()).map(|i| values.iter().zip(&self.weights).map(|(v, w)| w * v[i]).sum()).collect()
    }

    /// Scores of the held-out runs, by draw, and where their spread comes from.
    pub(super) fn draws(
        &self,
        losses: &[Vec<f64>],
        median: &[f64],
        key: u64,
        seed: u64,
    ) -> (Vec<Vec<f64>>, Parts) {
        let curves = self.without_noise(losses, seed);
        let link = spread(&self.without_noise(&vec![median.to_vec(); losses.len()], seed));
        let central: Vec<Vec<f64>> = losses.iter().map(|loss| self.at(loss)).collect();
        let fitted = self.at(&self.pairs.loss);
        let of_items = |p: f64| if self.items > 0.0 { p * (1.0 - p) / self.items } else { 0.0 };
        let more = (self.spread - mean(&fitted.iter().map(|p| of_items(*p)).collect::<Vec<_>>())).max(0.0);
        let mut drift = Stream::keyed(seed, &[DRIFT]);
        let mut noise = Stream::keyed(seed, &[NOISE, key]);
        let mut squares = 0.0;
        let out: Vec<Vec<f64>> = curves
            .iter()
            .map(|curve| {
                let shift = self.drift.sqrt() * drift.normal();
                curve
                    .iter()
                    .map(|level| {
                        let p = (level + shift).clamp(0.0, 1.0);
                        let square = more + of_items(p);
                        squares += square;
                        (p + square.sqrt() * noise.normal()).clamp(0.0, 1.0)
                    })
                    .collect()
            })
            .collect();
        let count = out.iter().map(Vec::len).sum::<usize>().max(1);
        let noise = (squares / count as f64).sqrt();
        (out, Parts { loss: spread(&central), link, drift: self.drift.sqrt(), noise })
    }

    /// Scores by draw, of curves alone.
    fn without_noise(&self, losses: &[Vec<f64>], seed: u64) -> Vec<Vec<f64>> {
        let mut out = vec![Vec::new(); losses.len()];
        let form_of = |draw: usize| {
            // Evenly spread, and in no step with the replicates.
            let mut left = ((draw as f64 + 0.5) * 0.618_033_988_749_894_9).fract();
            self.weights
                .iter()
                .position(|w| {
                    left -= w;
                    left < 0.0
                })
                .unwrap_or(self.weights.len() - 1)
        };
        let forms: Vec<usize> = (0..losses.len()).map(form_of).collect();
        for (at, curve) in self.curves.iter().enumerate() {
            let mine: Vec<usize> = (0..losses.len()).filter(|draw| forms[*draw] == at).collect();
            if mine.is_empty() {
                continue;
            }
            let resampled = match curve {
                Curve::Fitted(_) => self.pairs.resampled(self.forms[at], seed),
                Curve::Constant { .. } => None,
            };
            for draw in mine {
                let number = draw % REPLICATES;
                let replicate = match (curve, &resampled) {
                    (Curve::Fitted(fit), Some(found)) => fit
                        .model
                        .as_ref()
                        .map(|model| Replicate::Fitted(model, &found.draws[number % found.draws.len()])),
                    (Curve::Constant { mean, error }, _) => {
                        let deviate = Stream::keyed(seed, &[MEAN, number as u64]).normal();
                        Some(Replicate::Constant((mean + error * deviate).clamp(0.0, 1.0)))
                    }
                    _ => None,
                };
                out[draw] =
                    replicate.map_or_else(|| curve.at(&losses[draw]), |found| found.at(&losses[draw]));
            }
        }
        out
    }
}

/// Standard deviation over draws, in the mean square over the held-out runs.
fn spread(draws: &[Vec<f64>]) -> f64 {
    let n = draws.first().map_or(0, Vec::len);
    let squares = (0..n).map(|at| variance(&draws.iter().map(|draw| draw[at]).collect::<Vec<_>>()));
    (squares.sum::<f64>() / n as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lawlike::forecast::PointStatus;
    use lawlike::interval::Fan;

    #[test]
    fn draws_of_the_loss_have_the_quantiles_of_its_forecast() {
        let row = Forecast {
            fan: Fan::new(2.5, [2.1, 2.3, 2.4, 2.55, 2.6, 2.8]),
            law: String::new(),
            status: PointStatus::Ok,
        };
        for (p, value) in
            [(0.025, 2.1), (0.1, 2.3), (0.25, 2.4), (0.5, 2.5), (0.75, 2.55), (0.9, 2.6), (0.975, 2.8)]
        {
            let found = quantile_at(&row, normal_quantile(p), f64::ln).exp();
            assert!((found - value).abs() < 1e-12, "{p}: {found}");
        }
        assert!(quantile_at(&row, 3.0, |y| y) > 2.8 && quantile_at(&row, -3.0, |y| y) < 2.1);
        let within = losses(&[row], 0).iter().filter(|loss| (2.3..=2.6).contains(&loss[0])).count();
        let share = within as f64 / DRAWS as f64;
        assert!((share - 0.8).abs() < 0.06, "{share}");
    }
}
