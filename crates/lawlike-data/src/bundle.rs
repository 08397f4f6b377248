//! Data sets that come with the program. To add one, put `runs.csv` and `card.toml` into a folder of its own
//! under `bundle/`, and add its line to the list.

use crate::error::{Error, Result};
use crate::table::Table;
use std::sync::LazyLock;
use toml::de::DeTable;

/// A data set that comes with the program. All but the rows is read from its card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundled {
    /// Short name.
    pub id: String,
    /// Title.
    pub title: String,
    /// Whether the rows are `simulated` or `measured`.
    pub kind: String,
    /// How the set was made.
    pub made: String,
    /// Licence, as an SPDX identifier.
    pub licence: String,
    /// Known limits.
    pub limits: String,
    /// The whole card (TOML), with columns and units.
    pub card_text: &'static str,
    rows: &'static [u8],
}

macro_rules! bundled {
    ($id:literal) => {
        Bundled::new(
            include_str!(concat!("../bundle/", $id, "/card.toml")),
            include_bytes!(concat!("../bundle/", $id, "/runs.csv")),
        )
    };
}

static BUNDLED: LazyLock<Vec<Bundled>> = LazyLock::new(|| vec![bundled!("simulated-sweep")]);

impl Bundled {
    fn new(card_text: &'static str, rows: &'static [u8]) -> Self {
        let card = DeTable::parse(card_text).ok();
        let field = |key: &str| {
            let value = card.as_ref().and_then(|card| card.get_ref().get(key)?.get_ref().as_str());
            value.unwrap_or_default().to_owned()
        };
        Self {
            id: field("id"),
            title: field("title"),
            kind: field("kind"),
            made: field("made"),
            licence: field("licence"),
            limits: field("limits"),
            card_text,
            rows,
        }
    }
}

/// All sets, in the order in which they are shown; the first is the one used when no data are named.
pub fn list() -> &'static [Bundled] {
    &BUNDLED
}

/// The rows of a set. The name of the table says whether they are simulated or measured.
///
/// # Errors
/// No set bears the name; the message lists those that there are.
pub fn table(id: &str) -> Result<Table> {
    let set = list().iter().find(|set| set.id == id).ok_or_else(|| {
        let ids: Vec<&str> = list().iter().map(|set| set.id.as_str()).collect();
        Error::input("", format!("no bundled data set is called `{id}`: there are {}", ids.join(", ")))
    })?;
    Table::from_bytes(&format!("{} ({})", set.id, set.kind), set.rows)
}
