//! Data sets that come with the program. To add one, put `runs.csv` and `card.toml` into a folder of its own
//! under `bundle/`, and add its line to the list.

use crate::error::{Error, Result};
use crate::table::Table;
use std::sync::LazyLock;
use toml::de::{DeTable, DeValue};

/// A data set that comes with the program. All but the rows is read from its card.
#[derive(Debug, Clone, PartialEq)]
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
    /// What an audit of the set takes unless it is told otherwise.
    pub roles: SetRoles,
    /// Responses whose irreducible part is known, with its value.
    pub floors: Vec<(String, f64)>,
    /// The whole card (TOML), with columns and units.
    pub card_text: &'static str,
    rows: &'static [u8],
}

/// Columns, rows and cut that a set proposes, as a user would type them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SetRoles {
    /// Response.
    pub y: Option<String>,
    /// Axes.
    pub x: Vec<String>,
    /// Column whose values are series of their own.
    pub by: Option<String>,
    /// Condition on the rows.
    pub filter: Option<String>,
    /// Where past and future part.
    pub cut: Option<String>,
}

macro_rules! bundled {
    ($id:literal) => {
        Bundled::new(
            include_str!(concat!("../bundle/", $id, "/card.toml")),
            include_bytes!(concat!("../bundle/", $id, "/runs.csv")),
        )
    };
}

static BUNDLED: LazyLock<Vec<Bundled>> = LazyLock::new(|| {
    vec![
        bundled!("lab-pretrain"),
        bundled!("lab-curves"),
        bundled!("lab-tune"),
        bundled!("lab-finetune"),
        bundled!("lab-reinforce"),
        bundled!("lab-inference"),
        bundled!("simulated-sweep"),
    ]
});

impl Bundled {
    fn new(card_text: &'static str, rows: &'static [u8]) -> Self {
        let card = DeTable::parse(card_text).ok();
        let field = |key: &str| {
            let value = card.as_ref().and_then(|card| card.get_ref().get(key)?.get_ref().as_str());
            value.unwrap_or_default().to_owned()
        };
        let section = |name: &str| card.as_ref()?.get_ref().get(name)?.get_ref().as_table();
        let role = |key: &str| Some(section("roles")?.get(key)?.get_ref().as_str()?.to_owned());
        let list = |key: &str| {
            let values = section("roles")?.get(key)?.get_ref().as_array()?;
            Some(values.iter().filter_map(|v| Some(v.get_ref().as_str()?.to_owned())).collect())
        };
        let roles = SetRoles {
            y: role("y"),
            x: list("x").unwrap_or_default(),
            by: role("by"),
            filter: role("where"),
            cut: role("cut"),
        };
        let floors = section("floor").map_or_else(Vec::new, |floors| {
            let number = |value: &DeValue<'_>| value.as_float()?.as_str().parse().ok();
            let pairs =
                floors.iter().map(|(name, value)| (name.get_ref().to_string(), number(value.get_ref())));
            pairs.filter_map(|(name, value)| Some((name, value?))).collect()
        });
        Self {
            id: field("id"),
            title: field("title"),
            kind: field("kind"),
            made: field("made"),
            licence: field("licence"),
            limits: field("limits"),
            roles,
            floors,
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
    let mut table = Table::from_bytes(&format!("{} ({})", set.id, set.kind), set.rows)?;
    // The file goes by the name that a user would type.
    table.files.iter_mut().for_each(|file| file.name.clone_from(&set.id));
    Ok(table)
}
