//! The arguments of `lawlike plan data`.

use super::{Columns, Out, Pages, Run};
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Plan with a limited stock of data: what repeats are worth, when they stop paying, the loss at the wall
#[derive(Debug, Args)]
#[command(after_help = "\
DATA has parameters, tokens seen, unique tokens (or epochs) and a loss in every row. The law of repeats
(Muennighoff et al. 2023) is fitted in two steps, the surface by runs of one epoch and the decay by the
others, and in one; on all runs, and without those past their best, which a run with no more parameters,
tokens and unique tokens beats. Laws fitted on runs of few epochs then forecast those of more.

Examples:
  lawlike plan data runs.csv --y loss
  lawlike plan data runs.csv --y loss --stock 1e9,1e10 --budget 1e22
  lawlike plan data runs.csv --y loss --cut 4 --where 'loss < 6'
  lawlike plan data runs.csv --y loss --fix E=1.87,A=521,alpha=0.353,B=1488,beta=0.353,q=0.051
  lawlike plan data mixed.csv --y loss --mixed synthetic_tokens")]
pub(crate) struct DataLimit {
    /// Files of runs, or the name of a bundled set; `-` is standard input
    #[arg(value_name = "DATA", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) data: Vec<PathBuf>,
    /// Which columns mean what.
    #[command(flatten)]
    pub(crate) columns: Columns,
    /// As in `lawlike fit`; robust, because runs that diverged or over-fitted are common among repeats
    #[arg(long, value_name = "OBJECTIVE", default_value = "huber-log:1e-3", help_heading = "Law")]
    pub(crate) objective: String,
    /// Hold these parameters of the law of repeats, such as a published surface
    #[arg(long, value_name = "NAME=VALUE,...", value_delimiter = ',', help_heading = "Law")]
    pub(crate) fix: Vec<String>,
    /// A run is past its best if one with no more parameters, tokens and unique tokens beats it by this share
    #[arg(long, value_name = "SHARE", default_value_t = 0.01, help_heading = "Law")]
    pub(crate) tolerance: f64,
    /// A column of other tokens, synthetic or mixed in: what is one worth in natural tokens?
    #[arg(long, value_name = "COL", help_heading = "Columns")]
    pub(crate) mixed: Option<String>,
    /// Runs of up to so many epochs are training runs; those of more are forecast and scored
    #[arg(long, value_name = "EPOCHS", default_value_t = 4.0, help_heading = "Test")]
    pub(crate) cut: f64,
    /// Unique tokens to plan for [default: the median of the runs]
    #[arg(long, value_name = "TOKENS,...", value_delimiter = ',', help_heading = "Plan")]
    pub(crate) stock: Vec<f64>,
    /// Training budgets, FLOP [default: the largest of the runs, and ten times that]
    #[arg(long, value_name = "FLOP,...", value_delimiter = ',', help_heading = "Plan")]
    pub(crate) budget: Vec<f64>,
    /// Repeats have stopped paying once a repeated token is worth this share of a fresh one
    #[arg(long, value_name = "SHARE", default_value_t = 0.1, help_heading = "Plan")]
    pub(crate) worth: f64,
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
