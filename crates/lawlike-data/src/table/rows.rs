//! Rows of a table: those for which a condition holds, and those of another table beside them.

use super::{Table, TableColumn};
use crate::cells::Cells;
use crate::column::{NO_ROW, short};
use crate::error::{Error, Result};
use lawlike_formula::{Predicate, Value};
use std::collections::HashMap;
use std::sync::Arc;

impl Table {
    /// This table with the columns of another, joined to every row by a key that is unique there.
    ///
    /// # Errors
    /// A table lacks the key, a value comes twice in the other one, or none is found there.
    pub fn joined(mut self, other: &Self, key: &str) -> Result<Self> {
        let own = self.column(key).ok_or_else(|| self.no_column(key))?;
        let theirs = other.column(key).ok_or_else(|| other.no_column(key))?;
        let mut row_of: HashMap<String, usize> = HashMap::new();
        for row in 0..theirs.raw.len() {
            if let Some(first) = row_of.insert(theirs.raw.trimmed(row).into_owned(), row) {
                let message = format!(
                    "comes twice, first in {}: --join needs one row for each value",
                    other.places(&[first])
                );
                return Err(Error::input(other.place(row, key), message));
            }
        }
        let partner = |cell: &str| row_of.get(cell.trim()).map_or(NO_ROW, |row| short(*row));
        let names = own.raw.names();
        let partners = names.by_word(partner);
        let rows: Arc<Vec<u32>> = Arc::new(names.codes.iter().map(|code| partners[*code as usize]).collect());
        let lost: Vec<usize> = (0..rows.len()).filter(|row| rows[*row] == NO_ROW).collect();
        if lost.len() == rows.len() {
            let message = format!("no value of `{key}` is found in {}: is it the right key?", other.name);
            return Err(Error::columns(&self.name, message));
        }
        self.said.push(format!("joined with {} by `{key}`", other.name));
        if !lost.is_empty() {
            let said =
                format!("{} rows have no partner in {}: {}", lost.len(), other.name, self.places(&lost));
            self.said.push(said);
        }
        for column in other.columns.iter().filter(|column| column.name != key) {
            let raw = column.raw.0.gather(&rows);
            let clash = self.column(&column.name).is_some();
            let name = if clash { format!("{} (joined)", column.name) } else { column.name.clone() };
            self.columns.push(TableColumn::read(name, raw, self.decimal, self.evidence).0);
        }
        self.files.extend(other.files.iter().cloned());
        if self.run.is_none() {
            self.run = Some(key.to_owned());
        }
        Ok(self)
    }

    /// The rows for which a predicate holds. The cells that remain are understood anew.
    ///
    /// # Errors
    /// The predicate names a column that is not there, or no row is left.
    pub fn filter(&self, predicate: &Predicate) -> Result<Self> {
        let mut named = HashMap::new();
        for name in predicate.names() {
            let column = self.column(name).ok_or_else(|| self.no_column(name))?;
            named.insert(name.to_owned(), column);
        }
        let mut rows = Vec::new();
        for row in 0..self.rows() {
            let value_of = |name: &str| named.get(name).map_or(Value::Missing, |column| value(column, row));
            let holds = predicate.holds(&value_of).map_err(|error| {
                let place = format!("{}, {} {}", self.file(row), self.line_word(false), self.lines.get(row));
                Error::columns(place, error.to_string())
            })?;
            if holds {
                rows.push(row);
            }
        }
        if rows.is_empty() {
            return Err(Error::input(&self.name, "no row is left by --where: change the condition"));
        }
        Ok(self.select(&rows))
    }

    fn select(&self, rows: &[usize]) -> Self {
        let kept: Arc<Vec<u32>> = Arc::new(rows.iter().map(|row| short(*row)).collect());
        let columns = self.columns.iter().map(|column| {
            let raw = column.raw.0.gather(&kept);
            let (fresh, _) = TableColumn::read(column.name.clone(), raw, self.decimal, self.evidence);
            TableColumn { unit: column.unit, named: column.named, ..fresh }
        });
        Self {
            name: self.name.clone(),
            format: self.format,
            columns: columns.collect(),
            lines: rows.iter().map(|row| self.lines.get(*row)).collect(),
            files: self.files.clone(),
            file_of_row: rows.iter().map(|row| self.file_of_row[*row]).collect(),
            said: self.said.clone(),
            run: self.run.clone(),
            headline: self.headline.clone(),
            decimal: self.decimal,
            evidence: self.evidence,
        }
    }
}

/// A cell as a predicate sees it.
fn value(column: &TableColumn, row: usize) -> Value {
    match &column.cells {
        _ if column.is_missing(row) => Value::Missing,
        Cells::Number(values) => Value::Number(values.at(row)),
        Cells::Text(texts) => texts.get(row).map_or(Value::Missing, |text| Value::Text(text.to_owned())),
    }
}
