//! Excel workbooks (`.xlsx`): the cells of the first sheet that has rows. Formulas are read by their stored results.
//!
//! Two members of an archive are needed, the sheet and its texts; the crate for it brings twenty-three others.

use super::sheet::{SPARSE, SPARSE_FROM};
use super::zip::Archive;
use super::{Format, Kind, Sheet};
use crate::column::Column;
use crate::date;
use crate::error::{Error, Result};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An Excel workbook (`.xlsx`).
pub(super) const FORMAT: Format = Format::new("xlsx");

pub(super) const KIND: Kind = Kind { is, read: |name, bytes| read(name, bytes) };

/// Greatest column and row of a sheet, by the format.
const COLUMNS: usize = 16_384;
const ROWS: usize = 1_048_576;
/// Greatest number of texts.
const TEXTS: usize = 5_000_000;
/// Days from 30 December 1899, from which workbooks count, to 1 January 1970.
const EPOCH: f64 = 25_569.0;
/// Built-in forms of numbers that are dates.
const DATES: std::ops::RangeInclusive<usize> = 14..=22;

fn is(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
        && Archive::open("", bytes).is_ok_and(|archive| archive.names().any(|name| name == "xl/workbook.xml"))
}

fn read(name: &str, bytes: &[u8]) -> Result<Sheet> {
    let archive = Archive::open(name, bytes)?;
    let member = |path: &str| archive.get(name, path).transpose();
    let texts = member("xl/sharedStrings.xml")?.map(|xml| texts(name, &xml)).transpose()?.unwrap_or_default();
    let dates = member("xl/styles.xml")?.map(|xml| date_styles(name, &xml)).transpose()?.unwrap_or_default();
    let mut sheets: Vec<&str> =
        archive.names().filter(|path| path.starts_with("xl/worksheets/") && path.ends_with(".xml")).collect();
    sheets.sort_by_key(|path| (path.len(), path.to_string()));
    for (at, path) in sheets.iter().enumerate() {
        let Some(xml) = member(path)? else { continue };
        let rows = rows(name, &xml, &texts, &dates)?;
        let Some(sheet) = table(name, rows)? else { continue };
        let others = sheets.len().saturating_sub(1);
        let sheet = if others > 0 {
            sheet.with_said(format!(
                "sheet {} of {} is read: save another as CSV to read it",
                at.saturating_add(1),
                sheets.len()
            ))
        } else {
            sheet
        };
        return Ok(sheet);
    }
    Err(Error::input(name, "no sheet of the workbook has a header and rows: give a table"))
}

/// The table of a sheet: the first row with two texts is the header. None without rows.
fn table(name: &str, rows: Vec<(usize, Vec<String>)>) -> Result<Option<Sheet>> {
    let filled = |row: &[String]| row.iter().filter(|cell| !cell.trim().is_empty()).count();
    let Some(at) =
        rows.iter().position(|(_, row)| filled(row) >= 2).or_else(|| (!rows.is_empty()).then_some(0))
    else {
        return Ok(None);
    };
    let Some(((_, header), body)) = rows.get(at..).and_then(<[_]>::split_first) else { return Ok(None) };
    let mut names: Vec<String> = header.iter().map(|cell| cell.trim().to_owned()).collect();
    while names.last().is_some_and(String::is_empty) {
        names.pop();
    }
    let (body, below) = ended(names.len(), body);
    let body: Vec<&(usize, Vec<String>)> = body.iter().filter(|(_, row)| filled(row) > 0).collect();
    if names.is_empty() || body.is_empty() {
        return Ok(None);
    }
    if let Some((line, _)) =
        body.iter().find(|(_, row)| row.iter().skip(names.len()).any(|cell| !cell.trim().is_empty()))
    {
        let message =
            format!("a cell stands beyond the {} columns of the header: name its column", names.len());
        return Err(Error::input(format!("{name}, row {line}"), message));
    }
    let cells = |column: usize| body.iter().map(move |(_, row)| row.get(column).map_or("", String::as_str));
    // A table may begin in the second column of its sheet.
    let is_blank = |at: usize| {
        names.get(at).is_some_and(String::is_empty) && cells(at).all(|cell| cell.trim().is_empty())
    };
    let kept: Vec<usize> = (0..names.len()).filter(|at| !is_blank(*at)).collect();
    let columns: Vec<Column> = kept.iter().map(|at| Column::from_texts(cells(*at))).collect();
    let names: Vec<String> = kept.iter().filter_map(|at| names.get(*at).cloned()).collect();
    super::check_size(name, names.len(), body.len())?;
    let lines = body.iter().map(|(line, _)| *line).collect();
    let mut sheet = Sheet::new(FORMAT, names, columns, lines);
    if let Some((line, _)) = below {
        sheet.said.push(format!(
            "the table ends above an empty row; what stands from row {line} on is another and left out"
        ));
    }
    if at > 0 {
        sheet.said.push(format!("{at} rows above the header left out"));
    }
    super::check_names(name, &sheet.names)?;
    Ok(Some(sheet))
}

/// A row of a sheet with its number.
type SheetRow = (usize, Vec<String>);

/// The rows of a table, and the first row of what stands below it: past an empty row, something that has no place in
/// its columns.
fn ended(columns: usize, rows: &[SheetRow]) -> (&[SheetRow], Option<&SheetRow>) {
    let is_empty = |row: &[String]| row.iter().all(|cell| cell.trim().is_empty());
    let is_beyond = |(_, row): &SheetRow| row.iter().skip(columns).any(|cell| !cell.trim().is_empty());
    let Some(beyond) = rows.iter().position(is_beyond) else { return (rows, None) };
    // Sheets leave empty rows out: their numbers tell.
    let follows_gap = |at: usize| match rows.get(at.saturating_sub(1)..=at) {
        Some([(last, before), (line, _)]) => is_empty(before) || *line > last.saturating_add(1),
        _ => false,
    };
    match (1..=beyond).rev().find(|at| follows_gap(*at)) {
        Some(at) => (rows.get(..at).unwrap_or(rows), rows.get(at)),
        None => (rows, None),
    }
}

fn damaged(name: &str, error: &dyn std::fmt::Display) -> Error {
    Error::input(name, format!("the workbook is damaged ({error}): save it anew, or as CSV"))
}

fn attribute(tag: &BytesStart<'_>, key: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|own| own.key.as_ref() == key)?;
    Some(found.value.into_owned())
}

/// Walks over the events of a member, with the text that stands between tags.
fn walk(name: &str, xml: &[u8], mut with: impl FnMut(Walk<'_>) -> Result<()>) -> Result<()> {
    let mut reader = Reader::from_reader(xml);
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).map_err(|error| damaged(name, &error))? {
            Event::Start(tag) => with(Walk::Start(&tag))?,
            Event::Empty(tag) => {
                with(Walk::Start(&tag))?;
                with(Walk::End(tag.local_name().as_ref()))?;
            }
            Event::End(tag) => with(Walk::End(tag.local_name().as_ref()))?,
            Event::Text(text) => with(Walk::Text(&text))?,
            Event::GeneralRef(entity) => {
                let text = match entity.as_ref() {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    // Entities of a document's own are how XML bombs are built.
                    _ => "\u{fffd}",
                };
                with(Walk::Text(text))?;
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
        buffer.clear();
    }
}

enum Walk<'a> {
    Start(&'a BytesStart<'a>),
    End(&'a str),
    Text(&'a str),
}

/// The texts that cells refer to by number.
fn texts(name: &str, xml: &[u8]) -> Result<Vec<String>> {
    let (mut texts, mut text, mut is_open) = (Vec::new(), String::new(), false);
    walk(name, xml, |event| {
        match event {
            Walk::Start(tag) if tag.local_name().as_ref() == "si" => text.clear(),
            Walk::Start(tag) if tag.local_name().as_ref() == "t" => is_open = true,
            Walk::Text(part) if is_open => text.push_str(part),
            Walk::End("t") => is_open = false,
            Walk::End("si") => {
                texts.push(std::mem::take(&mut text));
                if texts.len() > TEXTS {
                    return Err(Error::input(
                        name,
                        "the workbook has more than five million texts: save it as CSV",
                    ));
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(texts)
}

/// Which styles show numbers as dates.
fn date_styles(name: &str, xml: &[u8]) -> Result<Vec<bool>> {
    let (mut own, mut styles, mut is_cells) = (Vec::new(), Vec::new(), false);
    walk(name, xml, |event| {
        match event {
            Walk::Start(tag) => match tag.local_name().as_ref() {
                "numFmt" => {
                    let code = attribute(tag, "formatCode").unwrap_or_default().to_lowercase();
                    let is_date = code.contains("yy") || code.contains("mmm") || code.contains("dd");
                    let id = attribute(tag, "numFmtId").and_then(|id| id.parse::<usize>().ok());
                    own.extend(id.filter(|_| is_date));
                }
                "cellXfs" => is_cells = true,
                "xf" if is_cells => {
                    let id = attribute(tag, "numFmtId").and_then(|id| id.parse::<usize>().ok()).unwrap_or(0);
                    styles.push(DATES.contains(&id) || own.contains(&id));
                }
                _ => {}
            },
            Walk::End("cellXfs") => is_cells = false,
            _ => {}
        }
        Ok(())
    })?;
    Ok(styles)
}

/// The rows of a sheet with their numbers.
fn rows(name: &str, xml: &[u8], texts: &[String], dates: &[bool]) -> Result<Vec<(usize, Vec<String>)>> {
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    let (mut column, mut kind, mut style) = (0, String::new(), 0_usize);
    let (mut value, mut is_open, mut next) = (String::new(), false, 0_usize);
    let (mut places, mut filled) = (0_usize, 0_usize);
    walk(name, xml, |event| {
        match event {
            Walk::Start(tag) => match tag.local_name().as_ref() {
                "row" => {
                    let stated = attribute(tag, "r").and_then(|row| row.parse().ok());
                    let row =
                        stated.unwrap_or_else(|| rows.last().map_or(1, |(row, _)| row.saturating_add(1)));
                    if row > ROWS || rows.len() > ROWS {
                        return Err(damaged(name, &format!("row {row}")));
                    }
                    rows.push((row, Vec::new()));
                    next = 0;
                }
                "c" => {
                    let place = attribute(tag, "r");
                    column = place.as_deref().and_then(column_of).unwrap_or(next);
                    next = column.saturating_add(1);
                    kind = attribute(tag, "t").unwrap_or_default();
                    style = attribute(tag, "s").and_then(|style| style.parse().ok()).unwrap_or(0);
                    value.clear();
                }
                "v" | "t" => is_open = true,
                _ => {}
            },
            Walk::Text(text) if is_open => value.push_str(text),
            Walk::End("v" | "t") => is_open = false,
            Walk::End("c") => {
                let is_date = dates.get(style).copied().unwrap_or(false);
                let cell = cell(&kind, &value, texts, is_date);
                let Some((row, cells)) = rows.last_mut() else { return Ok(()) };
                if column >= COLUMNS {
                    return Err(damaged(name, &format!("column {column} in row {row}")));
                }
                if cells.len() <= column {
                    let more = column.saturating_add(1).saturating_sub(cells.len());
                    (places, filled) = (places.saturating_add(more), filled.saturating_add(1));
                    if places > SPARSE_FROM && places / SPARSE > filled {
                        let place = format!("column {column} in row {row}: nearly all cells are empty");
                        return Err(damaged(name, &place));
                    }
                    cells.resize(column.saturating_add(1), String::new());
                }
                if let Some(place) = cells.get_mut(column) {
                    *place = cell;
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(rows)
}

fn cell(kind: &str, value: &str, texts: &[String], is_date: bool) -> String {
    match kind {
        "s" => value.trim().parse::<usize>().ok().and_then(|at| texts.get(at)).cloned().unwrap_or_default(),
        "b" => (value.trim() == "1").to_string(),
        "e" => "#N/A".to_owned(),
        "" | "n" if is_date => {
            let day = value.trim().parse::<f64>().ok().map(|day| (day - EPOCH).floor());
            day.filter(|day| day.abs() < 3e6)
                .and_then(|day| date::from_days(day as i64))
                .unwrap_or_else(|| value.to_owned())
        }
        _ => value.to_owned(),
    }
}

/// The column of a place such as `AB12`, from zero.
fn column_of(place: &str) -> Option<usize> {
    let letters: Vec<u8> = place.bytes().take_while(u8::is_ascii_uppercase).collect();
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let number = |letter: &u8| usize::from(letter.saturating_sub(b'A')).saturating_add(1);
    letters
        .iter()
        .fold(0_usize, |sum, letter| sum.saturating_mul(26).saturating_add(number(letter)))
        .checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::super::zip::tests::archive;
    use super::*;

    fn workbook(sheet: &str) -> Vec<u8> {
        let texts = "<sst><si><t>params</t></si><si><r><t>lo</t></r><r><t>ss &amp; co</t></r></si><si><t>date</t></si></sst>";
        let styles = "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>";
        archive(&[
            ("xl/workbook.xml", b"<workbook/>", false),
            ("xl/sharedStrings.xml", texts.as_bytes(), true),
            ("xl/styles.xml", styles.as_bytes(), false),
            ("xl/worksheets/sheet1.xml", sheet.as_bytes(), true),
        ])
    }

    #[test]
    fn a_table_may_begin_in_the_second_column() {
        let rows = [(1, vec!["", "n", "loss"]), (2, vec!["", "1", "4"]), (3, vec!["", "2", "3"])];
        let rows = rows.map(|(line, row)| (line, row.into_iter().map(str::to_owned).collect())).to_vec();
        let sheet = table("runs.xlsx", rows).unwrap().unwrap();
        assert_eq!((sheet.names, sheet.columns.len()), (vec!["n".to_owned(), "loss".to_owned()], 2));
        let named = [(1, vec!["", "n", "loss"]), (2, vec!["x", "1", "4"])];
        let named = named.map(|(line, row)| (line, row.into_iter().map(str::to_owned).collect())).to_vec();
        assert!(table("runs.xlsx", named).unwrap_err().to_string().contains("column 1 has no name"));
    }

    #[test]
    fn cells_texts_and_dates_are_read() {
        let bytes = workbook(
            "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>\
             <c r=\"C1\" t=\"s\"><v>2</v></c></row><row r=\"3\"><c r=\"A3\"><v>1000000</v></c><c r=\"C3\" s=\"1\"><v>45413</v></c>\
             </row></sheetData></worksheet>",
        );
        assert!(is(&bytes));
        let sheet = read("runs.xlsx", &bytes).unwrap();
        assert_eq!(sheet.names, ["params", "loss & co", "date"]);
        assert_eq!(sheet.columns, [["1000000"], [""], ["2024-05-01"]]);
        assert_eq!(sheet.lines, [3]);
        for length in 0..bytes.len() {
            let _ = read("runs.xlsx", &bytes[..length]);
        }
    }

    #[test]
    fn places_beyond_the_format_are_refused() {
        for sheet in [
            "<worksheet><row r=\"99999999\"><c r=\"A1\"><v>1</v></c></row></worksheet>",
            "<worksheet><row r=\"1\"><c r=\"ZZZ1\"><v>1</v></c></row></worksheet>",
            "<worksheet><row r=\"1\"><c r=\"A1\"><v>1</v>",
            "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><worksheet><row r=\"1\"><c><v>&a;</v></c></row></worksheet>",
        ] {
            assert!(read("runs.xlsx", &workbook(sheet)).is_err(), "{sheet}");
        }
    }

    #[test]
    fn cells_at_the_end_of_empty_rows_do_not_fill_the_memory() {
        let row = |row: usize| format!("<row r=\"{row}\"><c r=\"XFD{row}\"><v>1</v></c></row>");
        let rows = |count: usize| (1..=count).map(row).collect::<String>();
        let error = |count: usize| {
            let bytes = workbook(&format!("<worksheet>{}</worksheet>", rows(count)));
            read("x.xlsx", &bytes).map_or_else(|error| error.to_string(), |_| String::new())
        };
        assert!(error(300).contains("nearly all cells are empty"), "{}", error(300));
        assert!(!error(3).contains("nearly all"), "a small one is told by its header");
    }
}
