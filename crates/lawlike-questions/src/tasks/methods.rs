//! The ways to forecast the score of a held-out run, the two-stage forecast first, baselines last.

use super::{Suite, SuiteTask};
use lawlike::error::Result;
use lawlike::forecast::{Forecast, ForecastOptions, forecast};
use lawlike::observations::{Column, Observations, Points};
use lawlike::quantity::{ComputeCount, LossUnit, Quantity};
use lawlike::run::Run;
use lawlike_num::quantile::mean;
use lawlike_num::regression::line;
use serde::Serialize;

/// A way to forecast a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScoreMethod {
    /// The loss from the axes, then the score from the loss by the links.
    TwoStage,
    /// The links at the loss that the held-out run had: what the second stage alone gets wrong.
    KnownLoss,
    /// The mixture of `lawlike forecast` along the loss, at the loss that was forecast.
    Mixture,
    /// The mixture of `lawlike forecast` along compute.
    OneStage,
    /// The score of the last run of the past.
    LastValue,
    /// A straight line along the logarithm of compute, through the last third of the past.
    Line,
    /// The mean score of the past.
    PastMean,
}

/// All methods, in the order of the tables.
pub const METHODS: [ScoreMethod; 7] = [
    ScoreMethod::TwoStage,
    ScoreMethod::KnownLoss,
    ScoreMethod::Mixture,
    ScoreMethod::OneStage,
    ScoreMethod::LastValue,
    ScoreMethod::Line,
    ScoreMethod::PastMean,
];

impl ScoreMethod {
    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::TwoStage => "two-stage",
            Self::KnownLoss => "known loss",
            Self::Mixture => "mixture on loss",
            Self::OneStage => "one-stage",
            Self::LastValue => "last value",
            Self::Line => "line",
            Self::PastMean => "past mean",
        }
    }
}

/// What a forecast by the engine goes along.
pub(super) struct Axis<'a> {
    pub(super) values: &'a [f64],
    pub(super) quantity: Quantity,
}

impl<'a> Axis<'a> {
    pub(super) fn compute(suite: &'a Suite) -> Self {
        Self { values: &suite.compute, quantity: Quantity::Compute(ComputeCount::Reported) }
    }

    pub(super) fn loss(suite: &'a Suite) -> Self {
        Self { values: &suite.loss, quantity: Quantity::Loss(LossUnit::Nats) }
    }

    fn column(&self, values: Vec<f64>) -> Column {
        Column::new("axis", self.quantity, values)
    }
}

/// The mixture of `lawlike forecast` for every task along an axis, at the places given.
pub(super) fn engine(
    axis: &Axis<'_>,
    tasks: &[&SuiteTask],
    past: &[usize],
    at: &[f64],
    threads: usize,
) -> Result<Vec<Forecast>> {
    let series_of = |task: &&SuiteTask| {
        let runs: Vec<usize> = past.iter().copied().filter(|run| task.scores[*run].is_finite()).collect();
        let pick = |values: &[f64]| runs.iter().map(|run| values[*run]).collect();
        Observations::new(
            Column::new("score", Quantity::Accuracy, pick(&task.scores)),
            vec![axis.column(pick(axis.values))],
        )
    };
    let series = tasks.iter().map(series_of).collect::<Result<Vec<_>>>()?;
    let points = vec![Points { columns: vec![axis.column(at.to_vec())] }; tasks.len()];
    forecast(&series, &points, &ForecastOptions { run: Run::on(threads), ..ForecastOptions::default() })
}

/// Naive forecasts of the held-out runs: last value, line, past mean.
pub(super) fn naive(suite: &Suite, task: &SuiteTask, past: &[usize], held_out: &[usize]) -> [Vec<f64>; 3] {
    let mut runs: Vec<usize> = past.iter().copied().filter(|run| task.scores[*run].is_finite()).collect();
    runs.sort_by(|a, b| suite.compute[*a].total_cmp(&suite.compute[*b]).then(a.cmp(b)));
    let score: Vec<f64> = runs.iter().map(|run| task.scores[*run]).collect();
    let z: Vec<f64> = runs.iter().map(|run| suite.compute[*run].ln()).collect();
    let last = score.last().copied().unwrap_or(f64::NAN);
    let from = score.len() - (score.len() / 3).max(3).min(score.len());
    let straight = line(&z[from..], &score[from..]);
    let along = |run: &usize| match &straight {
        Some(fit) => (fit.coefficients[0] + fit.coefficients[1] * suite.compute[*run].ln()).clamp(0.0, 1.0),
        None => last,
    };
    let n = held_out.len();
    [vec![last; n], held_out.iter().map(along).collect(), vec![mean(&score); n]]
}
