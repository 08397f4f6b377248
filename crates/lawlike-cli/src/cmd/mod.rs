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

use crate::args::Command;
use anyhow::Result;

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

/// Runs one command.
pub(crate) fn run(command: Command) -> Result<Answer> {
    match command {
        Command::Audit(args) => audit::run(&args),
        Command::Fit(args) => fit::run(&args),
        Command::Forecast(args) => forecast::run(&args),
        Command::Backtest(args) => backtest::run(&args),
        Command::Compare(args) => compare::run(&args),
        Command::Plan(args) => plan::run(&args),
        Command::Passk(args) => passk::run(&args),
        Command::Trend(args) => trend::run(&args),
        Command::Tasks(args) => tasks::run(&args),
        Command::Emergence(args) => emergence::run(&args),
        Command::Report(args) => report::run(&args),
        Command::Claims(args) => claims::run(&args),
        Command::Laws(args) => laws::run(&args),
        Command::Data(args) => data::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
        Command::Help(args) => help::run(&args),
    }
}
