//! Back-tests: hold out runs, forecast them from the training runs, score the answer against baselines.

mod cut;
mod held;
mod lean;
mod summary;

pub(crate) use cut::last_split;
pub use cut::{Cut, DistanceUnit};
pub use cut::{Split, splits};
pub use held::{DistanceErrors, Held, HeldOut};
pub(crate) use lean::lean;

use crate::error::{Error, Result};
use crate::fit::{Model, Objective, auto_objective};
use crate::forecast::{Baseline, Chosen, Distribution, Frame, forecast_series};
use crate::interval::Fan;
use crate::kept::Kept;
use crate::law::{self, Law};
use crate::observations::{Observations, Pieces, Points, parted};
use crate::quantity::{Quantity, Scale};
use crate::run::Run;
use lawlike_num::parallel;
use lawlike_num::quantile::median;
use serde::Serialize;

/// One point that was held out and then forecast.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeldOutPoint {
    /// Row in the observations.
    pub row: usize,
    /// Cut it belongs to.
    pub cut: usize,
    /// Distance beyond the past, in powers of ten of the axis (in years for dates).
    pub distance: f64,
    /// What happened.
    pub truth: f64,
    /// Median and intervals that the law forecast.
    #[serde(flatten)]
    pub fan: Fan,
}

/// Scores of the law at one cut.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CutScore {
    /// Label of the cut: rows or value of the axis up to which the past goes.
    pub label: String,
    /// Rows in the past.
    pub past: usize,
    /// Rows in the future.
    pub future: usize,
    /// Greatest distance forecast, in powers of ten (years for dates).
    pub distance: f64,
    /// Scores of the law.
    pub law: Scores,
    /// Root mean square error of each baseline, by name, on the scale of the score.
    #[serde(rename = "rivals")]
    pub baselines: Vec<(String, f64)>,
    /// Parameters of the law at this cut, if it was fitted.
    pub parameters: Vec<(String, f64)>,
}

/// Scores of forecasts on the scale of the response (logarithm for positive measures).
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Scores {
    /// Number of points.
    pub n: usize,
    /// Root mean square error (RMSLE on the log scale).
    pub rmse: f64,
    /// Median absolute error; on the log scale a relative error.
    pub median_error: f64,
    /// Mean signed error: forecast minus truth.
    pub bias: f64,
    /// Mean continuous ranked probability score, from the quantiles.
    pub crps: f64,
    /// Mean interval score at 80 %.
    pub interval80: f64,
    /// Mean interval score at 95 %.
    pub interval95: f64,
    /// Share inside the 50, 80 and 95 % intervals.
    pub coverage: [f64; 3],
    /// Standard error of each share, with correlated points of one cut counted as what they are.
    pub coverage_se: [f64; 3],
}

/// Skill against one baseline: one minus the ratio of mean errors.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Skill {
    /// Name of the baseline.
    #[serde(rename = "rival")]
    pub baseline: String,
    /// Root mean square error of the baseline over all cuts.
    pub rmse: f64,
    /// `1 - rmse(law) / rmse(baseline)`; above 0 the law is better.
    pub skill: f64,
    /// Standard error of the skill over cuts and series.
    pub se: f64,
    /// In how many of the series (cuts of a lone series) the law had the smaller error, and of how many.
    pub wins: (usize, usize),
}

/// Result of a back-test with rolling cuts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Backtest {
    /// Law that was tested.
    pub law: String,
    /// What orders past and future.
    pub axis: String,
    /// Number of separate series (1 without `--by`).
    pub series: usize,
    /// One entry a cut, earliest first.
    pub cuts: Vec<CutScore>,
    /// Scores over all cuts and series.
    pub overall: Scores,
    /// Against each baseline, strongest baseline first.
    pub skill: Vec<Skill>,
    /// Error by distance.
    pub by_distance: Vec<DistanceClass>,
    /// Farthest distance at which the error keeps to the tolerance; NaN without any.
    pub reach: f64,
    /// How well direction and order were forecast: along one axis the share of points that moved from the median of
    /// the last third of the past the way the law said; over several axes half of one plus the rank correlation. 0.5 is no better than chance.
    pub order: f64,
    /// Points held out and forecast.
    #[serde(skip)]
    pub held_out_points: Vec<HeldOutPoint>,
    /// The same runs as evidence: rows of one run, copies and seeds of one configuration count once.
    #[serde(skip)]
    pub held: Held,
}

/// What a back-test puts to the trial.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// Law; by rule ([`crate::law::auto`]) if absent.
    pub law: Option<Law>,
    /// Objective; by rule if absent.
    pub objective: Option<Objective>,
    /// The only cut; rolling cuts if absent.
    pub cut: Option<Cut>,
    /// Error that still counts as right, on the scale of the response; by rule ([`tolerance`]) if absent.
    pub tolerance: Option<f64>,
}

/// What shapes a back-test.
#[derive(Debug, Clone, Default)]
pub struct BacktestOptions {
    /// What is put to the trial.
    pub question: Question,
    /// Seed, which is only recorded (nothing is drawn at random today), and threads.
    pub run: Run,
    /// Where the trials of every series at every cut are kept.
    pub kept: Kept,
}

/// A back-test of one or more series.
#[derive(Debug, Clone, Serialize)]
pub struct Backtested {
    /// Over all series.
    pub overall: Backtest,
    /// By series: its label and its own back-test, if it could be cut at all.
    pub series: Vec<(String, Option<Backtest>)>,
    /// How the law was chosen.
    pub law_rule: String,
    /// How the objective was chosen.
    pub objective_rule: String,
    /// Error that counts as right, and why.
    pub tolerance: (f64, String),
    /// Unit of distances.
    pub distance_unit: DistanceUnit,
}

/// The error that still counts as right for a response, by rule, and the rule in words.
pub fn tolerance(observations: &Observations) -> (f64, String) {
    let (value, what) = match (observations.response.quantity, observations.scale()) {
        (Quantity::Loss(_), Scale::Log) => (0.02, "2 % for a loss"),
        (Quantity::Rating, _) => (25.0, "25 points for a rating"),
        (Quantity::Horizon | Quantity::Price | Quantity::Compute(_), Scale::Log) => {
            (0.2231, "a factor of 1.25 for horizons, prices and compute")
        }
        (_, Scale::Log) => (0.05, "5 % for a positive response"),
        (q, Scale::Raw) if q.is_share() => (0.05, "0.05 for a share"),
        _ => {
            let (lo, hi) = observations.response.range();
            return (0.05 * (hi - lo), "5 % of the range of the response".to_owned());
        }
    };
    (value, what.to_owned())
}

/// Hides the future of every series at each cut, forecasts it from the past, and scores the answer.
///
/// # Errors
/// No series, a law that the columns cannot feed, or a cut on a column that is not there.
pub fn backtest(series: &[Observations], options: &BacktestOptions) -> Result<Backtested> {
    for one in series {
        one.check()?;
    }
    let parted = parted(series);
    let series = parted.as_deref().unwrap_or(series);
    let first = series.first().ok_or_else(|| Error::observations("no series to test"))?;
    let (law, law_rule) = match &options.question.law {
        Some(law) => (law.clone(), "named by the user".to_owned()),
        None => law::auto(first)?,
    };
    let (objective, objective_rule) = match options.question.objective {
        Some(objective) => (objective, "named by the user".to_owned()),
        None => auto_objective(first),
    };
    let limit = match options.question.tolerance {
        Some(value) => (value, "named by the user".to_owned()),
        None => tolerance(first),
    };
    Model::new(&law, first, &[])?;
    let chosen = Chosen::new(law.clone(), Some(objective));
    let splits: Vec<Vec<Option<Split>>> =
        series.iter().map(|one| splits(one, options.question.cut.as_ref())).collect::<Result<_>>()?;
    let count = splits.iter().map(Vec::len).max().unwrap_or(0);
    // Several series are shared out at each cut; of one, the cuts are.
    let threads = options.run.threads;
    let (across, within) = if series.len() > 1 { (1, threads) } else { (threads, 1) };
    let trying = Trying { series, splits: &splits, chosen: &chosen, threads: within, kept: &options.kept };
    // The last cut has the most rows and begins first.
    let mut found = parallel::map(count, across, |at| trying.at(count - 1 - at));
    found.reverse();
    let outcomes: Vec<Outcome> = found.into_iter().flatten().collect();
    let pieces: Vec<Pieces> = series.iter().map(Pieces::of).collect();
    let frame = Frame::new(first, None);
    let about = About {
        law: law.id.clone(),
        axis: first.axes.iter().map(|axis| axis.name.as_str()).collect::<Vec<_>>().join(" x "),
        tolerance: limit.0,
    };
    let overall = summary::summarise(&outcomes.iter().collect::<Vec<_>>(), &about, &pieces);
    let own = series
        .iter()
        .enumerate()
        .map(|(index, one)| {
            let mine: Vec<&Outcome> = outcomes.iter().filter(|outcome| outcome.series == index).collect();
            let test = (!mine.is_empty()).then(|| summary::summarise(&mine, &about, &pieces));
            (one.label.clone(), test)
        })
        .collect();
    let distance_unit = DistanceUnit::of(&frame).0;
    Ok(Backtested { overall, series: own, law_rule, objective_rule, tolerance: limit, distance_unit })
}

/// What was tested, for the summary.
struct About {
    law: String,
    axis: String,
    tolerance: f64,
}

/// One series at one cut: forecasts and what happened.
struct Outcome {
    series: usize,
    cut: usize,
    label: String,
    past: usize,
    /// Level of the last third of the past on the scale of the response, along one axis.
    level: Option<f64>,
    held_out_points: Vec<HeldOutPoint>,
    /// Quantiles at the levels of the record and the median, on the scale of the response, by point.
    quantiles: Vec<[f64; 7]>,
    /// Truth on the scale of the response, by point.
    truth: Vec<f64>,
    baselines: Vec<(Baseline, Vec<f64>)>,
    parameters: Vec<(String, f64)>,
}

/// Points of like distance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct DistanceClass {
    /// Greatest distance of the class.
    pub up_to: f64,
    /// Number of points.
    pub points: usize,
    /// Median absolute error.
    pub median_error: f64,
    /// Share of the points inside the 80 % interval.
    pub coverage80: f64,
}

/// A series that is split at a cut.
struct Member<'a> {
    /// Index of the series.
    series: usize,
    /// Index of the cut.
    cut: usize,
    split: &'a Split,
}

/// A law on trial at the cuts of some series.
struct Trying<'a> {
    series: &'a [Observations],
    splits: &'a [Vec<Option<Split>>],
    chosen: &'a Chosen,
    threads: usize,
    kept: &'a Kept,
}

impl Trying<'_> {
    /// Forecasts of all series at one cut.
    fn at(&self, cut: usize) -> Vec<Outcome> {
        let whole = |member: &Member<'_>| &self.series[member.series];
        let members: Vec<Member<'_>> = self
            .splits
            .iter()
            .enumerate()
            .filter_map(|(series, all)| Some(Member { series, cut, split: all.get(cut)?.as_ref()? }))
            .collect();
        let pasts: Vec<Observations> =
            members.iter().map(|member| whole(member).select(&member.split.past)).collect();
        let points: Vec<Points> =
            members.iter().map(|member| whole(member).points().select(&member.split.future)).collect();
        let tasks: Vec<(&Observations, &Points)> = pasts.iter().zip(&points).collect();
        let found = forecast_series(&tasks, Some(self.chosen), self.threads, self.kept);
        let scored = members.iter().zip(found).zip(&pasts);
        scored
            .filter_map(|((member, distribution), past)| outcome(whole(member), member, past, &distribution))
            .collect()
    }
}

fn outcome(
    whole: &Observations,
    member: &Member<'_>,
    past: &Observations,
    distribution: &Distribution,
) -> Option<Outcome> {
    let Member { series, cut, split } = *member;
    let scale = whole.scale();
    let frame = Frame::new(past, None);
    let (unit, length) = DistanceUnit::of(&frame);
    let kept: Vec<usize> = (0..split.future.len()).filter(|i| distribution.median[*i].is_finite()).collect();
    if kept.is_empty() {
        return None;
    }
    let held_out_points = kept
        .iter()
        .map(|i| HeldOutPoint {
            row: split.future[*i],
            cut,
            distance: (distribution.ahead[*i] / length).max(0.0),
            truth: whole.response.values[split.future[*i]],
            fan: distribution.fan(*i, scale),
        })
        .collect();
    let quantiles = kept
        .iter()
        .map(|i| {
            let at = |level| distribution.at(*i, level);
            [at(0), at(1), at(2), distribution.median[*i], at(3), at(4), at(5)]
        })
        .collect();
    let truth: Vec<f64> =
        kept.iter().map(|i| scale.forward(whole.response.values[split.future[*i]])).collect();
    let pick = |values: &Vec<f64>| kept.iter().map(|i| values[*i]).collect();
    let level = median(&frame.y[frame.n() - (frame.n() / 3).max(1)..]);
    let mut baselines: Vec<(Baseline, Vec<f64>)> =
        distribution.baselines.iter().map(|(baseline, values)| (*baseline, pick(values))).collect();
    baselines.push((Baseline::Level, vec![level; kept.len()]));
    Some(Outcome {
        series,
        cut,
        label: label(past, unit),
        past: split.past.len(),
        level: (past.axes.len() == 1).then_some(level),
        held_out_points,
        quantiles,
        truth,
        baselines,
        parameters: distribution.parameters.clone(),
    })
}

/// Up to where the past goes, in words.
fn label(past: &Observations, unit: DistanceUnit) -> String {
    match past.axes.as_slice() {
        [axis] if unit == DistanceUnit::Years => format!("{} <= {:.2}", axis.name, axis.range().1),
        [axis] => format!("{} <= {:.3e}", axis.name, axis.range().1),
        _ => format!("{} runs, smallest first", past.n()),
    }
}
