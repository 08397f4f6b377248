//! Repeated sampling: one row for every task and model, with counts of samples and of right ones.

use crate::choose::find;
use crate::error::{Error, Result};
use crate::named::{needed, not_negative, shares};
use crate::number::shown;
use crate::sample_roles::{CORRECT, SAMPLES, SampleRoles, TASK, model_columns};
use crate::singles::counted;
use crate::table::{Table, TableColumn};
use crate::values::Values;
use lawlike::quantity::Quantity;
use lawlike_questions::passk::{MOST, ProblemSamples, Sampled};
use std::collections::HashMap;

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
    if let Some((counts, said)) = counted(table, roles)? {
        let roles = SampleRoles { correct: None, ..roles.clone() };
        let mut found = samples(&counts, &roles)?;
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
    let names = names(table, task)?;
    let labels = labels(table, &models)?;
    refuse_repeats(table, task, &names, &labels, &roles.model)?;
    let mut found: Vec<Sampled> = Vec::new();
    let mut place: HashMap<&str, usize> = HashMap::new();
    for row in 0..table.rows() {
        let at = *place.entry(labels[row].as_str()).or_insert_with(|| {
            found.push(Sampled {
                model: labels[row].clone(),
                tasks: Vec::new(),
                cost_names: costs.iter().map(|column| column.name.clone()).collect(),
                vote_sizes: votes.iter().map(|(size, _)| *size).collect(),
            });
            found.len() - 1
        });
        found[at].tasks.push(ProblemSamples {
            name: names[row].clone(),
            samples: samples[row],
            correct: correct[row],
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
fn counts(table: &Table, column: &TableColumn) -> Result<Vec<u64>> {
    let values = Values::of(column, Quantity::Plain);
    values.check(table, column, &vec![true; table.rows()], "give a whole number")?;
    let bad = |row: usize, message: String| Error::input(table.place(row, &column.name), message);
    if let Some(row) = values.missing.first() {
        return Err(bad(*row, "the cell is empty: give a whole number, or leave the row out".to_owned()));
    }
    let count = |(row, value): (usize, f64)| {
        let cell = shown(&column.raw.trimmed(row));
        if value < 0.0 {
            Err(bad(row, format!("{cell} must not be below zero: it is a count")))
        } else if value.fract() != 0.0 || value > MOST as f64 {
            Err(bad(row, format!("{cell} is not a whole number: it is a count, not a share")))
        } else {
            Ok(value as u64)
        }
    };
    values.values.iter().enumerate().map(count).collect()
}

fn check(table: &Table, n: (&TableColumn, &[u64]), c: (&TableColumn, &[u64])) -> Result<()> {
    for (row, (samples, correct)) in n.1.iter().zip(c.1).enumerate() {
        if *samples == 0 {
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
fn names(table: &Table, column: &TableColumn) -> Result<Vec<String>> {
    let name = |row: usize| {
        if column.is_missing(row) {
            return Err(Error::input(table.place(row, &column.name), "the cell is empty: give it a name"));
        }
        Ok(column.raw.trimmed(row).into_owned())
    };
    (0..table.rows()).map(name).collect()
}

/// The model of every row: the cells of its columns, with a blank between.
pub(crate) fn labels(table: &Table, models: &[&TableColumn]) -> Result<Vec<String>> {
    let cells = models.iter().map(|column| names(table, column)).collect::<Result<Vec<_>>>()?;
    Ok((0..table.rows())
        .map(|row| cells.iter().map(|names| names[row].as_str()).collect::<Vec<_>>().join(" "))
        .collect())
}

/// A task of a model must come once.
fn refuse_repeats(
    table: &Table,
    task: &TableColumn,
    names: &[String],
    labels: &[String],
    models: &[String],
) -> Result<()> {
    let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
    for row in 0..table.rows() {
        if let Some(first) = seen.insert((labels[row].as_str(), names[row].as_str()), row) {
            let whose = if labels[row].is_empty() {
                String::new()
            } else {
                format!(" of model {}", shown(&labels[row]))
            };
            let example = models.first().map_or("model", String::as_str);
            let message = format!(
                "task {}{whose} comes twice, first in {}: add up its counts, choose rows with --where, or name the model by \
                 more columns, such as --model {example} --model temperature",
                shown(&names[row]),
                table.places(&[first])
            );
            return Err(Error::input(table.place(row, &task.name), message));
        }
    }
    Ok(())
}
