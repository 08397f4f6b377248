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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::fitted::{Fitted, is_near, power, sizes};
    use crate::observations::Column;
    use crate::quantity::Quantity;

    #[test]
    fn numbers_are_shown_with_four_digits() {
        for (value, shown) in [
            (0.0, "0"),
            (1.0, "1.000"),
            (12.3456, "12.35"),
            (-3.0, "-3.000"),
            (4321.4, "4321"),
            (0.0123, "0.012"),
            (0.001, "0.001"),
            (0.0005, "5.000e-4"),
            (98765.4, "98765"),
            (1e6, "1.000e6"),
        ] {
            assert_eq!(significant(value), shown);
        }
    }

    fn table(axes: Vec<(&str, Quantity, Vec<f64>)>) -> Observations {
        let rows = axes[0].2.len();
        let response = Column::new("y", Quantity::Accuracy, (0..rows).map(|row| 0.1 * row as f64).collect());
        let axes =
            axes.into_iter().map(|(name, quantity, values)| Column::new(name, quantity, values)).collect();
        Observations::new(response, axes).unwrap()
    }

    #[test]
    fn ten_times_the_largest_run_is_shared_by_the_axes_in_logarithms() {
        let (n, d, f) = (vec![1.0, 9.0, 4.0], vec![2.0, 2.0, 20.0], vec![5.0, 6.0, 7.0]);
        let plain = |name: &'static str, values: &Vec<f64>| (name, Quantity::Plain, values.clone());
        let (points, place) = beyond(&table(vec![plain("n", &n), plain("f", &f), plain("d", &d)])).unwrap();
        assert_eq!(place, "at ten times the largest n x d");
        // The third run has the largest product.
        let at: Vec<f64> = points.columns.iter().map(|column| column.values[0]).collect();
        for (found, expected) in at.iter().zip([4.0 * 10f64.sqrt(), 7.0, 20.0 * 10f64.sqrt()]) {
            assert!(is_near(*found, expected, 1e-12), "{found} instead of {expected}");
        }
        let (points, place) = beyond(&table(vec![plain("n", &n)])).unwrap();
        assert_eq!((points.columns[0].values[0], place.as_str()), (90.0, "at ten times the largest n"));
    }

    #[test]
    fn along_dates_it_is_half_of_the_range_later() {
        let dates = vec![2021.0, 2024.0, 2020.0];
        let (points, place) = beyond(&table(vec![("t", Quantity::Date, dates.clone())])).unwrap();
        assert_eq!(points.columns[0].values, [2026.0]);
        assert_eq!(place, "half the range of `t` beyond the last run");
        let two = table(vec![("t", Quantity::Date, dates.clone()), ("u", Quantity::Date, dates)]);
        assert!(beyond(&two).is_none());
    }

    /// The forecast of a straight line through `y` over `x`, and half its 95 % interval, by the formulas of a textbook.
    fn line(x: &[f64], y: &[f64], at: f64) -> (f64, f64) {
        let n = x.len() as f64;
        let (mx, my) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
        let square: f64 = x.iter().map(|x| (x - mx).powi(2)).sum();
        let slope = x.iter().zip(y).map(|(x, y)| (x - mx) * (y - my)).sum::<f64>() / square;
        let rest: f64 = x.iter().zip(y).map(|(x, y)| (y - my - slope * (x - mx)).powi(2)).sum();
        let error = (rest / (n - 2.0) * (1.0 / n + (at - mx).powi(2) / square)).sqrt();
        (my + slope * (at - mx), dist::student_quantile(0.975, n - 2.0) * error)
    }

    #[test]
    fn value_and_interval_are_those_of_a_straight_line() {
        let logs = |values: &[f64]| values.iter().map(|v| v.ln()).collect::<Vec<f64>>();
        let it = Fitted::new("log-log-line", power(10, |row| [0.01, -0.02, 0.015][row % 3]));
        let (context, x) = (it.context(), logs(&it.observations.axes[0].values));
        let far = context.far().unwrap();
        let (value, half) = line(&x, &logs(&it.observations.response.values), 1e12f64.ln());
        assert!(is_near(far.value, value, 1e-8) && is_near(far.half, half, 1e-6), "{far:?} {half}");
        assert!(is_near(far.response(), value.exp(), 1e-8) && far.tolerance == 0.02);
        assert_eq!(far.show(2f64.ln()), "2.000");
        assert_eq!(
            (far.difference(-0.1), far.difference(0.3)),
            ("10.00 %".to_owned(), "a factor of 1.350".to_owned())
        );
        // ln f = ln A + b ln x: slopes 1/A and ln x, on both scales.
        let a = it.fit.parameter("A").unwrap().value();
        for slopes in [far.slopes(&context).unwrap(), far.slopes_on_link(&context).unwrap()] {
            assert!(
                is_near(slopes[0], 1.0 / a, 1e-9) && is_near(slopes[1], 1e12f64.ln(), 1e-9),
                "{slopes:?}"
            );
        }
    }

    #[test]
    fn shares_stay_as_they_stand() {
        let y: Vec<f64> =
            (0..10).map(|row| 0.2 + 0.04 * f64::from(row) + [0.01, -0.01, 0.005][row as usize % 3]).collect();
        let mut data = table(vec![("x", Quantity::Plain, sizes(10))]);
        data.response.values.clone_from(&y);
        let it = Fitted::new("a + b*ln(x)", data);
        let (context, x) = (it.context(), sizes(10).iter().map(|x| x.ln()).collect::<Vec<f64>>());
        let far = context.far().unwrap();
        let (value, half) = line(&x, &y, 1e12f64.ln());
        assert!(is_near(far.value, value, 1e-8) && is_near(far.half, half, 1e-6), "{far:?}");
        assert!(is_near(far.response(), value, 1e-8) && far.on_scale(0.3) == 0.3 && far.tolerance == 0.05);
        let slopes = far.slopes(&context).unwrap();
        assert!(is_near(slopes[0], 1.0, 1e-9) && is_near(slopes[1], 1e12f64.ln(), 1e-9), "{slopes:?}");
        let forecast = far.forecast(&context, &[0.5, 0.25]).unwrap();
        assert!(is_near(forecast, 0.5 + 0.25 * 1e12f64.ln(), 1e-12));
    }

    #[test]
    fn an_interval_needs_a_degree_of_freedom() {
        let mut it = Fitted::new("log-log-line", power(10, |row| 0.01 * (row % 3) as f64));
        it.fit.n = 3;
        assert!(it.context().far().is_some());
        it.fit.n = 2;
        assert!(it.context().far().is_none());
    }
}
