//! Inner back-tests: what every candidate would have forecast from earlier origins of the same series.
//!
//! In one axis origins lie at `z_n - f H` for a few fractions `f` of the horizon and forecast up to 1.1 H ahead; over
//! several axes rows are ordered along the axes by which the points leave the past and cut at quantiles. Every candidate is fitted anew
//! at every origin, so no trial sees what it forecasts.

mod order;

use self::order::{Oriented, Road, oriented};
use super::candidate::{Chosen, Past, answers, names};
use super::frame::{ExtrapolationKind, Frame, Places, Units};
use crate::kept::{Digest, Key, Words, words};
use crate::observations::{Observations, Points};
use lawlike_num::parallel;
use std::ops::Range;

/// Fractions of the horizon at which one-axis origins lie before the end.
const FRACTIONS: [f64; 8] = [0.3, 0.5, 0.7, 1.0, 1.3, 1.7, 2.2, 3.0];
/// Shares of the rows that the past of an origin keeps, over several axes.
const SHARES: [f64; 6] = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4];
/// Longest curve that is forecast row by row; longer ones are thinned to [`THINNED`] means.
const LONGEST: usize = 400;
const THINNED: usize = 300;
/// Most rows over several axes that surfaces are fitted to at an origin.
const WIDEST: usize = 600;

/// Forecasts of all candidates from one origin.
#[derive(Debug, Clone)]
pub(crate) struct Trial {
    /// How far each point lies beyond the end of the past.
    pub(crate) ahead: Vec<f64>,
    /// What happened, on the scale of the response; empty for the real future.
    pub(crate) truth: Vec<f64>,
    /// Forecasts by candidate and point; the chosen law, if any, is last.
    pub(crate) answers: Vec<Vec<f64>>,
    /// Weight of each point; empty for equal ones.
    pub(crate) weights: Vec<f64>,
}

impl Trial {
    /// Mean over the points, each with its weight.
    pub(crate) fn mean(&self, values: impl Iterator<Item = f64>) -> f64 {
        if self.weights.is_empty() {
            return values.sum::<f64>() / self.truth.len() as f64;
        }
        let total: f64 = self.weights.iter().sum();
        values.zip(&self.weights).map(|(value, weight)| value * weight).sum::<f64>() / total
    }
}

/// A series with its trials and the forecasts of its real future.
#[derive(Debug, Clone)]
pub(crate) struct Trials {
    pub(crate) kind: ExtrapolationKind,
    pub(crate) names: Vec<String>,
    pub(crate) horizon: f64,
    pub(crate) noise: f64,
    /// From the units of all answers to the scale of the response.
    pub(crate) units: Units,
    pub(crate) inner: Vec<Trial>,
    pub(crate) future: Trial,
    /// Last response of the past.
    pub(crate) last: f64,
    /// Parameters of the chosen law on the whole past.
    pub(crate) parameters: Vec<(String, f64)>,
}

/// A series to be forecast.
pub(crate) struct Task<'a> {
    /// The past that candidates see: of a large table a part.
    pub(crate) observations: &'a Observations,
    /// The whole past, on which the chosen law is fitted.
    pub(crate) whole: &'a Observations,
    pub(crate) points: &'a Points,
    pub(crate) chosen: Option<&'a Chosen>,
}

words!(Trial { ahead, truth, answers, weights });
words!(Trials { kind, names, horizon, noise, units, inner, future, last, parameters });
words!(Units { offset, unit });

impl Words for ExtrapolationKind {
    fn write(&self, to: &mut Vec<u64>) {
        (*self as usize).write(to);
    }

    fn read(from: &mut &[u64]) -> Option<Self> {
        Self::ALL.get(usize::read(from)?).copied()
    }
}

impl Task<'_> {
    /// What its trials rest on.
    pub(crate) fn key(&self) -> Key {
        let mut digest = Digest::new("trials");
        self.observations.digest(&mut digest);
        if !std::ptr::eq(self.observations, self.whole) {
            self.whole.digest(&mut digest);
        }
        self.points.digest(&mut digest);
        if let Some(chosen) = self.chosen {
            chosen.digest(&mut digest);
        }
        digest.key()
    }

    /// Runs all candidates at all origins and on the real future; `None` with fewer than two rows.
    pub(crate) fn run(&self) -> Option<Trials> {
        let full = Frame::new(self.observations, Some(self.points)).canonical().since_jump();
        if full.n() < 2 || full.span() <= 0.0 && full.kind != ExtrapolationKind::Several {
            return None;
        }
        let places = full.places(self.points);
        let Oriented { frame: full, places, road } = oriented(full, places);
        let horizon = match road {
            Road::Ahead => full.horizon(&places),
            Road::Amid => full.span().max(1e-9),
        };
        let frame = if full.n() > LONGEST { full.thinned(THINNED) } else { full.clone() };
        let mut names: Vec<String> = names(frame.kind).iter().map(|name| (*name).to_owned()).collect();
        let mut answers = self.ask(&frame, horizon, &places);
        let mut parameters = Vec::new();
        if let Some(chosen) = self.chosen {
            names.push(chosen.law.id.clone());
            let (values, found) = chosen.answer(self.whole, self.points);
            parameters = found;
            answers.push(values.into_iter().map(|value| full.units.forward(value)).collect());
        }
        let ahead = |z: &f64| match road {
            Road::Ahead => z - frame.end(),
            Road::Amid if z.is_finite() => horizon,
            Road::Amid => f64::NAN,
        };
        let ahead = places.z.iter().map(ahead).collect();
        let future = Trial { ahead, truth: Vec::new(), answers, weights: Vec::new() };
        let inner: Vec<Trial> = match road {
            Road::Amid => self.crossed(&frame, horizon),
            Road::Ahead => {
                let cuts = self.origins(&frame, horizon);
                // Of several series each has a thread: what is left here is for one that stands alone.
                parallel::map(cuts.len(), 0, |at| self.trial(&frame, &full, horizon, cuts[at].clone()))
            }
        };
        Some(Trials {
            kind: frame.kind,
            names,
            horizon,
            noise: if frame.kind == ExtrapolationKind::Several {
                order::noise(&frame)
            } else {
                frame.noise()
            },
            units: frame.units,
            last: frame.y.last().copied().unwrap_or(f64::NAN),
            inner,
            future,
            parameters,
        })
    }

    fn ask(&self, frame: &Frame, horizon: f64, places: &Places) -> Vec<Vec<f64>> {
        let all = names(frame.kind);
        let wide = frame.kind == ExtrapolationKind::Several && frame.n() > WIDEST;
        let fewer;
        let frame = if wide {
            // Every so-manieth row in order of position: the range is kept.
            let which: Vec<usize> = (0..WIDEST).map(|k| k * (frame.n() - 1) / (WIDEST - 1)).collect();
            fewer = frame.pick(&which);
            &fewer
        } else {
            frame
        };
        let given = answers(Past { frame, horizon }, places);
        let values_of =
            |name: &str| given.iter().find(|(known, _)| *known == name).map(|(_, values)| values.clone());
        all.iter().map(|name| values_of(name).unwrap_or_else(|| vec![f64::NAN; places.z.len()])).collect()
    }

    /// Origins as (rows in the past, end of the points that are forecast).
    fn origins(&self, frame: &Frame, horizon: f64) -> Vec<Range<usize>> {
        let (n, end) = (frame.n(), frame.end());
        let least = if frame.kind == ExtrapolationKind::Several {
            2 * frame.axes.len() + 4
        } else if n < 9 {
            3
        } else {
            5
        };
        let mut cuts: Vec<usize> = Vec::new();
        if frame.kind == ExtrapolationKind::Several {
            for share in SHARES {
                let mut cut = (n as f64 * share) as usize;
                while cut > 0 && cut < n && frame.z[cut] - frame.z[cut - 1] < 1e-6 {
                    cut += 1;
                }
                cuts.push(cut);
            }
        } else {
            cuts.extend(FRACTIONS.map(|f| frame.z.partition_point(|z| *z <= end - f * horizon)));
        }
        let reach = if frame.kind == ExtrapolationKind::Several { 1.3 } else { 1.1 };
        let mut out: Vec<Range<usize>> = Vec::new();
        for cut in cuts {
            if cut < least || cut >= n || out.iter().any(|known| known.start == cut) {
                continue;
            }
            let last = frame.z[cut - 1];
            let to = frame.z.partition_point(|z| *z <= last + reach * horizon);
            let from = frame.z.partition_point(|z| *z <= last + 1e-9);
            if to > from.max(cut) {
                out.push(cut..to);
            }
        }
        out
    }

    fn trial(&self, frame: &Frame, full: &Frame, horizon: f64, future: Range<usize>) -> Trial {
        let past = frame.head(future.start);
        let last = past.end();
        let which: Vec<usize> = future.filter(|i| frame.z[*i] > last + 1e-9).collect();
        let places = frame.places_of(&which);
        let mut answers = self.ask(&past, horizon, &places);
        if let Some(chosen) = self.chosen {
            // A thinned row has no place of its own in the observations: the chosen law sees all rows up to the
            // origin and is asked at the row nearest to each mean.
            let before: Vec<usize> =
                (0..full.n()).filter(|i| full.z[*i] <= last + 1e-9).map(|i| full.rows[i]).collect();
            let ask: Vec<usize> = which.iter().map(|i| frame.rows[*i]).collect();
            let points = self.observations.points().select(&ask);
            let values = chosen.trial(&self.observations.select(&before), &points);
            answers.push(values.into_iter().map(|value| full.units.forward(value)).collect());
        }
        Trial {
            ahead: which.iter().map(|i| frame.z[*i] - last).collect(),
            truth: which.iter().map(|i| frame.y[*i]).collect(),
            weights: frame.weights_of(&which),
            answers,
        }
    }
}
