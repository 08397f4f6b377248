//! What a verdict needs to know of a series beside its back-test: whether its design can answer, and whether there is a
//! trend at all.

use super::Series;
use super::regime::{Question, regime};
use super::trend::{squares, trend, variance_about_mean};
use super::turning::turning;
use crate::backtest::{Backtest, DistanceUnit};
use crate::finding::Finding;
use crate::fit::Fit;
use crate::forecast::Frame;
use crate::law::course::certain_course;
use crate::observations::{Column, Observations, Pieces};
use crate::quantity::{Quantity, Scale};
use crate::verdict::{Design, Evidence, FOLLOWS, Regime, Trend, Turning, Walk, Word, Wrong};
use lawlike_num::dense::{Matrix, condition};
use lawlike_num::quantile::{mean, median, variance};

/// What a verdict needs beside the back-test.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    /// Independent runs.
    pub(super) runs: usize,
    /// How many independent runs one run is worth.
    pub(super) worth: f64,
    /// Whether a check says that one law does not go through all runs.
    pub(super) is_bent: bool,
    pub(super) turning: Option<Turning>,
    pub(super) design: Design,
    pub(super) trend: Option<Trend>,
    pub(super) regime: Option<Regime>,
}

/// What the checks say of a series.
#[derive(Clone, Copy)]
pub(super) struct Checked<'a> {
    pub(super) findings: &'a [Finding],
    /// How many independent runs one run is worth.
    pub(super) worth: f64,
}

impl Facts {
    /// The facts of one series. Where the law ended is asked only if a check says that it did not go through.
    pub(super) fn new(
        observations: &Observations,
        fit: Option<&Fit>,
        checked: Checked<'_>,
        test: Option<&Backtest>,
        question: &Question<'_>,
    ) -> Self {
        let Checked { findings, worth } = checked;
        let is_bent = findings.iter().any(|finding| finding.code == "break");
        let unit = DistanceUnit::of(&Frame::new(observations, None)).1;
        Self {
            runs: Pieces::of(observations).count(),
            worth,
            is_bent,
            turning: fit.and_then(|fit| turning(observations, fit, unit)),
            design: Design {
                open: open(findings),
                is_still: is_still(observations),
                wrong: fit.and_then(|fit| wrong(observations, fit)),
                ..design(observations, fit)
            },
            trend: fit.and_then(|fit| trend(observations, fit)),
            regime: test.filter(|_| is_bent).and_then(|test| regime(observations, test, question)),
        }
    }

    /// The facts of the middle series; the law ended if it did in half of them.
    pub(super) fn middle(all: &[Self], parts: &[Series]) -> Self {
        let middle = |of: &dyn Fn(&Self) -> Option<f64>| {
            let values: Vec<f64> = all.iter().filter_map(of).collect();
            (!values.is_empty()).then(|| median(&values))
        };
        let of_walk = |of: fn(Walk) -> f64| middle(&|one| one.trend?.walk.map(of));
        let walk =
            of_walk(|walk| walk.white).zip(of_walk(|walk| walk.places)).zip(of_walk(|walk| walk.drift));
        let design = Design {
            decades: middle(&|one| one.design.decades),
            collinear: middle(&|one| one.design.collinear),
            // It counts where it holds of half of the series.
            open: middle(&|one| Some(one.design.open.unwrap_or(1.0))).filter(|chance| *chance < 1.0),
            is_still: 2 * all.iter().filter(|one| one.design.is_still).count() > all.len(),
            wrong: half(all.iter().filter_map(|one| one.design.wrong).collect(), all.len()),
        };
        let chance = middle(&|one| one.trend.map(|trend| trend.chance));
        let ended: Vec<&Regime> = all
            .iter()
            .zip(parts)
            .filter(|(_, part)| part.verdict.word == Word::Broken)
            .filter_map(|(one, _)| one.regime.as_ref())
            .collect();
        let of_turning = |of: fn(&Turning) -> f64| middle(&|one| one.turning.as_ref().map(of));
        let turns = 2 * all.iter().filter(|one| one.turning.is_some()).count() >= all.len();
        Self {
            // Each series is fitted by itself: the typical one must have enough runs.
            runs: middle(&|one| Some(one.runs as f64)).map_or(0, |runs| runs as usize),
            worth: middle(&|one| Some(one.worth)).unwrap_or(1.0),
            is_bent: 2 * all.iter().filter(|one| one.is_bent).count() >= all.len(),
            turning: of_turning(|one| one.distance)
                .zip(of_turning(|one| one.criterion))
                .filter(|_| turns)
                .map(|(distance, criterion)| Turning { distance, criterion }),
            design,
            trend: chance.map(|chance| Trend {
                chance,
                walk: walk.map(|((white, places), drift)| Walk { white, places, drift }),
            }),
            regime: ended.get(ended.len() / 2).filter(|_| 2 * ended.len() >= all.len()).copied().cloned(),
        }
    }
}

impl Facts {
    /// These facts as evidence, without a back-test.
    pub(super) fn evidence(&self) -> Evidence<'_> {
        Evidence {
            held: None,
            named: None,
            scale: Scale::Raw,
            tolerance: (f64::NAN, ""),
            unit: DistanceUnit::PowersOfTen,
            runs: self.runs,
            worth: self.worth,
            is_bent: self.is_bent,
            turning: self.turning,
            parameters: 0,
            design: self.design,
            trend: self.trend,
            regime: self.regime.as_ref(),
        }
    }
}

/// Whether the axes of the law are spread enough, and independently of each other.
fn design(observations: &Observations, fit: Option<&Fit>) -> Design {
    let used = |axis: &&Column| {
        let model = fit.and_then(|fit| fit.model.as_ref());
        model.is_none_or(|model| model.columns().any(|name| name == axis.name))
    };
    let axes: Vec<&Column> = observations.axes.iter().filter(used).collect();
    let collinear = (axes.len() > 1).then(|| collinear(&axes));
    Design { decades: decades(&axes), collinear, ..Design::default() }
}

/// The middle one, if at least half of the series have one.
fn half(found: Vec<Wrong>, all: usize) -> Option<Wrong> {
    found.get(found.len() / 2).filter(|_| 2 * found.len() >= all).copied()
}

fn is_still(observations: &Observations) -> bool {
    let (lo, hi) = observations.response.range();
    lo == hi
}

/// Whether the response has a direction beyond doubt that the law, fitted to all runs, does not follow.
fn wrong(observations: &Observations, fit: &Fit) -> Option<Wrong> {
    let course = certain_course(observations)?;
    let scale = observations.scale();
    let forward = |v: &f64| if scale == Scale::Log { scale.forward(v.max(1e-300)) } else { *v };
    let y: Vec<f64> = observations.response.values.iter().map(forward).collect();
    let law: Vec<f64> = fit.fitted.iter().map(forward).collect();
    if law.len() != y.len() {
        return None;
    }
    let residuals: Vec<f64> = y.iter().zip(&law).map(|(y, law)| y - law).collect();
    let explained = 1.0 - squares(&residuals) / (y.len() as f64 * variance_about_mean(&y));
    // A fit without a number for some run follows nothing either.
    let explained = if explained.is_nan() { 0.0 } else { explained };
    (explained < FOLLOWS).then_some(Wrong { course, explained })
}

/// The chance of the less likely of growth and saturation, where a check says that they cannot be told apart.
fn open(findings: &[Finding]) -> Option<f64> {
    findings.iter().find(|finding| finding.code == "told-apart").map(|finding| finding.number)
}

/// Powers of ten from the smallest run to the largest, along all axes together; none where an axis counts nothing.
fn decades(axes: &[&Column]) -> Option<f64> {
    let is_count = |axis: &&&Column| axis.range().0 > 0.0 && is_count(axis.quantity);
    if axes.is_empty() || axes.iter().filter(is_count).count() < axes.len() {
        return None;
    }
    let size = |row: usize| axes.iter().map(|axis| axis.values[row].log10()).sum::<f64>();
    let sizes = (0..axes[0].values.len()).map(size);
    let (least, most) = sizes.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)));
    Some(most - least)
}

/// Quantities of which twice as much is twice as much: their range is a ratio.
fn is_count(quantity: Quantity) -> bool {
    matches!(
        quantity,
        Quantity::Parameters(_)
            | Quantity::Tokens(_)
            | Quantity::Compute(_)
            | Quantity::Epochs
            | Quantity::Examples
            | Quantity::Steps
            | Quantity::Samples
            | Quantity::ThinkingTokens
    )
}

/// Condition index of the axes on their natural scales, each centred and of variance one (Belsley, Kuh & Welsch 1980).
fn collinear(axes: &[&Column]) -> f64 {
    let standard = |axis: &&Column| -> Option<Vec<f64>> {
        let scaled: Vec<f64> = axis.values.iter().map(|v| if axis.is_log() { v.ln() } else { *v }).collect();
        let (centre, spread) = (mean(&scaled), variance(&scaled).sqrt());
        // A constant column keeps the rounding of its mean.
        (spread > 1e-9 * centre.abs().max(1e-300))
            .then(|| scaled.iter().map(|v| (v - centre) / spread).collect())
    };
    let columns: Option<Vec<Vec<f64>>> = axes.iter().map(standard).collect();
    columns.map_or(f64::INFINITY, |columns| condition(&Matrix::from_columns(&columns)))
}
