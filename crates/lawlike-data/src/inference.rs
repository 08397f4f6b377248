//! Inference time: settings with counts for every task, or shares of right answers at several lengths of thinking.

use crate::choose::find;
use crate::error::{Error, Result};
use crate::named::{known, needed, not_negative, optional, shares};
use crate::sample_roles::{SampleRoles, is_counts, model_columns};
use crate::samples::{Labels, samples};
use crate::table::{Table, TableColumn};
use lawlike::thinking::Thought;
use lawlike_questions::test_time::Price;
use lawlike_questions::test_time::settings::{AnswerSetting, Levers};
use std::collections::HashMap;

/// What to do about a number that cannot be.
const HINT: &str = "correct it, or leave the cell empty";

/// Names by which the columns are known.
const SIZE: &[&str] = &["params", "n_params", "parameters", "params_non_embedding", "params_active"];
const TRAINING: &[&str] = &["train_tokens", "training_tokens", "base_tokens", "train_flop", "training_flop"];
const THINKING: &[&str] = &["thinking_tokens", "reasoning_tokens", "tokens_per_problem"];
const RIGHT: &[&str] = &["accuracy", "score", "right", "pass_rate"];
const ITEMS: &[&str] = &["items", "n_items", "problems", "n_problems", "questions"];
const DOMAIN: &[&str] = &["domain", "subject", "category", "topic"];
const READ: &[&str] = &["input_tokens", "tokens_in", "prompt_tokens"];
const CACHED: &[&str] = &["cached_tokens", "tokens_cached"];
const THOUGHT: &[&str] = &["reasoning_tokens", "thinking_tokens_spent", "tokens_reasoning"];
const WRITTEN: &[&str] = &["output_tokens", "tokens_out", "completion_tokens"];

/// The columns that the user named. What is left out is found from the names of the columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct InferenceRoles {
    /// Task, counts, model and cost.
    pub samples: SampleRoles,
    /// Share of right answers (`--y`).
    pub right: Option<String>,
    /// Size of the model (`--size`).
    pub size: Option<String>,
    /// Length of training (`--training`).
    pub training: Option<String>,
    /// Thinking tokens (`--thinking`).
    pub thinking: Option<String>,
    /// Domain of a task (`--domain`).
    pub domain: Option<String>,
    /// What a unit of the cost column costs, which is multiplied with it (`--rate`).
    pub rate: Option<String>,
    /// Cost of training (`--train-cost`).
    pub train_cost: Option<String>,
    /// Items behind every share (`--items`); none if a column says so, or nothing does.
    pub items: Option<f64>,
}

/// What was understood of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct InferenceOf {
    /// Settings with counts for every task; empty if the table has shares.
    pub settings: Vec<AnswerSetting>,
    /// Shares at several lengths of thinking, one entry a model.
    pub thoughts: Vec<Thought>,
    /// The domain of every task; empty without domains.
    pub domains: HashMap<String, String>,
    /// What costs are counted in.
    pub unit: String,
    /// Which column was taken for what, one sentence each.
    pub understood: Vec<String>,
}

/// The mean of a column over rows; NaN without the column.
type MeanOf = Box<dyn Fn(&[usize]) -> f64>;

/// Settings or lengths of thinking in a table.
///
/// # Errors
/// A column is missing or holds what cannot be; the error names file, line and column.
pub fn inference(table: &Table, roles: &InferenceRoles, price: &Price) -> Result<InferenceOf> {
    if is_counts(table, &roles.samples) { settings(table, roles, price) } else { thoughts(table, roles) }
}

fn settings(table: &Table, roles: &InferenceRoles, price: &Price) -> Result<InferenceOf> {
    let bare = SampleRoles { cost: Vec::new(), ..roles.samples.clone() };
    let found = samples(table, &bare)?;
    let models = model_columns(table, &roles.samples.model)?;
    let labels = Labels::of(table, &models)?;
    let mut rows_of: HashMap<&str, Vec<usize>> = HashMap::new();
    for (row, label) in labels.iter().enumerate() {
        rows_of.entry(label).or_default().push(row);
    }
    let cost = Cost::of(table, roles, price)?;
    let mean_of = |column: Option<&TableColumn>| -> Result<MeanOf> {
        let values = column.map(|column| not_negative(table, column, HINT)).transpose()?;
        Ok(Box::new(move |rows: &[usize]| {
            values.as_ref().map_or(f64::NAN, |values| {
                rows.iter().map(|row| values[*row]).sum::<f64>() / rows.len() as f64
            })
        }))
    };
    let columns = [
        optional(table, roles.size.as_deref(), SIZE)?,
        optional(table, roles.training.as_deref(), TRAINING)?,
        optional(table, roles.thinking.as_deref(), THINKING)?,
    ];
    let [size, training, thinking] = [mean_of(columns[0])?, mean_of(columns[1])?, mean_of(columns[2])?];
    let train_column = roles.train_cost.as_deref().map(|name| find(table, name)).transpose()?;
    let train_cost = mean_of(train_column.map(|at| &table.columns[at]))?;
    let setting_of = |sampled: lawlike_questions::passk::Sampled| {
        let rows = rows_of.get(sampled.model.as_str()).map_or(&[][..], Vec::as_slice);
        let taken: f64 = sampled.tasks.iter().map(|task| task.samples as f64).sum();
        let sample = rows.iter().map(|row| cost.values[*row]).sum::<f64>() / taken;
        if !(sample > 0.0) {
            let row = rows.first().copied().unwrap_or(0);
            let message =
                "a sample of this setting costs nothing, or nothing that is known: give every row a cost";
            return Err(Error::input(table.place(row, &cost.name), message));
        }
        let levers = Levers { size: size(rows), training: training(rows), thinking: thinking(rows) };
        let training = Some(train_cost(rows)).filter(|cost| cost.is_finite()).unwrap_or(0.0);
        Ok(AnswerSetting { sampled, sample, training, levers })
    };
    let settings = found.models.into_iter().map(setting_of).collect::<Result<Vec<_>>>()?;
    let mut understood = found.understood;
    understood.push(format!("cost of all samples of a row = {}", cost.said));
    for (what, column) in ["size", "training", "thinking tokens"].iter().zip(columns) {
        understood.extend(column.map(|column| format!("{what} = `{}`", column.name)));
    }
    let domains = domains(table, roles, &mut understood)?;
    Ok(InferenceOf { thoughts: by_length(&settings), settings, domains, unit: cost.unit, understood })
}

/// Cost of all samples of each row.
struct Cost {
    values: Vec<f64>,
    name: String,
    unit: String,
    said: String,
}

impl Cost {
    /// By prices of tokens if any is known and their columns are there, else by the column of costs, with its rate.
    fn of(table: &Table, roles: &InferenceRoles, price: &Price) -> Result<Self> {
        let kinds =
            [(READ, price.read), (CACHED, price.cached), (THOUGHT, price.thought), (WRITTEN, price.written)];
        let priced: Vec<(&TableColumn, f64)> = kinds
            .iter()
            .filter(|(_, usd)| *usd > 0.0)
            .filter_map(|(names, usd)| Some((known(table, names)?, *usd)))
            .collect();
        if let Some((first, _)) = priced.first().filter(|_| roles.samples.cost.is_empty()) {
            let mut values = vec![0.0; table.rows()];
            for (column, usd) in &priced {
                let tokens = not_negative(table, column, HINT)?;
                values.iter_mut().zip(tokens).for_each(|(sum, tokens)| *sum += usd * tokens / 1e6);
            }
            let names: Vec<String> =
                priced.iter().map(|(column, usd)| format!("`{}` at ${usd} a million", column.name)).collect();
            return Ok(Self {
                values,
                name: first.name.clone(),
                unit: "$".to_owned(),
                said: names.join(", "),
            });
        }
        let column = match roles.samples.cost.first() {
            Some(name) => &table.columns[find(table, name)?],
            None => needed(
                table,
                None,
                &["cost", "usd", "cost_usd", "tokens_spent", "total_tokens", "output_tokens"],
                "the cost of all samples",
                "--cost",
            )?,
        };
        let mut values = not_negative(table, column, HINT)?;
        let mut said = format!("`{}`", column.name);
        let mut unit = format!("units of `{}`", column.name);
        if let Some(rate) = &roles.rate {
            let rates = &table.columns[find(table, rate)?];
            values.iter_mut().zip(not_negative(table, rates, HINT)?).for_each(|(value, rate)| *value *= rate);
            said = format!("{said} times `{rate}`");
            unit = format!("units of `{}` times `{rate}`", column.name);
        }
        Ok(Self { values, name: column.name.clone(), unit, said })
    }
}

/// The domain of every task.
fn domains(
    table: &Table,
    roles: &InferenceRoles,
    understood: &mut Vec<String>,
) -> Result<HashMap<String, String>> {
    let Some(column) = optional(table, roles.domain.as_deref(), DOMAIN)? else { return Ok(HashMap::new()) };
    let task = needed(table, roles.samples.task.as_deref(), crate::sample_roles::TASK, "the task", "--task")?;
    understood.push(format!("domain = `{}`", column.name));
    let pair = |row: usize| (task.raw.trimmed(row).into_owned(), column.raw.trimmed(row).into_owned());
    Ok((0..table.rows()).filter(|row| !column.is_missing(*row)).map(pair).collect())
}

/// Settings that differ in thinking tokens alone, as shares over them.
fn by_length(settings: &[AnswerSetting]) -> Vec<Thought> {
    let mut found: Vec<(Levers, Thought)> = Vec::new();
    let is_same = |a: f64, b: f64| a == b || a.is_nan() && b.is_nan();
    for setting in settings.iter().filter(|setting| setting.levers.thinking > 0.0) {
        let tasks = setting.sampled.tasks.len() as f64;
        let right =
            setting.sampled.tasks.iter().map(|task| task.correct as f64 / task.samples as f64).sum::<f64>()
                / tasks;
        let known = found.iter_mut().find(|(levers, _)| {
            is_same(levers.size, setting.levers.size) && is_same(levers.training, setting.levers.training)
        });
        let level = (setting.levers.thinking, right);
        match known {
            Some((_, thought)) => {
                thought.levels.push(level);
                thought.items.push(tasks);
            }
            None => {
                let label = setting.sampled.model.clone();
                found.push((setting.levers, Thought { label, levels: vec![level], items: vec![tasks] }));
            }
        }
    }
    found.into_iter().map(|(_, thought)| thought).filter(|thought| thought.levels.len() >= 4).collect()
}

fn thoughts(table: &Table, roles: &InferenceRoles) -> Result<InferenceOf> {
    let thinking = needed(table, roles.thinking.as_deref(), THINKING, "the thinking tokens", "--thinking")?;
    let right = needed(table, roles.right.as_deref(), RIGHT, "the share of right answers", "--y")?;
    let models = model_columns(table, &roles.samples.model)?;
    let labels = Labels::of(table, &models)?;
    let (tokens, rights) =
        (not_negative(table, thinking, HINT)?, shares(table, right, "it is a share of right answers")?);
    let column = known(table, ITEMS).filter(|_| roles.items.is_none());
    let items = match column {
        Some(column) => not_negative(table, column, HINT)?,
        None => vec![roles.items.unwrap_or(f64::NAN); table.rows()],
    };
    let mut found: Vec<Thought> = Vec::new();
    let mut place: HashMap<&str, usize> = HashMap::new();
    for (row, label) in labels.iter().enumerate() {
        if tokens[row].is_nan() || rights[row].is_nan() {
            continue;
        }
        if tokens[row] == 0.0 {
            return Err(Error::input(
                table.place(row, &thinking.name),
                "tokens must be above zero: leave the row out",
            ));
        }
        let at = *place.entry(label).or_insert_with(|| {
            found.push(Thought { label: label.to_owned(), levels: Vec::new(), items: Vec::new() });
            found.len() - 1
        });
        found[at].levels.push((tokens[row], rights[row]));
        found[at].items.push(items[row]);
    }
    let mut understood = vec![
        format!("thinking tokens = `{}`", thinking.name),
        format!("share of right answers = `{}`", right.name),
    ];
    let names: Vec<String> = models.iter().map(|column| format!("`{}`", column.name)).collect();
    if !names.is_empty() {
        understood.push(format!("model = {}", names.join(", ")));
    }
    understood.extend(column.map(|column| format!("items = `{}`", column.name)));
    let (settings, domains) = (Vec::new(), HashMap::new());
    Ok(InferenceOf { settings, thoughts: found, domains, unit: "$".to_owned(), understood })
}
