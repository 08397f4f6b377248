//! Public data sets that do not come with the program: what is known of them, and the files that were fetched.
//!
//! Nothing is fetched unless `lawlike data fetch` asks for it. A file is kept only if it is whole and has the checksum of its
//! entry; it is written in one piece.

mod cache;
mod fetch;
#[cfg(feature = "fetch")]
mod https;
mod list;

pub(crate) use cache::{at_hand, fetched, tidy_at_hand};
pub(crate) use fetch::{Wish, fetch};

use anyhow::{Context, Result};
use lawlike_data::bundle;
use lawlike_data::{Entry, entry_from_toml};
use lawlike_formula::did_you_mean;
use list::ENTRIES;

/// Every entry, in the order of names.
pub(crate) fn entries() -> Result<Vec<Entry>> {
    ENTRIES.iter().map(|(id, text)| Ok(entry_from_toml(&format!("{id}.toml"), text)?)).collect()
}

/// The entry of that name, if there is one.
pub(crate) fn entry(id: &str) -> Result<Option<Entry>> {
    let found = ENTRIES.iter().find(|(known, _)| *known == id);
    found.map(|(id, text)| Ok(entry_from_toml(&format!("{id}.toml"), text)?)).transpose()
}

/// Names of all sets: those that come with the program, and those of the catalogue.
pub(crate) fn names() -> Vec<&'static str> {
    let bundled = bundle::list().iter().map(|set| set.id.as_str());
    bundled.chain(ENTRIES.iter().map(|(id, _)| *id)).collect()
}

/// The entry that the user named.
pub(crate) fn named(id: &str) -> Result<Entry> {
    entry(id)?.with_context(|| {
        let near = did_you_mean(id, names(), str::to_owned);
        let near = near.map(|asked| format!(" {asked}")).unwrap_or_default();
        format!("no set of the catalogue is called `{id}`:{near} `lawlike data list` lists them")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_file_of_the_catalogue_is_listed_and_read() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalog");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().file_name().to_str().unwrap().to_owned())
            .collect();
        let listed: BTreeSet<String> = ENTRIES.iter().map(|(id, _)| format!("{id}.toml")).collect();
        assert_eq!(files, listed);
        let sources = crate::claims::sources().unwrap();
        for entry in entries().unwrap() {
            assert!(bundle::list().iter().all(|set| set.id != entry.id), "{} has two meanings", entry.id);
            let known = |tidy: &String| sources.iter().any(|source| source.name == *tidy);
            assert!(entry.tidy.as_ref().is_none_or(known), "{}: no such tidy table", entry.id);
            assert_eq!(entry.checksum.is_some(), entry.bytes.is_some(), "{}", entry.id);
            assert!(!entry.columns.is_empty(), "{}", entry.id);
        }
        assert_eq!(names().len(), names().into_iter().collect::<BTreeSet<_>>().len());
    }
}
