//! The rules of the house that a compiler does not know: `cargo run -p xtask -- check`.
//!
//! Each file holds one kind of rule, its list of what is asked, and tests that plant a breach and see it found.
//! The same rules run on the workspace itself in `cargo test -p xtask`.
//!
//! Beside them, `cargo run -p xtask -- licences` asks what dependencies may be, and `sbom` lists them in the form of CycloneDX.

mod circles;
mod docs;
mod floors;
mod house;
mod licences;
mod names;
mod paths;
mod registries;
mod sbom;
mod sizes;
mod source;
mod tuples;
mod types;

use house::{House, Problem};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        Some(("check", [])) => house(),
        Some(("licences", [])) => licences::run(&root()),
        Some(("sbom", [])) => sbom::run(&root()),
        _ => {
            let usage = "usage: cargo run -p xtask -- check | licences | sbom";
            let _ = writeln!(std::io::stderr(), "{usage}");
            ExitCode::from(2)
        }
    }
}

/// Holds the workspace against the rules.
fn house() -> ExitCode {
    match House::read(&root()) {
        Ok(house) => report(&house),
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "the workspace cannot be read: {error}");
            ExitCode::from(2)
        }
    }
}

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A rule: what breaks it.
type Rule = fn(&House) -> Vec<Problem>;

/// Every rule, by name.
const RULES: [(&str, Rule); 15] = [
    ("crates use lower floors only", floors::imports),
    ("modules of the core use lower floors only", circles::floors),
    ("no two files lean on each other", circles::circles),
    ("no I/O, clock or printing where there is none", floors::silence),
    ("nobody asks what day it is", floors::wall_clock),
    ("numerics without a domain word", floors::words),
    ("HTML and SVG in one crate only", floors::markup),
    ("unsafe code in the kernels only", floors::unsafe_code),
    ("folders and lists agree", registries::registries),
    ("sizes of files", sizes::sizes),
    ("sizes of functions", sizes::functions),
    ("parameters have names", tuples::tuples),
    ("a public type has a name of its own", types::types),
    ("a name says what it names", names::names),
    ("documents name files that exist", docs::names),
];

fn report(house: &House) -> ExitCode {
    let mut out = std::io::stdout();
    let mut count = 0;
    for (name, rule) in RULES {
        let problems = rule(house);
        let verdict =
            if problems.is_empty() { "ok".to_owned() } else { format!("{} to mend", problems.len()) };
        let _ = writeln!(out, "{name}: {verdict}");
        for problem in &problems {
            let _ = writeln!(out, "  {problem}");
        }
        count += problems.len();
    }
    let _ = writeln!(out, "{}", sizes::summary(house));
    if count == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_keeps_its_rules() {
        let house = House::read(&root()).unwrap();
        let problems: Vec<String> = RULES
            .iter()
            .flat_map(|(name, rule)| {
                rule(&house).into_iter().map(move |problem| format!("{problem} [{name}]"))
            })
            .collect();
        assert!(problems.is_empty(), "\n{}", problems.join("\n"));
    }
}
