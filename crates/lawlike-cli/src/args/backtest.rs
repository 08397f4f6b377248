//! Words of `backtest`.

use super::{Columns, Model, Out, Run, Trial};
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Hold out the large runs, forecast them from the training runs, and score against baselines
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lawlike backtest runs.csv --y loss
  lawlike backtest runs.csv --x tokens --y loss --by model --law power-floor
  lawlike backtest runs.csv --y loss --cut 'flops<=1e20'
  lawlike backtest models.csv --x date --y score --cut 'date<2025-01-01'
  lawlike backtest runs.csv --y loss --cut last:20% --format csv
  lawlike backtest runs.csv --x step --y loss --by run --resume backtest.work")]
pub(crate) struct Backtest {
    /// Files of runs, or the name of a bundled set; `-` is standard input
    #[arg(value_name = "DATA", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) data: Vec<PathBuf>,
    /// Which columns mean what.
    #[command(flatten)]
    pub(crate) columns: Columns,
    /// Which law is tested.
    #[command(flatten)]
    pub(crate) model: Model,
    /// How training and held-out runs are split and judged.
    #[command(flatten)]
    pub(crate) trial: Trial,
    /// Seed and threads.
    #[command(flatten)]
    pub(crate) run: Run,
    /// Where the result goes.
    #[command(flatten)]
    pub(crate) out: Out,
    /// Exit with 0 even if nothing could be tested; errors still exit with 2
    #[arg(long)]
    pub(crate) exit_zero: bool,
}
