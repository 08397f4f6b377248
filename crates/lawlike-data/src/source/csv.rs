//! Text separated by commas, semicolons or tabs, with a header line (RFC 4180).

use super::{Sheet, check_cell, check_names, check_size};
use crate::error::{Error, Result};
use crate::table::Format;
use ::csv::{ReaderBuilder, StringRecord};

/// The rows of a text whose separator is found from the header line.
pub(super) fn read(name: &str, text: &str) -> Result<Sheet> {
    let delimiter = delimiter(text);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut next = |record: &mut StringRecord| {
        let more = reader.read_record(record);
        let at_end = reader.position().byte() == text.len() as u64;
        more.map(|more| (more, at_end)).map_err(|error| Error::input(name, format!("not a table: {error}")))
    };
    let (_, at_end) = next(&mut record)?;
    let header = Place::of(text, &record);
    let place = header.name(name);
    if at_end && ends_in_quotes(header.rest(text), delimiter) {
        return Err(unclosed(place));
    }
    let names: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
    names.iter().try_for_each(|cell| check_cell(|| place.clone(), cell))?;
    check_names(&place, &names)?;

    let mut columns: Vec<Vec<String>> = vec![Vec::new(); names.len()];
    let mut lines = Vec::new();
    loop {
        let (more, at_end) = next(&mut record)?;
        if !more {
            break;
        }
        let place = Place::of(text, &record);
        if at_end && ends_in_quotes(place.rest(text), delimiter) {
            return Err(unclosed(place.name(name)));
        }
        if record.len() != names.len() {
            return Err(ragged(place.name(name), record.len(), names.len()));
        }
        for ((cell, column), header) in record.iter().zip(&mut columns).zip(&names) {
            check_cell(|| format!("{}, column `{header}`", place.name(name)), cell)?;
            column.push(cell.to_owned());
        }
        lines.push(place.line);
        check_size(name, names.len(), lines.len())?;
    }
    if lines.is_empty() {
        return Err(Error::input(name, "there is a header line but no row: add rows"));
    }
    let format = if delimiter == b'\t' { Format::Tsv } else { Format::Csv };
    Ok(Sheet { format, names, columns, lines })
}

/// Where a record begins.
struct Place {
    byte: usize,
    line: usize,
}

impl Place {
    /// The reader counts blank lines before a record, and the second half of a CRLF, as its part: skip them.
    fn of(text: &str, record: &StringRecord) -> Self {
        let (mut byte, mut line) =
            record.position().map_or((0, 1), |position| (position.byte() as usize, position.line() as usize));
        for letter in text.as_bytes().iter().skip(byte) {
            match letter {
                b'\n' => line += 1,
                b'\r' => {}
                _ => break,
            }
            byte += 1;
        }
        Self { byte, line }
    }

    fn name(&self, file: &str) -> String {
        format!("{file}, line {}", self.line)
    }

    fn rest<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.byte..).unwrap_or("")
    }
}

fn unclosed(place: String) -> Error {
    Error::input(place, "a quotation mark opened in this row is not closed: the file may be cut off")
}

fn ragged(place: String, cells: usize, columns: usize) -> Error {
    let message = format!(
        "{cells} cells where the header has {columns} columns: correct the row, or quote cells that hold the \
         separator"
    );
    Error::input(place, message)
}

/// The separator that stands most often in the header line, quoted parts left out.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b'\t', 0), (b';', 0)];
    let mut quoted = false;
    for byte in text.trim_start_matches(['\r', '\n']).bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if !quoted => {
                if let Some((_, count)) = counts.iter_mut().find(|(letter, _)| *letter == byte) {
                    *count += 1;
                }
            }
            _ => {}
        }
    }
    // Of equal counts, the last wins; a lone column has none and is read as comma-separated.
    let most = counts.iter().max_by_key(|(_, count)| *count);
    most.filter(|(_, count)| *count > 0).map_or(b',', |(letter, _)| *letter)
}

/// Whether a text that begins with a record ends inside quotation marks.
fn ends_in_quotes(text: &str, delimiter: u8) -> bool {
    let (mut quoted, mut at_start) = (false, true);
    for byte in text.bytes() {
        match byte {
            b'"' if quoted => quoted = false,
            // A quotation mark opens a cell at its start; doubled inside quotes it closes and opens again.
            b'"' => quoted = at_start,
            _ => {}
        }
        at_start = !quoted && (byte == delimiter || byte == b'\n' || byte == b'\r' || byte == b'"');
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Sheet {
        read("runs.csv", text).unwrap()
    }

    fn error(text: &str) -> String {
        read("runs.csv", text).unwrap_err().to_string()
    }

    #[test]
    fn separators_are_found_from_the_header() {
        assert_eq!(rows("a,b\n1,2\n").format, Format::Csv);
        assert_eq!(rows("a\tb,c\td\n1\t2\t3\n").names, ["a", "b,c", "d"]);
        assert_eq!(rows("a;b\n1,5;2\n").columns[0], ["1,5"]);
        assert_eq!(rows("\"x;y;z\",b\n1,2\n").names, ["x;y;z", "b"]);
        assert_eq!(rows("a\n1\n").names, ["a"]);
    }

    #[test]
    fn lines_are_right_with_blank_lines_newlines_in_quotes_and_crlf() {
        assert_eq!(rows("a,b\n\n1,\"x\ny\"\n\n2,z\n").lines, [3, 6]);
        assert_eq!(rows("\r\na,b\r\n1,2\r\n\r\n3,4\r\n5,6").lines, [3, 5, 6]);
        assert_eq!(rows("a,b\r\n1,\"x\r\ny\"\r\n2,z\r\n").columns[1], ["x\r\ny", "z"]);
    }

    #[test]
    fn ragged_rows_and_open_quotes_are_errors_with_a_line() {
        assert!(error("a,b\n1,2\n3\n").starts_with("runs.csv, line 3: 1 cells where the header has 2"));
        assert!(error("a,b\n1,2,3\n").starts_with("runs.csv, line 2: 3 cells"));
        assert!(error("a,b\n1,2\n3,\"x\n4,5\n").starts_with("runs.csv, line 3: a quotation mark"));
        assert!(error("a,b\n1,\"x").starts_with("runs.csv, line 2: a quotation mark"));
        assert!(error("a,\"b\n1,2\n").starts_with("runs.csv, line 1: a quotation mark"));
        assert_eq!(rows("a,b\n1,\"say \"\"x\"\"\"\n").columns[1], ["say \"x\""]);
        assert_eq!(rows("a,b\n1,5\" disk\n").columns[1], ["5\" disk"]);
    }

    #[test]
    fn headers_must_be_there_and_be_different() {
        assert!(error("a,b\n").contains("no row"));
        assert!(error("a,,c\n1,2,3\n").contains("line 1: column 2 has no name"));
        assert!(error("a,b, a\n1,2,3\n").contains("two columns are called `a`"));
    }

    #[test]
    fn a_cell_has_a_limit() {
        let text = format!("a,b\n1,{}\n", "x".repeat(super::super::MAX_CELL + 1));
        assert!(error(&text).starts_with("runs.csv, line 2, column `b`: a cell has more than 1 MiB"));
    }
}
