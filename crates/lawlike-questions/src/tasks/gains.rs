//! Who gains from a scale-up: shares of tasks, how unequal the gains are, and one scale-up against another.
//!
//! Without named runs there are two scale-ups: from the first sixth of the runs, in order of compute, to the middle sixth,
//! and from there to the last. A gain is a difference of mean scores; its error comes from the noise of the scores around
//! their curve, or from the number of items where that is greater.

use super::class::Evidence;
use super::shares::{Measured, Shares, Three, draws, shares};
use super::{Suite, TaskOptions};
use lawlike::error::{Error, Result};
use lawlike::interval::Interval;
use lawlike_num::dist::{normal_cdf, normal_quantile};
use lawlike_num::quantile::{mean, quantile, variance};
use lawlike_num::several::{gini, step_up};
use lawlike_num::stream::Stream;
use serde::Serialize;

mod keys {
    lawlike::interval_keys!(paired improve, worsen);
}

/// A change of the score that counts as none.
const MARGIN: f64 = 0.01;
/// Share of false ones among the gains, or the losses, that are told.
const FALSE: f64 = 0.025;
/// Fewest tasks of which shares are told.
const LEAST_TASKS: usize = 8;
/// Share of the tasks that must surely improve for "almost every task", and that may surely get worse.
const ALMOST: (f64, f64) = (0.8, 0.1);
/// Keeps these streams apart from those of other uses of the same seed.
const GAIN_STREAM: u64 = 0x6761_696e;
/// Draws of equal gains with noise.
const TIMES: usize = 1000;

/// What a scale-up is for users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GainWord {
    /// Better in almost every way: at least 80 % of the tasks improve, at most 10 % get worse, each with 97.5 % confidence.
    AlmostEvery,
    /// Uneven: less than 80 % improve, or more than 10 % get worse, with 97.5 % confidence.
    Uneven,
    /// Neither can be told.
    NotTold,
}

/// The gain of one task.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TaskGain {
    /// Name of the task.
    pub task: String,
    /// Difference of the scores.
    pub gain: f64,
    /// Its standard error.
    pub se: f64,
    /// 1 if it is told to gain, -1 if it is told to lose, 0 else.
    pub told: i8,
}

/// A scale-up.
#[derive(Debug, Clone, Serialize)]
pub struct ScaleUp {
    /// The runs that it begins with.
    pub from: String,
    /// The runs that it ends with.
    pub to: String,
    /// Factor in compute (geometric means).
    pub factor: f64,
    /// The tasks, greatest gain first.
    pub gains: Vec<TaskGain>,
    /// Mean gain over tasks.
    pub mean: f64,
    /// Gini coefficient of the gains.
    pub gini: f64,
    /// The Gini coefficient that equal gains would show by noise alone: its 97.5 % quantile.
    pub gini_if_equal: f64,
    /// Shares of tasks; none with fewer than 8.
    pub shares: Option<Shares>,
    /// In a word; none with fewer than 8 tasks.
    pub word: Option<GainWord>,
    #[serde(skip)]
    draws: Vec<Three>,
}

/// The second scale-up against the first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepContrast {
    /// Difference of the shares that improve, second less first, with the 95 % interval over tasks.
    #[serde(flatten, serialize_with = "keys::improve")]
    pub improve: Interval,
    /// Difference of the shares that get worse, with the 95 % interval over tasks.
    #[serde(flatten, serialize_with = "keys::worsen")]
    pub worsen: Interval,
}

/// Named runs, as indices.
struct Side {
    name: String,
    runs: Vec<usize>,
}

/// The scale-ups, and the second against the first if there are two of the same tasks.
pub(super) fn scale_ups(
    suite: &Suite,
    done: &[usize],
    evidence: &[Evidence],
    options: &TaskOptions,
) -> Result<(Vec<ScaleUp>, Option<StepContrast>)> {
    let steps = if options.steps.is_empty() {
        sixths(suite, done)
    } else {
        let side = |name: &String| named(suite, done, name);
        options.steps.iter().map(|(from, to)| Ok((side(from)?, side(to)?))).collect::<Result<Vec<_>>>()?
    };
    let ups: Vec<ScaleUp> =
        steps.iter().map(|(from, to)| scale_up(suite, evidence, from, to, options.run.seed)).collect();
    let contrast = match ups.as_slice() {
        [first, second] if first.gains.len() == second.gains.len() => contrast(first, second),
        _ => None,
    };
    Ok((ups, contrast))
}

/// The run of that name.
fn named(suite: &Suite, done: &[usize], name: &str) -> Result<Side> {
    let runs: Vec<usize> = done.iter().copied().filter(|run| suite.runs[*run] == name).collect();
    if runs.is_empty() {
        let known: Vec<&str> = suite.runs.iter().take(12).map(String::as_str).collect();
        let message = format!("--step: no run is called `{name}`; runs are {} ...", known.join(", "));
        return Err(Error::option(message));
    }
    Ok(Side { name: name.to_owned(), runs })
}

/// From the first to the middle sixth of the runs by compute, and on to the last.
fn sixths(suite: &Suite, done: &[usize]) -> Vec<(Side, Side)> {
    let n = done.len();
    let mut order = done.to_vec();
    order.sort_by(|a, b| suite.compute[*a].total_cmp(&suite.compute[*b]).then(a.cmp(b)));
    let size = (n / 6).max(1);
    let side =
        |name: &str, from: usize| Side { name: name.to_owned(), runs: order[from..from + size].to_vec() };
    let middle = || side("middle sixth", (n - size) / 2);
    vec![(side("first sixth", 0), middle()), (middle(), side("last sixth", n - size))]
}

fn scale_up(suite: &Suite, evidence: &[Evidence], from: &Side, to: &Side, seed: u64) -> ScaleUp {
    let mut gains: Vec<TaskGain> = suite
        .tasks
        .iter()
        .zip(evidence)
        .filter_map(|(task, evidence)| {
            let side = |side: &Side| {
                let scores: Vec<f64> =
                    side.runs.iter().map(|r| task.scores[*r]).filter(|v| v.is_finite()).collect();
                let level = mean(&scores);
                let items = level * (1.0 - level) / task.items;
                let noise = evidence.noise * evidence.noise;
                // f64::max takes the other where one is not known. An error of zero cannot be: half an item at least.
                let square = noise.max(items).max(0.25 / (task.items * task.items)).max(1e-6);
                (level, square / scores.len() as f64, noise.is_finite() || items.is_finite())
            };
            let ((a, va, known), (b, vb, _)) = (side(from), side(to));
            let gain = b - a;
            (gain.is_finite() && known).then(|| TaskGain {
                task: task.name.clone(),
                gain,
                se: (va + vb).sqrt(),
                told: 0,
            })
        })
        .collect();
    let chance =
        |sign: f64| -> Vec<f64> { gains.iter().map(|g| normal_cdf(-sign * g.gain / g.se)).collect() };
    let (up, down) = (step_up(&chance(1.0), FALSE), step_up(&chance(-1.0), FALSE));
    up.into_iter().for_each(|at| gains[at].told = 1);
    down.into_iter().for_each(|at| gains[at].told = -1);
    let measured: Vec<Measured> = gains.iter().map(|g| Measured { gain: g.gain, se: g.se }).collect();
    let sizes: Vec<f64> = gains.iter().map(|g| g.gain).collect();
    let found = (gains.len() >= LEAST_TASKS).then(|| shares(&measured, MARGIN, &draws(gains.len(), seed)));
    let compute = |side: &Side| mean(&side.runs.iter().map(|r| suite.compute[*r].ln()).collect::<Vec<_>>());
    gains.sort_by(|a, b| b.gain.total_cmp(&a.gain).then_with(|| a.task.cmp(&b.task)));
    let (shares, again) = found.unzip();
    ScaleUp {
        from: from.name.clone(),
        to: to.name.clone(),
        factor: (compute(to) - compute(from)).exp(),
        mean: mean(&sizes),
        gini: gini(&sizes),
        gini_if_equal: if_equal(&measured, seed),
        word: shares.as_ref().map(word),
        shares,
        draws: again.unwrap_or_default(),
        gains,
    }
}

fn word(shares: &Shares) -> GainWord {
    if shares.improve.lo >= ALMOST.0 && shares.worsen.hi <= ALMOST.1 {
        GainWord::AlmostEvery
    } else if shares.improve.hi < ALMOST.0 || shares.worsen.lo > ALMOST.1 {
        GainWord::Uneven
    } else {
        GainWord::NotTold
    }
}

/// The Gini coefficient of equal gains that are measured with these errors: its 97.5 % quantile.
fn if_equal(gains: &[Measured], seed: u64) -> f64 {
    let level = mean(&gains.iter().map(|one| one.gain).collect::<Vec<_>>());
    let mut stream = Stream::keyed(seed, &[GAIN_STREAM, gains.len() as u64]);
    let draw = |_| gini(&gains.iter().map(|one| level + one.se * stream.normal()).collect::<Vec<_>>());
    let mut values: Vec<f64> = (0..TIMES).map(draw).filter(|g| g.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    quantile(&values, 0.975)
}

fn contrast(first: &ScaleUp, second: &ScaleUp) -> Option<StepContrast> {
    let (a, b) = (first.shares.as_ref()?, second.shares.as_ref()?);
    let around = |difference: f64, which: usize| {
        let apart: Vec<f64> =
            second.draws.iter().zip(&first.draws).map(|(b, a)| b[which] - a[which]).collect();
        // Half a task may always differ.
        let half_task = 0.5 / (second.gains.len() as f64 + 1.0);
        let half = normal_quantile(0.975) * (variance(&apart) + half_task * half_task).sqrt();
        Interval::around(difference, half)
    };
    Some(StepContrast {
        improve: around(b.improve.value - a.improve.value, 0),
        worsen: around(b.worsen.value - a.worsen.value, 2),
    })
}
