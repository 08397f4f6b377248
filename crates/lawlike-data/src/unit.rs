//! Units in which columns are written. Values are converted where they are read, and a response once more where it is
//! written out.

use crate::error::{Error, Result};
use crate::number::shown;
use lawlike::quantity::{Multiple, Quantity};

/// The unit in which a column is written.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum ColumnUnit {
    /// The unit of the quantity itself.
    #[default]
    One,
    /// A multiple of it, such as millions.
    Times(f64),
    /// Per cent of one.
    PerCent,
}

/// A unit that the user states: of a column, or of all columns of a quantity.
#[derive(Debug, Clone, PartialEq)]
pub struct StatedUnit {
    /// Name of a column, or a word for a quantity.
    pub of: String,
    /// The unit.
    pub unit: ColumnUnit,
}

/// Hundredths in one.
const HUNDRED: f64 = 100.0;
/// Words for per cent.
const PER_CENT: [&str; 4] = ["%", "percent", "pct", "per cent"];

impl ColumnUnit {
    /// A written number as a value.
    pub fn read(self, written: f64) -> f64 {
        match self {
            Self::One => written,
            Self::Times(factor) => written * factor,
            // The point is moved in the digits, so that 26.06 and 0.2606 are the same number to the last bit.
            Self::PerCent => format!("{written}e-2").parse().unwrap_or(written / HUNDRED),
        }
    }

    /// A value as it is written.
    pub fn write(self, value: f64) -> f64 {
        match self {
            Self::One => value,
            Self::Times(factor) => value / factor,
            Self::PerCent => value * HUNDRED,
        }
    }

    /// The unit in words; empty where nothing is converted.
    pub fn words(self) -> String {
        match self {
            Self::One => String::new(),
            Self::Times(factor) => format!("in {factor:e}"),
            Self::PerCent => "in per cent".to_owned(),
        }
    }
}

impl StatedUnit {
    /// Reads `params=M` or `score=%`.
    ///
    /// # Errors
    /// No `=`, or a unit that is not known.
    pub fn parse(text: &str) -> Result<Self> {
        let known = "K, M, B, T, powers of ten such as 1e21, FLOP with a prefix, PF-days, or % for per cent";
        let wrong =
            |what: String| Err(Error::columns("", format!("{what}: write COLUMN=UNIT; units are {known}")));
        let Some((of, word)) = text.rsplit_once('=') else {
            return wrong(format!("{} has no `=`", shown(text)));
        };
        let word = word.trim().to_lowercase();
        let words = word.replace(['-', '/', '_'], " ");
        let unit = if PER_CENT.contains(&words.as_str()) {
            ColumnUnit::PerCent
        } else if word == "1" {
            ColumnUnit::One
        } else {
            let compute = Quantity::Compute(lawlike::quantity::ComputeCount::Reported);
            match Multiple::factor(&words, compute) {
                Some(factor) => ColumnUnit::Times(factor),
                None => return wrong(format!("no unit is called {}", shown(&word))),
            }
        };
        Ok(Self { of: of.trim().to_owned(), unit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read_and_taken_back() {
        for (text, unit) in [
            ("params=M", ColumnUnit::Times(1e6)),
            ("tokens = B", ColumnUnit::Times(1e9)),
            ("flops=1e21", ColumnUnit::Times(1e21)),
            ("flops=PF-days", ColumnUnit::Times(8.64e19)),
            ("score=%", ColumnUnit::PerCent),
            ("params=1", ColumnUnit::One),
        ] {
            let stated = StatedUnit::parse(text).unwrap();
            assert_eq!(stated.unit, unit, "{text}");
            assert!((unit.write(unit.read(26.06)) / 26.06 - 1.0).abs() < 1e-15);
        }
        assert!(StatedUnit::parse("params").is_err() && StatedUnit::parse("params=parsec").is_err());
        assert_eq!(ColumnUnit::PerCent.read(26.06), 0.2606);
    }
}
