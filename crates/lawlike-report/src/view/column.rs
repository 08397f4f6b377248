//! Column cards: what a table of results says of each row, said once for text, Markdown, LaTeX, HTML, CSV and JSON.

use super::csv::Field;
use super::document::Cell;
use serde::ser::SerializeMap;

/// One column as readers see it, and as machines do.
pub(crate) struct Column<R: 'static> {
    /// Title of the column, `>` before one of numbers, and its cell; none of a column that only machines read.
    pub(crate) shown: Option<Shown<R>>,
    /// Names in CSV and JSON, and what stands under each.
    pub(crate) keys: &'static [Key<R>],
}

/// A column in a table for readers.
pub(crate) struct Shown<R> {
    pub(crate) title: &'static str,
    pub(crate) cell: fn(&R) -> Cell,
}

/// A column in CSV, a field in JSON.
pub(crate) struct Key<R> {
    pub(crate) name: &'static str,
    pub(crate) value: fn(&R) -> Value<'_>,
}

/// What stands under a key.
pub(crate) enum Value<'a> {
    Number(f64),
    Text(&'a str),
}

impl<'a> From<Value<'a>> for Field<'a> {
    fn from(value: Value<'a>) -> Self {
        match value {
            Value::Number(number) => Field::Number(number),
            Value::Text(text) => Field::Text(text),
        }
    }
}

/// All keys of a list of columns, in order.
pub(crate) fn keys<R>(columns: &'static [Column<R>]) -> impl Iterator<Item = &'static Key<R>> {
    columns.iter().flat_map(|column| column.keys)
}

/// Titles of the columns that readers see.
pub(crate) fn titles<R>(columns: &'static [Column<R>]) -> impl Iterator<Item = &'static str> {
    columns.iter().filter_map(|column| Some(column.shown.as_ref()?.title))
}

/// The cells of a row that readers see.
pub(crate) fn cells<'a, R>(columns: &'static [Column<R>], row: &'a R) -> impl Iterator<Item = Cell> + 'a {
    columns.iter().filter_map(move |column| Some((column.shown.as_ref()?.cell)(row)))
}

/// The fields of a row for CSV.
pub(crate) fn fields<'a, R>(columns: &'static [Column<R>], row: &'a R) -> impl Iterator<Item = Field<'a>> {
    keys(columns).map(|key| (key.value)(row).into())
}

/// The fields of a row for JSON.
///
/// # Errors
/// Those of the serialiser.
pub(crate) fn entries<R, M: SerializeMap>(
    columns: &'static [Column<R>],
    row: &R,
    map: &mut M,
) -> Result<(), M::Error> {
    keys(columns).try_for_each(|key| match (key.value)(row) {
        Value::Number(number) => map.serialize_entry(key.name, &number),
        Value::Text(text) => map.serialize_entry(key.name, text),
    })
}
