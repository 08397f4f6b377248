//! Places at which to forecast: the axes of a second table, without its response.

use crate::choose::find;
use crate::error::{Error, Result};
use crate::observe::Observed;
use crate::split::split;
use crate::table::Table;
use crate::values::Values;
use lawlike::observations::{Column, Observations, Points};
use lawlike::quantity::Quantity;

/// The points of one series.
#[derive(Debug, Clone, PartialEq)]
pub struct PointsOf {
    /// Value of the column that separates the series, or empty.
    pub label: String,
    /// Row of the table of each point, in order.
    pub rows: Vec<usize>,
    /// The axes and further columns; names as in the observations.
    pub points: Points,
}

/// The points of a table, by series in order of first appearance.
///
/// The axes are the columns of the same names as in the observations; further columns follow where the table
/// has them. The response column is never read. Rows without an axis, a column that the law needs, or a value of
/// `by` cannot be forecast: they are in no series. Rows at which an axis of counts is zero stay, also where
/// [`crate::observe`] leaves such rows out: the forecast says that they are untested.
///
/// # Errors
/// An axis or the column of `by` is missing, or a value is impossible; the error names the place.
pub fn points(table: &Table, observed: &Observed, by: Option<&str>) -> Result<Vec<PointsOf>> {
    let table = &in_units(table, observed);
    let mut keep = vec![true; table.rows()];
    let mut columns = Vec::new();
    for (name, quantity) in &observed.axes {
        columns.push(needed(table, name, *quantity, &mut keep)?);
    }
    let others = observed.series.first().map_or(&[][..], |series: &Observations| &series.others);
    for other in others {
        if observed.needed.contains(&other.name) {
            columns.push(needed(table, &other.name, other.quantity, &mut keep)?);
        } else if let Some(column) = table.column(&other.name).filter(|column| column.is_measured()) {
            let values = Values::of(column, other.quantity).values.into_vec();
            columns.push(Column::new(other.name.clone(), other.quantity, values));
        }
    }
    let rows: Vec<usize> = (0..table.rows()).filter(|row| keep[*row]).collect();
    let parts = match by {
        Some(name) => split(&table.columns[find(table, name)?], rows),
        None => vec![(String::new(), rows)],
    };
    let all = Points { columns };
    Ok(parts.into_iter().map(|(label, rows)| PointsOf { label, points: all.select(&rows), rows }).collect())
}

/// The table with the columns that follow from others and in the units of the observations.
fn in_units(table: &Table, observed: &Observed) -> Table {
    let mut table = table.clone();
    for (name, unit) in &observed.units {
        for column in table.columns.iter_mut().filter(|column| column.name == *name) {
            column.unit = *unit;
        }
    }
    match &observed.derived {
        Some(derived) if table.column(&derived.name).is_none() => derived.add(table),
        _ => table,
    }
}

/// A column that must be there; rows in which it is missing are left out.
fn needed(table: &Table, name: &str, quantity: Quantity, keep: &mut [bool]) -> Result<Column> {
    let column = table.column(name).ok_or_else(|| {
        let missing = table.no_column(name);
        Error::columns(
            missing.place(),
            format!("{} (points need the axes of the observations)", missing.message()),
        )
    })?;
    let values = Values::of(column, quantity);
    values.check(table, column, keep, "correct it or leave the row out")?;
    for row in &values.missing {
        keep[*row] = false;
    }
    Ok(Column::new(name, quantity, values.values.into_vec()))
}
