//! What a publication states, as it is printed.

use crate::error::{Error, Result};
use crate::interval::Interval;
use lawlike_formula::Formula;
use std::str::FromStr;

/// Numbers that a publication states for the parameters of a law.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Published {
    /// Values; either none, or one for every parameter.
    pub values: Vec<StatedValue>,
    /// Intervals, of parameters or of formulas of them.
    pub intervals: Vec<StatedInterval>,
    /// Replicates of the bootstrap that they are held against; if zero, draws from the normal law of the fit.
    pub replicates: usize,
}

/// A value as printed: `alpha=0.34`.
#[derive(Debug, Clone, PartialEq)]
pub struct StatedValue {
    /// Name of the parameter.
    pub name: String,
    /// The value.
    pub value: f64,
    /// Half a unit of the last digit printed.
    pub half_unit: f64,
}

/// An interval as printed: `beta/(alpha + beta)=0.454:0.455@80`.
#[derive(Debug, Clone, PartialEq)]
pub struct StatedInterval {
    /// What it is of: a parameter, or a formula of parameters.
    pub of: Formula,
    /// Ends and level; the value is not stated.
    pub interval: Interval,
}

impl Published {
    /// Whether nothing is stated.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.intervals.is_empty()
    }

    /// Checks that what is stated is of a law with these parameters.
    ///
    /// # Errors
    /// A name that is no parameter, a value stated twice, or values for some of the parameters only.
    pub fn check(&self, parameters: &[String]) -> Result<()> {
        let list = parameters.join(", ");
        let names = self.intervals.iter().flat_map(|interval| interval.of.names());
        for name in self.values.iter().map(|stated| stated.name.as_str()).chain(names) {
            if !parameters.iter().any(|known| known == name) {
                return Err(Error::option(format!(
                    "`{name}` is published for no parameter of the law; parameters are {list}"
                )));
            }
        }
        for (at, stated) in self.values.iter().enumerate() {
            if self.values[..at].iter().any(|other| other.name == stated.name) {
                return Err(Error::option(format!("--published: `{}` is given twice", stated.name)));
            }
        }
        let missing = parameters.iter().find(|name| self.value(name).is_none());
        match missing {
            Some(name) if !self.values.is_empty() => {
                Err(Error::option(format!("--published: no value for `{name}`; the law has {list}")))
            }
            _ => Ok(()),
        }
    }

    /// The value stated for a parameter.
    pub(super) fn value(&self, name: &str) -> Option<f64> {
        self.values.iter().find(|stated| stated.name == name).map(|stated| stated.value)
    }
}

impl FromStr for StatedValue {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = || Error::option(format!("--published {text}: write NAME=VALUE, such as alpha=0.34"));
        let (name, digits) = text.split_once('=').ok_or_else(wrong)?;
        let (name, digits) = (name.trim(), digits.trim());
        let value: f64 = digits.parse().ok().filter(|value: &f64| value.is_finite()).ok_or_else(wrong)?;
        if name.is_empty() {
            return Err(wrong());
        }
        let (mantissa, power) = digits.split_once(['e', 'E']).unwrap_or((digits, "0"));
        let power: i32 = power.parse().map_err(|_| wrong())?;
        let decimals = mantissa.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let half_unit = 0.5 * 10f64.powi(power - i32::try_from(decimals).map_err(|_| wrong())?);
        Ok(Self { name: name.to_owned(), value, half_unit })
    }
}

impl FromStr for StatedInterval {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = || {
            Error::option(format!(
                "--published-interval {text}: write FORMULA=LO:HI@LEVEL, such as 'beta/(alpha + beta)=0.454:0.455@80'"
            ))
        };
        let (of, range) = text.rsplit_once('=').ok_or_else(wrong)?;
        let (ends, level) = range.split_once('@').unwrap_or((range, "95"));
        let (lo, hi) = ends.split_once(':').ok_or_else(wrong)?;
        let number =
            |digits: &str| digits.trim().parse::<f64>().ok().filter(|v| v.is_finite()).ok_or_else(wrong);
        let (lo, hi, level) = (number(lo)?, number(hi)?, number(level.trim().trim_end_matches('%'))? / 100.0);
        if !(lo < hi && level > 0.0 && level < 1.0) {
            return Err(wrong());
        }
        let interval = Interval::new(f64::NAN, lo, hi).at_level(level);
        Ok(Self { of: Formula::parse(of.trim())?, interval })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_their_last_digit() {
        for (text, value, half_unit) in
            [("E=1.69", 1.69, 0.005), ("A = 406.4", 406.4, 0.05), ("B=2e3", 2000.0, 500.0), ("k=7", 7.0, 0.5)]
        {
            let stated: StatedValue = text.parse().unwrap();
            assert_eq!(stated.value, value);
            assert!((stated.half_unit / half_unit - 1.0).abs() < 1e-12, "{text}: {}", stated.half_unit);
        }
        for wrong in ["E", "E=", "=1", "E=x", "E=inf", "E=nan"] {
            assert!(wrong.parse::<StatedValue>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn intervals_are_of_formulas() {
        let stated: StatedInterval = "beta/(alpha + beta)=0.454:0.455@80".parse().unwrap();
        assert_eq!((stated.interval.ends(), stated.interval.level), ([0.454, 0.455], 0.8));
        assert_eq!(stated.of.names(), ["beta", "alpha"]);
        assert_eq!("E=1:2".parse::<StatedInterval>().unwrap().interval.level, 0.95);
        for wrong in ["E", "E=1", "E=2:1", "E=1:2@0", "E=1:2@100", "E=1:2@x", "(=1:2"] {
            assert!(wrong.parse::<StatedInterval>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_stated_must_be_of_the_law() {
        let law = ["E".to_owned(), "A".to_owned()];
        let published = |texts: &[&str]| Published {
            values: texts.iter().map(|text| text.parse().unwrap()).collect(),
            ..Published::default()
        };
        assert!(published(&["E=1", "A=2"]).check(&law).is_ok() && Published::default().check(&law).is_ok());
        for wrong in [&["E=1"][..], &["E=1", "A=2", "E=1"], &["E=1", "A=2", "B=3"]] {
            assert!(published(wrong).check(&law).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn values_or_intervals_alone_are_something() {
        let (value, interval) = ("E=1".parse().unwrap(), "E=1:2".parse().unwrap());
        assert!(Published { replicates: 5, ..Published::default() }.is_empty());
        assert!(!Published { values: vec![value], ..Published::default() }.is_empty());
        assert!(!Published { intervals: vec![interval], ..Published::default() }.is_empty());
    }

    #[test]
    fn intervals_may_stand_alone_and_their_formulas_name_parameters() {
        let law = ["E".to_owned(), "A".to_owned()];
        let checked = |text: &str| {
            Published { intervals: vec![text.parse().unwrap()], ..Published::default() }.check(&law)
        };
        assert!(checked("E/A=1:2").is_ok() && checked("E/B=1:2").is_err());
        assert!("E=1:1".parse::<StatedInterval>().is_err() && "E=1:2@-5".parse::<StatedInterval>().is_err());
        assert_eq!("E=1:2@90%".parse::<StatedInterval>().unwrap().interval.level, 0.9);
        let named: Published =
            Published { values: vec!["E=1".parse().unwrap(), "A=3".parse().unwrap()], ..Default::default() };
        assert_eq!((named.value("A"), named.value("B")), (Some(3.0), None));
        let small: StatedValue = "B=2.50e-3".parse().unwrap();
        assert!((small.half_unit / 5e-6 - 1.0).abs() < 1e-12);
    }
}
