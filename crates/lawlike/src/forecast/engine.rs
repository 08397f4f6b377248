//! From trials to predictive distributions: the road that every forecast takes.

use super::baseline::Baseline;
use super::candidate::Chosen;
use super::centred::{Centred, centred, rms};
use super::drift::{Normalised, quantiles};
use super::range::{Beyond, beyond};
use super::record::{Quantiles, Record, Reference};
use super::trials::{Task, Trials};
use super::{ExtrapolationKind, Forecast, ForecastRow, PointStatus, Weight};
use crate::interval::Fan;
use crate::kept::Kept;
use crate::observations::{Observations, Points};
use crate::quantity::Scale;
use lawlike_num::parallel;

/// The forecast of one series on the scale of its response.
#[derive(Debug, Clone)]
pub(crate) struct Distribution {
    pub(crate) scale: Scale,
    pub(crate) share: bool,
    /// Median by point.
    pub(crate) median: Vec<f64>,
    /// Scale of the error by point.
    pub(crate) sigma: Vec<f64>,
    /// Quantiles of the error over its scale.
    pub(crate) quantiles: Option<Quantiles>,
    /// Candidates with weight and error in trials.
    pub(crate) weights: Vec<Weight>,
    /// Inner back-tests.
    pub(crate) origins: usize,
    /// Status by point.
    pub(crate) status: Vec<PointStatus>,
    /// Parameters of the chosen law.
    pub(crate) parameters: Vec<(String, f64)>,
    /// Forecasts of the baselines and of the mixture, by name and point.
    pub(crate) baselines: Vec<(Baseline, Vec<f64>)>,
    /// How far each point lies beyond the past, on the scale of the axis.
    pub(crate) ahead: Vec<f64>,
    /// Where points leave the past.
    pub(crate) beyond: Vec<Beyond>,
}

/// Candidates that serve as baselines of a law, by kind; each shown under the name that follows.
fn baselines(kind: ExtrapolationKind) -> &'static [(&'static str, Baseline)] {
    use Baseline::{LastValue, Line, PowerLaw, Quadratic, Sigmoid};
    match kind {
        ExtrapolationKind::Log | ExtrapolationKind::Growth => {
            &[("last", LastValue), ("line3", Line), ("pl-all", PowerLaw)]
        }
        ExtrapolationKind::Raw => &[("last", LastValue), ("line3", Line), ("sigmoid", Sigmoid)],
        ExtrapolationKind::Calendar | ExtrapolationKind::DatedScore => {
            &[("last", LastValue), ("line3", Line)]
        }
        ExtrapolationKind::Several => &[("line3", Line), ("quadw", Quadratic)],
    }
}

/// Forecasts series that belong together, each at its points.
pub(crate) fn forecast_series(
    tasks: &[(&Observations, &Points)],
    chosen: Option<&Chosen>,
    threads: usize,
    kept: &Kept,
) -> Vec<Distribution> {
    forecast_by(Record::shipped(), tasks, chosen, threads, kept)
}

/// The same with a record of one's own.
fn forecast_by(
    record: &Record,
    tasks: &[(&Observations, &Points)],
    chosen: Option<&Chosen>,
    threads: usize,
    kept: &Kept,
) -> Vec<Distribution> {
    let weighty: Vec<Option<Observations>> = tasks.iter().map(|(past, _)| weighty(past)).collect();
    let wholes: Vec<&Observations> =
        tasks.iter().zip(&weighty).map(|((past, _), kept)| kept.as_ref().unwrap_or(past)).collect();
    let parts: Vec<Option<Observations>> = wholes.iter().map(|whole| whole.select_part()).collect();
    let tasks: Vec<(&Observations, &Points)> = (tasks.iter().zip(&wholes).zip(&parts))
        .map(|(((_, points), whole), part)| (part.as_ref().unwrap_or(whole), *points))
        .collect();
    let trials = parallel::map(tasks.len(), threads, |index| {
        let (observations, points) = tasks[index];
        let task = Task { observations, whole: wholes[index], points, chosen };
        kept.or(|| task.key(), || task.run())
    });
    let known = record.known(&tasks.iter().map(|(observations, _)| *observations).collect::<Vec<_>>());
    let mut out: Vec<Option<Distribution>> = vec![None; tasks.len()];
    for kind in ExtrapolationKind::ALL {
        let members: Vec<usize> =
            (0..tasks.len()).filter(|i| trials[*i].as_ref().is_some_and(|t| t.kind == kind)).collect();
        let series: Vec<&Trials> = members.iter().filter_map(|i| trials[*i].as_ref()).collect();
        if series.is_empty() {
            continue;
        }
        let reference = record.reference(kind, &series[0].names, &known);
        for (place, distribution) in members.iter().zip(mix(&series, chosen.is_some(), &reference, threads)) {
            out[*place] = Some(distribution);
        }
    }
    out.into_iter()
        .zip(tasks)
        .map(|(found, (observations, points))| {
            let (scale, share) = (observations.scale(), observations.is_share());
            found.map_or_else(
                || Distribution::untested(scale, share, points.n()),
                |mut found| {
                    (found.scale, found.share) = (scale, share);
                    if found.share {
                        // A law without a bound may put the median of a share anywhere.
                        found.median.iter_mut().for_each(|value| *value = value.clamp(0.0, 1.0));
                    }
                    found.mark(observations, points);
                    found
                },
            )
        })
        .collect()
}

/// The rows that weigh something, where some weigh nothing: those are as good as absent.
fn weighty(past: &Observations) -> Option<Observations> {
    let kept: Vec<usize> = (0..past.weights.len()).filter(|row| past.weights[*row] > 0.0).collect();
    (!kept.is_empty() && kept.len() < past.weights.len()).then(|| past.select(&kept))
}

/// Mixes the candidates of series of one kind.
fn mix(series: &[&Trials], chosen: bool, reference: &Reference, threads: usize) -> Vec<Distribution> {
    let (centred, count) = centred(series, chosen, reference, threads);
    let pool: Vec<Normalised> = centred.iter().flat_map(|one| one.normalised(reference)).collect();
    let quantiles = quantiles(reference, &pool, count);
    centred
        .into_iter()
        .map(|one| {
            let units = one.trials.units;
            let back =
                |values: Vec<f64>| values.into_iter().map(|value| units.inverse(value)).collect::<Vec<f64>>();
            let sigma = one.sigma(reference).into_iter().map(|sigma| units.unit * sigma).collect();
            let Centred { trials, future: centre, .. } = one;
            // Some candidates answer by a clamp even where there is no place.
            let status = |(v, ahead): (&f64, &f64)| {
                if v.is_finite() && ahead.is_finite() { PointStatus::Ok } else { PointStatus::Untested }
            };
            Distribution {
                scale: Scale::Log,
                share: false,
                status: centre.median.iter().zip(&trials.future.ahead).map(status).collect(),
                weights: weights_of(trials, &centre.weights, chosen),
                median: back(centre.median),
                sigma,
                quantiles: Some(quantiles),
                origins: trials.inner.len(),
                parameters: trials.parameters.clone(),
                baselines: baselines_of(trials, centre.mixture)
                    .into_iter()
                    .map(|(baseline, values)| (baseline, back(values)))
                    .collect(),
                ahead: trials.future.ahead.clone(),
                beyond: Vec::new(),
            }
        })
        .collect()
}

fn baselines_of(one: &Trials, mixture: Vec<f64>) -> Vec<(Baseline, Vec<f64>)> {
    let mut out: Vec<(Baseline, Vec<f64>)> = Vec::new();
    if one.kind == ExtrapolationKind::Several {
        out.push((Baseline::LastValue, vec![one.last; mixture.len()]));
    }
    for (candidate, baseline) in baselines(one.kind) {
        // A law is no baseline of itself.
        let same = one.names.last().is_some_and(|law| match *candidate {
            "pl-all" => law == "power-floor",
            "sigmoid" => law == "sigmoid" || law == "log-sigmoid",
            _ => false,
        });
        if let Some(l) = one.names.iter().position(|known| known == candidate)
            && !same
        {
            out.push((*baseline, one.future.answers[l].clone()));
        }
    }
    out.push((Baseline::Mixture, mixture));
    out
}

/// Candidates with their weights, heaviest first; the chosen law alone if there is one.
fn weights_of(one: &Trials, weights: &[f64], chosen: bool) -> Vec<Weight> {
    let error = |l: usize| {
        let squares: Vec<f64> = one
            .inner
            .iter()
            .map(|t| t.mean(t.answers[l].iter().zip(&t.truth).map(|(f, y)| (f - y).powi(2))))
            .collect();
        rms(&squares, None).map_or(f64::NAN, |error| one.units.unit * error)
    };
    if chosen {
        let l = one.names.len() - 1;
        return vec![Weight { law: one.names[l].clone(), weight: 1.0, error: error(l) }];
    }
    let mut out: Vec<Weight> = (0..weights.len())
        .map(|l| Weight { law: one.names[l].clone(), weight: weights[l], error: error(l) })
        .collect();
    out.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.law.cmp(&b.law)));
    out
}

impl Distribution {
    fn untested(scale: Scale, share: bool, points: usize) -> Self {
        Self {
            scale,
            share,
            median: vec![f64::NAN; points],
            sigma: vec![f64::NAN; points],
            quantiles: None,
            weights: Vec::new(),
            origins: 0,
            status: vec![PointStatus::Untested; points],
            parameters: Vec::new(),
            baselines: Vec::new(),
            ahead: vec![f64::NAN; points],
            beyond: Vec::new(),
        }
    }

    /// Marks points that are out of range, and widens those where no back-test can show what comes.
    fn mark(&mut self, observations: &Observations, points: &Points) {
        let outside = beyond(observations, points);
        for i in 0..self.sigma.len() {
            if outside.out[i] && self.status[i] == PointStatus::Ok {
                self.status[i] = PointStatus::OutOfRange;
            }
            self.sigma[i] *= outside.widening[i];
        }
        self.beyond = outside.directions;
    }

    /// A quantile of the error at a point: index into the levels of the record.
    pub(crate) fn at(&self, point: usize, level: usize) -> f64 {
        let shift = self.quantiles.map_or(f64::NAN, |q| q.values[level]);
        let value = self.median[point] + shift * self.sigma[point];
        if self.share { value.clamp(0.0, 1.0) } else { value }
    }

    /// Median and quantiles of a point, on the response as it stands.
    pub(crate) fn fan(&self, point: usize, scale: Scale) -> Fan {
        let back = |level: usize| scale.inverse(self.at(point, level));
        Fan::new(scale.inverse(self.median[point]), [0, 1, 2, 3, 4, 5].map(back))
    }

    /// Rows on the response as it stands.
    pub(crate) fn rows(&self) -> Forecast {
        let law = self.weights.first().map_or(String::new(), |weight| weight.law.clone());
        let row =
            |i: usize| ForecastRow { fan: self.fan(i, self.scale), law: law.clone(), status: self.status[i] };
        Forecast {
            rows: (0..self.median.len()).map(row).collect(),
            weights: self.weights.clone(),
            origins: self.origins,
            beyond: self.beyond.clone(),
        }
    }
}

#[cfg(test)]
mod tests;
