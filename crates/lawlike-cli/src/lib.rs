//! The driver of lawlike: parse what was typed, resolve it into the nouns of the domain, call, render.
//!
//! A command computes nothing. Plain values live in `args`, the step to the domain in `resolve`, one file
//! a command in `cmd`. The exit code carries the answer: 0 done or holds as claimed, 1 does not hold as
//! claimed, 2 usage or input error, 3 untested.
//!
//! There are two doors. [`main`] is the command: it talks to the streams of the process. [`ask`] is for other front
//! ends: it takes the same words, with tables in memory where names of files stood, and hands the answer back.
//! [`arguments`] lists what can be typed, so that a front end need not spell it out again.

mod args;
mod arguments;
mod ask;
mod cards;
mod catalogue;
mod checkpoint;
mod claims;
mod cmd;
mod desk;
mod failure;
mod files;
mod limits;
mod lock;
mod output;
mod pages;
#[cfg(feature = "figures")]
mod paint;
mod program;
mod progress;
mod resolve;
mod run;
mod typed;
mod write;

pub use arguments::{Argument, ArgumentKind, QuestionCommand, arguments};
pub use ask::{Given, Reply, ask};
pub use checkpoint::held as replicates;
pub use desk::{Draw, Figures, Rendered, Watch};
pub use failure::{Cause, Failure};
pub use lawlike_report::view::{Output, Style};

use anyhow::Result;
use clap::FromArgMatches;
use std::process::ExitCode;

/// What the process was given to write results to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stdout {
    /// A stream; a result that it does not take is an error.
    Open,
    /// Nothing: the stream was closed before the process began.
    Closed,
}

/// The command: what was typed, to the streams of the process.
pub fn main(stdout: Stdout) -> ExitCode {
    if stdout == Stdout::Closed {
        output::close();
    }
    match run() {
        Ok(answer) => ExitCode::from(answer.code()),
        Err(error) => {
            output::error(&error);
            ExitCode::from(2)
        }
    }
}

/// Parses what was typed, compares the files that it names, and runs the command.
fn run() -> Result<cmd::Answer> {
    let mut program = program::program();
    let matches = match program.try_get_matches_from_mut(std::env::args_os()) {
        // Help is a result as well: it must not vanish.
        Err(error) if !error.use_stderr() => return output::help(&error).map(|()| cmd::Answer::Done),
        typed => typed.unwrap_or_else(|error| error.exit()),
    };
    let cli = args::Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.format(&mut program).exit());
    limits::check_files(cli.limits, files::check(&program, &matches)?)?;
    limits::within(cli.limits, || cmd::run(&program, &matches))
}
