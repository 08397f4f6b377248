//! The cells of a column of a table: understood, and as they stand in the file.

use crate::column::words::Words;
use crate::column::{Column, Numbers};
use crate::date;
use crate::number;
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

/// The cells of a column, understood.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells {
    /// Every cell that is not missing is a number. A missing cell is NaN; the words `nan` and `inf` keep their
    /// value, and the raw text tells them from missing ones.
    Number(Numbers),
    /// At least one cell is not a number. A missing cell is `None`.
    Text(Texts),
}

/// Cells of text; equal ones are kept once.
#[derive(Debug, Clone)]
pub struct Texts {
    pub(crate) words: Words,
    /// Which words say that nothing was measured.
    missing: Arc<Vec<bool>>,
}

impl Texts {
    pub(crate) fn new(words: Words) -> Self {
        let missing = Arc::new(words.dictionary.iter().map(number::is_missing).collect());
        Self { words, missing }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.words.codes.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.words.codes.is_empty()
    }

    /// The text of a row, without blanks around it; none where it is missing.
    pub fn get(&self, row: usize) -> Option<&str> {
        self.of(*self.words.codes.get(row)?)
    }

    /// The text of every row.
    pub fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        self.words.codes.iter().map(|code| self.of(*code))
    }

    /// Whether every row has a text of its own.
    pub fn are_all_different(&self) -> bool {
        let used = self.words.used();
        let texts: Vec<&str> = used.iter().filter_map(|(code, _)| self.of(*code)).collect();
        // Words are kept once: only blanks around them can make two alike.
        let are_bare = || {
            used.iter()
                .zip(&texts)
                .all(|((code, _), text)| self.words.dictionary.get(*code).len() == text.len())
        };
        texts.len() == self.len() && (are_bare() || texts.iter().collect::<HashSet<_>>().len() == texts.len())
    }

    /// The text of a word; none where it says that nothing was measured.
    pub(crate) fn of(&self, code: u32) -> Option<&str> {
        let is_missing = self.missing.get(code as usize).copied().unwrap_or(true);
        (!is_missing).then(|| self.words.dictionary.get(code).trim())
    }

    /// The different texts that rows have, each with its number of rows; missing ones are left out.
    pub(crate) fn distinct(&self) -> impl Iterator<Item = (&str, usize)> {
        self.words.used().into_iter().filter_map(|(code, count)| Some((self.of(code)?, count)))
    }
}

impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

/// What a column of text holds, found once: columns are asked many times over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextOf {
    /// Nothing but dates.
    Dates,
    /// Numbers in at least half of the cells that are not missing.
    MostlyNumbers,
    /// Other texts, or no texts at all.
    Other,
}

impl TextOf {
    pub(crate) fn new(cells: &Cells) -> Self {
        let Cells::Text(texts) = cells else { return Self::Other };
        if texts.distinct().all(|(text, _)| date::decimal_year(text).is_some()) {
            return Self::Dates;
        }
        let (numbers, all) = texts.distinct().fold((0_usize, 0_usize), |(numbers, all), (text, count)| {
            let is_number = number::parse(text).is_some();
            (numbers + if is_number { count } else { 0 }, all + count)
        });
        if numbers * 2 >= all { Self::MostlyNumbers } else { Self::Other }
    }
}

/// The cells of a column as they stand in the file. Tables are copied on the way to observations; their cells are not.
#[derive(Debug, Clone, PartialEq)]
pub struct Raw(pub(crate) Arc<Column>);

impl Raw {
    pub(crate) fn new(column: Column) -> Self {
        Self(Arc::new(column))
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.0.len() == 0
    }

    /// The cell of a row; empty beyond the last.
    pub fn text(&self, row: usize) -> Cow<'_, str> {
        self.0.text(row)
    }

    /// The cell of a row without the blanks around it.
    pub fn trimmed(&self, row: usize) -> Cow<'_, str> {
        match self.0.text(row) {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        }
    }

    /// The cells of all rows.
    pub fn iter(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.iter()
    }

    /// The cells without the blanks around them, as words that are kept once.
    pub(crate) fn names(&self) -> Words {
        self.0.to_words().trimmed()
    }
}

impl<const N: usize> PartialEq<[&str; N]> for Raw {
    fn eq(&self, other: &[&str; N]) -> bool {
        self.iter().eq(other.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_differ_in_blanks_alone_are_alike() {
        let differ = |cells: &[&str]| match Column::from_texts(cells) {
            Column::Words(words) => Texts::new(words).are_all_different(),
            Column::Numbers(..) => panic!("these are words"),
        };
        assert!(differ(&["a", "b", " c"]) && differ(&["a"]));
        assert!(!differ(&["a", "b", "a"]) && !differ(&["a", "b", " a"]) && !differ(&["a", "", "b"]));
    }
}
