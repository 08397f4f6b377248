//! Forecasts of held-out runs: each task by itself, and the mean over tasks beside them.

use super::class::{Class, classes};
use super::compose::{Link, Parts, losses, scores};
use super::link::{FORMS, Form, LEAST_RUNS, LinkWeight, Pairs, Trials};
use super::methods::{Axis, METHODS, ScoreMethod, engine, naive};
use super::{Suite, SuiteTask, TaskOptions};
use lawlike::backtest::{Cut, splits};
use lawlike::error::Result;
use lawlike::forecast::{ForecastOptions, ForecastRow as Forecast, forecast};
use lawlike::interval::Bands;
use lawlike::observations::{Column, Observations};
use lawlike::quantity::{LossUnit, Quantity};
use lawlike::run::Run;
use lawlike_num::parallel;
use lawlike_num::quantile::{mean, quantile};
use serde::Serialize;

/// Steps of the link as it is drawn: enough for a curve to look smooth.
const STEPS: usize = 48;
/// Share of the runs that is held out without a cut.
const HELD_OUT_SHARE: f64 = 0.25;

/// The forecast of one held-out run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TaskForecastRow {
    /// Name of the run.
    pub run: String,
    /// What it scored; NaN if it was not measured.
    pub score: f64,
    /// Median and intervals of the two-stage forecast; of the one-stage one where no loss is known.
    #[serde(flatten)]
    pub bands: Bands,
    /// Forecasts of all methods, in the order of [`METHODS`]; NaN where one cannot answer.
    pub methods: Vec<f64>,
}

/// How a method did.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MethodOutcome {
    /// The method.
    pub method: ScoreMethod,
    /// Root mean square error over the held-out runs.
    pub rmse: f64,
}

/// Forecasts of one task, or of a mean.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TaskForecast {
    /// The forms of the link and their weights.
    pub links: Vec<LinkWeight>,
    /// Where the spread of the forecast comes from; none without a loss.
    pub parts: Option<Parts>,
    /// Errors of all methods that answer.
    pub errors: Vec<MethodOutcome>,
    /// Share of the held-out runs within the 80 % interval.
    pub coverage80: f64,
    /// Within the 95 % interval.
    pub coverage95: f64,
    /// The held-out runs, in order of compute.
    pub rows: Vec<TaskForecastRow>,
    /// The link of the training runs over the losses of all runs, to be drawn; empty without a loss.
    #[serde(skip)]
    pub curve: Vec<LinkedScore>,
}

/// The score to which a loss is linked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LinkedScore {
    /// The loss.
    pub loss: f64,
    /// The score.
    pub score: f64,
}

/// Forecasts of a mean over tasks, which never stand for the tasks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeanForecast {
    /// Which tasks: `all`, or `smooth` for those that were smooth in the past.
    pub over: &'static str,
    /// Number of tasks.
    pub tasks: usize,
    /// The mean of the forecasts of the tasks.
    pub of_forecasts: TaskForecast,
    /// A forecast of the mean as one series, as the papers do.
    pub as_series: Option<TaskForecast>,
}

/// The first stage.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LossStage {
    /// Root mean square error of the logarithm of the loss; NaN if all held-out runs are planned.
    pub rmse: f64,
    /// Share of the held-out runs within the 80 % interval.
    pub coverage80: f64,
    /// Within the 95 % interval.
    pub coverage95: f64,
    /// Law of greatest weight.
    pub law: String,
    /// The forecasts.
    pub rows: Vec<Forecast>,
    /// The losses that the held-out runs had; NaN for planned runs.
    pub losses: Vec<f64>,
}

/// Forecasts of a suite.
#[derive(Debug, Clone, Serialize)]
pub struct Forecasts {
    /// Runs that forecasts are made from.
    pub past: usize,
    /// Runs that are held out.
    #[serde(rename = "hidden")]
    pub held_out: usize,
    /// Factor in compute from the last run of the past to the last held-out one.
    pub factor: f64,
    /// The first stage; none without a loss.
    pub loss: Option<LossStage>,
    /// Means over tasks.
    pub means: Vec<MeanForecast>,
    #[serde(skip)]
    pub(super) past_classes: Vec<Class>,
}

/// One forecast with its draws; none of a task with too few scores.
type Drawn = Option<(TaskForecast, Vec<Vec<f64>>)>;
type Found = (Forecasts, Vec<Option<TaskForecast>>);
/// What is answered for a task.
struct Answers {
    /// Medians of the runs, by method.
    methods: Vec<Vec<f64>>,
    /// Draws of the scores of the runs.
    draws: Vec<Vec<f64>>,
}

/// Forecasts of all tasks; none if the cut leaves too few runs.
pub(super) fn forecasts(suite: &Suite, place: &[f64], options: &TaskOptions) -> Result<Option<Found>> {
    let runs = runs(suite)?;
    let Some((past, mut held_out)) =
        parted(suite, &runs, options)?.filter(|(past, _)| past.len() >= LEAST_RUNS)
    else {
        return Ok(None);
    };
    held_out.sort_by(|a, b| suite.compute[*a].total_cmp(&suite.compute[*b]).then(a.cmp(b)));
    let found = classes(suite, place, &past, options);
    let past_classes: Vec<Class> = found.iter().map(|evidence| evidence.class).collect();
    let means = mean_tasks(suite, &past, &past_classes);
    let tasks: Vec<&SuiteTask> = suite.tasks.iter().chain(means.iter().map(|(_, _, task)| task)).collect();
    let loss = loss_stage(suite, &runs, &past, &held_out, options)?;
    let stage = Stage { suite, past: &past, held_out: &held_out, loss: loss.as_ref(), options };
    let mut drawn = stage.all(&tasks)?;
    let of_means = drawn.split_off(suite.tasks.len());
    let means = means.iter().zip(of_means).filter_map(|((over, members, task), series)| {
        let rows = mean_of(&drawn, members)?;
        Some(MeanForecast {
            over,
            tasks: members.len(),
            of_forecasts: stage.scored(task, &rows),
            as_series: series.map(|(found, _)| found),
        })
    });
    let means = means.collect();
    let last = |runs: &[usize]| runs.iter().map(|run| suite.compute[*run]).fold(0.0, f64::max);
    let forecasts = Forecasts {
        past: past.len(),
        held_out: held_out.len(),
        factor: last(&held_out) / last(&past),
        loss,
        means,
        past_classes,
    };
    Ok(Some((forecasts, drawn.into_iter().map(|one| one.map(|(found, _)| found)).collect())))
}

/// Past and held-out runs. Planned runs are always held out; without a cut they alone are, if there are any.
fn parted(
    suite: &Suite,
    runs: &Observations,
    options: &TaskOptions,
) -> Result<Option<(Vec<usize>, Vec<usize>)>> {
    let done = suite.done();
    let is_planned = |run: &usize| done.binary_search(run).is_err();
    let planned: Vec<usize> = (0..suite.runs.len()).filter(is_planned).collect();
    if options.cut.is_none() && !planned.is_empty() {
        return Ok(Some((done, planned)));
    }
    let cut = options.cut.clone().unwrap_or(Cut::Last(HELD_OUT_SHARE));
    let Some(split) = splits(runs, Some(&cut))?.pop().flatten() else { return Ok(None) };
    let (past, early): (Vec<usize>, Vec<usize>) = split.past.into_iter().partition(|run| !is_planned(run));
    Ok(Some((past, split.future.into_iter().chain(early).collect())))
}

/// The runs, with the loss (or compute, where none is known) as response. The response of a planned run is never read.
fn runs(suite: &Suite) -> Result<Observations> {
    let known = |loss: &f64| if loss.is_nan() { 1.0 } else { *loss };
    let response =
        if suite.loss.is_empty() { suite.compute.clone() } else { suite.loss.iter().map(known).collect() };
    let mut runs =
        Observations::new(Column::new("loss", Quantity::Loss(LossUnit::Nats), response), suite.axes.clone())?;
    runs.others.clone_from(&suite.others);
    runs.label.clone_from(&suite.label);
    Ok(runs)
}

/// The mean over all tasks, and over those that were smooth in the past, as tasks; with their members.
fn mean_tasks(
    suite: &Suite,
    past: &[usize],
    classes: &[Class],
) -> Vec<(&'static str, Vec<usize>, SuiteTask)> {
    let whole = |at: &usize| past.iter().all(|run| suite.tasks[*at].scores[*run].is_finite());
    let all: Vec<usize> = (0..suite.tasks.len()).filter(whole).collect();
    let smooth: Vec<usize> = all.iter().copied().filter(|at| classes[*at] == Class::Smooth).collect();
    let mut out = Vec::new();
    for (over, members) in [("all", all), ("smooth", smooth)] {
        if members.len() >= 2 {
            let level =
                |run| mean(&members.iter().map(|at| suite.tasks[*at].scores[run]).collect::<Vec<_>>());
            let scores = (0..suite.runs.len()).map(level).collect();
            let task = SuiteTask {
                name: format!("mean over {over} tasks"),
                scores,
                items: f64::NAN,
                chance: f64::NAN,
            };
            out.push((over, members, task));
        }
    }
    out
}

fn loss_stage(
    suite: &Suite,
    runs: &Observations,
    past: &[usize],
    held_out: &[usize],
    options: &TaskOptions,
) -> Result<Option<LossStage>> {
    if suite.loss.is_empty() {
        return Ok(None);
    }
    let losses: Vec<f64> = held_out.iter().map(|run| suite.loss[*run]).collect();
    let how = ForecastOptions {
        law: options.law.clone(),
        run: Run::on(options.run.threads),
        ..ForecastOptions::default()
    };
    let found = forecast(&[runs.select(past)], &[runs.select(held_out).points()], &how)?.remove(0);
    let pairs = || found.rows.iter().zip(&losses).filter(|(_, loss)| loss.is_finite());
    let n = pairs().count() as f64;
    Ok(Some(LossStage {
        rmse: (pairs().map(|(row, loss)| (row.fan.median() / loss).ln().powi(2)).sum::<f64>() / n).sqrt(),
        coverage80: pairs().filter(|(row, loss)| row.fan.interval80.contains(**loss)).count() as f64 / n,
        coverage95: pairs().filter(|(row, loss)| row.fan.interval95.contains(**loss)).count() as f64 / n,
        law: found.weights.first().map_or_else(String::new, |weight| weight.law.clone()),
        rows: found.rows,
        losses,
    }))
}

/// Medians by method, in their order, and draws of the scores, of all members of a mean.
fn mean_of(drawn: &[Drawn], members: &[usize]) -> Option<Answers> {
    let parts: Vec<&(TaskForecast, Vec<Vec<f64>>)> =
        members.iter().map(|at| drawn[*at].as_ref()).collect::<Option<Vec<_>>>()?;
    let average = |of: &dyn Fn(usize) -> f64| (0..parts.len()).map(of).sum::<f64>() / parts.len() as f64;
    let held_out = parts.first()?.0.rows.len();
    let methods = (0..METHODS.len())
        .map(|m| (0..held_out).map(|run| average(&|at| parts[at].0.rows[run].methods[m])).collect())
        .collect();
    let count = parts.iter().map(|part| part.1.len()).min()?;
    let draws = (0..count)
        .map(|draw| (0..held_out).map(|run| average(&|at| parts[at].1[draw][run])).collect())
        .collect();
    Some(Answers { methods, draws })
}

/// Past and held-out runs, and what the first stage says of them.
struct Stage<'a> {
    suite: &'a Suite,
    past: &'a [usize],
    held_out: &'a [usize],
    loss: Option<&'a LossStage>,
    options: &'a TaskOptions,
}

impl Stage<'_> {
    /// Forecasts of tasks, with their draws.
    fn all(&self, tasks: &[&SuiteTask]) -> Result<Vec<Drawn>> {
        let enough = |task: &&SuiteTask| {
            self.past.iter().filter(|run| task.scores[**run].is_finite()).count() >= LEAST_RUNS
        };
        let able: Vec<usize> = (0..tasks.len()).filter(|at| enough(&tasks[*at])).collect();
        let chosen: Vec<&SuiteTask> = able.iter().map(|at| tasks[*at]).collect();
        let threads = self.options.run.threads;
        let compute: Vec<f64> = self.held_out.iter().map(|run| self.suite.compute[*run]).collect();
        let one_stage = engine(&Axis::compute(self.suite), &chosen, self.past, &compute, threads)?;
        let medians: Option<Vec<f64>> =
            self.loss.map(|loss| loss.rows.iter().map(|row| row.fan.median()).collect());
        let mixed = match &medians {
            Some(at) => engine(&Axis::loss(self.suite), &chosen, self.past, at, threads)?,
            None => Vec::new(),
        };
        let links = medians.as_ref().map_or_else(Vec::new, |medians| self.links(&chosen, medians));
        let drawn = self.loss.map(|loss| losses(&loss.rows, self.options.run.seed));
        let found = parallel::map(chosen.len(), threads, |at| {
            let task = chosen[at];
            let no = || vec![f64::NAN; self.held_out.len()];
            let engine = |rows: &[Forecast]| rows.iter().map(|row| row.fan.median()).collect::<Vec<f64>>();
            let [last, line, past] = naive(self.suite, task, self.past, self.held_out);
            let straight = engine(&one_stage[at].rows);
            let mut methods = vec![no(), no(), no(), straight, last, line, past];
            let (Some(draws), Some(medians), Some(loss)) = (&drawn, &medians, self.loss) else {
                let answers = Answers { methods, draws: scores(&one_stage[at].rows) };
                return (self.scored(task, &answers), answers.draws);
            };
            let (drawn_scores, parts) = links[at].draws(draws, medians, at as u64, self.options.run.seed);
            methods[0] = (0..self.held_out.len()).map(|run| at_level(&drawn_scores, run, 0.5)).collect();
            methods[1] = links[at].at(&loss.losses);
            methods[2] = engine(&mixed[at].rows);
            let answers = Answers { methods, draws: drawn_scores };
            let found = self.scored(task, &answers);
            let curve = self.curve(&links[at]);
            let links = links[at].shown.clone();
            (TaskForecast { links, parts: Some(parts), curve, ..found }, answers.draws)
        });
        let mut out: Vec<Drawn> = vec![None; tasks.len()];
        able.into_iter().zip(found).for_each(|(at, one)| out[at] = Some(one));
        Ok(out)
    }

    /// The links of all tasks, whose inner forecasts inform each other.
    fn links(&self, tasks: &[&SuiteTask], medians: &[f64]) -> Vec<Link> {
        let threads = self.options.run.threads;
        let pairs: Vec<Pairs> = tasks
            .iter()
            .map(|task| Pairs::new(&self.suite.loss, &task.scores, task.chance, self.past).towards(medians))
            .collect();
        let trials: Vec<Option<Trials>> =
            parallel::map(pairs.len(), threads, |at| pairs[at].trials(&pairs[at].forms()));
        let all = |form: Form| {
            let ln_square = |(pairs, trials): (&Pairs, &Option<Trials>)| {
                let at = pairs.forms().iter().position(|known| *known == form)?;
                Some(trials.as_ref()?.squares()[at].max(1e-8).ln())
            };
            let logs: Vec<f64> = pairs.iter().zip(&trials).filter_map(ln_square).collect();
            if logs.is_empty() { 1.0 } else { mean(&logs).exp() }
        };
        let known: Vec<(Form, f64)> = FORMS.map(|form| (form, all(form))).into();
        let mean_square_of =
            |form: Form| known.iter().find(|(known, _)| *known == form).map_or(1.0, |(_, square)| *square);
        parallel::map(pairs.len(), threads, |at| {
            Link::new(pairs[at].clone(), trials[at].as_ref(), &mean_square_of, tasks[at].items)
        })
    }

    /// The forecast of a task from what its methods answer, and how it did.
    fn scored(&self, task: &SuiteTask, answers: &Answers) -> TaskForecast {
        let Answers { methods, draws } = answers;
        let row = |(at, run): (usize, &usize)| TaskForecastRow {
            run: self.suite.runs[*run].clone(),
            score: task.scores[*run],
            bands: Bands::of_quantiles(|share| at_level(draws, at, share)),
            methods: methods.iter().map(|of| of[at]).collect(),
        };
        let rows: Vec<TaskForecastRow> = self.held_out.iter().enumerate().map(row).collect();
        let rmse = |m: usize| {
            let errors: Vec<f64> =
                rows.iter().map(|row| row.methods[m] - row.score).filter(|error| error.is_finite()).collect();
            (errors.iter().map(|e| e * e).sum::<f64>() / errors.len() as f64).sqrt()
        };
        let errors =
            METHODS.iter().enumerate().map(|(at, method)| MethodOutcome { method: *method, rmse: rmse(at) });
        let errors = errors.filter(|outcome| outcome.rmse.is_finite()).collect();
        let (coverage80, coverage95) = coverage(&rows);
        let curve = Vec::new();
        TaskForecast { links: Vec::new(), parts: None, errors, coverage80, coverage95, rows, curve }
    }

    /// The link over the losses of all runs, evenly in their logarithm.
    fn curve(&self, link: &Link) -> Vec<LinkedScore> {
        let known = self.suite.loss.iter().filter(|loss| loss.is_finite()).map(|loss| loss.ln());
        let (least, most) =
            known.fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), log| (lo.min(log), hi.max(log)));
        let step = |at: usize| (least + (most - least) * at as f64 / STEPS as f64).exp();
        let losses: Vec<f64> = (0..=STEPS).map(step).collect();
        let scores = link.at(&losses);
        losses.into_iter().zip(scores).map(|(loss, score)| LinkedScore { loss, score }).collect()
    }
}

/// Shares of the rows within their intervals; NaN if none has a score.
fn coverage(rows: &[TaskForecastRow]) -> (f64, f64) {
    let known: Vec<&TaskForecastRow> = rows.iter().filter(|row| row.score.is_finite()).collect();
    let share = |is_in: fn(&TaskForecastRow) -> bool| {
        known.iter().filter(|row| is_in(row)).count() as f64 / known.len() as f64
    };
    (share(|r| r.bands.interval80.contains(r.score)), share(|r| r.bands.interval95.contains(r.score)))
}

/// The quantile of one run over the draws.
fn at_level(draws: &[Vec<f64>], run: usize, level: f64) -> f64 {
    let mut values: Vec<f64> = draws.iter().map(|draw| draw[run]).collect();
    values.sort_by(f64::total_cmp);
    quantile(&values, level)
}
