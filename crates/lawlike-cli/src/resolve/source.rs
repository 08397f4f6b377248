//! Data: files or bundled sets, their columns, and what was understood of them.

use crate::args::{Columns, Out};
use crate::output;
use anyhow::{Context, Result, bail, ensure};
use lawlike::check::{Finding, Severity};
use lawlike::law::Law;
use lawlike::provenance::Provenance;
use lawlike_data::{Note, Observed, Role, Roles, Table, bundle, observe};
use lawlike_formula::Predicate;
use std::path::{Path, PathBuf};

/// A table, and the observations in it.
pub(crate) struct Source {
    /// The rows that are used.
    table: Table,
    /// What was understood of them.
    pub(crate) observed: Observed,
}

/// Reads files or a bundled set and finds the columns that a law needs.
pub(crate) fn open(files: &[PathBuf], columns: &Columns, law: Option<&Law>) -> Result<Source> {
    source(read(files)?, columns, law)
}

/// The set that is used when no data are named.
pub(crate) fn bundled(columns: &Columns, law: Option<&Law>) -> Result<Source> {
    let Some(set) = bundle::list().first() else { bail!("no data: name a file of runs") };
    let mut source = source(bundle::table(set.id)?, columns, law)?;
    let sentence = format!("data = the bundled set `{}` ({}), as no file was named", set.id, set.title);
    source.observed.understood.insert(0, sentence);
    Ok(source)
}

/// Reads files; a name that is no file may be the name of a bundled set.
pub(crate) fn read(files: &[PathBuf]) -> Result<Table> {
    let inputs = files.iter().filter(|path| is_input(path)).count();
    ensure!(inputs < 2, "`-`: standard input can be read only once");
    if let [path] = files
        && let Some(id) = path.to_str()
        && bundle::list().iter().any(|set| set.id == id)
        && !path.exists()
    {
        return Ok(bundle::table(id)?);
    }
    Ok(Table::read(files)?)
}

/// Whether a path means standard input.
pub(crate) fn is_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn source(table: Table, columns: &Columns, law: Option<&Law>) -> Result<Source> {
    let table = match &columns.filter {
        None => table,
        Some(text) => table.filter(&Predicate::parse(text).context("--where")?).context("--where")?,
    };
    let observed = observe(&table, &roles(columns, law)?)?;
    Ok(Source { table, observed })
}

fn roles(columns: &Columns, law: Option<&Law>) -> Result<Roles> {
    let role = |option: &str, text: &String| Role::parse(text).with_context(|| format!("{option} {text}"));
    Ok(Roles {
        y: columns.y.as_ref().map(|text| role("--y", text)).transpose()?,
        x: columns.x.iter().map(|text| role("--x", text)).collect::<Result<_>>()?,
        group: columns.group.clone(),
        by: columns.by.clone(),
        weight: columns.weight.clone(),
        stderr: columns.stderr.clone(),
        law_names: law.map(names).unwrap_or_default(),
        skip_bad: columns.skip_bad,
    })
}

/// The names of a law that may be columns: its inputs, or all names of a formula that does not say.
fn names(law: &Law) -> Vec<String> {
    match law.inputs.as_slice() {
        [] => law.formula.names().iter().map(ToString::to_string).collect(),
        inputs => inputs.to_vec(),
    }
}

impl Source {
    /// Where the result comes from.
    pub(crate) fn provenance(&self, seed: u64, options: Vec<String>) -> Provenance {
        Provenance::new(seed, options, self.table.files.clone())
    }

    /// Says on standard error what was understood and noticed.
    pub(crate) fn say(&self, out: &Out) {
        if !out.quiet {
            self.understood().iter().for_each(|line| output::say(line));
        }
    }

    /// What was understood and noticed, one sentence each.
    pub(crate) fn understood(&self) -> Vec<String> {
        let notes = self.observed.notes.iter().map(|note| format!("note: {}", note.message));
        self.observed.understood.iter().cloned().chain(notes).collect()
    }

    /// What was noticed, as findings.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        self.observed.notes.iter().map(finding).collect()
    }
}

fn finding(note: &Note) -> Finding {
    let (severity, hint) = match note.code {
        "duplicate-rows" => {
            (Severity::Warning, "rows of one run belong together: name their column with --group")
        }
        "constant-axis" => {
            (Severity::Warning, "the law cannot be told apart along this axis: add runs that vary it")
        }
        "constant-response" => (Severity::Warning, "a response that never changes says nothing about a law"),
        "not-a-share" => (Severity::Warning, "say what the column measures with --y COLUMN=QUANTITY"),
        "per-cent" => (Severity::Note, "divide by 100 to have forecasts that stay between 0 and 1"),
        "definitions" => (Severity::Note, "choose another definition with --x"),
        _ => (Severity::Note, ""),
    };
    Finding {
        code: note.code,
        severity,
        label: String::new(),
        message: note.message.clone(),
        number: f64::NAN,
        threshold: f64::NAN,
        hint,
    }
}
