//! Predictive distributions of the scores of larger models.
//!
//! Parameters spread by a Bayesian bootstrap over families (each family has an exponential weight), with the centre of
//! the prior drawn anew in each replicate, so that what the data leave open stays open. Each number of components from
//! one to three counts equally. How far such intervals are too narrow beyond the past is measured by hiding the upper
//! part of the past itself; they are widened by that factor.

use super::family::{Capability, Sizes};
use super::{COMPONENTS, Models, Prior, Response, Rise, Scores};
use lawlike::interval::{Bands, Interval};
use lawlike_num::quantile::{mean, median, quantile, variance};
use lawlike_num::stream::Stream;
use serde::Serialize;

/// Replicates of the bootstrap, all numbers of components together.
const REPLICATES: usize = 120;
/// Draws of the scatter of models in each replicate.
const DRAWS: usize = 4;
/// Standard deviation of a score that no scatter of the level explains.
const LEAST_SCATTER: f64 = 0.01;
/// Fewest past models with the task, and families among them.
const FEWEST: (usize, usize) = (8, 4);
/// Greatest floor (arXiv 2405.10938), unless all scores lie higher.
const FLOOR: f64 = 0.2;
/// Keeps these streams apart from those of other uses.
const OBSERVATIONAL_STREAM: u64 = 0x006f_6273;

/// What a forecast knows of the models that it speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ForecastSource {
    /// Their scores on other benchmarks.
    Benchmarks,
    /// Their family and size: capabilities are forecast first.
    Family,
    /// Their compute alone: the plain sigmoid of log compute.
    Compute,
}

/// The forecast of one model on one task.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ModelForecast {
    /// Number of the model.
    #[serde(skip)]
    pub row: usize,
    /// Median and intervals of the score.
    #[serde(flatten)]
    pub bands: Bands,
}

/// Draws of the level and of all that turns it into a score, for one model.
#[derive(Debug, Clone, Default)]
pub(super) struct Draws {
    level: Vec<f64>,
    floor: Vec<f64>,
    noise: Vec<f64>,
}

impl Draws {
    /// The central interval of this content, its levels spread `wider` around their median.
    fn central(&self, content: f64, wider: f64) -> Interval {
        let middle = median(&self.level);
        let score = |i: usize| {
            let level = middle + wider * (self.level[i] - middle);
            let share = self.floor[i] + (1.0 - self.floor[i]) * Rise::Logistic.at(level)[0];
            (share + self.noise[i]).clamp(0.0, 1.0)
        };
        let mut scores: Vec<f64> = (0..self.level.len()).map(score).collect();
        scores.sort_by(f64::total_cmp);
        let [lo, middle, hi] = [-0.5, 0.0, 0.5].map(|side| quantile(&scores, 0.5 + side * content));
        Interval { value: middle, lo, hi, level: content }
    }

    /// Whether the interval holds a score.
    pub(super) fn holds(&self, content: f64, wider: f64, score: f64) -> bool {
        self.central(content, wider).contains(score)
    }

    /// Median and intervals, widened by these factors.
    pub(super) fn bands(&self, [wider80, wider95]: [f64; 2]) -> Bands {
        let (most, nearly) = (self.central(0.8, wider80), self.central(0.95, wider95));
        let value = self.central(0.0, 1.0).value;
        let (lo, hi) = (nearly.lo.min(most.lo), nearly.hi.max(most.hi));
        Bands { interval80: Interval { value, ..most }, interval95: Interval { value, lo, hi, ..nearly } }
    }
}

/// A task, the models that teach and those that are asked for.
pub(super) struct Question<'a> {
    pub(super) models: &'a Models,
    /// Number of the task.
    pub(super) task: usize,
    /// Models of the past, with the task or without.
    pub(super) past: &'a [usize],
    /// Models asked for.
    pub(super) future: &'a [usize],
    pub(super) seed: u64,
}

impl Question<'_> {
    /// Draws for each model asked for; none where it cannot be asked: too few models or families in the past.
    pub(super) fn draws(&self, source: ForecastSource) -> Option<Vec<Draws>> {
        match source {
            ForecastSource::Compute => self.by_compute(),
            ForecastSource::Benchmarks | ForecastSource::Family => {
                let most = COMPONENTS.min(self.models.benchmarks.len());
                let each = (1..=most).map(|count| self.by_components(count, source));
                let each: Vec<Vec<Draws>> = each.collect::<Option<_>>()?;
                each.into_iter().reduce(|mut all, more| {
                    for (all, more) in all.iter_mut().zip(more) {
                        all.level.extend(more.level);
                        all.floor.extend(more.floor);
                        all.noise.extend(more.noise);
                    }
                    all
                })
            }
        }
    }

    fn by_compute(&self) -> Option<Vec<Draws>> {
        let log = |row: &usize| self.models.scale[*row].ln();
        let logs: Vec<f64> = self.past.iter().map(log).filter(|v| v.is_finite()).collect();
        let (middle, spread) = (mean(&logs), variance(&logs).sqrt());
        let along_scale = |row: &usize| vec![1.0, (log(row) - middle) / spread];
        let taught = self.taught(|row| along_scale(&row)[1].is_finite().then(|| along_scale(&row)))?;
        let asked: Vec<Vec<f64>> = self.future.iter().map(along_scale).collect();
        taught.draws(self, COMPONENTS, |_, _| Some(asked.clone()))
    }

    fn by_components(&self, count: usize, source: ForecastSource) -> Option<Vec<Draws>> {
        let models = self.models;
        let components = models.components(self.past, count)?;
        let along_capabilities = |row: usize| {
            let capabilities = models.capabilities(&components, row)?;
            Some(std::iter::once(1.0).chain(capabilities).collect::<Vec<f64>>())
        };
        let taught = self.taught(along_capabilities)?;
        let blocks = COMPONENTS / COMPONENTS.min(models.benchmarks.len());
        if source == ForecastSource::Benchmarks {
            let asked: Vec<Vec<f64>> =
                self.future.iter().map(|row| along_capabilities(*row)).collect::<Option<_>>()?;
            return taught.draws(self, blocks, |_, _| Some(asked.clone()));
        }
        let (sizes, families) = (Sizes::new(models, self.past), models.family_numbers());
        if self.future.iter().any(|row| !sizes.knows(*row)) {
            return None;
        }
        let known: Vec<usize> = self
            .past
            .iter()
            .copied()
            .filter(|row| sizes.knows(*row) && along_capabilities(*row).is_some())
            .collect();
        let values: Vec<Vec<f64>> =
            known.iter().map(|row| along_capabilities(*row)).collect::<Option<_>>()?;
        let of_component = |k: usize| {
            let values = values.iter().map(|value| value[k]).collect();
            Capability::new(&sizes, &families, known.clone(), values)
        };
        let capabilities: Vec<Capability<'_>> = (1..=count).map(of_component).collect::<Option<_>>()?;
        taught.draws(self, blocks, |weights, stream| {
            let drawn: Vec<Vec<f64>> = capabilities
                .iter()
                .map(|capability| capability.draw(weights, self.future, stream))
                .collect::<Option<_>>()?;
            let row = |i: usize| std::iter::once(1.0).chain(drawn.iter().map(|d| d[i])).collect();
            Some((0..self.future.len()).map(row).collect())
        })
    }

    /// The past models that have the task and what it follows from.
    fn taught(&self, of: impl Fn(usize) -> Option<Vec<f64>>) -> Option<Taught> {
        let task = &self.models.tasks[self.task];
        let found: Vec<(usize, Vec<f64>)> = self
            .past
            .iter()
            .filter(|row| task.scores[**row].is_finite())
            .filter_map(|row| Some((*row, of(*row)?)))
            .collect();
        let (rows, x): (Vec<usize>, Vec<Vec<f64>>) = found.into_iter().unzip();
        let families = self.models.family_numbers();
        let mut different: Vec<usize> = rows.iter().map(|row| families[*row]).collect();
        different.sort_unstable();
        different.dedup();
        let enough = rows.len() >= FEWEST.0 && different.len() >= FEWEST.1.min(rows.len());
        enough.then(|| {
            let y: Vec<f64> = rows.iter().map(|row| task.scores[*row]).collect();
            let items = task.items_of(&rows);
            Taught { x, y, items, families: rows.iter().map(|row| families[*row]).collect() }
        })
    }
}

/// Scores that teach.
struct Taught {
    x: Vec<Vec<f64>>,
    y: Vec<f64>,
    items: Vec<f64>,
    /// Family of each row.
    families: Vec<usize>,
}

/// The prior of a response with so many slopes: the first rises, the others may go either way.
///
/// Slopes are in levels a standard deviation of the past; 1.5 takes a task from a tenth to nine tenths over three of them.
pub(crate) fn prior(slopes: usize) -> Prior {
    let more = slopes.saturating_sub(1);
    let parameters_of = |first: [f64; 2], other: f64, last: [f64; 2]| -> Vec<f64> {
        first.into_iter().chain(std::iter::repeat_n(other, more)).chain(last).collect()
    };
    Prior {
        centre: parameters_of([-2.0, 1.5], 0.0, [-1.0, 0.7f64.ln()]),
        spread: parameters_of([3.0, 1.0], 0.7, [1.5, 0.4]),
    }
}

/// Greatest floor of scores: that of the paper, or a little above the lowest score where all lie higher, as at chance.
pub(crate) fn floor_bound(y: &[f64]) -> f64 {
    let lowest = y.iter().copied().fold(f64::INFINITY, f64::min);
    FLOOR.max((1.2 * lowest).min(0.5))
}

impl Taught {
    /// Draws of the response over families, asked at what `asked` makes of the same weights of families.
    fn draws(
        &self,
        question: &Question<'_>,
        blocks: usize,
        mut asked: impl FnMut(&[f64], &mut Stream) -> Option<Vec<Vec<f64>>>,
    ) -> Option<Vec<Draws>> {
        let k = self.x.first()?.len() - 1;
        let (x, y, items) = (self.x.as_slice(), self.y.as_slice(), self.items.as_slice());
        let scores =
            Scores { rise: Rise::Logistic, x, y, items, bound: floor_bound(y), least: LEAST_SCATTER };
        let prior = prior(k);
        let best = scores.best(&prior).0;
        let families = question.models.family_numbers().iter().max().map_or(0, |most| most + 1);
        let mut found = vec![Draws::default(); question.future.len()];
        for replicate in 0..REPLICATES * blocks / COMPONENTS {
            let key = [OBSERVATIONAL_STREAM, question.task as u64, k as u64, replicate as u64];
            let mut stream = Stream::keyed(question.seed, &key);
            let weights: Vec<f64> = (0..families).map(|_| stream.exponential()).collect();
            let own: Vec<f64> = self.families.iter().map(|family| weights[*family]).collect();
            let size = own.iter().sum::<f64>() / own.len() as f64;
            let own: Vec<f64> = own.iter().map(|w| w / size).collect();
            let mut moved = prior.clone();
            moved.centre.iter_mut().zip(&prior.spread).for_each(|(c, s)| *c += s * stream.normal());
            let response = scores.again(&best, &own, &moved);
            let places = asked(&weights, &mut stream)?;
            for (draws, place) in found.iter_mut().zip(&places) {
                draws.add(&response, place, &mut stream);
            }
        }
        Some(found)
    }
}

impl Draws {
    fn add(&mut self, response: &Response, place: &[f64], stream: &mut Stream) {
        let level = response.level(place);
        for _ in 0..DRAWS {
            self.level.push(level + response.scatter * stream.normal());
            self.floor.push(response.floor);
            self.noise.push(LEAST_SCATTER * stream.normal());
        }
    }
}
