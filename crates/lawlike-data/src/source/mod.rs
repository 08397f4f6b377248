//! Sources of rows: a file is opened, its format recognised by content, and read by the file of that format.
//!
//! To add a format, write a file beside this one that makes a [`Sheet`], and add a line to [`read`].

mod csv;
mod json_lines;
mod pages;
mod parquet;

use crate::error::{Error, Result};
use crate::number::shown;
use crate::table::Format;
use std::collections::HashSet;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

/// Greatest size of a file, in bytes.
const MAX_FILE: u64 = 2 << 30;
/// Greatest size of a cell, in bytes.
const MAX_CELL: usize = 1 << 20;
/// Greatest number of cells of a file.
const MAX_CELLS: usize = 100_000_000;

/// The rows of one file as text.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) format: Format,
    pub(crate) names: Vec<String>,
    /// The cells, by column.
    pub(crate) columns: Vec<Vec<String>>,
    /// Line of the file of each row.
    pub(crate) lines: Vec<usize>,
}

/// How files begin that hold no table we read, and what to do with them.
const FOREIGN: &[(&[u8], &str)] = &[
    (b"ARROW1", "this is an Arrow or Feather file: convert it to Parquet or CSV"),
    (b"\x1f\x8b", "this file is compressed with gzip: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "this file is compressed with zstd: unpack it first"),
    (b"\xfd7zXZ", "this file is compressed with xz: unpack it first"),
    (b"BZh", "this file is compressed with bzip2: unpack it first"),
    (b"PK\x03\x04", "this is a zip archive or a spreadsheet: export the table as CSV"),
    (b"SQLite format 3", "this is an SQLite database: export the table as CSV"),
    (b"\x80\x04\x95", "this is a Python pickle, which is never loaded: save the table as CSV or Parquet"),
];

/// The name and the bytes of a file; `-` is standard input.
pub(crate) fn open(path: &Path) -> Result<(String, Vec<u8>)> {
    if path.as_os_str() == "-" {
        let name = "standard input";
        return Ok((name.to_owned(), read_all(name, std::io::stdin().lock())?));
    }
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let place = path.to_string_lossy();
    if path.is_dir() {
        return Err(Error::input(place, "this is a folder: name the files in it"));
    }
    let file = File::open(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Error::input(
            place.as_ref(),
            "there is no such file: check its name; `lawlike data` lists the sets that come with the program",
        ),
        _ => Error::input(place.as_ref(), format!("the file cannot be opened: {error}")),
    })?;
    let bytes = read_all(&place, file)?;
    Ok((name, bytes))
}

fn read_all(place: &str, source: impl Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source
        .take(MAX_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Error::input(place, format!("reading failed: {error}")))?;
    if bytes.len() as u64 > MAX_FILE {
        return Err(Error::input(place, "the file has more than 2 GiB: keep the columns and rows you need"));
    }
    Ok(bytes)
}

/// The rows of a file, whatever its format.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Sheet> {
    if bytes.starts_with(b"PAR1") {
        return parquet::read(name, bytes);
    }
    if let Some((_, message)) = FOREIGN.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(Error::input(name, *message));
    }
    let text = text(name, bytes)?;
    let mut letters = text.chars().filter(|c| !c.is_whitespace());
    match (letters.next(), letters.next()) {
        (None, _) => Err(Error::input(name, "the file is empty: give a header line and rows")),
        (Some('{'), _) | (Some('['), Some('{' | ']')) => json_lines::read(name, text),
        _ => csv::read(name, text),
    }
}

/// The bytes as text, without a byte order mark.
fn text<'a>(name: &str, bytes: &'a [u8]) -> Result<&'a str> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(Error::input(name, "the file is in UTF-16: save it as UTF-8"));
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        let place = format!("{name}, line {}", line_at(bytes, at));
        return Err(Error::input(
            place,
            "a NUL byte: the file is not text, or is in UTF-16; save it as UTF-8",
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let place = format!("{name}, line {}", line_at(bytes, error.valid_up_to()));
        Error::input(place, "the text is not UTF-8: save the file as UTF-8")
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// The line, from 1, on which a byte stands.
fn line_at(bytes: &[u8], at: usize) -> usize {
    1 + bytes.iter().take(at).filter(|byte| **byte == b'\n').count()
}

/// Checks the names of columns: none empty, none twice.
fn check_names(place: &str, names: &[String]) -> Result<()> {
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

fn check_cell(place: impl Fn() -> String, cell: &str) -> Result<()> {
    if cell.len() > MAX_CELL {
        let message =
            "a cell has more than 1 MiB: is a quotation mark missing? otherwise leave the column out";
        return Err(Error::input(place(), message));
    }
    Ok(())
}

fn check_size(name: &str, columns: usize, rows: usize) -> Result<()> {
    if columns.saturating_mul(rows) > MAX_CELLS {
        let message = "the table has more than 100 million cells: keep the columns and rows you need";
        return Err(Error::input(name, message));
    }
    Ok(())
}
