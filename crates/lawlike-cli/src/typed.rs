//! The options that shaped a result, as clap has them on record: whatever was typed and is not silent.

use clap::builder::ValueHint;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::ffi::OsStr;
use std::path::Path;

/// Options that say where a result goes, how it looks or what the run may use, and not what it is. The seed stands beside the
/// options in the provenance.
const SILENT: &[&str] = &[
    "seed",
    "threads",
    "format",
    "output",
    "full",
    "ascii",
    "quiet",
    "report",
    "figure",
    "draws",
    "resume",
    "exit_zero",
    "max_memory",
    "max_time",
];

/// The options of the command that was called, in the order of its help and in the form in which they were typed.
pub(crate) fn options(command: &Command, matches: &ArgMatches) -> Vec<String> {
    if let Some((name, inner)) = matches.subcommand()
        && let Some(command) = command.find_subcommand(name)
    {
        return options(command, inner);
    }
    let speaks = |arg: &&Arg| {
        let id = arg.get_id().as_str();
        arg.get_long().is_some()
            && !SILENT.contains(&id)
            && matches.value_source(id) == Some(ValueSource::CommandLine)
    };
    command.get_arguments().filter(speaks).flat_map(|arg| written(arg, matches)).collect()
}

/// The number of threads that was typed: reading keeps to it as well, and all work that is given no number.
pub(crate) fn threads(matches: &ArgMatches) -> Option<usize> {
    match matches.subcommand() {
        Some((_, inner)) => threads(inner),
        None => matches.try_get_one::<usize>("threads").ok().flatten().copied(),
    }
}

/// An option as often as it was typed; what was parted by commas stays in one.
fn written(arg: &Arg, matches: &ArgMatches) -> Vec<String> {
    let flag = format!("--{}", arg.get_long().unwrap_or_default());
    if matches!(arg.get_action(), ArgAction::SetTrue) {
        return vec![flag];
    }
    let is_path = arg.get_value_hint() == ValueHint::FilePath;
    let shown = |value: &OsStr| {
        // Where a file stands is the reader's own affair: the same files have the same answer in any folder.
        let name = if is_path { Path::new(value).file_name().unwrap_or(value) } else { value };
        name.to_string_lossy().into_owned()
    };
    let parting = arg.get_value_delimiter().unwrap_or(',').to_string();
    let occurrences = matches.get_raw_occurrences(arg.get_id().as_str()).into_iter().flatten();
    occurrences
        .map(|values| values.map(shown).collect::<Vec<String>>().join(&parting))
        .map(|value| format!("{flag} {}", quoted(&value)))
        .collect()
}

/// In quotes where a shell would need them.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:=%,+@".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program;

    fn typed(words: &str) -> Vec<String> {
        let mut program = program::program();
        program.build();
        let matches = program.clone().try_get_matches_from(words.split(' ')).unwrap();
        options(&program, &matches)
    }

    #[test]
    fn values_are_quoted_for_a_shell() {
        assert_eq!(quoted("loss"), "loss");
        assert_eq!(quoted("tokens > 1"), "'tokens > 1'");
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }

    #[test]
    fn what_shapes_a_result_is_said_as_it_was_typed() {
        let said = typed(
            "lawlike fit a.csv --x N --x D --fix E=1,A=2 --skip-bad --law chinchilla --threads 2 --full -o a.txt",
        );
        assert_eq!(said, ["--x N", "--x D", "--skip-bad", "--law chinchilla", "--fix E=1,A=2"]);
        assert_eq!(typed("lawlike forecast a.csv --at some/where/b.csv --seed 7"), ["--at b.csv"]);
        assert_eq!(typed("lawlike plan agent --right 0.9 --calls 10,20"), ["--right 0.9", "--calls 10,20"]);
    }

    #[test]
    fn every_silent_option_is_one_of_some_command() {
        let mut program = program::program();
        program.build();
        let known: Vec<String> = program
            .get_subcommands()
            .flat_map(|command| {
                command.get_arguments().map(|arg| arg.get_id().to_string()).collect::<Vec<_>>()
            })
            .collect();
        for name in SILENT {
            assert!(known.iter().any(|id| id == name), "{name}");
        }
    }
}
