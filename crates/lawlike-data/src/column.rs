//! One column of a file as it was read. Numbers are kept as numbers, all else as words that are kept once; the text of a
//! number is a place in the file, or how it would be printed, and is built only where a message or an output shows it.

pub(crate) mod build;
mod numbers;
pub(crate) mod rows;
pub(crate) mod text;
pub(crate) mod typed;
pub(crate) mod words;

pub(crate) use numbers::Extent;
pub use numbers::{Numbers, NumbersPart};
pub use typed::Typed;

use build::Build;
use std::borrow::Cow;
use std::sync::Arc;
use text::{Pieces, Text};
use words::{Interner, Words};

/// The cells of a column, one a row.
#[derive(Debug, Clone)]
pub(crate) enum Column {
    /// Every cell is a plain number or missing; a missing one is NaN.
    Numbers(Numbers, Pieces),
    /// Cells of any kind, equal ones kept once.
    Words(Words),
}

impl Column {
    /// Plain numbers, of which NaN is missing, with the text that they have all alike.
    pub(crate) fn numbers(values: Vec<f64>, text: Text) -> Self {
        let pieces = Pieces::single(values.len(), text);
        Self::Numbers(values.into(), pieces)
    }

    /// A column of texts.
    pub(crate) fn from_texts<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> Self {
        let mut build = Build::default();
        for cell in cells {
            build.text(cell.as_ref());
        }
        build.finish()
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Numbers(values, _) => values.len(),
            Self::Words(words) => words.codes.len(),
        }
    }

    /// The cell of a row as it stands in the file; empty beyond the last row.
    pub(crate) fn text(&self, row: usize) -> Cow<'_, str> {
        match self {
            Self::Numbers(values, pieces) => pieces.text(values, row),
            Self::Words(words) => Cow::Borrowed(words.get(row)),
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Cow<'_, str>> {
        (0..self.len()).map(|row| self.text(row))
    }

    /// The cells as words that are kept once.
    pub(crate) fn to_words(&self) -> Words {
        match self {
            Self::Words(words) => words.clone(),
            Self::Numbers(values, pieces) => {
                let mut interner = Interner::default();
                let codes = (0..values.len()).map(|row| interner.code(&pieces.text(values, row))).collect();
                interner.finish(codes)
            }
        }
    }

    /// The cells of these rows; none gives an empty cell.
    pub(crate) fn gather(self: &Arc<Self>, rows: &Arc<Vec<u32>>) -> Self {
        match self.as_ref() {
            Self::Words(words) => Self::Words(words.gather(rows)),
            Self::Numbers(values, _) => {
                let value = |row: &u32| values.at(*row as usize);
                let text = Text::Gathered { of: Arc::clone(self), rows: Arc::clone(rows) };
                Self::numbers(rows.iter().map(value).collect(), text)
            }
        }
    }

    /// Whether all cells are empty or blank.
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Self::Words(words) => words.dictionary.iter().all(|word| word.trim().is_empty()),
            Self::Numbers(values, _) => {
                values.iter().all(|value| value.is_nan()) && self.iter().all(|cell| cell.trim().is_empty())
            }
        }
    }

    /// Whether cells count rows from zero or one.
    pub(crate) fn counts_rows(&self) -> bool {
        let count = |row: usize| self.text(row).trim().parse::<usize>().ok();
        count(0)
            .filter(|first| *first < 2)
            .is_some_and(|first| (0..self.len()).all(|row| count(row) == Some(first + row)))
    }
}

impl PartialEq for Column {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

/// The row that stands for none in lists of rows.
pub(crate) const NO_ROW: u32 = u32::MAX;

/// A number of a row as it is kept in lists of rows.
pub(crate) fn short(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(NO_ROW)
}

#[cfg(test)]
impl<const N: usize> PartialEq<[&str; N]> for Column {
    fn eq(&self, other: &[&str; N]) -> bool {
        self.iter().eq(other.iter().copied())
    }
}

#[cfg(test)]
impl PartialEq<Vec<&str>> for Column {
    fn eq(&self, other: &Vec<&str>) -> bool {
        self.iter().eq(other.iter().copied())
    }
}
