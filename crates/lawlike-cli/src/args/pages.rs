//! Pages and figures that are written beside a result, or in its place.

use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Pages and figures.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct Pages {
    /// Also write a page with figures as one HTML file that needs no network
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) report: Option<PathBuf>,
    /// Write one figure as SVG instead; a name that is not known is answered with the list
    #[arg(long, value_name = "NAME")]
    pub(crate) figure: Option<String>,
}
