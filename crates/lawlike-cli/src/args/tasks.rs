//! The arguments of `lawlike tasks`.

use super::{Out, Pages, Run};
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Say what users feel: scores of downstream tasks forecast from loss and compute, task by task
#[derive(Debug, Args)]
#[command(after_help = "\
DATA has one row for every run and task (`task`, `accuracy`, a loss, `params` and `tokens` or `flops`,
perhaps `run`, `items`, `chance`), or one row a run with a column for each task, named by --y.

Four answers: how well scores of held-out large runs are forecast in two stages (axes to loss, loss to
score), against one stage and baselines; what kind each task is (smooth, inverse, U-shaped, noisy,
flat, broken); which share of tasks a scale-up improves; and where a lower loss means a higher score.

Exit code: 0 done; 3 if no run was left to hold out.

Examples:
  lawlike tasks scores.csv
  lawlike tasks scores.csv --loss loss_c4_val --by train_data --cut 'flops<=1e20'
  lawlike tasks scores.csv --step small-run:large-run --step large-run:larger-run
  lawlike tasks models.csv --y MMLU --y HellaSwag --y ARC --chance 0.25
  lawlike tasks lab-pretrain --y exact_1 --y exact_2 --items problems_1 --items problems_2 --loss loss_mix")]
pub(crate) struct Tasks {
    /// Files of scores, or the name of a bundled set; `-` is standard input
    #[arg(value_name = "DATA", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) data: Vec<PathBuf>,
    /// Which columns mean what.
    #[command(flatten)]
    pub(crate) columns: TaskColumns,
    /// Which runs are training runs, as in `lawlike backtest` [default: last:25%]
    #[arg(long, value_name = "CUT", help_heading = "Test")]
    pub(crate) cut: Option<String>,
    /// The law of the loss, as in `lawlike forecast` [default: a mixture]
    #[arg(
        long,
        value_name = "LAW",
        default_value = "auto",
        allow_hyphen_values = true,
        help_heading = "Test"
    )]
    pub(crate) law: String,
    /// A scale-up from one run to another, such as small:large; repeat it for a second to compare [default: from the
    /// first to the middle and on to the last sixth of the runs]
    #[arg(long, value_name = "FROM:TO", help_heading = "Test")]
    pub(crate) step: Vec<String>,
    /// Seed and threads.
    #[command(flatten)]
    pub(crate) run: Run,
    /// Pages and figures.
    #[command(flatten)]
    pub(crate) pages: Pages,
    /// Where the result goes.
    #[command(flatten)]
    pub(crate) out: Out,
    /// Exit with 0 even if no run was held out; errors still exit with 2
    #[arg(long)]
    pub(crate) exit_zero: bool,
}

/// Which columns of a table of scores mean what.
#[derive(Debug, Args)]
#[command(next_help_heading = "Columns")]
pub(crate) struct TaskColumns {
    /// The column of the task [default: recognised by name]
    #[arg(long, value_name = "COL")]
    pub(crate) task: Option<String>,
    /// The column of the score; repeated, each column is a task [default: recognised by name]
    #[arg(long, value_name = "COL")]
    pub(crate) y: Vec<String>,
    /// The column of the loss, or `none` [default: recognised by name]
    #[arg(long, value_name = "COL")]
    pub(crate) loss: Option<String>,
    /// A column that the loss is forecast from; repeat it for more [default: parameters and tokens, or compute]
    #[arg(long, value_name = "COL")]
    pub(crate) x: Vec<String>,
    /// The column of training compute [default: recognised by name, or 6 times parameters times tokens]
    #[arg(long, value_name = "COL")]
    pub(crate) compute: Option<String>,
    /// The column that names the run [default: recognised by name]
    #[arg(long = "name", value_name = "COL")]
    pub(crate) name: Option<String>,
    /// Take every value of this column as a suite of its own
    #[arg(long, value_name = "COL")]
    pub(crate) by: Option<String>,
    /// Number of items behind a score, a column or a number; repeat it for each --y [default: recognised by name]
    #[arg(long, value_name = "COL|N")]
    pub(crate) items: Vec<String>,
    /// Score of guessing, a column or a number; repeat it for each --y [default: recognised by name]
    #[arg(long, value_name = "COL|SHARE")]
    pub(crate) chance: Vec<String>,
    /// Use only the rows for which this holds
    #[arg(long = "where", value_name = "EXPR", allow_hyphen_values = true)]
    pub(crate) filter: Option<String>,
}
