//! How often the verdict is right: audits of simulated worlds whose fair words are known beforehand, and of public sets
//! whose future is known.
//!
//! `cargo run --release -p studies -- verdicts` prints the page; `--draws N` says how many tables of each world are drawn.
//! Rules are developed on these tables. `--write` draws others, from a seed that served nothing else, and puts the page
//! into `docs/reference/verdicts.md`. A new world goes into `lists.rs`, with its fair words. `--public DIR` audits the
//! cases in a folder in place of simulating, and says what became of them at the end of the page.

mod aftermath;
mod beyond;
mod broken;
mod hard;
mod lawful;
mod lawless;
mod lists;
mod page;
mod public;
mod rates;
mod scanty;
mod unseen;
mod worlds;

use crate::draws::Options;
use rates::{DEVELOP, REPORT, Rates};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Tables of each world.
const DRAWS: usize = 200;
/// The file that the page is written to.
const PAGE: &str = "docs/reference/verdicts.md";

/// Simulates and prints, or writes.
pub(crate) fn run(root: &Path, arguments: &[String]) -> ExitCode {
    let read = folders(arguments).and_then(|(folders, rest)| Some((folders, Options::read(&rest, DRAWS)?)));
    let Some((folders, options)) = read else {
        let usage =
            "usage: cargo run --release -p studies -- verdicts [--draws N | --public DIR ...] [--write]";
        let _ = writeln!(std::io::stderr(), "{usage}");
        return ExitCode::from(2);
    };
    // The half of the page that is not made anew stays as it is.
    let known = std::fs::read_to_string(root.join(PAGE)).unwrap_or_default();
    let (simulated, reality) = public::parts(&known);
    if folders.is_empty() {
        let seed = if options.is_written { REPORT } else { DEVELOP };
        let page = page::page(&Rates::simulate(seed, options.draws), options.draws);
        return options.put(root, PAGE, &(page + reality));
    }
    match public::section(&folders) {
        Ok(section) => options.put(root, PAGE, &(simulated.to_owned() + &section)),
        Err(message) => {
            let _ = writeln!(std::io::stderr(), "{message}");
            ExitCode::from(2)
        }
    }
}

/// The folders that follow `--public`, and the other arguments; nothing where a folder is missing.
fn folders(arguments: &[String]) -> Option<(Vec<PathBuf>, Vec<String>)> {
    let (mut folders, mut rest) = (Vec::new(), Vec::new());
    let mut all = arguments.iter();
    while let Some(argument) = all.next() {
        if argument == "--public" {
            folders.push(PathBuf::from(all.next()?));
        } else {
            rest.push(argument.clone());
        }
    }
    Some((folders, rest))
}

#[cfg(test)]
mod tests;
