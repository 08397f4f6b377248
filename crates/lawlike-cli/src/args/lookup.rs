//! Arguments of the commands that say something about lawlike itself or its answers: `report`, `explain`, `completions`, `man`,
//! `help`.

use super::Out;
use clap::{Args, ValueHint};
use clap_complete::Shell;
use std::path::PathBuf;

/// Show a stored audit again, as text, Markdown, LaTeX or a page
#[derive(Debug, Args)]
#[command(after_help = "\
AUDIT is what `lawlike audit --format json` wrote. Nothing is computed again. Plots and figures need the runs,
which the JSON does not hold: for those, audit the data again.

Examples:
  lawlike report audit.json
  lawlike report audit.json --format latex -o audit.tex
  lawlike audit runs.csv --format json --exit-zero | lawlike report - --format md")]
pub(crate) struct Report {
    /// The JSON of an audit; `-` is standard input
    #[arg(value_name = "AUDIT", value_hint = ValueHint::FilePath)]
    pub(crate) audit: PathBuf,
    /// Where the result goes.
    #[command(flatten)]
    pub(crate) out: Out,
}

/// Explain the code of a finding, a word of the verdict, or a law: what it says, when it errs, what to do
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lawlike explain
  lawlike explain outliers
  lawlike explain weak
  lawlike explain chinchilla
  lawlike explain duplicate-rows --format md")]
pub(crate) struct Explain {
    /// Code of a finding as printed beside it, strong, weak, broken, absent or untested, or the name of a law
    /// [default: list all codes]
    pub(crate) code: Option<String>,
    /// Where the result goes.
    #[command(flatten)]
    pub(crate) out: Out,
}

/// Print a completion script for a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lawlike completions bash > ~/.local/share/bash-completion/completions/lawlike
  lawlike completions zsh > ~/.zfunc/_lawlike
  lawlike completions fish > ~/.config/fish/completions/lawlike.fish")]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: Shell,
}

/// Print the manual page, of the program or of one command
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lawlike man > lawlike.1
  lawlike man fit | man -l -
  lawlike man plan agent | man -l -")]
pub(crate) struct Man {
    /// A command, and the one inside it [default: the whole program]
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Vec<String>,
}

/// Print the help of the program or of one command, as --help does
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lawlike help
  lawlike help fit
  lawlike help plan agent")]
pub(crate) struct Help {
    /// A command, and the one inside it [default: the whole program]
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Vec<String>,
}
