//! When a growing need meets a stock (Villalobos et al. 2024, arXiv 2211.04325).
//!
//! The need is the line through the largest values of their day, or through all; the stock is known to a factor, and may
//! grow itself. Both are drawn, and the days on which they meet are counted. That the need goes on as it did is an
//! assumption, not a finding.

use super::line::Line;
use super::{Better, Dated, frontier};
use lawlike::error::{Error, Result};
use lawlike::interval::Interval;
use lawlike_num::quantile::quantile;
use lawlike_num::stream::Stream;
use serde::Serialize;

/// Draws of lines and stocks.
const DRAWS: u64 = 10_000;
/// Half the width of a central 95 % interval in standard deviations.
const WIDE: f64 = 1.959_963_984_540_054;
/// Keeps these streams apart from those of other uses of the same seed.
const STOCK_STREAM: u64 = 0x0073_746f_636b;

/// A stock that is known to a factor.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Stock {
    /// Its size: the median and the 95 % interval.
    #[serde(flatten)]
    pub size: Interval,
    /// Factor by which it grows a year; 1 for none.
    pub growth: f64,
    /// Day on which it has that size, since 1 January 1970.
    pub day: f64,
}

/// When a need meets the stock.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Meeting {
    /// The line of the need.
    pub line: Line,
    /// Value of the line on the day of the stock.
    pub need: f64,
    /// Quantiles of the day at 2.5, 10, 50, 90 and 97.5 %; infinite where so large a share never meets.
    pub days: [f64; 5],
    /// Share of draws in which they never meet.
    pub never: f64,
}

/// The meetings of one series.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Meetings {
    /// Name of the series, empty if there is only one.
    pub label: String,
    /// Points.
    pub n: usize,
    /// By the largest values of their day.
    pub frontier: Option<Meeting>,
    /// By all values.
    pub all: Option<Meeting>,
}

/// When the need of every series meets the stock.
///
/// # Errors
/// The stock is not above zero, its interval does not hold its median, it does not grow by a factor above zero, or no series
/// has two values on different days.
pub fn meetings(series: &[Dated], stock: &Stock, seed: u64) -> Result<Vec<Meetings>> {
    let Stock { size: Interval { value, lo, hi, .. }, growth, .. } = *stock;
    if !(lo > 0.0 && stock.size.contains(value) && hi.is_finite()) {
        let message = format!(
            "a stock of {value} between {lo} and {hi}: give numbers above zero, the median between the ends"
        );
        return Err(Error::option(message));
    }
    if !(growth > 0.0 && growth.is_finite()) {
        return Err(Error::option(format!(
            "a stock that grows by a factor of {growth}: it must be above zero"
        )));
    }
    let meeting_of = |dated: &Dated| {
        let largest = frontier::frontier(&dated.points, Better::Higher);
        let met = |points| Line::through(points).map(|line| meeting(line, stock, seed));
        Meetings {
            label: dated.label.clone(),
            n: dated.points.len(),
            frontier: met(&largest),
            all: met(&dated.points),
        }
    };
    let found: Vec<Meetings> = series.iter().map(meeting_of).collect();
    if found.iter().all(|one| one.all.is_none()) {
        return Err(Error::observations("a need that grows has two values on different days"));
    }
    Ok(found)
}

fn meeting(line: Line, stock: &Stock, seed: u64) -> Meeting {
    let draw = |number: u64| {
        let mut stream = Stream::keyed(seed, &[STOCK_STREAM, number]);
        let line = line.draw(&mut stream);
        let z = stream.normal();
        let end = if z < 0.0 { stock.size.lo } else { stock.size.hi };
        let level = stock.size.value.log2() + z.abs() / WIDE * (end / stock.size.value).log2();
        line.meets(stock.day, level, stock.growth.log2()).unwrap_or(f64::INFINITY)
    };
    let mut days: Vec<f64> = (0..DRAWS).map(draw).collect();
    days.sort_by(f64::total_cmp);
    let met = days.partition_point(|day| day.is_finite());
    let at = |p: f64| {
        // Nothing lies between the last day and never.
        if p * (days.len() - 1) as f64 > met as f64 - 1.0 && met < days.len() {
            f64::INFINITY
        } else {
            quantile(&days, p)
        }
    };
    Meeting {
        line,
        need: line.at(stock.day).exp2(),
        days: [0.025, 0.1, 0.5, 0.9, 0.975].map(at),
        never: (days.len() - met) as f64 / days.len() as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Point, YEAR};
    use super::*;

    /// Points that double twice a year from 1e9 on, with noise in doublings.
    fn need(noise: f64, seed: u64) -> Dated {
        let mut stream = Stream::keyed(seed, &[9]);
        let point = |i: u32| {
            let day = 60.0 * f64::from(i);
            let level = 1e9f64.log2() + 2.0 * day / YEAR + noise * stream.normal();
            Point { label: format!("m{i}"), day, level, se: f64::NAN, day_se: 0.0, size: f64::NAN }
        };
        Dated {
            label: String::new(),
            scale: crate::trend::LevelScale::Log,
            points: (0..20).map(point).collect(),
        }
    }

    fn stock(lo: f64, hi: f64, growth: f64) -> Stock {
        Stock { size: Interval::new(1024e9, lo, hi), growth, day: 0.0 }
    }

    #[test]
    fn an_exact_need_meets_an_exact_stock_on_its_day() {
        // Ten doublings take five years, or ten where the stock doubles once a year itself.
        for (growth, years) in [(1.0, 5.0), (2.0, 10.0)] {
            let found = meetings(&[need(0.0, 0)], &stock(1024e9, 1024e9, growth), 0).unwrap();
            let all = found[0].all.unwrap();
            assert!(all.days.iter().all(|day| (day / YEAR - years).abs() < 1e-6), "{all:?}");
            assert!((all.need / 1e9 - 1.0).abs() < 1e-9 && all.never == 0.0);
        }
        let never = meetings(&[need(0.0, 0)], &stock(1024e9, 1024e9, 8.0), 0).unwrap()[0].all.unwrap();
        assert!(never.never == 1.0 && never.days[0].is_infinite());
        assert!(meetings(&[need(0.0, 0)], &stock(2e12, 3e12, 1.0), 0).is_err());
        assert!(meetings(&[], &stock(1e11, 1e13, 1.0), 0).is_err());
    }

    #[test]
    #[ignore = "slow"]
    fn the_day_is_in_its_interval_as_often_as_stated() {
        let (mut held, sets) = (0, 200);
        for seed in 0..sets {
            // The stock is drawn from what is known of it, as the noise of the need is.
            let mut stream = Stream::keyed(seed, &[10]);
            let off = 0.5 * stream.normal();
            let known = Stock {
                size: Interval::around(off, 0.5 * WIDE).map(|doublings| 1024e9 * doublings.exp2()),
                growth: 1.0,
                day: 0.0,
            };
            let days = meetings(&[need(0.5, seed)], &known, seed).unwrap()[0].all.unwrap().days;
            held += usize::from(days[0] <= 5.0 * YEAR && 5.0 * YEAR <= days[4]);
        }
        assert!((180..=198).contains(&held), "{held} of {sets}");
    }

    #[test]
    fn days_of_an_uncertain_stock_are_those_of_its_quantiles() {
        // Ten doublings at the median, eight at 2.5 % and fourteen at 97.5 %, two a year; 10 % lie 1.2816 of 1.96 out.
        let found = meetings(&[need(0.0, 0)], &stock(256e9, 16_384e9, 1.0), 3).unwrap()[0].all.unwrap();
        let inner = 1.281_552 / WIDE;
        let expected = [8.0, 10.0 - 2.0 * inner, 10.0, 10.0 + 4.0 * inner, 14.0];
        for (day, doublings) in found.days.iter().zip(expected) {
            // Four standard errors of 10 000 draws.
            assert!((2.0 * day / YEAR - doublings).abs() < 0.2, "{doublings}: {found:?}");
        }
    }

    #[test]
    fn a_stock_that_may_outgrow_the_need_is_never_met_in_a_share_of_draws() {
        let series = need(0.5, 4);
        let line = Line::through(&series.points).unwrap();
        // One standard error below the slope: by Student's t with 18 degrees of freedom .165 of lines are slower.
        let growth = (line.slope.value() - line.slope.se).exp2();
        let found = meetings(&[series], &stock(1024e9, 1024e9, growth), 0).unwrap()[0].all.unwrap();
        assert!((found.never - 0.165).abs() < 0.015, "{found:?}");
        assert!(
            found.days[..3].iter().all(|day| day.is_finite()) && found.days[3].is_infinite(),
            "{found:?}"
        );
    }

    #[test]
    fn stocks_without_a_size_or_a_growth_are_refused() {
        let refused = |size: (f64, f64), growth: f64| {
            meetings(&[need(0.0, 0)], &stock(size.0, size.1, growth), 0).is_err()
        };
        assert!(refused((0.0, 2e12), 1.0) && refused((-1.0, 2e12), 1.0));
        assert!(refused((1e11, f64::INFINITY), 1.0));
        assert!(refused((1e11, 1e12), 1.0), "the median lies above the ends");
        for growth in [0.0, -1.0, f64::INFINITY, f64::NAN] {
            assert!(refused((1e11, 2e12), growth), "{growth}");
        }
        assert!(!refused((1e11, 2e12), 1.0));
    }

    #[test]
    fn the_largest_of_their_day_meet_the_stock_on_their_own() {
        let mut series = need(0.0, 0);
        // Two more that lie below the others: only the line through all heeds them.
        for (at, day) in [(3, 400.0), (7, 900.0)] {
            let low = Point { level: 3.0, day, ..series.points[at].clone() };
            series.points.push(low);
        }
        let found = meetings(&[series], &stock(1024e9, 1024e9, 1.0), 0).unwrap().remove(0);
        let days = found.frontier.unwrap().days;
        assert!(found.n == 22 && (days[2] / YEAR - 5.0).abs() < 1e-6, "{found:?}");
        assert!((found.all.unwrap().days[2] / YEAR - 5.0).abs() > 0.1, "{found:?}");
    }
}
