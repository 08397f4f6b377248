//! The rows of a text, cell by cell, and the columns that grow from them: numbers as long as all cells are, words else.

use crate::column::Column;
use crate::column::rows::{Found, Rows};
use crate::column::text::Text;
use crate::column::words::Interner;
use crate::number;
use bytes::Bytes;
use std::borrow::Cow;
use std::sync::Arc;

/// Where a row begins, and its line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) start: usize,
    pub(super) line: usize,
}

/// What was found in a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Walked {
    /// Number of its cells.
    pub(super) count: usize,
    end: usize,
    /// Ends of lines within its cells.
    breaks: usize,
}

/// Bytes from which on a text is read in stretches.
const LONG: usize = if cfg!(test) { 1 << 8 } else { 1 << 21 };

/// Walks over the rows of a text. Blank lines are passed over; a lone carriage return ends a row, and no line.
#[derive(Clone)]
pub(super) struct Scan<'a> {
    body: &'a str,
    delimiter: u8,
    at: usize,
    line: usize,
}

impl<'a> Scan<'a> {
    /// A text that begins after so many lines.
    pub(super) fn new(body: &'a str, delimiter: u8, lines: usize) -> Self {
        Self { body, delimiter, at: 0, line: lines.saturating_add(1) }
    }

    /// The rest in so many stretches of whole rows. A short one stays whole, and one with quotation marks, which may hide the end
    /// of a row.
    pub(super) fn stretches(self, count: usize) -> Vec<Self> {
        let bytes = self.body.as_bytes();
        let rest = bytes.get(self.at..).unwrap_or_default();
        if count < 2 || rest.len() < LONG || memchr::memchr(b'"', rest).is_some() {
            return vec![self];
        }
        let step = rest.len().div_ceil(count);
        let mut stretches = Vec::with_capacity(count);
        let Self { body, delimiter, mut at, mut line } = self;
        while at < bytes.len() {
            let near = bytes.get(at.saturating_add(step)..).unwrap_or_default();
            let end = memchr::memchr(b'\n', near)
                .map_or(bytes.len(), |mark| at.saturating_add(step).saturating_add(mark).saturating_add(1));
            stretches.push(Self { body: body.get(..end).unwrap_or(body), delimiter, at, line });
            let own = bytes.get(at..end).unwrap_or_default();
            line = line.saturating_add(memchr::memchr_iter(b'\n', own).count());
            at = end;
        }
        stretches
    }

    /// The next row, which is not passed yet.
    pub(super) fn next(&mut self) -> Option<Row> {
        let bytes = self.body.as_bytes();
        while let Some(byte @ (b'\n' | b'\r')) = bytes.get(self.at) {
            self.line = self.line.saturating_add(usize::from(*byte == b'\n'));
            self.at = self.at.saturating_add(1);
        }
        (self.at < bytes.len()).then_some(Row { start: self.at, line: self.line })
    }

    /// Shows every cell of a row with its number.
    #[inline]
    pub(super) fn walk(&self, row: &Row, mut with: impl FnMut(usize, Found)) -> Walked {
        let bytes = self.body.as_bytes();
        let mut walked = Walked { count: 0, end: row.start, breaks: 0 };
        loop {
            let found = Found::at(bytes, walked.end, self.delimiter);
            if found.is_quoted {
                let inside = bytes.get(found.start..found.end).unwrap_or_default();
                walked.breaks = walked.breaks.saturating_add(memchr::memchr_iter(b'\n', inside).count());
            }
            with(walked.count, found);
            walked.count = walked.count.saturating_add(1);
            walked.end = found.next;
            if found.is_last {
                return walked;
            }
        }
    }

    /// Goes on behind a row.
    pub(super) fn pass(&mut self, row: Walked) {
        self.at = row.end;
        self.line = self.line.saturating_add(row.breaks);
    }

    /// The texts of a row.
    pub(super) fn cells(&self, row: &Row) -> (Vec<Cow<'a, str>>, Walked) {
        let mut cells = Vec::new();
        let walked = self.walk(row, |_, cell| cells.push(cell.text(self.body)));
        (cells, walked)
    }

    /// Whether the first cell of a row begins with `#`.
    pub(super) fn begins_with_mark(&self, row: &Row) -> bool {
        matches!(self.body.as_bytes().get(row.start..), Some([b'#', ..] | [b'"', b'#', ..]))
    }
}

/// A column that grows.
enum Growing {
    Numbers(Vec<f64>),
    Words(Vec<u32>, Interner),
}

/// The columns of a text.
pub(super) struct Columns<'a> {
    body: &'a str,
    delimiter: u8,
    columns: Vec<Growing>,
    /// Where each row begins.
    starts: Vec<u32>,
}

impl<'a> Columns<'a> {
    pub(super) fn new(scan: &Scan<'a>, count: usize) -> Self {
        let columns = (0..count).map(|_| Growing::Numbers(Vec::new())).collect();
        Self { body: scan.body, delimiter: scan.delimiter, columns, starts: Vec::new() }
    }

    /// Adds a cell of the row that is read to a column; one beyond the last column is left to the caller.
    #[inline]
    pub(super) fn push(&mut self, at: usize, cell: Found) {
        let Some(column) = self.columns.get_mut(at) else { return };
        let text = cell.text(self.body);
        if let Growing::Numbers(values) = column
            && let Some(value) = number::plain(&text)
        {
            values.push(value);
            return;
        }
        column.make_words(self.body, self.delimiter, &self.starts, at);
        if let Growing::Words(codes, interner) = column {
            codes.push(interner.code(&text));
        }
    }

    /// Ends a row.
    pub(super) fn end(&mut self, start: usize) {
        self.starts.push(crate::column::short(start));
    }

    /// Adds the rows of the stretch that follows.
    pub(super) fn append(&mut self, next: Self) {
        for (at, (own, other)) in self.columns.iter_mut().zip(next.columns).enumerate() {
            if let (Growing::Numbers(values), Growing::Numbers(more)) = (&mut *own, &other) {
                values.extend_from_slice(more);
                continue;
            }
            let mut other = other;
            own.make_words(self.body, self.delimiter, &self.starts, at);
            other.make_words(next.body, next.delimiter, &next.starts, at);
            if let (Growing::Words(codes, interner), Growing::Words(more, theirs)) = (own, other) {
                let code_of = interner.codes_of(&theirs);
                codes.extend(more.iter().filter_map(|code| code_of.get(*code as usize)));
            }
        }
        self.starts.extend(next.starts);
        self.body = next.body;
    }

    /// The columns; the text is that of the rows.
    pub(super) fn finish(self, text: Bytes) -> Vec<Column> {
        let rows = Arc::new(Rows { text, delimiter: self.delimiter, starts: self.starts });
        let finish = |(at, column)| match column {
            Growing::Numbers(values) => Column::numbers(values, Text::File(Arc::clone(&rows), at)),
            Growing::Words(codes, interner) => Column::Words(interner.finish(codes)),
        };
        self.columns.into_iter().enumerate().map(finish).collect()
    }
}

impl Growing {
    /// Makes a column of numbers one of words; its rows begin at `starts`.
    #[inline]
    fn make_words(&mut self, body: &str, delimiter: u8, starts: &[u32], at: usize) {
        if let Self::Numbers(_) = self {
            let mut interner = Interner::default();
            let code = |start: &u32| {
                let found = Found::in_row(body.as_bytes(), *start as usize, at, delimiter);
                interner.code(&found.map_or(Cow::Borrowed(""), |found| found.text(body)))
            };
            let codes = starts.iter().map(code).collect();
            *self = Self::Words(codes, interner);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::quotes::Quotes;
    use super::*;

    /// The cells of every row, and its line, by the crate `csv`.
    fn by_crate(text: &str, delimiter: u8) -> Vec<(Vec<String>, usize)> {
        let mut reader = ::csv::ReaderBuilder::new();
        let reader = reader.has_headers(false).flexible(true).delimiter(delimiter);
        let row = |row: ::csv::StringRecord| {
            let byte = row.position().map_or(0, |place| place.byte() as usize);
            // Ends of lines before the row are counted as parts of it.
            let start = text.len() - text[byte..].trim_start_matches(['\n', '\r']).len();
            (row.iter().map(str::to_owned).collect(), 1 + text[..start].matches('\n').count())
        };
        reader.from_reader(text.as_bytes()).into_records().map(|found| row(found.unwrap())).collect()
    }

    #[test]
    fn rows_are_those_of_the_usual_reader() {
        let letters =
            [",", ";", "\"", "\"\"", "\n", "\r", "\r\n", "a", "1", " ", "#", "\u{e9}", ",\"", "\","];
        let mut state = 7_u64;
        let mut compared = 0;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..1 + state % 12 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(letters[(state >> 33) as usize % letters.len()]);
            }
            if Quotes::check("x", &text, b',', 0).is_err() {
                continue;
            }
            let mut scan = Scan::new(&text, b',', 0);
            let mut found = Vec::new();
            while let Some(row) = scan.next() {
                let (cells, walked) = scan.cells(&row);
                scan.pass(walked);
                found.push((cells.into_iter().map(Cow::into_owned).collect::<Vec<_>>(), row.line));
            }
            assert_eq!(found, by_crate(&text, b','), "{text:?}");
            compared += 1;
        }
        assert!(compared > 5_000, "{compared}");
    }

    /// Columns and lines of a text that is read in so many stretches.
    fn read(text: &'static str, count: usize) -> (Vec<Column>, Vec<usize>, usize) {
        let stretches = Scan::new(text, b',', 3).stretches(count);
        let (many, mut lines) = (stretches.len(), Vec::new());
        let read = |mut scan: Scan<'static>, lines: &mut Vec<usize>| {
            let mut columns = Columns::new(&scan, 3);
            while let Some(row) = scan.next() {
                let walked = scan.walk(&row, |at, cell| columns.push(at, cell));
                scan.pass(walked);
                columns.end(row.start);
                lines.push(row.line);
            }
            columns
        };
        let mut stretches = stretches.into_iter();
        let mut all = read(stretches.next().unwrap(), &mut lines);
        stretches.for_each(|scan| all.append(read(scan, &mut lines)));
        (all.finish(Bytes::from_static(text.as_bytes())), lines, many)
    }

    #[test]
    fn stretches_of_a_text_are_the_whole() {
        // Numbers, words, and numbers that become words at row 37; blank lines and both ends of lines.
        let row = |at: usize| {
            let third = if at == 37 { "x".to_owned() } else { format!("{}", at * at) };
            let end = ["\n", "\r\n", "\n\n"][at % 3];
            format!("{},w{},{third}{end}", 0.25 * at as f64, at % 7)
        };
        let text: &'static str = (0..100).map(row).collect::<String>().leak();
        let (whole, lines, _) = read(text, 1);
        assert_eq!((lines[0], lines[3], lines[99]), (4, 8, 136));
        for count in 2..9 {
            let (parted, own, many) = read(text, count);
            assert!(many > 1 && many <= count && own == lines, "{count}: {many}");
            assert_eq!(parted, whole);
            for (a, b) in parted.iter().zip(&whole) {
                match (a, b) {
                    (Column::Words(a), Column::Words(b)) => assert_eq!(a.codes, b.codes),
                    (Column::Numbers(..), Column::Numbers(..)) => {}
                    _ => panic!("a column is words in one reading and numbers in another"),
                }
            }
        }
        let quoted: &'static str = format!("{text}\"a\nb\",1,2\n").leak();
        assert_eq!(read(quoted, 4).2, 1, "quotation marks may hide the end of a row");
    }

    #[test]
    fn a_number_that_is_none_turns_the_column_into_words_with_all_that_was_before() {
        let text = "1,2\n\"3\",04\nx,5\n";
        let mut scan = Scan::new(text, b',', 0);
        let mut columns = Columns::new(&scan, 2);
        while let Some(row) = scan.next() {
            let walked = scan.walk(&row, |at, cell| columns.push(at, cell));
            scan.pass(walked);
            columns.end(row.start);
        }
        let columns = columns.finish(Bytes::from_static(text.as_bytes()));
        assert!(matches!(columns[0], Column::Words(_)) && matches!(columns[1], Column::Numbers(..)));
        assert_eq!(columns, [["1", "3", "x"], ["2", "04", "5"]]);
    }
}
