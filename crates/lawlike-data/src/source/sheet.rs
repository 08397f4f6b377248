//! The rows of one file as text, and the limits that every reader keeps.

use super::Format;
use crate::error::{Error, Result};
use crate::number::shown;
use std::collections::HashSet;

/// Greatest size of a cell, in bytes.
const MAX_CELL: usize = 1 << 20;
/// Greatest number of cells of a file.
const MAX_CELLS: usize = 100_000_000;
/// Greatest number of columns.
const MAX_COLUMNS: usize = 200_000;
/// Cells from which on a table must be filled.
const SPARSE_FROM: usize = 4_000_000;
/// Cells for every cell that is filled, in a table that is nearly empty.
const SPARSE: usize = 50;

/// The rows of one file as text.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) format: Format,
    pub(crate) names: Vec<String>,
    /// The cells, by column.
    pub(crate) columns: Vec<Vec<String>>,
    /// Line of the file of each row.
    pub(crate) lines: Vec<usize>,
    /// What was recognised and mended, one sentence each.
    pub(crate) said: Vec<String>,
    /// The column that tells runs apart, where the rows of a run hang together.
    pub(crate) run: Option<String>,
    /// The outcome that the format puts first.
    pub(crate) headline: Option<String>,
}

/// A file that was opened and read.
pub(crate) struct Opened {
    pub(crate) name: String,
    /// SHA-256 of its bytes.
    pub(crate) hash: String,
    pub(crate) sheet: Sheet,
}

impl Sheet {
    /// Rows without remarks.
    pub(crate) fn new(
        format: Format,
        names: Vec<String>,
        columns: Vec<Vec<String>>,
        lines: Vec<usize>,
    ) -> Self {
        Self { format, names, columns, lines, said: Vec::new(), run: None, headline: None }
    }

    /// A sheet of rows that are numbered from one, each a list of names and cells.
    pub(crate) fn of_rows(format: Format, name: &str, rows: Vec<Vec<(String, String)>>) -> Result<Self> {
        let mut builder = Builder::new(format);
        for (at, row) in rows.into_iter().enumerate() {
            builder.add(name, at + 1, row)?;
        }
        builder.finish(name)
    }

    /// The same with a sentence.
    pub(crate) fn with_said(mut self, said: impl Into<String>) -> Self {
        self.said.push(said.into());
        self
    }
}

/// Puts rows of names and cells below one another, columns in the order in which they are first met.
pub(super) struct Builder {
    sheet: Sheet,
    place: std::collections::HashMap<String, usize>,
    filled: usize,
}

impl Builder {
    pub(super) fn new(format: Format) -> Self {
        let sheet = Sheet::new(format, Vec::new(), Vec::new(), Vec::new());
        Self { sheet, place: std::collections::HashMap::new(), filled: 0 }
    }

    /// Adds a row; cells of names that it lacks are missing.
    pub(super) fn add(&mut self, name: &str, line: usize, row: Vec<(String, String)>) -> Result<()> {
        let before = self.sheet.lines.len();
        let place = |key: &str| {
            let word = if self.sheet.format.has_lines() { "line" } else { "row" };
            format!("{name}, {word} {line}, column `{key}`")
        };
        for (key, cell) in row {
            check_cell(|| place(&key), &cell)?;
            let key = key.trim();
            let at = match self.place.get(key) {
                Some(at) => *at,
                None => {
                    self.place.insert(key.to_owned(), self.sheet.names.len());
                    self.sheet.names.push(key.to_owned());
                    self.sheet.columns.push(Vec::new());
                    self.sheet.names.len() - 1
                }
            };
            let column = &mut self.sheet.columns[at];
            if column.len() > before {
                return Err(Error::input(place(key), "the object holds this key twice: keep one"));
            }
            column.resize(before, String::new());
            column.push(cell);
            self.filled += 1;
        }
        self.sheet.lines.push(line);
        let (columns, rows) = (self.sheet.names.len(), self.sheet.lines.len());
        check_size(name, columns, rows)?;
        let cells = columns.saturating_mul(rows);
        if cells > SPARSE_FROM && cells / SPARSE > self.filled {
            let message = format!(
                "the rows have few names in common ({columns} columns in {rows} rows): give every row the same names"
            );
            return Err(Error::input(format!("{name}, row {line}"), message));
        }
        Ok(())
    }

    pub(super) fn finish(mut self, name: &str) -> Result<Sheet> {
        if self.sheet.lines.is_empty() || self.sheet.names.is_empty() {
            return Err(Error::input(name, "there is no row: give one JSON object a line"));
        }
        for column in &mut self.sheet.columns {
            column.resize(self.sheet.lines.len(), String::new());
        }
        check_names(name, &self.sheet.names)?;
        Ok(self.sheet)
    }
}

/// Checks the names of columns: none empty, none twice.
pub(crate) fn check_names(place: &str, names: &[String]) -> Result<()> {
    let mut seen = HashSet::new();
    for (at, name) in names.iter().enumerate() {
        if name.is_empty() {
            let message = format!("column {} has no name: give it one in the header", at + 1);
            return Err(Error::input(place, message));
        }
        if !seen.insert(name.as_str()) {
            let message = format!("two columns are called {}: rename one", shown(name));
            return Err(Error::input(place, message));
        }
    }
    Ok(())
}

pub(super) fn check_cell(place: impl Fn() -> String, cell: &str) -> Result<()> {
    if cell.len() > MAX_CELL {
        let message =
            "a cell has more than 1 MiB: is a quotation mark missing? otherwise leave the column out";
        return Err(Error::input(place(), message));
    }
    Ok(())
}

pub(super) fn check_size(name: &str, columns: usize, rows: usize) -> Result<()> {
    if columns > MAX_COLUMNS {
        let message = format!("the table has more than {MAX_COLUMNS} columns: keep those that you need");
        return Err(Error::input(name, message));
    }
    if columns.saturating_mul(rows) > MAX_CELLS {
        let message = "the table has more than 100 million cells: keep the columns and rows you need";
        return Err(Error::input(name, message));
    }
    Ok(())
}
