//! What can be typed, as data: the arguments of every command, for front ends that are no command line.

use crate::args::Cli;
use clap::builder::ValueParser;
use clap::{Arg, ArgAction, Command, CommandFactory};
use std::any::TypeId;
use std::path::PathBuf;

/// A command that asks one question, such as `fit` or `plan data`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionCommand {
    /// The words that call it.
    pub words: Vec<String>,
    /// What it is for, in a line.
    pub about: String,
    /// Its arguments, in the order of its help.
    pub arguments: Vec<Argument>,
}

/// One argument of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// The name after `--`; none of one that is known by its place.
    pub long: Option<String>,
    /// Its name in the driver, which is that of `long` where there is one, but for words that are taken.
    pub id: String,
    /// What it takes.
    pub kind: ArgumentKind,
    /// The words that stand for its value in the help, such as `NAME=LO:HI`; empty for a flag.
    pub value: String,
    /// Whether it takes several values.
    pub is_many: bool,
    /// What parts several values within one word.
    pub delimiter: Option<char>,
    /// Whether it must be there.
    pub is_required: bool,
    /// The value that is taken without one.
    pub default: Option<String>,
    /// The values that it may have, if they are few.
    pub choices: Vec<String>,
    /// The line of the help.
    pub help: String,
    /// The heading under which the help lists it.
    pub heading: String,
}

/// What an argument takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArgumentKind {
    /// Nothing: it is there or not.
    Flag,
    /// A number.
    Number,
    /// A whole number from zero on.
    Count,
    /// A file or folder.
    Path,
    /// Text.
    Text,
}

/// Every question that can be asked.
pub fn arguments() -> Vec<QuestionCommand> {
    let mut program = Cli::command();
    program.build();
    let mut found = Vec::new();
    gather(&program, &[], &mut found);
    found
}

fn gather(command: &Command, words: &[String], found: &mut Vec<QuestionCommand>) {
    for inner in command.get_subcommands() {
        let words = [words, &[inner.get_name().to_owned()]].concat();
        if inner.has_subcommands() {
            gather(inner, &words, found);
            continue;
        }
        let about = inner.get_about().map(ToString::to_string).unwrap_or_default();
        let shown = |arg: &&Arg| !arg.is_hide_set() && !is_own(arg);
        let arguments = inner.get_arguments().filter(shown).map(argument).collect();
        found.push(QuestionCommand { words, about, arguments });
    }
}

/// Whether an argument is about the command line or its process.
fn is_own(arg: &Arg) -> bool {
    use ArgAction::{Help, HelpLong, HelpShort, Version};
    arg.is_global_set() || matches!(arg.get_action(), Help | HelpLong | HelpShort | Version)
}

fn argument(arg: &Arg) -> Argument {
    let is_flag = matches!(arg.get_action(), ArgAction::SetTrue);
    let value = arg.get_value_names().map(|names| names.join(" ")).unwrap_or_default();
    let defaults: Vec<String> =
        arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    let choices = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    Argument {
        long: arg.get_long().map(str::to_owned),
        id: arg.get_id().to_string(),
        kind: if is_flag { ArgumentKind::Flag } else { kind(arg.get_value_parser()) },
        value: if is_flag { String::new() } else { value },
        is_many: matches!(arg.get_action(), ArgAction::Append),
        delimiter: arg.get_value_delimiter(),
        is_required: arg.is_required_set(),
        default: (!is_flag && !defaults.is_empty()).then(|| defaults.join(",")),
        choices: if is_flag { Vec::new() } else { choices },
        help: arg.get_help().map(ToString::to_string).unwrap_or_default(),
        heading: arg.get_help_heading().unwrap_or_default().to_owned(),
    }
}

fn kind(parser: &ValueParser) -> ArgumentKind {
    let holds = parser.type_id();
    if holds == TypeId::of::<f64>() {
        ArgumentKind::Number
    } else if holds == TypeId::of::<usize>() || holds == TypeId::of::<u64>() {
        ArgumentKind::Count
    } else if holds == TypeId::of::<PathBuf>() {
        ArgumentKind::Path
    } else {
        ArgumentKind::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_argument_says_what_it_takes() {
        let questions = arguments();
        let fit = questions.iter().find(|question| question.words == ["fit"]).unwrap();
        let named = |name: &str| fit.arguments.iter().find(|arg| arg.long.as_deref() == Some(name)).unwrap();
        assert_eq!(named("bootstrap").kind, ArgumentKind::Count);
        assert_eq!(named("skip-bad").kind, ArgumentKind::Flag);
        assert_eq!(named("join").kind, ArgumentKind::Path);
        assert_eq!((named("fix").delimiter, named("fix").is_many), (Some(','), true));
        assert!(named("x").is_many && !named("y").is_many);
        let plans = questions.iter().filter(|question| question.words[0] == "plan").count();
        assert_eq!(plans, 7);
        let budget = |words: &[&str], name: &str| {
            let question = questions.iter().find(|question| question.words == words).unwrap();
            question.arguments.iter().find(|arg| arg.long.as_deref() == Some(name)).unwrap().kind
        };
        assert_eq!(budget(&["plan", "compute-optimal"], "budget"), ArgumentKind::Number);
    }
}
