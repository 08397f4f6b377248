//! `lawlike completions`: a completion script.

use super::{Answer, explain};
use crate::args::Completions;
use crate::{catalogue, claims, output, program};
use anyhow::Result;
use clap::builder::PossibleValuesParser;
use clap::{Arg, Command};
use clap_complete::Shell;
use lawlike::law::CARDS;

/// Prints the script for one shell.
pub(super) fn run(args: &Completions) -> Result<Answer> {
    let mut script = Vec::new();
    let known = Known::new(args.shell)?;
    clap_complete::generate(args.shell, &mut known.proposed(program::program(), ""), "lawlike", &mut script);
    output::stdout(&script)?;
    Ok(Answer::Done)
}

/// Names that a shell can propose. The arguments themselves take more: formulas, files.
struct Known {
    laws: Vec<String>,
    claims: Vec<String>,
    findings: Vec<String>,
    /// Only for a shell that proposes files where no name fits: others would propose no files any more.
    sets: Vec<String>,
    /// Sets that have names.
    named: Vec<String>,
}

impl Known {
    fn new(shell: Shell) -> Result<Self> {
        let named: Vec<String> = catalogue::names().into_iter().map(str::to_owned).collect();
        Ok(Self {
            laws: CARDS.iter().map(|card| card.id.to_owned()).collect(),
            claims: claims::register()?.into_iter().map(|claim| claim.id).collect(),
            findings: explain::names(),
            sets: if shell == Shell::Bash { named.clone() } else { Vec::new() },
            named,
        })
    }

    /// The command with the names in the place of the values.
    fn proposed(&self, command: Command, parent: &str) -> Command {
        let inner: Vec<String> = command.get_subcommands().map(|inner| inner.get_name().to_owned()).collect();
        let mut command = command.mut_args(|arg| match self.names(parent, &arg) {
            Some(names) if !names.is_empty() => arg.value_parser(PossibleValuesParser::new(names.clone())),
            _ => arg,
        });
        for name in inner {
            command = command.mut_subcommand(&name, |inner| self.proposed(inner, &name));
        }
        command
    }

    /// The names that an argument of a command takes.
    fn names(&self, command: &str, arg: &Arg) -> Option<&Vec<String>> {
        let value = arg.get_value_names().and_then(<[_]>::first).map_or("", |name| name.as_str());
        match (arg.get_id().as_str(), value) {
            ("law", _) | ("formula", _) => Some(&self.laws),
            ("name", _) if command == "show" => Some(&self.laws),
            ("code", _) => Some(&self.findings),
            ("id" | "ids", "CLAIM") => Some(&self.claims),
            ("id", "SET") => Some(&self.named),
            ("data" | "train" | "files", _) => Some(&self.sets),
            _ => None,
        }
    }
}
