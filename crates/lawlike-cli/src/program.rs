//! The command line as a whole: its help in short and in full, and the command that a user names in words.

use crate::args::Cli;
use anyhow::{Result, bail};
use clap::builder::StyledStr;
use clap::{Command, CommandFactory};
use lawlike_formula::did_you_mean;

/// Headings of arguments that the short help leaves out, but for those that nearly everybody needs.
const LEFT_OUT: [&str; 2] = ["Run", "Output"];
/// Arguments under these headings that it keeps.
const KEPT: [&str; 3] = ["format", "output", "report"];

/// The program: `-h` is a screen without examples and rarely needed options, `--help` is everything.
pub(crate) fn program() -> Command {
    in_two_lengths(Cli::command(), "lawlike")
}

fn in_two_lengths(command: Command, words: &str) -> Command {
    let inner: Vec<String> = command.get_subcommands().map(|inner| inner.get_name().to_owned()).collect();
    let all = command.get_after_help().cloned();
    let mut command = command.mut_args(|arg| {
        let is_rare = arg.get_help_heading().is_some_and(|heading| LEFT_OUT.contains(&heading))
            && !KEPT.contains(&arg.get_id().as_str());
        if is_rare { arg.hide_short_help(true) } else { arg }
    });
    if let Some(all) = all {
        let more = StyledStr::from(format!("Examples, and all there is to say: {words} --help"));
        command = command.after_long_help(all).after_help(more);
    }
    for name in inner {
        let words = format!("{words} {name}");
        command = command.mut_subcommand(name, |inner| in_two_lengths(inner, &words));
    }
    command
}

/// The command of these words, such as `plan agent`; the program itself without any.
pub(crate) fn named(words: &[String]) -> Result<Command> {
    let mut found = program();
    found.build();
    let mut said = "lawlike".to_owned();
    for word in words {
        let Some(inner) = found.find_subcommand(word) else {
            let known: Vec<&str> = found.get_subcommands().map(Command::get_name).collect();
            if known.is_empty() {
                bail!("`{said}` has no commands inside: leave out `{word}`");
            }
            let near = did_you_mean(word, known.iter().copied(), str::to_owned);
            let near = near.unwrap_or_else(|| format!("there are {}", known.join(", ")));
            bail!("no command is called `{said} {word}`: {near}");
        };
        said = format!("{said} {word}");
        found = inner.clone();
    }
    Ok(found)
}
