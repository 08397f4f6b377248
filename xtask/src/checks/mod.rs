//! How often each check is wrong: false alarms on lawful worlds, power on stated alternatives.
//!
//! `cargo run --release -p xtask -- checks` prints the table; `--draws N` says how many tables of each world and each
//! alternative are drawn, `--write` puts the table into `docs/reference/checks.md`. A new check needs an alternative
//! in `alternatives.rs`; a world that it speaks of and that is missing goes into `worlds.rs`.

mod alternatives;
mod case;
mod claims;
mod rates;
mod several;
mod shares;
mod table;
mod worlds;

use rates::Rates;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// Tables of each world and alternative.
const DRAWS: usize = 1000;
/// The file that the table is written to.
const PAGE: &str = "docs/reference/checks.md";

/// Simulates and prints, or writes.
pub(crate) fn run(root: &Path, arguments: &[String]) -> ExitCode {
    let mut draws = DRAWS;
    let mut is_written = false;
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match (argument.as_str(), rest.as_slice().first().map(|next| next.parse())) {
            ("--write", _) => is_written = true,
            ("--draws", Some(Ok(number))) if number > 0 => {
                draws = number;
                rest.next();
            }
            _ => {
                let _ = writeln!(
                    std::io::stderr(),
                    "usage: cargo run --release -p xtask -- checks [--draws N] [--write]"
                );
                return ExitCode::from(2);
            }
        }
    }
    let page = table::page(&Rates::simulate(draws, draws), draws);
    let result = if is_written {
        std::fs::write(root.join(PAGE), page)
    } else {
        std::io::stdout().write_all(page.as_bytes())
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{PAGE} cannot be written: {error}");
            ExitCode::from(2)
        }
    }
}

#[cfg(test)]
mod tests;
