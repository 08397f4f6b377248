//! Names of runs, for figures and their tables.

use lawlike_data::{Cells, Lines, Table, Texts};

/// Names of runs by the line of their source.
#[derive(Debug, Default)]
pub(crate) struct RunNames(Option<(Lines, Texts)>);

impl RunNames {
    /// The names of a table: of the column that tells runs apart, or of the first column of words with another one in every
    /// row. Lines of several files do not tell rows apart; then there are none.
    pub(crate) fn of(table: &Table) -> Self {
        let words = |name: Option<&String>| match &table.column(name?)?.cells {
            Cells::Text(cells) => Some(cells),
            Cells::Number(_) => None,
        };
        if table.files.len() > 1 {
            return Self::default();
        }
        let found = words(table.run.as_ref()).or_else(|| {
            table.columns.iter().find_map(|column| match &column.cells {
                Cells::Text(cells) if cells.are_all_different() => Some(cells),
                _ => None,
            })
        });
        Self(found.map(|cells| (table.lines.clone(), cells.clone())))
    }

    /// The name of the run on a line.
    pub(crate) fn at(&self, line: usize) -> Option<String> {
        let (lines, cells) = self.0.as_ref()?;
        cells.get(lines.row_of(line)?).map(str::to_owned)
    }
}
