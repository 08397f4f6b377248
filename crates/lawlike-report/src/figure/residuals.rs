//! What the law leaves unexplained, along the axis.

use super::{WIDTH, drawn, error_axis, grid, places, plot_axis, range, title};
use crate::scene::{Key, Mark, Panel, Pattern, Sample, Scene, Shape};
use crate::theme::{FUTURE, MUTED, PAST};
use lawlike::audit::{Audit, Series};
use lawlike::quantity::Scale;

/// Residuals of the fit on all rows: observed minus fitted, relative on the log scale. `None` without points.
pub fn residuals(audit: &Audit) -> Option<String> {
    let shown = drawn(&audit.series);
    if shown.is_empty() {
        return None;
    }
    let (columns, height) = grid(shown.len());
    let mut panels = Vec::with_capacity(shown.len());
    for (index, series) in shown.iter().enumerate() {
        let mut panel = panel(series, audit.subject.scale);
        panel.title = title(series, shown.len());
        if index % columns > 0 {
            panel.y.label.clear();
        }
        if index + columns < shown.len() {
            panel.x.label.clear();
        }
        panels.push(panel);
    }
    let has_future = shown.iter().any(|series| series.points.iter().any(|point| point.future));
    let key = |text: &str, sample| Key { text: text.to_owned(), sample };
    let mut keys =
        vec![key(if has_future { "past" } else { "observed" }, Sample::Point(PAST, Shape::Circle))];
    if has_future {
        keys.push(key("hidden future", Sample::Point(FUTURE, Shape::Square)));
    }
    let panel_height = if shown.len() == 1 { 192.0 } else { height * 0.8 };
    let about = "Residuals along the axis".to_owned();
    Some(Scene { about, keys, panels, columns, width: WIDTH, panel_height }.render())
}

fn panel(series: &Series, scale: Scale) -> Panel {
    let residuals = series.points.iter().map(|point| point.residual).chain([0.0]);
    let y = error_axis("residual", scale, range(residuals));
    let x = plot_axis(series);
    let points = |future| places(&series.points, future, |point| point.residual);
    let zero = vec![(x.lo, 0.0), (x.hi, 0.0)];
    let marks = vec![
        Mark::Line { points: zero, color: MUTED, pattern: Pattern::Dashed },
        Mark::Points { points: points(false), shape: Shape::Circle, color: PAST },
        Mark::Points { points: points(true), shape: Shape::Square, color: FUTURE },
    ];
    Panel { title: String::new(), x, y, marks }
}
