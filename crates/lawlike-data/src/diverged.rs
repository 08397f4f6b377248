//! Runs that diverged: the response is no finite number from some row on, to the end of the run.

use crate::cards::DIVERGED;
use crate::cells::Cells;
use crate::notice::Note;
use crate::split::split;
use crate::table::{Table, TableColumn};
use lawlike::finding::Severity;
use lawlike::quantity::Quantity;

/// Runs that are named.
const NAMED: usize = 3;

/// The rows after which a run never came back to finite numbers, with a note on them.
pub(crate) fn rows(table: &Table, response: usize) -> Option<(Vec<usize>, Note)> {
    let column = &table.columns[response];
    if let Cells::Number(numbers) = &column.cells
        && numbers.extent().missing == 0
        && numbers.extent().is_finite()
    {
        return None;
    }
    let run = table.run.as_ref().and_then(|name| table.column(name));
    let has_steps = table.columns.iter().any(|column| column.quantity() == Some(Quantity::Steps));
    if run.is_none() && !has_steps {
        return None;
    }
    let parts = match run {
        Some(run) => split(run, (0..table.rows()).collect()),
        None => vec![(String::new(), (0..table.rows()).collect())],
    };
    let mut found = Vec::new();
    let mut named = Vec::new();
    for (label, rows) in parts {
        let tail: Vec<usize> =
            rows.iter().rev().copied().take_while(|row| is_not_finite(column, *row)).collect();
        if tail.is_empty() || tail.len() == rows.len() {
            continue;
        }
        if let Some(first) = tail.last() {
            named.push(if label.is_empty() {
                table.places(&[*first])
            } else {
                format!("`{label}` from {}", table.places(&[*first]))
            });
        }
        found.extend(tail);
    }
    if found.is_empty() {
        return None;
    }
    let more = if named.len() > NAMED { ", ..." } else { "" };
    let message = format!(
        "`{}` is no finite number to the end of {}: {}{more}; {} rows left out",
        column.name,
        if run.is_some() { format!("{} runs", named.len()) } else { "the file".to_owned() },
        named.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", "),
        found.len()
    );
    found.sort_unstable();
    Some((found, Note::new(&DIVERGED, Severity::Warning, message)))
}

/// Whether a cell holds a number that is not finite, which is more than an empty cell.
fn is_not_finite(column: &TableColumn, row: usize) -> bool {
    if let Cells::Number(numbers) = &column.cells
        && numbers.at(row).is_finite()
    {
        return false;
    }
    let cell = column.raw.trimmed(row);
    let cell = cell.trim_start_matches(['-', '+']);
    ["nan", "inf", "infinity"].iter().any(|word| word.eq_ignore_ascii_case(cell))
}
