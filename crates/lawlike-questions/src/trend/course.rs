//! The headline of a trend day by day: along the past, and beyond its last record.

use super::outlook::Outlook;
use super::{Dated, DayForecast, Headline, Point, TrendOptions};

/// Steps of each part of a course: enough for a curve to look smooth.
const STEPS: usize = 40;

/// Values of the headline over the days, as they are drawn.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Course {
    /// From the first record of the past to the last, with the 95 % interval of a point around the headline.
    pub within: Vec<DayForecast>,
    /// From the last record of the past to the last day that was measured or asked for, with the 95 % interval for a new
    /// record; empty where no day lies beyond.
    pub beyond: Vec<DayForecast>,
}

/// The course of one series, whose records of the past are the frontier.
pub(super) fn course(
    dated: &Dated,
    frontier: &[Point],
    headline: Option<&Headline>,
    outlook: Option<&Outlook>,
    options: &TrendOptions,
) -> Course {
    let (Some(outlook), Some(first), Some(last)) = (outlook, frontier.first(), frontier.last()) else {
        return Course::default();
    };
    let scale = dated.scale;
    let before = headline.and_then(|headline| Some((headline.since, headline.before?)));
    let within = |day: f64| {
        let found = match before {
            Some((since, line)) if day < since => {
                lawlike::interval::Interval::around(line.at(day), line.margin(day))
            }
            _ => outlook.within(day),
        };
        DayForecast { day, value: found.map(|level| scale.value(level)) }
    };
    let beyond = |day: f64| DayForecast { day, value: outlook.at(day).map(|level| scale.value(level)) };
    let days = dated.points.iter().map(|point| point.day).chain(options.at.iter().copied());
    let end = days.fold(last.day, f64::max);
    Course {
        within: steps(first.day, last.day).map(within).collect(),
        beyond: if end > last.day { steps(last.day, end).map(beyond).collect() } else { Vec::new() },
    }
}

/// Days from one to another, evenly.
fn steps(from: f64, to: f64) -> impl Iterator<Item = f64> {
    (0..=STEPS).map(move |step| from + (to - from) * step as f64 / STEPS as f64)
}

#[cfg(test)]
mod tests {
    use super::super::dependence::Kind;
    use super::super::line::Line;
    use super::super::shape::TrendShape;
    use super::super::{Better, LevelScale};
    use super::*;

    /// Nine points 500 days apart, with a break at day 2000.
    fn broken() -> Dated {
        let levels = [0.0, 0.4, 0.5, 0.9, 1.3, 2.8, 4.1, 5.7, 7.0];
        let point = |(i, level): (u32, f64)| Point {
            label: String::new(),
            day: 500.0 * f64::from(i),
            level,
            se: f64::NAN,
            day_se: 0.0,
            size: f64::NAN,
        };
        Dated { label: String::new(), scale: LevelScale::Raw, points: (0..).zip(levels).map(point).collect() }
    }

    fn days(part: &[DayForecast]) -> Vec<f64> {
        part.iter().map(|forecast| forecast.day).collect()
    }

    #[test]
    fn a_course_goes_in_even_steps_over_the_past_and_on_to_the_last_day_asked_for() {
        let dated = broken();
        let outlook = Outlook::new(&dated.points, Better::Higher, &[], f64::NAN, Kind::All).unwrap();
        let found_at = |at: Vec<f64>| {
            let options = TrendOptions { at, ..TrendOptions::default() };
            course(&dated, &dated.points, None, Some(&outlook), &options)
        };
        let even = |from: f64, step: f64| (0..=40).map(|i| from + step * f64::from(i)).collect::<Vec<f64>>();
        let found = found_at(vec![4400.0, 4200.0]);
        assert_eq!(days(&found.within), even(0.0, 100.0));
        assert_eq!(days(&found.beyond), even(4000.0, 10.0));
        assert!(found.within.iter().all(|forecast| forecast.value == outlook.within(forecast.day)));
        assert!(found.beyond.iter().all(|forecast| forecast.value == outlook.at(forecast.day)));
        for at in [vec![], vec![3000.0], vec![4000.0]] {
            assert!(found_at(at).beyond.is_empty());
        }
        assert_eq!(course(&dated, &dated.points, None, None, &TrendOptions::default()), Course::default());
    }

    #[test]
    fn before_a_break_the_course_is_that_of_the_line_before() {
        let dated = broken();
        let since = 2000.0;
        let before = Line::through(&dated.points[..4]).unwrap();
        let headline = Headline {
            shape: TrendShape::Piecewise,
            since,
            slope_before: before.slope.value(),
            slope_since: 1.0,
            before: Some(before),
            after: None,
        };
        let near = [TrendShape::Piecewise];
        let outlook = Outlook::new(&dated.points, Better::Higher, &near, since, Kind::All).unwrap();
        let options = TrendOptions::default();
        let found = course(&dated, &dated.points, Some(&headline), Some(&outlook), &options);
        for DayForecast { day, value } in found.within {
            let expected = if day < 1999.0 {
                lawlike::interval::Interval::around(before.at(day), before.margin(day))
            } else {
                outlook.within(day)
            };
            assert_eq!(value, expected, "{day}");
        }
    }
}
