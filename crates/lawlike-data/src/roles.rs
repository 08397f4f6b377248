//! What the user says about the columns: which is the response, which are axes, which groups rows.

use crate::error::{Error, Result};
use crate::number::shown;
use lawlike::quantity::Quantity;

/// A column that the user named, with its quantity if the user gave one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Name of the column.
    pub column: String,
    /// What it measures; `None` to take it from the name.
    pub quantity: Option<Quantity>,
}

/// The columns that the user named. What is left out is found from the names of the columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Roles {
    /// The response (`--y`).
    pub y: Option<Role>,
    /// The axes (`--x`), in order.
    pub x: Vec<Role>,
    /// Rows with the same value belong together (`--group`).
    pub group: Option<String>,
    /// One series for each value (`--by`).
    pub by: Option<String>,
    /// Weight of each row (`--weight`).
    pub weight: Option<String>,
    /// Standard error of the response (`--stderr`).
    pub stderr: Option<String>,
    /// Names that the law uses, parameters among them. Empty when no law was named.
    pub law_names: Vec<String>,
    /// Whether rows with impossible values are left out in place of an error (`--skip-bad`).
    pub skip_bad: bool,
    /// Whether rows stay in which an axis of counts is zero (`--keep-zero`); see [`crate::observe`].
    pub keep_zero: bool,
}

impl Role {
    /// Reads `COLUMN` or `COLUMN=QUANTITY`.
    ///
    /// # Errors
    /// The column is empty or the quantity is not known; the message lists the quantities.
    pub fn parse(text: &str) -> Result<Self> {
        let (column, quantity) = match text.rsplit_once('=') {
            None => (text, None),
            Some((column, word)) => {
                let quantity = Quantity::from_word(word.trim()).ok_or_else(|| {
                    let words: Vec<&str> = Quantity::words().map(|(word, _)| word).collect();
                    let message = format!(
                        "no quantity is called {}: known are {}",
                        shown(word.trim()),
                        words.join(", ")
                    );
                    Error::columns("", message)
                })?;
                (column, Some(quantity))
            }
        };
        let column = column.trim();
        if column.is_empty() {
            return Err(Error::columns("", "no column is named: write COLUMN or COLUMN=QUANTITY"));
        }
        Ok(Self { column: column.to_owned(), quantity })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lawlike::quantity::ParameterCount;

    #[test]
    fn roles_are_read() {
        assert_eq!(Role::parse("loss").unwrap(), Role { column: "loss".to_owned(), quantity: None });
        let role = Role::parse("d=96 = parameters-non-embedding").unwrap();
        assert_eq!(role.column, "d=96");
        assert_eq!(role.quantity, Some(Quantity::Parameters(ParameterCount::NonEmbedding)));
        assert!(Role::parse("loss=nats").unwrap_err().to_string().contains("bits-per-byte"));
        assert!(Role::parse("=loss").unwrap_err().is_columns());
    }
}
