//! The arguments of `lawlike plan`.

use super::{Columns, Counting, DataLimit, Goal, Model, Out, OverTraining, Pages, Run, Stock, TestTime};
use clap::{Args, Subcommand, ValueHint};
use std::path::PathBuf;

/// Decide what to do with a budget: size and tokens of a model, or calls of an agent
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lawlike plan compute-optimal runs.csv --y loss --budget 5.76e23
  lawlike plan inference runs.csv --y loss --like 13e9 --tokens 2e12
  lawlike plan data runs.csv --y loss --stock 1e10 --budget 1e22
  lawlike plan over-training runs.csv --y loss --loss 2.4
  lawlike plan stock sets.csv --y tokens --stock 3e14:1e14:1e15
  lawlike plan test-time samples.csv --target 0.8
  lawlike plan agent --right 97/100 --calls 1,10,100,300")]
pub(crate) struct Plan {
    /// What to plan.
    #[command(subcommand)]
    pub(crate) action: PlanAction,
}

/// What can be planned.
#[derive(Debug, Subcommand)]
pub(crate) enum PlanAction {
    ComputeOptimal(ComputeOptimal),
    Inference(Inference),
    #[command(name = "data")]
    DataLimit(DataLimit),
    OverTraining(OverTraining),
    Stock(Stock),
    TestTime(TestTime),
    Agent(Agent),
}

/// Divide training compute between parameters and tokens, by every approach that the runs allow
#[derive(Debug, Args)]
#[command(after_help = "\
Approach 1 takes the envelope of training curves, approach 2 parabolas (and cubics) through runs of
equal compute, approach 3 a surface fitted to all runs (Hoffmann et al. 2022). They stand side by
side, with what approach 2 would make of the surface itself on the very sizes at hand: its bias.

Examples:
  lawlike plan compute-optimal runs.csv --y loss --budget 1e21,5.76e23
  lawlike plan compute-optimal runs.csv --y loss --by dataset --usd-per-flop 2e-18
  lawlike plan compute-optimal runs.csv --y loss --law skaling --objective huber-log:1e-3")]
pub(crate) struct ComputeOptimal {
    /// Files of runs, or the name of a bundled set; `-` is standard input
    #[arg(value_name = "DATA", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) data: Vec<PathBuf>,
    /// Which columns mean what.
    #[command(flatten)]
    pub(crate) columns: Columns,
    /// The surface of approach 3; `auto` is chinchilla.
    #[command(flatten)]
    pub(crate) model: Model,
    /// Budgets to divide, FLOP [default: the largest of the runs, ten and a hundred times that]
    #[arg(long, value_name = "FLOP,...", value_delimiter = ',', help_heading = "Plan")]
    pub(crate) budget: Vec<f64>,
    /// How size and compute are counted.
    #[command(flatten)]
    pub(crate) counting: Counting,
    /// What a FLOP costs, in dollars: losses are then given in dollars as well
    #[arg(long, value_name = "USD", help_heading = "Plan")]
    pub(crate) usd_per_flop: Option<f64>,
    /// Bootstrap replicates behind the intervals
    #[arg(long, value_name = "N", default_value_t = 1000, help_heading = "Plan")]
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

/// Find the cheapest model of a quality that will be used: training and inference together
#[derive(Debug, Args)]
#[command(after_help = "\
A compute-optimal model is the cheapest to train. One that is used is cheaper if it is smaller and
trained longer (Sardana & Frankle 2024): FLOP of training are 6 N D (or as the runs count them),
those of a token of inference a third of those of a token of training.

Examples:
  lawlike plan inference runs.csv --y loss --like 13e9 --tokens 2e12
  lawlike plan inference runs.csv --y loss --loss 2.1 --tokens 1e11,1e12,1e13")]
pub(crate) struct Inference {
    /// Files of runs, or the name of a bundled set; `-` is standard input
    #[arg(value_name = "DATA", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) data: Vec<PathBuf>,
    /// Which columns mean what.
    #[command(flatten)]
    pub(crate) columns: Columns,
    /// The surface; `auto` is chinchilla.
    #[command(flatten)]
    pub(crate) model: Model,
    /// How good the model must be.
    #[command(flatten)]
    pub(crate) goal: Goal,
    /// Tokens of inference over the life of the model, in and out
    #[arg(
        long,
        value_name = "TOKENS,...",
        value_delimiter = ',',
        default_value = "0,1e11,1e12,1e13",
        help_heading = "Plan"
    )]
    pub(crate) tokens: Vec<f64>,
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

/// See how errors compound over the calls of an agent, and what a solved task costs
#[derive(Debug, Args)]
#[command(after_help = "\
All calls of a task must be right. A wrong call that is noticed is made again, up to --retries times.
Every call reads the whole context again, which grows by what each call writes and each tool answers.

Examples:
  lawlike plan agent --right 97/100
  lawlike plan agent --right 0.99 --noticed 0.8 --retries 2 --calls 10,100,300 --usd-in 3 --usd-out 15")]
pub(crate) struct Agent {
    /// How often a call is right: a share, or right calls out of all, which leaves intervals open
    #[arg(long, value_name = "SHARE|RIGHT/ALL", help_heading = "Agent")]
    pub(crate) right: String,
    /// Share of wrong calls that are noticed
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, help_heading = "Agent")]
    pub(crate) noticed: f64,
    /// Times that a wrong call is made again once noticed
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Agent")]
    pub(crate) retries: usize,
    /// Calls that a task takes
    #[arg(
        long,
        value_name = "CALLS,...",
        value_delimiter = ',',
        default_value = "1,3,10,30,100,300",
        help_heading = "Agent"
    )]
    pub(crate) calls: Vec<usize>,
    /// Tokens that the first call reads
    #[arg(long, value_name = "TOKENS", default_value_t = 2000.0, help_heading = "Cost")]
    pub(crate) prompt: f64,
    /// Tokens that every call writes
    #[arg(long, value_name = "TOKENS", default_value_t = 500.0, help_heading = "Cost")]
    pub(crate) written: f64,
    /// Tokens that the answers of tools add after every call
    #[arg(long, value_name = "TOKENS", default_value_t = 500.0, help_heading = "Cost")]
    pub(crate) added: f64,
    /// Dollars per million tokens read
    #[arg(long, value_name = "USD", default_value_t = 0.0, help_heading = "Cost")]
    pub(crate) usd_in: f64,
    /// Dollars per million tokens read again [default: as --usd-in]
    #[arg(long, value_name = "USD", help_heading = "Cost")]
    pub(crate) usd_cached: Option<f64>,
    /// Dollars per million tokens written
    #[arg(long, value_name = "USD", default_value_t = 0.0, help_heading = "Cost")]
    pub(crate) usd_out: f64,
    /// Pages and figures.
    #[command(flatten)]
    pub(crate) pages: Pages,
    /// Where the result goes.
    #[command(flatten)]
    pub(crate) out: Out,
}
