//! Time horizons: the length of task, in minutes of a skilled human, at which a model succeeds half of the time.
//!
//! `P(success) = sigmoid(beta (log2 horizon - log2 minutes))` (Kwa et al. 2025, arXiv 2503.14499), by weighted maximum
//! likelihood over runs with a ridge of 1e-5 on the slope, so that a model that fails nowhere between its tasks has an
//! answer. Its baseline has a constant hazard: `P(success) = 2^(-minutes / horizon)` (Ord 2025, arXiv 2505.05115), one
//! parameter. Intervals come from a hierarchical bootstrap: families of tasks, tasks in them, runs of a task.

mod bound;
mod drawing;

use super::frontier::frontier;
use super::line::Line;
use super::{Better, Dated, Point};
use drawing::Drawing;
use lawlike::error::{Error, Result};
use lawlike::interval::Interval;
use lawlike_num::parallel;
use lawlike_num::quantile::quantile;
use serde::Serialize;

mod keys {
    lawlike::interval_keys!(half);
}

/// Keeps these streams apart from those of other uses of the same seed.
const HORIZON_STREAM: u64 = 0x686f_7269;
/// Ridge on the slope, for weights that sum to one.
const RIDGE: f64 = 1e-5;
/// Doublings beyond the tasks from which on a horizon is not told.
const FAR: f64 = 10.0;
/// Replicates of the bootstrap.
const REPLICATES: usize = 500;

/// One attempt at one task.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TaskAttempt {
    /// Number of the family of tasks.
    pub family: usize,
    /// Number of the task.
    pub task: usize,
    /// Minutes that the task takes a skilled human, above zero.
    pub minutes: f64,
    /// Success: 1 or 0, or a share.
    pub success: f64,
    /// Weight, at least zero.
    pub weight: f64,
}

/// All runs of one model.
#[derive(Debug, Clone, PartialEq)]
pub struct RunsOf {
    /// Name of the model.
    pub model: String,
    /// Day of its release since 1 January 1970; NaN if there is none, as for humans.
    pub day: f64,
    /// Its runs.
    pub runs: Vec<TaskAttempt>,
}

/// On which sides the runs of a model bound its horizon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Told {
    /// Some runs succeed and some fail: on both.
    Both,
    /// Every run fails: from above only.
    Above,
    /// Every run succeeds: from below only.
    Below,
}

/// The horizon of one model.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ModelHorizon {
    /// Name of the model.
    pub model: String,
    /// Day of its release since 1 January 1970; NaN if there is none.
    pub day: f64,
    /// Number of runs.
    pub runs: usize,
    /// Number of tasks.
    pub tasks: usize,
    /// Weighted share of successes.
    pub success: f64,
    /// What the runs bound.
    pub told: Told,
    /// Minutes at which half succeed; NaN if no run or every run succeeds, or if that is more than ten doublings from the
    /// tasks. With the 95 % interval, whose ends are NaN where the runs give none.
    #[serde(flatten, serialize_with = "keys::half")]
    pub half: Interval,
    /// Minutes at which 80 % succeed.
    pub eighty: f64,
    /// Slope in log-odds a doubling of minutes.
    pub slope: f64,
    /// Minutes at which half succeed by a constant hazard.
    pub hazard: f64,
    /// Weighted mean logarithm of the likelihood of the logistic curve less that of the constant hazard, for families
    /// that were left out of both fits; above zero if the logistic curve foresees better.
    pub logistic_lead: f64,
    /// Standard deviation of the base-2 logarithm of the horizon in the bootstrap.
    pub se: f64,
    /// Lengths of tasks seen, in minutes: a horizon outside is an extrapolation.
    pub range: (f64, f64),
}

/// The horizons of all models, and the draws of all of them together.
#[derive(Debug, Clone)]
pub struct Horizons {
    /// One entry a model, in the order given.
    pub models: Vec<ModelHorizon>,
    /// Replicates: base-2 logarithms of the horizons, in the order of the models; families are drawn for all models at once.
    pub replicates: Vec<Vec<f64>>,
}

impl Horizons {
    /// The horizons as values on days, with their errors; models without a day or a finite horizon are left out.
    /// The days have a standard error of so many days.
    pub fn dated(&self, day_se: f64) -> Dated {
        let is_dated = |model: &&ModelHorizon| {
            model.day.is_finite() && model.half.value.is_finite() && model.half.value > 0.0
        };
        let point = |model: &ModelHorizon| Point {
            label: model.model.clone(),
            day: model.day,
            level: model.half.value.log2(),
            se: model.se,
            day_se,
            size: f64::NAN,
        };
        Dated {
            label: String::new(),
            scale: super::LevelScale::Log,
            points: self.models.iter().filter(is_dated).map(point).collect(),
        }
    }

    /// Slopes of the line through the frontier of every replicate, in doublings a year and in rising order.
    pub(crate) fn slopes(&self, better: Better, is_used: impl Fn(f64) -> bool) -> Vec<f64> {
        let slope = |logs: &Vec<f64>| {
            let used = |(model, log): &(&ModelHorizon, &f64)| {
                model.day.is_finite() && is_used(model.day) && model.half.value.is_finite() && log.is_finite()
            };
            let point = |(model, log): (&ModelHorizon, &f64)| Point {
                label: String::new(),
                day: model.day,
                level: *log,
                se: model.se,
                day_se: 0.0,
                size: f64::NAN,
            };
            let points: Vec<Point> = self.models.iter().zip(logs).filter(used).map(point).collect();
            Some(Line::fitted(&frontier(&points, better))?.0.slope.value())
        };
        let mut slopes: Vec<f64> = self.replicates.iter().filter_map(slope).collect();
        slopes.sort_by(f64::total_cmp);
        slopes
    }
}

/// A logistic curve over the base-2 logarithm of minutes: `log-odds = level - slope * log2 minutes`.
#[derive(Debug, Clone, Copy)]
struct Curve {
    level: f64,
    slope: f64,
}

/// Weighted runs of one length.
#[derive(Debug, Clone, Copy)]
struct Cell {
    x: f64,
    hits: f64,
    misses: f64,
}

/// The horizons of models.
///
/// # Errors
/// A model without runs, or a run whose minutes or weight are impossible.
pub fn horizons(models: &[RunsOf], seed: u64, threads: usize) -> Result<Horizons> {
    for model in models {
        let wrong = |run: &&TaskAttempt| {
            !(run.minutes > 0.0 && run.weight >= 0.0 && (0.0..=1.0).contains(&run.success))
        };
        if model.runs.iter().all(|run| run.weight == 0.0) || model.runs.iter().any(|run| wrong(&run)) {
            let message =
                format!("model `{}` has no run of any weight, or one with impossible numbers", model.model);
            return Err(Error::observations(message));
        }
    }
    let drawing = Drawing::new(models);
    let replicates = parallel::map(REPLICATES, threads, |at| drawing.replicate(seed, at as u64));
    let mut found: Vec<ModelHorizon> =
        models.iter().enumerate().map(|(at, model)| model_horizon(model, &replicates, at)).collect();
    let slope = bound::typical_slope(&found);
    for (horizon, model) in found.iter_mut().zip(models) {
        bound::one_sided(horizon, model, slope);
    }
    Ok(Horizons { models: found, replicates })
}

impl Told {
    fn of(cells: &[Cell]) -> Self {
        if cells.iter().all(|cell| cell.hits == 0.0) {
            Self::Above
        } else if cells.iter().all(|cell| cell.misses == 0.0) {
            Self::Below
        } else {
            Self::Both
        }
    }
}

fn model_horizon(model: &RunsOf, replicates: &[Vec<f64>], at: usize) -> ModelHorizon {
    let cells = cells(model.runs.iter().map(|run| (run, run.weight)));
    let curve = Curve::through(&cells);
    let mut drawn: Vec<f64> =
        replicates.iter().filter_map(|logs| logs.get(at).copied()).filter(|v| v.is_finite()).collect();
    drawn.sort_by(f64::total_cmp);
    let total: f64 = cells.iter().map(|cell| cell.hits + cell.misses).sum();
    let mut tasks: Vec<usize> = model.runs.iter().map(|run| run.task).collect();
    tasks.sort_unstable();
    tasks.dedup();
    let ends = model
        .runs
        .iter()
        .fold((f64::INFINITY, 0.0_f64), |(lo, hi), run| (lo.min(run.minutes), hi.max(run.minutes)));
    ModelHorizon {
        model: model.model.clone(),
        day: model.day,
        runs: model.runs.len(),
        tasks: tasks.len(),
        success: cells.iter().map(|cell| cell.hits).sum::<f64>() / total,
        told: Told::of(&cells),
        half: Interval::of_quantiles(curve.minutes(0.0, &cells), |share| quantile(&drawn, share).exp2()),
        eighty: curve.minutes(4f64.ln(), &cells),
        slope: curve.slope,
        hazard: hazard(&cells).exp2(),
        logistic_lead: lead(model),
        se: lawlike_num::quantile::variance(&drawn).sqrt(),
        range: ends,
    }
}

/// Runs put together by length; weights sum to one.
fn cells<'a>(runs: impl Iterator<Item = (&'a TaskAttempt, f64)>) -> Vec<Cell> {
    let mut cells: Vec<Cell> = runs
        .filter(|(_, weight)| *weight > 0.0)
        .map(|(run, weight)| Cell {
            x: run.minutes.log2(),
            hits: weight * run.success,
            misses: weight * (1.0 - run.success),
        })
        .collect();
    cells.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut merged: Vec<Cell> = Vec::new();
    for cell in cells {
        match merged.last_mut() {
            Some(last) if last.x == cell.x => {
                last.hits += cell.hits;
                last.misses += cell.misses;
            }
            _ => merged.push(cell),
        }
    }
    shares(&mut merged);
    merged
}

/// Makes the weights of cells sum to one.
fn shares(cells: &mut [Cell]) {
    let total: f64 = cells.iter().map(|cell| cell.hits + cell.misses).sum();
    for cell in cells {
        cell.hits /= total;
        cell.misses /= total;
    }
}

impl Curve {
    /// Penalised maximum likelihood by Newton's method with halved steps.
    fn through(cells: &[Cell]) -> Self {
        let centre = cells.iter().map(|cell| cell.x * (cell.hits + cell.misses)).sum::<f64>();
        let hits: f64 = cells.iter().map(|cell| cell.hits).sum();
        // Around the mean length; a share of all or none starts a little inside.
        let mut at = [logit(hits.clamp(0.01, 0.99)), 0.5];
        let cost = |at: [f64; 2]| {
            let cell_cost = |cell: &Cell| {
                let odds = at[0] - at[1] * (cell.x - centre);
                cell.hits * softplus(-odds) + cell.misses * softplus(odds)
            };
            // Both are held by the ridge, the level far more weakly, so that a model that always fails has an answer.
            cells.iter().map(cell_cost).sum::<f64>() + 0.5 * RIDGE * (at[1] * at[1] + 0.01 * at[0] * at[0])
        };
        let mut here = cost(at);
        for _ in 0..100 {
            let step = Self::step(cells, centre, at);
            let mut size = 1.0;
            let mut moved = false;
            while size > 1e-6 {
                let next = [at[0] + size * step[0], at[1] + size * step[1]];
                let there = cost(next);
                if there < here {
                    moved = here - there > 1e-15;
                    (at, here) = (next, there);
                    break;
                }
                size *= 0.5;
            }
            if !moved {
                break;
            }
        }
        Self { level: at[0] + at[1] * centre, slope: at[1] }
    }

    fn step(cells: &[Cell], centre: f64, at: [f64; 2]) -> [f64; 2] {
        let (mut g, mut h) = ([RIDGE * 0.01 * at[0], RIDGE * at[1]], [RIDGE * 0.01, 0.0, RIDGE]);
        for cell in cells {
            let x = -(cell.x - centre);
            let p = sigmoid(at[0] + at[1] * x);
            let all = cell.hits + cell.misses;
            let gradient = all * p - cell.hits;
            let curvature = all * p * (1.0 - p);
            g = [g[0] + gradient, g[1] + gradient * x];
            h = [h[0] + curvature, h[1] + curvature * x, h[2] + curvature * x * x];
        }
        let determinant = h[0] * h[2] - h[1] * h[1];
        [-(h[2] * g[0] - h[1] * g[1]) / determinant, -(h[0] * g[1] - h[1] * g[0]) / determinant]
    }

    /// Base-2 logarithm of the minutes at which the log-odds are so large, held within ten doublings of the tasks: farther
    /// off, the runs say no more than that it is far. NaN without a falling slope.
    fn length(self, odds: f64, cells: &[Cell]) -> f64 {
        let (Some(first), Some(last)) = (cells.first(), cells.last()) else { return f64::NAN };
        let length = (self.level - odds) / self.slope;
        if self.slope > 0.0 { length.clamp(first.x - FAR, last.x + FAR) } else { f64::NAN }
    }

    /// Minutes at which the log-odds are so large; NaN if the tasks are too far from it to say.
    fn minutes(self, odds: f64, cells: &[Cell]) -> f64 {
        let length = self.length(odds, cells);
        let is_told = cells.first().is_some_and(|first| length > first.x - FAR)
            && cells.last().is_some_and(|last| length < last.x + FAR);
        if is_told { length.exp2() } else { f64::NAN }
    }

    fn ln_likelihood(self, cells: &[Cell]) -> f64 {
        let cell_ln_likelihood = |cell: &Cell| {
            let odds = self.level - self.slope * cell.x;
            -cell.hits * softplus(-odds) - cell.misses * softplus(odds)
        };
        cells.iter().map(cell_ln_likelihood).sum()
    }
}

/// Base-2 logarithm of the horizon of a constant hazard, by maximum likelihood over a grid, then golden sections.
fn hazard(cells: &[Cell]) -> f64 {
    let likelihood = |log: f64| hazard_likelihood(cells, log);
    let grid = (-120..=160).map(|i| 0.25 * f64::from(i));
    let best = grid.max_by(|a, b| likelihood(*a).total_cmp(&likelihood(*b))).unwrap_or(0.0);
    let (mut lo, mut hi) = (best - 0.25, best + 0.25);
    for _ in 0..60 {
        let (a, b) = (hi - 0.618_034 * (hi - lo), lo + 0.618_034 * (hi - lo));
        if likelihood(a) > likelihood(b) { hi = b } else { lo = a }
    }
    0.5 * (lo + hi)
}

fn hazard_likelihood(cells: &[Cell], log: f64) -> f64 {
    let cell_ln_likelihood = |cell: &Cell| {
        let decay = std::f64::consts::LN_2 * (cell.x - log).exp2();
        let miss = (-(-decay).exp_m1()).max(1e-300);
        -cell.hits * decay + cell.misses * miss.ln()
    };
    cells.iter().map(cell_ln_likelihood).sum()
}

/// How much better the logistic curve foresees families left out, ten parts at a time.
fn lead(model: &RunsOf) -> f64 {
    const PARTS: usize = 10;
    let mut families: Vec<usize> = model.runs.iter().map(|run| run.family).collect();
    families.sort_unstable();
    families.dedup();
    if families.len() < 2 {
        return f64::NAN;
    }
    let part =
        |run: &TaskAttempt| families.binary_search(&run.family).unwrap_or(0) % PARTS.min(families.len());
    let (mut sum, mut weight) = (0.0, 0.0);
    for out in 0..PARTS.min(families.len()) {
        let kept = cells(model.runs.iter().filter(|run| part(run) != out).map(|run| (run, run.weight)));
        let left = cells(model.runs.iter().filter(|run| part(run) == out).map(|run| (run, run.weight)));
        let share: f64 = model.runs.iter().filter(|run| part(run) == out).map(|run| run.weight).sum();
        if kept.is_empty() || left.is_empty() {
            continue;
        }
        sum += share * (Curve::through(&kept).ln_likelihood(&left) - hazard_likelihood(&left, hazard(&kept)));
        weight += share;
    }
    sum / weight
}

fn sigmoid(t: f64) -> f64 {
    if t >= 0.0 { 1.0 / (1.0 + (-t).exp()) } else { t.exp() / (1.0 + t.exp()) }
}

fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

fn softplus(t: f64) -> f64 {
    t.max(0.0) + (-t.abs()).exp().ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lawlike_num::stream::Stream;

    /// Runs of 60 tasks in 20 families from a curve: horizon 30 minutes, slope 0.7.
    fn model(seed: u64, hazard: bool) -> RunsOf {
        let mut stream = Stream::keyed(seed, &[9]);
        let mut runs = Vec::new();
        for task in 0..60 {
            let minutes = 2f64.powf(12.0 * stream.uniform() - 1.0);
            let p = if hazard {
                (-minutes / 30.0).exp2()
            } else {
                sigmoid(0.7 * (30f64.log2() - minutes.log2()))
            };
            for _ in 0..6 {
                let success = f64::from(u8::from(stream.uniform() < p));
                runs.push(TaskAttempt { family: task / 3, task, minutes, success, weight: 1.0 });
            }
        }
        RunsOf { model: "m".to_owned(), day: 0.0, runs }
    }

    #[test]
    fn horizons_are_recovered_with_their_intervals() {
        let mut held = 0;
        for seed in 0..30 {
            let found = horizons(&[model(seed, false)], 0, 1).unwrap().models.remove(0);
            held += usize::from(found.half.contains(30.0));
            assert!(
                (found.slope - 0.7).abs() < 0.3 && (found.half.value / 30.0).log2().abs() < 1.2,
                "{found:?}"
            );
            let eighty = found.half.value * (-4f64.ln() / found.slope).exp2();
            assert!((found.eighty / eighty - 1.0).abs() < 1e-9);
        }
        assert!(held >= 26, "{held} of 30");
    }

    #[test]
    fn the_constant_hazard_wins_where_it_is_true() {
        let leads = |hazard: bool| -> f64 {
            (0..12).map(|seed| horizons(&[model(seed, hazard)], 0, 1).unwrap().models[0].logistic_lead).sum()
        };
        assert!(leads(true) < 0.0 && leads(false) > 0.0, "{} {}", leads(true), leads(false));
        let found = horizons(&[model(1, true)], 0, 1).unwrap().models.remove(0);
        assert!((found.hazard / 30.0).log2().abs() < 0.6, "{found:?}");
    }

    #[test]
    fn one_sided_bounds_hold_the_horizon() {
        // Six tasks of one run each around the horizon: often all fail or all succeed by chance.
        let (mut held, mut all) = (0, 0);
        for seed in 0..400 {
            let mut stream = Stream::keyed(seed, &[12]);
            let (truth, up) = (16.0_f64, seed % 2 == 0);
            let run = |task: usize| {
                let minutes = truth * 2f64.powf(if up { 0.5 } else { -2.5 } + 0.4 * task as f64);
                let p = sigmoid(0.6 * (truth.log2() - minutes.log2()));
                let success = f64::from(u8::from(stream.uniform() < p));
                TaskAttempt { family: task, task, minutes, success, weight: 1.0 }
            };
            let runs: Vec<TaskAttempt> = (0..6).map(run).collect();
            let model = RunsOf { model: "m".to_owned(), day: 0.0, runs };
            let found = horizons(&[model], 0, 1).unwrap().models.remove(0);
            held += match found.told {
                Told::Both => continue,
                Told::Above => u32::from(truth <= found.half.hi),
                Told::Below => u32::from(truth >= found.half.lo),
            };
            all += 1;
        }
        assert!(all > 20 && f64::from(held) >= 0.9 * f64::from(all), "{held} of {all}");
    }

    #[test]
    fn a_model_that_always_or_never_succeeds_has_no_finite_trap() {
        for success in [0.0, 1.0] {
            let mut always = model(2, false);
            always.runs.iter_mut().for_each(|run| run.success = success);
            let found = horizons(&[always], 0, 1).unwrap().models.remove(0);
            assert!(found.half.value.is_nan() && found.eighty.is_nan() && found.se.is_nan(), "{found:?}");
            let (shortest, longest) = found.range;
            if success == 0.0 {
                assert!(
                    found.told == Told::Above && found.half.lo.is_nan() && found.half.hi <= 2.0 * shortest,
                    "{found:?}"
                );
            } else {
                assert!(
                    found.told == Told::Below && found.half.hi.is_nan() && found.half.lo >= 0.5 * longest,
                    "{found:?}"
                );
            }
        }
        let mut empty = model(2, false);
        empty.runs.clear();
        assert!(horizons(&[empty], 0, 1).is_err());
    }
}
