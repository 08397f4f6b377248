//! A table as it was read: columns of cells, with the file and line of every row.

use crate::error::{Error, Result};
use crate::number;
use crate::source::{self, Sheet};
use crate::unit::Unit;
use lawlike::provenance::DataHash;
use lawlike_formula::{Predicate, Value};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::PathBuf;

/// The format of a file, recognised by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text separated by commas or semicolons.
    Csv,
    /// Text separated by tabs.
    Tsv,
    /// One JSON object a row, or a JSON array of objects.
    JsonLines,
    /// Apache Parquet.
    Parquet,
}

/// The cells of a column, understood.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells {
    /// Every cell that is not missing is a number. A missing cell is NaN; the words `nan` and `inf` keep their
    /// value, and the raw text tells them from missing ones.
    Number(Vec<f64>),
    /// At least one cell is not a number. A missing cell is `None`.
    Text(Vec<Option<String>>),
}

/// A column of a table: one cell a row.
#[derive(Debug, Clone, PartialEq)]
pub struct TableColumn {
    /// Name in the header.
    pub name: String,
    /// The cells, understood.
    pub cells: Cells,
    /// The cells as they stand in the file.
    pub raw: Vec<String>,
    /// The unit in which they are written, by the header or by the user.
    pub unit: Unit,
}

/// One or more files of rows with named columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Names of the files, for messages.
    pub name: String,
    /// Format of the first file.
    pub format: Format,
    /// The columns, in the order in which they were first met.
    pub columns: Vec<TableColumn>,
    /// Line in its file of each row (number of the row for Parquet).
    pub lines: Vec<usize>,
    /// The files read, with checksums.
    pub files: Vec<DataHash>,
    /// File of each row, as an index into `files`.
    pub file_of_row: Vec<u32>,
}

impl TableColumn {
    pub(crate) fn new(name: String, raw: Vec<String>) -> Self {
        let cells = understood(&raw);
        let unit = Unit::of_header(&name);
        Self { name, cells, raw, unit }
    }

    /// Whether the cell of a row is missing: empty, `NA`, `null` or `None`.
    pub fn is_missing(&self, row: usize) -> bool {
        self.raw.get(row).is_none_or(|cell| number::is_missing(cell))
    }
}

impl Table {
    /// Reads files and puts their rows below one another, columns by name.
    ///
    /// `-` is standard input. Where a file lacks a column of another, the cells are missing.
    ///
    /// # Errors
    /// A file cannot be opened or understood; the error names file, line and column.
    pub fn read(paths: &[PathBuf]) -> Result<Self> {
        if paths.is_empty() {
            return Err(Error::input("", "no file was given: name one, or `-` for standard input"));
        }
        let mut sources = Vec::with_capacity(paths.len());
        for path in paths {
            let (name, bytes) = source::open(path)?;
            sources.push((hash(&name, &bytes), source::read(&name, &bytes)?));
        }
        Ok(Self::join(sources))
    }

    /// Reads one file that is already in memory; the name is used in messages.
    ///
    /// # Errors
    /// The bytes cannot be understood; the error names line and column.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self> {
        Ok(Self::join(vec![(hash(name, bytes), source::read(name, bytes)?)]))
    }

    fn join(sources: Vec<(DataHash, Sheet)>) -> Self {
        let names: Vec<&str> = sources.iter().map(|(file, _)| file.name.as_str()).collect();
        let mut table = Self {
            name: names.join(", "),
            format: sources.first().map_or(Format::Csv, |(_, sheet)| sheet.format),
            columns: Vec::new(),
            lines: Vec::new(),
            files: Vec::new(),
            file_of_row: Vec::new(),
        };
        let mut columns: Vec<(String, Vec<String>)> = Vec::new();
        let mut place: HashMap<String, usize> = HashMap::new();
        for (file, (hash, sheet)) in sources.into_iter().enumerate() {
            let before = table.lines.len();
            let rows = sheet.lines.len();
            for (name, cells) in sheet.names.into_iter().zip(sheet.columns) {
                let at = *place.entry(name).or_insert_with_key(|name| {
                    columns.push((name.clone(), Vec::new()));
                    columns.len() - 1
                });
                let column = &mut columns[at].1;
                column.resize(before, String::new());
                if before == 0 { *column = cells } else { column.extend(cells) }
            }
            table.lines.extend(sheet.lines);
            table.file_of_row.resize(before + rows, u32::try_from(file).unwrap_or(u32::MAX));
            table.files.push(hash);
        }
        let rows = table.lines.len();
        table.columns = columns
            .into_iter()
            .map(|(name, mut raw)| {
                raw.resize(rows, String::new());
                TableColumn::new(name, raw)
            })
            .collect();
        table
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&TableColumn> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.lines.len()
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
                let place = format!("{}, {} {}", self.file(row), self.line_word(false), self.lines[row]);
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
        let columns = self.columns.iter().map(|column| {
            let raw = rows.iter().map(|row| column.raw[*row].clone()).collect();
            TableColumn { unit: column.unit, ..TableColumn::new(column.name.clone(), raw) }
        });
        Self {
            name: self.name.clone(),
            format: self.format,
            columns: columns.collect(),
            lines: rows.iter().map(|row| self.lines[*row]).collect(),
            files: self.files.clone(),
            file_of_row: rows.iter().map(|row| self.file_of_row[*row]).collect(),
        }
    }

    /// The error that no column bears a name, with the names that there are.
    pub(crate) fn no_column(&self, name: &str) -> Error {
        let same = |column: &&TableColumn| column.name.to_lowercase() == name.to_lowercase();
        let message = match self.columns.iter().find(same) {
            Some(near) => format!("no column `{name}`: did you mean `{}`?", near.name),
            None => {
                let mut names: Vec<String> =
                    self.columns.iter().take(30).map(|column| format!("`{}`", column.name)).collect();
                if self.columns.len() > names.len() {
                    names.push(format!("and {} more", self.columns.len() - names.len()));
                }
                format!("no column `{name}`: the columns are {}", names.join(", "))
            }
        };
        Error::columns(&self.name, message)
    }

    /// The place of a cell: "runs.csv, line 17, column `loss`".
    pub(crate) fn place(&self, row: usize, column: &str) -> String {
        format!("{}, {} {}, column `{column}`", self.file(row), self.line_word(false), self.lines[row])
    }

    /// The places of the first five rows: "runs.csv, lines 4, 9, 17".
    pub(crate) fn places(&self, rows: &[usize]) -> String {
        let mut files: Vec<(&str, Vec<String>)> = Vec::new();
        for row in rows.iter().take(5) {
            let (file, line) = (self.file(*row), self.lines[*row].to_string());
            match files.last_mut() {
                Some((last, lines)) if *last == file => lines.push(line),
                _ => files.push((file, vec![line])),
            }
        }
        let places: Vec<String> = files
            .iter()
            .map(|(file, lines)| format!("{file}, {} {}", self.line_word(lines.len() > 1), lines.join(", ")))
            .collect();
        let more = if rows.len() > 5 { ", ..." } else { "" };
        format!("{}{more}", places.join("; "))
    }

    fn file(&self, row: usize) -> &str {
        self.files.get(self.file_of_row[row] as usize).map_or(&self.name, |file| &file.name)
    }

    fn line_word(&self, many: bool) -> &'static str {
        match (self.format, many) {
            (Format::Parquet, false) => "row",
            (Format::Parquet, true) => "rows",
            (_, false) => "line",
            (_, true) => "lines",
        }
    }
}

/// A cell as a predicate sees it.
fn value(column: &TableColumn, row: usize) -> Value {
    match &column.cells {
        _ if column.is_missing(row) => Value::Missing,
        Cells::Number(values) => Value::Number(values[row]),
        Cells::Text(texts) => texts[row].clone().map_or(Value::Missing, Value::Text),
    }
}

fn understood(raw: &[String]) -> Cells {
    let mut numbers = Vec::with_capacity(raw.len());
    for cell in raw {
        match number::parse(cell) {
            Some(value) => numbers.push(value),
            None if number::is_missing(cell) => numbers.push(f64::NAN),
            None => return Cells::Text(raw.iter().map(|cell| text(cell)).collect()),
        }
    }
    Cells::Number(numbers)
}

fn text(cell: &str) -> Option<String> {
    (!number::is_missing(cell)).then(|| cell.trim().to_owned())
}

fn hash(name: &str, bytes: &[u8]) -> DataHash {
    let digest = Sha256::digest(bytes);
    DataHash { name: name.to_owned(), sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect() }
}
