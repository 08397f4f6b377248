//! Rows by the value of a column: series, groups, runs.

use crate::table::{Cells, TableColumn};
use std::collections::HashMap;

/// The rows of each value of a column, in order of first appearance; rows without a value are left out.
pub(crate) fn split(column: &TableColumn, rows: Vec<usize>) -> Vec<(String, Vec<usize>)> {
    let mut parts: Vec<(String, Vec<usize>)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for row in rows.into_iter().filter(|row| !column.is_missing(*row)) {
        let at = *known.entry(split_label(column, row)).or_insert_with_key(|label| {
            parts.push((label.clone(), Vec::new()));
            parts.len() - 1
        });
        parts[at].1.push(row);
    }
    parts
}

/// The value of a cell as a label: `1.0` and `1` are the same number. In a column whose name says no quantity, `1e5` and
/// `100000` are different names.
pub(crate) fn split_label(column: &TableColumn, row: usize) -> String {
    let cell = column.raw[row].trim();
    let is_plain = cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-');
    let is_padded = cell.len() > 1 && cell.starts_with('0') && !cell.starts_with("0.");
    let is_number = if column.named.is_some() {
        cell.parse::<f64>().is_ok() && !cell.bytes().all(|byte| byte.is_ascii_digit())
    } else {
        is_plain && !is_padded && cell.contains('.')
    };
    match &column.cells {
        Cells::Number(numbers) if is_number => numbers[row].to_string(),
        _ => cell.to_owned(),
    }
}

/// Numbers of groups: rows with the same value share one, a row without a value is its own.
pub(crate) fn groups(column: &TableColumn, rows: &[usize]) -> Vec<usize> {
    let mut known: HashMap<String, usize> = HashMap::new();
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
                *known.entry(split_label(column, *row)).or_insert_with(&mut fresh)
            }
        })
        .collect()
}
