//! Text: its encoding, and which of the formats of text it is.

use super::json::{self, Json};
use super::{Sheet, csv, documents, json_lines, log, markdown, of_document, wandb_chart, yaml};
use crate::error::{Error, Result};
use bytes::Bytes;
use std::borrow::Cow;

/// The rows of a text; with `skip_bad`, lines with more or fewer cells than the header are left out and said.
pub(super) fn read(name: &str, bytes: &Bytes, skip_bad: bool) -> Result<Sheet> {
    let decoded = decoded(name, bytes)?;
    let text = decoded.as_ref();
    let logged = || log::read(text);
    let mut letters = text.chars().filter(|c| !c.is_whitespace());
    match (letters.next(), letters.next()) {
        (None, _) => Err(Error::input(name, "the file is empty: give a header line and rows")),
        (Some('{'), _) => object(name, text),
        (Some('['), Some('{' | ']')) => list(name, text),
        (Some('['), Some('[')) if json::is_one(text) => list(name, text),
        _ if markdown::is_table(text) => markdown::read(name, text),
        _ if let Some(sheet) = logged() => Ok(sheet),
        _ if yaml::is_document(text) => {
            let document = yaml::parse(name, text)?;
            let rows = || documents::list(name, &document);
            of_document(name, &document).or_else(rows).unwrap_or_else(|| yaml::no_table(name))
        }
        _ => {
            let bytes = match &decoded {
                // A byte order mark is left out.
                Cow::Borrowed(text) => bytes.slice(bytes.len().saturating_sub(text.len())..),
                Cow::Owned(text) => Bytes::copy_from_slice(text.as_bytes()),
            };
            let sheet = csv::read_with(name, &bytes, skip_bad);
            sheet.map(wandb_chart::long).map_err(|error| of_a_log(name, error))
        }
    }
}

/// What to say of a text that is called a log and is no table either.
fn of_a_log(name: &str, error: Error) -> Error {
    let is_called_a_log = [".log", ".out", ".err"].iter().any(|end| name.to_lowercase().ends_with(end));
    if !is_called_a_log {
        return error;
    }
    let message = format!(
        "too few lines hold a count and an outcome, such as `step 100, loss 3.2`, to read this text as a log; as a table: {error}"
    );
    Error::input(name, message)
}

/// One object is a document; several are rows.
fn object(name: &str, text: &str) -> Result<Sheet> {
    if !json::is_one(text) {
        return json_lines::read(name, text);
    }
    let document: Json = json::parse(name, text)?;
    of_document(name, &document).unwrap_or_else(|| json_lines::read(name, text))
}

/// A list of objects is rows, unless each is a table with a header.
fn list(name: &str, text: &str) -> Result<Sheet> {
    if text.contains("\"header\"") && text.contains("\"rows\"") {
        let document: Json = json::parse(name, text)?;
        if let Some(sheet) = of_document(name, &document) {
            return sheet;
        }
    }
    json_lines::read(name, text)
}

/// The bytes as text, without a byte order mark.
pub(super) fn decoded<'a>(name: &str, bytes: &'a [u8]) -> Result<Cow<'a, str>> {
    let wide = match bytes {
        [0xff, 0xfe, rest @ ..] => Some((rest, u16::from_le_bytes as fn([u8; 2]) -> u16)),
        [0xfe, 0xff, rest @ ..] => Some((rest, u16::from_be_bytes as fn([u8; 2]) -> u16)),
        _ => None,
    };
    if let Some((rest, of)) = wide {
        let units = rest.chunks(2).map(|pair| if let [a, b] = pair { of([*a, *b]) } else { 0xfffd });
        let text: std::result::Result<String, _> = char::decode_utf16(units).collect();
        return text.map(Cow::Owned).map_err(|_| {
            Error::input(name, "the text is not UTF-16, though it begins so: save it as UTF-8")
        });
    }
    if let Some(at) = memchr::memchr(0, bytes) {
        let place = format!("{name}, line {}", line_at(bytes, at));
        return Err(Error::input(
            place,
            "a NUL byte: the file is not text, or is in UTF-16 without a mark; save it as UTF-8",
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let place = format!("{name}, line {}", line_at(bytes, error.valid_up_to()));
        Error::input(place, "the text is not UTF-8: save the file as UTF-8")
    })?;
    Ok(Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text)))
}

/// The line, from 1, on which a byte stands.
fn line_at(bytes: &[u8], at: usize) -> usize {
    bytes.iter().take(at).filter(|byte| **byte == b'\n').count().saturating_add(1)
}
