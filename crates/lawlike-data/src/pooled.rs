//! Several sweeps in one table: a column of words that explains most of what the axes leave of the response. One law over
//! all of them would speak of none.

use crate::cells::Cells;
use crate::column::Numbers;
use crate::notice::is_state;
use crate::pick::{Chosen, Pick};
use crate::shared::remaining;
use crate::split::split;
use crate::table::{Table, TableColumn};
use crate::values::Values;
use crate::vocabulary::is_measured_on;

/// Most values of such a column; one with more names runs.
const VALUES: usize = 24;
/// Rows that each value must have: as many as a law over two axes has parameters, and one to spare.
const ROWS: usize = 6;
/// Largest over smallest value of every axis that each value must span: fewer say no more than the axis itself.
const SPAN: f64 = 2.0;
/// Share of what the axes leave that may stay within the values. Lawful noise leaves nearly all of it.
const LEFT: f64 = 0.25;

/// The column that tells the sweeps of a table apart; none where one law may hold for all rows.
pub(crate) fn sweeps<'a>(table: &'a Table, chosen: &Chosen, kept: &[usize]) -> Option<&'a TableColumn> {
    let response = scaled(table, chosen.response);
    let axes: Vec<Vec<f64>> = chosen.axes.iter().map(|axis| scaled(table, *axis)).collect();
    let rows: Vec<usize> = kept
        .iter()
        .copied()
        .filter(|row| response[*row].is_finite() && axes.iter().all(|axis| axis[*row].is_finite()))
        .collect();
    let bends = bent(&axes, &rows);
    let left = remaining(rows.iter().map(|row| response[*row]).collect(), bends)?;
    let all: f64 = left.iter().map(|value| value * value).sum();
    let found = table.columns.iter().filter(|column| is_label(column)).filter_map(|column| {
        let parts = split(column, (0..rows.len()).map(|at| rows[at]).collect());
        let is_enough = (2..=VALUES).contains(&parts.len())
            && parts.iter().map(|(_, own)| own.len()).sum::<usize>() == rows.len()
            && parts.iter().all(|(_, own)| own.len() >= ROWS && axes.iter().all(|axis| spans(axis, own)));
        let place = |row: &usize| rows.binary_search(row).ok();
        is_enough.then(|| {
            let within: f64 =
                parts.iter().map(|(_, own)| spread(own.iter().filter_map(place).map(|at| left[at]))).sum();
            let freedom = (rows.len() - parts.len()) as f64 / rows.len() as f64;
            (within / freedom, column)
        })
    });
    let found: Vec<(f64, &TableColumn)> = found.collect();
    // Rows of several benchmarks hold several quantities, however near they lie.
    if let [(_, column)] = found.iter().filter(|(_, own)| is_measured_on(&own.name)).collect::<Vec<_>>()[..] {
        return Some(column);
    }
    let best = found.into_iter().min_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(within, _)| *within <= LEFT * all).map(|(_, column)| column)
}

fn is_label(column: &TableColumn) -> bool {
    matches!(column.cells, Cells::Text(_)) && !is_state(&column.name)
}

/// The values of a column, as logarithms where all are above zero.
fn scaled(table: &Table, pick: Pick) -> Vec<f64> {
    let values: Numbers = Values::of(&table.columns[pick.column], pick.quantity).values;
    let is_log = values.iter().all(|value| !value.is_finite() || value > 0.0);
    values.iter().map(|value| if is_log { value.ln() } else { value }).collect()
}

/// Axes, their squares and products: what a smooth law over them bends.
fn bent(axes: &[Vec<f64>], rows: &[usize]) -> Vec<Vec<f64>> {
    let centred = |axis: &Vec<f64>| {
        let own: Vec<f64> = rows.iter().map(|row| axis[*row]).collect();
        let mean = own.iter().sum::<f64>() / own.len().max(1) as f64;
        own.into_iter().map(|value| value - mean).collect::<Vec<f64>>()
    };
    let axes: Vec<Vec<f64>> = axes.iter().map(centred).collect();
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).collect::<Vec<f64>>();
    let squares = (0..axes.len()).flat_map(|a| (a..axes.len()).map(move |b| (a, b)));
    let squares: Vec<Vec<f64>> = squares.map(|(a, b)| product(&axes[a], &axes[b])).collect();
    axes.into_iter().chain(squares).collect()
}

/// Whether the rows reach far enough along a scaled axis.
fn spans(axis: &[f64], rows: &[usize]) -> bool {
    let range = |values: &mut dyn Iterator<Item = f64>| {
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), value| (lo.min(value), hi.max(value)))
    };
    let (lo, hi) = range(&mut rows.iter().map(|row| axis[*row]));
    hi - lo >= SPAN.ln()
}

/// Sum of squares about the mean.
fn spread(values: impl Iterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.collect();
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    values.iter().map(|value| (value - mean).powi(2)).sum()
}
