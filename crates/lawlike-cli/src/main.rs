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
mod output;
mod progress;
mod resolve;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    match cmd::run(args::Cli::parse().command) {
        Ok(answer) => ExitCode::from(answer.code()),
        Err(error) => {
            output::error(&error);
            ExitCode::from(2)
        }
    }
}
