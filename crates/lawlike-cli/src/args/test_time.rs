//! The arguments of `lawlike plan test-time`.

use super::{Out, Pages, Run, SampleColumns};
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Find the cheapest way to solve a share of problems: bigger model, more training, longer thinking, more samples
#[derive(Debug, Args)]
#[command(after_help = "\
DATA has one row for every task and setting (task, n_samples, n_correct, model, and what its samples cost),
or one row for every length of thinking (thinking tokens, share of right answers). Of the first it finds the
setting and the number of samples that reach a target at least cost, what it regrets and what would change
the choice; of the second which laws of longer thinking the points allow, and the tokens that a target takes.

Examples:
  lawlike plan test-time samples.csv --target 0.8 --usd-in 0.15 --usd-out 0.6
  lawlike plan test-time lab-inference --model base --where 'temperature == 1' --target 0.7 \\
    --cost tokens_spent --rate flop_per_token --training base_tokens --train-cost base_flop_6nd --problems 1e6
  lawlike plan test-time aime.csv --items 30 --target 0.8 --usd-reasoning 4.4 --usd-out 4.4")]
pub(crate) struct TestTime {
    /// Files of counts or shares, or the name of a bundled set; `-` is standard input
    #[arg(value_name = "DATA", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) data: Vec<PathBuf>,
    /// Which columns mean what.
    #[command(flatten)]
    pub(crate) columns: SampleColumns,
    /// The column of the share of right answers, where there are no counts [default: recognised by name]
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub(crate) y: Option<String>,
    /// The column of thinking tokens [default: recognised by name]
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub(crate) thinking: Option<String>,
    /// The column of the size of the model [default: recognised by name]
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub(crate) size: Option<String>,
    /// The column of the length of training [default: recognised by name]
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub(crate) training: Option<String>,
    /// The column of the domain of a task: gains are then given by domain [default: recognised by name]
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub(crate) domain: Option<String>,
    /// A column that the cost column is multiplied with, such as FLOP a token
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub(crate) rate: Option<String>,
    /// A column with the cost of training the model, in the unit of the cost of samples
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub(crate) train_cost: Option<String>,
    /// Number of problems behind every share [default: a column of that name, else as the points scatter]
    #[arg(long, value_name = "N", help_heading = "Columns")]
    pub(crate) items: Option<f64>,
    /// Shares of problems that should be solved
    #[arg(
        long,
        value_name = "SHARE,...",
        value_delimiter = ',',
        default_value = "0.5,0.8",
        help_heading = "Plan"
    )]
    pub(crate) target: Vec<f64>,
    /// Who picks among the samples: share of right answers accepted, share of wrong ones
    #[arg(long, value_name = "RIGHT:WRONG", default_value = "1:0", help_heading = "Plan")]
    pub(crate) verifier: String,
    /// Problems over which the cost of training is spread
    #[arg(long, value_name = "N", default_value_t = 1e6, help_heading = "Plan")]
    pub(crate) problems: f64,
    /// Tokens of a problem that are read, where only thinking tokens are known
    #[arg(long, value_name = "TOKENS", default_value_t = 0.0, help_heading = "Cost")]
    pub(crate) prompt: f64,
    /// Tokens of an answer beside thinking, where only thinking tokens are known
    #[arg(long, value_name = "TOKENS", default_value_t = 0.0, help_heading = "Cost")]
    pub(crate) answer: f64,
    /// Dollars per million tokens read
    #[arg(long, value_name = "USD", default_value_t = 0.0, help_heading = "Cost")]
    pub(crate) usd_in: f64,
    /// Dollars per million tokens read again [default: as --usd-in]
    #[arg(long, value_name = "USD", help_heading = "Cost")]
    pub(crate) usd_cached: Option<f64>,
    /// Dollars per million tokens of thinking [default: as --usd-out]
    #[arg(long, value_name = "USD", help_heading = "Cost")]
    pub(crate) usd_reasoning: Option<f64>,
    /// Dollars per million tokens written
    #[arg(long, value_name = "USD", default_value_t = 0.0, help_heading = "Cost")]
    pub(crate) usd_out: f64,
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
