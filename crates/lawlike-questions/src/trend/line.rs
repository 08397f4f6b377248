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
mod tests;
