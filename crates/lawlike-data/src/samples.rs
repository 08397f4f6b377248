//! Repeated sampling: one row for every task and model, with counts of samples and of right ones.

use crate::choose::find;
use crate::column::Numbers;
use crate::column::words::{Interner, Words};
use crate::error::{Error, Result};
use crate::named::{needed, not_negative, shares};
use crate::number::shown;
use crate::sample_roles::{CORRECT, SAMPLES, SampleRoles, TASK, model_columns};
use crate::singles::counted;
use crate::table::{Table, TableColumn};
use crate::values::Values;
use hashbrown::HashMap;
use lawlike::quantity::Quantity;
use lawlike_questions::passk::{MOST, ProblemSamples, Sampled};

/// What to do about a cost that cannot be.
const HINT: &str = "leave the cell empty if the cost is not known";

/// Names of columns that hold the cost of all samples of a row, or begin the name of one.
const COST: &[&str] =
    &["cost", "usd", "price", "dollars", "tokens_spent", "total_tokens", "output_tokens", "seconds"];
/// How the name of a column of votes begins; the number of samples follows.
const VOTE: &str = "vote_";

/// What was understood of a table of samples.
#[derive(Debug, Clone, PartialEq)]
pub struct SamplesOf {
    /// The models, in order of first appearance.
    pub models: Vec<Sampled>,
    /// Which column was taken for what, one sentence each.
    pub understood: Vec<String>,
}

/// The tasks of every model in a table.
///
/// # Errors
/// A column is missing, a count is not a whole number or impossible, or a task of a model comes twice; the error names
/// file, line and column.
pub fn samples(table: &Table, roles: &SampleRoles) -> Result<SamplesOf> {
    read(table, roles, false)
}

/// As [`samples`], with the problems of a model that have the same counts put together, unless a table has costs or votes.
///
/// # Errors
/// As [`samples`].
pub fn tallied(table: &Table, roles: &SampleRoles) -> Result<SamplesOf> {
    read(table, roles, true)
}

fn read(table: &Table, roles: &SampleRoles, is_tallied: bool) -> Result<SamplesOf> {
    if let Some((counts, said)) = counted(table, roles)? {
        let roles = SampleRoles { correct: None, ..roles.clone() };
        let mut found = read(&counts, &roles, is_tallied)?;
        found.understood.insert(table.said.len(), said);
        return Ok(found);
    }
    let task = needed(table, roles.task.as_deref(), TASK, "the task", "--task")?;
    let n = needed(table, roles.samples.as_deref(), SAMPLES, "the number of samples", "--samples")?;
    let c = needed(table, roles.correct.as_deref(), CORRECT, "the number of right samples", "--correct")?;
    let models = model_columns(table, &roles.model)?;
    let costs = cost_columns(table, roles)?;
    let votes = vote_columns(table);
    let (samples, correct) = (counts(table, n)?, counts(table, c)?);
    check(table, (n, &samples), (c, &correct))?;
    let cost_values =
        costs.iter().map(|column| not_negative(table, column, HINT)).collect::<Result<Vec<_>>>()?;
    let vote_values = votes
        .iter()
        .map(|(_, column)| shares(table, column, "a vote is right (1) or wrong (0)"))
        .collect::<Result<Vec<_>>>()?;
    let names = named(table, task)?;
    let labels = Labels::of(table, &models)?;
    refuse_repeats(table, task, &names, &labels, &roles.model)?;
    let model = |label: &String| Sampled {
        model: label.clone(),
        tasks: Vec::new(),
        cost_names: costs.iter().map(|column| column.name.clone()).collect(),
        vote_sizes: votes.iter().map(|(size, _)| *size).collect(),
    };
    let mut found: Vec<Sampled> = labels.names.iter().map(model).collect();
    let is_tallied = is_tallied && costs.is_empty() && votes.is_empty();
    let mut place: HashMap<(u32, u64, u64), usize> = HashMap::new();
    for row in 0..table.rows() {
        let (label, samples, correct) = (labels.codes[row], samples.at(row) as u64, correct.at(row) as u64);
        let tasks = &mut found[label as usize].tasks;
        let at = tasks.len();
        if is_tallied {
            let first = *place.entry((label, samples, correct)).or_insert(at);
            if first < at {
                tasks[first].times += 1;
                continue;
            }
        }
        tasks.push(ProblemSamples {
            name: names.get(row).to_owned(),
            times: 1,
            samples,
            correct,
            costs: cost_values.iter().map(|values| values[row]).collect(),
            votes: vote_values.iter().map(|values| values[row]).collect(),
        });
    }
    let mut understood = understood([task, n, c], &models, &costs, &votes);
    understood.splice(..0, table.said.iter().cloned());
    Ok(SamplesOf { models: found, understood })
}

fn understood(
    [task, n, c]: [&TableColumn; 3],
    models: &[&TableColumn],
    costs: &[&TableColumn],
    votes: &[(u64, &TableColumn)],
) -> Vec<String> {
    let mut said = vec![
        format!("task = `{}`", task.name),
        format!("samples = `{}`", n.name),
        format!("right samples = `{}`", c.name),
    ];
    let list = |columns: &mut dyn Iterator<Item = &TableColumn>| {
        columns.map(|column| format!("`{}`", column.name)).collect::<Vec<_>>().join(", ")
    };
    if !models.is_empty() {
        said.push(format!("model = {}", list(&mut models.iter().copied())));
    }
    if !costs.is_empty() {
        said.push(format!("cost of all samples of a row = {}", list(&mut costs.iter().copied())));
    }
    if !votes.is_empty() {
        said.push(format!("votes = {}", list(&mut votes.iter().map(|(_, column)| *column))));
    }
    said
}

fn cost_columns<'a>(table: &'a Table, roles: &SampleRoles) -> Result<Vec<&'a TableColumn>> {
    if !roles.cost.is_empty() {
        return roles.cost.iter().map(|name| Ok(&table.columns[find(table, name)?])).collect();
    }
    let is_cost = |column: &&TableColumn| {
        let name = column.name.to_ascii_lowercase();
        column.is_measured()
            && COST.iter().any(|known| name == *known || name.starts_with(&format!("{known}_")))
    };
    Ok(table.columns.iter().filter(is_cost).collect())
}

/// Columns such as `vote_16`, with their numbers of samples.
fn vote_columns(table: &Table) -> Vec<(u64, &TableColumn)> {
    let size =
        |column: &TableColumn| column.name.strip_prefix(VOTE)?.parse::<u64>().ok().filter(|size| *size > 0);
    table.columns.iter().filter_map(|column| Some((size(column)?, column))).collect()
}

/// Whole numbers; every row needs one.
/// The numbers of a column, which are whole and not below zero.
fn counts(table: &Table, column: &TableColumn) -> Result<Numbers> {
    let values = Values::of(column, Quantity::Plain);
    values.check(table, column, &vec![true; table.rows()], "give a whole number")?;
    let bad = |row: usize, message: String| Error::input(table.place(row, &column.name), message);
    if let Some(row) = values.missing.first() {
        return Err(bad(*row, "the cell is empty: give a whole number, or leave the row out".to_owned()));
    }
    for (row, value) in values.values.iter().enumerate() {
        let cell = || shown(&column.raw.trimmed(row));
        if value < 0.0 {
            return Err(bad(row, format!("{} must not be below zero: it is a count", cell())));
        }
        if value.fract() != 0.0 || value > MOST as f64 {
            return Err(bad(row, format!("{} is not a whole number: it is a count, not a share", cell())));
        }
    }
    Ok(values.values)
}

fn check(table: &Table, n: (&TableColumn, &Numbers), c: (&TableColumn, &Numbers)) -> Result<()> {
    for (row, (samples, correct)) in n.1.iter().zip(c.1.iter()).enumerate() {
        if samples == 0.0 {
            return Err(Error::input(table.place(row, &n.0.name), "no sample was taken: leave the row out"));
        }
        if correct > samples {
            let message = format!("{correct} right of {samples} samples: not more than all can be right");
            return Err(Error::input(table.place(row, &c.0.name), message));
        }
    }
    Ok(())
}

/// The cells of a column as names; none may be missing.
fn named(table: &Table, column: &TableColumn) -> Result<Words> {
    if let Some(row) = (0..table.rows()).find(|row| column.is_missing(*row)) {
        return Err(Error::input(table.place(row, &column.name), "the cell is empty: give it a name"));
    }
    Ok(column.raw.names())
}

/// The model of every row, kept once.
pub(crate) struct Labels {
    /// The models, in order of first appearance.
    names: Vec<String>,
    /// The number of the model of every row.
    codes: Vec<u32>,
}

impl Labels {
    /// The cells of the columns of the model, with a blank between.
    pub(crate) fn of(table: &Table, models: &[&TableColumn]) -> Result<Self> {
        let cells = models.iter().map(|column| named(table, column)).collect::<Result<Vec<_>>>()?;
        if cells.is_empty() {
            return Ok(Self { names: vec![String::new()], codes: vec![0; table.rows()] });
        }
        let mut interner = Interner::default();
        let mut known: HashMap<Vec<u32>, u32> = HashMap::new();
        let mut key = Vec::with_capacity(cells.len());
        let mut codes = Vec::with_capacity(table.rows());
        for row in 0..table.rows() {
            key.clear();
            key.extend(cells.iter().map(|words| words.codes[row]));
            let code = known.get(&key).copied().unwrap_or_else(|| {
                let label: Vec<&str> = cells.iter().map(|words| words.get(row)).collect();
                // Cells that differ may make the same label.
                let code = interner.code(&label.join(" "));
                known.insert(key.clone(), code);
                code
            });
            codes.push(code);
        }
        let names = interner.finish(Vec::new()).dictionary.iter().map(str::to_owned).collect();
        Ok(Self { names, codes })
    }

    /// The label of every row.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.codes.iter().map(|code| self.names[*code as usize].as_str())
    }
}

/// A task of a model must come once.
fn refuse_repeats(
    table: &Table,
    task: &TableColumn,
    names: &Words,
    labels: &Labels,
    models: &[String],
) -> Result<()> {
    if names.are_different() {
        return Ok(());
    }
    let key = |row: usize| (u64::from(labels.codes[row]) << 32) | u64::from(names.codes[row]);
    let mut keys: Vec<u64> = (0..table.rows()).map(key).collect();
    keys.sort_unstable();
    if keys.windows(2).all(|pair| pair[0] != pair[1]) {
        return Ok(());
    }
    let mut seen: HashMap<u64, usize> = HashMap::new();
    let repeat = |row: usize| Some((row, seen.insert(key(row), row)?));
    let Some((row, first)) = (0..table.rows()).find_map(repeat) else { return Ok(()) };
    let label = &labels.names[labels.codes[row] as usize];
    let whose = if label.is_empty() { String::new() } else { format!(" of model {}", shown(label)) };
    let example = models.first().map_or("model", String::as_str);
    let message = format!(
        "task {}{whose} comes twice, first in {}: add up its counts, choose rows with --where, or name the model by \
         more columns, such as --model {example} --model temperature",
        shown(names.get(row)),
        table.places(&[first])
    );
    Err(Error::input(table.place(row, &task.name), message))
}
