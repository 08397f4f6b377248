//! What a fit minimises: a link that says on which scale residuals are taken, and a loss of each residual.
//!
//! Sums, never means: a mean-scaled objective stops quasi-Newton methods early (Besiroglu et al. 2024).

use crate::error::{Error, Result};
use crate::observations::Observations;
use crate::quantity::{Quantity, Scale};
use lawlike_num::robust::Loss;
use std::fmt;
use std::str::FromStr;

/// The scale on which residuals are taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Link {
    /// As it stands.
    Identity,
    /// Natural logarithm; the response and the law must be above zero.
    Log,
    /// `ln(y / (1 - y))`; shares are kept at least [`LOGIT_EDGE`] from 0 and 1.
    Logit,
}

/// Shares nearer to 0 or 1 than this are moved to it before the logit is taken.
pub const LOGIT_EDGE: f64 = 1e-3;

impl Link {
    /// A response on this scale.
    pub fn forward(self, y: f64) -> f64 {
        match self {
            Self::Identity => y,
            Self::Log => y.ln(),
            Self::Logit => {
                let share = y.clamp(LOGIT_EDGE, 1.0 - LOGIT_EDGE);
                (share / (1.0 - share)).ln()
            }
        }
    }

    /// Derivative of the link at a response.
    pub fn slope(self, y: f64) -> f64 {
        match self {
            Self::Identity => 1.0,
            Self::Log => 1.0 / y,
            Self::Logit => {
                let share = y.clamp(LOGIT_EDGE, 1.0 - LOGIT_EDGE);
                1.0 / (share * (1.0 - share))
            }
        }
    }

    /// Back from this scale.
    pub fn inverse(self, v: f64) -> f64 {
        match self {
            Self::Identity => v,
            Self::Log => v.exp(),
            Self::Logit => 1.0 / (1.0 + (-v).exp()),
        }
    }
}

/// An objective of a fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Objective {
    /// Scale of the residuals.
    pub link: Link,
    /// Loss of each residual.
    pub loss: Loss,
}

impl Objective {
    /// Least squares on the response as it stands.
    pub const LS: Self = Self { link: Link::Identity, loss: Loss::Squares };
    /// Least squares on logarithms.
    pub const LOG_LS: Self = Self { link: Link::Log, loss: Loss::Squares };
    /// Least squares on logits.
    pub const LOGIT_LS: Self = Self { link: Link::Logit, loss: Loss::Squares };
    /// Least absolute deviations of logarithms.
    pub const LAD: Self = Self { link: Link::Log, loss: Loss::Absolute };

    /// Huber loss of log residuals, quadratic up to `delta`.
    pub fn huber_log(delta: f64) -> Self {
        Self { link: Link::Log, loss: Loss::Huber(delta) }
    }

    /// Whether the objective can be taken of these responses; the message names the first that cannot.
    pub(super) fn check(&self, observations: &Observations) -> Result<()> {
        let bad = |y: f64| match self.link {
            Link::Identity => false,
            Link::Log => y <= 0.0,
            Link::Logit => !(0.0..=1.0).contains(&y),
        };
        let Some(row) = observations.response.values.iter().position(|y| bad(*y)) else { return Ok(()) };
        let (name, y) = (&observations.response.name, observations.response.values[row]);
        let place = observations.lines.get(row).copied().unwrap_or(row + 1);
        let source = if observations.source.is_empty() { "the data" } else { &observations.source };
        Err(Error::observations(format!(
            "{source}, line {place}, column `{name}`: {y} has no place on the scale of objective `{self}`; \
             take another objective (ls) or leave the row out with --where"
        )))
    }
}

impl fmt::Display for Objective {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.link, self.loss) {
            (Link::Identity, Loss::Squares) => f.write_str("ls"),
            (Link::Log, Loss::Squares) => f.write_str("log-ls"),
            (Link::Logit, Loss::Squares) => f.write_str("logit-ls"),
            (Link::Log, Loss::Huber(d)) => write!(f, "huber-log:{d}"),
            (Link::Identity, Loss::Huber(d)) => write!(f, "huber:{d}"),
            (Link::Logit, Loss::Huber(d)) => write!(f, "huber-logit:{d}"),
            (Link::Log, Loss::Absolute) => f.write_str("lad"),
            (Link::Identity, Loss::Absolute) => f.write_str("lad-raw"),
            (Link::Logit, Loss::Absolute) => f.write_str("lad-logit"),
        }
    }
}

impl FromStr for Objective {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let (name, argument) = text.split_once(':').map_or((text, None), |(name, arg)| (name, Some(arg)));
        let delta = || -> Result<f64> {
            let value: f64 = argument.unwrap_or("1e-3").parse().map_err(|_| {
                Error::option(format!(
                    "objective `{text}`: the threshold is not a number, e.g. huber-log:1e-3"
                ))
            })?;
            if value > 0.0 && value.is_finite() {
                Ok(value)
            } else {
                Err(Error::option(format!("objective `{text}`: the threshold must be above zero")))
            }
        };
        match (name, argument) {
            ("ls", None) => Ok(Self::LS),
            ("log-ls", None) => Ok(Self::LOG_LS),
            ("logit-ls", None) => Ok(Self::LOGIT_LS),
            ("lad", None) => Ok(Self::LAD),
            ("lad-raw", None) => Ok(Self { link: Link::Identity, loss: Loss::Absolute }),
            ("huber-log", _) => Ok(Self::huber_log(delta()?)),
            ("huber", _) => Ok(Self { link: Link::Identity, loss: Loss::Huber(delta()?) }),
            _ => Err(Error::option(format!(
                "no objective is called `{text}`: known are auto, ls, log-ls, huber-log:DELTA, huber:DELTA, lad \
                 (of logarithms), lad-raw, logit-ls"
            ))),
        }
    }
}

/// The objective chosen by rule, and the rule in words.
///
/// Losses over parameters and tokens: Huber(1e-3) on logarithms, as Hoffmann et al. 2022, since single runs that
/// diverged or were read off wrongly are common. Other positive responses: least squares on logarithms, since errors
/// are relative. Shares, ratings and dates: least squares as they stand.
pub fn auto_objective(observations: &Observations) -> (Objective, String) {
    let positive = observations.scale() == Scale::Log;
    let loss = matches!(observations.response.quantity, Quantity::Loss(_));
    match (positive, loss && observations.axes.len() > 1) {
        (true, true) => (
            Objective::huber_log(1e-3),
            "the rule for losses over several axes: single bad runs must not decide".to_owned(),
        ),
        (true, false) => {
            (Objective::LOG_LS, "the rule for positive responses: errors are relative".to_owned())
        }
        (false, _) => (
            Objective::LS,
            "the rule for shares, ratings and other responses that are not above zero".to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objectives_print_as_they_are_typed() {
        for text in ["ls", "log-ls", "logit-ls", "lad", "lad-raw", "huber-log:0.001", "huber:0.5"] {
            assert_eq!(text.parse::<Objective>().unwrap().to_string(), text);
        }
        assert_eq!("huber-log".parse::<Objective>().unwrap(), Objective::huber_log(1e-3));
        for text in ["", "l2", "huber-log:-1", "huber-log:x", "ls:3"] {
            assert!(text.parse::<Objective>().is_err(), "{text}");
        }
    }
}
