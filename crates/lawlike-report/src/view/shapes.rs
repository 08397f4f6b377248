//! The shapes of results in JSON: pairs become objects with names.

use super::json::Map;
use lawlike::audit::AxisRange;
use lawlike::backtest::{Backtest, CutScore, DistanceClass, HeldOut, HeldOutPoint, Scores, Skill};
use lawlike::fit::{Certificate, ChiSquare, Fit, ObjectiveValue, PosteriorSummary, Status};
use lawlike::forecast::Baseline;
use lawlike::interval::{Fan, NamedEstimate};
use serde::Serialize;
use std::collections::BTreeMap;

/// A fit as the contract of `fit` has it.
#[derive(Serialize)]
pub(crate) struct FitJson<'a> {
    law: &'a str,
    formula: &'a str,
    n: usize,
    objective: &'a ObjectiveValue,
    parameters: &'a [NamedEstimate],
    #[serde(skip_serializing_if = "<[NamedEstimate]>::is_empty")]
    derived: &'a [NamedEstimate],
    covariance: &'a [Vec<f64>],
    status: Status,
    certificate: &'a Certificate,
    #[serde(skip_serializing_if = "Option::is_none")]
    chi_square: Option<&'a ChiSquare>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bootstrap: Option<BootstrapJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    posterior: Option<&'a PosteriorSummary>,
}

#[derive(Serialize)]
struct BootstrapJson<'a> {
    replicates: usize,
    sd: Map<'a, f64>,
}

impl<'a> FitJson<'a> {
    /// The shape of a fit.
    pub(crate) fn new(fit: &'a Fit) -> Self {
        Self {
            law: &fit.law,
            formula: &fit.formula,
            n: fit.n,
            objective: &fit.objective,
            parameters: &fit.parameters,
            derived: &fit.derived,
            covariance: &fit.covariance,
            status: fit.status,
            certificate: &fit.certificate,
            chi_square: fit.chi_square.as_ref(),
            bootstrap: fit
                .bootstrap
                .as_ref()
                .map(|spread| BootstrapJson { replicates: spread.replicates, sd: Map(&spread.sd) }),
            posterior: fit.posterior.as_ref(),
        }
    }
}

/// An axis with its range.
#[derive(Serialize)]
pub(crate) struct AxisJson<'a> {
    name: &'a str,
    unit: &'a str,
    lo: f64,
    hi: f64,
}

impl<'a> AxisJson<'a> {
    /// The shape of an axis.
    pub(crate) fn new(axis: &'a AxisRange) -> Self {
        Self { name: &axis.name, unit: &axis.unit, lo: axis.lo, hi: axis.hi }
    }
}

/// A back-test.
#[derive(Serialize)]
pub(crate) struct BacktestJson<'a> {
    law: &'a str,
    axis: &'a str,
    series: usize,
    overall: &'a Scores,
    skill: &'a [Skill],
    cuts: Vec<CutJson<'a>>,
    by_distance: Vec<DistanceJson>,
    reach: f64,
    order: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(rename = "hidden")]
    held_out_points: Option<Vec<HeldOutPointJson>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    held_out: Option<Vec<HeldOutJson>>,
}

/// A held-out run at one cut, counted once.
#[derive(Serialize)]
struct HeldOutJson {
    run: usize,
    place: usize,
    series: usize,
    cut: usize,
    distance: f64,
    error: f64,
    inside50: bool,
    inside80: bool,
    inside95: bool,
    baselines: BTreeMap<&'static str, f64>,
}

#[derive(Serialize)]
struct CutJson<'a> {
    label: &'a str,
    past: usize,
    future: usize,
    distance: f64,
    law: &'a Scores,
    #[serde(rename = "rivals")]
    baselines: Map<'a, f64>,
    parameters: Map<'a, f64>,
}

#[derive(Serialize)]
struct DistanceJson {
    distance: f64,
    n: usize,
    median_error: f64,
    coverage80: f64,
}

#[derive(Serialize)]
struct HeldOutPointJson {
    row: usize,
    cut: usize,
    distance: f64,
    truth: f64,
    #[serde(flatten)]
    fan: Fan,
}

impl<'a> BacktestJson<'a> {
    /// The shape of a back-test, with or without every held-out point and run.
    pub(crate) fn new(backtest: &'a Backtest, has_points: bool) -> Self {
        let by_distance = |class: &DistanceClass| DistanceJson {
            distance: class.up_to,
            n: class.points,
            median_error: class.median_error,
            coverage80: class.coverage80,
        };
        Self {
            law: &backtest.law,
            axis: &backtest.axis,
            series: backtest.series,
            overall: &backtest.overall,
            skill: &backtest.skill,
            cuts: backtest.cuts.iter().map(cut).collect(),
            by_distance: backtest.by_distance.iter().map(by_distance).collect(),
            reach: backtest.reach,
            order: backtest.order,
            held_out_points: has_points.then(|| backtest.held_out_points.iter().map(point).collect()),
            held_out: has_points
                .then(|| backtest.held.runs.iter().map(|one| held(one, &backtest.held.baselines)).collect()),
        }
    }
}

fn cut(cut: &CutScore) -> CutJson<'_> {
    CutJson {
        label: &cut.label,
        past: cut.past,
        future: cut.future,
        distance: cut.distance,
        law: &cut.law,
        baselines: Map(&cut.baselines),
        parameters: Map(&cut.parameters),
    }
}

fn held(one: &HeldOut, names: &[Baseline]) -> HeldOutJson {
    let [inside50, inside80, inside95] = one.inside;
    HeldOutJson {
        run: one.run,
        place: one.place,
        series: one.series,
        cut: one.cut,
        distance: one.distance,
        error: one.error,
        inside50,
        inside80,
        inside95,
        baselines: names.iter().map(|baseline| baseline.name()).zip(one.baselines.iter().copied()).collect(),
    }
}

fn point(point: &HeldOutPoint) -> HeldOutPointJson {
    HeldOutPointJson {
        row: point.row,
        cut: point.cut,
        distance: point.distance,
        truth: point.truth,
        fan: point.fan,
    }
}
