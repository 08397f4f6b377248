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

use crate::scene::{Axis, Spread};
use lawlike::audit::{PlotPoint, Series};

/// Panels of a figure with small multiples.
const MOST_PANELS: usize = 6;
/// Points drawn in one panel; of more, every second, third ... is drawn.
const MOST_POINTS: usize = 1500;
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

/// A name with its unit.
fn with_unit((name, unit): &(String, String)) -> String {
    if unit.is_empty() { name.clone() } else { format!("{name} ({unit})") }
}
