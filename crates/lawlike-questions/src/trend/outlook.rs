//! What a trend says of later days: the forecast of the headline, which a standing record bounds on one side.

use super::dependence::{Dependence, Kind};
use super::line::Line;
use super::shape::{Curve, TrendShape};
use super::{Better, Point};
use lawlike::interval::Interval;
use lawlike_num::dist::student_quantile;

/// How later days are foreseen.
enum How {
    /// A line whose errors may hang together.
    Dependent(Dependence),
    /// A line alone: two points, or days with errors.
    Line(Line),
    /// A curve, the other shapes that are not refuted, the spread around the curve, and the last day and the span.
    Curves { curves: Vec<Curve>, spread: f64, last: f64, span: f64 },
}

/// Forecasts of one series.
pub(super) struct Outlook {
    how: How,
    /// The line of the headline; none where it is a curve.
    line: Option<Line>,
    /// Level of the standing record, and one or minus one for the way that is better.
    record: f64,
    sign: f64,
}

impl Outlook {
    /// By the headline shape. `near` are the shapes that are not refuted, the headline first, and `since` the day from
    /// which on the points count.
    pub(super) fn new(
        frontier: &[Point],
        better: Better,
        near: &[TrendShape],
        since: f64,
        kind: Kind,
    ) -> Option<Self> {
        let last = frontier.last()?;
        let sign = if better == Better::Higher { 1.0 } else { -1.0 };
        let headline = near.first().copied().unwrap_or(TrendShape::Exponential);
        let outlook_by = |how, line| Some(Self { how, line, record: last.level, sign });
        if matches!(headline, TrendShape::Logistic | TrendShape::Hyperbolic) {
            let curves: Vec<Curve> =
                near.iter().filter_map(|shape| Curve::through(*shape, frontier, better)).collect();
            let squares: f64 = frontier
                .iter()
                .map(|point| (curves.first().map_or(f64::NAN, |c| c.at(point.day)) - point.level).powi(2))
                .sum();
            let free = (frontier.len() as f64 - 3.0).max(1.0);
            let spread = student_quantile(0.975, free) * (squares / free).sqrt();
            let span = last.day - frontier.first()?.day;
            return outlook_by(How::Curves { curves, spread, last: last.day, span }, None);
        }
        let used: Vec<Point> = frontier.iter().filter(|point| !(point.day < since)).cloned().collect();
        let (line, sds) = Line::fitted(&used)?;
        let kind = if since.is_nan() { kind } else { Kind::All };
        let found = Dependence::of(&used, &sds, kind);
        match found {
            Some(found) if used.iter().all(|point| !(point.day_se > 0.0)) => {
                outlook_by(How::Dependent(found), Some(Line::of(&used, kind).unwrap_or(line)))
            }
            _ => {
                let line = Line::of(&used, kind).unwrap_or(line);
                outlook_by(How::Line(line), Some(line))
            }
        }
    }

    /// The level of the headline on a day of the past, with the 95 % interval of a point around it.
    pub(super) fn within(&self, day: f64) -> Interval {
        match self.line {
            Some(line) => Interval::around(line.at(day), line.margin(day)),
            None => self.free(day),
        }
    }

    /// The level on a day, no worse than the standing record.
    pub(super) fn at(&self, day: f64) -> Interval {
        self.free(day).map(|level| self.held(level))
    }

    /// The level on a day, whatever the standing record.
    fn free(&self, day: f64) -> Interval {
        match &self.how {
            How::Dependent(found) => {
                let found = found.quantiles(day, &[0.5, 0.025, 0.975]);
                let at = |i: usize| found.get(i).copied().unwrap_or(f64::NAN);
                Interval::new(at(0), at(1), at(2))
            }
            How::Line(line) => Interval::around(line.at(day), line.margin(day)),
            How::Curves { curves, spread, last, span } => {
                let at: Vec<f64> = curves.iter().map(|curve| curve.at(day)).collect();
                let level = at.first().copied().unwrap_or(f64::NAN);
                let wide = spread * (1.0 + ((day - last) / span).max(0.0));
                let ends =
                    (at.iter().copied().fold(level, f64::min), at.iter().copied().fold(level, f64::max));
                Interval::new(level, ends.0 - wide, ends.1 + wide)
            }
        }
    }

    /// A record never gets worse.
    fn held(&self, level: f64) -> f64 {
        if level.is_nan() { level } else { self.sign * (self.sign * level).max(self.sign * self.record) }
    }
}
