//! How good a model must be.

use clap::Args;

/// How good a model must be.
#[derive(Debug, Args)]
pub(crate) struct Goal {
    /// As good as a compute-optimal model of so many parameters
    #[arg(
        long,
        value_name = "PARAMETERS",
        required_unless_present = "loss",
        conflicts_with = "loss",
        help_heading = "Plan"
    )]
    pub(crate) like: Option<f64>,
    /// At this loss, in the unit of the data
    #[arg(long, value_name = "LOSS", help_heading = "Plan")]
    pub(crate) loss: Option<f64>,
}
