//! The forecast by which checks judge whether something matters: ten times beyond the largest run.

use super::Context;
use crate::backtest::tolerance;
use crate::observations::{Observations, Points};
use crate::quantity::Scale;
use lawlike_formula::Workspace;
use lawlike_num::dist;

/// How far the largest run is left behind.
const TIMES: f64 = 10.0;

/// One point beyond the data, and what the law says there.
#[derive(Debug, Clone)]
pub(crate) struct Far {
    /// The point.
    pub(crate) points: Points,
    /// Where it lies, in words.
    pub(crate) place: String,
    /// What the law says there, on the scale of the response.
    pub(crate) value: f64,
    /// Half the width of the 95 % interval of the curve, on the same scale.
    pub(crate) half: f64,
    /// The error that counts as right for this response.
    pub(crate) tolerance: f64,
    scale: Scale,
}

impl Far {
    pub(super) fn new(context: &Context<'_>) -> Option<Self> {
        let observations = context.observations;
        let (points, place) = beyond(observations)?;
        let scale = observations.scale();
        let tolerance = tolerance(observations).0;
        let mut far = Self { points, place, value: f64::NAN, half: f64::NAN, tolerance, scale };
        far.value = far.forecast(context, &context.estimates())?;
        far.half = far.half_width(context)?;
        Some(far)
    }

    /// What the law says there with these parameters, on the scale of the response.
    pub(crate) fn forecast(&self, context: &Context<'_>, parameters: &[f64]) -> Option<f64> {
        let value = *context.prepared()?.model().predict(parameters, &self.points).ok()?.first()?;
        let value = self.on_scale(value);
        value.is_finite().then_some(value)
    }

    /// A response on the scale on which errors are taken.
    pub(crate) fn on_scale(&self, response: f64) -> f64 {
        self.scale.forward(response)
    }

    /// The response that the law says there.
    pub(crate) fn response(&self) -> f64 {
        self.scale.inverse(self.value)
    }

    /// Slopes of the forecast by the parameters, on the scale of the response.
    pub(crate) fn slopes(&self, context: &Context<'_>) -> Option<Vec<f64>> {
        let factor = if self.scale == Scale::Log { 1.0 / self.response() } else { 1.0 };
        self.raw_slopes(context, factor)
    }

    /// Slopes of the forecast by the parameters, on the scale of the objective.
    pub(crate) fn slopes_on_link(&self, context: &Context<'_>) -> Option<Vec<f64>> {
        let link = context.prepared()?.objective().link;
        self.raw_slopes(context, link.slope(self.response()))
    }

    fn raw_slopes(&self, context: &Context<'_>, factor: f64) -> Option<Vec<f64>> {
        let parameters = context.estimates();
        let bound = context.prepared()?.model().bind(&self.points).ok()?;
        let (mut value, mut slopes) = (vec![0.0], vec![0.0; parameters.len()]);
        bound.values_and_jacobian(&parameters, &mut Workspace::default(), &mut value, &mut slopes);
        slopes.iter_mut().for_each(|slope| *slope *= factor);
        Some(slopes)
    }

    /// Half the width of the 95 % interval by the covariance of the fit; NaN without one. Parameters at a bound stay
    /// there.
    fn half_width(&self, context: &Context<'_>) -> Option<f64> {
        let (slopes, free) = (self.slopes(context)?, context.free());
        let covariance = &context.fit.covariance;
        let row = |a: &usize| free.iter().map(|b| slopes[*a] * covariance[*a][*b] * slopes[*b]).sum::<f64>();
        let variance: f64 = free.iter().map(row).sum();
        let dof = context.fit.n.checked_sub(free.len()).filter(|dof| *dof > 0)?;
        Some(dist::student_quantile(0.975, dof as f64) * variance.sqrt())
    }

    /// A value on the scale of the response, as the response is measured.
    pub(crate) fn show(&self, value: f64) -> String {
        significant(self.scale.inverse(value))
    }

    /// A difference on the scale of the response, for readers.
    pub(crate) fn difference(&self, value: f64) -> String {
        self.scale.error_in_words(value.abs())
    }
}

/// Four significant digits, or none after the point where there are enough before it.
pub(crate) fn significant(value: f64) -> String {
    let size = value.abs();
    if size == 0.0 {
        return "0".to_owned();
    }
    if !(1e-3..1e6).contains(&size) {
        return format!("{value:.3e}");
    }
    let digits = if size >= 1.0 { size.log10().floor() as usize + 1 } else { 1 };
    format!("{value:.*}", 4usize.saturating_sub(digits))
}

/// The largest run with the product of its logarithmic axes times ten; without any, the last run half of the range
/// of the only axis later.
fn beyond(observations: &Observations) -> Option<(Points, String)> {
    let logs: Vec<usize> = (0..observations.axes.len()).filter(|k| observations.axes[*k].is_log()).collect();
    let axes = &observations.axes;
    let size = |row: &usize| match logs.as_slice() {
        [] => axes[0].values[*row],
        logs => logs.iter().map(|k| axes[*k].values[*row].ln()).sum(),
    };
    let row = (0..observations.n()).max_by(|a, b| size(a).total_cmp(&size(b)))?;
    let mut points = observations.points().select(&[row]);
    if logs.is_empty() {
        let [axis] = axes.as_slice() else { return None };
        let (lo, hi) = axis.range();
        points.columns[0].values[0] = hi + 0.5 * (hi - lo);
        let place = format!("half the range of `{}` beyond the last run", axis.name);
        return Some((points, place));
    }
    for k in &logs {
        points.columns[*k].values[0] *= TIMES.powf(1.0 / logs.len() as f64);
    }
    let names: Vec<&str> = logs.iter().map(|k| axes[*k].name.as_str()).collect();
    Some((points, format!("at ten times the largest {}", names.join(" x "))))
}
