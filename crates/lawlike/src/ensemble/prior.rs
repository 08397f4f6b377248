//! Priors of a posterior: what was known of a parameter before the observations.

use serde::Serialize;

/// A density of one parameter as it stands, up to a factor; within the bounds of the parameter, zero beyond.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Prior {
    /// The same everywhere.
    Flat,
    /// `1/x`: flat in the logarithm. For amounts and for the noise.
    Reciprocal,
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// Normal in the logarithm.
    LogNormal {
        /// Median.
        median: f64,
        /// Standard deviation of the logarithm.
        spread: f64,
    },
    /// Cauchy: a scale without a firm limit. For the noise, half of it counts (Gelman 2006).
    Cauchy {
        /// Centre.
        centre: f64,
        /// Half the width at half the height.
        scale: f64,
    },
}

#[cfg(feature = "posterior")]
impl Prior {
    /// The logarithm of the density, up to a constant, and its slope.
    pub(super) fn ln_density(self, x: f64) -> (f64, f64) {
        match self {
            Self::Flat => (0.0, 0.0),
            Self::Reciprocal => (-x.ln(), -1.0 / x),
            Self::Normal { mean, sd } => {
                let z = (x - mean) / sd;
                (-0.5 * z * z, -z / sd)
            }
            Self::LogNormal { median, spread } => {
                let z = (x / median).ln() / spread;
                (-x.ln() - 0.5 * z * z, -(1.0 + z / spread) / x)
            }
            Self::Cauchy { centre, scale } => {
                let z = (x - centre) / scale;
                (-(z * z).ln_1p(), -2.0 * z / (scale * (1.0 + z * z)))
            }
        }
    }

    /// Whether its numbers mean something.
    pub(super) fn has_meaning(self) -> bool {
        let positive = |v: f64| v > 0.0 && v.is_finite();
        match self {
            Self::Flat | Self::Reciprocal => true,
            Self::Normal { mean, sd } => mean.is_finite() && positive(sd),
            Self::LogNormal { median, spread } => positive(median) && positive(spread),
            Self::Cauchy { centre, scale } => centre.is_finite() && positive(scale),
        }
    }
}

#[cfg(all(test, feature = "posterior"))]
mod tests {
    use super::*;

    #[test]
    fn slopes_are_those_of_the_density() {
        let priors = [
            Prior::Flat,
            Prior::Reciprocal,
            Prior::Normal { mean: 0.3, sd: 0.2 },
            Prior::LogNormal { median: 2.0, spread: 0.7 },
            Prior::Cauchy { centre: 0.0, scale: 2.5 },
        ];
        for prior in priors {
            for x in [0.1, 0.9, 3.0] {
                let h = 1e-6;
                let slope = (prior.ln_density(x + h).0 - prior.ln_density(x - h).0) / (2.0 * h);
                assert!((slope - prior.ln_density(x).1).abs() < 1e-5 * (1.0 + slope.abs()), "{prior:?} {x}");
            }
        }
    }
}
