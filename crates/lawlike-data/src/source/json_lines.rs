//! JSON Lines: one object a row. A JSON array of objects is read as well. Objects within a row become columns with a dotted
//! name, lists of points within a row become rows.

mod plain;

use super::Format;
use super::Sheet;
use super::documents::flat;
use super::json::{Json, bad, quoted_words};
use super::sheet::Builder;
use crate::error::{Error, Result};
use serde_json::value::RawValue;

/// One JSON object a row, or a JSON array of objects.
pub(super) const FORMAT: Format = Format::new("json lines").with_lines();

/// The rows of a text of JSON objects.
pub(super) fn read(name: &str, text: &str) -> Result<Sheet> {
    let text = quoted_words(text);
    if text.trim_start().starts_with('{')
        && let Some(builder) = plain::rows(name, &text)
    {
        return builder.finish(name);
    }
    let mut rows = Rows { builder: Builder::new(FORMAT), said: Vec::new(), of_row: Vec::new(), objects: 0 };
    let mut lines = Lines { text: &text, byte: 0, line: 1 };
    if text.trim_start().starts_with('[') {
        let items: Vec<&RawValue> = serde_json::from_str(&text).map_err(|error| bad(name, 1, &error))?;
        for item in items {
            rows.add(name, lines.of(item), item.get())?;
        }
    } else {
        for item in serde_json::Deserializer::from_str(&text).into_iter::<&RawValue>() {
            let item = item.map_err(|error| bad(name, 1, &error))?;
            rows.add(name, lines.of(item), item.get())?;
        }
    }
    let mut sheet = rows.builder.finish(name)?;
    sheet.said = rows.said;
    flat::mark_runs(&mut sheet, &rows.of_row);
    Ok(sheet)
}

struct Rows {
    builder: Builder,
    said: Vec<String>,
    /// Number of the object of each row.
    of_row: Vec<usize>,
    objects: usize,
}

impl Rows {
    /// Adds an object as a row, or as the rows of the list within it.
    fn add(&mut self, name: &str, line: usize, item: &str) -> Result<()> {
        if item.starts_with('[') {
            let message = "a list within a list: nothing says what its places mean; give one object of column names and values a row";
            return Err(Error::input(format!("{name}, line {line}"), message));
        }
        if !item.starts_with('{') {
            let message = "not a JSON object: give one object of column names and values a row";
            return Err(Error::input(format!("{name}, line {line}"), message));
        }
        let object: Json = serde_json::from_str(item).map_err(|error| bad(name, line, &error))?;
        let found = flat::rows(&object);
        if let Some(said) = found.said.filter(|said| !self.said.contains(said)) {
            self.said.push(said);
        }
        self.of_row.resize(self.of_row.len().saturating_add(found.rows.len()), self.objects);
        self.objects = self.objects.saturating_add(1);
        found.rows.into_iter().try_for_each(|row| self.builder.add(name, line, row))
    }
}

/// Counts the lines up to values that come in the order of the text.
struct Lines<'a> {
    text: &'a str,
    byte: usize,
    line: usize,
}

impl Lines<'_> {
    fn of(&mut self, item: &RawValue) -> usize {
        let byte = (item.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let passed = self.text.as_bytes().get(self.byte..byte).unwrap_or_default();
        self.line = self.line.saturating_add(passed.iter().filter(|letter| **letter == b'\n').count());
        self.byte = byte.max(self.byte);
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        read("runs.jsonl", text).unwrap_err().to_string()
    }

    #[test]
    fn objects_become_rows_and_keys_keep_their_order() {
        let text = "{\"z\": 1e21, \"a\": \"x\\ny\"}\n\n{\"a\": null, \"b\": true, \"z\": 2}\n";
        let sheet = read("runs.jsonl", text).unwrap();
        assert_eq!(sheet.names, ["z", "a", "b"]);
        assert_eq!(sheet.columns, [vec!["1e21", "2"], vec!["x\ny", ""], vec!["", "true"]]);
        assert_eq!(sheet.lines, [1, 3]);
    }

    #[test]
    fn an_array_of_objects_is_read_too() {
        let sheet = read("runs.json", "[\n {\"a\": 1},\n {\"a\": [2, 3]}\n]\n").unwrap();
        assert_eq!(sheet.columns, [vec!["1", "[2, 3]"]]);
        assert_eq!(sheet.lines, [2, 3]);
    }

    #[test]
    fn words_of_python_are_values_that_are_not_finite() {
        let sheet =
            read("runs.jsonl", "{\"NaN\": NaN, \"b\": \"a \\\" NaN\"}\n{\"NaN\": -Infinity}\n").unwrap();
        assert_eq!(sheet.names, ["NaN", "b"]);
        assert_eq!(sheet.columns, [vec!["nan", "-inf"], vec!["a \" NaN", ""]]);
    }

    #[test]
    fn broken_lines_are_named() {
        assert!(error("{\"a\": 1}\n{\"a\": \n").starts_with("runs.jsonl, line "));
        assert!(error("{\"a\": 1}\n{\"a\": 01}\n").starts_with("runs.jsonl, line 2: not valid JSON"));
        assert!(error("{\"a\": 1}\n3\n").starts_with("runs.jsonl, line 2: not a JSON object"));
        assert!(error("{\"a\": 1}\n{\"a\": 1, \"a\": 2}\n").contains("line 2, column `a`: the object holds"));
        assert!(error("{\"\": 1}\n").contains("has no name"));
        assert!(error("{}\n{}\n").contains("no row"));
        assert!(error("[]").contains("no row"));
        assert!(error(&"{\"a\":".repeat(100_000)).contains("not valid JSON"));
        assert!(error(&format!("[{}", "[".repeat(100_000))).contains("line 1"));
    }
}
