//! Arguments of `lawlike claims`.

use super::Out;
use clap::{Args, Subcommand, ValueHint};
use std::path::PathBuf;

/// Claims on trial: who claims what, what would refute it, and what was found
#[derive(Debug, Args)]
#[command(
    after_help = "\
Examples:
  lawlike claims
  lawlike claims show gpt4o-quarter-of-gpt4
  lawlike claims run gpt4o-quarter-of-gpt4
  lawlike audit my-claim.toml

Exit code of run: 1 if a word is not that of the register.",
    args_conflicts_with_subcommands = true
)]
pub(crate) struct Claims {
    /// What to do [default: list]
    #[command(subcommand)]
    pub(crate) action: Option<ClaimsAction>,
    /// Where the result goes.
    #[command(flatten)]
    pub(crate) out: Out,
}

/// What can be done with claims.
#[derive(Debug, Subcommand)]
pub(crate) enum ClaimsAction {
    /// List the claims with the word that was found
    List {
        /// Where the result goes.
        #[command(flatten)]
        out: Out,
    },
    /// Show one claim: who, what exactly, what would refute it, what was found, and how to test it
    #[command(after_help = "Example:\n  lawlike claims show gpt4o-quarter-of-gpt4")]
    Show {
        /// Name of the claim, or a TOML file
        #[arg(value_name = "CLAIM")]
        id: String,
        /// Where the result goes.
        #[command(flatten)]
        out: Out,
    },
    /// Test claims with the data at hand, and compare with the register
    #[command(after_help = "\
Bundled data are always at hand. Public files are looked for in the folders of --mirror, then in those
of the environment variable LAWLIKE_DATA; their SHA-256 must be that of the register. A test whose data
are missing is Untested. Nothing is fetched.

Examples:
  lawlike claims run
  lawlike claims run gpt4o-quarter-of-gpt4 sonnet-5x-cheaper-and-better
  lawlike claims run --mirror DIR
  lawlike claims run --all --report site")]
    Run {
        /// Names of claims [default: all]
        #[arg(value_name = "CLAIM", conflicts_with = "all")]
        ids: Vec<String>,
        /// Test all claims
        #[arg(long)]
        all: bool,
        /// Also write pages into a folder: a table of the claims, a page for each, and one on the method
        #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
        report: Option<PathBuf>,
        /// A folder with public files; repeat it for more
        #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
        mirror: Vec<PathBuf>,
        /// Where the result goes.
        #[command(flatten)]
        out: Out,
    },
}
