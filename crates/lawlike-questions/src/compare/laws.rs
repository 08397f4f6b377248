//! Laws by their forecasts on the same cuts.

use super::cards::{BEST_OF_MANY, CANNOT_BE_TOLD, FEW_ANSWERS, finding};
use super::dependence::{LEAST_SERIES, Luck, chance, error, luck};
use lawlike::backtest::{self, Backtested, Cut, HeldOutPoint, Question, backtest};
use lawlike::error::{Error, Result};
use lawlike::finding::{Finding, Severity};
use lawlike::fit::Objective;
use lawlike::law::Law;
use lawlike::observations::Observations;
use lawlike::quantity::Scale;
use lawlike::run::Run;
use lawlike::score::{crps, median_absolute};
use lawlike_num::quantile::mean;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Share of the points answered by any law that a law must answer to be ranked.
const ANSWERED: f64 = 0.75;
/// Chance of a difference below which it is told, over all laws together.
const TOLD: f64 = 0.05;
/// Chance of the lead from which on it may be luck.
const LUCK: f64 = 0.05;

/// What shapes a comparison of laws.
#[derive(Debug, Clone, Default)]
pub struct CompareOptions {
    /// The laws, at least two.
    pub laws: Vec<Law>,
    /// Objective; by rule if absent.
    pub objective: Option<Objective>,
    /// The only cut; rolling cuts if absent.
    pub cut: Option<Cut>,
    /// Seed of the permutations, and threads.
    pub run: Run,
}

/// How far a law is behind the best.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Difference {
    /// Mean over series of the difference in CRPS.
    pub value: f64,
    /// Its standard error over series; NaN with fewer than three.
    pub se: f64,
    /// Chance of as large a difference if there were none; NaN with fewer than three series.
    pub p: f64,
    /// Whether it is told from zero: a chance below 5 % over all laws together (Bonferroni).
    pub told: bool,
}

/// Scores of one law on the points that all ranked laws answered.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LawScore {
    /// Name of the law.
    pub law: String,
    /// Its formula.
    pub formula: String,
    /// Points that it answered, of those that any law answered.
    pub answered: usize,
    /// Whether it answered enough of them to be ranked; scores are NaN if not.
    pub ranked: bool,
    /// Continuous ranked probability score on the scale of the response, mean over series.
    pub crps: f64,
    /// Root mean square error of the median forecast, over series that count alike.
    pub rmse: f64,
    /// Median absolute error of the median forecast over all points.
    pub median_error: f64,
    /// How far it is behind the best; none for the best itself.
    pub behind: Option<Difference>,
    /// Series in which it had the least CRPS.
    pub wins: usize,
}

/// Laws compared, best first.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// What orders past and future.
    pub axis: String,
    /// Scale on which errors are taken.
    pub scale: Scale,
    /// Series with points that all ranked laws answered.
    pub series: usize,
    /// Most cuts of a series.
    pub cuts: usize,
    /// Points that all ranked laws answered.
    pub points: usize,
    /// Points that any law answered.
    pub asked: usize,
    /// The laws: ranked ones, best first, then the others.
    pub laws: Vec<LawScore>,
    /// What luck gives; none with fewer than three series.
    pub luck: Option<Luck>,
    /// Root mean square error of the baselines over the points of the best law, over series that count alike.
    #[serde(rename = "rivals")]
    pub baselines: Vec<(String, f64)>,
    /// What is to be said of it.
    pub findings: Vec<Finding>,
}

/// A point by series, cut and row.
type Place = (usize, usize, usize);

/// Back-tests every law on the same cuts and ranks them by the CRPS of their forecasts.
///
/// A series counts once, however many points it has. The standard error of a difference is that of its mean over series:
/// forecasts within a series rest on the same runs and overlapping cuts, and are not independent.
///
/// # Errors
/// Fewer than two laws, or an error of [`backtest()`].
pub fn compare_laws(series: &[Observations], options: &CompareOptions) -> Result<Comparison> {
    let first = series.first().ok_or_else(|| Error::observations("no series to compare on"))?;
    if options.laws.len() < 2 {
        return Err(Error::option("a comparison needs at least two laws: repeat --law"));
    }
    let tests: Vec<Backtested> =
        options.laws.iter().map(|law| backtest(series, &options.test(law))).collect::<Result<_>>()?;
    let scale = first.scale();
    let answers: Vec<BTreeMap<Place, Answer>> = tests.iter().map(|test| answers(test, scale)).collect();
    let table = Table::new(&answers);
    let mut laws: Vec<LawScore> = options
        .laws
        .iter()
        .enumerate()
        .map(|(l, law)| table.score(l, law, answers[l].len(), options.run.seed))
        .collect();
    laws.sort_by(|a, b| b.ranked.cmp(&a.ranked).then(a.crps.total_cmp(&b.crps)));
    let baselines = table.ranked.get(table.best).map_or_else(Vec::new, |best| baselines(&tests[*best]));
    let mut comparison = Comparison {
        axis: first.axes.iter().map(|axis| axis.name.as_str()).collect::<Vec<_>>().join(" x "),
        scale,
        series: table.crps.len(),
        cuts: table.common.iter().map(|(_, cut, _)| cut + 1).max().unwrap_or(0),
        points: table.common.len(),
        asked: table.asked,
        laws,
        luck: table.luck(options.run.seed),
        baselines,
        findings: Vec::new(),
    };
    comparison.findings = comparison.findings();
    Ok(comparison)
}

impl CompareOptions {
    /// How one of the laws is tested.
    fn test(&self, law: &Law) -> backtest::BacktestOptions {
        backtest::BacktestOptions {
            question: Question {
                law: Some(law.clone()),
                objective: self.objective,
                cut: self.cut.clone(),
                tolerance: None,
            },
            run: self.run,
            ..backtest::BacktestOptions::default()
        }
    }
}

/// Errors of the baselines beside a law, best first.
fn baselines(test: &Backtested) -> Vec<(String, f64)> {
    let mut squares: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for skill in test.series.iter().flat_map(|(_, result)| result.iter().flat_map(|result| &result.skill)) {
        squares.entry(&skill.baseline).or_default().push(skill.rmse * skill.rmse);
    }
    let root = |(name, squares): (&str, Vec<f64>)| (name.to_owned(), mean(&squares).sqrt());
    let mut baselines: Vec<(String, f64)> = squares.into_iter().map(root).collect();
    baselines.sort_by(|a, b| a.1.total_cmp(&b.1));
    baselines
}

/// A forecast and what happened, in scores.
#[derive(Debug, Clone, Copy)]
struct Answer {
    crps: f64,
    error: f64,
}

fn answers(test: &Backtested, scale: Scale) -> BTreeMap<Place, Answer> {
    let held_out_points = test.series.iter().enumerate().flat_map(|(index, (_, result))| {
        result.iter().flat_map(move |result| result.held_out_points.iter().map(move |point| (index, point)))
    });
    held_out_points
        .map(|(index, point)| ((index, point.cut, point.row), Answer::new(point, scale)))
        .filter(|(_, answer)| answer.crps.is_finite() && answer.error.is_finite())
        .collect()
}

impl Answer {
    fn new(point: &HeldOutPoint, scale: Scale) -> Self {
        let at = |value: f64| scale.forward(value);
        let quantiles = point.fan.quantiles().map(|(share, value)| (share, at(value)));
        let truth = at(point.truth);
        Self { crps: crps(&quantiles, truth), error: at(point.fan.median()) - truth }
    }
}

/// Scores by series and ranked law.
struct Table {
    /// Laws that answered enough.
    ranked: Vec<usize>,
    /// Points that any law answered.
    asked: usize,
    /// Points that all ranked laws answered.
    common: Vec<Place>,
    /// Mean CRPS: one row a series, one entry a ranked law.
    crps: Vec<Vec<f64>>,
    /// Mean squared error, likewise.
    squares: Vec<Vec<f64>>,
    /// Errors of all points, by ranked law.
    errors: Vec<Vec<f64>>,
    /// Place of the best among the ranked laws.
    best: usize,
}

impl Table {
    fn new(answers: &[BTreeMap<Place, Answer>]) -> Self {
        let asked: BTreeSet<Place> = answers.iter().flat_map(|all| all.keys().copied()).collect();
        let enough = |l: &usize| {
            let answered = answers[*l].len();
            answered > 0 && answered as f64 >= ANSWERED * asked.len() as f64
        };
        let ranked: Vec<usize> = (0..answers.len()).filter(enough).collect();
        let all = |place: &&Place| ranked.iter().all(|l| answers[*l].contains_key(*place));
        let common: Vec<Place> = asked.iter().filter(all).copied().collect();
        let groups: Vec<&[Place]> = common.chunk_by(|a, b| a.0 == b.0).collect();
        let means = |of: fn(&Answer) -> f64| -> Vec<Vec<f64>> {
            let mean_of_law = |places: &[Place], l: &usize| {
                mean(&places.iter().map(|place| of(&answers[*l][place])).collect::<Vec<_>>())
            };
            groups.iter().map(|places| ranked.iter().map(|l| mean_of_law(places, l)).collect()).collect()
        };
        let crps = means(|answer| answer.crps);
        let squares = means(|answer| answer.error * answer.error);
        let total = |l: usize| crps.iter().map(|row| row[l]).sum::<f64>();
        let best = (0..ranked.len()).min_by(|a, b| total(*a).total_cmp(&total(*b))).unwrap_or(0);
        let errors =
            ranked.iter().map(|l| common.iter().map(|place| answers[*l][place].error).collect()).collect();
        Self { asked: asked.len(), squares, errors, best, crps, ranked, common }
    }

    /// The scores of a law.
    fn score(&self, law: usize, named: &Law, answered: usize, seed: u64) -> LawScore {
        let formula = named.formula.text();
        let blank = LawScore {
            law: if named.card.is_none() && named.id == "formula" {
                formula.clone()
            } else {
                named.id.clone()
            },
            formula,
            answered,
            ranked: false,
            crps: f64::NAN,
            rmse: f64::NAN,
            median_error: f64::NAN,
            behind: None,
            wins: 0,
        };
        let place = self.ranked.iter().position(|known| *known == law);
        let Some(l) = place.filter(|_| !self.common.is_empty()) else { return blank };
        let column = |rows: &[Vec<f64>]| rows.iter().map(|row| row[l]).collect::<Vec<_>>();
        let differences: Vec<f64> = self.crps.iter().map(|row| row[l] - row[self.best]).collect();
        let least = |row: &&Vec<f64>| (0..row.len()).min_by(|a, b| row[*a].total_cmp(&row[*b])) == Some(l);
        LawScore {
            ranked: true,
            crps: mean(&column(&self.crps)),
            rmse: mean(&column(&self.squares)).sqrt(),
            median_error: median_absolute(&self.errors[l]),
            behind: (l != self.best).then(|| {
                let p = chance(&differences, seed);
                let told = p * (self.ranked.len() as f64 - 1.0) < TOLD;
                Difference { value: mean(&differences), se: error(&differences), p, told }
            }),
            wins: self.crps.iter().filter(least).count(),
            ..blank
        }
    }

    /// What luck gives.
    fn luck(&self, seed: u64) -> Option<Luck> {
        (self.crps.len() >= LEAST_SERIES && self.ranked.len() > 1).then(|| luck(&self.crps, seed))
    }
}

impl Comparison {
    fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.series < LEAST_SERIES {
            let message =
                format!("{} series could be scored, at least {LEAST_SERIES} are needed", self.series);
            findings.push(finding(
                &CANNOT_BE_TOLD,
                Severity::Warning,
                self.series as f64,
                LEAST_SERIES as f64,
                message,
            ));
        }
        if let Some(luck) = self.luck.filter(|luck| luck.p > LUCK) {
            let message = format!(
                "the best leads the mean of {} laws by {}; if they did not differ, the best would lead by {} on \
                 average, and by as much in {:.0} % of cases",
                self.laws.iter().filter(|law| law.ranked).count(),
                self.scale.error_in_words(luck.lead),
                self.scale.error_in_words(luck.expected),
                100.0 * luck.p
            );
            findings.push(finding(&BEST_OF_MANY, Severity::Warning, luck.p, LUCK, message));
        }
        for law in self.laws.iter().filter(|law| !law.ranked) {
            let share = law.answered as f64 / self.asked as f64;
            let message = format!("{} answered {} of {} points", law.law, law.answered, self.asked);
            findings.push(finding(&FEW_ANSWERS, Severity::Note, share, ANSWERED, message));
        }
        findings
    }
}

#[cfg(test)]
mod tests;
