//! Columns that go by known names, and numbers that they must hold.

use crate::choose::find;
use crate::error::{Error, Result};
use crate::number::shown;
use crate::table::{Table, TableColumn};
use crate::values::Values;
use crate::vocabulary;
use lawlike::quantity::Quantity;

/// The column that the user named with an option, or the first of the known names; `what` it is stands in the error.
pub(crate) fn needed<'a>(
    table: &'a Table,
    named: Option<&str>,
    names: &[&str],
    what: &str,
    option: &str,
) -> Result<&'a TableColumn> {
    optional(table, named, names)?.ok_or_else(|| {
        let columns: Vec<String> =
            table.columns.iter().take(30).map(|column| format!("`{}`", column.name)).collect();
        let how = if option.is_empty() {
            "call it".to_owned()
        } else {
            format!("name one with {option}, or call it")
        };
        let message = format!(
            "no column for {what}: {how} `{}`; the columns are {}",
            names.first().unwrap_or(&""),
            columns.join(", ")
        );
        Error::columns(&table.name, message)
    })
}

/// The column that the user named, or the first of the known names, if there is one.
pub(crate) fn optional<'a>(
    table: &'a Table,
    named: Option<&str>,
    names: &[&str],
) -> Result<Option<&'a TableColumn>> {
    match named {
        Some(name) => Ok(Some(&table.columns[find(table, name)?])),
        None => Ok(known(table, names)),
    }
}

/// The column of the first of these names, in any case and with any separators.
pub(crate) fn known<'a>(table: &'a Table, names: &[&str]) -> Option<&'a TableColumn> {
    let plain: Vec<String> =
        table.columns.iter().map(|column| vocabulary::plain(vocabulary::bare(&column.name))).collect();
    let column_of = |name: &&str| {
        let exact = table.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name));
        let words = vocabulary::plain(name);
        exact.or_else(|| {
            table.columns.iter().zip(&plain).find(|(_, own)| **own == words).map(|(column, _)| column)
        })
    };
    names.iter().find_map(column_of)
}

/// Numbers of zero or more; missing ones are NaN. The hint says what to do about others.
pub(crate) fn not_negative(table: &Table, column: &TableColumn, hint: &str) -> Result<Vec<f64>> {
    let values = Values::of(column, Quantity::Plain).not_negative();
    values.check(table, column, &vec![true; table.rows()], hint)?;
    Ok(values.values.into_vec())
}

/// Numbers from 0 to 1; missing ones are NaN. `what` says what 1 and 0 mean.
pub(crate) fn shares(table: &Table, column: &TableColumn, what: &str) -> Result<Vec<f64>> {
    let values = not_negative(table, column, "correct it, or leave the cell empty")?;
    match values.iter().position(|value| *value > 1.0) {
        None => Ok(values),
        Some(row) => {
            let message = format!("{} is above 1: {what}", shown(&column.raw.trimmed(row)));
            Err(Error::input(table.place(row, &column.name), message))
        }
    }
}
