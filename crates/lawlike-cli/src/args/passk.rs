//! The arguments of `lawlike passk`.

use super::{Out, Pages, Run};
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Say what repeated sampling solves: pass@k from counts, beyond the samples too, and its cost
#[derive(Debug, Args)]
#[command(after_help = "\
DATA has one row for every task and model: `task`, `n_samples`, `n_correct`, perhaps `model`, costs of
all samples of the row (such as `cost_usd` or `tokens_spent`), and votes (`vote_16`: 1 if the
commonest of 16 answers is right).

The CSV has the columns model, k, estimate, lo95, hi95, method. The method is `unbiased` up to the
least number of samples of a task, and `extrapolated` beyond. Intervals are over tasks.

Examples:
  lawlike passk samples.csv
  lawlike passk samples.csv --k 1,10,100,1000 --format csv
  lawlike passk samples.csv --verifier 0.95:0.05
  lawlike passk samples.csv --where 'prompt == \"base\"' --task problem --cost tokens")]
pub(crate) struct Passk {
    /// Files of counts, or the name of a bundled set; `-` is standard input
    #[arg(value_name = "DATA", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) data: Vec<PathBuf>,
    /// Numbers of samples
    #[arg(long, value_name = "K1,K2,...", value_delimiter = ',', default_value = "1,10,100,1000")]
    #[arg(allow_negative_numbers = true)]
    pub(crate) k: Vec<String>,
    /// A verifier that picks a sample: how often it accepts a right and a wrong answer
    #[arg(long, value_name = "RIGHT:WRONG")]
    pub(crate) verifier: Option<String>,
    /// Which columns mean what.
    #[command(flatten)]
    pub(crate) columns: SampleColumns,
    /// Seed and threads.
    #[command(flatten)]
    pub(crate) run: Run,
    /// Pages and figures.
    #[command(flatten)]
    pub(crate) pages: Pages,
    /// Where the result goes.
    #[command(flatten)]
    pub(crate) out: Out,
}

/// Which columns of a table of samples mean what.
#[derive(Debug, Args)]
#[command(next_help_heading = "Columns")]
pub(crate) struct SampleColumns {
    /// The column of the task [default: recognised by name]
    #[arg(long, value_name = "COL")]
    pub(crate) task: Option<String>,
    /// The column of the number of samples [default: recognised by name]
    #[arg(long, value_name = "COL")]
    pub(crate) samples: Option<String>,
    /// The column of the number of right samples [default: recognised by name]
    #[arg(long, value_name = "COL")]
    pub(crate) correct: Option<String>,
    /// The column of the model; repeat it where several columns name the model together [default: `model`]
    #[arg(long, value_name = "COL")]
    pub(crate) model: Vec<String>,
    /// A column with the cost of all samples of the row; repeat it for more [default: recognised by name]
    #[arg(long, value_name = "COL")]
    pub(crate) cost: Vec<String>,
    /// Use only the rows for which this holds, such as 'temperature == 1'
    #[arg(long = "where", value_name = "EXPR", allow_hyphen_values = true)]
    pub(crate) filter: Option<String>,
}
