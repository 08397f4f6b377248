//! Scores of models on many tasks: one row a model, one column a task or benchmark.

use crate::cells::Cells;
use crate::choose::find;
use crate::error::{Error, Result};
use crate::named::{known, needed, not_negative, optional, shares};
use crate::table::{Table, TableColumn};
use crate::values::Values;
use lawlike::check::{smooth_cost, task_words, words};
use lawlike::observations::Column;
use lawlike::quantity::Quantity;
use lawlike_questions::observational::{Models, ScoredTask, Smooth};

/// Names by which the columns are known.
const MODEL: &[&str] = &["model", "model_name", "name", "id", "run"];
const FAMILY: &[&str] = &["family", "model_family"];
const SCALE: &[&str] = &[
    "flops",
    "flop",
    "compute",
    "training_flops",
    "training_compute",
    "flop_6nd",
    "flops_6nd",
    "flop_exact",
];
const PARAMS: &[&str] = &["params", "n_params", "parameters", "params_non_embedding"];
const TOKENS: &[&str] = &["tokens", "n_tokens", "training_tokens"];
/// Words that mark a sharp metric, a number of items, and a smooth metric of which more is better.
const SHARP: [&str; 2] = ["exact", "em"];
const ITEMS: [&str; 4] = ["problems", "items", "questions", "n"];
const SHARE: [&str; 8] = ["acc", "accuracy", "bleu", "rouge", "chrf", "f1", "probability", "likelihood"];

/// The columns that the user named. What is left out is found from the names of the columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ModelRoles {
    /// Tasks (`--task`): `SHARP` or `SHARP=SMOOTH`.
    pub tasks: Vec<String>,
    /// Benchmarks (`--benchmark`).
    pub benchmarks: Vec<String>,
    /// The scale (`--x`).
    pub scale: Option<String>,
    /// The model (`--model`).
    pub model: Option<String>,
    /// The family (`--family`).
    pub family: Option<String>,
    /// Items behind a score (`--items`): a number, or a column.
    pub items: Option<String>,
}

/// What was understood of a table of scores.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelsOf {
    /// The models.
    pub models: Models,
    /// Which column was taken for what, one sentence each.
    pub understood: Vec<String>,
}

/// The models of a table.
///
/// # Errors
/// A column is missing, a score lies outside 0 to 1, or a scale is not above zero; the error names file, line and column.
pub fn models(table: &Table, roles: &ModelRoles) -> Result<ModelsOf> {
    let scale = needed(table, roles.scale.as_deref(), SCALE, "the scale of the models", "--x")?;
    let model = optional(table, roles.model.as_deref(), MODEL)?;
    let family = optional(table, roles.family.as_deref(), FAMILY)?;
    let mut understood = vec![format!("scale = `{}`", scale.name)];
    understood.extend(model.map(|column| format!("model = `{}`", column.name)));
    understood.push(family.map_or_else(
        || "no column for the family: every model is its own; name one with --family".to_owned(),
        |column| format!("family = `{}`", column.name),
    ));
    let label = |column: Option<&TableColumn>, row: usize, prefix: &str| match column {
        Some(column) if !column.is_missing(row) => column.raw.trimmed(row).into_owned(),
        _ => format!("{prefix} {}", table.lines.get(row)),
    };
    let rows = 0..table.rows();
    let mut found = Models {
        names: rows.clone().map(|row| label(model, row, "line")).collect(),
        families: rows.map(|row| label(family, row, "line")).collect(),
        scale_name: scale.name.clone(),
        scale: positive(table, scale)?,
        ..Models::default()
    };
    if let (Some(params), Some(tokens)) = (known(table, PARAMS), known(table, TOKENS)) {
        found.size = positive(table, params)?.into_iter().zip(positive(table, tokens)?).collect();
    }
    for name in &roles.benchmarks {
        let column = &table.columns[find(table, name)?];
        found.benchmarks.push((name.clone(), scores(table, column)?));
    }
    if !roles.benchmarks.is_empty() {
        understood.push(format!("benchmarks = {}", listed(&roles.benchmarks)));
    }
    for (sharp, smooth) in pairs(table, roles)? {
        found.tasks.push(task(table, roles, sharp, smooth, &mut understood)?);
    }
    Ok(ModelsOf { models: found, understood })
}

fn listed(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The sharp columns and the smooth ones that go with them.
fn pairs<'a>(
    table: &'a Table,
    roles: &ModelRoles,
) -> Result<Vec<(&'a TableColumn, Option<&'a TableColumn>)>> {
    if roles.tasks.is_empty() {
        let sharp = table.columns.iter().filter(|column| is_sharp(column));
        let found: Vec<_> = sharp.filter_map(|sharp| Some((sharp, Some(beside(table, sharp)?)))).collect();
        if found.is_empty() {
            let message = "no column of exact match with a loss of the same name beside it was found: name the tasks, such as \
                           --task exact_match=loss, or --task accuracy with several --benchmark";
            return Err(Error::columns(&table.name, message));
        }
        return Ok(found);
    }
    let column = |name: &str| Ok(&table.columns[find(table, name)?]);
    let task_columns = |text: &String| -> Result<_> {
        if table.columns.iter().any(|column| column.name == *text) {
            return Ok((column(text)?, None));
        }
        match text.split_once('=') {
            Some((sharp, smooth)) => Ok((column(sharp.trim())?, Some(column(smooth.trim())?))),
            None => Ok((column(text)?, None)),
        }
    };
    roles.tasks.iter().map(task_columns).collect()
}

/// Whether a column is a share of exact matches by name and values.
fn is_sharp(column: &TableColumn) -> bool {
    let Cells::Number(values) = &column.cells else { return false };
    let is_share = values.iter().all(|v| v.is_nan() || (0.0..=1.0).contains(&v));
    is_share && words(&column.name).iter().any(|word| SHARP.contains(&word.as_str()))
}

/// The smooth column whose name has all words of the task of a sharp one, and fewest others.
fn beside<'a>(table: &'a Table, sharp: &TableColumn) -> Option<&'a TableColumn> {
    let task = task_words(&sharp.name);
    let fits = |column: &&TableColumn| {
        let words = words(&column.name);
        let numbers =
            |w: &Vec<String>| w.iter().filter(|w| w.parse::<f64>().is_ok()).cloned().collect::<Vec<_>>();
        task.iter().all(|word| words.contains(word))
            && numbers(&words) == numbers(&task)
            && words.iter().any(|word| word == "answer" || task.contains(word))
            && costs(column).is_some()
    };
    table.columns.iter().filter(fits).min_by_key(|column| words(&column.name).len())
}

/// A column as a cost, by its name.
fn costs(column: &TableColumn) -> Option<Vec<f64>> {
    let Cells::Number(values) = &column.cells else { return None };
    let quantity = column.named.unwrap_or(Quantity::Plain);
    let is_loss = words(&column.name).iter().any(|word| word == "loss" || word == "nll");
    if is_loss && !matches!(quantity, Quantity::Loss(_)) {
        return Some(values.to_vec());
    }
    smooth_cost(&Column::new(column.name.clone(), quantity, values.to_vec()))
}

/// One task, with its smooth metric and its items.
fn task(
    table: &Table,
    roles: &ModelRoles,
    sharp: &TableColumn,
    smooth: Option<&TableColumn>,
    understood: &mut Vec<String>,
) -> Result<ScoredTask> {
    let smooth = smooth.map(|column| smoothed(table, column)).transpose()?;
    let (items, told) = items(table, roles, sharp)?;
    let about = smooth.as_ref().map_or_else(String::new, |smooth| format!(", smooth `{}`", smooth.name));
    understood.push(format!("task = `{}`{about}{told}", sharp.name));
    Ok(ScoredTask { name: sharp.name.clone(), scores: scores(table, sharp)?, items, smooth })
}

/// A smooth metric: a cost by its name, or a share or percentage of which more is better.
fn smoothed(table: &Table, column: &TableColumn) -> Result<Smooth> {
    let values = Values::of(column, Quantity::Plain);
    values.check(table, column, &vec![true; table.rows()], "correct it, or leave the cell empty")?;
    let name = column.name.clone();
    if let Some(costs) = costs(column) {
        return Ok(Smooth { name, costs });
    }
    let most = values.values.iter().fold(f64::NAN, f64::max);
    let is_share = words(&name).iter().any(|word| SHARE.contains(&word.as_str()));
    if is_share && most <= 100.0 && values.values.iter().all(|v| v.is_nan() || v >= 0.0) {
        let whole = if most <= 1.0 { 1.0 } else { 100.0 };
        // A share of nought has no logarithm: such a model is left out.
        let cost = |v: f64| if v > 0.0 { -(v / whole).ln() } else { f64::NAN };
        return Ok(Smooth { name, costs: values.values.iter().map(cost).collect() });
    }
    let message = format!(
        "`{name}` is not known as a smooth metric: call it a loss, a perplexity, a log-likelihood, a Brier score or an accuracy \
         a token"
    );
    Err(Error::columns(&table.name, message))
}

/// Items behind the scores of a task, and a remark where they were found.
fn items(table: &Table, roles: &ModelRoles, sharp: &TableColumn) -> Result<(Vec<f64>, String)> {
    if let Some(text) = &roles.items {
        if let Ok(number) = text.parse::<f64>() {
            if number >= 1.0 {
                return Ok((vec![number; table.rows()], format!(", {text} items")));
            }
            return Err(Error::columns(
                &table.name,
                format!("--items {text}: at least one item stands behind a score"),
            ));
        }
        let column = &table.columns[find(table, text)?];
        return Ok((positive(table, column)?, format!(", items `{text}`")));
    }
    let task = task_words(&sharp.name);
    let is_items = |column: &&TableColumn| {
        let words = words(&column.name);
        words.iter().any(|word| ITEMS.contains(&word.as_str()))
            && words.iter().all(|word| ITEMS.contains(&word.as_str()) || task.contains(word))
            && task.iter().all(|word| words.contains(word))
    };
    match table.columns.iter().find(is_items) {
        Some(column) => Ok((positive(table, column)?, format!(", items `{}`", column.name))),
        None => Ok((vec![f64::NAN; table.rows()], String::new())),
    }
}

/// Numbers above zero; missing ones are NaN.
fn positive(table: &Table, column: &TableColumn) -> Result<Vec<f64>> {
    let values = Values::of(column, Quantity::Parameters(lawlike::quantity::ParameterCount::Total));
    values.check(table, column, &vec![true; table.rows()], "correct it, or leave the cell empty")?;
    Ok(values.values.into_vec())
}

/// Shares, from percentages if one is above one.
fn scores(table: &Table, column: &TableColumn) -> Result<Vec<f64>> {
    let hint = "correct it, or leave the cell empty";
    let values = not_negative(table, column, hint)?;
    if values.iter().any(|v| *v > 1.0) && values.iter().all(|v| v.is_nan() || *v <= 100.0) {
        let is_percent =
            values.iter().filter(|v| **v > 1.0).count() * 4 > values.len() || has_percent(column);
        if is_percent {
            return Ok(values.iter().map(|v| v / 100.0).collect());
        }
    }
    shares(table, column, "a score is a share from 0 to 1, or a percentage throughout")
}

fn has_percent(column: &TableColumn) -> bool {
    words(&column.name).iter().any(|word| word == "percent" || word == "pct" || word == "bleu")
}
