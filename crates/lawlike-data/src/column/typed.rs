//! Columns that are already typed, from a program that holds them in memory.

use super::Column;
use super::build::Build;
use super::text::{Printed, Text};
use super::words::Interner;
use crate::date;
use crate::error::{Error, Result};
use crate::source::{self, Format};
use crate::table::Table;
use lawlike::provenance::DataHash;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// The cells of a column in memory, one a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Typed {
    /// Numbers; NaN is a missing one. They are moved into the table, not copied.
    Number(Vec<f64>),
    /// Whole numbers, exact to the last of 64 bits: names of rows among them.
    Integer(Vec<Option<i64>>),
    /// Texts, which are read as cells of a file are: `70M` and `2024-05-01` are understood.
    Text(Vec<Option<String>>),
    /// Texts that are kept once: the words, and the number of the word of every row.
    Coded(Vec<String>, Vec<Option<u32>>),
    /// True and false.
    Boolean(Vec<Option<bool>>),
    /// Seconds since 1 January 1970, UTC.
    Timestamp(Vec<Option<i64>>),
    /// Days since 1 January 1970.
    Date(Vec<Option<i32>>),
}

impl Table {
    /// A table of columns in memory, named for messages. The hash of its content stands for that of a file.
    ///
    /// # Errors
    /// There is no row, columns differ in length, a name is empty or comes twice, or a number of a word has no word.
    pub fn from_columns(name: &str, columns: Vec<(String, Typed)>) -> Result<Self> {
        let names: Vec<String> = columns.iter().map(|(column, _)| column.trim().to_owned()).collect();
        source::check_names(name, &names)?;
        let rows = columns.first().map_or(0, |(_, cells)| cells.len());
        source::check_size(name, names.len(), rows)?;
        if rows == 0 {
            return Err(Error::input(name, "there is no row: give columns of cells"));
        }
        let mut digest = Sha256::new();
        let mut understood = Vec::with_capacity(names.len());
        for (column, (_, cells)) in names.into_iter().zip(columns) {
            let place = || format!("{name}, column `{column}`");
            if cells.len() != rows {
                let message = format!(
                    "{} cells where the first column has {rows}: give every column as many",
                    cells.len()
                );
                return Err(Error::input(place(), message));
            }
            let cells = cells.column().ok_or_else(|| {
                Error::input(
                    place(),
                    "a row names a word that is not there: correct the numbers of the words",
                )
            })?;
            hash(&mut digest, &column, &cells);
            understood.push((column, cells));
        }
        let sha256 = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let mut table = Self::empty(name.to_owned(), Format::Memory);
        table.lines = (1..=rows).collect();
        table.file_of_row = vec![0; rows];
        table.files = vec![DataHash { name: name.to_owned(), sha256 }];
        table.understand(understood);
        table.run = table.repeated_run();
        Ok(table)
    }
}

/// Takes name and cells of a column into a hash.
fn hash(digest: &mut Sha256, name: &str, column: &Column) {
    let mut text = |text: &str| {
        digest.update((text.len() as u64).to_le_bytes());
        digest.update(text);
    };
    text(name);
    match column {
        Column::Numbers(values, _) => {
            text("numbers");
            let mut block = Vec::with_capacity(8 * 1024);
            for part in values.chunks(1024) {
                block.clear();
                part.iter().for_each(|value| block.extend(value.to_bits().to_le_bytes()));
                digest.update(&block);
            }
        }
        Column::Words(words) => {
            text("words");
            words.codes.iter().for_each(|code| text(words.dictionary.get(*code)));
        }
    }
}

impl Typed {
    fn len(&self) -> usize {
        match self {
            Self::Number(cells) => cells.len(),
            Self::Integer(cells) | Self::Timestamp(cells) => cells.len(),
            Self::Text(cells) => cells.len(),
            Self::Coded(_, codes) => codes.len(),
            Self::Boolean(cells) => cells.len(),
            Self::Date(cells) => cells.len(),
        }
    }

    /// The cells as a column; none where a word is named that is not there.
    fn column(self) -> Option<Column> {
        Some(match self {
            Self::Number(values) => Column::numbers(values, Text::Printed(Printed::default())),
            Self::Integer(cells) => of_integers(cells),
            Self::Text(cells) => Column::from_texts(cells.iter().map(|cell| cell.as_deref().unwrap_or(""))),
            Self::Coded(words, codes) => {
                let word = |code: Option<u32>| match code {
                    Some(code) => words.get(code as usize).map(String::as_str),
                    None => Some(""),
                };
                Column::Words(by_value(codes.into_iter().map(|code| Some((code, word(code)?))))?)
            }
            Self::Boolean(cells) => {
                let word = |cell: &Option<bool>| cell.map_or("", |cell| if cell { "true" } else { "false" });
                Column::Words(by_value(cells.iter().map(|cell| Some((cell, word(cell)))))?)
            }
            Self::Timestamp(cells) => moments(cells.into_iter(), date::from_seconds),
            Self::Date(cells) => moments(cells.into_iter().map(|cell| cell.map(i64::from)), date::from_days),
        })
    }
}

/// Whole numbers, of which some may be missing.
fn of_integers(cells: Vec<Option<i64>>) -> Column {
    let mut build = Build::default();
    for cell in cells {
        match cell {
            Some(cell) => build.whole(cell),
            None => build.float(f64::NAN),
        }
    }
    build.finish()
}

/// Days or seconds as dates; each different one is written once.
pub(crate) fn moments(
    cells: impl Iterator<Item = Option<i64>>,
    write: impl Fn(i64) -> Option<String>,
) -> Column {
    let text = |cell: Option<i64>| match cell {
        Some(cell) => write(cell).unwrap_or_else(|| cell.to_string()),
        None => String::new(),
    };
    let mut interner = Interner::default();
    let mut known: HashMap<Option<i64>, u32> = HashMap::new();
    let code = |cell| *known.entry(cell).or_insert_with(|| interner.code(&text(cell)));
    let codes = cells.map(code).collect();
    Column::Words(interner.finish(codes))
}

/// Words by values that stand for them; each is looked up once.
fn by_value<'a, K: std::hash::Hash + Eq>(
    cells: impl Iterator<Item = Option<(K, &'a str)>>,
) -> Option<super::words::Words> {
    let mut interner = Interner::default();
    let mut known: HashMap<K, u32> = HashMap::new();
    let code = |cell: Option<(K, &str)>| {
        let (value, word) = cell?;
        Some(*known.entry(value).or_insert_with(|| interner.code(word)))
    };
    let codes = cells.map(code).collect::<Option<Vec<u32>>>()?;
    Some(interner.finish(codes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cells, Roles, observe};

    fn table(columns: Vec<(&str, Typed)>) -> Result<Table> {
        let named = columns.into_iter().map(|(name, cells)| (name.to_owned(), cells)).collect();
        Table::from_columns("frame", named)
    }

    #[test]
    fn columns_in_memory_are_understood_as_those_of_a_file() {
        let text = |cells: [&str; 3]| Typed::Text(cells.map(|cell| Some(cell.to_owned())).to_vec());
        let table = table(vec![
            ("params", text(["70M", "160M", "1.4B"])),
            ("tokens", Typed::Integer(vec![Some(1), Some(2), None])),
            ("loss", Typed::Number(vec![3.0, 2.5, f64::NAN])),
            ("is_new", Typed::Boolean(vec![Some(true), None, Some(false)])),
            ("day", Typed::Date(vec![Some(19_844), Some(0), None])),
            ("created", Typed::Timestamp(vec![Some(1_714_564_800), None, Some(-1)])),
            ("arm", Typed::Coded(vec!["a".to_owned(), "b".to_owned()], vec![Some(1), Some(0), None])),
        ])
        .unwrap();
        let raw = |name: &str| table.column(name).unwrap().raw.clone();
        assert_eq!(table.column("params").unwrap().cells, Cells::Number(vec![7e7, 1.6e8, 1.4e9].into()));
        assert_eq!(raw("tokens"), ["1", "2", ""]);
        assert_eq!(raw("loss"), ["3.0", "2.5", ""]);
        assert_eq!(raw("is_new"), ["true", "", "false"]);
        assert_eq!(raw("day"), ["2024-05-01", "1970-01-01", ""]);
        assert_eq!(raw("created"), ["2024-05-01 12:00:00", "", "1969-12-31 23:59:59"]);
        assert_eq!(raw("arm"), ["b", "a", ""]);
        assert_eq!(table.lines, [1, 2, 3]);
        let observed = observe(&table, &Roles::default()).unwrap();
        assert_eq!(observed.series[0].n(), 2);
    }

    #[test]
    fn numbers_are_moved_in() {
        let values = vec![1.0, 2.0];
        let at = values.as_ptr();
        let table = table(vec![("x", Typed::Number(values))]).unwrap();
        let Cells::Number(numbers) = &table.columns[0].cells else { panic!() };
        assert_eq!(numbers.as_ptr(), at);
    }

    #[test]
    fn long_names_keep_all_digits_and_hashes_follow_the_content() {
        let ids =
            |last: i64| table(vec![("id", Typed::Integer(vec![Some(last), Some(9_007_199_254_740_993)]))]);
        let own = ids(9_007_199_254_740_992).unwrap();
        assert_eq!(own.column("id").unwrap().raw, ["9007199254740992", "9007199254740993"]);
        assert!(matches!(own.columns[0].cells, Cells::Text(_)));
        assert_eq!(own.files, ids(9_007_199_254_740_992).unwrap().files);
        assert_ne!(own.files, ids(9_007_199_254_740_994).unwrap().files);
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let error = |columns| table(columns).unwrap_err().to_string();
        assert!(error(vec![]).contains("no row"));
        let (one, two) = (Typed::Number(vec![1.0]), Typed::Number(vec![1.0, 2.0]));
        assert!(error(vec![("a", one.clone()), ("b", two)]).contains("column `b`: 2 cells where"));
        assert!(error(vec![("a", one.clone()), ("a", one.clone())]).contains("called `a`"));
        assert!(error(vec![("", one)]).contains("no name"));
        assert!(error(vec![("a", Typed::Coded(vec![], vec![Some(0)]))]).contains("word that is not there"));
    }
}
