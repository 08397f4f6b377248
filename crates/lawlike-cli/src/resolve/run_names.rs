//! Names of runs, for figures and their tables.

use lawlike_data::{Cells, Table, Texts};
use std::collections::{BTreeMap, HashSet};

/// Names of runs by the line of their source.
#[derive(Debug, Default)]
pub(crate) struct RunNames(BTreeMap<usize, String>);

impl RunNames {
    /// The names of a table: of the column that tells runs apart, or of the first column of words with another one in every
    /// row. Lines of several files do not tell rows apart; then there are none.
    pub(crate) fn of(table: &Table) -> Self {
        let is_name = |cells: &Texts| {
            let mut met = HashSet::new();
            cells.iter().flatten().all(|name| met.insert(name)) && met.len() == cells.len()
        };
        let words = |name: Option<&String>| match &table.column(name?)?.cells {
            Cells::Text(cells) => Some(cells),
            Cells::Number(_) => None,
        };
        let found = words(table.run.as_ref()).or_else(|| {
            table.columns.iter().find_map(|column| match &column.cells {
                Cells::Text(cells) if is_name(cells) => Some(cells),
                _ => None,
            })
        });
        let (Some(cells), true) = (found, table.files.len() < 2) else { return Self::default() };
        let named =
            table.lines.iter().zip(cells.iter()).filter_map(|(line, name)| Some((line, name?.to_owned())));
        Self(named.collect())
    }

    /// The name of the run on a line.
    pub(crate) fn at(&self, line: usize) -> Option<String> {
        self.0.get(&line).cloned()
    }
}
