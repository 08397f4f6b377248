//! A table as it was read: columns of cells, with the file and line of every row.

mod rows;
mod settle;

use crate::cells::{Cells, Raw, TextOf};
use crate::column::Column;
use crate::column::build::Below;
use crate::error::{Error, Result};
use crate::lines::Lines;
use crate::long::Long;
use crate::reading::{self, Decimal, Evidence};
use crate::source::{self, Format, Opened, Opening, Sheet};
use crate::unit::ColumnUnit;
use crate::vocabulary;
use bytes::Bytes;
use lawlike::provenance::DataHash;
use lawlike::quantity::Quantity;
use lawlike_num::parallel;
use std::collections::HashMap;
use std::path::PathBuf;

/// Of a table that comes from no file.
const NO_FILE: Format = Format::new("no file");

/// Rows that a run has at least on average, where a column of a plain table is taken to tell runs apart.
const ROWS_OF_RUN: usize = 3;

/// A column of a table: one cell a row.
#[derive(Debug, Clone, PartialEq)]
pub struct TableColumn {
    /// Name in the header.
    pub name: String,
    /// The cells, understood.
    pub cells: Cells,
    /// The cells as they stand in the file.
    pub raw: Raw,
    /// The unit in which they are written, by the header or by the user.
    pub unit: ColumnUnit,
    /// What the name says that the column measures.
    pub(crate) named: Option<Quantity>,
    /// Why cells that look like numbers are read as text.
    pub(crate) doubt: Option<String>,
    /// What a column of text holds.
    pub(crate) text_of: TextOf,
}

/// How files are read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reader {
    /// What a comma within a number means (`--decimal`); found from each column if none.
    pub decimal: Option<Decimal>,
    /// Whether files of a folder that cannot be read are passed over (`--skip-bad`).
    pub skip_bad: bool,
    /// Whether samples of evaluations are counted by item, instead of a row a score of the whole evaluation.
    pub items: bool,
    /// Which columns become rows (`--long`).
    pub long: Option<Long>,
    /// A second table whose columns are joined to every row, and the column by which (`--join`, `--on`).
    pub join: Option<(PathBuf, String)>,
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
    pub lines: Lines,
    /// The files read, with checksums.
    pub files: Vec<DataHash>,
    /// File of each row, as an index into `files`.
    pub file_of_row: Vec<u32>,
    /// What was recognised and mended while reading, one sentence each.
    pub said: Vec<String>,
    /// The column that tells runs apart, if the rows of a run hang together.
    pub run: Option<String>,
    /// The outcome that the format puts first.
    pub headline: Option<String>,
    /// What a comma in a number means, by the user's word.
    pub(crate) decimal: Option<Decimal>,
    /// What the columns show of decimals.
    pub(crate) evidence: Evidence,
}

impl TableColumn {
    pub(crate) fn new(name: String, column: Column) -> Self {
        Self::read(name, column, None, Evidence::default()).0
    }

    /// The column, and what was done to read it.
    fn read(
        name: String,
        column: Column,
        decimal: Option<Decimal>,
        evidence: Evidence,
    ) -> (Self, Option<String>) {
        let named = vocabulary::quantity(&name);
        let reading = reading::read(&name, named.is_some(), &column, decimal, evidence);
        let unit = match reading.unit {
            // Cells that say `70M` need no unit of the header.
            ColumnUnit::One if reading.has_suffixes => ColumnUnit::One,
            ColumnUnit::One => vocabulary::factor(&name).map_or(ColumnUnit::One, ColumnUnit::Times),
            unit => unit,
        };
        let doubt = reading.doubt;
        let raw = match &reading.cells {
            Cells::Text(texts) => Column::Words(texts.words.clone()),
            Cells::Number(_) => column,
        };
        let text_of = TextOf::new(&reading.cells);
        (Self { name, cells: reading.cells, raw: Raw::new(raw), unit, named, doubt, text_of }, reading.said)
    }

    /// Whether the cell of a row is missing: empty, `NA`, `null` or `None`.
    pub fn is_missing(&self, row: usize) -> bool {
        match &self.cells {
            Cells::Number(numbers) => numbers.at(row).is_nan(),
            Cells::Text(texts) => texts.get(row).is_none(),
        }
    }
}

impl Table {
    /// Reads files and puts their rows below one another, columns by name.
    ///
    /// `-` is standard input; a folder is the runs in it. Where a file lacks a column of another, the cells are missing.
    ///
    /// # Errors
    /// A file cannot be opened or understood; the error names file, line and column.
    pub fn read(paths: &[PathBuf]) -> Result<Self> {
        Self::read_with(paths, &Reader::default())
    }

    /// As [`Table::read`], with options.
    ///
    /// # Errors
    /// As [`Table::read`].
    pub fn read_with(paths: &[PathBuf], reader: &Reader) -> Result<Self> {
        if paths.is_empty() {
            return Err(Error::input("", "no file was given: name one, or `-` for standard input"));
        }
        let opening = Opening { skip_bad: reader.skip_bad, items: reader.items };
        let open = |path: PathBuf| {
            let Opened { name, hash, sheet } = source::open(&path, opening)?;
            Ok((DataHash { name, sha256: hash }, sheet))
        };
        let sources: Result<Vec<_>> = parallel::each(source::expanded(paths)?, 0, open).into_iter().collect();
        let mut table = Self::join(sources?, reader.decimal);
        if table.run.is_none() {
            table.run = table.repeated_run();
        }
        if let Some((path, key)) = &reader.join {
            let plain = Reader { join: None, long: None, ..reader.clone() };
            table = table.joined(&Self::read_with(std::slice::from_ref(path), &plain)?, key)?;
        }
        match &reader.long {
            Some(long) => table.long(long),
            None => Ok(table),
        }
    }

    /// A column with these cells, and what was done to read it.
    pub(crate) fn anew(&self, name: String, cells: Column) -> (TableColumn, Option<String>) {
        TableColumn::read(name, cells, self.decimal, self.evidence)
    }

    /// Reads one file that is already in memory; the name is used in messages.
    ///
    /// # Errors
    /// The bytes cannot be understood; the error names line and column.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self> {
        let hash = DataHash { name: name.to_owned(), sha256: source::hash(bytes) };
        Ok(Self::join(vec![(hash, source::read(name, &Bytes::copy_from_slice(bytes))?)], None))
    }

    pub(crate) fn join(sources: Vec<(DataHash, Sheet)>, decimal: Option<Decimal>) -> Self {
        let names: Vec<&str> = sources.iter().map(|(file, _)| file.name.as_str()).collect();
        let names_count = names.len();
        let mut table = Self::empty(names.join(", "), sources.first().map_or(NO_FILE, |(_, s)| s.format));
        table.decimal = decimal;
        let mut columns: Vec<(String, Below)> = Vec::new();
        let mut place: HashMap<String, usize> = HashMap::new();
        for (file, (hash, sheet)) in sources.into_iter().enumerate() {
            let before = table.lines.len();
            let rows = sheet.lines.len();
            for said in sheet.said {
                let said = if names_count > 1 { format!("{}: {said}", hash.name) } else { said };
                table.said.extend((!table.said.contains(&said)).then_some(said));
            }
            table.run = table.run.or(sheet.run);
            table.headline = table.headline.or(sheet.headline);
            for (name, cells) in sheet.names.into_iter().zip(sheet.columns) {
                let at = *place.entry(name).or_insert_with_key(|name| {
                    columns.push((name.clone(), Below::default()));
                    columns.len() - 1
                });
                columns[at].1.add(before, cells);
            }
            table.lines.append(&sheet.lines);
            table.file_of_row.resize(before + rows, u32::try_from(file).unwrap_or(u32::MAX));
            table.files.push(hash);
        }
        let rows = table.lines.len();
        table.understand(columns.into_iter().map(|(name, cells)| (name, cells.finish(rows))).collect());
        table
    }

    /// A table without rows.
    pub(crate) fn empty(name: String, format: Format) -> Self {
        Self {
            name,
            format,
            columns: Vec::new(),
            lines: Lines::default(),
            files: Vec::new(),
            file_of_row: Vec::new(),
            said: Vec::new(),
            run: None,
            headline: None,
            decimal: None,
            evidence: Evidence::default(),
        }
    }

    /// Takes these columns for what their cells say.
    pub(crate) fn understand(&mut self, columns: Vec<(String, Column)>) {
        // What columns show of decimals matters only where some cell has a comma.
        let has_commas = columns.iter().any(|(_, column)| reading::has_commas(column));
        for (_, column) in columns.iter().filter(|_| has_commas) {
            let shown = reading::evidence(column);
            self.evidence.point |= shown.point;
            self.evidence.comma |= shown.comma;
        }
        let (decimal, evidence) = (self.decimal, self.evidence);
        let read = |(name, column)| TableColumn::read(name, column, decimal, evidence);
        for (column, said) in parallel::each(columns, 0, read) {
            self.said.extend(said);
            self.columns.push(column);
        }
        self.settle();
    }

    /// A column that is called a run and holds at least two values, each in several rows.
    pub(crate) fn repeated_run(&self) -> Option<String> {
        let column = self.columns.iter().find(|column| vocabulary::is_run(&column.name))?;
        let words = column.raw.names();
        let filled: Vec<(u32, usize)> =
            words.used().into_iter().filter(|(code, _)| !words.dictionary.get(*code).is_empty()).collect();
        let all: usize = filled.iter().map(|(_, count)| count).sum();
        (filled.len() > 1 && all >= ROWS_OF_RUN * filled.len()).then(|| column.name.clone())
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&TableColumn> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// The error that no column bears a name, with the names that there are.
    pub(crate) fn no_column(&self, name: &str) -> Error {
        let known = self.columns.iter().map(|column| column.name.as_str());
        let message = match lawlike_formula::did_you_mean(name, known, vocabulary::quoted) {
            Some(asked) => format!("no column `{name}`: {asked}"),
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
        format!("{}, {} {}, column `{column}`", self.file(row), self.line_word(false), self.lines.get(row))
    }

    /// The places of the first five rows: "runs.csv, lines 4, 9, 17".
    pub(crate) fn places(&self, rows: &[usize]) -> String {
        let mut files: Vec<(&str, Vec<String>)> = Vec::new();
        for row in rows.iter().take(5) {
            let (file, line) = (self.file(*row), self.lines.get(*row).to_string());
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
        match (self.format.has_lines(), many) {
            (false, false) => "row",
            (false, true) => "rows",
            (true, false) => "line",
            (true, true) => "lines",
        }
    }
}
