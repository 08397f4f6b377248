//! Rows by the value of a column: series, groups, runs.

use crate::cells::Cells;
use crate::column::Column;
use crate::column::words::{Interner, Words};
use crate::table::TableColumn;
use std::borrow::Cow;
use std::collections::HashMap;

/// The rows of each value of a column, in order of first appearance; rows without a value are left out.
pub(crate) fn split(column: &TableColumn, rows: Vec<usize>) -> Vec<(String, Vec<usize>)> {
    split_up_to(column, rows, usize::MAX).unwrap_or_default()
}

/// The same; none where the column has more values than `most`.
pub(crate) fn split_up_to(
    column: &TableColumn,
    rows: Vec<usize>,
    most: usize,
) -> Option<Vec<(String, Vec<usize>)>> {
    let labels = labels(column);
    let mut parts: Vec<(String, Vec<usize>)> = Vec::new();
    let mut known: Vec<Option<usize>> = vec![None; labels.dictionary.len()];
    for row in rows.into_iter().filter(|row| !column.is_missing(*row)) {
        let code = labels.codes[row];
        let at = *known[code as usize].get_or_insert_with(|| {
            parts.push((labels.dictionary.get(code).to_owned(), Vec::new()));
            parts.len() - 1
        });
        if at >= most {
            return None;
        }
        parts[at].1.push(row);
    }
    Some(parts)
}

/// The label of every row. Equal cells have one label, which is found once.
pub(crate) fn labels(column: &TableColumn) -> Words {
    let mut interner = Interner::default();
    let codes = match (column.raw.0.as_ref(), &column.cells) {
        // A cell of words is its own label but for blanks around it.
        (Column::Words(words), Cells::Text(_)) => return words.clone().trimmed(),
        (_, Cells::Text(_)) => (0..column.raw.len())
            .map(|row| interner.code(&label(column, &column.raw.text(row), f64::NAN)))
            .collect(),
        (_, Cells::Number(numbers)) => numbers
            .iter()
            .enumerate()
            .map(|(row, number)| interner.code(&label(column, &column.raw.text(row), number)))
            .collect(),
    };
    interner.finish(codes)
}

/// The value of a cell as a label: `1.0` and `1` are the same number. In a column whose name says no quantity, `1e5` and
/// `100000` are different names.
fn label<'a>(column: &TableColumn, cell: &'a str, number: f64) -> Cow<'a, str> {
    let cell = cell.trim();
    let is_plain = cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-');
    let is_padded = cell.len() > 1 && cell.starts_with('0') && !cell.starts_with("0.");
    let is_number = if column.named.is_some() {
        cell.parse::<f64>().is_ok() && !cell.bytes().all(|byte| byte.is_ascii_digit())
    } else {
        is_plain && !is_padded && cell.contains('.')
    };
    match &column.cells {
        Cells::Number(_) if is_number => Cow::Owned(number.to_string()),
        _ => Cow::Borrowed(cell),
    }
}

/// Numbers of groups: rows with the same value share one, a row without a value is its own.
pub(crate) fn groups(column: &TableColumn, labels: &Words, rows: &[usize]) -> Vec<usize> {
    let mut known: HashMap<u32, usize> = HashMap::new();
    let mut next = 0;
    let mut fresh = || {
        next += 1;
        next - 1
    };
    rows.iter()
        .map(|row| {
            if column.is_missing(*row) {
                fresh()
            } else {
                *known.entry(labels.codes[*row]).or_insert_with(&mut fresh)
            }
        })
        .collect()
}
