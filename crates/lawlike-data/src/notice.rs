//! What was noticed in the data that does not stop the work.

use crate::cards::{
    CONSTANT_AXIS, CONSTANT_RESPONSE, DEFINITIONS, DUPLICATE_ROWS, MIXED_SETTINGS, UNFINISHED_RUNS,
    UNUSED_MIXTURE, UNUSED_SIZE,
};
use crate::pick::{Chosen, Pick};
use crate::shared;
use crate::table::Table;
use crate::values::Values;
use crate::vocabulary;
use lawlike::finding::{CheckCard, Finding, Severity};
use lawlike::observations::{Column, Observations};
use lawlike::quantity::{Quantity, Setting};
use lawlike_num::parallel;
use std::fmt;
use std::mem::discriminant;

/// Something worth knowing about the data. Displayed as what was noticed and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Code of its card in [`crate::CARDS`], such as `duplicate-rows`.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What was noticed, with numbers and places.
    pub message: String,
    /// What to do.
    pub hint: &'static str,
}

impl Note {
    pub(crate) fn new(card: &CheckCard, severity: Severity, message: String) -> Self {
        Self { code: card.code, severity, message, hint: card.hint }
    }

    /// The note as a finding about all series.
    pub fn finding(&self) -> Finding {
        Finding {
            code: self.code,
            severity: self.severity,
            label: String::new(),
            message: self.message.clone(),
            number: f64::NAN,
            threshold: f64::NAN,
            hint: self.hint,
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message, self.hint)
    }
}

/// Columns that look like sizes, vary, follow from no axis and are not used.
pub(crate) fn unused(table: &Table, chosen: &Chosen) -> Option<Note> {
    use Quantity::{Compute, Parameters, Plain, Tokens};
    let is_size = |pick: &&Pick| match pick.quantity {
        Compute(_) | Parameters(_) | Tokens(_) => {
            chosen.used().all(|used| discriminant(&used.quantity) != discriminant(&pick.quantity))
        }
        Plain => shared::is_size(&table.columns[pick.column].name),
        _ => false,
    };
    let names: Vec<String> = chosen
        .others
        .iter()
        .filter(is_size)
        .filter(|pick| shared::varies(table, pick))
        .filter(|pick| {
            table.rows() > chosen.axes.len() + 2 && shared::explained(table, &chosen.axes, pick) < REPEATED
        })
        .map(|pick| format!("`{}`", table.columns[pick.column].name))
        .collect();
    let message = if names.len() == 1 {
        format!("{} looks like a size, varies beside the axes and is not used", names.join(", "))
    } else {
        format!("{} look like sizes, vary beside the axes and are not used", names.join(", "))
    };
    (!names.is_empty()).then(|| Note::new(&UNUSED_SIZE, Severity::Note, message))
}

/// Relative slip of the sum of the shares of a whole.
const WHOLE: f64 = 1e-3;

/// Shares of one whole that vary and are not used: the data that runs were trained on differ.
pub(crate) fn mixture(table: &Table, chosen: &Chosen) -> Option<Note> {
    let read = |pick: &Pick| Values::of(&table.columns[pick.column], pick.quantity).values;
    let is_part = |pick: &&Pick| {
        let is_open = matches!(pick.quantity, Quantity::Plain | Quantity::Setting(Setting::Share));
        is_open && read(pick).iter().all(|value| (0.0..=1.0).contains(&value)) && shared::varies(table, pick)
    };
    let parts: Vec<&Pick> = chosen.others.iter().filter(is_part).collect();
    let columns: Vec<_> = parts.iter().map(|pick| read(pick)).collect();
    let sum = |row: usize| columns.iter().map(|column| column.at(row)).sum::<f64>();
    let is_whole = parts.len() >= 2 && (0..table.rows()).all(|row| (sum(row) - 1.0).abs() <= WHOLE);
    let names: Vec<String> =
        parts.iter().map(|pick| format!("`{}`", table.columns[pick.column].name)).collect();
    let message = format!(
        "{} are shares of one whole in every row, vary and are not used: runs on other mixtures are taken for noise",
        names.join(", ")
    );
    is_whole.then(|| Note::new(&UNUSED_MIXTURE, Severity::Serious, message))
}

/// A setting in numbers by which rows differ more than the axes say: it is not used, and one law goes over all of its values.
pub(crate) fn mixed(name: &str) -> Note {
    let message = format!(
        "rows of one `{name}` differ from those of another by more than the axes say, and one law goes over all of them"
    );
    Note::new(&MIXED_SETTINGS, Severity::Warning, message)
}

/// Columns that say how a run ended.
const STATES: &[&str] = &["state", "status", "run state", "run status"];
/// States of runs that did not end as planned.
const UNFINISHED: &[&str] = &[
    "crashed",
    "failed",
    "killed",
    "running",
    "unfinished",
    "preempted",
    "preempting",
    "error",
    "cancelled",
    "canceled",
    "diverged",
    "started",
    "timeout",
    "oom",
];

/// Whether a column of this name says how runs ended.
pub(crate) fn is_state(name: &str) -> bool {
    STATES.contains(&vocabulary::plain(vocabulary::bare(name)).as_str())
}

/// Runs that did not end as planned, by a column of states.
pub(crate) fn unfinished(table: &Table) -> Option<Note> {
    let column = table.columns.iter().find(|column| is_state(&column.name))?;
    let states = column.raw.names();
    let unfinished = states.by_word(|word| UNFINISHED.contains(&word.to_lowercase().as_str()));
    let is_unfinished = |row: &usize| unfinished[states.codes[*row] as usize];
    let rows: Vec<usize> = (0..table.rows()).filter(is_unfinished).collect();
    let used = states.used();
    let named = used.iter().filter(|(code, _)| unfinished[*code as usize]);
    let mut words: Vec<&str> = named.map(|(code, _)| states.dictionary.get(*code)).collect();
    words.sort_unstable();
    words.dedup();
    let finished = (0..table.rows()).find(|row| !is_unfinished(row) && !column.is_missing(*row));
    let how = finished.map_or_else(String::new, |row| {
        format!("; use finished runs only with --where '{} == \"{}\"'", column.name, states.get(row))
    });
    let count = if rows.len() == 1 { "1 row is".to_owned() } else { format!("{} rows are", rows.len()) };
    let message = format!("`{}`: {count} {} ({}){how}", column.name, words.join(" or "), table.places(&rows));
    (!rows.is_empty()).then(|| Note::new(&UNFINISHED_RUNS, Severity::Serious, message))
}

/// Share of its variance from which on a column follows from the axes.
const REPEATED: f64 = 0.99;

/// Rows that say the same twice: same axes, response, series and group.
pub(crate) fn duplicates(
    table: &Table,
    series: &[(Observations, Vec<usize>)],
    grouped: bool,
) -> Option<Note> {
    let repeats = |at: usize| {
        let (observations, rows) = &series[at];
        let pairs = observations.repeats(grouped).pairs;
        pairs.into_iter().map(|(row, first)| (rows[row], rows[first])).collect::<Vec<_>>()
    };
    let again = parallel::map(series.len(), 0, repeats).concat();
    let (count, (at, of)) = (again.len(), *again.first()?);
    let rows =
        if count == 1 { "1 row repeats another".to_owned() } else { format!("{count} rows repeat others") };
    let message = format!(
        "{rows} in axes and response and {} kept; the first: {}",
        if count == 1 { "is" } else { "are" },
        table.places(&[of, at])
    );
    Some(Note::new(&DUPLICATE_ROWS, Severity::Warning, message))
}

/// Columns that do not vary, by series.
pub(crate) fn constants(series: &[(Observations, Vec<usize>)]) -> Vec<Note> {
    let Some((first, _)) = series.first() else { return Vec::new() };
    let mut notes = Vec::new();
    for at in 0..=first.axes.len() {
        let still = |observations: &Observations| {
            let (lo, hi) = measured(observations, at).range();
            observations.n() > 1 && lo == hi
        };
        let labels: Vec<&str> =
            series.iter().filter(|(rows, _)| still(rows)).map(|(rows, _)| rows.label.as_str()).collect();
        let card = if at < first.axes.len() { &CONSTANT_AXIS } else { &CONSTANT_RESPONSE };
        let name = &measured(first, at).name;
        let message = match labels.as_slice() {
            [] => continue,
            [""] => format!("all values of `{name}` are equal"),
            _ => format!("all values of `{name}` are equal in {}", shortened(&labels, series.len())),
        };
        notes.push(Note::new(card, Severity::Warning, message));
    }
    notes
}

/// The axis of that index, or the response after the last.
fn measured(observations: &Observations, at: usize) -> &Column {
    observations.axes.get(at).unwrap_or(&observations.response)
}

fn shortened(labels: &[&str], all: usize) -> String {
    let some: Vec<String> = labels.iter().take(5).map(|label| format!("`{label}`")).collect();
    let more = if labels.len() > 5 { ", ..." } else { "" };
    format!("{} of {all} series ({}{more})", labels.len(), some.join(", "))
}

/// Several columns that count the same thing in different ways, one of which is used.
pub(crate) fn definitions(table: &Table, chosen: &Chosen) -> Vec<Note> {
    let mut notes = Vec::new();
    for pick in chosen.used() {
        let others = chosen.same_family(table, pick);
        let what = match pick.quantity {
            Quantity::Parameters(_) => "parameters are",
            Quantity::Tokens(_) => "tokens are",
            Quantity::Compute(_) => "compute is",
            _ => continue,
        };
        if others.is_empty() {
            continue;
        }
        let name = &table.columns[pick.column].name;
        let others: Vec<String> = others.iter().map(|other| format!("`{other}`")).collect();
        let message = format!(
            "{what} counted in more than one way: `{name}` is used, {} {} not; exponents depend on the count",
            others.join(", "),
            if others.len() == 1 { "is" } else { "are" }
        );
        notes.push(Note::new(&DEFINITIONS, Severity::Note, message));
    }
    notes
}
