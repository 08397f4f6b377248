//! Quotation marks, checked before a table is read: a stray one swallows rows without a word.

use crate::error::{Error, Result};

/// Cells that span lines.
pub(super) struct Quotes {
    spanning: Vec<usize>,
}

/// Where a byte stands in the grammar of a cell.
#[derive(Clone, Copy, PartialEq)]
enum State {
    /// At the start of a cell.
    Start,
    /// Within a cell without quotation marks.
    Plain,
    /// Within quotation marks.
    Quoted,
    /// After a quotation mark within quotation marks: it closes, or is doubled.
    Closed,
}

impl Quotes {
    /// Walks over a text that begins after so many lines.
    ///
    /// # Errors
    /// Text follows a closing quotation mark, or one is not closed.
    pub(super) fn check(name: &str, text: &str, (delimiter, before): (u8, usize)) -> Result<Self> {
        let mut quotes = Self { spanning: Vec::new() };
        if !text.contains('"') {
            return Ok(quotes);
        }
        let (mut state, mut line, mut opened) = (State::Start, before + 1, before + 1);
        for byte in text.bytes() {
            let ends = byte == delimiter || byte == b'\n' || byte == b'\r';
            state = match (state, byte) {
                (State::Start, b'"') => {
                    opened = line;
                    State::Quoted
                }
                (State::Quoted, b'"') => State::Closed,
                (State::Quoted, _) => State::Quoted,
                (State::Closed, b'"') => State::Quoted,
                (State::Closed, _) if !ends => return Err(stray(name, line, opened)),
                _ if ends => State::Start,
                _ => State::Plain,
            };
            if byte == b'\n' {
                if state == State::Quoted && quotes.spanning.last() != Some(&opened) {
                    quotes.spanning.push(opened);
                }
                line += 1;
            }
        }
        if state == State::Quoted {
            let message = "a quotation mark opened in this row is not closed: the file may be cut off";
            return Err(Error::input(format!("{name}, line {opened}"), message));
        }
        Ok(quotes)
    }

    /// What is worth knowing about them.
    pub(super) fn said(&self) -> Option<String> {
        let first = self.spanning.first()?;
        let cells = if self.spanning.len() == 1 {
            "1 cell spans lines".to_owned()
        } else {
            format!("{} cells span lines", self.spanning.len())
        };
        Some(format!("{cells}, the first from line {first}: a stray quotation mark would look the same"))
    }
}

fn stray(name: &str, line: usize, opened: usize) -> Error {
    let message = format!(
        "text follows a closing quotation mark (opened in line {opened}): a quotation mark is missing or too many; double \
         those that belong to a text"
    );
    Error::input(format!("{name}, line {line}"), message)
}
