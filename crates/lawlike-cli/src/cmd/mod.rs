//! The commands, one file each.

mod audit;
mod backtest;
mod claims;
mod compare;
mod completions;
mod data;
mod emergence;
mod explain;
mod fit;
mod forecast;
mod help;
mod laws;
mod man;
mod passk;
mod plan;
mod report;
mod tasks;
mod trend;

use crate::args::{Cli, Command};
use crate::typed;
use anyhow::Result;
use clap::{ArgMatches, FromArgMatches};
use lawlike::provenance::{DataHash, Provenance};
use lawlike_num::parallel;

/// What a command has to say by its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Done, or the law holds as claimed.
    Done,
    /// The law does not hold as claimed.
    DoesNotHold,
    /// The data cannot say.
    Untested,
}

impl Answer {
    /// The exit code.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::DoesNotHold => 1,
            Self::Untested => 3,
        }
    }

    /// The same answer, or [`Answer::Done`] for `--exit-zero`.
    fn or_zero(self, is_zero: bool) -> Self {
        if is_zero { Self::Done } else { self }
    }
}

/// What was asked for, as it goes into the provenance.
pub(crate) struct Typed(Vec<String>);

impl Typed {
    /// The provenance of a result from these files.
    pub(crate) fn provenance(&self, seed: u64, files: &[DataHash]) -> Provenance {
        Provenance::new(seed, self.0.clone(), files.to_vec())
    }
}

/// Reads what clap has on record and runs the command that was called.
pub(crate) fn run(program: &clap::Command, matches: &ArgMatches) -> Result<Answer> {
    let typed = Typed(typed::options(program, matches));
    let command = Cli::from_arg_matches(matches)?.command;
    let answer = || match command {
        Command::Audit(args) => audit::run(&args, &typed),
        Command::Fit(args) => fit::run(&args, &typed),
        Command::Forecast(args) => forecast::run(&args, &typed),
        Command::Backtest(args) => backtest::run(&args, &typed),
        Command::Compare(args) => compare::run(&args, &typed),
        Command::Plan(args) => plan::run(&args, &typed),
        Command::Passk(args) => passk::run(&args, &typed),
        Command::Trend(args) => trend::run(&args, &typed),
        Command::Tasks(args) => tasks::run(&args, &typed),
        Command::Emergence(args) => emergence::run(&args, &typed),
        Command::Report(args) => report::run(&args),
        Command::Claims(args) => claims::run(&args),
        Command::Laws(args) => laws::run(&args),
        Command::Data(args) => data::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
        Command::Help(args) => help::run(&args),
    };
    match typed::threads(matches) {
        Some(threads) => parallel::on(threads, answer),
        None => answer(),
    }
}
