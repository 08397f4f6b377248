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
