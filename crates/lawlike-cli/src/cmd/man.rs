//! `lawlike man`: the manual page of the program or of one command.

use super::Answer;
use crate::args::{Cli, Man};
use crate::output;
use anyhow::{Context, Result};
use clap::CommandFactory;

/// Prints a page in the format of `man`.
pub(super) fn run(args: &Man) -> Result<Answer> {
    let mut program = Cli::command();
    program.build();
    let page = match &args.command {
        None => program,
        Some(name) => {
            let command = program.find_subcommand(name);
            let command =
                command.with_context(|| format!("no command is called `{name}`: see lawlike --help"))?;
            command.clone()
        }
    };
    let mut text = Vec::new();
    let version = concat!("lawlike ", env!("CARGO_PKG_VERSION"));
    clap_mangen::Man::new(page).source(version).manual("lawlike").render(&mut text)?;
    output::stdout(&text)?;
    Ok(Answer::Done)
}
