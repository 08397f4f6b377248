//! Data: files or bundled sets, their columns, and what was understood of them.

use super::RunNames;
use crate::args::{self, Columns, Files, Out};
use crate::{catalogue, desk, output};
use anyhow::{Context, Result, ensure};
use lawlike::allocation::Trait;
use lawlike::examine::large_tables;
use lawlike::finding::Finding;
use lawlike::law::Law;
use lawlike::provenance::DataHash;
use lawlike::rule;
use lawlike_data::bundle::{self, Bundled};
use lawlike_data::{Decimal, Long, Note, Observed, Reader, Role, Roles, StatedUnit, Table, observe_for};
use lawlike_formula::{Predicate, did_you_mean};
use std::io;
use std::path::{Path, PathBuf};

/// A table, and the observations in it.
pub(crate) struct Source {
    /// The rows that are used.
    table: Table,
    /// What was understood of them.
    pub(crate) observed: Observed,
    /// The bundled set that they are, if they are one.
    set: Option<&'static Bundled>,
}

/// Rows as they were read.
pub(crate) struct Input {
    /// The rows.
    pub(crate) table: Table,
    /// The bundled set that they are, if they are one.
    pub(crate) set: Option<&'static Bundled>,
    /// Whether the user named them.
    is_named: bool,
}

impl Input {
    /// Says of a bundled set that it is one, and whether it was simulated or measured.
    pub(crate) fn origin(&self) -> Option<String> {
        let why = if self.is_named { "" } else { ", taken because no file was named" };
        self.set.map(|set| format!("data = the bundled set `{}`, which is {}{why}", set.id, set.kind))
    }
}

/// Reads files or a bundled set and finds the columns that laws need.
pub(crate) fn open(files: &[PathBuf], columns: &Columns, laws: &[Law]) -> Result<Source> {
    open_for(files, columns, laws, None)
}

/// As [`open`], for forecasts at these points.
pub(crate) fn open_for(
    files: &[PathBuf],
    columns: &Columns,
    laws: &[Law],
    points: Option<&Table>,
) -> Result<Source> {
    let input = read_with(files, &reader(&columns.files, columns.skip_bad)?)?;
    let (columns, proposed) = proposed(columns, input.set);
    let origin = input.origin().into_iter().chain(proposed);
    let table = selected(input.table, columns.filter.as_deref())?;
    let table = table.with_units(&units(&columns)?, false).context("--units")?;
    let mut observed = observe_for(&table, &roles(&columns, laws)?, points)?;
    observed.understood.splice(..0, origin);
    if !columns.rules.rule.is_empty() {
        let applied = rule::apply(&observed.series, &columns.rules.rule).context("--rule")?;
        observed.keep(applied.series, &applied.kept, applied.said);
    }
    Ok(Source { table, observed, set: input.set })
}

/// The rows for which the condition of `--where` holds; all without one.
pub(crate) fn selected(table: Table, condition: Option<&str>) -> Result<Table> {
    match condition {
        None => Ok(table),
        Some(text) => Ok(table.filter(&Predicate::parse(text).context("--where")?).context("--where")?),
    }
}

/// The columns that the user named, and for the rest those that a bundled set proposes; with a sentence on these.
fn proposed(columns: &Columns, set: Option<&Bundled>) -> (Columns, Option<String>) {
    let mut all = columns.clone();
    let Some(set) = set else { return (all, None) };
    let mut said = Vec::new();
    let mut fill = |option: &str, field: &mut Option<String>, value: &Option<String>| {
        if let (None, Some(text)) = (&field, value) {
            said.push(format!("{option} '{text}'"));
            *field = Some(text.clone());
        }
    };
    fill("--y", &mut all.y, &set.roles.y);
    fill("--by", &mut all.by, &set.roles.by);
    fill("--where", &mut all.filter, &set.roles.filter);
    if all.x.is_empty() {
        all.x.clone_from(&set.roles.x);
        said.extend(all.x.iter().map(|text| format!("--x '{text}'")));
    }
    let sentence = format!("its card proposes {}", said.join(" "));
    (all, (!said.is_empty()).then_some(sentence))
}

/// The cut that the user named, else the one that a bundled set proposes.
pub(crate) fn cut_of(files: &[PathBuf], cut: Option<&str>) -> Option<String> {
    cut.map(str::to_owned).or_else(|| set_of(files)?.roles.cut.clone())
}

/// Reads files. A name that is no file may be the name of a bundled set; without names the first set is taken.
pub(crate) fn read(files: &[PathBuf]) -> Result<Input> {
    read_with(files, &Reader::default())
}

/// How files are read, by the options.
pub(crate) fn reader(files: &Files, skip_bad: bool) -> Result<Reader> {
    let decimal = files.decimal.map(|decimal| match decimal {
        args::Decimal::Point => Decimal::Point,
        args::Decimal::Comma => Decimal::Comma,
    });
    let long = files.long.as_deref().map(Long::parse).transpose().context("--long")?;
    Ok(Reader { decimal, skip_bad, items: false, long, join: files.join.clone().zip(files.on.clone()) })
}

/// As [`read`], with options.
pub(crate) fn read_with(files: &[PathBuf], reader: &Reader) -> Result<Input> {
    let inputs = files.iter().filter(|path| is_input(path)).count();
    ensure!(inputs < 2, "`-`: standard input can be read only once");
    let set = set_of(files);
    let table = match (set, files) {
        (Some(set), _) => finished(bundle::table(&set.id)?, reader)?,
        (None, [name]) if let Some(table) = desk::table(name) => finished(joined(table, reader)?, reader)?,
        (None, _) => from_files(&files.iter().map(|path| placed(path)).collect::<Result<Vec<_>>>()?, reader)?,
    };
    Ok(Input { table, set, is_named: !files.is_empty() })
}

/// The file that a path means: itself, or that of a fetched set of the catalogue. Fails on a name that is no file and nearly
/// that of a set.
fn placed(path: &Path) -> Result<PathBuf> {
    let name = path.to_string_lossy();
    if is_input(path) || path.exists() || desk::table(path).is_some() {
        return Ok(path.to_owned());
    }
    if let Some(found) = catalogue::at_hand(&name)? {
        return Ok(found);
    }
    // What is a pattern, or plainly the name of a file, is no slip of the name of a set.
    let is_plain = !name.contains(['*', '?', '[', '/', '\\', '.']);
    let near = is_plain.then(|| did_you_mean(&name, catalogue::names(), str::to_owned)).flatten();
    let Some(asked) = near else { return Ok(path.to_owned()) };
    let message =
        format!("{name}: there is no such file: {asked} `lawlike data` lists the sets that have names");
    Err(io::Error::new(io::ErrorKind::NotFound, message).into())
}

/// The rows of files, with a table in memory joined to them if that is asked for.
fn from_files(files: &[PathBuf], reader: &Reader) -> Result<Table> {
    match &reader.join {
        Some((path, _)) if desk::table(path).is_some() => {
            let plain = Reader { join: None, long: None, ..reader.clone() };
            finished(joined(Table::read_with(files, &plain)?, reader)?, reader)
        }
        _ => Ok(Table::read_with(files, reader)?),
    }
}

/// A table with the columns of a second one, in memory or in a file, if that is asked for.
fn joined(table: Table, reader: &Reader) -> Result<Table> {
    let Some((path, key)) = &reader.join else { return Ok(table) };
    let plain = Reader { join: None, long: None, ..reader.clone() };
    let other = match desk::table(path) {
        Some(other) => other,
        None => Table::read_with(std::slice::from_ref(path), &plain)?,
    };
    Ok(table.joined(&other, key)?)
}

/// A table whose columns are made rows if that is asked for.
fn finished(table: Table, reader: &Reader) -> Result<Table> {
    Ok(match &reader.long {
        Some(long) => table.long(long)?,
        None => table,
    })
}

/// The bundled set that is meant.
fn set_of(files: &[PathBuf]) -> Option<&'static Bundled> {
    match files {
        [] => bundle::list().first(),
        [path] if !path.exists() => bundle::list().iter().find(|set| path.as_os_str() == set.id.as_str()),
        _ => None,
    }
}

/// Whether a path means standard input.
pub(crate) fn is_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The units that the user states.
pub(crate) fn units(columns: &Columns) -> Result<Vec<StatedUnit>> {
    columns.units.iter().map(|text| StatedUnit::parse(text).context("--units")).collect()
}

fn roles(columns: &Columns, laws: &[Law]) -> Result<Roles> {
    let role = |option: &str, text: &String| Role::parse(text).with_context(|| format!("{option} {text}"));
    Ok(Roles {
        y: columns.y.as_ref().map(|text| role("--y", text)).transpose()?,
        x: columns.x.iter().map(|text| role("--x", text)).collect::<Result<_>>()?,
        group: columns.group.clone(),
        by: columns.by.clone(),
        weight: columns.weight.clone(),
        stderr: columns.stderr.clone(),
        law_names: laws.iter().flat_map(names).collect(),
        skip_bad: columns.skip_bad,
        // A law that the user wrote may have a term for the start; those that come with the program have none.
        keep_zero: columns.keep_zero || !laws.is_empty() && laws.iter().all(|law| law.card.is_none()),
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
    pub(crate) fn files(&self) -> &[DataHash] {
        &self.table.files
    }

    /// Names of the runs.
    pub(crate) fn run_names(&self) -> RunNames {
        RunNames::of(&self.table)
    }

    /// The irreducible part of the response, where the source is known to have one.
    pub(crate) fn floor(&self) -> Option<f64> {
        let floors = &self.set?.floors;
        floors.iter().find(|(name, _)| *name == self.observed.response.0).map(|(_, value)| *value)
    }

    /// Columns of words that tell the series apart.
    pub(crate) fn traits(&self) -> Vec<Trait> {
        let named =
            |(name, values): &(String, Vec<String>)| Trait { name: name.clone(), values: values.clone() };
        self.observed.traits.iter().map(named).collect()
    }

    /// Says on standard error what was understood and noticed.
    pub(crate) fn say(&self, out: &Out) {
        if !out.quiet {
            self.understood().iter().for_each(|line| output::say(line));
        }
    }

    /// What was understood and noticed, one sentence each.
    pub(crate) fn understood(&self) -> Vec<String> {
        let notes = self.observed.notes.iter().map(|note| format!("note: {note}"));
        self.observed.understood.iter().cloned().chain(notes).collect()
    }

    /// What was noticed, as findings.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self.observed.notes.iter().map(Note::finding).collect();
        findings.extend(large_tables(&self.observed.series));
        findings
    }
}
