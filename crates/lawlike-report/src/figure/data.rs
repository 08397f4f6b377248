//! Observations with the law and the forecast of the last cut.

use super::{MOST_PANELS, WIDTH, drawn, fair, grid, is_curve, places, plot_axis, thinned, title, with_unit};
use crate::scene::{Axis, Key, Mark, Panel, Pattern, Sample, Scene, Shape, Spread};
use crate::theme::{FUTURE, LAW, PAST};
use lawlike::audit::{Audit, Series};
use lawlike::backtest::Hidden;
use lawlike::quantity::Scale;

/// Observations of the past and the future, the law fitted to all rows, and the intervals that were forecast from
/// the past of the last cut. Several series are drawn side by side, up to six. `None` without points.
pub fn data(audit: &Audit) -> Option<String> {
    let shown = drawn(&audit.series);
    if shown.is_empty() {
        return None;
    }
    let (columns, panel_height) = grid(shown.len());
    let response = with_unit(&audit.subject.response);
    let panels: Vec<Panel> = shown
        .iter()
        .enumerate()
        .map(|(index, series)| {
            let mut panel = panel(series, audit.subject.scale, &response);
            panel.title = title(series, shown.len());
            if index % columns > 0 {
                panel.y.label.clear();
            }
            if index + columns < shown.len() {
                panel.x.label.clear();
            }
            panel
        })
        .collect();
    let scene = Scene {
        about: format!("{} against the axis: observations, law and forecast", audit.subject.response.0),
        keys: keys(&shown, audit),
        panels,
        columns,
        width: WIDTH,
        panel_height,
    };
    Some(scene.render())
}

fn keys(shown: &[&Series], audit: &Audit) -> Vec<Key> {
    let has_future = shown.iter().any(|series| series.points.iter().any(|point| point.future));
    let has_forecast = shown.iter().any(|series| !forecast(series).is_empty());
    let key = |text: &str, sample| Key { text: text.to_owned(), sample };
    let mut keys =
        vec![key(if has_future { "past" } else { "observed" }, Sample::Point(PAST, Shape::Circle))];
    if has_future {
        keys.push(key("hidden future", Sample::Point(FUTURE, Shape::Square)));
    }
    let fitted = format!("{}, fitted to all rows", audit.law.0);
    let curved = shown.iter().all(|series| is_curve(&law(series)));
    let sample = if curved { Sample::Line(LAW, Pattern::Solid) } else { Sample::Point(LAW, Shape::Dash) };
    keys.push(key(&fitted, sample));
    if has_forecast {
        keys.push(key("80 and 95 % intervals of the forecast", Sample::Band(LAW, 0.25)));
    }
    let total = audit.series.len();
    if total > MOST_PANELS {
        keys.push(key(&format!("{} of {total} series", shown.len()), Sample::Band("none", 0.0)));
    }
    keys
}

/// Fitted values in the order of the axis.
fn law(series: &Series) -> Vec<(f64, f64)> {
    let mut points: Vec<(f64, f64)> = thinned(&series.points).map(|point| (point.x, point.fitted)).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    points
}

/// Forecasts of the last cut with their place on the axis.
fn forecast(series: &Series) -> Vec<(f64, &Hidden)> {
    let Some(backtest) = &series.backtest else { return Vec::new() };
    let last = backtest.hidden.iter().map(|hidden| hidden.cut).max();
    let mut rows: Vec<(f64, &Hidden)> = backtest
        .hidden
        .iter()
        .filter(|hidden| Some(hidden.cut) == last)
        .filter_map(|hidden| {
            let at_row = series.points.get(hidden.row).filter(|point| point.y == hidden.truth);
            let point = at_row.or_else(|| series.points.iter().find(|point| point.y == hidden.truth))?;
            Some((point.x, hidden))
        })
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows
}

fn panel(series: &Series, scale: Scale, response: &str) -> Panel {
    let forecast = forecast(series);
    let law = law(series);
    let values = series.points.iter().flat_map(|point| [point.y, point.fitted]);
    let ends = forecast.iter().flat_map(|(_, hidden)| [hidden.interval80.0, hidden.interval80.1]);
    let core: Vec<f64> = values.chain(ends).filter(|value| value.is_finite()).collect();
    let wide: Vec<f64> =
        forecast.iter().flat_map(|(_, hidden)| [hidden.interval95.0, hidden.interval95.1]).collect();
    let is_log = scale == Scale::Log && core.iter().chain(&wide).all(|value| *value > 0.0);
    let values = fair(core, wide, is_log);
    let spread = if is_log { Spread::Log } else { Spread::Linear };
    let mut marks = intervals(&forecast);
    marks.extend(observed(series));
    marks.push(if is_curve(&law) {
        Mark::Line { points: law, color: LAW, pattern: Pattern::Solid }
    } else {
        Mark::Points { points: law, shape: Shape::Dash, color: LAW }
    });
    let y = Axis::over(response, spread, values.into_iter());
    Panel { title: String::new(), x: plot_axis(series), y, marks }
}

fn observed(series: &Series) -> [Mark; 2] {
    let points = |future| places(&series.points, future, |point| point.y);
    [
        Mark::Points { points: points(false), shape: Shape::Circle, color: PAST },
        Mark::Points { points: points(true), shape: Shape::Square, color: FUTURE },
    ]
}

/// Ribbons where the forecasts follow one curve, else one upright range a point.
fn intervals(forecast: &[(f64, &Hidden)]) -> Vec<Mark> {
    let medians: Vec<(f64, f64)> = forecast.iter().map(|(x, hidden)| (*x, hidden.median)).collect();
    let wide = forecast.iter().map(|(x, hidden)| (*x, hidden.interval95.0, hidden.interval95.1)).collect();
    let narrow = forecast.iter().map(|(x, hidden)| (*x, hidden.interval80.0, hidden.interval80.1)).collect();
    if forecast.len() > 3 && is_curve(&medians) {
        vec![
            Mark::Band { edges: wide, color: LAW, opacity: 0.13 },
            Mark::Band { edges: narrow, color: LAW, opacity: 0.2 },
        ]
    } else {
        vec![
            Mark::Ranges { ranges: wide, color: "#bcd9ea", width: 2.0 },
            Mark::Ranges { ranges: narrow, color: "#7fb8da", width: 4.0 },
        ]
    }
}
