//! A straight line through logarithms over time, and the set of doubling times that it leaves.

use super::dependence::{Dependence, Kind};
use super::{Point, YEAR};
use lawlike::interval::{Estimate, Interval};
use lawlike_num::dist::student_quantile;
use lawlike_num::stream::Stream;
use serde::Serialize;

mod keys {
    lawlike::interval_keys!(days);
    lawlike::interval_keys!(with_error slope);
}

/// A line through base-2 logarithms over years, fitted by (weighted) least squares.
///
/// Where the points bear standard errors, each has the weight `1 / (se^2 + spread^2)`; the spread beside the errors is what
/// makes the weighted squares as large as their degrees of freedom (Paule & Mandel 1982). Errors of the days flatten a
/// line; their variance is taken off that of the days (Fuller 1987, section 1.2), and the spread holds what they add.
/// Standard error and interval allow for errors that hang together (`dependence.rs`).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Line {
    /// Number of points.
    pub n: usize,
    /// Doublings a year, below zero where the quantity falls, with the 95 % interval by Student's t. The standard error is
    /// the half-width of the interval over the quantile of Student's t; NaN with two points.
    #[serde(flatten, serialize_with = "keys::slope")]
    pub slope: Estimate,
    /// Standard deviation of points around the line beside their own errors, in doublings.
    pub spread: f64,
    /// How many times as wide the interval is as independent errors would leave it.
    pub wider: f64,
    /// Mean day, by weight.
    #[serde(skip)]
    day: f64,
    /// Mean logarithm, by weight.
    #[serde(skip)]
    level: f64,
    /// Sum of weighted squares of years around the mean.
    #[serde(skip)]
    square: f64,
    /// Sum of weights.
    #[serde(skip)]
    weight: f64,
}

/// What a slope says of the time that a doubling takes: with a slope that may be zero, a set with two ends and a hole.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "set", rename_all = "kebab-case")]
pub enum DoublingTime {
    /// It doubles, in so many days.
    Doubles {
        /// By the slope, with the 95 % interval.
        #[serde(flatten, serialize_with = "keys::days")]
        days: Interval,
    },
    /// It halves, in so many days.
    Halves {
        /// By the slope, with the 95 % interval.
        #[serde(flatten, serialize_with = "keys::days")]
        days: Interval,
    },
    /// It may stand still: it doubles in no less than `doubling` days, or halves in no less than `halving` days.
    Either {
        /// Signed days by the slope: above zero for a doubling.
        days: f64,
        /// Shortest doubling time in the 95 % interval.
        doubling: f64,
        /// Shortest halving time in the 95 % interval.
        halving: f64,
    },
    /// Too few points to say.
    Unknown {
        /// Signed days by the slope, if there is one.
        days: f64,
    },
}

impl Line {
    /// The line through points; none with fewer than two days.
    pub(crate) fn through(points: &[Point]) -> Option<Self> {
        Self::of(points, Kind::All)
    }

    /// The line through points, with an interval that allows for errors that hang together as those of their kind do.
    pub(crate) fn of(points: &[Point], kind: Kind) -> Option<Self> {
        let (line, sds) = Self::fitted(points)?;
        let wider = Dependence::of(points, &sds, kind).map_or(1.0, |found| found.wider(kind));
        let line = line.with_error(wider * line.slope.se, points.len() as f64 - 2.0, line.spread);
        Some(Self { wider, ..line })
    }

    /// The line, with errors as of independent points, and the standard deviation of each point that its weight stands for.
    pub(super) fn fitted(points: &[Point]) -> Option<(Self, Vec<f64>)> {
        let n = points.len();
        let first = points.first()?.day;
        if n < 2 || points.iter().all(|point| point.day == first) {
            return None;
        }
        let free = n as f64 - 2.0;
        if points.iter().any(|point| !(point.se > 0.0)) || n < 3 {
            let ones = vec![1.0; n];
            let line = Self::weighted(points, &ones)?;
            let spread = (line.squares(points, &ones) / free).sqrt();
            return Some((line.with_error(spread / line.square.sqrt(), free, spread), ones));
        }
        let weights = |spread: f64| -> Vec<f64> {
            points.iter().map(|point| 1.0 / (point.se * point.se + spread * spread)).collect()
        };
        let excess = |spread: f64| {
            let weights = weights(spread);
            Self::weighted(points, &weights).map_or(0.0, |line| line.squares(points, &weights)) - free
        };
        let (mut lo, mut hi) = (0.0, 64.0);
        if excess(0.0) <= 0.0 {
            hi = 0.0;
        }
        for _ in 0..80 {
            let middle = 0.5 * (lo + hi);
            if excess(middle) > 0.0 { lo = middle } else { hi = middle }
        }
        let weights = weights(hi);
        let line = Self::weighted(points, &weights)?;
        let sds = weights.iter().map(|weight| 1.0 / weight.sqrt()).collect();
        Some((line.with_error(1.0 / line.square.sqrt(), free, hi), sds))
    }

    fn weighted(points: &[Point], weights: &[f64]) -> Option<Self> {
        let weight: f64 = weights.iter().sum();
        let mean = |of: &dyn Fn(&Point) -> f64| {
            points.iter().zip(weights).map(|(p, w)| w * of(p)).sum::<f64>() / weight
        };
        let (day, level) = (mean(&|p| p.day), mean(&|p| p.level));
        let years = |p: &Point| (p.day - day) / YEAR;
        let apart: f64 = points.iter().zip(weights).map(|(p, w)| w * years(p) * years(p)).sum();
        let blurred: f64 = points.iter().zip(weights).map(|(p, w)| w * (p.day_se / YEAR).powi(2)).sum();
        // Days that differ by no more than their errors leave no slope.
        let true_apart = apart - blurred;
        if blurred > 0.0 && true_apart <= 0.1 * apart {
            return None;
        }
        let slope = points.iter().zip(weights).map(|(p, w)| w * years(p) * (p.level - level)).sum::<f64>()
            / true_apart;
        // The spread over the root of this is the standard error of the slope.
        let square = true_apart * true_apart / apart;
        let line = Self {
            n: points.len(),
            slope: Estimate::unknown(slope),
            spread: f64::NAN,
            wider: 1.0,
            day,
            level,
            square,
            weight,
        };
        slope.is_finite().then_some(line)
    }

    fn squares(&self, points: &[Point], weights: &[f64]) -> f64 {
        points.iter().zip(weights).map(|(p, w)| w * (p.level - self.at(p.day)).powi(2)).sum()
    }

    fn with_error(mut self, se: f64, free: f64, spread: f64) -> Self {
        if free >= 1.0 && se.is_finite() {
            let interval = Interval::student(self.slope.value(), se, free);
            (self.slope, self.spread) = (Estimate { interval, se }, spread);
        }
        self
    }

    /// The base-2 logarithm on a day.
    pub fn at(&self, day: f64) -> f64 {
        self.level + self.slope.value() * (day - self.day) / YEAR
    }

    /// Half the width of the 95 % interval for a new point on a day.
    pub fn margin(&self, day: f64) -> f64 {
        let years = (day - self.day) / YEAR;
        let level = if self.slope.se.is_finite() {
            self.slope.se * self.slope.se * self.square / self.weight
        } else {
            f64::NAN
        };
        let variance = level + self.slope.se * self.slope.se * years * years + self.spread * self.spread;
        student_quantile(0.975, (self.n as f64 - 2.0).max(1.0)) * variance.sqrt()
    }

    /// A line that could be the true one as well: scale, level and slope drawn from their joint distribution under normal
    /// errors. Itself with two points, which leave no errors.
    pub(super) fn draw(&self, stream: &mut Stream) -> Self {
        if !self.slope.se.is_finite() {
            return *self;
        }
        let free = self.n - 2;
        let squares: f64 = (0..free).map(|_| stream.normal().powi(2)).sum();
        let scale = (free as f64 / squares).sqrt();
        let level = scale * self.slope.se * (self.square / self.weight).sqrt() * stream.normal();
        let slope = scale * self.slope.se * stream.normal();
        let mut drawn = Self { level: self.level + level, ..*self };
        drawn.slope.interval.value += slope;
        drawn
    }

    /// The day on which the line meets one that has a level on a day and so many doublings a year; none if it never will.
    pub(super) fn meets(&self, day: f64, level: f64, slope: f64) -> Option<f64> {
        let closing = self.slope.value() - slope;
        let gap = level + slope * (self.day - day) / YEAR - self.level;
        (closing > 0.0).then(|| self.day + YEAR * gap / closing)
    }

    /// What the slope says of the doubling time.
    pub fn doubling(&self) -> DoublingTime {
        doubling(self.slope.interval)
    }
}

/// The doubling times of a slope and its interval, in doublings a year.
pub(super) fn doubling(slope: Interval) -> DoublingTime {
    let days = YEAR / slope.value;
    if !slope.is_bounded() {
        DoublingTime::Unknown { days }
    } else if slope.lo > 0.0 {
        DoublingTime::Doubles { days: slope.map_falling(|pace| YEAR / pace) }
    } else if slope.hi < 0.0 {
        DoublingTime::Halves { days: slope.map(|pace| -YEAR / pace) }
    } else {
        DoublingTime::Either { days, doubling: YEAR / slope.hi, halving: -YEAR / slope.lo }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(day: f64, level: f64, se: f64) -> Point {
        Point { label: String::new(), day, level, se, day_se: 0.0, size: f64::NAN }
    }

    #[test]
    fn an_exact_line_doubles_in_its_days() {
        let points: Vec<Point> =
            (0..6).map(|i| point(f64::from(i) * 100.0, f64::from(i) * 0.5 - 3.0, f64::NAN)).collect();
        let line = Line::through(&points).unwrap();
        match line.doubling() {
            DoublingTime::Doubles { days } => assert!((days.value - 200.0).abs() < 1e-9),
            other => panic!("{other:?}"),
        }
        assert!((line.at(1000.0) - 2.0).abs() < 1e-9);
    }

    #[test]
    fn a_slope_that_may_be_zero_leaves_a_set_with_a_hole() {
        let points: Vec<Point> = [0.0, 0.4, -0.3, 0.2, 0.1]
            .iter()
            .enumerate()
            .map(|(i, l)| point(i as f64 * 90.0, *l, f64::NAN))
            .collect();
        let line = Line::through(&points).unwrap();
        assert!(
            matches!(line.doubling(), DoublingTime::Either { doubling, halving, .. } if doubling > 0.0 && halving > 0.0)
        );
        assert_eq!(Line::through(&points[..1]), None);
        assert!(matches!(Line::through(&points[..2]).unwrap().doubling(), DoublingTime::Unknown { .. }));
    }

    #[test]
    fn days_known_to_some_weeks_do_not_flatten_the_line() {
        let (mut plain, mut freed, mut held, sets) = (0.0, 0.0, 0, 400);
        for set in 0..sets {
            let mut stream = Stream::keyed(37, &[set]);
            // Two years of releases whose days are off by a standard deviation of ninety days.
            let points: Vec<Point> = (0..30)
                .map(|i| {
                    let day = 25.0 * f64::from(i);
                    let level = 2.0 * day / YEAR + 0.2 * stream.normal();
                    Point { day_se: 90.0, ..point(day + 90.0 * stream.normal(), level, f64::NAN) }
                })
                .collect();
            let line = Line::through(&points).unwrap();
            freed += line.slope.value() / sets as f64;
            held += u64::from(line.slope.interval.contains(2.0));
            let sure: Vec<Point> = points.iter().map(|p| Point { day_se: 0.0, ..p.clone() }).collect();
            plain += Line::through(&sure).unwrap().slope.value() / sets as f64;
        }
        assert!(plain < 1.75 && (freed - 2.0).abs() < 0.05, "{plain} {freed}");
        assert!((365..=396).contains(&held), "{held} of {sets}");
        // Days that are all error say nothing.
        let blur: Vec<Point> =
            (0..6).map(|i| Point { day_se: 400.0, ..point(f64::from(i), 1.0, f64::NAN) }).collect();
        assert_eq!(Line::through(&blur), None);
    }

    #[test]
    fn intervals_hold_the_slope_with_unequal_errors() {
        // Errors of 0.1 to 1 doubling, and a spread of 0.4 beside them.
        let (mut plain, mut weighted, sets) = (0, 0, 400);
        for set in 0..sets {
            let mut stream = Stream::keyed(31, &[set]);
            let points: Vec<Point> = (0..12)
                .map(|i| {
                    let se = if i % 3 == 0 { 1.0 } else { 0.1 };
                    let day = 80.0 * f64::from(i);
                    point(day, 1.7 * day / YEAR + 0.4 * stream.normal() + se * stream.normal(), se)
                })
                .collect();
            let line = Line::through(&points).unwrap();
            weighted += u64::from(line.slope.interval.contains(1.7));
            let bare: Vec<Point> = points.iter().map(|p| Point { se: f64::NAN, ..p.clone() }).collect();
            let line = Line::through(&bare).unwrap();
            plain += u64::from(line.slope.interval.contains(1.7));
        }
        assert!(
            (368..=396).contains(&weighted) && (384..=400).contains(&plain),
            "{weighted} {plain} of {sets}"
        );
    }
}
