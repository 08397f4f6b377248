//! How files are read.

use clap::{Args, ValueEnum, ValueHint};
use std::path::PathBuf;

/// How files are read.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Files {
    /// What parts decimals in numbers with commas [default: what each column shows]
    #[arg(long, value_name = "MARK")]
    pub(crate) decimal: Option<Decimal>,
    /// Make rows of columns: of all outcomes, with a column of that name that says which and a column `score`, such as `--long task`
    /// or `--long run=a,b`
    #[arg(long, value_name = "NAME[=COLUMNS]")]
    pub(crate) long: Option<String>,
    /// A second file whose columns are joined to every row, such as the settings of the runs
    #[arg(long, value_name = "FILE", requires = "on", value_hint = ValueHint::FilePath)]
    pub(crate) join: Option<PathBuf>,
    /// The column that both files have, by which --join puts rows together
    #[arg(long, value_name = "KEY", requires = "join")]
    pub(crate) on: Option<String>,
}

/// What parts decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Decimal {
    /// 1234.5
    Point,
    /// 1234,5
    Comma,
}
