//! The link from what is smooth to the sharp metric.

use super::{Form, MetricLink, SmoothBasis};
use crate::observational::{COMPONENTS, Components, Models, Prior, Response, Rise, Scores, floor_bound};
use lawlike_num::quantile::{mean, variance};

/// Standard deviation of the logarithm of a scatter that is held.
const FIRM: f64 = 0.01;

/// What a sharp metric is linked to: one or more columns.
pub(super) struct Linked {
    pub(super) basis: SmoothBasis,
    /// Name of what it is linked to.
    pub(super) name: String,
    /// Models that have all that is needed.
    pub(super) rows: Vec<usize>,
    /// For each of them, a one and the standardised columns.
    pub(super) x: Vec<Vec<f64>>,
    /// Middle and spread of the first column, before it was standardised.
    pub(super) unit: (f64, f64),
}

/// Components of all models with a scale.
pub(super) fn components(models: &Models) -> Option<Components> {
    let rows: Vec<usize> = (0..models.n()).filter(|row| models.scale[*row] > 0.0).collect();
    models.components(&rows, COMPONENTS.min(models.benchmarks.len()))
}

impl Linked {
    /// What a task is linked to: its smooth metric, else capabilities, else the scale.
    pub(super) fn new(models: &Models, task: usize) -> Self {
        let asked = &models.tasks[task];
        let usable = (0..models.n()).filter(|row| asked.scores[*row].is_finite() && models.scale[*row] > 0.0);
        if let Some(smooth) = &asked.smooth {
            let rows = usable.filter(|row| smooth.costs[*row] > 0.0).collect();
            return Self::single(SmoothBasis::Smooth, &smooth.name, rows, |row| -smooth.costs[row].ln());
        }
        let parts = components(models);
        if let Some(parts) = parts.filter(|_| !asked.is_among(models)) {
            let capabilities_of = |row: usize| {
                let found = models.capabilities(&parts, row)?;
                Some((row, std::iter::once(1.0).chain(found).collect()))
            };
            let (rows, x): (Vec<usize>, Vec<Vec<f64>>) = usable.filter_map(capabilities_of).unzip();
            let name = format!("capabilities from {} benchmarks", models.benchmarks.len());
            return Self { basis: SmoothBasis::Capabilities, name, rows, x, unit: (0.0, 1.0) };
        }
        Self::single(SmoothBasis::Scale, &models.scale_name, usable.collect(), |row| models.scale[row].ln())
    }

    fn single(basis: SmoothBasis, name: &str, rows: Vec<usize>, of: impl Fn(usize) -> f64) -> Self {
        let values: Vec<f64> = rows.iter().map(|row| of(*row)).collect();
        let (middle, spread) = (mean(&values), variance(&values).sqrt().max(1e-9));
        let x = values.iter().map(|v| vec![1.0, (v - middle) / spread]).collect();
        Self { basis, name: name.to_owned(), rows, x, unit: (middle, spread) }
    }

    /// The likelier one of the two links.
    pub(super) fn best<'a>(&'a self, y: &'a [f64], items: &'a [f64]) -> (Scores<'a>, Response) {
        let slopes = self.x.first().map_or(1, |x| x.len() - 1);
        let best_by = |rise| {
            let scores = Scores { rise, x: &self.x, y, items, bound: floor_bound(y), least: 0.0 };
            let (response, cost) = scores.best(&prior(slopes));
            (scores, response, cost)
        };
        let threshold = best_by(Rise::Logistic);
        let exact = (self.basis != SmoothBasis::Capabilities).then(|| best_by(Rise::LogLog));
        match exact {
            Some(exact) if exact.2 <= threshold.2 => (exact.0, exact.1),
            _ => (threshold.0, threshold.1),
        }
    }

    /// The link as it is told.
    pub(super) fn told(&self, scores: &Scores<'_>, response: &Response) -> MetricLink {
        let slope = response.coefficients[1] / self.unit.1;
        let form = if response.rise == Rise::LogLog { Form::ExactMatch } else { Form::Threshold };
        // The level is `intercept + slope (-ln cost)`, and `exp(-exp(-level))` is `exp(-(L cost)^slope)`.
        let intercept = response.coefficients[0] - slope * self.unit.0;
        let is_length = form == Form::ExactMatch && self.basis == SmoothBasis::Smooth;
        let share = |x: &Vec<f64>| response.rise.at(response.level(x))[0];
        MetricLink {
            form,
            slope,
            length: if is_length { (-intercept / slope).exp() } else { f64::NAN },
            floor: response.floor,
            scatter: response.scatter,
            within: scores.x.iter().filter(|x| (0.1..=0.9).contains(&share(x))).count(),
        }
    }
}

/// The most likely response whose scatter is what is left between models once there may be a step beyond `at`: a break
/// must not hide in the scatter that it causes. Noise of items alone is left as it is.
pub(super) fn without_break(scores: &Scores<'_>, response: &Response, scale: &[f64], at: f64) -> Response {
    let step = |(x, z): (&Vec<f64>, &f64)| {
        let mut x = x.clone();
        x.push(f64::from(u8::from(*z > at)));
        x
    };
    let x: Vec<Vec<f64>> = scores.x.iter().zip(scale).map(step).collect();
    let (rise, y, items, bound, least) = (scores.rise, scores.y, scores.items, scores.bound, scores.least);
    let weights = vec![1.0; y.len()];
    let slopes = response.coefficients.len() - 1;
    let more = Scores { rise, x: &x, y, items, bound, least };
    let with = more.again(&response.with_one_more(), &weights, &prior(slopes + 1));
    let mut firm = prior(slopes);
    let last = firm.centre.len() - 1;
    firm.centre[last] = with.scatter.min(response.scatter).max(1e-4).ln();
    firm.spread[last] = FIRM;
    scores.again(response, &weights, &firm)
}

/// Priors so wide that they hardly say more than that a sharp metric rises with what is smooth.
fn prior(slopes: usize) -> Prior {
    let mut centre = vec![0.0, 2.0];
    let mut spread = vec![10.0, 10.0];
    for _ in 1..slopes {
        centre.push(0.0);
        spread.push(5.0);
    }
    centre.extend([-1.0, 0.3f64.ln()]);
    spread.extend([2.0, 1.5]);
    Prior { centre, spread }
}
