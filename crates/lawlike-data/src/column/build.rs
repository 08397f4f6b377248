//! Columns that grow cell by cell, or column by column.

use super::text::{EXACT, Pieces, Printed, Text};
use super::words::Interner;
use super::{Column, Numbers};
use crate::number;

/// Cells whose text their numbers do not print are kept one by one up to so many, and up to one in so many.
const ODD: usize = 64;
const ODD_SHARE: usize = 32;

/// A column that grows. It holds numbers as long as all cells are, and words from then on.
#[derive(Debug)]
pub(crate) enum Build {
    /// Finished parts, and the part that grows.
    Numbers {
        values: Vec<f64>,
        pieces: Pieces,
        open: Printed,
    },
    Words {
        codes: Vec<u32>,
        interner: Interner,
    },
}

impl Default for Build {
    fn default() -> Self {
        Self::Numbers { values: Vec::new(), pieces: Pieces::default(), open: Printed::default() }
    }
}

impl Build {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Numbers { values, .. } => values.len(),
            Self::Words { codes, .. } => codes.len(),
        }
    }

    /// A cell of text.
    pub(crate) fn text(&mut self, cell: &str) {
        match self {
            Self::Words { codes, interner } => codes.push(interner.code(cell)),
            Self::Numbers { .. } if cell.is_empty() => self.float(f64::NAN),
            Self::Numbers { .. } => match number::plain(cell) {
                Some(value) => self.number(cell, value),
                None => self.word(cell),
            },
        }
    }

    /// A cell that is a floating-point number, whose text is what it prints.
    pub(crate) fn float(&mut self, value: f64) {
        match self {
            Self::Numbers { values, .. } => values.push(value),
            Self::Words { codes, interner } => {
                let text = if value.is_nan() { String::new() } else { format!("{value:?}") };
                codes.push(interner.code(&text));
            }
        }
    }

    /// A cell that is a whole number.
    pub(crate) fn whole(&mut self, value: i64) {
        match self {
            Self::Numbers { values, pieces, open } if value.unsigned_abs() < EXACT.unsigned_abs() => {
                open.whole.set(values.len() - pieces.rows());
                values.push(value as f64);
            }
            _ => self.text(&value.to_string()),
        }
    }

    /// The same cell in so many rows.
    pub(crate) fn repeat(&mut self, cell: &str, count: usize) {
        match number::plain(cell) {
            Some(value) if matches!(self, Self::Numbers { .. }) => {
                self.close();
                if let Self::Numbers { values, pieces, .. } = self {
                    values.resize(values.len() + count, value);
                    pieces.push(count, if cell.is_empty() { Text::Empty } else { Text::Same(cell.into()) });
                }
            }
            _ if count == 0 => {}
            _ => {
                self.become_words();
                if let Self::Words { codes, interner } = self {
                    codes.resize(codes.len() + count, interner.code(cell));
                }
            }
        }
    }

    /// Empty cells up to a number of rows.
    pub(crate) fn fill(&mut self, rows: usize) {
        let missing = rows.saturating_sub(self.len());
        match self {
            Self::Numbers { values, .. } => values.resize(values.len() + missing, f64::NAN),
            Self::Words { codes, interner } if missing > 0 => codes.resize(rows, interner.code("")),
            Self::Words { .. } => {}
        }
    }

    /// Leaves out the cells from a row on.
    pub(crate) fn cut(&mut self, rows: usize) {
        self.close();
        match self {
            Self::Numbers { values, pieces, .. } => {
                values.truncate(rows);
                pieces.cut(rows);
            }
            Self::Words { codes, .. } => codes.truncate(rows),
        }
    }

    /// The cells of a column below those that are there; numbers of a first column are moved.
    pub(crate) fn append(&mut self, column: Column) {
        match column {
            Column::Numbers(more, text) if matches!(self, Self::Numbers { .. }) => {
                self.close();
                if let Self::Numbers { values, pieces, .. } = self {
                    if values.is_empty() {
                        *values = more.into_vec()
                    } else {
                        values.extend(more.iter())
                    }
                    pieces.append(text);
                }
            }
            other => {
                self.become_words();
                let Self::Words { codes, interner } = self else { return };
                let words = other.to_words();
                // Every text is looked up once, in the order of the rows.
                let mut known: Vec<Option<u32>> = vec![None; words.dictionary.len()];
                codes.extend(words.codes.iter().map(|code| {
                    *known[*code as usize].get_or_insert_with(|| interner.code(words.dictionary.get(*code)))
                }));
            }
        }
    }

    pub(crate) fn finish(mut self) -> Column {
        self.close();
        match self {
            Self::Numbers { values, pieces, .. } => Column::Numbers(values.into(), pieces),
            Self::Words { codes, interner } => Column::Words(interner.finish(codes)),
        }
    }

    /// A number, or a word for none, with its text.
    fn number(&mut self, cell: &str, value: f64) {
        let Self::Numbers { values, pieces, open } = self else { return };
        let row = values.len() - pieces.rows();
        if is_whole(cell, value) {
            open.whole.set(row);
        } else if !is_printed(cell, value) {
            if open.odd.len() >= ODD + row / ODD_SHARE {
                return self.word(cell);
            }
            open.odd.push((row, cell.into()));
        }
        values.push(value);
    }

    fn word(&mut self, cell: &str) {
        self.become_words();
        if let Self::Words { codes, interner } = self {
            codes.push(interner.code(cell));
        }
    }

    /// Ends the part that grows.
    fn close(&mut self) {
        if let Self::Numbers { values, pieces, open } = self {
            let rows = values.len() - pieces.rows();
            pieces.push(rows, Text::Printed(std::mem::take(open)));
        }
    }

    fn become_words(&mut self) {
        self.close();
        if let Self::Numbers { values, pieces, .. } = self {
            let (values, pieces) = (Numbers::from(std::mem::take(values)), std::mem::take(pieces));
            let mut interner = Interner::default();
            let codes = (0..values.len()).map(|row| interner.code(&pieces.text(&values, row))).collect();
            *self = Self::Words { codes, interner };
        }
    }
}

/// Columns below one another, of which the only one stays as it is.
#[derive(Debug, Default)]
pub(crate) enum Below {
    #[default]
    None,
    First(Column),
    Several(Build),
}

impl Below {
    /// Adds a column whose first row is the one after so many.
    pub(crate) fn add(&mut self, before: usize, column: Column) {
        *self = match std::mem::take(self) {
            Self::None if before == 0 => Self::First(column),
            first => {
                let mut build = first.build();
                build.fill(before);
                build.append(column);
                Self::Several(build)
            }
        };
    }

    /// The column, filled up to a number of rows.
    pub(crate) fn finish(self, rows: usize) -> Column {
        match self {
            Self::First(column) if column.len() == rows => column,
            first => {
                let mut build = first.build();
                build.fill(rows);
                build.finish()
            }
        }
    }

    fn build(self) -> Build {
        match self {
            Self::None => Build::default(),
            Self::First(column) => {
                let mut build = Build::default();
                build.append(column);
                build
            }
            Self::Several(build) => build,
        }
    }
}

/// Whether a number prints a text as a whole number.
fn is_whole(cell: &str, value: f64) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let is_usual = (1..=16).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && (!digits.starts_with('0') || cell == "0");
    is_usual && value.abs() < EXACT as f64
}

/// Whether a number prints a text as a floating-point number.
fn is_printed(cell: &str, value: f64) -> bool {
    use std::fmt::Write;
    /// Compares what is written with the rest of a text.
    struct Rest<'a>(&'a str);
    impl Write for Rest<'_> {
        fn write_str(&mut self, part: &str) -> std::fmt::Result {
            self.0 = self.0.strip_prefix(part).ok_or(std::fmt::Error)?;
            Ok(())
        }
    }
    let mut rest = Rest(cell);
    !value.is_nan() && write!(rest, "{value:?}").is_ok() && rest.0.is_empty()
}

impl FromIterator<i64> for Column {
    /// Whole numbers, exact to the last of 64 bits.
    fn from_iter<T: IntoIterator<Item = i64>>(values: T) -> Self {
        let mut build = Build::default();
        values.into_iter().for_each(|value| build.whole(value));
        build.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(column: &Column) -> Vec<String> {
        column.iter().map(std::borrow::Cow::into_owned).collect()
    }

    #[test]
    fn every_text_comes_back_as_it_was() {
        let numbers =
            ["1", "1.0", "-0", "0", "01", "1e5", "100000", "NaN", "", "nan", "1e21", "-3", " 7 ", "+2"];
        let column = Column::from_texts(numbers);
        assert!(matches!(column, Column::Numbers(..)), "{column:?}");
        assert_eq!(texts(&column), numbers);
        let words = ["1", "9007199254740993", "x", "", "2.5", "x"];
        let column = Column::from_texts(words);
        assert!(matches!(&column, Column::Words(words) if words.dictionary.len() == 5), "{column:?}");
        assert_eq!(texts(&column), words);
    }

    #[test]
    fn many_texts_that_numbers_do_not_print_become_words() {
        let cells: Vec<String> = (0..1000).map(|at| format!("{at}e-05")).collect();
        let column = Column::from_texts(&cells);
        assert!(matches!(column, Column::Words(_)));
        assert_eq!(texts(&column), cells);
    }

    #[test]
    fn columns_are_put_below_one_another() {
        let mut build = Build::default();
        build.append(Column::from_texts(["1", "2.50"]));
        build.fill(3);
        build.repeat("3", 2);
        build.whole(7);
        build.float(0.5);
        let kept = texts(&Column::from_texts(["1", "2.50", "", "3", "3", "7", "0.5"]));
        let Build::Numbers { values, .. } = &build else { panic!() };
        assert_eq!(values.len(), 7);
        build.append(Column::from_texts(["a", "1"]));
        build.whole(i64::MAX);
        build.fill(11);
        let all = texts(&build.finish());
        assert_eq!(all[..7], kept);
        assert_eq!(all[7..], ["a", "1", "9223372036854775807", ""]);
    }

    #[test]
    fn columns_are_cut_anywhere() {
        let cells = ["1", "2.50", "", "3", "3", "3", "7"];
        for last in ["0.5", "x"] {
            for rows in 0..=cells.len() {
                let mut build = Build::default();
                build.append(Column::from_texts(&cells[..3]));
                build.repeat("3", 3);
                build.text("7");
                build.text(last);
                build.cut(rows);
                build.text("9");
                let kept: Vec<&str> = cells[..rows].iter().copied().chain(["9"]).collect();
                assert_eq!(texts(&build.finish()), kept);
            }
        }
    }

    #[test]
    fn whole_numbers_keep_all_digits() {
        let column: Column = [1, i64::MAX, -5, i64::MIN].into_iter().collect();
        assert_eq!(texts(&column), ["1", "9223372036854775807", "-5", "-9223372036854775808"]);
        let many: Column = (0..500).map(|at| i64::MAX - at).collect();
        assert!(matches!(&many, Column::Words(words) if words.dictionary.len() == 500));
        assert_eq!(many.text(499), (i64::MAX - 499).to_string());
    }
}
