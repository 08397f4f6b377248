//! JSON Lines: one object a row. A JSON array of objects is read as well.

use super::{Sheet, check_cell, check_names, check_size};
use crate::error::{Error, Result};
use crate::table::Format;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

/// The rows of a text of JSON objects.
pub(super) fn read(name: &str, text: &str) -> Result<Sheet> {
    let text = quoted_words(text);
    let mut sheet =
        Sheet { format: Format::JsonLines, names: Vec::new(), columns: Vec::new(), lines: Vec::new() };
    let mut place = HashMap::new();
    let mut lines = Lines { text: &text, byte: 0, line: 1 };
    if text.trim_start().starts_with('[') {
        let items: Vec<&RawValue> = serde_json::from_str(&text).map_err(|error| bad(name, 1, &error))?;
        for item in items {
            add(name, lines.of(item), item.get(), (&mut sheet, &mut place))?;
        }
    } else {
        for item in serde_json::Deserializer::from_str(&text).into_iter::<&RawValue>() {
            let item = item.map_err(|error| bad(name, 1, &error))?;
            add(name, lines.of(item), item.get(), (&mut sheet, &mut place))?;
        }
    }
    if sheet.lines.is_empty() || sheet.names.is_empty() {
        return Err(Error::input(name, "there is no row: give one JSON object a line"));
    }
    for column in &mut sheet.columns {
        column.resize(sheet.lines.len(), String::new());
    }
    check_names(name, &sheet.names)?;
    Ok(sheet)
}

/// Adds an object as a row; cells of keys that it lacks are missing.
fn add(name: &str, line: usize, item: &str, to: (&mut Sheet, &mut HashMap<String, usize>)) -> Result<()> {
    let (sheet, place) = to;
    if !item.starts_with('{') {
        let message = "not a JSON object: give one object of column names and values a row";
        return Err(Error::input(format!("{name}, line {line}"), message));
    }
    let row: Row = serde_json::from_str(item).map_err(|error| bad(name, line, &error))?;
    let before = sheet.lines.len();
    for (key, value) in row.0 {
        let cell = cell(value);
        check_cell(|| format!("{name}, line {line}, column `{key}`"), &cell)?;
        let key = key.trim();
        let at = match place.get(key) {
            Some(at) => *at,
            None => {
                place.insert(key.to_owned(), sheet.names.len());
                sheet.names.push(key.to_owned());
                sheet.columns.push(Vec::new());
                sheet.names.len() - 1
            }
        };
        let column = &mut sheet.columns[at];
        if column.len() > before {
            let message = "the object holds this key twice: keep one";
            return Err(Error::input(format!("{name}, line {line}, column `{key}`"), message));
        }
        column.resize(before, String::new());
        column.push(cell.into_owned());
    }
    sheet.lines.push(line);
    check_size(name, sheet.names.len(), sheet.lines.len())
}

/// A value as the text of a cell: strings without quotes, `null` as missing, all else as it stands.
fn cell(value: &RawValue) -> Cow<'_, str> {
    let text = value.get();
    if text.starts_with('"') {
        serde_json::from_str::<String>(text).map_or(Cow::Borrowed(text), Cow::Owned)
    } else if text == "null" {
        Cow::Borrowed("")
    } else {
        Cow::Borrowed(text)
    }
}

fn bad(name: &str, first_line: usize, error: &serde_json::Error) -> Error {
    let line = first_line + error.line().saturating_sub(1);
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or(&text);
    Error::input(format!("{name}, line {line}"), format!("not valid JSON ({what}): correct this line"))
}

/// The pairs of an object in their order.
struct Row<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Row<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Row<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of column names and values")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Row<'de>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Row(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
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
        self.line += passed.iter().filter(|letter| **letter == b'\n').count();
        self.byte = byte.max(self.byte);
        self.line
    }
}

/// The words `NaN`, `Infinity` and `-Infinity`, which Python writes and JSON does not know, as strings.
fn quoted_words(text: &str) -> Cow<'_, str> {
    if !text.contains("NaN") && !text.contains("Infinity") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 64);
    let (mut quoted, mut escaped) = (false, false);
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let word = ["NaN", "-Infinity", "Infinity"].iter().find(|word| !quoted && rest.starts_with(**word));
        if let Some(word) = word {
            out.push_str(match *word {
                "NaN" => "\"nan\"",
                "Infinity" => "\"inf\"",
                _ => "\"-inf\"",
            });
            rest = &rest[word.len()..];
            continue;
        }
        (quoted, escaped) = match letter {
            '"' if !escaped => (!quoted, false),
            '\\' => (quoted, !escaped),
            _ => (quoted, false),
        };
        out.push(letter);
        rest = &rest[letter.len_utf8()..];
    }
    Cow::Owned(out)
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
