//! Arguments of `lawlike data`.

use super::{Files, Out};
use clap::{Args, Subcommand, ValueHint};
use std::path::PathBuf;

/// List data sets, fetch and cite public ones, or show what a file holds and how its columns are understood
#[derive(Debug, Args)]
#[command(
    after_help = "\
Examples:
  lawlike data
  lawlike data show runs.csv
  lawlike data show simulated-sweep
  lawlike data cite chinchilla-digitised
  lawlike data fetch chinchilla-digitised
  lawlike data show runs.csv --format csv > columns.csv",
    args_conflicts_with_subcommands = true
)]
pub(crate) struct Data {
    /// What to do [default: list]
    #[command(subcommand)]
    pub(crate) action: Option<DataAction>,
    /// Where the result goes.
    #[command(flatten)]
    pub(crate) out: Out,
}

/// What can be done with data.
#[derive(Debug, Subcommand)]
pub(crate) enum DataAction {
    /// List the data sets that come with the program, and the catalogue of public ones
    List {
        /// Where the result goes.
        #[command(flatten)]
        out: Out,
    },
    /// Fetch a set of the catalogue, check it, and keep it where commands find it by its name
    #[command(after_help = "\
The file comes from its address at a fixed commit, or from --mirror. It is kept only if it is whole and its
SHA-256 is that of the catalogue; where none is known, the set is called unpinned and its SHA-256 is shown.
It lies in the first folder of LAWLIKE_DATA, else in lawlike/data of the cache of the user. Nothing is
fetched by any other command.

Examples:
  lawlike data fetch chinchilla-digitised
  lawlike data fetch chinchilla-digitised --mirror DIR --offline
  lawlike audit chinchilla-digitised --x 'Model Size' --x 'Training FLOP' --y loss")]
    Fetch {
        /// Name of a set of the catalogue
        #[arg(value_name = "SET")]
        id: String,
        /// A folder, or an address with https://, that has the file in place of its own; repeat it for more
        #[arg(long, value_name = "DIR|URL")]
        mirror: Vec<String>,
        /// Do not ask the network
        #[arg(long)]
        offline: bool,
        /// Where the result goes.
        #[command(flatten)]
        out: Out,
    },
    /// Say what a set holds, whose it is, and how to cite it
    #[command(after_help = "Example:\n  lawlike data cite chinchilla-digitised")]
    Cite {
        /// Name of a set
        #[arg(value_name = "SET")]
        id: String,
        /// Where the result goes.
        #[command(flatten)]
        out: Out,
    },
    /// Show the columns of a file, what they hold, and what they are taken for
    #[command(after_help = "\
Examples:
  lawlike data show runs.csv
  lawlike data show simulated-sweep")]
    Show {
        /// Files, or the name of a bundled set; `-` is standard input
        #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
        files: Vec<PathBuf>,
        /// How files are read.
        #[command(flatten)]
        reading: Files,
        /// Pass over files of a folder that cannot be read, and say which
        #[arg(long)]
        skip_bad: bool,
        /// Where the result goes.
        #[command(flatten)]
        out: Out,
    },
    /// Write what was read as one tidy table: numbers as numbers, one row a run and step
    #[command(after_help = "\
Examples:
  lawlike data convert runs/ -o tidy.parquet
  lawlike data convert trainer_state.json -o history.csv")]
    Convert {
        /// Files or folders; `-` is standard input
        #[arg(value_name = "FILE", required = true, value_hint = ValueHint::AnyPath)]
        files: Vec<PathBuf>,
        /// How files are read.
        #[command(flatten)]
        reading: Files,
        /// Pass over files of a folder that cannot be read, and say which
        #[arg(long)]
        skip_bad: bool,
        /// The file to write, which ends in .csv or .parquet [default: CSV on standard output]
        #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
        output: Option<PathBuf>,
    },
}
