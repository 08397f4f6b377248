//! Which columns a table of scores has: the loss, what it is forecast from, compute, and what belongs to the tasks.

use super::{LOSS, TaskRoles};
use crate::choose::find;
use crate::error::{Error, Result};
use crate::named::{known, not_negative, optional};
use crate::number::shown;
use crate::table::{Table, TableColumn};
use crate::values::Values;
use lawlike::observations::Column;
use lawlike::quantity::{ComputeCount, ParameterCount, Quantity, TokenCount};

/// The loss: the column named, the only one that is known, or none.
pub(super) fn loss<'a>(table: &'a Table, named: Option<&str>) -> Result<Option<&'a TableColumn>> {
    if named == Some("none") {
        return Ok(None);
    }
    if let Some(column) = optional(table, named, LOSS)? {
        return Ok(Some(column));
    }
    let is_loss =
        |column: &&TableColumn| matches!(column.named, Some(Quantity::Loss(_))) && column.is_measured();
    let found: Vec<&TableColumn> = table.columns.iter().filter(is_loss).collect();
    match found.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        several => {
            let names: Vec<String> = several.iter().map(|column| format!("`{}`", column.name)).collect();
            let message =
                format!("several columns could be the loss: {}; name one with --loss", names.join(", "));
            Err(Error::columns(&table.name, message))
        }
    }
}

pub(super) type Axes = (Vec<Column>, Vec<f64>, Vec<String>);

/// What the loss is forecast from, and training compute: measured, or six times parameters times tokens.
pub(super) fn axes(table: &Table, roles: &TaskRoles) -> Result<Axes> {
    let column_of =
        |wanted: fn(Quantity) -> bool| table.columns.iter().find(|column| column.named.is_some_and(wanted));
    let params = column_of(|q| q == Quantity::Parameters(ParameterCount::Total))
        .or_else(|| column_of(|q| matches!(q, Quantity::Parameters(_))));
    let tokens = column_of(|q| q == Quantity::Tokens(TokenCount::Seen));
    let compute = match &roles.compute {
        Some(name) => Some(&table.columns[find(table, name)?]),
        None => column_of(|q| matches!(q, Quantity::Compute(_))),
    };
    let named = match roles.axes.as_slice() {
        [] => match (params, tokens, compute) {
            (Some(params), Some(tokens), _) => vec![params, tokens],
            (_, _, Some(compute)) => vec![compute],
            _ => {
                let message = "no column for training compute: name one with --compute, or parameters and tokens with --x";
                return Err(Error::columns(&table.name, message));
            }
        },
        names => {
            names.iter().map(|name| Ok(&table.columns[find(table, name)?])).collect::<Result<Vec<_>>>()?
        }
    };
    let axes = named
        .iter()
        .map(|column| {
            let quantity = column.named.unwrap_or(Quantity::Plain);
            Ok(Column::new(column.name.clone(), quantity, positive(table, column)?))
        })
        .collect::<Result<Vec<_>>>()?;
    let (values, said) = match (compute, params, tokens, axes.as_slice()) {
        (Some(column), ..) => (positive(table, column)?, format!("compute = `{}`", column.name)),
        (None, Some(params), Some(tokens), _) => {
            let (n, d) = (positive(table, params)?, positive(table, tokens)?);
            let said = format!("compute = 6 times `{}` times `{}`", params.name, tokens.name);
            (n.iter().zip(&d).map(|(n, d)| 6.0 * n * d).collect(), said)
        }
        (_, _, _, [axis]) => (axis.values.clone(), format!("compute = `{}`", axis.name)),
        _ => {
            let message = "no column for training compute, which orders the runs: name one with --compute";
            return Err(Error::columns(&table.name, message));
        }
    };
    let names: Vec<&str> = axes.iter().map(|axis| axis.name.as_str()).collect();
    let from = format!("the loss is forecast from `{}`", names.join("` and `"));
    Ok((axes, values, vec![from, said]))
}

/// Numbers above zero; missing ones are NaN.
pub(super) fn positive(table: &Table, column: &TableColumn) -> Result<Vec<f64>> {
    let values = Values::of(column, Quantity::Compute(ComputeCount::Reported));
    values.check(table, column, &vec![true; table.rows()], "correct it, or leave the cell empty")?;
    Ok(values.values.into_vec())
}

/// What is known of every task: names of its column, the option that names another, and what a value may be.
pub(super) struct PerTask {
    names: &'static [&'static str],
    option: &'static str,
    range: (f64, f64),
    what: &'static str,
}

pub(super) const ITEMS: PerTask = PerTask {
    names: &["items", "n_items", "n_questions", "questions", "problems"],
    option: "--items",
    range: (1.0, f64::MAX),
    what: "a number of items is at least 1",
};
pub(super) const CHANCE: PerTask = PerTask {
    names: &["chance", "random_baseline", "chance_level"],
    option: "--chance",
    range: (0.0, 1.0),
    what: "the score of guessing is a share from 0 to 1",
};

/// A number or column that belongs to the tasks: the one named for this column of scores, one for all, or one that is known.
pub(super) fn per_task(
    table: &Table,
    named: &[String],
    at: usize,
    count: usize,
    kind: &PerTask,
) -> Result<Vec<f64>> {
    let PerTask { names, option, range: (least, most), what } = kind;
    let text = match named {
        [] if count > 1 => None,
        [] => known(table, names).map(|column| column.name.as_str()),
        [one] => Some(one.as_str()),
        several if several.len() == count => Some(several[at].as_str()),
        several => {
            let message = format!(
                "{option} is given {} times for {count} columns of scores: give one for all, or one for each in their order",
                several.len()
            );
            return Err(Error::columns(&table.name, message));
        }
    };
    let Some(text) = text else { return Ok(vec![f64::NAN; table.rows()]) };
    let is_good = |value: f64| (*least..=*most).contains(&value);
    if let Ok(number) = text.parse::<f64>() {
        return if is_good(number) {
            Ok(vec![number; table.rows()])
        } else {
            Err(Error::columns(&table.name, format!("{option} {text}: {what}")))
        };
    }
    let column = &table.columns[find(table, text)?];
    let values = not_negative(table, column, "correct it, or leave the cell empty")?;
    match values.iter().position(|value| !value.is_nan() && !is_good(*value)) {
        None => Ok(values),
        Some(row) => {
            let message = format!("{} cannot be: {what}", shown(&column.raw.trimmed(row)));
            Err(Error::input(table.place(row, &column.name), message))
        }
    }
}
