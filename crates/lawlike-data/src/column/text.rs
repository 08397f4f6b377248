//! How the text of a column of numbers is got: from the file, by printing, or because it is kept.

use super::rows::Rows;
use super::{Column, Numbers};
use std::borrow::Cow;
use std::sync::Arc;

/// Whole numbers below this are all different as floating-point numbers.
pub(crate) const EXACT: i64 = 1 << 53;

/// Texts of parts of a column, one below the other.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pieces {
    /// Number of the row after each part.
    ends: Vec<usize>,
    texts: Vec<Text>,
}

/// Where the texts of a part of a column come from.
#[derive(Debug, Clone)]
pub(crate) enum Text {
    /// All cells are empty.
    Empty,
    /// All cells are alike.
    Same(Arc<str>),
    /// The cells stand in a file, in that column.
    File(Arc<Rows>, usize),
    /// The cells are what their numbers print.
    Printed(Printed),
    /// The cells are those of other rows of another column.
    Gathered { of: Arc<Column>, rows: Arc<Vec<u32>> },
}

/// Numbers that print as they were read, but for a few.
#[derive(Debug, Clone, Default)]
pub(crate) struct Printed {
    pub(crate) whole: Whole,
    /// Rows whose text is another, in their order.
    pub(crate) odd: Vec<(usize, Box<str>)>,
}

/// Which of the numbers are written without a point.
#[derive(Debug, Clone, Default)]
pub(crate) enum Whole {
    /// None.
    #[default]
    No,
    /// Those whose bit is set, 64 rows a word.
    Some(Vec<u64>),
    /// All.
    All,
}

impl Pieces {
    pub(super) fn single(rows: usize, text: Text) -> Self {
        Self { ends: vec![rows], texts: vec![text] }
    }

    /// Puts the texts of further rows below.
    pub(super) fn push(&mut self, rows: usize, text: Text) {
        if rows > 0 {
            self.ends.push(self.rows() + rows);
            self.texts.push(text);
        }
    }

    pub(super) fn append(&mut self, other: Self) {
        let before = self.rows();
        self.ends.extend(other.ends.iter().map(|end| before + end));
        self.texts.extend(other.texts);
    }

    /// Leaves out the texts from a row on.
    pub(super) fn cut(&mut self, rows: usize) {
        let kept = self.ends.partition_point(|end| *end < rows) + 1;
        self.ends.truncate(kept);
        self.texts.truncate(kept);
        if let Some(end) = self.ends.last_mut() {
            *end = rows.min(*end);
        }
    }

    pub(super) fn rows(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// The text of the cell of a row, whose numbers these are.
    pub(super) fn text(&self, values: &Numbers, row: usize) -> Cow<'_, str> {
        let at = self.ends.partition_point(|end| *end <= row);
        let Some(text) = self.texts.get(at) else { return Cow::Borrowed("") };
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let value = values.at(row);
        text.of(row - start, value)
    }
}

impl Text {
    /// The text of a row of this part.
    fn of(&self, row: usize, value: f64) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Same(text) => Cow::Borrowed(text),
            Self::File(rows, column) => rows.cell(row, *column),
            Self::Printed(printed) => printed.text(row, value),
            Self::Gathered { of, rows } => {
                rows.get(row).map_or(Cow::Borrowed(""), |row| of.text(*row as usize))
            }
        }
    }
}

impl Printed {
    fn text(&self, row: usize, value: f64) -> Cow<'_, str> {
        if !self.odd.is_empty()
            && let Ok(at) = self.odd.binary_search_by_key(&row, |(row, _)| *row)
        {
            return Cow::Borrowed(&self.odd[at].1);
        }
        if value.is_nan() {
            return Cow::Borrowed("");
        }
        Cow::Owned(if self.whole.has(row) { (value as i64).to_string() } else { format!("{value:?}") })
    }
}

impl Whole {
    fn has(&self, row: usize) -> bool {
        match self {
            Self::No => false,
            Self::All => true,
            Self::Some(bits) => bits.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1),
        }
    }

    /// Sets the bit of a row.
    pub(super) fn set(&mut self, row: usize) {
        if let Self::No = self {
            *self = Self::Some(Vec::new());
        }
        if let Self::Some(bits) = self {
            if bits.len() <= row / 64 {
                bits.resize(row / 64 + 1, 0);
            }
            bits[row / 64] |= 1 << (row % 64);
        }
    }
}
