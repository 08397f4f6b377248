//! What can be typed.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

/// lawlike for tables that do not fit into memory, in one process or over a cluster.
#[derive(Debug, Parser)]
#[command(name = "lawlike-worker", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write the rows of a query over files; tables bear the names of their files, `data` is all of them
    Query(QueryArguments),
    /// Fit a law to every group of rows
    Fit(FitArguments),
    /// The share of problems that k samples solve, for every model
    Passk(PasskArguments),
    /// The values that passed all before them, by date
    Frontier(FrontierArguments),
    /// Take queries and share them out among executors
    ServeScheduler(SchedulerArguments),
    /// Do the tasks of a scheduler
    ServeExecutor(ExecutorArguments),
    /// Make a secret for a new cluster
    Secret,
}

/// Data and limits.
#[derive(Debug, Args)]
pub(crate) struct Reading {
    /// Files, folders or globs: .csv, .tsv, .jsonl, .parquet, .arrow; text also packed (.gz, .zst, .bz2, .xz); also in stores (s3://, gs://,
    /// az://) and, single files, on web servers (https://)
    #[arg(required = true)]
    pub(crate) data: Vec<String>,
    /// Bytes of states and buffers, such as 256MiB or 2GiB; what does not fit is written to disk
    #[arg(long, value_name = "SIZE", default_value = "256MiB", value_parser = bytes)]
    pub(crate) max_memory: usize,
    /// Folder for what does not fit the memory [default: that of the system]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) spill: Option<PathBuf>,
    /// Threads [default: all]
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    pub(crate) threads: usize,
    /// Let the cluster of this scheduler do the work; its machines must see the data under the same names
    #[arg(long, value_name = "HOST:PORT", requires = "secret")]
    pub(crate) cluster: Option<String>,
    /// File with the secret of the cluster
    #[arg(long, value_name = "FILE")]
    pub(crate) secret: Option<PathBuf>,
    /// Partitions of a query over a cluster: a few for every core
    #[arg(long, default_value_t = 16)]
    pub(crate) partitions: usize,
    #[command(flatten)]
    pub(crate) release: ReleaseArguments,
}

/// For tests of the greeting: a node that says it is of another version.
#[derive(Debug, Args)]
pub(crate) struct ReleaseArguments {
    #[arg(long, hide = true, value_name = "VERSION")]
    pub(crate) claim_version: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// Columns for reading, numbers to five digits
    Text,
    /// With commas, numbers to the last digit
    Csv,
    /// One object a line, numbers to the last digit
    Jsonl,
}

#[derive(Debug, Args)]
pub(crate) struct QueryArguments {
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// A query such as 'SELECT model, avg(loss) FROM data GROUP BY model'
    #[arg(long, value_name = "SELECT")]
    pub(crate) query: String,
    /// File to write to: .csv, .jsonl or .parquet [default: standard output, as CSV]
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct FitArguments {
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Name of a law, or a formula: a sum of terms of one column each
    #[arg(long, default_value = "power-floor")]
    pub(crate) law: String,
    /// Column of the only axis
    #[arg(long, value_name = "COLUMN", conflicts_with = "axis")]
    pub(crate) x: Option<String>,
    /// A name in the formula and its column, such as N=params; repeat it
    #[arg(long, value_name = "NAME=COLUMN")]
    pub(crate) axis: Vec<String>,
    /// Column of the response
    #[arg(long, value_name = "COLUMN")]
    pub(crate) y: String,
    /// Column whose values are groups of their own; repeat it
    #[arg(long, value_name = "COLUMN")]
    pub(crate) by: Vec<String>,
    /// Fit the rows of this query instead of all rows
    #[arg(long, value_name = "SELECT")]
    pub(crate) query: Option<String>,
    /// Replicates of the bootstrap, rounded up to fours; 0 for intervals by curvature
    #[arg(long, value_name = "B", default_value_t = 0)]
    pub(crate) bootstrap: usize,
    /// Column that names what is resampled, such as the run [default: each row]
    #[arg(long, value_name = "COLUMN")]
    pub(crate) key: Option<String>,
    /// Seed of the bootstrap
    #[arg(long, default_value_t = 0)]
    pub(crate) seed: u64,
    /// Degree of the polynomials that stand for the terms [default: chosen]
    #[arg(long)]
    pub(crate) degree: Option<usize>,
    #[command(flatten)]
    pub(crate) writing: Writing,
}

#[derive(Debug, Args)]
pub(crate) struct Writing {
    /// How the answer is written
    #[arg(long, value_enum, default_value_t = Form::Text)]
    pub(crate) format: Form,
    /// File to write the answer to
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct PasskArguments {
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Column that names the model
    #[arg(long, value_name = "COLUMN")]
    pub(crate) model: Option<String>,
    /// Column that names the problem, where a row is a sample
    #[arg(long, value_name = "COLUMN")]
    pub(crate) problem: Option<String>,
    /// Column of the outcome (0 or 1), or with --samples of the number of right samples
    #[arg(long, value_name = "COLUMN")]
    pub(crate) correct: String,
    /// Column of the number of samples, where a row is a problem
    #[arg(long, value_name = "COLUMN")]
    pub(crate) samples: Option<String>,
    /// Numbers of samples
    #[arg(long, value_delimiter = ',', default_value = "1,10,100")]
    pub(crate) k: Vec<u64>,
    /// Count the rows of this query instead of all rows
    #[arg(long, value_name = "SELECT")]
    pub(crate) query: Option<String>,
    /// Seed of the draws
    #[arg(long, default_value_t = 0)]
    pub(crate) seed: u64,
    #[command(flatten)]
    pub(crate) writing: Writing,
}

#[derive(Debug, Args)]
pub(crate) struct FrontierArguments {
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Column of the date
    #[arg(long, value_name = "COLUMN")]
    pub(crate) along: String,
    /// Column of the value
    #[arg(long, value_name = "COLUMN")]
    pub(crate) value: String,
    /// Column whose values have records of their own; repeat it
    #[arg(long, value_name = "COLUMN")]
    pub(crate) by: Vec<String>,
    /// The lowest value is the best
    #[arg(long)]
    pub(crate) lower: bool,
    /// Take the rows of this query instead of all rows
    #[arg(long, value_name = "SELECT")]
    pub(crate) query: Option<String>,
    #[command(flatten)]
    pub(crate) writing: Writing,
}

#[derive(Debug, Args)]
pub(crate) struct SchedulerArguments {
    /// Address to listen on
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:50050")]
    pub(crate) listen: SocketAddr,
    /// File with the secret of the cluster
    #[arg(long, value_name = "FILE")]
    pub(crate) secret: PathBuf,
    #[command(flatten)]
    pub(crate) release: ReleaseArguments,
}

#[derive(Debug, Args)]
pub(crate) struct ExecutorArguments {
    /// The scheduler
    #[arg(long, value_name = "HOST:PORT")]
    pub(crate) scheduler: String,
    /// Address to hand out results on
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:50051")]
    pub(crate) listen: SocketAddr,
    /// Name or address under which other nodes reach this one [default: that of --listen]
    #[arg(long, value_name = "HOST")]
    pub(crate) advertise: Option<String>,
    /// File with the secret of the cluster
    #[arg(long, value_name = "FILE")]
    pub(crate) secret: PathBuf,
    /// Bytes of states and buffers of all tasks
    #[arg(long, value_name = "SIZE", default_value = "256MiB", value_parser = bytes)]
    pub(crate) max_memory: usize,
    /// Tasks at a time [default: as many as the machine has threads]
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    pub(crate) threads: usize,
    /// Folder for results of tasks and for what does not fit the memory
    #[arg(long, value_name = "FOLDER")]
    pub(crate) folder: PathBuf,
    #[command(flatten)]
    pub(crate) release: ReleaseArguments,
}

/// A size in bytes: a number with B, KB, MB, GB, TB, KiB, MiB, GiB or TiB.
fn bytes(text: &str) -> Result<usize, String> {
    let at = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(at);
    let number: f64 = number.parse().map_err(|_| format!("`{text}` is no size, such as 256MiB"))?;
    let factor = match unit.trim() {
        "" | "B" => 1.0,
        "KB" => 1e3,
        "MB" => 1e6,
        "GB" => 1e9,
        "TB" => 1e12,
        "KiB" => 1024.0,
        "MiB" => 1024.0 * 1024.0,
        "GiB" => 1024.0 * 1024.0 * 1024.0,
        "TiB" => 1024.0 * 1024.0 * 1024.0 * 1024.0,
        other => return Err(format!("`{other}` is no unit of memory: write KiB, MiB, GiB or TiB")),
    };
    Ok((number * factor) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn arguments_are_consistent() {
        Arguments::command().debug_assert();
        assert_eq!(bytes("256MiB"), Ok(256 << 20));
        assert_eq!(bytes("1.5GB"), Ok(1_500_000_000));
        assert!(bytes("many").is_err() && bytes("3 apples").is_err());
    }
}
