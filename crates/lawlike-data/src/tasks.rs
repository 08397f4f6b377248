//! Scores of runs on tasks: one row for every run and task, or one row a run with a column a task.

mod columns;

use crate::cells::Cells;
use crate::choose::find;
use crate::error::{Error, Result};
use crate::named::{known, needed, optional, shares};
use crate::number::shown;
use crate::table::{Table, TableColumn};
use crate::values::Values;
use columns::{CHANCE, ITEMS, axes, loss, per_task, positive};
use lawlike::observations::Column;
use lawlike::quantity::Quantity;
use lawlike_questions::tasks::{Suite, SuiteTask};
use std::borrow::Cow;
use std::collections::HashMap;

/// Names by which the columns are known.
const TASK: &[&str] = &["task", "benchmark", "task_name", "dataset_name"];
const SCORE: &[&str] = &["accuracy", "acc", "score"];
const RUN: &[&str] = &["run", "name", "model", "run_name", "model_name", "id"];
/// Names of a loss, if the table has only one.
const LOSS: &[&str] = &["loss", "val_loss", "test_loss", "eval_loss"];
/// What a score is, said where one is not.
const WHAT: &str = "a score is a share of right answers from 0 to 1 (divide percentages by 100)";

/// The columns that the user named. What is left out is found from the names of the columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskRoles {
    /// The task (`--task`).
    pub task: Option<String>,
    /// The score (`--y`); several columns are a task each.
    pub score: Vec<String>,
    /// The loss (`--loss`); `none` for no loss.
    pub loss: Option<String>,
    /// What the loss is forecast from (`--x`).
    pub axes: Vec<String>,
    /// Training compute (`--compute`).
    pub compute: Option<String>,
    /// The run (`--name`).
    pub run: Option<String>,
    /// Suites of their own (`--by`).
    pub by: Option<String>,
    /// Number of items, a column or a number (`--items`); with several scores one for each, or one for all.
    pub items: Vec<String>,
    /// Score of guessing, a column or a number (`--chance`), likewise.
    pub chance: Vec<String>,
}

/// What was understood of a table of scores.
#[derive(Debug, Clone, PartialEq)]
pub struct TasksOf {
    /// The suites, in order of first appearance.
    pub suites: Vec<Suite>,
    /// The column of the loss; empty if there is none.
    pub loss: String,
    /// Which column was taken for what, one sentence each.
    pub understood: Vec<String>,
}

/// The suites of a table.
///
/// Rows without compute or an axis are left out, and counted. Where there is a loss, runs without one are planned.
///
/// # Errors
/// A column is missing or several could be meant, a score is no share, a task of a run comes twice, or the number of items of
/// a task differs between rows; the error names file, line and column.
pub fn task_scores(table: &Table, roles: &TaskRoles) -> Result<TasksOf> {
    let mut columns = Columns::new(table, roles)?;
    let usable = columns.usable();
    let mut suites: Vec<Building> = Vec::new();
    let mut place: HashMap<String, usize> = HashMap::new();
    for row in (0..table.rows()).filter(|row| usable[*row]) {
        let label = columns.by.map_or(Cow::Borrowed(""), |column| column.raw.trimmed(row));
        let at = place.get(label.as_ref()).copied().unwrap_or_else(|| {
            suites.push(Building { label: label.to_string(), ..Building::default() });
            place.insert(label.into_owned(), suites.len() - 1);
            suites.len() - 1
        });
        columns.enter(&mut suites[at], row)?;
    }
    let left_out = usable.iter().filter(|usable| !**usable).count();
    if left_out > 0 {
        columns.understood.push(format!("{left_out} rows without compute or an axis are left out"));
    }
    let planned: Vec<&str> = suites.iter().flat_map(|suite| columns.planned(suite)).collect();
    if !planned.is_empty() {
        let more = if planned.len() > 3 { ", ..." } else { "" };
        let list = planned.iter().take(3).copied().collect::<Vec<_>>().join(", ");
        columns.understood.push(format!(
            "{} runs without a loss ({list}{more}) are planned: they are forecast, never learned from",
            planned.len()
        ));
    }
    let suites = suites.into_iter().map(|suite| columns.suite(suite)).collect();
    Ok(TasksOf { suites, loss: columns.loss_name, understood: columns.understood })
}

/// A suite that is being read.
#[derive(Default)]
struct Building {
    label: String,
    /// Row in which each run is first met.
    rows: Vec<usize>,
    runs: HashMap<String, usize>,
    names: Vec<String>,
    tasks: Vec<(String, f64, f64)>,
    place: HashMap<String, usize>,
    /// Score and row of each task and run.
    scores: HashMap<(usize, usize), (f64, usize)>,
}

/// One column of scores, and what is known of its tasks.
struct Scores<'a> {
    column: &'a TableColumn,
    values: Vec<f64>,
    items: Vec<f64>,
    chance: Vec<f64>,
}

struct Columns<'a> {
    table: &'a Table,
    task: Option<&'a TableColumn>,
    run: Option<&'a TableColumn>,
    by: Option<&'a TableColumn>,
    scores: Vec<Scores<'a>>,
    loss: Option<Vec<f64>>,
    loss_name: String,
    compute: Vec<f64>,
    axes: Vec<Column>,
    others: Vec<Column>,
    understood: Vec<String>,
}

impl<'a> Columns<'a> {
    fn new(table: &'a Table, roles: &TaskRoles) -> Result<Self> {
        let wide = roles.score.len() > 1;
        let task = match &roles.task {
            None if wide => None,
            None if roles.score.len() == 1 => known(table, TASK),
            named => Some(needed(
                table,
                named.as_deref(),
                TASK,
                "the task",
                "--task (or give a column a task with --y)",
            )?),
        };
        let score = match roles.score.as_slice() {
            [] => vec![needed(table, None, SCORE, "the score", "--y")?],
            names => {
                names.iter().map(|name| Ok(&table.columns[find(table, name)?])).collect::<Result<Vec<_>>>()?
            }
        };
        let loss = loss(table, roles.loss.as_deref())?;
        let run = optional(table, roles.run.as_deref(), RUN)?;
        let by = optional(table, roles.by.as_deref(), &[])?;
        let (axes, compute, mut understood) = axes(table, roles)?;
        let scores = score
            .iter()
            .enumerate()
            .map(|(at, column)| {
                Ok(Scores {
                    column,
                    values: shares(table, column, WHAT)?,
                    items: per_task(table, &roles.items, at, score.len(), &ITEMS)?,
                    chance: per_task(table, &roles.chance, at, score.len(), &CHANCE)?,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        let names: Vec<&str> = score.iter().map(|column| column.name.as_str()).collect();
        let mut said = vec![format!("score = `{}`", names.join("`, `"))];
        let list = [("task", task), ("loss", loss), ("run", run), ("suite", by)];
        said.extend(list.iter().filter_map(|(what, column)| Some(format!("{what} = `{}`", (*column)?.name))));
        understood.splice(..0, said);
        let positive = |column: &TableColumn| positive(table, column);
        let numeric = |column: &&TableColumn| matches!(column.cells, Cells::Number(_));
        let others = table.columns.iter().filter(numeric).map(|column| {
            Column::new(
                column.name.clone(),
                Quantity::Plain,
                Values::of(column, Quantity::Plain).values.into_vec(),
            )
        });
        let others = others.filter(|other| axes.iter().all(|axis| axis.name != other.name)).collect();
        Ok(Self {
            table,
            task,
            run,
            by,
            scores,
            loss: loss.map(positive).transpose()?,
            loss_name: loss.map_or_else(String::new, |column| column.name.clone()),
            compute,
            axes,
            others,
            understood,
        })
    }

    /// Which rows have all that a run needs.
    fn usable(&self) -> Vec<bool> {
        let all = || self.axes.iter().map(|axis| &axis.values).chain([&self.compute]);
        (0..self.table.rows()).map(|row| all().all(|values| values[row].is_finite())).collect()
    }

    /// Names of the planned runs of a suite.
    fn planned<'b>(&'b self, suite: &'b Building) -> impl Iterator<Item = &'b str> {
        let is_planned = |row: usize| self.loss.as_ref().is_some_and(|loss| loss[row].is_nan());
        let runs = suite.rows.iter().zip(&suite.names);
        runs.filter(move |(row, _)| is_planned(**row)).map(|(_, name)| name.as_str())
    }

    /// Enters the scores of a row into its suite.
    fn enter(&self, suite: &mut Building, row: usize) -> Result<()> {
        let name = match self.run {
            Some(column) => column.raw.trimmed(row).into_owned(),
            None if self.task.is_none() => format!("run {}", row + 1),
            // Rows of one run have the same axes and loss.
            None => {
                let values: Vec<String> = self
                    .axes
                    .iter()
                    .map(|a| &a.values)
                    .chain(&self.loss)
                    .map(|v| v[row].to_string())
                    .collect();
                values.join(" ")
            }
        };
        let next = suite.rows.len();
        let run = *suite.runs.entry(name.clone()).or_insert(next);
        if run == next {
            suite.rows.push(row);
            suite.names.push(name.clone());
        }
        self.same_run(suite, run, &name, row)?;
        for scores in &self.scores {
            let task = match self.task {
                // A planned run needs no row for every task.
                Some(column) if column.is_missing(row) && scores.values[row].is_nan() => continue,
                Some(column) if column.is_missing(row) => {
                    let message = "the cell is empty: name the task of the score";
                    return Err(Error::input(self.table.place(row, &column.name), message));
                }
                Some(column) => column.raw.trimmed(row).into_owned(),
                None => scores.column.name.clone(),
            };
            let at = *suite.place.entry(task.clone()).or_insert(suite.tasks.len());
            if at == suite.tasks.len() {
                suite.tasks.push((task.clone(), scores.items[row], scores.chance[row]));
            }
            if let Some((_, first)) = suite.scores.insert((at, run), (scores.values[row], row)) {
                let message = format!(
                    "task {} of run {} comes twice, first in {}: choose rows with --where, part suites with --by, or name the \
                     run with --name",
                    shown(&task),
                    shown(&name),
                    self.table.places(&[first])
                );
                return Err(Error::input(self.table.place(row, &scores.column.name), message));
            }
        }
        Ok(())
    }

    /// Fails if a run has another loss or compute in this row than where it was first met.
    fn same_run(&self, suite: &Building, run: usize, name: &str, row: usize) -> Result<()> {
        let first = suite.rows[run];
        let columns = self.axes.iter().map(|a| &a.values).chain(&self.loss).chain([&self.compute]);
        for values in columns {
            if values[row] != values[first] && !(values[row].is_nan() && values[first].is_nan()) {
                let message = format!(
                    "run {} has {} here and {} in {}: one run has one loss and one compute; name the run with --name, or part \
                     suites with --by",
                    shown(name),
                    values[row],
                    values[first],
                    self.table.places(&[first])
                );
                let column = self.run.map_or("", |column| column.name.as_str());
                return Err(Error::input(self.table.place(row, column), message));
            }
        }
        Ok(())
    }

    fn suite(&self, building: Building) -> Suite {
        let pick = |values: &Vec<f64>| -> Vec<f64> { building.rows.iter().map(|row| values[*row]).collect() };
        let column =
            |column: &Column| Column::new(column.name.clone(), column.quantity, pick(&column.values));
        let score = |task, run| building.scores.get(&(task, run)).map_or(f64::NAN, |(score, _)| *score);
        let n = building.rows.len();
        let task = |(at, (name, items, chance)): (usize, &(String, f64, f64))| SuiteTask {
            name: name.clone(),
            scores: (0..n).map(|run| score(at, run)).collect(),
            items: *items,
            chance: *chance,
        };
        Suite {
            label: building.label,
            runs: building.names.clone(),
            axes: self.axes.iter().map(column).collect(),
            others: self.others.iter().map(column).collect(),
            compute: pick(&self.compute),
            loss: self.loss.as_ref().map_or_else(Vec::new, pick),
            tasks: building.tasks.iter().enumerate().map(task).collect(),
        }
    }
}

#[cfg(test)]
mod tests;
