//! What a user types, as plain values. [`crate::resolve`] turns them into the nouns of the domain.
//!
//! The doc comments of this file are the help texts.

use clap::builder::RangedU64ValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use std::path::PathBuf;

/// Audits scaling laws: does a law's past predict its future, how exactly, and how far?
#[derive(Debug, Parser)]
#[command(name = "lawlike", version, max_term_width = 100, disable_help_subcommand = true)]
#[command(after_help = "\
Examples:
  lawlike audit                                  the sweep that comes with the program
  lawlike audit runs.csv --y loss                does the law in these runs hold?
  lawlike fit runs.csv --law chinchilla          parameters, intervals, certificate
  lawlike forecast small.csv --at large.csv --y loss --format csv
  lawlike laws                                   the laws that can be named

Exit code: 0 done, or the law holds as claimed; 1 it does not hold as claimed;
2 wrong usage or unreadable input; 3 untested: the data cannot say.

Every command has its own help with examples: lawlike fit --help")]
pub(crate) struct Cli {
    /// What to do
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands, in the order of the help.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Audit(Audit),
    Fit(Fit),
    Forecast(Forecast),
    Backtest(Backtest),
    Compare(Compare),
    Plan(Plan),
    Laws(Laws),
    Data(Data),
    Explain(Explain),
    Completions(Completions),
    Man(Man),
}

/// Put a law to the test: fit it, forecast the large runs from the small ones, score, check and judge
#[derive(Debug, Args)]
#[command(after_help = "\
The answer is one word:
  Strong    predicts within the tolerance, with honest intervals, and beats naive rivals
  Weak      the direction holds, the size does not
  Broken    held up to a point, then failed
  Absent    no better than naive rivals
  Untested  the data cannot say
Exit code: 0 for Strong, 3 for Untested, 1 for the others.

Examples:
  lawlike audit
  lawlike audit runs.csv --y loss --report audit.html
  lawlike audit runs.csv --x tokens --y loss --by model --law power-floor
  lawlike audit runs.csv --y val_loss --cut 'flops<=1e20' --tolerance 2%
  lawlike audit runs.csv --y loss --format json --exit-zero > audit.json")]
pub(crate) struct Audit {
    /// Files of runs, or the name of a bundled set; `-` is standard input [default: the bundled sweep]
    #[arg(value_name = "DATA", value_hint = ValueHint::FilePath)]
    pub(crate) data: Vec<PathBuf>,
    /// Which columns mean what.
    #[command(flatten)]
    pub(crate) columns: Columns,
    /// Which law is put to the test.
    #[command(flatten)]
    pub(crate) model: Model,
    /// How past and future are split and judged.
    #[command(flatten)]
    pub(crate) trial: Trial,
    /// What is published of the law.
    #[command(flatten)]
    pub(crate) claim: Claim,
    /// Also write a report as one HTML file that needs no network
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    pub(crate) report: Option<PathBuf>,
    /// Seed and threads.
    #[command(flatten)]
    pub(crate) run: Run,
    /// Where the result goes.
    #[command(flatten)]
    pub(crate) out: Out,
    /// Exit with 0 whatever the verdict; errors still exit with 2
    #[arg(long)]
    pub(crate) exit_zero: bool,
}

/// Find the parameters of a law, with intervals and a certificate of how well they were found
#[derive(Debug, Args)]
#[command(after_help = "\
A fit that did not converge, or that the data do not determine, is a result and no error:
read the status and the certificate before you use a parameter.

Examples:
  lawlike fit runs.csv --law chinchilla
  lawlike fit runs.csv --law 'E + A*N^-alpha + B*D^-beta' --y loss --objective huber-log:1e-3
  lawlike fit runs.csv --law 'a*tokens^-b + c' --y loss --start a=400,b=0.3,c=1.7
  lawlike fit runs.csv --law power-floor --x tokens --y loss --by model --format csv
  lawlike fit runs.csv --law chinchilla --fix E=1.69 --bound alpha=0.2:0.6 --bootstrap 1000
  lawlike fit runs.csv --law chinchilla --bootstrap 100000 --resume replicates.txt
  lawlike fit runs.csv --law chinchilla --published E=1.69,A=406.4,B=410.7,alpha=0.34,beta=0.28")]
pub(crate) struct Fit {
    /// Files of runs, or the name of a bundled set; `-` is standard input
    #[arg(value_name = "DATA", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) data: Vec<PathBuf>,
    /// Which columns mean what.
    #[command(flatten)]
    pub(crate) columns: Columns,
    /// Which law is fitted.
    #[command(flatten)]
    pub(crate) model: Model,
    /// Begin the search at these values and nowhere else; what it tries next sets out from there: further starts are drawn around them
    #[arg(long, value_name = "NAME=VALUE,...", value_delimiter = ',')]
    pub(crate) start: Vec<String>,
    /// Hold these parameters at a value; they are listed last, with a standard error of 0
    #[arg(long, value_name = "NAME=VALUE,...", value_delimiter = ',')]
    pub(crate) fix: Vec<String>,
    /// Keep these parameters between two values; leave one out for no bound, as in `E=0:`
    #[arg(long, value_name = "NAME=LO:HI,...", value_delimiter = ',')]
    pub(crate) bound: Vec<String>,
    /// Number of bootstrap replicates (groups are drawn with replacement)
    #[arg(long, value_name = "B", default_value_t = 0)]
    #[arg(value_parser = RangedU64ValueParser::<usize>::new().range(..=1_000_000))]
    pub(crate) bootstrap: usize,
    /// Keep finished bootstrap replicates in this file, and take up those that it has; a later run may ask for more
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    #[arg(conflicts_with_all = ["published", "published_interval"])]
    pub(crate) resume: Option<PathBuf>,
    /// What is published of the law.
    #[command(flatten)]
    pub(crate) claim: Claim,
    /// Seed and threads.
    #[command(flatten)]
    pub(crate) run: Run,
    /// Where the result goes.
    #[command(flatten)]
    pub(crate) out: Out,
}

/// Predict runs that were not seen, with intervals
#[derive(Debug, Args)]
#[command(after_help = "\
Prints one row for every row of POINTS, in the same order: the columns of POINTS unchanged, then
median, lo50, hi50, lo80, hi80, lo95, hi95, law and status. The intervals are for a new run: its
noise is in them. A response column in POINTS is never read. With --by, groups that TRAIN lacks
have the status `untested` and no numbers, and so have points at zero of a logarithmic axis.
--where, --skip-bad and --keep-zero are about TRAIN only.

Without --law the forecast mixes several laws by how well each forecast parts of TRAIN. With
--format json, `weights` says how much each counts, and `fits` holds, for each series, the fit of
the law that `lawlike fit` and `lawlike audit` take by rule, with its certificate. What the checks
of that fit found is among the findings. With --law, forecast and fit are of that law.

Examples:
  lawlike forecast small.csv --at large.csv --y loss --format csv
  lawlike forecast small.csv --at large.csv --x params --x tokens --y loss
  lawlike forecast runs.csv --at next.csv --x date --y score --by benchmark
  lawlike forecast runs.csv --at next.csv --y loss --law chinchilla --format json")]
pub(crate) struct Forecast {
    /// Files of runs to learn from, or the name of a bundled set; `-` is standard input
    #[arg(value_name = "TRAIN", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) train: Vec<PathBuf>,
    /// File of the points to predict; `-` is standard input
    #[arg(long, value_name = "POINTS", value_hint = ValueHint::FilePath)]
    pub(crate) at: PathBuf,
    /// Which columns mean what.
    #[command(flatten)]
    pub(crate) columns: Columns,
    /// Which law is used.
    #[command(flatten)]
    pub(crate) model: Model,
    /// Seed and threads.
    #[command(flatten)]
    pub(crate) run: Run,
    /// Where the result goes.
    #[command(flatten)]
    pub(crate) out: Out,
}

/// Hide the future, forecast it from the past, and score the forecast against naive rivals
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lawlike backtest runs.csv --y loss
  lawlike backtest runs.csv --x tokens --y loss --by model --law power-floor
  lawlike backtest runs.csv --y loss --cut 'flops<=1e20'
  lawlike backtest models.csv --x date --y score --cut 'date<2025-01-01'
  lawlike backtest runs.csv --y loss --cut last:20% --format csv")]
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
    /// How past and future are split and judged.
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

/// Compare laws by what they forecast, or arms by the compute they save
#[derive(Debug, Args)]
#[command(after_help = "\
Without --arm, every law forecasts the same hidden runs. They are ranked by the continuous ranked
probability score; the difference to the best has a standard error over series (--by), each of which
counts once. Forecasts of one series are not independent: with fewer than three series nothing can
be told, and the table says so.

With --arm, one law is fitted to all values of a column, each with a multiplier of compute of its
own: an arm with 1.5 does what the reference needs 1.5 times its compute for.

Exit code: 0 compared; 3 if no point could be forecast by all laws.

Examples:
  lawlike compare runs.csv --law power-floor --law log-log-line --x tokens --y loss --by model
  lawlike compare runs.csv --law chinchilla --law 'A*N^-a*D^-b' --y loss --by dataset
  lawlike compare runs.csv --arm optimiser --law power-floor --x flops --y loss
  lawlike compare runs.csv --arm architecture --reference transformer --law chinchilla --y loss")]
pub(crate) struct Compare {
    /// Files of runs, or the name of a bundled set; `-` is standard input
    #[arg(value_name = "DATA", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) data: Vec<PathBuf>,
    /// Which columns mean what.
    #[command(flatten)]
    pub(crate) columns: Columns,
    /// A law, as in --law of `lawlike fit`; repeat it for more. With --arm at most one [default with --arm: auto]
    #[arg(long, value_name = "LAW", allow_hyphen_values = true, help_heading = "Law")]
    pub(crate) law: Vec<String>,
    /// As in `lawlike fit`
    #[arg(long, value_name = "OBJECTIVE", default_value = "auto", help_heading = "Law")]
    pub(crate) objective: String,
    /// Compare the values of this column, such as optimisers, in place of laws
    #[arg(long, value_name = "COL", conflicts_with_all = ["by", "cut"], help_heading = "Arms")]
    pub(crate) arm: Option<String>,
    /// The arm whose multiplier is 1 [default: the first]
    #[arg(long, value_name = "VALUE", requires = "arm", help_heading = "Arms")]
    pub(crate) reference: Option<String>,
    /// What is past, as in `lawlike backtest` [default: several cuts along the axis]
    #[arg(long, value_name = "CUT", help_heading = "Test")]
    pub(crate) cut: Option<String>,
    /// Seed and threads.
    #[command(flatten)]
    pub(crate) run: Run,
    /// Where the result goes.
    #[command(flatten)]
    pub(crate) out: Out,
    /// Exit with 0 even if nothing could be compared; errors still exit with 2
    #[arg(long)]
    pub(crate) exit_zero: bool,
}

/// Decide what to do with a budget: size and tokens of a model, or calls of an agent
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lawlike plan compute-optimal runs.csv --y loss --budget 5.76e23
  lawlike plan inference runs.csv --y loss --like 13e9 --tokens 2e12
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
    /// What a FLOP costs, in dollars: losses are then given in dollars as well
    #[arg(long, value_name = "USD", help_heading = "Plan")]
    pub(crate) usd_per_flop: Option<f64>,
    /// Bootstrap replicates behind the intervals
    #[arg(long, value_name = "N", default_value_t = 1000, help_heading = "Plan")]
    pub(crate) replicates: usize,
    /// Seed and threads.
    #[command(flatten)]
    pub(crate) run: Run,
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
    /// As good as a compute-optimal model of so many parameters
    #[arg(
        long,
        value_name = "PARAMETERS",
        required_unless_present = "loss",
        conflicts_with = "loss",
        help_heading = "Plan"
    )]
    pub(crate) like: Option<f64>,
    /// At this loss, in the unit of the data
    #[arg(long, value_name = "LOSS", help_heading = "Plan")]
    pub(crate) loss: Option<f64>,
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
    /// Where the result goes.
    #[command(flatten)]
    pub(crate) out: Out,
}

/// List the laws, show one in full, or check a formula of your own
#[derive(Debug, Args)]
#[command(
    after_help = "\
Examples:
  lawlike laws
  lawlike laws show chinchilla
  lawlike laws check 'E + A*N^-alpha + B*D^-beta'",
    args_conflicts_with_subcommands = true
)]
pub(crate) struct Laws {
    /// What to do [default: list]
    #[command(subcommand)]
    pub(crate) action: Option<LawsAction>,
    /// Where the result goes.
    #[command(flatten)]
    pub(crate) out: Out,
}

/// What can be done with laws.
#[derive(Debug, Subcommand)]
pub(crate) enum LawsAction {
    /// List all laws that can be named in --law
    List {
        /// Where the result goes.
        #[command(flatten)]
        out: Out,
    },
    /// Show one law: formula, parameters, source, where it fails
    #[command(after_help = "Example:\n  lawlike laws show chinchilla")]
    Show {
        /// Name of the law, as in the list
        name: String,
        /// Where the result goes.
        #[command(flatten)]
        out: Out,
    },
    /// Parse a formula and say how it was understood
    #[command(after_help = "\
Examples:
  lawlike laws check 'E + A*N^-alpha'
  lawlike laws check mine.toml")]
    Check {
        /// The formula, in quotes, or a TOML file; the name of a law works too
        #[arg(allow_hyphen_values = true)]
        formula: String,
        /// Where the result goes.
        #[command(flatten)]
        out: Out,
    },
}

/// List the bundled data, or show what a file holds and how its columns are understood
#[derive(Debug, Args)]
#[command(
    after_help = "\
Examples:
  lawlike data
  lawlike data show runs.csv
  lawlike data show simulated-sweep
  lawlike data show runs.csv --format csv > columns.csv",
    args_conflicts_with_subcommands = true
)]
pub(crate) struct Data {
    /// What to do [default: list]
    #[command(subcommand)]
    pub(crate) action: Option<DataAction>,
    /// Where the result goes.
    #[command(flatten)]
    pub(crate) out: Out,
}

/// What can be done with data.
#[derive(Debug, Subcommand)]
pub(crate) enum DataAction {
    /// List the data sets that come with the program
    List {
        /// Where the result goes.
        #[command(flatten)]
        out: Out,
    },
    /// Show the columns of a file, what they hold, and what they are taken for
    #[command(after_help = "\
Examples:
  lawlike data show runs.csv
  lawlike data show simulated-sweep")]
    Show {
        /// Files, or the name of a bundled set; `-` is standard input
        #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
        files: Vec<PathBuf>,
        /// Where the result goes.
        #[command(flatten)]
        out: Out,
    },
}

/// Explain the code of a finding: what it says, when it errs, what to do
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lawlike explain
  lawlike explain outliers
  lawlike explain duplicate-rows --format md")]
pub(crate) struct Explain {
    /// Code of a finding, as printed beside it [default: list all]
    pub(crate) code: Option<String>,
    /// Where the result goes.
    #[command(flatten)]
    pub(crate) out: Out,
}

/// Print a completion script for a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lawlike completions bash > ~/.local/share/bash-completion/completions/lawlike
  lawlike completions zsh > ~/.zfunc/_lawlike
  lawlike completions fish > ~/.config/fish/completions/lawlike.fish")]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: Shell,
}

/// Print the manual page, of the program or of one command
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lawlike man > lawlike.1
  lawlike man fit | man -l -")]
pub(crate) struct Man {
    /// A command [default: the whole program]
    pub(crate) command: Option<String>,
}

/// Which columns mean what.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Columns")]
pub(crate) struct Columns {
    /// A column that the law runs along; repeat it for more. QUANTITY says what it measures, such as
    /// `n=parameters` [default: recognised by name]
    #[arg(long, value_name = "COL[=QUANTITY]")]
    pub(crate) x: Vec<String>,
    /// The column that the law explains [default: recognised by name]
    #[arg(long, value_name = "COL[=QUANTITY]")]
    pub(crate) y: Option<String>,
    /// A column whose equal values mark rows that belong together, such as the points of one run
    #[arg(long, value_name = "COL")]
    pub(crate) group: Option<String>,
    /// Take every value of this column as a series of its own
    #[arg(long, value_name = "COL")]
    pub(crate) by: Option<String>,
    /// Use only the rows for which this holds, such as 'tokens > 1e9 and model == "A"'
    #[arg(long = "where", value_name = "EXPR", allow_hyphen_values = true)]
    pub(crate) filter: Option<String>,
    /// A column of weights
    #[arg(long, value_name = "COL")]
    pub(crate) weight: Option<String>,
    /// A column with the standard error of the response
    #[arg(long, value_name = "COL")]
    pub(crate) stderr: Option<String>,
    /// Leave out rows that cannot be used, and say which, instead of stopping
    #[arg(long)]
    pub(crate) skip_bad: bool,
    /// Keep rows in which an axis of counts, such as steps or examples, is 0: the untrained start, which
    /// is left out where the axis is logarithmic unless --law is a formula or a TOML file
    #[arg(long)]
    pub(crate) keep_zero: bool,
}

/// Which law, and what makes one fit better than another.
#[derive(Debug, Args)]
#[command(next_help_heading = "Law")]
pub(crate) struct Model {
    /// `auto`, a name of `lawlike laws`, a formula in quotes, or a TOML file
    #[arg(long, value_name = "LAW", default_value = "auto", allow_hyphen_values = true)]
    pub(crate) law: String,
    /// `auto`, or one of ls, log-ls, logit-ls, huber:DELTA, huber-log:DELTA, lad (of logarithms),
    /// lad-raw, pinball:SHARE (of logarithms), pinball-raw:SHARE, student:NU, student-log:NU
    #[arg(long, value_name = "OBJECTIVE", default_value = "auto")]
    pub(crate) objective: String,
}

/// How past and future are split and judged.
#[derive(Debug, Args)]
#[command(next_help_heading = "Test")]
pub(crate) struct Trial {
    /// What is past: 'COL<=VALUE', 'COL<DATE' or last:20% [default: several cuts along the axis]
    #[arg(long, value_name = "CUT")]
    pub(crate) cut: Option<String>,
    /// The error that the claim allows, such as 2% or 0.02 [default: by what is measured, 2% for a loss]
    #[arg(long, value_name = "ERROR", allow_negative_numbers = true)]
    pub(crate) tolerance: Option<String>,
}

/// What is published of the law.
#[derive(Debug, Args)]
#[command(next_help_heading = "Claim")]
pub(crate) struct Claim {
    /// Values of all parameters as they are printed somewhere, digits and all: do they predict these runs, and
    /// are they rounded too far?
    #[arg(long, value_name = "NAME=VALUE,...", value_delimiter = ',')]
    pub(crate) published: Vec<String>,
    /// An interval as it is printed somewhere, of a parameter or a formula of parameters, such as
    /// 'beta/(alpha + beta)=0.454:0.455@80' for 80 %; can so many runs support it? Repeat it for more
    #[arg(long, value_name = "FORMULA=LO:HI@LEVEL", allow_hyphen_values = true)]
    pub(crate) published_interval: Vec<String>,
}

/// Seed and threads.
#[derive(Debug, Args)]
#[command(next_help_heading = "Run")]
pub(crate) struct Run {
    /// Seed of all random draws; the same seed gives the same bytes
    #[arg(long, value_name = "SEED", default_value_t = 0)]
    pub(crate) seed: u64,
    /// Number of threads; the result does not depend on it [default: all]
    #[arg(long, value_name = "N", value_parser = RangedU64ValueParser::<usize>::new().range(1..=1024))]
    pub(crate) threads: Option<usize>,
}

/// Where the result goes, and in what form.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct Out {
    /// Form of the result: for reading, all digits, a table, or Markdown
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
    /// Write the result to a file instead of standard output
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
    /// Say nothing on standard error but errors
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// Form of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
    Csv,
    Md,
}
