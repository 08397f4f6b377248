//! Text of separated values by place: where each row begins. A cell is found again by walking along its row.

use bytes::Bytes;
use memchr::memchr3;
use std::borrow::Cow;
use std::ops::Range;

/// The mark that lets a cell hold separators.
const QUOTE: u8 = b'"';

/// The rows of a text that is UTF-8.
#[derive(Debug)]
pub(crate) struct Rows {
    pub(crate) text: Bytes,
    pub(crate) delimiter: u8,
    /// The byte at which each row begins.
    pub(crate) starts: Vec<u32>,
}

/// A cell, as it was found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    /// Its bytes; with quotation marks, those between them.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether quotation marks surround it.
    pub(crate) is_quoted: bool,
    /// Where the next cell begins, or the row ends.
    pub(crate) next: usize,
    /// Whether it is the last of its row.
    pub(crate) is_last: bool,
}

impl Found {
    /// The cell that begins at a byte.
    #[inline]
    pub(crate) fn at(bytes: &[u8], start: usize, delimiter: u8) -> Self {
        if bytes.get(start) == Some(&QUOTE) {
            return Self::quoted(bytes, start + 1, delimiter);
        }
        let rest = bytes.get(start..).unwrap_or_default();
        let end = start + memchr3(delimiter, b'\n', b'\r', rest).unwrap_or(rest.len());
        Self::ended(bytes, start..end, end, delimiter, false)
    }

    /// The cell of a column of the row that begins at a byte.
    pub(crate) fn in_row(bytes: &[u8], start: usize, column: usize, delimiter: u8) -> Option<Self> {
        let mut found = Self::at(bytes, start, delimiter);
        for _ in 0..column {
            if found.is_last {
                return None;
            }
            found = Self::at(bytes, found.next, delimiter);
        }
        Some(found)
    }

    fn quoted(bytes: &[u8], start: usize, delimiter: u8) -> Self {
        let mut at = start;
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            let Some(mark) = memchr::memchr(QUOTE, rest) else {
                return Self::ended(bytes, start..bytes.len(), bytes.len(), delimiter, true);
            };
            at += mark + 1;
            if bytes.get(at) != Some(&QUOTE) {
                return Self::ended(bytes, start..at - 1, at, delimiter, true);
            }
            at += 1;
        }
    }

    /// The cell with these bytes, whose separator or end of line stands at `mark`.
    fn ended(bytes: &[u8], own: Range<usize>, mark: usize, delimiter: u8, is_quoted: bool) -> Self {
        let is_last = bytes.get(mark) != Some(&delimiter);
        Self { start: own.start, end: own.end, is_quoted, next: mark + usize::from(!is_last), is_last }
    }

    /// The text of the cell, doubled quotation marks written once.
    #[inline]
    pub(crate) fn text(self, bytes: &str) -> Cow<'_, str> {
        let text = bytes.get(self.start..self.end).unwrap_or_default();
        if self.is_quoted && text.contains('"') {
            Cow::Owned(text.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(text)
        }
    }
}

impl Rows {
    /// The text of a cell.
    pub(crate) fn cell(&self, row: usize, column: usize) -> Cow<'_, str> {
        let found = |start: &u32| Found::in_row(&self.text, *start as usize, column, self.delimiter);
        let Some(found) = self.starts.get(row).and_then(found) else {
            return Cow::Borrowed("");
        };
        let bytes = self.text.get(found.start..found.end).unwrap_or_default();
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        Found { start: 0, end: text.len(), ..found }.text(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_by_place() {
        let text = "a,\"b,\"\"c\"\"\n d\",\r\n1,,3";
        let rows = Rows { text: Bytes::from_static(text.as_bytes()), delimiter: b',', starts: vec![0, 17] };
        let cells = |row: usize| (0..4).map(|at| rows.cell(row, at).into_owned()).collect::<Vec<_>>();
        assert_eq!(cells(0), ["a", "b,\"c\"\n d", "", ""]);
        assert_eq!(cells(1), ["1", "", "3", ""]);
        assert_eq!(rows.cell(2, 0), "");
    }
}
