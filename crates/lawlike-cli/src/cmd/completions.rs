//! `lawlike completions`: a completion script.

use super::Answer;
use crate::args::{Cli, Completions};
use crate::output;
use anyhow::Result;
use clap::CommandFactory;

/// Prints the script for one shell.
pub(super) fn run(args: &Completions) -> Result<Answer> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "lawlike", &mut script);
    output::stdout(&script)?;
    Ok(Answer::Done)
}
