//! What is asked of the posterior of a law, and where draws go.

use clap::Args;
use clap::ValueHint;
use clap::builder::RangedU64ValueParser;
use std::path::PathBuf;

/// The posterior of the parameters, and draws of them.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Posterior")]
pub(crate) struct Posterior {
    /// Draw so many times from the posterior of the parameters (No-U-Turn sampler, four chains); for the objectives ls,
    /// log-ls and logit-ls
    #[arg(long, value_name = "DRAWS")]
    #[arg(value_parser = RangedU64ValueParser::<usize>::new().range(100..=1_000_000))]
    pub(crate) posterior: Option<usize>,
    /// What was known of a parameter before: NAME=normal(MEAN,SD), lognormal(MEDIAN,SPREAD), cauchy(CENTRE,SCALE),
    /// reciprocal or flat; `sigma` is the standard deviation of the residuals. Repeat it for more [default: flat, and
    /// reciprocal for sigma]
    #[arg(long, value_name = "NAME=PRIOR", requires = "posterior")]
    pub(crate) prior: Vec<String>,
    /// Also write the draws of the parameters as CSV: of the posterior, else of the bootstrap
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "resume")]
    pub(crate) draws: Option<PathBuf>,
}
