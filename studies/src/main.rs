//! How often lawlike is wrong: simulations and public sets, and the pages that say what came of them.
//!
//! `cargo run --release -p studies -- checks` measures how often each check of a fit is wrong, `rules` how often each rule marks
//! lawful runs, `verdicts` how often the verdict is right, `record FOLDER ...` the track record of the forecasts, and
//! `constants FOLDER ...` what moves if a constant does. `fuzz` takes damaged files through all doors. `laws` writes the page of laws from their cards.

mod checks;
mod draws;
mod fuzz;
mod laws;
mod record;
mod rules;
mod verdicts;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folders = |rest: &[String]| rest.iter().map(PathBuf::from).collect::<Vec<_>>();
    match arguments.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        Some(("record", rest)) if !rest.is_empty() => record::run(&root(), &folders(rest)),
        Some(("constants", rest)) if !rest.is_empty() => record::constants::run(&root(), &folders(rest)),
        Some(("checks", rest)) => checks::run(&root(), rest),
        Some(("laws", [])) => laws::run(&root(), false),
        Some(("laws", [word])) if word == "--write" => laws::run(&root(), true),
        Some(("fuzz", rest)) => fuzz::run(&root(), rest),
        Some(("rules", rest)) => rules::run(&root(), rest),
        Some(("verdicts", rest)) => verdicts::run(&root(), rest),
        _ => {
            let usage = "usage: cargo run --release -p studies -- checks | rules | verdicts | fuzz | laws [--write] | \
                         record FOLDER ... | constants FOLDER ...";
            let _ = writeln!(std::io::stderr(), "{usage}");
            ExitCode::from(2)
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
