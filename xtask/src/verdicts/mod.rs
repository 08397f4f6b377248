//! How often the verdict is right: audits of simulated worlds whose word is known beforehand.
//!
//! `cargo run --release -p xtask -- verdicts` prints the table; `--draws N` says how many tables of each world are drawn.
//! Rules are developed on these tables. `--write` draws others, from a seed that served nothing else, and puts the page
//! into `docs/reference/verdicts.md`. A new world goes into `worlds.rs`, with its word.

mod broken;
mod lawful;
mod lawless;
mod page;
mod rates;
mod scanty;
mod worlds;

use crate::draws::{Options, usage};
use rates::{DEVELOP, REPORT, Rates};
use std::path::Path;
use std::process::ExitCode;

/// Tables of each world.
const DRAWS: usize = 200;
/// The file that the page is written to.
const PAGE: &str = "docs/reference/verdicts.md";

/// Simulates and prints, or writes.
pub(crate) fn run(root: &Path, arguments: &[String]) -> ExitCode {
    let Some(options) = Options::read(arguments, DRAWS) else {
        return usage("verdicts");
    };
    let seed = if options.is_written { REPORT } else { DEVELOP };
    options.put(root, PAGE, &page::page(&Rates::simulate(seed, options.draws), options.draws))
}

#[cfg(test)]
mod tests;
