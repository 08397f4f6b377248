//! A claimed pace, such as "doubles in 7 months", held against the interval of a fitted one.

use super::{DoublingTime, Trend, Trends, YEAR};
use lawlike::error::{Error, Result};
use lawlike::interval::Interval;
use serde::Serialize;
use std::str::FromStr;

mod keys {
    lawlike::interval_keys!(slope);
}

/// A pace as somebody claims it: so many times as much in so many days.
#[derive(Debug, Clone, PartialEq)]
pub struct PaceClaim {
    /// The words.
    said: String,
    /// Doublings a year; below zero for a fall.
    slope: f64,
}

/// What a fitted pace says of a claimed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It lies in the 95 % interval, and standing still does not.
    Holds,
    /// It lies outside of the 95 % interval.
    Fails,
    /// There is no interval, or it holds both the claim and standing still.
    Open,
}

/// A claim held against one series.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JudgedPace {
    /// The series, empty if there is only one.
    pub label: String,
    /// Doublings a year of the fit, with the 95 % interval.
    #[serde(flatten, serialize_with = "keys::slope")]
    pub slope: Interval,
    /// The first day of the pace, where an earlier one is refuted; NaN otherwise.
    pub since: f64,
    /// What they say.
    pub standing: Standing,
}

/// A claim held against all series.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JudgedClaim {
    /// The claim in its words.
    pub said: String,
    /// Doublings a year that it claims.
    pub slope: f64,
    /// It fails where it fails for one series, and holds where it holds for all.
    pub standing: Standing,
    /// One entry a series.
    pub series: Vec<JudgedPace>,
}

impl FromStr for PaceClaim {
    type Err = Error;

    /// Reads `doubles in 7 months`, `halves every 365d`, `x10 in a year`, `/10 in 1.5 years`.
    fn from_str(text: &str) -> Result<Self> {
        let wrong = |what: &str| {
            Error::option(format!(
                "`{text}`: {what}: write `doubles in 7 months`, `halves in 365d`, `x10 in a year` or `/10 in 1.5 years`"
            ))
        };
        let lower = text.to_lowercase();
        let mut words = lower.split_whitespace();
        let verb = words.next().unwrap_or_default();
        let doublings = doublings(verb).ok_or_else(|| wrong("no change is named"))?;
        if !matches!(words.next(), Some("in" | "every")) {
            return Err(wrong("no `in` or `every` stands before the time"));
        }
        let time: String = words.collect();
        let days = days(&time).ok_or_else(|| wrong("the time is not read"))?;
        Ok(Self { said: text.trim().to_owned(), slope: doublings * YEAR / days })
    }
}

/// The doublings that a word stands for.
fn doublings(verb: &str) -> Option<f64> {
    let times = |digits: &str| digits.parse::<f64>().ok().filter(|times| *times > 1.0 && times.is_finite());
    match verb {
        "doubles" | "double" => Some(1.0),
        "halves" | "halve" => Some(-1.0),
        "triples" | "triple" => Some(3f64.log2()),
        _ => {
            let (sign, digits) = match (verb.strip_prefix(['x', '×']), verb.strip_prefix('/')) {
                (Some(digits), _) => (1.0, digits),
                (None, digits) => (-1.0, digits?),
            };
            Some(sign * times(digits)?.log2())
        }
    }
}

/// The days of a time such as `7months`, `365d` or `ayear`; a unit alone is one of it.
fn days(time: &str) -> Option<f64> {
    let end = time.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(time.len());
    let (digits, unit) = time.split_at(end);
    // `a` and `one` are left over where no digits are.
    let unit = if digits.is_empty() {
        ["one", "a"].iter().find_map(|one| unit.strip_prefix(one)).unwrap_or(unit)
    } else {
        unit
    };
    let number = if digits.is_empty() { 1.0 } else { digits.parse::<f64>().ok()? };
    let unit = match unit {
        "d" | "day" | "days" => 1.0,
        "w" | "week" | "weeks" => 7.0,
        "mo" | "month" | "months" => YEAR / 12.0,
        "y" | "yr" | "year" | "years" => YEAR,
        _ => return None,
    };
    Some(number * unit).filter(|days| *days > 0.0 && days.is_finite())
}

impl PaceClaim {
    /// Holds the claim against every series.
    ///
    /// The interval is that over tasks where horizons were measured from runs, else that of the line through the frontier; of
    /// a frontier that broke, that of the line since.
    ///
    /// # Errors
    /// A series has no doublings, such as a rating.
    pub fn judge(&self, trends: &Trends) -> Result<JudgedClaim> {
        if let Some(trend) = trends.series.iter().find(|trend| !trend.scale.has_doublings()) {
            return Err(Error::option(format!(
                "`{}`: {} is followed in points, which neither double nor halve",
                self.said,
                if trend.label.is_empty() { "the value" } else { &trend.label }
            )));
        }
        let series: Vec<JudgedPace> = trends.series.iter().map(|trend| self.judged_pace(trend)).collect();
        let all = |standing| series.iter().all(|one| one.standing == standing);
        let standing = if series.iter().any(|one| one.standing == Standing::Fails) {
            Standing::Fails
        } else if !series.is_empty() && all(Standing::Holds) {
            Standing::Holds
        } else {
            Standing::Open
        };
        Ok(JudgedClaim { said: self.said.clone(), slope: self.slope, standing, series })
    }

    fn judged_pace(&self, trend: &Trend) -> JudgedPace {
        let broken = trend.headline.and_then(|headline| Some((headline.after?, headline.since)));
        let (line, since) = match broken {
            Some((after, since)) => (Some(after), since),
            None => (trend.line, f64::NAN),
        };
        let over_tasks = trend.over_tasks.filter(|_| broken.is_none()).and_then(slopes);
        let fitted = line.map(|line| line.slope.interval);
        let slope = over_tasks.or(fitted).unwrap_or(Interval::unknown(f64::NAN));
        let standing = if !slope.is_bounded() || slope.contains(self.slope) && slope.contains(0.0) {
            Standing::Open
        } else if slope.contains(self.slope) {
            Standing::Holds
        } else {
            Standing::Fails
        };
        JudgedPace { label: trend.label.clone(), slope, since, standing }
    }
}

/// Doublings a year of a doubling time, with the ends of their interval.
fn slopes(time: DoublingTime) -> Option<Interval> {
    match time {
        DoublingTime::Doubles { days } => Some(days.map_falling(|days| YEAR / days)),
        DoublingTime::Halves { days } => Some(days.map(|days| -YEAR / days)),
        DoublingTime::Either { days, doubling, halving } => {
            Some(Interval::new(YEAR / days, -YEAR / halving, YEAR / doubling))
        }
        DoublingTime::Unknown { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paces_are_read_in_any_unit() {
        for (text, slope) in [
            ("doubles in 365.25d", 1.0),
            ("Doubles every 6 months", 2.0),
            ("halves in a year", -1.0),
            ("halves in 2 years", -0.5),
            ("x10 in one year", 10f64.log2()),
            ("/4 in 1y", -2.0),
            ("triples every week", 3f64.log2() * YEAR / 7.0),
        ] {
            let claim: PaceClaim = text.parse().unwrap();
            assert!((claim.slope - slope).abs() < 1e-12, "{text}: {}", claim.slope);
        }
        for text in [
            "",
            "doubles",
            "doubles in",
            "doubles in 0 days",
            "doubles in 3",
            "grows in a year",
            "x0.5 in 1y",
        ] {
            assert!(text.parse::<PaceClaim>().is_err(), "{text}");
        }
    }

    #[test]
    fn ends_of_an_interval_stay_in_order() {
        let slope_of = |time| slopes(time).unwrap();
        let slope = slope_of(DoublingTime::Halves { days: Interval::new(365.25, 200.0, 700.0) });
        assert!(slope.contains(slope.value) && slope.hi < 0.0);
        let slope = slope_of(DoublingTime::Either { days: -900.0, doubling: 1000.0, halving: 300.0 });
        assert!(slope.contains(slope.value) && slope.value < 0.0 && 0.0 < slope.hi);
    }

    #[test]
    fn ends_are_turned_into_doublings_a_year() {
        let exact = |time, slope| assert_eq!(slopes(time), slope);
        let days = Interval::new(YEAR, 0.5 * YEAR, 2.0 * YEAR);
        exact(DoublingTime::Doubles { days }, Some(Interval::new(1.0, 0.5, 2.0)));
        exact(DoublingTime::Halves { days }, Some(Interval::new(-1.0, -2.0, -0.5)));
        let either = DoublingTime::Either { days: YEAR, doubling: 0.25 * YEAR, halving: 0.5 * YEAR };
        exact(either, Some(Interval::new(1.0, -2.0, 4.0)));
        exact(DoublingTime::Unknown { days: YEAR }, None);
    }

    #[test]
    fn factors_are_above_one_and_finite() {
        for text in ["x1 in a year", "/1 in a year", "xinf in a year", "/inf in 2 years", "x-3 in a year"] {
            assert!(text.parse::<PaceClaim>().is_err(), "{text}");
        }
        assert!((" x1.5 in 2y ".parse::<PaceClaim>().unwrap().slope - 0.5 * 1.5f64.log2()).abs() < 1e-12);
    }

    /// Series whose slopes have these intervals.
    fn trends(slopes: &[Interval]) -> Trends {
        use super::super::{Dated, Point, TrendOptions, trend};
        let point = |i: u32| Point {
            label: String::new(),
            day: YEAR * f64::from(i),
            level: f64::from(i),
            se: f64::NAN,
            day_se: 0.0,
            size: f64::NAN,
        };
        let dated = Dated { label: "a".to_owned(), points: (0..3).map(point).collect(), ..Dated::default() };
        let mut found = trend(&[dated], &TrendOptions::default()).unwrap();
        let one = found.series.remove(0);
        for slope in slopes {
            let mut line = one.line.unwrap();
            line.slope.interval = *slope;
            found.series.push(Trend { line: Some(line), ..one.clone() });
        }
        found
    }

    fn standing(slopes: &[Interval], text: &str) -> Standing {
        text.parse::<PaceClaim>().unwrap().judge(&trends(slopes)).unwrap().standing
    }

    #[test]
    fn a_claim_holds_within_an_interval_that_rules_out_standing_still() {
        let (sure, flat) = (Interval::new(1.0, 0.5, 2.0), Interval::new(1.0, -0.5, 2.0));
        let unknown = Interval::unknown(1.0);
        assert_eq!(standing(&[sure], "doubles in a year"), Standing::Holds);
        assert_eq!(standing(&[sure], "doubles in 3 months"), Standing::Fails);
        assert_eq!(standing(&[flat], "doubles in a year"), Standing::Open);
        assert_eq!(standing(&[flat], "doubles in 3 months"), Standing::Fails);
        assert_eq!(standing(&[unknown], "doubles in a year"), Standing::Open);
        // Of several it fails for one, and holds for all.
        assert_eq!(standing(&[sure, sure], "doubles in a year"), Standing::Holds);
        assert_eq!(standing(&[sure, flat], "doubles in a year"), Standing::Open);
        assert_eq!(standing(&[sure, Interval::new(4.0, 3.0, 5.0)], "doubles in a year"), Standing::Fails);
        assert_eq!(standing(&[], "doubles in a year"), Standing::Open);
    }

    #[test]
    fn the_interval_over_tasks_and_the_pace_since_a_break_come_first() {
        let claim: PaceClaim = "doubles in a year".parse().unwrap();
        let mut found = trends(&[Interval::new(1.0, 0.5, 2.0)]);
        let judged = |found: &Trends| claim.judge(found).unwrap().series.remove(0);
        let days = Interval::new(0.25 * YEAR, 0.125 * YEAR, 0.5 * YEAR);
        found.series[0].over_tasks = Some(DoublingTime::Doubles { days });
        let by_tasks = judged(&found);
        assert!(by_tasks.slope == Interval::new(4.0, 2.0, 8.0) && by_tasks.since.is_nan(), "{by_tasks:?}");
        assert!(by_tasks.standing == Standing::Fails && by_tasks.label == "a");
        let mut after = found.series[0].line.unwrap();
        after.slope.interval = Interval::new(1.5, 0.75, 3.0);
        let headline = found.series[0].headline.as_mut().unwrap();
        (headline.after, headline.since) = (Some(after), 700.0);
        let since = judged(&found);
        assert!(since.slope.value == 1.5 && since.since == 700.0, "{since:?}");
        assert_eq!(since.standing, Standing::Holds);
    }

    #[test]
    fn values_without_doublings_have_no_pace() {
        let claim: PaceClaim = "doubles in a year".parse().unwrap();
        let mut found = trends(&[Interval::new(1.0, 0.5, 2.0); 2]);
        assert!(claim.judge(&found).is_ok());
        found.series[1].scale = super::super::LevelScale::Raw;
        assert!(claim.judge(&found).unwrap_err().to_string().contains("a is followed in points"));
    }
}
