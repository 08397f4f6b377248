//! Which column of a table of samples is what.

use crate::choose::find;
use crate::error::Result;
use crate::named::known;
use crate::table::{Table, TableColumn};

/// Names by which the columns are known.
pub(crate) const TASK: &[&str] =
    &["task", "task_id", "problem", "problem_id", "question", "question_id", "item", "doc_id", "run"];
pub(crate) const SAMPLES: &[&str] = &["n_samples", "num_samples", "samples", "n"];
pub(crate) const CORRECT: &[&str] = &["n_correct", "num_correct", "correct", "n_solved", "c"];
pub(crate) const MODEL: &[&str] = &["model", "model_name", "model_id"];

/// The columns that the user named. What is left out is found from the names of the columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SampleRoles {
    /// The problem (`--task`).
    pub task: Option<String>,
    /// Number of samples (`--samples`).
    pub samples: Option<String>,
    /// Number of right ones (`--correct`).
    pub correct: Option<String>,
    /// The model; several columns name it together (`--model`).
    pub model: Vec<String>,
    /// Cost of all samples of a row (`--cost`).
    pub cost: Vec<String>,
}

/// Whether a table has counts of samples and of right ones.
pub(crate) fn is_counts(table: &Table, roles: &SampleRoles) -> bool {
    let has = |named: &Option<String>, names: &[&str]| named.is_some() || known(table, names).is_some();
    has(&roles.samples, SAMPLES) && has(&roles.correct, CORRECT)
}

/// The columns that name the model together.
pub(crate) fn model_columns<'a>(table: &'a Table, named: &[String]) -> Result<Vec<&'a TableColumn>> {
    match named {
        [] => Ok(known(table, MODEL).into_iter().collect()),
        names => names.iter().map(|name| Ok(&table.columns[find(table, name)?])).collect(),
    }
}
