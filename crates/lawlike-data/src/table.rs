//! A table as it was read: columns of cells, with the file and line of every row.

use crate::cells::{Cells, Raw, TextOf};
use crate::column::build::Below;
use crate::column::{Column, NO_ROW, short};
use crate::error::{Error, Result};
use crate::lines::Lines;
use crate::long::Long;
use crate::number;
use crate::reading::{self, Decimal, Evidence};
use crate::source::{self, Format, Opened, Opening, Sheet};
use crate::unit::ColumnUnit;
use crate::vocabulary;
use bytes::Bytes;
use lawlike::provenance::DataHash;
use lawlike::quantity::Quantity;
use lawlike_formula::{Predicate, Value};
use lawlike_num::parallel;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Of a table that comes from no file.
const NO_FILE: Format = Format::new("no file");

/// Rows that a run has at least on average, where a column of a plain table is taken to tell runs apart.
const ROWS_OF_RUN: usize = 3;
/// Parameters that a model has at least whose size is a plain number.
const LEAST_SIZE: f64 = 1e6;
/// Parameters, tokens or operations below which nobody speaks of a model.
const LEAST_COUNT: f64 = 1e3;
/// Names of tokens that an answer took.
const USAGE: [&str; 3] = ["output tokens", "completion tokens", "reasoning tokens"];
/// Counts of samples stay below.
const MOST_SAMPLES: f64 = 1e6;

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
        self.settle_letters();
        self.settle_size();
        self.settle_usage();
    }

    /// All tokens beside those of the output are what answers took, and not what a model was trained on.
    fn settle_usage(&mut self) {
        let words = |column: &TableColumn| vocabulary::plain(vocabulary::bare(&column.name));
        let is_output = |column: &TableColumn| USAGE.contains(&words(column).as_str());
        let is_thinking = |column: &TableColumn| column.named == Some(Quantity::ThinkingTokens);
        if self.columns.iter().any(is_output) {
            let named = (!self.columns.iter().any(is_thinking)).then_some(Quantity::ThinkingTokens);
            for column in self.columns.iter_mut().filter(|column| words(column) == "total tokens") {
                column.named = named;
            }
        }
    }

    /// A column called `size` and nothing else counts parameters where it says so of models, in millions and more.
    fn settle_size(&mut self) {
        let is_of_models = self.columns.iter().any(|column| vocabulary::is_model(&column.name));
        let has_parameters =
            self.columns.iter().any(|column| matches!(column.named, Some(Quantity::Parameters(_))));
        let is_large = |column: &TableColumn| match &column.cells {
            Cells::Number(numbers) => numbers.iter().all(|size| size.is_nan() || size >= LEAST_SIZE),
            Cells::Text(_) => false,
        };
        // `7B` and `350M` are sizes of models, `55G` is one of files.
        let says_so = |cell: &str| number::is_unknown(cell) || cell.contains(['b', 'B', 'M']);
        let has_letters = |column: &TableColumn| column.raw.iter().all(|cell| says_so(&cell));
        if !has_parameters {
            let is_size = |column: &&mut TableColumn| {
                vocabulary::plain(&column.name) == "size"
                    && column.named.is_none()
                    && is_large(column)
                    && (is_of_models || has_letters(column))
            };
            for column in self.columns.iter_mut().filter(is_size) {
                column.named = Some(Quantity::Parameters(lawlike::quantity::ParameterCount::Total));
            }
        }
    }

    /// A name of one letter says a count only where an outcome is named, and other counts are: the `n`, `k` and `d` of an
    /// algorithm are not parameters, samples and tokens.
    fn settle_letters(&mut self) {
        let is_outcome = |column: &TableColumn| column.named.is_some_and(Quantity::is_outcome);
        let letters = self
            .columns
            .iter()
            .filter(|column| vocabulary::is_letter(&column.name) && column.named.is_some())
            .count();
        let long =
            self.columns.iter().any(|column| !vocabulary::is_letter(&column.name) && is_outcome(column));
        let loss = self.columns.iter().any(|column| column.name.trim() == "L");
        let upper = |column: &TableColumn| column.name.chars().all(|c| !c.is_lowercase());
        let is_loss = |column: &TableColumn| matches!(column.named, Some(Quantity::Loss(_)));
        let has_loss = loss || self.columns.iter().any(is_loss);
        let is_size = |column: &TableColumn| column.named.is_some_and(Quantity::is_size);
        for column in self.columns.iter_mut().filter(|column| vocabulary::is_letter(&column.name)) {
            if !(long || loss || upper(column)) {
                column.named = None;
            } else if (column.name.trim() == "n" || column.name.trim() == "N" && !has_loss)
                && counts_from_one(column)
            {
                column.named = Some(Quantity::Samples);
            } else if !has_loss && is_size(column) && is_small(column) {
                // Nobody trains a model of a few hundred parameters; a loss beside them says that they may be millions.
                column.named = None;
            } else if column.name.trim() == "L" && letters > 0 && !long {
                column.named = Some(Quantity::Loss(lawlike::quantity::LossUnit::Nats));
            }
        }
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

/// Whether whole numbers begin with one and stay small, as counts of samples do and sizes do not.
fn counts_from_one(column: &TableColumn) -> bool {
    let Cells::Number(numbers) = &column.cells else { return false };
    let mut known = numbers.iter().filter(|value| !value.is_nan());
    let is_count = |value: f64| value.fract() == 0.0 && (1.0..MOST_SAMPLES).contains(&value);
    known.all(is_count) && numbers.iter().any(|value| value == 1.0)
}

/// Whether all numbers are below what any size of a model, its data or its compute is.
fn is_small(column: &TableColumn) -> bool {
    let Cells::Number(numbers) = &column.cells else { return false };
    numbers.iter().all(|value| value.is_nan() || value < LEAST_COUNT)
}

/// A cell as a predicate sees it.
fn value(column: &TableColumn, row: usize) -> Value {
    match &column.cells {
        _ if column.is_missing(row) => Value::Missing,
        Cells::Number(values) => Value::Number(values.at(row)),
        Cells::Text(texts) => texts.get(row).map_or(Value::Missing, |text| Value::Text(text.to_owned())),
    }
}
