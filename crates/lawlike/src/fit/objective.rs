//! What a fit minimises: a link that says on which scale residuals are taken, and a loss of each residual.
//!
//! Sums, never means: a mean-scaled objective stops quasi-Newton methods early (Besiroglu et al. 2024).

use crate::error::{Error, Result};
use crate::observations::Observations;
use crate::quantity::{Quantity, Scale};
use lawlike_num::robust::Loss;
use lawlike_num::robust::student::Student;
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

    /// Pinball loss of log residuals: the law leaves this share of the rows below.
    pub fn pinball(share: f64) -> Self {
        Self { link: Link::Log, loss: Loss::Pinball(share) }
    }

    /// Likelihood of Student's t of residuals as they stand, with so many degrees of freedom and an estimated scale.
    pub fn student(freedom: f64) -> Self {
        Self { link: Link::Identity, loss: Loss::Student(Student::new(freedom, None)) }
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
            (Link::Identity, Loss::Squares) => return f.write_str("ls"),
            (Link::Log, Loss::Squares) => return f.write_str("log-ls"),
            (Link::Logit, Loss::Squares) => return f.write_str("logit-ls"),
            _ => {}
        }
        // Losses along the kink are of logarithms unless they say otherwise, the others of the response as it stands.
        let (name, plain) = match self.loss {
            Loss::Squares => ("ls", Link::Identity),
            Loss::Huber(_) => ("huber", Link::Identity),
            Loss::Student(_) => ("student", Link::Identity),
            Loss::Absolute => ("lad", Link::Log),
            Loss::Pinball(_) | Loss::Tilted { .. } => ("pinball", Link::Log),
        };
        f.write_str(name)?;
        if self.link != plain {
            f.write_str(match self.link {
                Link::Identity => "-raw",
                Link::Log => "-log",
                Link::Logit => "-logit",
            })?;
        }
        match self.loss {
            Loss::Squares | Loss::Absolute => Ok(()),
            Loss::Huber(number) | Loss::Pinball(number) => write!(f, ":{number}"),
            Loss::Tilted { share, threshold } => write!(f, ":{share}:{threshold}"),
            Loss::Student(Student { freedom, scale: None }) => write!(f, ":{freedom}"),
            Loss::Student(Student { freedom, scale: Some(scale) }) => write!(f, ":{freedom}:{scale}"),
        }
    }
}

impl FromStr for Objective {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let (name, argument) = text.split_once(':').map_or((text, None), |(name, arg)| (name, Some(arg)));
        let (link, loss) = match name {
            "ls" => (Link::Identity, Loss::Squares),
            "log-ls" => (Link::Log, Loss::Squares),
            "logit-ls" => (Link::Logit, Loss::Squares),
            "lad" => (Link::Log, Loss::Absolute),
            "lad-raw" => (Link::Identity, Loss::Absolute),
            "huber-log" => (Link::Log, huber(text, argument)?),
            "huber" => (Link::Identity, huber(text, argument)?),
            "pinball" => (Link::Log, pinball(text, argument)?),
            "pinball-raw" => (Link::Identity, pinball(text, argument)?),
            "student-log" => (Link::Log, student(text, argument)?),
            "student" => (Link::Identity, student(text, argument)?),
            _ => return Err(unknown(text)),
        };
        let plain = matches!(loss, Loss::Squares | Loss::Absolute);
        if plain && argument.is_some() { Err(unknown(text)) } else { Ok(Self { link, loss }) }
    }
}

fn unknown(text: &str) -> Error {
    Error::option(format!(
        "no objective is called `{text}`: known are auto, ls, log-ls, logit-ls, huber:DELTA, huber-log:DELTA, lad (of \
         logarithms), lad-raw, pinball:SHARE (of logarithms), pinball-raw:SHARE, student:NU, student-log:NU"
    ))
}

fn number(text: &str, what: &str, word: &str, example: &str) -> Result<f64> {
    let found = word.trim().parse::<f64>().ok().filter(|value| value.is_finite());
    found.ok_or_else(|| Error::option(format!("objective `{text}`: {what} is not a number, e.g. {example}")))
}

fn huber(text: &str, argument: Option<&str>) -> Result<Loss> {
    let delta = number(text, "the threshold", argument.unwrap_or("1e-3"), "huber-log:1e-3")?;
    if delta > 0.0 {
        Ok(Loss::Huber(delta))
    } else {
        Err(Error::option(format!("objective `{text}`: the threshold must be above zero")))
    }
}

fn pinball(text: &str, argument: Option<&str>) -> Result<Loss> {
    let share =
        number(text, "the share of the rows below the law", argument.unwrap_or("none"), "pinball:0.1")?;
    if share > 0.0 && share < 1.0 {
        Ok(Loss::Pinball(share))
    } else {
        Err(Error::option(format!(
            "objective `{text}`: the share of the rows below the law must lie between 0 and 1"
        )))
    }
}

/// Degrees of freedom, four if not given (Lange, Little & Taylor 1989), and the scale if it is declared.
fn student(text: &str, argument: Option<&str>) -> Result<Loss> {
    let (freedom, scale) = argument
        .unwrap_or("4")
        .split_once(':')
        .map_or((argument.unwrap_or("4"), None), |(a, b)| (a, Some(b)));
    let freedom = number(text, "the degrees of freedom", freedom, "student:4")?;
    let scale = scale.map(|word| number(text, "the scale", word, "student:4:0.01")).transpose()?;
    if !(1.0..=1e9).contains(&freedom) {
        return Err(Error::option(format!(
            "objective `{text}`: the degrees of freedom must be at least 1, and at most 1e9 (more are ls)"
        )));
    }
    if scale.is_some_and(|scale| !(1e-100..=1e100).contains(&scale)) {
        return Err(Error::option(format!(
            "objective `{text}`: the scale must lie between 1e-100 and 1e100"
        )));
    }
    Ok(Loss::Student(Student::new(freedom, scale)))
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
        for text in [
            "ls",
            "log-ls",
            "logit-ls",
            "lad",
            "lad-raw",
            "huber-log:0.001",
            "huber:0.5",
            "pinball:0.1",
            "pinball-raw:0.95",
            "student:4",
            "student-log:2.5",
            "student:4:0.01",
        ] {
            assert_eq!(text.parse::<Objective>().unwrap().to_string(), text);
        }
        assert_eq!("huber-log".parse::<Objective>().unwrap(), Objective::huber_log(1e-3));
        assert_eq!("student".parse::<Objective>().unwrap().to_string(), "student:4");
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for text in [
            "",
            "l2",
            "huber-log:-1",
            "huber-log:x",
            "huber:nan",
            "ls:3",
            "lad:0.5",
            "pinball",
            "pinball:",
            "pinball:0",
            "pinball:1",
            "pinball:2",
            "pinball:nan",
            "pinball:0.1:2",
            "student:0",
            "student:0.5",
            "student:inf",
            "student:4:",
            "student:4:0",
            "student:4:-1",
            "student:4:1:2",
            ":",
            "student:",
            "pinball-log:0.1",
        ] {
            let error = text.parse::<Objective>().unwrap_err().to_string();
            assert!(error.contains(text), "{text}: {error}");
        }
    }
}
