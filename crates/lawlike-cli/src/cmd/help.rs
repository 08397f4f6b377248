//! `lawlike help`: what `--help` shows.

use super::Answer;
use crate::args::Help;
use crate::output::{self, is_colourful};
use crate::program;
use anyhow::Result;

/// Prints the help of the program or of one command.
pub(super) fn run(args: &Help) -> Result<Answer> {
    let help = program::named(&args.command)?.render_long_help();
    let text = if is_colourful(&std::io::stdout()) { help.ansi().to_string() } else { help.to_string() };
    output::stdout(text.as_bytes())?;
    Ok(Answer::Done)
}
