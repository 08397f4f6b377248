//! Cuts: what is past and what is future.

use crate::error::{Error, Result};
use crate::forecast::Frame;
use crate::observations::Observations;
use serde::Serialize;
use std::str::FromStr;

/// Where the past ends.
#[derive(Debug, Clone, PartialEq)]
pub enum Cut {
    /// The last share of the rows, in order of the axis, is the future.
    Last(f64),
    /// Rows whose column is below (or at) a value are the past.
    Below {
        /// Name of the column, or symbol of its quantity.
        column: String,
        /// Whether the value itself belongs to the past.
        inclusive: bool,
        /// The value; dates as decimal years.
        value: f64,
    },
}

impl FromStr for Cut {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = || {
            Error::option(format!(
                "cut `{text}` is not understood: write last:20%, compute<=1e20 or date<2025-01-01"
            ))
        };
        if let Some(share) = text.strip_prefix("last:") {
            let number: f64 = share.trim_end_matches('%').trim().parse().map_err(|_| wrong())?;
            let share = if share.contains('%') { number / 100.0 } else { number };
            return if share > 0.0 && share < 1.0 { Ok(Self::Last(share)) } else { Err(wrong()) };
        }
        let (column, rest) = text.split_once('<').ok_or_else(wrong)?;
        let (inclusive, value) = rest.strip_prefix('=').map_or((false, rest), |value| (true, value));
        let value = value.trim();
        let value = value.parse().ok().or_else(|| year_of(value)).ok_or_else(wrong)?;
        Ok(Self::Below { column: column.trim().to_owned(), inclusive, value })
    }
}

/// Decimal year of an ISO date: year + day of the year / 365.25.
fn year_of(text: &str) -> Option<f64> {
    let mut parts = text.splitn(3, '-');
    let year: i32 = parts.next()?.parse().ok()?;
    let month: usize = parts.next()?.parse().ok()?;
    let day: u32 = parts.next().unwrap_or("1").parse().ok()?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let days = before.get(month.checked_sub(1)?)? + u32::from(leap && month > 2) + day;
    (1..=31).contains(&day).then(|| f64::from(year) + f64::from(days) / 365.25)
}

/// Shares of the range of the axis (in logarithms where it is logarithmic) that the past keeps in a rolling
/// back-test; of the rows as well where the range gives fewer than [`WANTED`] cuts.
const ROLLING: [f64; 4] = [0.5, 0.6, 0.7, 0.8];
/// Cuts that a rolling back-test should have.
const WANTED: usize = 3;
/// Least rows in a past.
const LEAST_TRAINING_ROWS: usize = 5;

/// Rows of past and future.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// Rows of the training runs.
    pub past: Vec<usize>,
    /// Rows of the held-out runs.
    pub future: Vec<usize>,
}

/// The splits of a series: one for a cut that was asked for, rolling ones otherwise. Groups are never torn apart.
pub fn splits(observations: &Observations, cut: Option<&Cut>) -> Result<Vec<Option<Split>>> {
    let frame = Frame::new(observations, None);
    let place = position(observations, &frame);
    let mut ends: Vec<f64> = frame.rows.iter().map(|row| place[*row]).collect();
    ends.sort_by(f64::total_cmp);
    let n = ends.len();
    let at = |share: f64| -> Option<Split> {
        let keep = (n as f64 * share).floor() as usize;
        let limit = *ends.get(keep.checked_sub(1)?)?;
        // With ties at the limit the past would swallow them all: fall back to what lies strictly below.
        let most = ends[n - 1];
        let below = |row: &usize| if limit < most { place[*row] <= limit } else { place[*row] < limit };
        divide(n, below)
    };
    match cut {
        None => {
            let (start, length) = (ends[0], ends[n - 1] - ends[0]);
            let along = |share: f64| divide(n, |row: &usize| place[*row] <= start + share * length);
            let mut found = distinct(ROLLING.iter().map(|share| along(*share)));
            if found.len() < WANTED {
                found.extend(ROLLING.iter().filter_map(|share| at(*share)));
                found = distinct(found.into_iter().map(Some));
            }
            found.sort_by_key(|split| split.past.len());
            found.truncate(ROLLING.len());
            Ok(found.into_iter().map(Some).collect())
        }
        Some(Cut::Last(share)) => Ok(vec![at(1.0 - share)]),
        Some(Cut::Below { column, inclusive, value }) => {
            let named = observations
                .resolve(column)
                .or_else(|| observations.columns().find(|known| known.quantity.to_string() == *column));
            let named = named.ok_or_else(|| {
                let known: Vec<&str> = observations.columns().map(|known| known.name.as_str()).collect();
                Error::option(format!("--cut: no column `{column}`; columns are {}", known.join(", ")))
            })?;
            let past = |row: usize| {
                let v = named.values[row];
                v < *value || (*inclusive && v <= *value)
            };
            // A group is in the past only if all of its rows are.
            let whole = |row: &usize| {
                let group = observations.groups[*row];
                (0..n).filter(|other| observations.groups[*other] == group).all(past)
            };
            Ok(vec![divide(n, whole)])
        }
    }
}

/// Past and future at the last cut that a back-test of this series makes.
pub(crate) fn last_split(observations: &Observations, cut: Option<&Cut>) -> Option<(Vec<usize>, Vec<usize>)> {
    let split = splits(observations, cut).ok()?.into_iter().flatten().last()?;
    Some((split.past, split.future))
}

fn distinct(splits: impl Iterator<Item = Option<Split>>) -> Vec<Split> {
    let mut found: Vec<Split> = Vec::new();
    for split in splits.flatten() {
        if !found.contains(&split) {
            found.push(split);
        }
    }
    found
}

fn divide(n: usize, past: impl Fn(&usize) -> bool) -> Option<Split> {
    let (past, future): (Vec<usize>, Vec<usize>) = (0..n).partition(past);
    (past.len() >= LEAST_TRAINING_ROWS && !future.is_empty()).then_some(Split { past, future })
}

/// Position of each row: that of the last row of its group.
fn position(observations: &Observations, frame: &Frame) -> Vec<f64> {
    let mut own = vec![0.0; observations.n()];
    for (place, row) in frame.rows.iter().enumerate() {
        own[*row] = frame.z[place];
    }
    let mut last = std::collections::BTreeMap::new();
    for (row, z) in own.iter().enumerate() {
        let entry = last.entry(observations.groups[row]).or_insert(*z);
        *entry = entry.max(*z);
    }
    observations.groups.iter().map(|group| last[group]).collect()
}

/// The unit of a distance beyond the past.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DistanceUnit {
    /// Powers of ten of the axis.
    PowersOfTen,
    /// Years.
    Years,
    /// Ranges of the past, where the axis is not logarithmic.
    Ranges,
}

impl DistanceUnit {
    /// The unit of a series, and what one of it is on the scale of the axis.
    pub(crate) fn of(frame: &Frame) -> (Self, f64) {
        let log = frame.axes.iter().all(|axis| axis.log);
        match (frame.kind.is_dated(), log) {
            (true, _) => (Self::Years, 1.0),
            (false, true) => (Self::PowersOfTen, std::f64::consts::LN_10),
            (false, false) => (Self::Ranges, frame.span().max(f64::MIN_POSITIVE)),
        }
    }

    /// The unit in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::PowersOfTen => "powers of ten",
            Self::Years => "years",
            Self::Ranges => "ranges of the past",
        }
    }

    /// A distance for readers: a factor of the axis, months or years, or a share of the range.
    pub fn show(self, distance: f64) -> String {
        match self {
            Self::PowersOfTen => {
                let factor = 10f64.powf(distance);
                if factor >= 1e4 {
                    format!("×{factor:.1e}")
                } else if factor >= 9.95 || (factor - factor.round()).abs() < 0.005 {
                    format!("×{factor:.0}")
                } else {
                    format!("×{factor:.1}")
                }
            }
            Self::Years if distance < 1.95 => {
                let months = 12.0 * distance;
                let number = if (months - months.round()).abs() < 0.05 {
                    format!("{months:.0}")
                } else {
                    format!("{months:.1}")
                };
                format!("{number} {}", if number == "1" { "month" } else { "months" })
            }
            Self::Years => format!("{distance:.1} years").replace(".0 ", " "),
            Self::Ranges => format!("{distance:.2} ranges of the past"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observations::Column;
    use crate::quantity::Quantity;

    fn data(groups: Vec<usize>) -> Observations {
        let n = groups.len();
        let x = (0..n).map(|i| 2f64.powi(i as i32)).collect();
        let y = (0..n).map(|i| 3.0 - 0.1 * i as f64).collect();
        let mut data = Observations::new(
            Column::new("y", Quantity::Plain, y),
            vec![Column::new("x", Quantity::Plain, x)],
        )
        .unwrap();
        data.groups = groups;
        data
    }

    #[test]
    fn cuts_are_read_as_typed() {
        assert_eq!("last:20%".parse::<Cut>().unwrap(), Cut::Last(0.2));
        let cut: Cut = "compute<=1e20".parse().unwrap();
        assert_eq!(cut, Cut::Below { column: "compute".to_owned(), inclusive: true, value: 1e20 });
        let Cut::Below { value, .. } = "date<2025-01-01".parse::<Cut>().unwrap() else { panic!() };
        assert!((value - (2025.0 + 1.0 / 365.25)).abs() < 1e-12);
        for wrong in ["", "last:0", "last:x", "compute>3", "date<soon", "date<2025-13-01"] {
            assert!(wrong.parse::<Cut>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn rolling_cuts_keep_groups_whole() {
        let data = data((0..20).map(|i| i / 3).collect());
        for split in splits(&data, None).unwrap().into_iter().flatten() {
            for row in &split.past {
                assert!(!split.future.iter().any(|other| data.groups[*other] == data.groups[*row]));
            }
            assert_eq!(split.past.len() + split.future.len(), 20);
        }
    }

    #[test]
    fn the_future_lies_beyond_the_past() {
        let data = data((0..20).collect());
        let all: Vec<Split> = splits(&data, None).unwrap().into_iter().flatten().collect();
        assert_eq!(all.len(), 4);
        for split in all {
            assert!(split.past.iter().max() < split.future.iter().min());
        }
    }
}
