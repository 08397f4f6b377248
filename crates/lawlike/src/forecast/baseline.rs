//! Naive forecasts that stand beside a law.

use serde::Serialize;

/// A forecast that a law is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Baseline {
    /// The last value stays.
    LastValue,
    /// The level of the last third of the past stays.
    Level,
    /// The straight line through the last third of the past goes on.
    Line,
    /// A power law with a floor.
    PowerLaw,
    /// A sigmoid.
    Sigmoid,
    /// A quadratic in the logarithms of all axes.
    Quadratic,
    /// The mixture of candidates: shown beside the law, but no law has to beat it.
    Mixture,
}

impl Baseline {
    /// The name that is shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::LastValue => "last value",
            Self::Level => "level of last third",
            Self::Line => "line on last third",
            Self::PowerLaw => "power law with floor",
            Self::Sigmoid => "sigmoid",
            Self::Quadratic => "quadratic in logarithms",
            Self::Mixture => "mixture of candidates",
        }
    }

    /// Whether it says that nothing changes.
    pub fn stands_still(self) -> bool {
        matches!(self, Self::LastValue | Self::Level)
    }

    /// Whether it carries a simple curve on.
    pub fn extrapolates(self) -> bool {
        !self.stands_still() && self != Self::Mixture
    }
}
