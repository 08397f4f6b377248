//! What a user types, as plain values. [`crate::resolve`] turns them into the nouns of the domain.
//!
//! The doc comments of this file are the help texts.

mod backtest;
mod claims;
mod compare;
mod counting;
mod data;
mod data_limit;
mod emergence;
mod files;
mod fit;
mod forecast;
mod goal;
mod laws;
mod limits;
mod lookup;
mod market;
mod out;
mod over_training;
mod pages;
mod passk;
mod plan;
mod posterior;
mod rules;
mod stock;
mod tasks;
mod test_time;
mod trend;

pub(crate) use backtest::Backtest;
pub(crate) use claims::{Claims, ClaimsAction};
pub(crate) use compare::Compare;
pub(crate) use counting::Counting;
pub(crate) use data::{Data, DataAction};
pub(crate) use data_limit::DataLimit;
pub(crate) use emergence::Emergence;
pub(crate) use files::{Decimal, Files};
pub(crate) use fit::{Checks, Fit};
pub(crate) use forecast::Forecast;
pub(crate) use goal::Goal;
pub(crate) use laws::{Laws, LawsAction};
pub(crate) use limits::Limits;
pub(crate) use lookup::{Completions, Explain, Help, Man, Report};
pub(crate) use market::Market;
pub(crate) use out::{Format, Out};
pub(crate) use over_training::OverTraining;
pub(crate) use pages::Pages;
pub(crate) use passk::{Passk, SampleColumns};
pub(crate) use plan::{Agent, ComputeOptimal, Inference, Plan, PlanAction};
pub(crate) use posterior::Posterior;
pub(crate) use rules::Rules;
pub(crate) use stock::Stock;
pub(crate) use tasks::Tasks;
pub(crate) use test_time::TestTime;
pub(crate) use trend::{Better, Trend, TrendColumns};

use clap::builder::RangedU64ValueParser;
use clap::{Args, Parser, Subcommand, ValueHint};
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

Every command has its own help with examples: lawlike help fit")]
pub(crate) struct Cli {
    /// What to do
    #[command(subcommand)]
    pub(crate) command: Command,
    /// What the run may use.
    #[command(flatten)]
    pub(crate) limits: Limits,
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
    Passk(Passk),
    Trend(Trend),
    Tasks(Tasks),
    Emergence(Emergence),
    Report(Report),
    Claims(Claims),
    Laws(Laws),
    Data(Data),
    Explain(Explain),
    Completions(Completions),
    Man(Man),
    Help(Help),
}

/// Put a law to the test: fit it, forecast the large runs from the small ones, score, check and judge
#[derive(Debug, Args)]
#[command(after_help = "\
The answer is one word:
  Strong    predicts within the tolerance, with honest intervals, and beats the baselines
  Weak      the direction holds, the size does not
  Broken    held up to a point, then failed
  Absent    no better than the baselines
  Untested  the data cannot say
Exit code: 0 for Strong, 3 for Untested, 1 for the others.

Examples:
  lawlike audit
  lawlike audit runs.csv --y loss --report audit.html
  lawlike audit runs.csv --x tokens --y loss --by model --law power-floor
  lawlike audit runs.csv --y val_loss --cut 'flops<=1e20' --tolerance 2%
  lawlike audit runs.csv --y loss --figure forecast -o forecast.svg
  lawlike audit runs.csv --y loss --format json --exit-zero > audit.json
  lawlike audit runs.csv --x step --y loss --by run --resume audit.work
  lawlike audit my-claim.toml                    a claim in a file (see lawlike claims)")]
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
    /// How training and held-out runs are split and judged.
    #[command(flatten)]
    pub(crate) trial: Trial,
    /// What is published of the law.
    #[command(flatten)]
    pub(crate) claim: Claim,
    /// How size and compute are counted.
    #[command(flatten)]
    pub(crate) counting: Counting,
    /// Seed and threads.
    #[command(flatten)]
    pub(crate) run: Run,
    /// Pages and figures.
    #[command(flatten)]
    pub(crate) pages: Pages,
    /// Where the result goes.
    #[command(flatten)]
    pub(crate) out: Out,
    /// Exit with 0 whatever the verdict; errors still exit with 2
    #[arg(long)]
    pub(crate) exit_zero: bool,
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
    /// Units in which columns are written, such as params=M,tokens=B or score=%
    /// [default: those of the headers]
    #[arg(long, value_name = "COL=UNIT,...", value_delimiter = ',')]
    pub(crate) units: Vec<String>,
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
    /// How files are read.
    #[command(flatten)]
    pub(crate) files: Files,
    /// Which runs are used.
    #[command(flatten)]
    pub(crate) rules: Rules,
}

/// Which law, and what makes one fit better than another.
#[derive(Debug, Args)]
#[command(next_help_heading = "Law")]
pub(crate) struct Model {
    /// `auto`, a name of `lawlike laws`, a formula in quotes, or a TOML file
    #[arg(long, value_name = "LAW", default_value = "auto", allow_hyphen_values = true)]
    pub(crate) law: String,
    /// `auto`, or one of ls, log-ls, logit-ls, huber:DELTA, huber-log:DELTA, lad (of logarithms),
    /// lad-raw
    #[arg(long, value_name = "OBJECTIVE", default_value = "auto")]
    pub(crate) objective: String,
}

/// What is said of the parameters of a law before it is fitted.
#[derive(Debug, Args)]
#[command(next_help_heading = "Parameters")]
pub(crate) struct Parameters {
    /// Begin the search at these values and nowhere else; what it tries next sets out from there: further starts are drawn around them
    #[arg(long, value_name = "NAME=VALUE,...", value_delimiter = ',')]
    pub(crate) start: Vec<String>,
    /// Hold these parameters at a value; they are listed last, with a standard error of 0
    #[arg(long, value_name = "NAME=VALUE,...", value_delimiter = ',')]
    pub(crate) fix: Vec<String>,
    /// Keep these parameters between two values; leave one out for no bound, as in `E=0:`
    #[arg(long, value_name = "NAME=LO:HI,...", value_delimiter = ',')]
    pub(crate) bound: Vec<String>,
}

/// How training and held-out runs are split and judged.
#[derive(Debug, Args)]
#[command(next_help_heading = "Test")]
pub(crate) struct Trial {
    /// Which runs are training runs: 'COL<=VALUE', 'COL<DATE' or last:20% [default: several cuts along the axis]
    #[arg(long, value_name = "CUT")]
    pub(crate) cut: Option<String>,
    /// The error that the claim allows, such as 2% or 0.02 [default: by what is measured, 2% for a loss]
    #[arg(long, value_name = "ERROR", allow_negative_numbers = true)]
    pub(crate) tolerance: Option<String>,
    /// Keep the work that is done in this file, series by series, and take up what it has: a run that was stopped goes on
    /// from there
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) resume: Option<PathBuf>,
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
