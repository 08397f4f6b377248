//! Measures the record: forecasts public series at cuts whose future is known, and keeps how wrong they were.

use super::{KEPT, Reach, Record, RecordSource, marks};
use crate::forecast::Constants;
use crate::forecast::centred::{Centred, centred};
use crate::forecast::drift::{Normalised, quantiles};
use crate::forecast::frame::{ExtrapolationKind, Frame};
use crate::forecast::mixture::profile;
use crate::forecast::record::Reference;
use crate::forecast::trials::{Task, Trials};
use crate::observations::{Observations, Points};
use crate::quantity::Scale;
use lawlike_num::parallel;
use lawlike_num::quantile::weighted_quantiles;
use std::collections::{BTreeMap, BTreeSet};

/// One file cut once: the past of every series, the points of its future, and what happened there.
#[derive(Debug, Clone)]
pub struct CutFile {
    /// Source of the data; problems of one source are never used for each other.
    pub source: String,
    /// Name of the file and of the cut.
    pub name: String,
    /// Pasts.
    pub past: Vec<Observations>,
    /// Futures.
    pub points: Vec<Points>,
    /// Responses there, in their own units.
    pub truth: Vec<Vec<f64>>,
}

/// Where series are cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cutting {
    /// Share of the rows that lie behind.
    pub share: f64,
    /// Rows that a past must keep.
    pub least: usize,
    /// Whether the future lies at smaller values of the axes.
    pub falling: bool,
}

impl CutFile {
    /// Cuts every series, in order along the axes. Rows at the same place stay together.
    pub fn cut(source: &str, name: &str, series: &[Observations], cutting: Cutting) -> Self {
        let Cutting { share, least, falling } = cutting;
        let mut problem = Self {
            source: source.to_owned(),
            name: format!("{name}, {:.0} % seen", 100.0 * share),
            past: Vec::new(),
            points: Vec::new(),
            truth: Vec::new(),
        };
        for one in series {
            let frame = Frame::new(one, None);
            let (mut rows, mut z) = (frame.rows.clone(), frame.z.clone());
            if falling {
                rows.reverse();
                z.reverse();
            }
            let mut cut = (share * rows.len() as f64).round() as usize;
            while cut > 0 && cut < rows.len() && (z[cut] - z[cut - 1]).abs() < 1e-9 {
                cut += 1;
            }
            if cut < least || cut >= rows.len() {
                continue;
            }
            let (past, future) = rows.split_at(cut);
            // A past that never varied says nothing of how forecasts err.
            if past.iter().all(|row| one.response.values[*row] == one.response.values[past[0]]) {
                continue;
            }
            problem.past.push(one.select(past));
            problem.points.push(one.points().select(future));
            problem.truth.push(future.iter().map(|row| one.response.values[*row]).collect());
        }
        problem
    }
}

/// How one problem went when the record left its source out.
#[derive(Debug, Clone, PartialEq)]
pub struct Tested {
    /// Name of the problem.
    pub name: String,
    /// Its source.
    pub source: String,
    /// Kind of extrapolation.
    pub kind: ExtrapolationKind,
    /// Series.
    pub series: usize,
    /// Root mean square error on the scale of the response, mean over series.
    pub error: f64,
    /// The same for each candidate.
    pub candidates: Vec<(String, f64)>,
    /// Share inside the 50, 80 and 95 % intervals, mean over series.
    pub coverage: [f64; 3],
}

/// Upper ends of the classes of distance, for axes in logarithms (powers of ten) and for years.
const DISTANCES: [f64; 6] = [0.1, 0.2, 0.3, 0.5, 1.0, f64::INFINITY];
const YEARS: [f64; 4] = [0.5, 1.0, 2.0, f64::INFINITY];

/// A problem with its forecasts.
struct Asked<'a> {
    problem: &'a CutFile,
    kind: ExtrapolationKind,
    trials: Vec<(usize, Trials)>,
}

/// Problems with all candidates asked at all origins: what does not depend on the constants.
pub struct Measurement<'a> {
    asked: Vec<Asked<'a>>,
}

impl<'a> Measurement<'a> {
    /// Asks all candidates.
    pub fn new(problems: &'a [CutFile], threads: usize) -> Self {
        Self { asked: problems.iter().flat_map(|problem| Asked::all(problem, threads)).collect() }
    }

    /// The record, and how each problem went with its own source left out.
    pub fn record(&self, constants: &Constants) -> (Record, Vec<Tested>) {
        measure(&self.asked, constants)
    }
}

fn measure(asked: &[Asked<'_>], constants: &Constants) -> (Record, Vec<Tested>) {
    let mut record = Record { constants: *constants, ..Record::default() };
    let keys: BTreeSet<(String, u8)> = asked.iter().map(Asked::key).collect();
    for key in &keys {
        let of: Vec<&Asked<'_>> = asked.iter().filter(|a| a.key() == *key).collect();
        record.sources.push(profiled(&of, constants));
    }
    // Profiles weigh the candidates, so ratios come after them; ratios scale the errors, so quantiles come last.
    let by_source = |stage: &dyn Fn(&Asked<'_>, &Reference) -> Vec<f64>, record: &Record| {
        let mut out: BTreeMap<(String, u8), Vec<Vec<f64>>> = BTreeMap::new();
        for one in asked {
            out.entry(one.key()).or_default().push(stage(one, &one.reference(record)));
        }
        out
    };
    let ratios = by_source(
        &|one, reference| one.centred(reference).iter().filter_map(Centred::ratio).collect(),
        &record,
    );
    for (source, (_, values)) in record.sources.iter_mut().zip(&ratios) {
        let all = values.concat();
        source.ratio = if all.is_empty() { f64::NAN } else { lawlike_num::quantile::median(&all) };
    }
    let mut inner: BTreeMap<(String, u8), Vec<Normalised>> = BTreeMap::new();
    let mut outer: BTreeMap<(String, u8), Vec<Miss>> = BTreeMap::new();
    for one in asked {
        let reference = one.reference(&record);
        for centred in one.centred(&reference) {
            inner.entry(one.key()).or_default().extend(centred.normalised(&reference));
        }
        outer.entry(one.key()).or_default().extend(one.misses(&reference));
    }
    for (source, key) in record.sources.iter_mut().zip(&keys) {
        let none = Vec::new();
        let pairs = inner.get(key).unwrap_or(&none).iter().map(|e| (e.error, e.weight));
        source.trials = kept(&pairs.collect::<Vec<_>>());
        let misses = outer.remove(key).unwrap_or_default();
        source.outcomes = kept(&misses.iter().map(|m| (m.normalised, m.weight)).collect::<Vec<_>>());
        source.forecasts = misses.len();
        source.reach = reach(source.kind, &misses);
    }
    let tested = asked.iter().map(|one| one.tested(&one.reference(&record))).collect();
    (record, tested)
}

/// A real outcome against its forecast.
struct Miss {
    /// Error over its scale.
    normalised: f64,
    weight: f64,
    /// Absolute error on the scale of the response, and the distance; none where units cannot be pooled.
    plain: Option<(f64, f64)>,
}

impl<'a> Asked<'a> {
    /// The series of a problem, those of each kind together.
    fn all(problem: &'a CutFile, threads: usize) -> Vec<Self> {
        let mut found: Vec<Option<Trials>> = parallel::map(problem.past.len(), threads, |i| {
            Task {
                observations: &problem.past[i],
                whole: &problem.past[i],
                points: &problem.points[i],
                chosen: None,
            }
            .run()
        });
        let asked_of = |kind: ExtrapolationKind| {
            let own =
                found.iter_mut().enumerate().filter(|(_, t)| t.as_ref().is_some_and(|t| t.kind == kind));
            let trials: Vec<(usize, Trials)> = own.filter_map(|(i, t)| Some((i, t.take()?))).collect();
            Self { problem, kind, trials }
        };
        ExtrapolationKind::ALL.map(asked_of).into_iter().filter(|one| !one.trials.is_empty()).collect()
    }

    fn key(&self) -> (String, u8) {
        (self.problem.source.clone(), self.kind as u8)
    }

    fn reference(&self, record: &Record) -> Reference {
        let own = BTreeSet::from([self.problem.source.clone()]);
        record.reference(self.kind, &self.trials[0].1.names, &own)
    }

    fn centred(&self, reference: &Reference) -> Vec<Centred<'_>> {
        let trials: Vec<&Trials> = self.trials.iter().map(|(_, t)| t).collect();
        centred(&trials, false, reference, 0).0
    }

    fn truth(&self, place: usize) -> Vec<f64> {
        let scale = self.problem.past[self.trials[place].0].scale();
        let units = self.trials[place].1.units;
        let truth = &self.problem.truth[self.trials[place].0];
        truth.iter().map(|y| units.forward(scale.forward(*y))).collect()
    }

    fn misses(&self, reference: &Reference) -> Vec<Miss> {
        let mut out = Vec::new();
        for (place, one) in self.centred(reference).iter().enumerate() {
            let past = &self.problem.past[self.trials[place].0];
            let comparable = past.scale() == Scale::Log || past.is_share();
            let unit = if self.kind.is_dated() { 1.0 } else { std::f64::consts::LN_10 };
            let in_logs = Frame::new(past, None).axes.iter().all(|axis| axis.log);
            let poolable = comparable && (in_logs || self.kind.is_dated());
            let truth = self.truth(place);
            let sigma = one.sigma(reference);
            for (i, y) in truth.iter().enumerate() {
                let error = y - one.future.median[i];
                if error.is_finite() {
                    out.push(Miss {
                        normalised: error / sigma[i],
                        weight: 1.0 / truth.len() as f64,
                        plain: poolable.then(|| {
                            (
                                one.trials.units.unit * error.abs(),
                                (one.trials.future.ahead[i] / unit).max(0.0),
                            )
                        }),
                    });
                }
            }
        }
        out
    }

    fn tested(&self, reference: &Reference) -> Tested {
        let trials: Vec<&Trials> = self.trials.iter().map(|(_, t)| t).collect();
        let (all, count) = centred(&trials, false, reference, 0);
        let pool: Vec<Normalised> = all.iter().flat_map(|one| one.normalised(reference)).collect();
        let quantiles = quantiles(reference, &pool, count);
        let names = &self.trials[0].1.names;
        let (mut error, mut coverage) = (0.0, [0.0; 3]);
        let mut candidates = vec![0.0; names.len()];
        for (place, one) in all.iter().enumerate() {
            let truth = self.truth(place);
            let share = 1.0 / (all.len() * truth.len()) as f64;
            let sigma = one.sigma(reference);
            error += rmse(&one.future.median, &truth) / all.len() as f64;
            for (sum, answers) in candidates.iter_mut().zip(&one.trials.future.answers) {
                *sum += rmse(answers, &truth) / all.len() as f64;
            }
            for (i, y) in truth.iter().enumerate() {
                let normal = (y - one.future.median[i]) / sigma[i];
                for (k, inside) in coverage.iter_mut().enumerate() {
                    let (lo, hi) = (quantiles.values[2 - k], quantiles.values[3 + k]);
                    *inside += if (lo..=hi).contains(&normal) { share } else { 0.0 };
                }
            }
        }
        Tested {
            name: self.problem.name.clone(),
            source: self.problem.source.clone(),
            kind: self.kind,
            series: all.len(),
            error,
            candidates: names.iter().cloned().zip(candidates).collect(),
            coverage,
        }
    }
}

fn rmse(forecast: &[f64], truth: &[f64]) -> f64 {
    let squares = forecast.iter().zip(truth).map(|(f, y)| (f - y).powi(2));
    (squares.sum::<f64>() / truth.len() as f64).sqrt()
}

/// Size, marks and candidate profile of one source: each of its problems with one vote.
fn profiled(problems: &[&Asked<'_>], constants: &Constants) -> RecordSource {
    let first = problems[0];
    let mut source = RecordSource::empty(&first.problem.source, first.kind);
    let names = &first.trials[0].1.names;
    // By candidate the problems in which it spoke, each with the mean over its series.
    let mut votes: Vec<Vec<f64>> = vec![Vec::new(); names.len()];
    for one in problems {
        source.series = source.series.max(one.trials.len());
        for (index, _) in &one.trials {
            source.marks.extend(marks::of_source(&one.problem.past[*index]));
        }
        let profiles: Vec<Vec<f64>> = one
            .trials
            .iter()
            .filter_map(|(_, t)| {
                profile(&t.inner.iter().collect::<Vec<_>>(), names.len(), t.horizon, constants.geometric)
            })
            .collect();
        for (l, votes) in votes.iter_mut().enumerate() {
            let spoken: Vec<f64> = profiles.iter().map(|p| p[l]).filter(|m| m.is_finite()).collect();
            if !spoken.is_empty() {
                votes.push(lawlike_num::quantile::mean(&spoken));
            }
        }
    }
    source.marks.sort();
    source.marks.dedup();
    let spoken = names.iter().zip(&votes).filter(|(_, votes)| !votes.is_empty());
    source.profile = spoken.map(|(name, votes)| (name.clone(), lawlike_num::quantile::mean(votes))).collect();
    source
}

/// Quantiles kept of a weighted sample.
fn kept(sample: &[(f64, f64)]) -> Vec<f64> {
    if sample.is_empty() {
        return Vec::new();
    }
    let (values, weights): (Vec<f64>, Vec<f64>) = sample.iter().copied().unzip();
    let levels: Vec<f64> = (0..KEPT).map(|i| (i as f64 + 0.5) / KEPT as f64).collect();
    weighted_quantiles(&values, &weights, &levels)
}

fn reach(kind: ExtrapolationKind, misses: &[Miss]) -> Vec<Reach> {
    let edges: &[f64] = if kind.is_dated() { &YEARS } else { &DISTANCES };
    let mut from = 0.0;
    let mut out = Vec::new();
    for upto in edges {
        let class: Vec<(f64, f64)> = misses
            .iter()
            .filter_map(|m| m.plain.map(|(error, distance)| (error, distance, m.weight)))
            .filter(|(_, distance, _)| *distance >= from && distance < upto)
            .map(|(error, _, weight)| (error, weight))
            .collect();
        from = *upto;
        if class.is_empty() {
            continue;
        }
        let (values, weights): (Vec<f64>, Vec<f64>) = class.iter().copied().unzip();
        let q = weighted_quantiles(&values, &weights, &[0.5, 0.8]);
        out.push(Reach { upto: *upto, forecasts: class.len(), half: q[0], most: q[1] });
    }
    out
}
