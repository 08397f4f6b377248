//! Columns taken for a purpose, and those among which is chosen.

use crate::error::{Error, Result};
use crate::table::{Table, TableColumn};
use crate::values::Values;
use crate::vocabulary::{self, quoted};
use lawlike::quantity::Quantity;
use std::mem::discriminant;

/// A column taken for a purpose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pick {
    /// Index of the column in the table.
    pub(crate) column: usize,
    /// What it measures.
    pub(crate) quantity: Quantity,
}

/// The columns taken.
#[derive(Debug, Clone)]
pub(crate) struct Chosen {
    pub(crate) response: Pick,
    pub(crate) axes: Vec<Pick>,
    /// Further columns that the law names: they must be there in every row.
    pub(crate) named: Vec<Pick>,
    /// Further columns of numbers and dates that are not otherwise used.
    pub(crate) others: Vec<Pick>,
    /// Why the response was taken, where others might have been.
    pub(crate) said: Option<String>,
}

impl Chosen {
    /// The response, the axes and the columns that the law names.
    pub(crate) fn used(&self) -> impl Iterator<Item = &Pick> {
        [&self.response].into_iter().chain(&self.axes).chain(&self.named)
    }

    /// Names of the columns that measure the same kind of thing and are not used.
    pub(crate) fn same_family<'a>(&self, table: &'a Table, pick: &Pick) -> Vec<&'a str> {
        let same = |other: &&Pick| discriminant(&other.quantity) == discriminant(&pick.quantity);
        self.others.iter().filter(same).map(|other| table.columns[other.column].name.as_str()).collect()
    }
}

/// Where columns are chosen.
pub(crate) struct Chooser<'a> {
    pub(crate) table: &'a Table,
    pub(crate) response: Option<Pick>,
    /// Columns that are free to be used and hold numbers or dates throughout.
    pub(crate) measured: Vec<Pick>,
    /// Columns whose name says a quantity and that hold numbers, dates, or numbers with a few cells of text.
    pub(crate) recognised: Vec<Pick>,
}

impl<'a> Chooser<'a> {
    pub(crate) fn new(table: &'a Table, aside: Vec<usize>) -> Self {
        let mut chooser = Self { table, response: None, measured: Vec::new(), recognised: Vec::new() };
        for (at, column) in table.columns.iter().enumerate().filter(|(at, _)| !aside.contains(at)) {
            let Some(quantity) = column.quantity() else { continue };
            let pick = Pick { column: at, quantity };
            if column.is_measured() {
                chooser.measured.push(pick);
            }
            if quantity != Quantity::Plain {
                chooser.recognised.push(pick);
            }
        }
        // When a row was written says nothing of what it describes.
        let is_kept = |pick: &Pick| {
            pick.quantity != Quantity::Date || !vocabulary::is_bookkeeping(&table.columns[pick.column].name)
        };
        chooser.recognised.retain(is_kept);
        chooser
    }

    pub(crate) fn error<T>(&self, message: String) -> Result<T> {
        Err(Error::columns(&self.table.name, message))
    }

    /// The error that no column is as it is needed. A column whose name says that it is meant and that holds words is named
    /// with its first word and its place.
    pub(crate) fn error_of_none<T>(&self, is_meant: impl Fn(Quantity) -> bool, message: String) -> Result<T> {
        let is_of_words =
            |column: &&TableColumn| column.quantity().is_none() && column.named.is_some_and(&is_meant);
        let first_word = |column: &TableColumn| {
            let values = Values::of(column, column.named?);
            let (row, fault) = *values.bad.first()?;
            Some((self.table.place(row, &column.name), fault.message(&column.raw.text(row))))
        };
        match self.table.columns.iter().filter(is_of_words).find_map(first_word) {
            Some((place, fault)) => Err(Error::input(place, format!("{fault}; {message}"))),
            None => self.error(message),
        }
    }

    pub(crate) fn name(&self, pick: &Pick) -> &'a str {
        &self.table.columns[pick.column].name
    }
}

/// A proposal, quoted for a shell.
pub(crate) fn example(option: &str, name: Option<&str>) -> String {
    name.map_or_else(String::new, |name| format!(", for example {option} {}", quoted(name)))
}

pub(crate) fn listed(names: &[&str]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<String>>().join(", ")
}
