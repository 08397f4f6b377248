//! `lawlike man`: the manual page of the program or of one command.

use super::Answer;
use crate::args::Man;
use crate::{output, program};
use anyhow::Result;

/// Prints a page in the format of `man`.
pub(super) fn run(args: &Man) -> Result<Answer> {
    let page = program::named(&args.command)?;
    let mut text = Vec::new();
    let version = concat!("lawlike ", env!("CARGO_PKG_VERSION"));
    clap_mangen::Man::new(page).source(version).manual("lawlike").render(&mut text)?;
    output::stdout(&text)?;
    Ok(Answer::Done)
}
