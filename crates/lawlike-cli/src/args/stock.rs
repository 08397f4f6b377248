//! The arguments of `lawlike plan stock`.

use super::{Out, Pages, Run, TrendColumns};
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Date the day on which a need that grows, such as the tokens of training sets, meets a stock
#[derive(Debug, Args)]
#[command(after_help = "\
DATA has a date and a value in every row, as for `lawlike trend`. The need is the line through the
largest values of their day, and through all. Lines and stock are drawn within their uncertainty.

Examples:
  lawlike plan stock data-stock.csv --y train_tokens --stock 3e14:1e14:1e15
  lawlike plan stock sets.csv --y tokens --stock 3e14:1e14:1e15 --growth 1.07 --on 2024-06-01")]
pub(crate) struct Stock {
    /// Files of values, or the name of a bundled set; `-` is standard input
    #[arg(value_name = "DATA", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) data: Vec<PathBuf>,
    /// The stock in the unit of the values, and the ends of its 95 % interval
    #[arg(long, value_name = "MEDIAN[:LO:HI]", help_heading = "Plan")]
    pub(crate) stock: String,
    /// Factor by which the stock grows a year
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0, help_heading = "Plan")]
    pub(crate) growth: f64,
    /// Date on which the stock has that size [default: that of the last value]
    #[arg(long, value_name = "DATE", help_heading = "Plan")]
    pub(crate) on: Option<String>,
    /// Use only rows from this date on
    #[arg(long, value_name = "DATE", help_heading = "Plan")]
    pub(crate) since: Option<String>,
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
