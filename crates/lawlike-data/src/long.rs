//! Which columns of a wide table become rows.

use crate::error::{Error, Result};
use crate::vocabulary::quoted;

/// The column of values.
pub(crate) const SCORE: &str = "score";

/// Which columns become rows, and how the column is called that says which (`--long`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Long {
    /// The name of the new column, such as `task` or `run`.
    pub name: String,
    /// The columns; all outcomes and numbers of no other meaning if there is none.
    pub columns: Vec<String>,
}

impl Long {
    /// Reads `NAME` or `NAME=COLUMN,COLUMN`.
    ///
    /// # Errors
    /// The name is empty.
    pub fn parse(text: &str) -> Result<Self> {
        let (name, columns) = text.split_once('=').unwrap_or((text, ""));
        let columns = columns.split(',').map(str::trim).filter(|name| !name.is_empty());
        let long = Self { name: name.trim().to_owned(), columns: columns.map(str::to_owned).collect() };
        match long.name.as_str() {
            "" | SCORE => Err(Error::columns("", "give the new column a name, such as `task` or `run`")),
            _ => Ok(long),
        }
    }

    /// The option as it would be typed.
    pub fn option(&self) -> String {
        let columns =
            if self.columns.is_empty() { String::new() } else { format!("={}", self.columns.join(",")) };
        format!("--long {}", quoted(&format!("{}{columns}", self.name)))
    }
}
