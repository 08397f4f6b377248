//! The command `lawlike`: parse what was typed, resolve it into the nouns of the domain, call, render.
//!
//! A command computes nothing. Plain values live in [`args`], the step to the domain in [`resolve`], one file
//! a command in [`cmd`]. The exit code carries the answer: 0 done or holds as claimed, 1 does not hold as
//! claimed, 2 usage or input error, 3 untested.

mod args;
mod cards;
mod checkpoint;
mod claims;
mod cmd;
mod files;
mod lock;
mod output;
mod pages;
#[cfg(feature = "figures")]
mod paint;
mod progress;
mod resolve;
mod write;

use anyhow::Result;
use clap::{CommandFactory, FromArgMatches};
use std::process::ExitCode;

fn main() -> ExitCode {
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
    let mut program = args::Cli::command();
    let matches = program.get_matches_mut();
    let cli = args::Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.format(&mut program).exit());
    files::check(&program, &matches)?;
    cmd::run(cli.command)
}
