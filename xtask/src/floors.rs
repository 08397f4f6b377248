//! The floors: who may use whom, and what each floor must not know.

use crate::house::{House, Problem};
use crate::paths::{Token, paths, tokens};
use crate::source::Source;

/// The floor of every crate; a crate uses lower floors only.
const FLOORS: [(&str, u8); 8] = [
    ("lawlike-num", 0),
    ("lawlike-formula", 1),
    ("lawlike", 2),
    ("lawlike-questions", 3),
    ("lawlike-data", 4),
    ("lawlike-report", 4),
    ("lawlike-cli", 5),
    ("lawlike-py", 6),
];
/// Packages beside the house: they may use any crate, nothing uses them.
const BESIDE: [&str; 3] = ["lab", "studies", "xtask"];
/// Crates that tests may use, and nothing else; they use no crate of the house.
const TESTS_ONLY: [&str; 1] = ["lawlike-oracle"];
/// Crates that open no file, read no clock or environment, and print nothing.
const SILENT: [&str; 5] =
    ["lawlike-num", "lawlike-formula", "lawlike", "lawlike-questions", "lawlike-report"];
/// The file of what runs before `main`.
const EARLY: &str = "crates/lawlike-cli/src/main.rs";
/// What a silent crate does not name; also everything inside these.
const LOUD: [&str; 14] = [
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::time",
    "std::env",
    "SystemTime",
    "Instant",
    "File",
    "println!",
    "print!",
    "eprintln!",
    "eprint!",
    "dbg!",
];
/// Names by which a program asks what day or hour it is.
const WALL_CLOCK: [&str; 3] = ["SystemTime", "UNIX_EPOCH", "Utc"];
/// Words of the domain, which numerics do not know. `loss` is the loss of a residual there, and allowed.
const DOMAIN: [&str; 12] = [
    "token",
    "tokenizer",
    "chinchilla",
    "kaplan",
    "flop",
    "benchmark",
    "epoch",
    "perplexity",
    "isoflop",
    "hyperscaler",
    "pretraining",
    "llm",
];
/// Pairs of words of the domain.
const DOMAIN_PAIRS: [(&str, &str); 4] =
    [("scaling", "law"), ("parameter", "count"), ("language", "model"), ("training", "run")];
/// How markup begins that only the crate of views writes.
const MARKUP: [&str; 3] = ["<svg", "<html", "<!doctype"];

/// The floor of a crate, written with `-` or `_`.
fn floor(name: &str) -> Option<u8> {
    FLOORS.iter().find(|(known, _)| *known == name.replace('_', "-")).map(|(_, floor)| *floor)
}

/// Why `user` must not use `used`, if so. Both are names of packages.
fn refusal(user: &str, used: &str) -> Option<String> {
    let used = used.replace('_', "-");
    if user == used {
        return None;
    }
    if BESIDE.contains(&used.as_str()) {
        return Some(format!("`{used}` stands beside the house: nothing may use it"));
    }
    let (from, to) = (floor(user)?, floor(&used)?);
    (to >= from).then(|| {
        let way = if to > from { "upward" } else { "sideways" };
        format!("`{user}` (floor {from}) uses `{used}` (floor {to}): {way}; only lower floors may be used")
    })
}

/// Why `user` must not use `used`, if one of them is for tests only. `is_test`: whether it is used in tests.
fn only_in_tests(user: &str, used: &str, is_test: bool) -> Option<String> {
    let used = used.replace('_', "-");
    if user == used {
        return None;
    }
    if TESTS_ONLY.contains(&user) && floor(&used).is_some() {
        return Some(format!("`{user}` checks the house and uses no crate of it"));
    }
    (TESTS_ONLY.contains(&used.as_str()) && !is_test).then(|| format!("`{used}` is for tests only"))
}

/// Dependencies and paths that lead upward or sideways, and crates without a floor.
pub(crate) fn imports(house: &House) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in house.texts.iter().filter(|(path, _)| path.ends_with("/Cargo.toml")) {
        let folder = path.trim_end_matches("/Cargo.toml");
        let user = folder.trim_start_matches("crates/");
        if folder.starts_with("crates/") && floor(user).is_none() && !TESTS_ONLY.contains(&user) {
            problems.push(Problem::new(
                path,
                1,
                format!("`{user}` has no floor: give it one in xtask/src/floors.rs"),
            ));
        }
        for (line, used, is_test) in dependencies(text) {
            let message = refusal(user, &used).or_else(|| only_in_tests(user, &used, is_test));
            problems.extend(message.map(|message| Problem::new(path, line, message)));
        }
    }
    for source in &house.sources {
        for (line, path) in paths(&source.code) {
            let Some((used, _)) = path.split_once("::") else { continue };
            let is_house = floor(used).is_some() && !used.contains('-');
            let message = if is_house { refusal(source.package(), used) } else { None };
            let is_test = !source.is_shipped() || source.is_test(line);
            let message = message.or_else(|| only_in_tests(source.package(), used, is_test));
            problems.extend(message.map(|message| Problem::new(&source.path, line, message)));
        }
    }
    problems
}

/// Names of the packages that a manifest depends on, with their lines, and whether tests alone do.
fn dependencies(manifest: &str) -> Vec<(usize, String, bool)> {
    let mut found = Vec::new();
    let (mut is_list, mut is_test) = (false, false);
    for (index, line) in manifest.lines().enumerate() {
        let line = line.trim();
        if let Some(header) = line.strip_prefix('[') {
            let header = header.trim_end_matches(']');
            is_list = header.ends_with("dependencies");
            is_test = header.contains("dev-dependencies");
            if let Some((table, name)) = header.rsplit_once('.')
                && table.ends_with("dependencies")
            {
                found.push((index + 1, name.to_owned(), is_test));
            }
            continue;
        }
        if let Some((_, renamed)) = line.split_once("package = \"") {
            found.push((index + 1, renamed.split('"').next().unwrap_or(renamed).to_owned(), is_test));
        }
        if is_list && let Some((name, _)) = line.split_once(['=', '.']) {
            found.push((index + 1, name.trim().trim_matches('"').to_owned(), is_test));
        }
    }
    found
}

/// Lines of what is shipped in the crates named.
fn shipped<'a>(house: &'a House, packages: &'a [&str]) -> impl Iterator<Item = &'a Source> {
    house.sources.iter().filter(move |source| source.is_shipped() && packages.contains(&source.package()))
}

/// Files, clocks, the environment and printing where there must be none.
pub(crate) fn silence(house: &House) -> Vec<Problem> {
    let mut problems = Vec::new();
    for source in shipped(house, &SILENT) {
        for (line, path) in paths(&source.code) {
            let is_inside =
                |name: &&&str| path.strip_prefix(**name).is_some_and(|r| r.is_empty() || r.starts_with("::"));
            if let Some(name) = LOUD.iter().find(is_inside)
                && !source.is_test(line)
            {
                let user = source.package();
                let message =
                    format!("`{name}` in `{user}`, which opens no file, reads no clock and prints nothing");
                problems.push(Problem::new(&source.path, line, message));
            }
        }
    }
    problems
}

/// What day or hour it is, asked in any crate that is shipped: answers would differ by it, and a clock may be set.
pub(crate) fn wall_clock(house: &House) -> Vec<Problem> {
    let mut problems = Vec::new();
    let is_asked = |name: &str| WALL_CLOCK.contains(&name);
    let crates =
        house.sources.iter().filter(|source| source.path.starts_with("crates/") && source.is_shipped());
    for source in crates {
        for (line, token) in tokens(&source.code) {
            if let Token::Name(name) = token
                && is_asked(&name)
                && !source.is_test(line)
            {
                let message =
                    format!("`{name}`: no answer depends on what day it is; durations are an `Instant`");
                problems.push(Problem::new(&source.path, line, message));
            }
        }
    }
    problems
}

/// Words of the domain in the numerics. Lines of comments with a year are citations and may hold any word.
pub(crate) fn words(house: &House) -> Vec<Problem> {
    let mut problems = Vec::new();
    for source in shipped(house, &["lawlike-num"]) {
        let lines = source.code.lines().zip(source.comments.lines()).zip(source.literals.lines());
        for (index, ((code, comment), literal)) in lines.enumerate() {
            if source.is_test(index + 1) {
                continue;
            }
            let comment = if has_year(comment) { "" } else { comment };
            for part in [code, comment, literal] {
                problems.extend(domain_word(part).map(|word| {
                    let message = format!("`{word}` is a word of the domain: numerics do not know it");
                    Problem::new(&source.path, index + 1, message)
                }));
            }
        }
    }
    problems
}

fn has_year(text: &str) -> bool {
    let numbers = text.split(|c: char| !c.is_ascii_digit());
    numbers
        .filter(|number| number.len() == 4)
        .any(|number| number.starts_with("19") || number.starts_with("20"))
}

/// The first word of the domain in a text; names are taken apart at `_` and at capital letters.
fn domain_word(text: &str) -> Option<String> {
    let mut spaced = String::new();
    let mut before = ' ';
    for c in text.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' });
        before = c;
    }
    let words: Vec<&str> =
        spaced.split_whitespace().map(|word| word.strip_suffix('s').unwrap_or(word)).collect();
    let one = words.iter().find(|word| DOMAIN.contains(word)).map(|word| (*word).to_owned());
    let pair = || {
        words.windows(2).find(|pair| DOMAIN_PAIRS.contains(&(pair[0], pair[1]))).map(|pair| pair.join(" "))
    };
    one.or_else(pair)
}

/// Markup outside the crate of views.
pub(crate) fn markup(house: &House) -> Vec<Problem> {
    let mut problems = Vec::new();
    let others =
        house.sources.iter().filter(|source| !["lawlike-report", "xtask"].contains(&source.package()));
    for source in others.filter(|source| source.is_shipped()) {
        for (index, line) in source.literals.lines().enumerate() {
            let lower = line.to_ascii_lowercase();
            if let Some(tag) = MARKUP.iter().find(|tag| lower.contains(**tag))
                && !source.is_test(index + 1)
            {
                let message = format!("`{tag}`: only lawlike-report writes HTML and SVG");
                problems.push(Problem::new(&source.path, index + 1, message));
            }
        }
    }
    problems
}

/// The keyword `unsafe` outside the kernels, also in tests and examples.
///
/// The attribute of what the command runs before `main` holds the word, and nothing that is unsafe; it may stand in one file.
pub(crate) fn unsafe_code(house: &House) -> Vec<Problem> {
    let kernels = |path: &str| path.starts_with("crates/lawlike-num/src/kernel");
    let mut problems = Vec::new();
    for source in house.sources.iter().filter(|source| !kernels(&source.path)) {
        let found = tokens(&source.code);
        let is_attribute = |at: usize| {
            let before = found.get(at.saturating_sub(3)..at);
            let is_ctor = |name: &str| name == "ctor" && source.path == EARLY;
            matches!(before, Some([(_, Token::Other('[')), (_, Token::Name(name)), (_, Token::Other('('))]) if is_ctor(name))
        };
        for (at, (line, token)) in found.iter().enumerate() {
            if *token == Token::Name("unsafe".to_owned()) && !is_attribute(at) {
                let message = "`unsafe` outside crates/lawlike-num/src/kernel.rs and its folder";
                problems.push(Problem::new(&source.path, *line, message));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house(files: &[(&str, &str)]) -> House {
        House::new(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }

    fn places(problems: &[Problem]) -> Vec<String> {
        problems
            .iter()
            .map(|problem| problem.to_string().splitn(3, ':').take(2).collect::<Vec<_>>().join(":"))
            .collect()
    }

    #[test]
    fn nobody_asks_what_day_it_is() {
        let found = wall_clock(&house(&[
            (
                "crates/lawlike-cli/src/a.rs",
                "use std::time::Instant;\nfn f() { std::time::SystemTime::now(); }",
            ),
            (
                "crates/lawlike-data/src/b.rs",
                "// SystemTime\nfn f() { chrono::Utc::now(); }\nfn g(local: u8) {}",
            ),
            ("crates/lawlike-data/tests/c.rs", "fn f() { std::time::SystemTime::now(); }"),
            ("xtask/src/d.rs", "fn f() { std::time::SystemTime::now(); }"),
        ]));
        assert_eq!(places(&found), ["crates/lawlike-cli/src/a.rs:2", "crates/lawlike-data/src/b.rs:2"]);
    }

    #[test]
    fn upward_and_sideways_dependencies_are_refused() {
        let found = imports(&house(&[
            (
                "crates/lawlike/Cargo.toml",
                "[package]\n[dependencies]\nlawlike-num.workspace = true\nlawlike-data = \"1\"\n",
            ),
            (
                "crates/lawlike-report/Cargo.toml",
                "[dev-dependencies]\nlawlike.workspace = true\nx = { package = \"lawlike-data\" }\n",
            ),
            ("crates/lawlike-num/Cargo.toml", "[dependencies.xtask]\npath = \"../../xtask\"\n"),
            ("crates/lawlike-new/Cargo.toml", "[dependencies]\n"),
            ("lab/Cargo.toml", "[dependencies]\nlawlike-cli.workspace = true\n"),
        ]));
        let expected = [
            "crates/lawlike-new/Cargo.toml:1",
            "crates/lawlike-num/Cargo.toml:1",
            "crates/lawlike-report/Cargo.toml:3",
            "crates/lawlike/Cargo.toml:4",
        ];
        assert_eq!(places(&found), expected);
    }

    #[test]
    fn upward_paths_are_refused_in_all_code() {
        let found = imports(&house(&[
            ("crates/lawlike-num/src/lib.rs", "// lawlike::fit\nfn f() { lawlike::fit::fit(); }"),
            ("crates/lawlike-data/tests/a.rs", "use lawlike::law;\nuse lawlike_report::{view, figure};"),
            ("crates/lawlike-cli/src/main.rs", "use lawlike_data::Table;\nuse crate::lawlike::x;"),
        ]));
        let expected = [
            "crates/lawlike-data/tests/a.rs:2",
            "crates/lawlike-data/tests/a.rs:2",
            "crates/lawlike-num/src/lib.rs:2",
        ];
        assert_eq!(places(&found), expected);
    }

    #[test]
    fn the_oracle_is_for_tests_and_knows_nobody() {
        let code = "fn f() { lawlike_oracle::linear::solve(); }\n#[cfg(test)]\nmod tests { use lawlike_oracle::loss; }\n";
        let found = imports(&house(&[
            ("crates/lawlike-num/Cargo.toml", "[dev-dependencies]\nlawlike-oracle.workspace = true\n"),
            ("crates/lawlike/Cargo.toml", "[dependencies]\nlawlike-oracle.workspace = true\n"),
            ("crates/lawlike-oracle/Cargo.toml", "[dev-dependencies]\nlawlike-num.workspace = true\n"),
            ("crates/lawlike-num/src/lib.rs", code),
            ("crates/lawlike-num/tests/a.rs", code),
            ("crates/lawlike-oracle/src/lib.rs", "use lawlike_num::dense;"),
        ]));
        let expected = [
            "crates/lawlike-oracle/Cargo.toml:2",
            "crates/lawlike/Cargo.toml:2",
            "crates/lawlike-num/src/lib.rs:1",
            "crates/lawlike-oracle/src/lib.rs:1",
        ];
        assert_eq!(places(&found), expected);
    }

    #[test]
    fn the_domain_does_no_io() {
        let text = "use std::{fmt, time::Instant};\nfn f() { println!(\"\"); std::env::var(\"A\"); env!(\"B\"); }\n\
                    // std::fs\n#[cfg(test)]\nmod tests { use std::fs; }\n";
        let found = silence(&house(&[
            ("crates/lawlike/src/fit/mod.rs", text),
            ("crates/lawlike-cli/src/main.rs", text),
        ]));
        let at = "crates/lawlike/src/fit/mod.rs";
        assert_eq!(places(&found), [format!("{at}:1"), format!("{at}:2"), format!("{at}:2")]);
    }

    #[test]
    fn numerics_hold_no_word_of_the_domain() {
        let text = "//! The loss of a residual.\n/// Kaplan et al. 2020, scaling laws.\n/// Loss of scaling laws.\n\
                    struct TokenCount; fn flops_of() {}\nfn tokenise() {}\n";
        let found =
            words(&house(&[("crates/lawlike-num/src/lib.rs", text), ("crates/lawlike/src/lib.rs", text)]));
        assert_eq!(places(&found), ["crates/lawlike-num/src/lib.rs:3", "crates/lawlike-num/src/lib.rs:4"]);
    }

    #[test]
    fn markup_and_unsafe_have_one_home() {
        let text = "fn f() { let x = \"<SVG>\"; }\nfn g() { unsafe { h() } }\n#[allow(unsafe_code)]\nfn i() {}\n\
                    #[ctor(unsafe)]\nfn j() {}\n";
        let files = house(&[
            ("crates/lawlike-report/src/lib.rs", "const A: &str = \"<html>\";"),
            ("crates/lawlike-num/src/kernel/scalar.rs", "unsafe fn f() {}"),
            ("crates/lawlike-cli/src/main.rs", text),
            ("crates/lawlike-cli/src/lib.rs", "#[ctor(unsafe)]\n"),
        ]);
        assert_eq!(places(&markup(&files)), ["crates/lawlike-cli/src/main.rs:1"]);
        let found = unsafe_code(&files);
        assert_eq!(places(&found), ["crates/lawlike-cli/src/lib.rs:1", "crates/lawlike-cli/src/main.rs:2"]);
    }
}
