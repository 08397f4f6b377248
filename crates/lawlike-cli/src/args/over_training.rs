//! The arguments of `lawlike plan over-training`.

use super::{Columns, Goal, Model, Out, Pages, Run};
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// See what a smaller model that is trained longer costs at equal loss, and how small one may be
#[derive(Debug, Args)]
#[command(after_help = "\
A model below the compute-optimal size needs more compute for the same loss, and below a critical size
no number of tokens is enough. Sizes, tokens and prices come from the law of over-training (Gadre et
al. 2024), or from another surface with --law.

Examples:
  lawlike plan over-training runs.csv --y loss --loss 2.4
  lawlike plan over-training runs.csv --y loss --like 13e9 --max-params 7e9
  lawlike plan over-training runs.csv --y loss --loss 2.4 --budget 1e22 --law chinchilla")]
pub(crate) struct OverTraining {
    /// Files of runs, or the name of a bundled set; `-` is standard input
    #[arg(value_name = "DATA", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) data: Vec<PathBuf>,
    /// Which columns mean what.
    #[command(flatten)]
    pub(crate) columns: Columns,
    /// The surface; `auto` is over-training.
    #[command(flatten)]
    pub(crate) model: Model,
    /// How good the model must be.
    #[command(flatten)]
    pub(crate) goal: Goal,
    /// Training compute that may be spent: how small can the model be?
    #[arg(long, value_name = "FLOP", help_heading = "Plan")]
    pub(crate) budget: Option<f64>,
    /// Most parameters that memory or latency allow: what does that cost?
    #[arg(long, value_name = "PARAMETERS", help_heading = "Plan")]
    pub(crate) max_params: Option<f64>,
    /// Bootstrap replicates behind the intervals
    #[arg(long, value_name = "N", default_value_t = 200, help_heading = "Plan")]
    pub(crate) replicates: usize,
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
