//! Sources of rows: a file is opened, its format recognised by content, and read by the file of that format.
//!
//! To add a format, write a file beside this one that makes a [`Sheet`] and has a `KIND` (bytes) or a `DOC` (JSON and
//! YAML), add its `mod` line, and add it to [`KINDS`] or [`DOCS`].

// Bytes of others come in here: no place is taken for granted, and no sum for small.
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::string_slice))]

mod arrow;
mod bytes;
mod csv;
mod database;
mod documents;
mod folder;
mod format;
mod grow;
mod helm;
#[cfg(test)]
mod hostile;
mod inspect;
mod json;
mod json_lines;
mod leaderboard;
mod lm_eval;
mod load;
mod log;
mod markdown;
mod metr;
mod mlflow;
mod pages;
mod parquet;
mod paths;
mod prices;
mod protobuf;
mod runs;
mod sheet;
mod spreadsheet;
mod sqlite;
mod tensorboard;
mod text;
mod trainer;
mod unpack;
mod wandb;
mod wandb_chart;
mod yaml;
mod zip;

pub use format::Format;
pub use paths::files;
pub(crate) use paths::{expanded, open};
pub(crate) use sheet::{Opened, Sheet};

use crate::error::{Error, Result};
use ::bytes::Bytes;
use json::Json;
use sha2::{Digest, Sha256};
use sheet::check_cell;
pub(crate) use sheet::{check_names, check_size};

/// Greatest size of a file, in bytes.
const MAX_FILE: u64 = 2 << 30;

/// How files are opened.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Opening {
    /// Files of a folder that cannot be read, and lines of a text with other cells than its header, are passed over.
    pub(crate) skip_bad: bool,
    /// Samples of evaluations are counted by item.
    pub(crate) items: bool,
}

/// A format that is recognised from its bytes.
struct Kind {
    /// Whether the bytes are of this format.
    is: fn(&[u8]) -> bool,
    /// The rows; the name is for messages.
    read: fn(&str, &Bytes) -> Result<Sheet>,
}

/// A format that is recognised in a document of JSON or YAML.
struct Doc {
    is: fn(&Json) -> bool,
    read: fn(&str, &Json) -> Result<Sheet>,
}

/// Formats of bytes, in the order in which they are tried; what none knows is text.
const KINDS: &[&Kind] = &[
    &parquet::KIND,
    &arrow::KIND,
    &spreadsheet::KIND,
    &inspect::KIND,
    &database::KIND,
    &wandb::KIND,
    &tensorboard::KIND,
];

/// Formats of documents, in the order in which they are tried; the layouts that people invent come last.
const DOCS: &[&Doc] = &[
    &trainer::DOC,
    &lm_eval::DOC,
    &inspect::DOC,
    &helm::TABLE,
    &helm::LONE,
    &metr::DOC,
    &prices::DOC,
    &documents::DOC,
];

/// How files begin that hold no table we read, and what to do with them.
const FOREIGN: &[(&[u8], &str)] = &[
    (b"FEA1", "this is a Feather file of the first version: write it anew as version 2, or as Parquet"),
    (b"\xfd7zXZ", "this file is compressed with xz: unpack it first"),
    (b"BZh", "this file is compressed with bzip2: unpack it first"),
    (b"Obj\x01", "this is an Avro file: save the table as CSV or Parquet"),
    (b"GGUF\x03\0\0\0", "these are the weights of a model: name a file of its measurements"),
    (b"\x89HDF", "this is an HDF5 file: save the table as CSV or Parquet"),
    (b"\xd0\xcf\x11\xe0", "this is an old Excel file: save it as .xlsx or CSV"),
    (b"%PDF", "this is a PDF: copy its table into a CSV file"),
    (b"\x93NUMPY", "this is a NumPy array: save a table with named columns as CSV or Parquet"),
    (b"\x80\x04\x95", "this is a Python pickle, which is never loaded: save the table as CSV or Parquet"),
    (
        b"PK\x03\x04",
        "this is a zip archive that holds no spreadsheet and no evaluation log: unpack it, or export the table as CSV",
    ),
];

/// The rows of a file that is opened in a way.
fn read_as(name: &str, bytes: &Bytes, opening: Opening) -> Result<Sheet> {
    let items = if opening.items { inspect::items(name, bytes) } else { None };
    items.unwrap_or_else(|| of_bytes(name, bytes, opening.skip_bad).map(leaderboard::mend))
}

/// The rows of a file, whatever its format.
pub(crate) fn read(name: &str, bytes: &Bytes) -> Result<Sheet> {
    read_as(name, bytes, Opening::default())
}

fn of_bytes(name: &str, bytes: &Bytes, skip_bad: bool) -> Result<Sheet> {
    let bytes = &unpack::unpack(name, bytes)?;
    if let Some(kind) = KINDS.iter().find(|kind| (kind.is)(bytes)) {
        return (kind.read)(name, bytes);
    }
    match FOREIGN.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        Some((_, message)) => Err(Error::input(name, *message)),
        None => text::read(name, bytes, skip_bad),
    }
}

/// The rows of a document, by the first format that knows it; none if it is one row or a list of rows.
fn of_document(name: &str, document: &Json) -> Option<Result<Sheet>> {
    DOCS.iter().find(|doc| (doc.is)(document)).map(|doc| (doc.read)(name, document))
}

/// SHA-256 of bytes, in hexadecimal digits.
pub(crate) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
