//! Text separated by commas, semicolons or tabs, with a header line (RFC 4180), as programs really write it: lines of
//! remarks before the header, a line `sep=;`, a comma at the end of every line, an index without a name. What is mended
//! is said; what is ambiguous is an error with a place.

mod header;
mod quotes;
mod scan;

use super::sheet::MAX_CELL;
use super::{Format, Sheet, check_cell, check_names, check_size};
use crate::column::rows::Found;
use crate::error::{Error, Result};
use crate::lines::Lines;
use bytes::Bytes;
use header::Preamble;
use lawlike_num::parallel;
use quotes::Quotes;
use scan::{Row, Scan};

/// Text separated by commas or semicolons.
pub(super) const FORMAT: Format = Format::new("csv").with_lines();
/// The same, separated by tabs.
const TABBED: Format = Format::new("tsv").with_lines();

/// The rows of a text in UTF-8 whose separator is found from the header line. A row with more or fewer cells than the header is an
/// error, or left out and said with `skip_bad`.
pub(super) fn read_with(name: &str, bytes: &Bytes, skip_bad: bool) -> Result<Sheet> {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let preamble = Preamble::of(text);
    let body = text.get(preamble.bytes..).unwrap_or("");
    let delimiter = preamble.delimiter.unwrap_or_else(|| delimiter(body));
    let quotes = Quotes::check(name, body, delimiter, preamble.lines)?;
    let mut said = preamble.said;
    let mut scan = Scan::new(body, delimiter, preamble.lines);
    let first = scan.next().unwrap_or(Row { start: 0, line: preamble.lines.saturating_add(1) });
    let place = format!("{name}, line {}", first.line);
    let (header, walked) = scan.cells(&first);
    let mut names: Vec<String> = header.iter().map(|cell| cell.trim().to_owned()).collect();
    scan.pass(walked);
    names.iter().try_for_each(|cell| check_cell(|| place.clone(), cell))?;

    let Stretch { columns, lines, remarks, ragged } = rows(name, scan, &names, skip_bad)?;
    let mut columns = columns.finish(bytes.slice(text.len().saturating_sub(body.len())..));
    if lines.is_empty() {
        return Err(Error::input(&place, "there is a header line but no row: add rows"));
    }
    if let Some(first) = remarks.first() {
        said.push(format!("{} lines of remarks left out, the first: line {first}", remarks.len()));
    }
    if let Some(first) = ragged.first() {
        let count = ragged.len();
        said.push(format!(
            "{count} rows with more or fewer cells than the header left out, the first: line {first}"
        ));
    }
    said.extend(quotes.said());
    said.extend(header::mend(&mut names, &mut columns));
    check_names(&place, &names)?;
    let format = if delimiter == b'\t' { TABBED } else { FORMAT };
    Ok(Sheet { said, ..Sheet::new(format, names, columns, lines) })
}

/// The rows below the header, each with as many cells. Stretches of a long text are read side by side.
fn rows<'a>(name: &str, scan: Scan<'a>, names: &[String], skip_bad: bool) -> Result<Stretch<'a>> {
    let stretches = scan.stretches(parallel::threads());
    let read = parallel::each(stretches, 0, |scan| stretch(name, scan, names, skip_bad));
    let mut all: Option<Stretch<'a>> = None;
    for next in read {
        let next = next?;
        match &mut all {
            Some(all) => all.append(next),
            None => all = Some(next),
        }
        check_size(name, names.len(), all.as_ref().map_or(0, |all| all.lines.len()))?;
    }
    all.ok_or_else(|| Error::input(name, "there is a header line but no row: add rows"))
}

/// Rows that follow one another.
struct Stretch<'a> {
    columns: scan::Columns<'a>,
    lines: Lines,
    /// Lines of remarks between the rows.
    remarks: Vec<usize>,
    /// Lines of rows with other cells than the header, which were left out.
    ragged: Vec<usize>,
}

impl Stretch<'_> {
    fn append(&mut self, next: Self) {
        self.columns.append(next.columns);
        self.lines.append(&next.lines);
        self.remarks.extend(next.remarks);
        self.ragged.extend(next.ragged);
    }
}

fn stretch<'a>(name: &str, mut scan: Scan<'a>, names: &[String], skip_bad: bool) -> Result<Stretch<'a>> {
    let mut columns = scan::Columns::new(&scan, names.len());
    let (mut lines, mut remarks, mut left_out) = (Lines::default(), Vec::new(), Vec::new());
    while let Some(row) = scan.next() {
        if skip_bad {
            let walked = scan.walk(&row, |_, _| {});
            if walked.count != names.len() && !scan.begins_with_mark(&row) {
                left_out.push(row.line);
                scan.pass(walked);
                continue;
            }
        }
        if scan.begins_with_mark(&row) {
            let (cells, walked) = scan.cells(&row);
            if cells.len() != names.len() {
                remarks.push(row.line);
                scan.pass(walked);
                continue;
            }
        }
        let mut long = None;
        let walked = scan.walk(&row, |at, cell: Found| {
            long = long.or((cell.end.saturating_sub(cell.start) > MAX_CELL).then_some(at));
            columns.push(at, cell);
        });
        if walked.count != names.len() {
            return Err(ragged(format!("{name}, line {}", row.line), walked.count, names.len()));
        }
        if let Some(at) = long {
            let (cells, _) = scan.cells(&row);
            let (column, cell) =
                (names.get(at).map_or("", String::as_str), cells.get(at).map_or("", |cell| cell.as_ref()));
            check_cell(|| format!("{name}, line {}, column `{column}`", row.line), cell)?;
        }
        scan.pass(walked);
        columns.end(row.start);
        lines.push(row.line);
        check_size(name, names.len(), lines.len())?;
    }
    Ok(Stretch { columns, lines, remarks, ragged: left_out })
}

fn ragged(place: String, cells: usize, columns: usize) -> Error {
    let message = format!(
        "{cells} cells where the header has {columns} columns: correct the row, or quote cells that hold the \
         separator; --skip-bad leaves such rows out"
    );
    Error::input(place, message)
}

/// The separator that stands most often in the header line, quoted parts left out.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0_usize), (b'\t', 0), (b';', 0)];
    let mut quoted = false;
    for byte in text.trim_start_matches(['\r', '\n']).bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if !quoted => {
                if let Some((_, count)) = counts.iter_mut().find(|(letter, _)| *letter == byte) {
                    *count = (*count).saturating_add(1);
                }
            }
            _ => {}
        }
    }
    // Of equal counts, the last wins; a lone column has none and is read as comma-separated.
    let most = counts.iter().max_by_key(|(_, count)| *count);
    most.filter(|(_, count)| *count > 0).map_or(b',', |(letter, _)| *letter)
}

/// As [`read_with`], where every row must have as many cells as the header.
#[cfg(test)]
pub(super) fn read(name: &str, bytes: &Bytes) -> Result<Sheet> {
    read_with(name, bytes, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_with_other_cells_are_left_out_where_that_is_asked_for() {
        let text = "a,b\n1,2\n3\n4,5,6\n7,\"8\n9\"\n";
        let sheet = read_with("runs.csv", &Bytes::copy_from_slice(text.as_bytes()), true).unwrap();
        assert_eq!(sheet.lines, [2, 5]);
        assert!(
            sheet.said.iter().any(|said| said.starts_with("2 rows") && said.ends_with("line 3")),
            "{:?}",
            sheet.said
        );
    }

    fn rows(text: &str) -> Sheet {
        read("runs.csv", &Bytes::copy_from_slice(text.as_bytes())).unwrap()
    }

    fn error(text: &str) -> String {
        read("runs.csv", &Bytes::copy_from_slice(text.as_bytes())).unwrap_err().to_string()
    }

    #[test]
    fn separators_are_found_from_the_header() {
        assert_eq!(rows("a,b\n1,2\n").format, FORMAT);
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
    }

    #[test]
    fn text_after_a_closing_quotation_mark_is_an_error_and_cells_of_several_lines_are_said() {
        let stray = error("a,b\n1,\"x\n2,y\n3,\"z\n4,w\n");
        assert!(stray.starts_with("runs.csv, line 4: text follows a closing quotation mark"), "{stray}");
        assert!(rows("a,b\n1,\"x\n2,y\"\n3,z\n").said[0].contains("line 2"));
    }

    #[test]
    fn remarks_separators_and_empty_ends_are_mended_and_said() {
        let sheet = rows("# tool 3\n# 2025\na,b\n1,2\n");
        assert_eq!((sheet.names.len(), sheet.lines.iter().collect()), (2, vec![4]));
        assert_eq!(rows("sep=;\na;b\n1,5;2\n").columns[0], ["1,5"]);
        let sheet = rows("a,b,\n1,2,\n3,4,\n");
        assert_eq!((sheet.names.len(), sheet.said.len()), (2, 1));
        assert!(error("a,b,\n1,2,\n3,4,5\n").contains("column 3 has no name"));
        assert_eq!(rows("#a,b\n1,2\n").names, ["a", "b"]);
        assert_eq!(rows("a,b\n1,2\n# end\n").lines, [2]);
    }

    #[test]
    fn an_index_without_a_name_is_left_out_and_a_name_that_comes_twice_is_changed() {
        let sheet = rows(",a\n0,7\n1,8\n");
        assert_eq!((sheet.names, sheet.said.len()), (vec!["a".to_owned()], 1));
        assert_eq!(rows(",a\nx,7\ny,8\n").names, ["row", "a"]);
        let sheet = rows("a,b,a\n1,2,1\n");
        assert_eq!(sheet.names, ["a", "b", "a (2)"]);
        assert!(sheet.said[0].contains("equal"), "{:?}", sheet.said);
    }

    #[test]
    fn a_cell_has_a_limit() {
        let text = format!("a,b\n1,{}\n", "x".repeat((1 << 20) + 1));
        assert!(error(&text).starts_with("runs.csv, line 2, column `b`: a cell has more than 1 MiB"));
    }
}
