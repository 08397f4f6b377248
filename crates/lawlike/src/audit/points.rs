//! The runs of a series as points of a plot.

use crate::backtest::Backtest;
use crate::fit::Fit;
use crate::observations::{Column, Observations};
use crate::quantity::Quantity;
use serde::Serialize;

/// One plotted point of a series.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlotPoint {
    /// Position on the axis of the cut.
    pub x: f64,
    /// Observed response.
    pub y: f64,
    /// Fitted by the law on all rows.
    pub fitted: f64,
    /// Residual on the scale of the objective.
    pub residual: f64,
    /// Whether the point is in the future of the last cut.
    pub future: bool,
    /// Place of the row in its source: the line of the file.
    pub line: usize,
    /// Values on the axes of the law, in their order.
    pub axes: Vec<f64>,
}

/// Observed and fitted points over the axis that tells most: compute for several axes, else the axis itself.
pub(super) fn plot(
    observations: &Observations,
    fit: Option<&Fit>,
    backtest: Option<&Backtest>,
) -> (Vec<PlotPoint>, (String, bool)) {
    let last = backtest.and_then(|test| test.held_out_points.iter().map(|point| point.cut).max());
    let n = observations.n();
    let mut future = vec![false; n];
    for point in
        backtest.iter().flat_map(|test| &test.held_out_points).filter(|point| Some(point.cut) == last)
    {
        future[point.row] = true;
    }
    let (x, axis): (Vec<f64>, (String, bool)) = match observations.axes.as_slice() {
        [axis] => (axis.values.clone(), (axis_label(axis), axis.is_log())),
        axes => {
            let compute = |row: usize| {
                let flop =
                    axes.iter().all(|a| matches!(a.quantity, Quantity::Parameters(_) | Quantity::Tokens(_)));
                let pair: f64 = axes.iter().take(2).map(|a| a.values[row]).product();
                if flop { 6.0 * pair } else { pair }
            };
            let names: Vec<&str> = axes.iter().take(2).map(|a| a.name.as_str()).collect();
            let flop =
                axes.iter().all(|a| matches!(a.quantity, Quantity::Parameters(_) | Quantity::Tokens(_)));
            let label = if flop { "compute 6ND (FLOP)".to_owned() } else { names.join(" x ") };
            ((0..n).map(compute).collect(), (label, true))
        }
    };
    let value =
        |list: Option<&Vec<f64>>, row: usize| list.and_then(|l| l.get(row)).copied().unwrap_or(f64::NAN);
    let points = (0..n)
        .map(|row| PlotPoint {
            x: x[row],
            y: observations.response.values[row],
            fitted: value(fit.map(|fit| &fit.fitted), row),
            residual: value(fit.map(|fit| &fit.residuals), row),
            future: future[row],
            line: observations.lines.get(row).copied().unwrap_or_default(),
            axes: observations.axes.iter().map(|axis| axis.values[row]).collect(),
        })
        .collect();
    (points, axis)
}

fn axis_label(axis: &Column) -> String {
    let unit = axis.quantity.unit();
    if unit.is_empty() || axis.name.contains(unit) {
        axis.name.clone()
    } else {
        format!("{} ({unit})", axis.name)
    }
}
