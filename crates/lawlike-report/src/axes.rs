//! Axes that several figures share.

use crate::number::brief;
use crate::scene::{Axis, Spread, Ticks};
use lawlike::audit::{Audit, Series};
use lawlike::backtest::DistanceUnit;
use lawlike::quantity::Scale;

/// Relative errors above this are shown as factors.
pub(super) const LARGE: f64 = 0.4;

/// The axis along which a series was cut. Whether it is one of dates is known from the unit of its distances.
pub(super) fn plot_axis(audit: &Audit, series: &Series) -> Axis {
    let (label, is_log) = &series.plot_axis;
    let spread = match (audit.distance_unit, is_log) {
        (DistanceUnit::Years, _) => Spread::Years,
        (_, true) => Spread::Log,
        (_, false) => Spread::Linear,
    };
    Axis::over(label.as_str(), spread, series.points.iter().map(|point| point.x))
}

/// An axis of errors or residuals: relative ones in per cent, large ones as factors, others as they stand.
pub(super) fn error_axis(label: &str, scale: Scale, lo: f64, hi: f64) -> Axis {
    let axis = Axis::over(label, Spread::Linear, [lo, hi].into_iter());
    if scale == Scale::Raw {
        return axis;
    }
    if lo.abs().max(hi.abs()) <= LARGE {
        return axis.with_ticks(Ticks::Percent);
    }
    let factors: &[f64] = if hi - lo < 2.0 { &[1.0, 1.5, 2.0, 3.0, 5.0] } else { &[1.0, 2.0, 5.0] };
    let decades = (-9..=9).flat_map(|power| factors.iter().map(move |digit| digit * 10f64.powi(power)));
    let below = [0.67, 0.5, 0.33].into_iter().filter(|_| hi - lo < 2.0);
    let all = decades.filter(|factor| hi - lo >= 2.0 || *factor >= 1.0).chain(below);
    let inside: Vec<f64> = all.filter(|factor| (axis.lo..=axis.hi).contains(&factor.ln())).collect();
    let few = if inside.len() > 7 { inside.into_iter().filter(|f| is_power(*f)).collect() } else { inside };
    axis.with_fixed(few.into_iter().map(|factor| (factor.ln(), format!("×{}", brief(factor)))).collect())
}

/// An axis of errors from zero, or a logarithmic one where they differ much.
pub(super) fn size_axis(label: &str, scale: Scale, values: &[f64]) -> Axis {
    let (lo, hi) = range(values.iter().copied());
    if hi > 12.0 * lo && lo > 0.0 && (scale == Scale::Raw || hi <= LARGE) {
        let ticks = if scale == Scale::Log { Ticks::Percent } else { Ticks::Number };
        return Axis::over(label, Spread::Log, values.iter().copied()).with_ticks(ticks);
    }
    let top = if hi > 0.0 { hi * 1.16 } else { 1.0 };
    error_axis(label, scale, 0.0, top).between(0.0, top)
}

/// An axis of distances beyond the data: factors of the axis of the cut, or another unit as it stands.
pub(super) fn distance_axis(
    what: &str,
    axis: &str,
    unit: &str,
    distances: impl Iterator<Item = f64>,
) -> Axis {
    if unit != "powers of ten" {
        return Axis::over(format!("{what} ({unit})"), Spread::Linear, distances.chain([0.0]));
    }
    let scale = Axis::over(format!("{what} (factor in {axis})"), Spread::Linear, distances.chain([0.0]));
    if scale.hi > 2.2 {
        return scale.with_ticks(Ticks::Factor);
    }
    let factors = [1.0_f64, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0];
    scale.with_fixed(factors.into_iter().map(|factor| (factor.log10(), format!("×{factor}"))).collect())
}

/// Rows from the top downwards, each with its label.
pub(super) fn row_axis(labels: Vec<String>) -> Axis {
    let count = labels.len() as f64;
    let fixed = labels.into_iter().enumerate().map(|(row, label)| (-(row as f64), label)).collect();
    Axis::over("", Spread::Linear, [0.0].into_iter()).between(0.5 - count, 0.5).with_fixed(fixed)
}

/// Height of a panel of rows.
pub(super) fn row_height(rows: usize) -> f64 {
    34.0 + 19.0 * rows as f64
}

fn is_power(factor: f64) -> bool {
    let power = factor.log10();
    (power - power.round()).abs() < 1e-9
}

/// The smallest and greatest of the finite values.
pub(super) fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let finite = values.filter(|value| value.is_finite());
    finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), value| (lo.min(value), hi.max(value)))
}

/// The values that an axis shows: the wide ones only where they leave the others most of the room.
pub(super) fn fair(core: Vec<f64>, wide: Vec<f64>, is_log: bool) -> Vec<f64> {
    let place = |value: &f64| if is_log { value.ln() } else { *value };
    let (lo, hi) = range(core.iter().map(place));
    let (least, most) = range(wide.iter().map(place).chain([lo, hi]));
    if most - least <= 2.5 * (hi - lo) { core.into_iter().chain(wide).collect() } else { core }
}
