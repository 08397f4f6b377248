//! Figures: static SVG, one file a figure. A figure computes no statistics; it draws what the result holds.

mod coverage;
mod cuts;
mod data;
mod hidden;
mod residuals;

pub use coverage::coverage;
pub use cuts::cuts;
pub use data::data;
pub use hidden::hidden;
pub use residuals::residuals;

use crate::number::brief;
use crate::scene::{Axis, Spread, Ticks};
use lawlike::audit::{PlotPoint, Series};
use lawlike::quantity::Scale;

/// Panels of a figure with small multiples.
const MOST_PANELS: usize = 6;
/// Points drawn in one panel; of more, every second, third ... is drawn.
const MOST_POINTS: usize = 600;
/// Width of a figure in the units of the picture.
const WIDTH: f64 = 720.0;

/// The series that are drawn: the first few that have points.
fn drawn(series: &[Series]) -> Vec<&Series> {
    series.iter().filter(|one| !one.points.is_empty()).take(MOST_PANELS).collect()
}

/// Number of panels in a row, and the height of each.
fn grid(panels: usize) -> (usize, f64) {
    match panels {
        1 => (1, 332.0),
        2 | 4 => (2, 235.0),
        _ => (3, 195.0),
    }
}

/// Title of a panel: the label of its series if there are several, cut where it is too long.
fn title(series: &Series, panels: usize) -> String {
    if panels == 1 {
        return String::new();
    }
    let most = if grid(panels).0 == 3 { 30 } else { 46 };
    if series.label.chars().count() <= most {
        return series.label.clone();
    }
    let head: String = series.label.chars().take(most - 1).collect();
    format!("{head}…")
}

/// The axis along which a series was cut.
fn plot_axis(series: &Series) -> Axis {
    let (label, is_log) = &series.plot_axis;
    let spread = match (is_log, label.contains("year")) {
        (_, true) => Spread::Years,
        (true, false) => Spread::Log,
        (false, false) => Spread::Linear,
    };
    Axis::over(label.as_str(), spread, series.points.iter().map(|point| point.x))
}

/// Every point, or evenly chosen ones if there are too many to draw.
fn thinned(points: &[PlotPoint]) -> impl Iterator<Item = &PlotPoint> {
    points.iter().step_by(points.len().div_ceil(MOST_POINTS).max(1))
}

/// Points of the past or of the future as places.
fn places(points: &[PlotPoint], future: bool, y: impl Fn(&PlotPoint) -> f64) -> Vec<(f64, f64)> {
    thinned(points).filter(|point| point.future == future).map(|point| (point.x, y(point))).collect()
}

/// Whether values in order of the axis form one curve, not a cloud: they turn only a few times.
fn is_curve(points: &[(f64, f64)]) -> bool {
    let slopes: Vec<bool> =
        points.windows(2).filter(|pair| pair[0].1 != pair[1].1).map(|pair| pair[1].1 > pair[0].1).collect();
    let turns = slopes.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let one_valued = points.windows(2).all(|pair| pair[0].0 < pair[1].0 || pair[0].1 == pair[1].1);
    one_valued && turns <= 2
}

/// An axis of errors or residuals: relative ones in per cent, large ones as factors, others as they stand.
fn error_axis(label: &str, scale: Scale, (lo, hi): (f64, f64)) -> Axis {
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

/// An axis of distances beyond the past: factors of the axis of the cut, or another unit as it stands.
fn distance_axis(what: &str, axis: &str, unit: &str, distances: impl Iterator<Item = f64>) -> Axis {
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

/// Relative errors above this are shown as factors.
const LARGE: f64 = 0.4;

fn is_power(factor: f64) -> bool {
    let power = factor.log10();
    (power - power.round()).abs() < 1e-9
}

/// The smallest and greatest of the finite values.
fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let finite = values.filter(|value| value.is_finite());
    finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), value| (lo.min(value), hi.max(value)))
}

/// The values that an axis shows: the wide ones only where they leave the others most of the room.
fn fair(core: Vec<f64>, wide: Vec<f64>, is_log: bool) -> Vec<f64> {
    let place = |value: &f64| if is_log { value.ln() } else { *value };
    let (lo, hi) = range(core.iter().map(place));
    let (least, most) = range(wide.iter().map(place).chain([lo, hi]));
    if most - least <= 1.6 * (hi - lo) { core.into_iter().chain(wide).collect() } else { core }
}

/// A name with its unit.
fn with_unit((name, unit): &(String, String)) -> String {
    if unit.is_empty() { name.clone() } else { format!("{name} ({unit})") }
}
