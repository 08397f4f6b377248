//! Priors of a posterior: what was known of a parameter before the observations.

use crate::error::Error;
use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// A density of one parameter as it stands, up to a factor; within the bounds of the parameter, zero beyond.
#[derive(Debug, Clone, Copy, PartialEq)]
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

/// As it is typed: `flat`, `reciprocal`, `normal(MEAN,SD)`, `lognormal(MEDIAN,SPREAD)`, `cauchy(CENTRE,SCALE)`.
impl fmt::Display for Prior {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flat => f.write_str("flat"),
            Self::Reciprocal => f.write_str("reciprocal"),
            Self::Normal { mean, sd } => write!(f, "normal({mean},{sd})"),
            Self::LogNormal { median, spread } => write!(f, "lognormal({median},{spread})"),
            Self::Cauchy { centre, scale } => write!(f, "cauchy({centre},{scale})"),
        }
    }
}

impl Serialize for Prior {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromStr for Prior {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = || {
            Error::option(format!(
                "prior `{text}`: write flat, reciprocal, normal(MEAN,SD), lognormal(MEDIAN,SPREAD) or cauchy(CENTRE,SCALE), \
                 the second number above zero"
            ))
        };
        let (name, rest) = text.trim().split_once('(').unwrap_or((text.trim(), ""));
        let numbers = match rest.strip_suffix(')') {
            Some(inner) => {
                inner.split(',').map(|part| part.trim().parse::<f64>()).collect::<Result<Vec<_>, _>>()
            }
            None if rest.is_empty() => Ok(Vec::new()),
            None => return Err(wrong()),
        };
        let prior = match (name.trim(), numbers.map_err(|_| wrong())?.as_slice()) {
            ("flat", []) => Self::Flat,
            ("reciprocal", []) => Self::Reciprocal,
            ("normal", [mean, sd]) => Self::Normal { mean: *mean, sd: *sd },
            ("lognormal", [median, spread]) => Self::LogNormal { median: *median, spread: *spread },
            ("cauchy", [centre, scale]) => Self::Cauchy { centre: *centre, scale: *scale },
            _ => return Err(wrong()),
        };
        if prior.has_meaning() { Ok(prior) } else { Err(wrong()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priors_are_read_as_they_are_written() {
        for text in ["flat", "reciprocal", "normal(1.7,0.1)", "lognormal(400,0.5)", "cauchy(0,2.5)"] {
            assert_eq!(text.parse::<Prior>().unwrap().to_string(), text);
        }
        assert_eq!(" normal( 1.7 , 0.1 ) ".parse::<Prior>().unwrap(), Prior::Normal { mean: 1.7, sd: 0.1 });
        for text in
            ["", "normal", "normal(1)", "normal(1,0)", "normal(1,nan)", "normal(1,2", "beta(1,2)", "flat(1)"]
        {
            assert!(text.parse::<Prior>().unwrap_err().to_string().contains(&format!("`{text}`")), "{text}");
        }
    }

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
