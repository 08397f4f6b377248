//! Which runs may be used: every rule, what it marks, and the answer without these rows.

use super::document::{Block, Cell, Document, Table, Tone};
use super::words;
use crate::number::{NONE, counted, significant};
use lawlike::audit::Audit;
use lawlike::rule::{Effect, Effects};

/// Heading of the rules.
pub(crate) const HEADING: &str = "Which runs may be used";

/// Adds the rules, if one of them can be asked.
pub(crate) fn add(document: &mut Document, audit: &Audit) {
    if !audit.rules.marks_any() {
        if audit.rules.is_loss {
            document.section(HEADING, Block::Bullets(sentences(&audit.rules)));
        }
        return;
    }
    document.section(HEADING, Block::Table(table(&audit.rules)));
    document.push(Block::Bullets(sentences(&audit.rules)));
}

/// One row for all runs, and one for every rule that marks any.
pub(crate) fn table(rules: &Effects) -> Table {
    let names: Vec<&str> = rules.parameters.iter().map(|(name, _)| name.as_str()).take(PARAMETERS).collect();
    let mut titles = vec!["rule".to_owned(), ">rows".to_owned()];
    titles.extend(names.iter().map(|name| format!(">{name}")));
    if rules.target.is_some() {
        titles.push(">largest run".to_owned());
    }
    titles.push("verdict".to_owned());
    let mut table = Table::new(&titles);
    let values = |parameters: &[(String, f64)]| -> Vec<Cell> {
        let value = |name: &&str| {
            let found = parameters.iter().find(|(own, _)| own == name);
            Cell::from(found.map_or_else(|| NONE.to_owned(), |(_, value)| significant(*value, 3)))
        };
        names.iter().map(value).collect()
    };
    let forecast = |own: Option<(f64, f64, f64)>| -> Option<Cell> {
        rules
            .target
            .is_some()
            .then(|| own.map_or_else(|| NONE.to_owned(), |(median, lo, hi)| around(median, lo, hi)).into())
    };
    let mut cells: Vec<Cell> = vec!["none".into(), "0".into()];
    cells.extend(values(&rules.parameters));
    cells.extend(forecast(rules.target.as_ref().map(|target| target.forecast)));
    cells.push(words::word_cell(rules.verdict));
    table.row(cells);
    for effect in rules.effects.iter().filter(|effect| effect.rows > 0) {
        let mut cells: Vec<Cell> = vec![effect.name.into(), effect.rows.to_string().into()];
        cells.extend(values(&effect.parameters));
        cells.extend(forecast(effect.forecast));
        cells.push(effect.verdict.map_or_else(|| Cell::toned(NONE, Tone::Muted), words::word_cell));
        table.row(cells);
    }
    table
}

/// Parameters that are shown; all are in the JSON.
const PARAMETERS: usize = 5;

fn around(median: f64, lo: f64, hi: f64) -> String {
    format!("{} [{}, {}]", significant(median, 4), significant(lo, 3), significant(hi, 3))
}

/// What the table means, what rules could not be asked, and how to apply one.
pub(crate) fn sentences(rules: &Effects) -> Vec<String> {
    let mut lines = Vec::new();
    if rules.marks_any() {
        lines.push(
            "Each row is the answer without the rows that a rule marks; nothing was left out.".to_owned(),
        );
    }
    if let Some(target) = rules.target.as_ref().filter(|_| rules.marks_any()) {
        lines.push(format!(
            "The largest run that no rule marks (line {}) had {}; its forecast is from the runs before the last cut, with the \
             interval of 95 %.",
            target.line,
            significant(target.truth, 4)
        ));
    }
    lines.extend(rules.effects.iter().filter(|own| own.rows > 0).map(marked));
    let silent: Vec<&str> =
        rules.effects.iter().filter(|own| own.rows == 0 && own.lacks.is_none()).map(|own| own.name).collect();
    if !silent.is_empty() {
        lines.push(format!("Marks no row: {}.", silent.join(", ")));
    }
    let lacks: Vec<&str> =
        rules.effects.iter().filter(|own| own.lacks.is_some()).map(|own| own.name).collect();
    if !lacks.is_empty() {
        lines.push(format!(
            "Cannot be asked for want of columns: {} (`lawlike explain {}` says more of it).",
            lacks.join(", "),
            lacks[0]
        ));
    }
    if rules.marks_any() {
        lines.push("Apply a rule with --rule NAME, or all with --rule all.".to_owned());
    }
    lines
}

/// What a rule marks, and the first lines.
fn marked(effect: &Effect) -> String {
    const SHOWN: usize = 6;
    let shown: Vec<String> = effect.lines.iter().take(SHOWN).map(ToString::to_string).collect();
    let more = if effect.rows > shown.len() { ", ..." } else { "" };
    let failure = effect.failure.as_deref().map_or_else(String::new, |why| format!("; without them: {why}"));
    format!(
        "{}: {}, {} (lines {}{more}){failure}.",
        effect.name,
        effect.title,
        counted(effect.rows, "row"),
        shown.join(", ")
    )
}
