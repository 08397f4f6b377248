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

#[cfg(test)]
mod tests {
    use super::super::YEAR;
    use super::*;

    fn point(years: f64, level: f64) -> Point {
        let day = 300.0 + YEAR * years;
        Point { label: String::new(), day, level, se: f64::NAN, day_se: 0.0, size: f64::NAN }
    }

    /// Half a year apart, rising towards a ceiling, turned over where less is better.
    fn bent(better: Better) -> Vec<Point> {
        let sign = if better == Better::Higher { 1.0 } else { -1.0 };
        let levels = [0.5, 1.6, 2.4, 3.2, 3.6, 4.1, 4.2, 4.5, 4.55, 4.7];
        (0_u32..).zip(levels).map(|(i, level)| point(0.5 * f64::from(i), sign * level)).collect()
    }

    #[track_caller]
    fn same(found: Interval, expected: Interval) {
        for (found, expected) in found.numbers().iter().zip(expected.numbers()) {
            assert!(
                (found - expected).abs() < 1e-9 || found.is_nan() && expected.is_nan(),
                "{found} {expected}"
            );
        }
    }

    #[test]
    fn a_curve_is_as_uncertain_as_its_spread_and_the_curves_beside_it() {
        for better in [Better::Higher, Better::Lower] {
            let points = bent(better);
            let near = [TrendShape::Logistic, TrendShape::Exponential];
            let outlook = Outlook::new(&points, better, &near, f64::NAN, Kind::All).unwrap();
            let [curve, other] = near.map(|shape| Curve::through(shape, &points, better).unwrap());
            let squares: f64 = points.iter().map(|p| (p.level - curve.at(p.day)).powi(2)).sum();
            // Student's t with seven degrees of freedom.
            let spread = 2.364_624_251_592_785 * (squares / 7.0).sqrt();
            // On a day of the past, and half a span of 4.5 years after its end: half as wide again.
            for (years, wide) in [(1.0, spread), (6.75, 1.5 * spread)] {
                let day = 300.0 + YEAR * years;
                let (a, b) = (curve.at(day), other.at(day));
                let expected = Interval::new(a, a.min(b) - wide, a.max(b) + wide);
                same(outlook.within(day), expected);
                let record = points[9].level;
                let held =
                    |level: f64| if better == Better::Higher { level.max(record) } else { level.min(record) };
                same(outlook.at(day), expected.map(held));
            }
        }
    }

    #[test]
    fn a_forecast_is_no_worse_than_the_record() {
        for (better, sign) in [(Better::Higher, 1.0), (Better::Lower, -1.0)] {
            let points: Vec<Point> = [0.3, 1.0, 2.4, 2.9]
                .iter()
                .zip(0_u32..)
                .map(|(l, i)| point(f64::from(i), sign * l))
                .collect();
            let outlook = Outlook::new(&points, better, &[], f64::NAN, Kind::All).unwrap();
            let early = outlook.at(points[0].day);
            assert!(
                early.value == sign * 2.9 && outlook.within(points[0].day).value.abs() < 0.6,
                "{early:?}"
            );
            let late = outlook.at(points[3].day + 10.0 * YEAR);
            assert!(sign * late.value > 10.0, "{late:?}");
        }
        // Two points have a line and no interval.
        let two = [point(0.0, 1.0), point(1.0, 2.0)];
        let outlook = Outlook::new(&two, Better::Higher, &[], f64::NAN, Kind::All).unwrap();
        same(outlook.at(point(3.0, 0.0).day), Interval::unknown(4.0));
    }

    #[test]
    fn errors_that_hang_together_are_foreseen_only_on_sure_days() {
        let levels = [0.0, 1.2, 1.9, 3.4, 3.8, 5.3, 5.9, 7.2];
        let sure: Vec<Point> = levels.iter().zip(0_u32..).map(|(l, i)| point(f64::from(i), *l)).collect();
        let later = point(20.0, 0.0).day;
        let outlook = Outlook::new(&sure, Better::Higher, &[], f64::NAN, Kind::All).unwrap();
        let quantiles =
            Dependence::of(&sure, &[1.0; 8], Kind::All).unwrap().quantiles(later, &[0.5, 0.025, 0.975]);
        same(outlook.at(later), Interval::new(quantiles[0], quantiles[1], quantiles[2]));
        let line = Line::through(&sure).unwrap();
        same(outlook.within(sure[2].day), Interval::around(line.at(sure[2].day), line.margin(sure[2].day)));
        // One day with an error, and it is the line alone.
        let mut rough = sure.clone();
        rough[3].day_se = 20.0;
        let line = Line::through(&rough).unwrap();
        let outlook = Outlook::new(&rough, Better::Higher, &[], f64::NAN, Kind::All).unwrap();
        same(outlook.at(later), Interval::around(line.at(later), line.margin(later)));
    }

    #[test]
    fn after_a_break_the_points_from_its_day_on_count() {
        let levels = [9.0, 2.0, 0.0, 0.7, 2.2, 2.8, 4.3];
        let points: Vec<Point> = levels.iter().zip(0_u32..).map(|(l, i)| point(f64::from(i), *l)).collect();
        let since = points[2].day;
        let near = [TrendShape::Piecewise];
        let outlook = Outlook::new(&points, Better::Higher, &near, since, Kind::All).unwrap();
        let line = Line::through(&points[2..]).unwrap();
        let day = points[6].day;
        same(outlook.within(day), Interval::around(line.at(day), line.margin(day)));
        assert!(Outlook::new(&points[..1], Better::Higher, &near, f64::NAN, Kind::All).is_none());
    }
}
