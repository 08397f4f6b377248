//! Whether the runs tell a law that goes on from a curve that turns back.
//!
//! Along one axis, a parabola on natural scales (logarithms of a logarithmic axis, the scale of the response) is held against
//! the law by Akaike's criterion. Where it is not ruled out and turns beyond the largest run, the runs do not tell whether the
//! law goes on past that place: losses that rise again and scores that fall again (inverse scaling) look like this.

use crate::fit::Fit;
use crate::observations::Observations;
use crate::quantity::Scale;
use crate::verdict::Turning;
use lawlike_num::regression::regress;

/// A parabola is ruled out where the law is better by more: the likelihood ratio of a chance of 5 % at one degree of freedom.
const RULED_OUT: f64 = 3.84;
/// Coefficients of a parabola.
const PARABOLA: f64 = 3.0;
/// Rows without which a parabola says nothing.
const LEAST_ROWS: usize = 8;

/// The curve that turns, if the runs do not rule it out. `unit` is one unit of distance on the scale of the axis.
pub(super) fn turning(observations: &Observations, fit: &Fit, unit: f64) -> Option<Turning> {
    let [axis] = observations.axes.as_slice() else { return None };
    let scale = observations.scale();
    let forward = |v: &f64| if scale == Scale::Log { scale.forward(v.max(1e-300)) } else { *v };
    let y: Vec<f64> = observations.response.values.iter().map(forward).collect();
    let law: Vec<f64> = fit.fitted.iter().map(forward).collect();
    if y.len() < LEAST_ROWS || law.len() != y.len() || law.iter().any(|v| !v.is_finite()) {
        return None;
    }
    let natural = |v: &f64| if axis.is_log() { v.ln() } else { *v };
    let z: Vec<f64> = axis.values.iter().map(natural).collect();
    let edge = z.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let from_edge: Vec<f64> = z.iter().map(|z| z - edge).collect();
    let squares: Vec<f64> = from_edge.iter().map(|z| z * z).collect();
    let ones = vec![1.0; y.len()];
    let parabola = regress(&[&ones, &from_edge, &squares], &y)?;
    let (slope, bend) = (parabola.coefficients[1], parabola.coefficients[2]);
    let left = |fitted: &dyn Fn(usize) -> f64| (0..y.len()).map(|i| (y[i] - fitted(i)).powi(2)).sum::<f64>();
    let of_law = left(&|i| law[i]);
    let of_parabola = left(&|i| parabola.coefficients[0] + slope * from_edge[i] + bend * squares[i]);
    let free = fit.parameters.iter().filter(|parameter| parameter.estimate.se != 0.0).count() as f64;
    let n = y.len() as f64;
    let criterion = n * (of_law / of_parabola).ln() + 2.0 * (free - PARABOLA);
    let distance = -slope / (2.0 * bend) / unit;
    // Exact data leave nothing to compare, and a parabola that has turned before the edge has been seen to turn.
    let is_open = of_law > 0.0 && criterion > -RULED_OUT && distance > 0.0 && distance.is_finite();
    is_open.then_some(Turning { distance, criterion })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::{self, fit};
    use crate::law::Law;
    use crate::observations::Column;
    use crate::quantity::{ComputeCount, LossUnit, Quantity};

    fn found(loss: impl Fn(f64) -> f64) -> Option<Turning> {
        let mut stream = lawlike_num::stream::Stream::keyed(5, &[1]);
        let z: Vec<f64> = (0..40).map(|i| f64::from(i) * 0.08).collect();
        let y = z.iter().map(|z| loss(*z) * (0.003 * stream.normal()).exp()).collect();
        let x = z.iter().map(|z| 1e18 * 10f64.powf(*z)).collect();
        let axis = Column::new("compute", Quantity::Compute(ComputeCount::Reported), x);
        let runs = Observations::new(Column::new("loss", Quantity::Loss(LossUnit::Nats), y), vec![axis]);
        let runs = runs.ok()?;
        let law = Law::named("power-floor").ok()?;
        let fit = fit(&law, &runs, &fit::FitOptions::default()).ok()?;
        turning(&runs, &fit, std::f64::consts::LN_10)
    }

    #[test]
    fn a_curve_that_turns_soon_is_seen_and_a_law_with_a_floor_is_told_from_it() {
        let turns = found(|z| 2.5 * (0.03 * (z - 3.6).powi(2)).exp());
        assert!(turns.is_some_and(|turning| turning.distance < 1.0), "{turns:?}");
        assert_eq!(found(|z| 1.8 + 1.2 * 10f64.powf(-0.25 * z)), None);
    }
}
