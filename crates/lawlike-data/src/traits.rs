//! Columns that tell series apart: text, one value for each series.

use crate::cells::Cells;
use crate::split::labels;
use crate::table::Table;

/// Most values of such a column; one with more is a name.
const VALUES: usize = 12;

/// Name and value by series of every column of words that has one value within each series and differs among them.
/// `rows` are those of each series; the column that parts them is left out.
pub(crate) fn traits(table: &Table, by: Option<&str>, rows: &[Vec<usize>]) -> Vec<(String, Vec<String>)> {
    if rows.len() < 2 {
        return Vec::new();
    }
    let words = |column: &&crate::table::TableColumn| {
        matches!(column.cells, Cells::Text(_)) && Some(column.name.as_str()) != by
    };
    let found = table.columns.iter().filter(words).filter_map(|column| {
        let labels = labels(column);
        let only_word = |rows: &Vec<usize>| {
            let first = labels.codes[*rows.first()?];
            let is_same = rows.iter().all(|row| labels.codes[*row] == first);
            is_same.then(|| labels.dictionary.get(first).to_owned())
        };
        let values: Vec<String> = rows.iter().map(only_word).collect::<Option<_>>()?;
        let mut distinct = values.clone();
        distinct.sort();
        distinct.dedup();
        let tells =
            (2..=VALUES).contains(&distinct.len()) && (distinct.len() < rows.len() || rows.len() == 2);
        tells.then(|| (column.name.clone(), values))
    });
    found.collect()
}
