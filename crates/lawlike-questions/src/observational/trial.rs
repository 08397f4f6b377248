//! Forecasts past a cut, scored: benchmarks, family and size, compute alone.

use super::forecast::{Draws, Question};
use super::{Components, ForecastSource, ModelForecast, Models};
use lawlike::error::{Error, Result};
use lawlike::forecast::{self, PointStatus};
use lawlike::interval::Bands;
use lawlike::observations::{Column, Observations, Points};
use lawlike::quantity::{ComputeCount, Quantity};
use lawlike::run::Run;
use lawlike_num::parallel;
use lawlike_num::quantile::quantile;
use serde::Serialize;

/// Sources that are compared.
const SOURCES: [ForecastSource; 3] =
    [ForecastSource::Benchmarks, ForecastSource::Family, ForecastSource::Compute];
/// Shares of the past of a task that stay past where the rest is held out to measure how wide intervals must be.
const INNER: [f64; 2] = [0.5, 0.7];
/// Factors by which intervals may be widened.
const WIDER: [f64; 9] = [1.0, 1.15, 1.3, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0];
/// Fewest held-out models of a task.
const LEAST_HELD_OUT: usize = 3;

/// How the forecasts of one source did on one task.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceScore {
    /// Name of the source: `benchmarks`, `family`, `compute` or `mixture`.
    pub source: &'static str,
    /// Root mean square error of the medians.
    pub rmse: f64,
    /// Mean absolute error.
    pub mae: f64,
    /// Share of the held-out models in the 80 % interval.
    pub coverage80: f64,
    /// Share in the 95 % interval.
    pub coverage95: f64,
    /// Mean width of the 80 % interval.
    pub width80: f64,
    /// Over tasks: how far the root mean square error lies behind the best source, with the standard error over tasks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub behind: Option<(f64, f64)>,
    /// The forecasts, in the order of the held-out models.
    #[serde(skip)]
    pub forecasts: Vec<ModelForecast>,
}

/// One task past the cut.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TaskTrial {
    /// Name of the task.
    pub task: String,
    /// Models with the task up to the cut and beyond.
    pub past: usize,
    /// Held-out models.
    #[serde(rename = "hidden")]
    pub held_out: usize,
    /// Highest score of the past.
    pub best_past: f64,
    /// Range of the held-out scores.
    pub range: (f64, f64),
    /// How each source did.
    pub sources: Vec<SourceScore>,
    /// What is missing, and why.
    pub missing: Vec<&'static str>,
}

/// All tasks past one cut.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trial {
    /// The cut: models up to this scale are the past.
    pub cut: f64,
    /// Components of the past models.
    pub components: Option<Components>,
    /// Factors by which the intervals of each source are widened, at 80 and 95 %.
    pub wider: Vec<(&'static str, [f64; 2])>,
    /// The tasks.
    pub tasks: Vec<TaskTrial>,
    /// Each source over all tasks that all sources forecast: every task counts once. No forecasts are listed.
    pub overall: Vec<SourceScore>,
}

/// Forecasts the tasks of models beyond a cut from those up to it, and scores the answer.
///
/// The mixture is what [`lawlike::forecast`] makes of the same task along the scale.
///
/// # Errors
/// The models are malformed ([`Models::check`]), or no task has enough models on both sides of the cut.
pub fn trial(models: &Models, cut: f64, seed: u64, threads: usize) -> Result<Trial> {
    models.check()?;
    let past: Vec<usize> = (0..models.n()).filter(|row| models.scale[*row] <= cut).collect();
    let later: Vec<usize> = (0..models.n()).filter(|row| models.scale[*row] > cut).collect();
    let held_out = |task: usize| -> Vec<usize> {
        later.iter().copied().filter(|row| models.tasks[task].scores[*row].is_finite()).collect()
    };
    let tasks: Vec<usize> =
        (0..models.tasks.len()).filter(|task| held_out(*task).len() >= LEAST_HELD_OUT).collect();
    if tasks.is_empty() {
        let message = format!(
            "no task has {LEAST_HELD_OUT} models beyond the cut at {} = {cut:e}: choose a lower cut",
            models.scale_name
        );
        return Err(Error::observations(message));
    }
    let wider = parallel::map(SOURCES.len(), threads, |s| wider(models, &past, SOURCES[s], seed));
    let mixture = mixture(models, &past, &tasks, &held_out, threads)?;
    let trial_of = |at: usize| {
        let (task, future) = (tasks[at], held_out(tasks[at]));
        let question = Question { models, task, past: &past, future: &future, seed };
        let mut scores: Vec<SourceScore> = Vec::new();
        let mut missing = Vec::new();
        for (source, wider) in SOURCES.iter().zip(&wider) {
            match question.draws(*source) {
                Some(draws) => {
                    let intervals = draws.iter().map(|draws| draws.bands(*wider)).collect();
                    scores.push(SourceScore::new(name(*source), models, task, &future, intervals));
                }
                None => missing.push(name(*source)),
            }
        }
        match &mixture[at] {
            Some(intervals) => {
                scores.push(SourceScore::new("mixture", models, task, &future, intervals.clone()));
            }
            None => missing.push("mixture"),
        }
        task_trial(&question, scores, missing)
    };
    let tasks = parallel::map(tasks.len(), threads, trial_of);
    let overall = overall(&tasks);
    let wider = SOURCES.iter().map(|source| name(*source)).zip(wider).collect();
    let count = super::COMPONENTS.min(models.benchmarks.len());
    Ok(Trial { cut, components: models.components(&past, count), wider, tasks, overall })
}

/// Name of a source.
fn name(source: ForecastSource) -> &'static str {
    match source {
        ForecastSource::Benchmarks => "benchmarks",
        ForecastSource::Family => "family",
        ForecastSource::Compute => "compute",
    }
}

fn task_trial(question: &Question<'_>, sources: Vec<SourceScore>, missing: Vec<&'static str>) -> TaskTrial {
    let task = &question.models.tasks[question.task];
    let seen: Vec<f64> =
        question.past.iter().map(|row| task.scores[*row]).filter(|score| score.is_finite()).collect();
    let truths = question.future.iter().map(|row| task.scores[*row]);
    let range = truths.fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), y| (lo.min(y), hi.max(y)));
    TaskTrial {
        task: task.name.clone(),
        past: seen.len(),
        held_out: question.future.len(),
        best_past: seen.iter().copied().fold(f64::NAN, f64::max),
        range,
        sources,
        missing,
    }
}

impl SourceScore {
    fn new(
        source: &'static str,
        models: &Models,
        task: usize,
        future: &[usize],
        intervals: Vec<Bands>,
    ) -> Self {
        let n = future.len() as f64;
        let truths: Vec<f64> = future.iter().map(|row| models.tasks[task].scores[*row]).collect();
        let pairs = || intervals.iter().zip(&truths);
        let share = |inside: &dyn Fn(&Bands, f64) -> bool| {
            pairs().filter(|(interval, y)| inside(interval, **y)).count() as f64 / n
        };
        Self {
            source,
            rmse: (pairs().map(|(i, y)| (i.median() - y).powi(2)).sum::<f64>() / n).sqrt(),
            mae: pairs().map(|(i, y)| (i.median() - y).abs()).sum::<f64>() / n,
            coverage80: share(&|i, y| i.interval80.contains(y)),
            coverage95: share(&|i, y| i.interval95.contains(y)),
            width80: intervals.iter().map(|i| i.interval80.width()).sum::<f64>() / n,
            behind: None,
            forecasts: future
                .iter()
                .zip(intervals)
                .map(|(row, bands)| ModelForecast { row: *row, bands })
                .collect(),
        }
    }
}

/// Means over tasks of the sources that forecast all of the tasks that any of them forecast.
fn overall(tasks: &[TaskTrial]) -> Vec<SourceScore> {
    let mut names: Vec<&'static str> = Vec::new();
    for source in tasks.iter().flat_map(|task| &task.sources) {
        if !names.contains(&source.source) {
            names.push(source.source);
        }
    }
    let all = |task: &&TaskTrial| names.iter().all(|name| task.sources.iter().any(|s| s.source == *name));
    let shared: Vec<&TaskTrial> = tasks.iter().filter(all).collect();
    let mean = |name: &str, of: fn(&SourceScore) -> f64| {
        let values = shared.iter().flat_map(|task| &task.sources).filter(|s| s.source == name).map(of);
        values.sum::<f64>() / shared.len() as f64
    };
    let source_score = |source: &'static str| SourceScore {
        source,
        rmse: mean(source, |s| s.rmse),
        mae: mean(source, |s| s.mae),
        coverage80: mean(source, |s| s.coverage80),
        coverage95: mean(source, |s| s.coverage95),
        width80: mean(source, |s| s.width80),
        behind: None,
        forecasts: Vec::new(),
    };
    let mut found: Vec<SourceScore> = names.iter().map(|name| source_score(name)).collect();
    let best = found.iter().min_by(|a, b| a.rmse.total_cmp(&b.rmse)).map_or("", |source| source.source);
    let errors = |name: &str| -> Vec<f64> {
        shared.iter().flat_map(|task| &task.sources).filter(|s| s.source == name).map(|s| s.rmse).collect()
    };
    for source in &mut found {
        let gaps: Vec<f64> = errors(source.source).iter().zip(errors(best)).map(|(a, b)| a - b).collect();
        let error = (lawlike_num::quantile::variance(&gaps) / gaps.len() as f64).sqrt();
        source.behind = Some((lawlike_num::quantile::mean(&gaps), error));
    }
    found
}

/// Factors that make the intervals of a source hold what they say where the upper part of the past is held out.
fn wider(models: &Models, past: &[usize], source: ForecastSource, seed: u64) -> [f64; 2] {
    let mut held_out: Vec<(Vec<Draws>, Vec<f64>)> = Vec::new();
    for (task, share) in (0..models.tasks.len()).flat_map(|task| INNER.map(|share| (task, share))) {
        let scores = &models.tasks[task].scores;
        let mut scales: Vec<f64> =
            past.iter().filter(|row| scores[**row].is_finite()).map(|row| models.scale[*row]).collect();
        scales.sort_by(f64::total_cmp);
        let cut = quantile(&scales, share);
        let (inner, rest): (Vec<usize>, Vec<usize>) = past.iter().partition(|row| models.scale[**row] <= cut);
        let future: Vec<usize> = rest.into_iter().filter(|row| scores[*row].is_finite()).collect();
        let question = Question { models, task, past: &inner, future: &future, seed };
        if future.len() >= LEAST_HELD_OUT
            && let Some(draws) = question.draws(source)
        {
            held_out.push((draws, future.iter().map(|row| scores[*row]).collect()));
        }
    }
    let coverage = |content: f64, wider: f64| {
        let share_inside = |(draws, truths): &(Vec<Draws>, Vec<f64>)| {
            let inside = draws.iter().zip(truths).filter(|(draws, y)| draws.holds(content, wider, **y));
            inside.count() as f64 / truths.len() as f64
        };
        held_out.iter().map(share_inside).sum::<f64>() / held_out.len() as f64
    };
    let least = |content: f64| {
        let enough = WIDER.iter().copied().find(|wider| coverage(content, *wider) >= content);
        enough.unwrap_or(WIDER[WIDER.len() - 1])
    };
    if held_out.is_empty() {
        return [1.0; 2];
    }
    [least(0.8), least(0.95)]
}

/// The forecasts of [`lawlike::forecast`] along the scale, one list a task.
fn mixture(
    models: &Models,
    past: &[usize],
    tasks: &[usize],
    held_out: &dyn Fn(usize) -> Vec<usize>,
    threads: usize,
) -> Result<Vec<Option<Vec<Bands>>>> {
    let axis = |rows: &[usize]| {
        let values = rows.iter().map(|row| models.scale[*row]).collect();
        Column::new(models.scale_name.clone(), Quantity::Compute(ComputeCount::Reported), values)
    };
    let mut series = Vec::new();
    let mut points = Vec::new();
    for task in tasks {
        let scores = &models.tasks[*task].scores;
        let rows: Vec<usize> = past.iter().copied().filter(|row| scores[*row].is_finite()).collect();
        if rows.is_empty() {
            return Ok(vec![None; tasks.len()]);
        }
        let y = rows.iter().map(|row| scores[*row]).collect();
        let response = Column::new(models.tasks[*task].name.clone(), Quantity::Accuracy, y);
        series.push(Observations::new(response, vec![axis(&rows)])?);
        points.push(Points { columns: vec![axis(&held_out(*task))] });
    }
    let options = forecast::ForecastOptions { run: Run::on(threads), ..forecast::ForecastOptions::default() };
    let found = forecast::forecast(&series, &points, &options)?;
    let interval =
        |row: &forecast::ForecastRow| (row.status != PointStatus::Untested).then_some(row.fan.bands());
    Ok(found.iter().map(|forecast| forecast.rows.iter().map(interval).collect()).collect())
}
