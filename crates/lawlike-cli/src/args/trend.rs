//! The arguments of `lawlike trend`.

use super::{Market, Out, Pages, Run};
use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

/// Follow a value over calendar time: frontier, doubling time, shapes of growth, time horizons
#[derive(Debug, Args)]
#[command(after_help = "\
DATA has a date and a value in every row, or runs of tasks: `model`, `task_id`, `task_family`,
`human_minutes`, `score_binarized`, `release_date`. From runs, each model gets the length of task at
which it succeeds half of the time, and the trend is of these horizons.

The line is fitted to the frontier: the values that were the best of their day. What that selection
does to the slope is simulated, and the line through all points stands beside it.

Examples:
  lawlike trend models.csv --y p50_horizon_min
  lawlike trend models.csv --y horizon --since 2023-01-01 --cut 2024-09-01 --at 2026-01-01
  lawlike trend prices.csv --y price_usd_per_mtok --by benchmark --by level
  lawlike trend runs.csv --cut 2024-09-01
  lawlike trend prices.csv --y price --label model --step gpt-4:gpt-4o
  lawlike trend models.csv --y p50_horizon_min --claim 'doubles in 7 months'

Exit code with --claim: 0 it agrees with the data, 1 it does not, 3 the data cannot tell it from standing
still; without --claim 0.")]
pub(crate) struct Trend {
    /// Files of values or runs, or the name of a bundled set; `-` is standard input
    #[arg(value_name = "DATA", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) data: Vec<PathBuf>,
    /// Which way is better [default: lower for prices, losses and rates of error, higher for all else]
    #[arg(long, value_name = "WAY")]
    pub(crate) better: Option<Better>,
    /// Use only rows from this date on
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<String>,
    /// Fit what is dated up to here, forecast what comes later, and score it
    #[arg(long, value_name = "DATE")]
    pub(crate) cut: Option<String>,
    /// Dates for which to forecast
    #[arg(long, value_name = "DATE,...", value_delimiter = ',')]
    pub(crate) at: Vec<String>,
    /// Say how the value of one label compares with that of another, such as gpt-4:gpt-4o; repeat it for more
    #[arg(long, value_name = "FROM:TO")]
    pub(crate) step: Vec<String>,
    /// A claimed pace, such as 'doubles in 7 months', 'halves in 365d' or '/10 in a year': does it agree with the
    /// fitted interval?
    #[arg(long, value_name = "PACE", conflicts_with_all = ["step", "implied_size", "split"])]
    pub(crate) claim: Option<String>,
    /// Questions beside the trend.
    #[command(flatten)]
    pub(crate) market: Market,
    /// Which columns mean what.
    #[command(flatten)]
    pub(crate) columns: TrendColumns,
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

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Better {
    Higher,
    Lower,
}

/// Which columns of a table over calendar time mean what.
#[derive(Debug, Args)]
#[command(next_help_heading = "Columns")]
pub(crate) struct TrendColumns {
    /// The column of the value [default: the only column of numbers]; of runs, the column of success [default of runs: recognised by name]
    #[arg(long, value_name = "COL")]
    pub(crate) y: Option<String>,
    /// The column of the date [default: recognised by name]
    #[arg(long, value_name = "COL")]
    pub(crate) x: Option<String>,
    /// The column that names what a value belongs to [default: recognised by name]
    #[arg(long, value_name = "COL")]
    pub(crate) label: Option<String>,
    /// Take every value of this column as a series of its own; repeat it where several columns part the series
    #[arg(long, value_name = "COL")]
    pub(crate) by: Vec<String>,
    /// A column with the standard error of the value
    #[arg(long, value_name = "COL", conflicts_with = "interval")]
    pub(crate) stderr: Option<String>,
    /// Standard deviation with which the dates are known, in days: errors of dates flatten a line, and are taken off
    #[arg(long, value_name = "DAYS", default_value_t = 0.0)]
    pub(crate) date_error: f64,
    /// Two columns with the ends of the 95 % interval of the value
    #[arg(long, value_name = "LO,HI", value_delimiter = ',')]
    pub(crate) interval: Vec<String>,
    /// A column with the size of the model: is the biggest the best?
    #[arg(long, value_name = "COL")]
    pub(crate) size: Option<String>,
    /// A column with the weight of a run
    #[arg(long, value_name = "COL")]
    pub(crate) weight: Option<String>,
    /// Use only the rows for which this holds
    #[arg(long = "where", value_name = "EXPR", allow_hyphen_values = true)]
    pub(crate) filter: Option<String>,
}
