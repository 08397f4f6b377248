//! How often each check is wrong: false alarms on lawful worlds, power on stated alternatives.
//!
//! `cargo run --release -p studies -- checks` prints the table; `--draws N` says how many tables of each world and each
//! alternative are drawn, `--write` puts the table into `docs/reference/checks.md`. A new check needs an alternative
//! in `alternatives.rs`; a world that it speaks of and that is missing goes into `worlds.rs`.

mod alternatives;
pub(crate) mod case;
mod claims;
pub(crate) mod lawful;
mod rates;
mod several;
mod shares;
mod table;
pub(crate) mod worlds;

use crate::draws::{Options, usage};
use rates::Rates;
use std::path::Path;
use std::process::ExitCode;

/// Tables of each world and alternative.
const DRAWS: usize = 1000;
/// The file that the table is written to.
const PAGE: &str = "docs/reference/checks.md";

/// Simulates and prints, or writes.
pub(crate) fn run(root: &Path, arguments: &[String]) -> ExitCode {
    let Some(options) = Options::read(arguments, DRAWS) else {
        return usage("checks");
    };
    let page = table::page(&Rates::simulate(options.draws, options.draws), options.draws);
    options.put(root, PAGE, &page)
}

#[cfg(test)]
mod tests;
