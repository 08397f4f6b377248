//! Tables that a program holds in memory: typed columns instead of files.

use crate::date;
use crate::error::{Error, Result};
use crate::source::{self, Format, Sheet};
use crate::table::Table;
use lawlike::provenance::DataHash;

/// The values of a column in memory. A missing value is `None`, and NaN of numbers.
#[derive(Debug, Clone, PartialEq)]
pub enum Typed {
    /// Numbers.
    Number(Vec<f64>),
    /// Whole numbers.
    Integer(Vec<Option<i64>>),
    /// Text.
    Text(Vec<Option<String>>),
    /// True or false.
    Boolean(Vec<Option<bool>>),
    /// Seconds since the first of January 1970, UTC.
    Timestamp(Vec<Option<i64>>),
}

impl Typed {
    /// Number of values.
    pub fn len(&self) -> usize {
        match self {
            Self::Number(values) => values.len(),
            Self::Integer(values) | Self::Timestamp(values) => values.len(),
            Self::Text(values) => values.len(),
            Self::Boolean(values) => values.len(),
        }
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The cells, as Parquet of the same values is read.
    fn cells(self) -> Vec<String> {
        fn all<T>(values: Vec<Option<T>>, text: impl Fn(T) -> String) -> Vec<String> {
            values.into_iter().map(|value| value.map_or_else(String::new, &text)).collect()
        }
        let number = |value: f64| if value.is_nan() { String::new() } else { format!("{value:?}") };
        let stamp = |value: i64| date::from_seconds(value).unwrap_or_else(|| value.to_string());
        match self {
            Self::Number(values) => values.into_iter().map(number).collect(),
            Self::Integer(values) => all(values, |value| value.to_string()),
            Self::Text(values) => all(values, |value| value),
            Self::Boolean(values) => all(values, |value| value.to_string()),
            Self::Timestamp(values) => all(values, stamp),
        }
    }
}

impl Table {
    /// The table of columns in memory; its name is used in messages. Its checksum is that of names and cells, one
    /// after the other, each ended by a zero byte: the same for the same values, whatever held them.
    ///
    /// # Errors
    /// There is no column or no row, the columns differ in length, or two bear one name.
    pub fn from_columns(name: &str, columns: Vec<(String, Typed)>) -> Result<Self> {
        let rows = columns.first().map_or(0, |(_, values)| values.len());
        if let Some((column, values)) = columns.iter().find(|(_, values)| values.len() != rows) {
            let message =
                format!("has {} rows, and the first column has {rows}: make them equal", values.len());
            return Err(Error::input(format!("{name}, column `{column}`"), message));
        }
        if rows == 0 {
            return Err(Error::input(name, "the table has no row: add rows"));
        }
        let (names, cells): (Vec<String>, Vec<Vec<String>>) =
            columns.into_iter().map(|(column, values)| (column, values.cells())).unzip();
        source::check_names(name, &names)?;
        let sha256 = source::hash(&bytes(&names, &cells));
        let hash = DataHash { name: name.to_owned(), sha256 };
        let sheet = Sheet::new(Format::Frame, names, cells, (1..=rows).collect());
        let mut table = Self::join(vec![(hash, sheet)], None);
        table.run = table.repeated_run();
        Ok(table)
    }

    /// This table with the columns of another, joined to every row by a key that is unique there.
    ///
    /// # Errors
    /// A table lacks the key, a value comes twice in the other one, or none is found there.
    pub fn joined(self, other: &Self, key: &str) -> Result<Self> {
        self.with_columns(other, key)
    }
}

fn bytes(names: &[String], columns: &[Vec<String>]) -> Vec<u8> {
    let size = columns.iter().flatten().map(|cell| cell.len() + 1).sum();
    let mut bytes = Vec::with_capacity(size);
    for text in names.iter().zip(columns).flat_map(|(name, cells)| [name].into_iter().chain(cells)) {
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(0);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Cells;

    #[test]
    fn values_are_read_as_those_of_a_file() {
        let columns = vec![
            ("n".to_owned(), Typed::Integer(vec![Some(1), None])),
            ("loss".to_owned(), Typed::Number(vec![0.1, f64::NAN])),
            ("kind".to_owned(), Typed::Text(vec![None, Some("a".to_owned())])),
            ("date".to_owned(), Typed::Timestamp(vec![Some(1_714_521_600), None])),
        ];
        let table = Table::from_columns("<data>", columns).unwrap();
        let numbers = |name: &str| match &table.column(name).unwrap().cells {
            Cells::Number(numbers) => numbers.clone(),
            Cells::Text(_) => Vec::new(),
        };
        assert_eq!(numbers("n")[0], 1.0);
        assert!(numbers("loss")[0] == 0.1 && numbers("loss")[1].is_nan());
        assert!(table.column("date").unwrap().raw[0].starts_with("2024-05-01"));
        assert!(table.column("loss").unwrap().is_missing(1) && table.column("kind").unwrap().is_missing(0));
        assert_eq!(table.files[0].sha256.len(), 64);
    }

    #[test]
    fn what_is_no_table_is_refused() {
        let number = |values: &[f64]| Typed::Number(values.to_vec());
        assert!(Table::from_columns("<data>", Vec::new()).is_err());
        assert!(Table::from_columns("<data>", vec![("a".to_owned(), number(&[]))]).is_err());
        let uneven = vec![("a".to_owned(), number(&[1.0])), ("b".to_owned(), number(&[1.0, 2.0]))];
        assert!(Table::from_columns("<data>", uneven).unwrap_err().to_string().contains("`b`"));
        let twice = vec![("a".to_owned(), number(&[1.0])), ("a".to_owned(), number(&[2.0]))];
        assert!(Table::from_columns("<data>", twice).is_err());
    }
}
