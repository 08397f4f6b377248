//! Hidden points: what was forecast, and what happened.

use super::{WIDTH, distance_axis, error_axis, fair, range as range_of};
use crate::scene::{Axis, Key, Mark, Panel, Pattern, Sample, Scene, Shape, Spread};
use crate::theme::{FUTURE, LAW, MUTED};
use lawlike::backtest::{Backtest, Hidden};
use lawlike::quantity::Scale;

/// Points drawn; of more, every second, third ... is drawn.
const MOST: usize = 400;
const WIDE: &str = "#bcd9ea";
const NARROW: &str = "#7fb8da";

/// Forecast against outcome with 80 and 95 % intervals, and outcome against distance with the forecast at zero.
/// `response` is the name and unit of the response. `None` without hidden points.
pub fn hidden(backtest: &Backtest, response: &(String, String), scale: Scale, unit: &str) -> Option<String> {
    let every = backtest.hidden.len().div_ceil(MOST).max(1);
    let points: Vec<&Hidden> = backtest.hidden.iter().step_by(every).collect();
    if points.is_empty() {
        return None;
    }
    let panels = vec![
        against_truth(&points, &super::with_unit(response), scale),
        against_distance(&points, backtest, scale, unit),
    ];
    let key = |text: &str, sample| Key { text: text.to_owned(), sample };
    let keys = vec![
        key("median forecast", Sample::Point(LAW, Shape::Dot)),
        key("outcome", Sample::Point(FUTURE, Shape::Square)),
        key("80 % interval", Sample::Range(NARROW, 4.0)),
        key("95 % interval", Sample::Range(WIDE, 2.0)),
        key("forecast equals outcome", Sample::Line(MUTED, Pattern::Dashed)),
    ];
    let about = format!(
        "Forecasts of {} hidden points by {}, and what happened",
        backtest.hidden.len(),
        backtest.law
    );
    Some(Scene { about, keys, panels, columns: 2, width: WIDTH, panel_height: 302.0 }.render())
}

fn against_truth(points: &[&Hidden], response: &str, scale: Scale) -> Panel {
    let core: Vec<f64> =
        points.iter().flat_map(|p| [p.truth, p.median, p.interval80.0, p.interval80.1]).collect();
    let wide: Vec<f64> = points.iter().flat_map(|p| [p.interval95.0, p.interval95.1]).collect();
    let is_log = scale == Scale::Log && core.iter().chain(&wide).all(|value| *value > 0.0);
    let spread = if is_log { Spread::Log } else { Spread::Linear };
    let x =
        Axis::over(format!("outcome: {response}"), spread, points.iter().flat_map(|p| [p.truth, p.median]));
    let y = Axis::over(format!("forecast: {response}"), spread, fair(core, wide, is_log).into_iter());
    let range = |pick: fn(&Hidden) -> (f64, f64)| {
        points.iter().map(|point| (point.truth, pick(point).0, pick(point).1)).collect()
    };
    let marks = vec![
        Mark::Ranges { ranges: range(|point| point.interval95), color: WIDE, width: 2.0 },
        Mark::Ranges { ranges: range(|point| point.interval80), color: NARROW, width: 4.0 },
        Mark::Line { points: vec![(x.lo, x.lo), (x.hi, x.hi)], color: MUTED, pattern: Pattern::Dashed },
        Mark::Points {
            points: points.iter().map(|point| (point.truth, point.median)).collect(),
            shape: Shape::Dot,
            color: LAW,
        },
    ];
    Panel { title: "Forecast and outcome".to_owned(), x, y, marks }
}

fn against_distance(points: &[&Hidden], backtest: &Backtest, scale: Scale, unit: &str) -> Panel {
    let from = |point: &Hidden, value: f64| scale.forward(value) - scale.forward(point.median);
    let places: Vec<(f64, f64)> =
        points.iter().map(|point| (point.distance, from(point, point.truth))).collect();
    let range = |pick: fn(&Hidden) -> (f64, f64)| -> Vec<(f64, f64, f64)> {
        points
            .iter()
            .map(|point| (point.distance, from(point, pick(point).0), from(point, pick(point).1)))
            .collect()
    };
    let (wide, narrow) = (range(|point| point.interval95), range(|point| point.interval80));
    let both = |ranges: &[(f64, f64, f64)]| -> Vec<f64> {
        ranges.iter().flat_map(|(_, lo, hi)| [*lo, *hi]).collect()
    };
    let core = places.iter().map(|(_, y)| *y).chain(both(&narrow)).chain([0.0]).collect();
    let y = error_axis("outcome less forecast", scale, range_of(fair(core, both(&wide), false).into_iter()));
    let x = distance_axis("distance", &backtest.axis, unit, points.iter().map(|point| point.distance));
    let zero = vec![(x.lo, 0.0), (x.hi, 0.0)];
    let marks = vec![
        Mark::Ranges { ranges: wide, color: WIDE, width: 2.0 },
        Mark::Ranges { ranges: narrow, color: NARROW, width: 4.0 },
        Mark::Line { points: zero, color: MUTED, pattern: Pattern::Dashed },
        Mark::Points { points: places, shape: Shape::Square, color: FUTURE },
    ];
    Panel { title: "Outcome by distance".to_owned(), x, y, marks }
}
