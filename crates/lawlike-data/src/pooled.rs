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
use lawlike::quantity::Quantity;
use lawlike_num::dist::fisher_tail;
use std::borrow::Cow;

/// Most values of such a column; one with more names runs.
const VALUES: usize = 24;
/// The same of a column whose name says that it tells what was measured.
const MEASURED_VALUES: usize = 200;
/// Rows that each value must have: as many as a law over two axes has parameters, and one to spare.
const ROWS: usize = 6;
/// Largest over smallest value of every axis that each value must span: fewer say no more than the axis itself.
const SPAN: f64 = 2.0;
/// The same of dates, as a share of the span of all rows.
const SPAN_OF_DATES: f64 = 0.25;
/// Share of what the axes leave that may stay within the values. Lawful noise leaves nearly all of it.
const LEFT: f64 = 0.25;
/// How often labels that say nothing may leave so little, over all columns of a table.
const CHANCE: f64 = 0.002;
/// Ways in which a column may part the rows: by shifts, by laws of their own.
const WAYS: usize = 2;

/// The column that tells the sweeps of a table apart; none where one law may hold for all rows.
pub(crate) fn sweeps<'a>(table: &'a Table, chosen: &Chosen, kept: &[usize]) -> Option<&'a TableColumn> {
    let found = parting(table, chosen, kept, is_label);
    // Rows of several benchmarks hold several quantities, however near they lie; of a task and its metric, the one with most values.
    let measured = found.iter().filter(|(_, own)| is_measured_on(&own.name));
    if let Some((noise, column)) = measured.max_by_key(|(_, own)| split(own, kept.to_vec()).len()) {
        let is_finer = |(own, other): &&(Option<f64>, &TableColumn)| {
            let left = noise.map_or(LEFT, |noise| noise * LEFT);
            own.is_some_and(|own| own <= left) && parts_further(other, column, kept)
        };
        return least(found.iter().filter(is_finer).copied().collect()).or(Some(column));
    }
    least(found)
}

/// The one column that says what each row was measured on, such as a benchmark, where every value has rows enough for a line.
pub(crate) fn measured_on<'a>(table: &'a Table, rows: &[usize]) -> Option<&'a TableColumn> {
    let is_meant = |column: &&TableColumn| {
        if !is_label(column) || !is_measured_on(&column.name) || !has_few_values(column, rows) {
            return false;
        }
        let parts = split(column, rows.to_vec());
        parts.len() > 1 && parts.iter().all(|(_, part)| part.len() >= ROWS)
    };
    let found: Vec<&TableColumn> = table.columns.iter().filter(is_meant).collect();
    if let [only] = found[..] { Some(only) } else { None }
}

/// Whether rows of one value of a column have one value of another, and not the other way round.
fn parts_further(column: &TableColumn, other: &TableColumn, rows: &[usize]) -> bool {
    let parts = split(column, rows.to_vec());
    let within = |(_, part): &(String, Vec<usize>)| split(other, part.clone()).len() == 1;
    parts.iter().all(within) && parts.len() > split(other, rows.to_vec()).len()
}

/// A setting in numbers that tells rows apart as sweeps are: one law over all of its values is doubtful.
pub(crate) fn setting<'a>(table: &'a Table, chosen: &Chosen, kept: &[usize]) -> Option<&'a TableColumn> {
    let is_used =
        |column: &TableColumn| chosen.used().any(|pick| table.columns[pick.column].name == column.name);
    // What measures something else of a run goes with its outcome.
    let is_free = |column: &TableColumn| column.quantity() == Some(Quantity::Plain) && !is_used(column);
    least(parting(table, chosen, kept, |column| matches!(column.cells, Cells::Number(_)) && is_free(column)))
}

/// Columns of one kind that can part the rows, each with the share that stays within its values. A smooth law is fitted only
/// where there is such a column.
fn parting<'a>(
    table: &'a Table,
    chosen: &Chosen,
    kept: &[usize],
    is_meant: impl Fn(&TableColumn) -> bool,
) -> Vec<(Option<f64>, &'a TableColumn)> {
    let meant: Vec<&TableColumn> =
        table.columns.iter().filter(|column| is_meant(column) && has_few_values(column, kept)).collect();
    let smooth = if meant.is_empty() { None } else { Smooth::of(table, chosen, kept) };
    let Some(smooth) = smooth else { return Vec::new() };
    let chance = CHANCE / (WAYS * meant.len()) as f64;
    meant.into_iter().filter_map(|column| Some((smooth.parted(column, chance)?, column))).collect()
}

/// Whether a column has so few values that they may part the rows. The first values of a long column tell.
fn has_few_values(column: &TableColumn, rows: &[usize]) -> bool {
    let most = most_values(column);
    let mut texts: Vec<Cow<'_, str>> = Vec::new();
    let mut numbers: Vec<f64> = Vec::new();
    for row in rows.iter().copied().filter(|row| !column.is_missing(*row)) {
        if let Cells::Number(cells) = &column.cells {
            let number = cells.at(row);
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        } else {
            let text = column.raw.text(row);
            if !texts.iter().any(|known| known.trim() == text.trim()) {
                texts.push(text);
            }
        }
        if texts.len().max(numbers.len()) > most {
            return false;
        }
    }
    true
}

fn most_values(column: &TableColumn) -> usize {
    if is_measured_on(&column.name) { MEASURED_VALUES } else { VALUES }
}

/// The column that leaves least, of those that leave little.
fn least(found: Vec<(Option<f64>, &TableColumn)>) -> Option<&TableColumn> {
    let told = found.into_iter().filter_map(|(noise, column)| Some((noise?, column)));
    told.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, column)| column)
}

/// What a smooth law over the axes leaves of the response.
struct Smooth {
    response: Vec<f64>,
    axes: Vec<Vec<f64>>,
    /// How far each value of a label must reach along each axis.
    spans: Vec<f64>,
    rows: Vec<usize>,
    /// Parameters of the smooth law.
    parameters: usize,
    left: Vec<f64>,
    /// Sum of squares of what is left.
    all: f64,
}

impl Smooth {
    fn of(table: &Table, chosen: &Chosen, kept: &[usize]) -> Option<Self> {
        let response = scaled(table, chosen.response);
        let axes: Vec<Vec<f64>> = chosen.axes.iter().map(|axis| scaled(table, *axis)).collect();
        let rows: Vec<usize> = kept
            .iter()
            .copied()
            .filter(|row| response[*row].is_finite() && axes.iter().all(|axis| axis[*row].is_finite()))
            .collect();
        let span = |(axis, pick): (&Vec<f64>, &Pick)| match pick.quantity {
            Quantity::Date => SPAN_OF_DATES * reach(axis, &rows),
            _ => SPAN.ln(),
        };
        let spans = axes.iter().zip(&chosen.axes).map(span).collect();
        let bends = bent(&axes, &rows);
        let parameters = 1 + bends.len();
        let left = remaining(rows.iter().map(|row| response[*row]).collect(), bends)?;
        let all = squares(&left);
        Some(Self { response, axes, spans, rows, parameters, left, all })
    }

    /// The share of what is left that stays within the values of a column, where it is little and less than chance leaves; none
    /// at all where the column cannot part the rows.
    fn parted(&self, column: &TableColumn, chance: f64) -> Option<Option<f64>> {
        let n = self.rows.len();
        let parts = split(column, self.rows.clone());
        let is_enough = (2..=most_values(column)).contains(&parts.len())
            && parts.iter().map(|(_, part)| part.len()).sum::<usize>() == n
            && parts.iter().all(|(_, part)| {
                part.len() >= ROWS
                    && self.axes.iter().zip(&self.spans).all(|(axis, span)| reach(axis, part) >= *span)
            });
        if !is_enough {
            return None;
        }
        let place = |row: &usize| self.rows.binary_search(row).ok();
        let within: f64 =
            parts.iter().map(|(_, part)| spread(part.iter().filter_map(place).map(|at| self.left[at]))).sum();
        let shifted = self.share(within, self.parameters + parts.len() - 1, chance);
        // Laws of other exponents differ by more than a shift.
        let alone = |(_, part): &(String, Vec<usize>)| {
            let response = part.iter().map(|row| self.response[*row]).collect();
            remaining(response, bent(&self.axes, part)).map(|left| squares(&left))
        };
        let bent_apart = parts
            .iter()
            .map(alone)
            .sum::<Option<f64>>()
            .and_then(|within| self.share(within, self.parameters * parts.len(), chance));
        Some(shifted.into_iter().chain(bent_apart).reduce(f64::min))
    }

    /// What stays of the noise where laws of so many parameters leave this sum of squares. The F test of nested models says how
    /// often chance leaves as little.
    fn share(&self, within: f64, parameters: usize, chance: f64) -> Option<f64> {
        let count = |freedom: Option<usize>| freedom.filter(|count| *count > 0).map(|count| count as f64);
        let freedom = count(self.rows.len().checked_sub(parameters))?;
        let (before, more) =
            (freedom + (parameters - self.parameters) as f64, (parameters - self.parameters) as f64);
        let noise = (within / freedom) / (self.all / before);
        let by_chance = fisher_tail(((self.all - within) / more) / (within / freedom), more, freedom);
        (noise <= LEFT && (by_chance <= chance || within == 0.0)).then_some(noise)
    }
}

fn squares(values: &[f64]) -> f64 {
    values.iter().map(|value| value * value).sum()
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

/// How far the rows reach along a scaled axis.
fn reach(axis: &[f64], rows: &[usize]) -> f64 {
    let (lo, hi) = rows
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), row| (lo.min(axis[*row]), hi.max(axis[*row])));
    hi - lo
}

/// Sum of squares about the mean.
fn spread(values: impl Iterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.collect();
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    values.iter().map(|value| (value - mean).powi(2)).sum()
}
