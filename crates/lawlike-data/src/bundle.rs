//! Data sets that come with the program. To add one, put `runs.csv` and `card.toml` into a folder of its own
//! under `bundle/`, and add its line to the list.

use crate::error::{Error, Result};
use crate::table::Table;

/// A data set that comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bundled {
    /// Short name.
    pub id: &'static str,
    /// Title.
    pub title: &'static str,
    /// The card: how the set was made, columns and units, licence, known limits (TOML).
    pub card_text: &'static str,
    rows: &'static [u8],
}

macro_rules! bundled {
    ($id:literal, $title:literal) => {
        Bundled {
            id: $id,
            title: $title,
            card_text: include_str!(concat!("../bundle/", $id, "/card.toml")),
            rows: include_bytes!(concat!("../bundle/", $id, "/runs.csv")),
        }
    };
}

const BUNDLED: &[Bundled] = &[bundled!("simulated-sweep", "Simulated sweep of parameters and tokens")];

/// All sets, in the order in which they are shown; the first is the one used when no data are named.
pub fn list() -> &'static [Bundled] {
    BUNDLED
}

/// The rows of a set.
///
/// # Errors
/// No set bears the name; the message lists those that there are.
pub fn table(id: &str) -> Result<Table> {
    let set = BUNDLED.iter().find(|set| set.id == id).ok_or_else(|| {
        let ids: Vec<&str> = BUNDLED.iter().map(|set| set.id).collect();
        Error::input("", format!("no bundled data set is called `{id}`: there are {}", ids.join(", ")))
    })?;
    Table::from_bytes(set.id, set.rows)
}
