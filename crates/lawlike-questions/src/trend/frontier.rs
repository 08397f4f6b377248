//! The frontier: what was the best of its day, and what taking only that does to a slope.

use super::dependence::Kind;
use super::line::Line;
use super::{Better, Point};
use lawlike_num::parallel;
use lawlike_num::quantile::{mean, variance};
use lawlike_num::stream::Stream;
use serde::Serialize;

/// Keeps these streams apart from those of other uses of the same seed.
const FRONTIER_STREAM: u64 = 0x6672_6f6e;
/// Simulated sets of points.
const SETS: usize = 400;
/// Sets that go through the days together; a divisor of their number.
const LANES: usize = 4;

/// What selecting the frontier does, simulated: points around the line through all of them, and the frontier of those.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Selected {
    /// Mean of the slope of the simulated frontiers less the true slope, in doublings a year.
    pub bias: f64,
    /// Standard deviation of the slopes of the simulated frontiers.
    pub sd: f64,
    /// Share of the simulated frontiers whose 95 % interval holds the true slope.
    pub coverage: f64,
}

/// The points that were the best so far, in order of time; of several on a day the best one.
pub(crate) fn frontier(points: &[Point], better: Better) -> Vec<Point> {
    let gain = |point: &Point| if better == Better::Higher { point.level } else { -point.level };
    let mut order: Vec<&Point> = points.iter().collect();
    order.sort_by(|a, b| a.day.total_cmp(&b.day).then(gain(b).total_cmp(&gain(a))));
    let mut best = f64::NEG_INFINITY;
    let mut kept = Vec::new();
    for point in order {
        if gain(point) > best {
            best = gain(point);
            kept.push(point.clone());
        }
    }
    kept
}

/// What selection does to the slope; none with fewer than five points or no spread.
pub(crate) fn selected(points: &[Point], better: Better, seed: u64) -> Option<Selected> {
    let line = Line::through(points)?;
    let spread = line.spread.hypot(typical_error(points));
    if points.len() < 5 || !(spread > 0.0) {
        return None;
    }
    let simulation = Simulation::new(points, &line, spread, better);
    let levels = || vec![[0.0; LANES]; points.len()];
    let found = parallel::map_with(SETS / LANES, 0, levels, |levels, block| {
        for lane in 0..LANES {
            let mut stream = Stream::keyed(seed, &[FRONTIER_STREAM, (block * LANES + lane) as u64]);
            simulation.draw(&mut stream, lane, levels);
        }
        let kinds = Kind::simulated(&simulation.days, levels);
        let lines = kinds.into_iter().enumerate();
        let lines = lines.filter_map(|(lane, kind)| Line::of(&simulation.frontier(lane, levels), kind));
        lines.map(|found| found.slope).collect::<Vec<_>>()
    });
    let found = found.concat();
    if found.len() < 10 {
        return None;
    }
    let slopes: Vec<f64> = found.iter().map(|slope| slope.value() - line.slope.value()).collect();
    let held = found.iter().filter(|slope| slope.interval.contains(line.slope.value())).count();
    let coverage = held as f64 / slopes.len() as f64;
    Some(Selected { bias: mean(&slopes), sd: variance(&slopes).sqrt(), coverage })
}

/// Sets of points around a line on the days of points, which are put in order once.
struct Simulation {
    /// The days, in order.
    days: Vec<f64>,
    /// Place of each point in this order.
    place: Vec<usize>,
    /// The line at each point.
    centre: Vec<f64>,
    spread: f64,
    sign: f64,
}

impl Simulation {
    fn new(points: &[Point], line: &Line, spread: f64, better: Better) -> Self {
        let mut order: Vec<usize> = (0..points.len()).collect();
        order.sort_by(|a, b| points[*a].day.total_cmp(&points[*b].day));
        let mut place = vec![0; points.len()];
        order.iter().enumerate().for_each(|(at, point)| place[*point] = at);
        Self {
            days: order.iter().map(|at| points[*at].day).collect(),
            place,
            centre: points.iter().map(|point| line.at(point.day)).collect(),
            spread,
            sign: if better == Better::Higher { 1.0 } else { -1.0 },
        }
    }

    /// Levels of one set, drawn in the order of the points.
    fn draw(&self, stream: &mut Stream, lane: usize, levels: &mut [[f64; LANES]]) {
        for (place, centre) in self.place.iter().zip(&self.centre) {
            levels[*place][lane] = centre + self.spread * stream.normal();
        }
    }

    /// The best so far of one set, a point a day at most.
    fn frontier(&self, lane: usize, levels: &[[f64; LANES]]) -> Vec<Point> {
        let mut best = f64::NEG_INFINITY;
        let mut kept: Vec<Point> = Vec::new();
        for (day, levels) in self.days.iter().zip(levels) {
            let level = levels[lane];
            if self.sign * level > best {
                best = self.sign * level;
                // Drawn on the days as they stand.
                let point = Point {
                    label: String::new(),
                    day: *day,
                    level,
                    se: f64::NAN,
                    day_se: 0.0,
                    size: f64::NAN,
                };
                match kept.last_mut() {
                    Some(last) if last.day == *day => *last = point,
                    _ => kept.push(point),
                }
            }
        }
        kept
    }
}

fn typical_error(points: &[Point]) -> f64 {
    let errors: Vec<f64> = points.iter().map(|point| point.se * point.se).filter(|v| v.is_finite()).collect();
    if errors.is_empty() { 0.0 } else { mean(&errors).sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(day: f64, level: f64) -> Point {
        Point { label: format!("{day}"), day, level, se: f64::NAN, day_se: 0.0, size: f64::NAN }
    }

    #[test]
    fn the_best_of_each_day_is_kept() {
        let points = [point(3.0, 2.0), point(1.0, 0.0), point(2.0, -1.0), point(3.0, 5.0), point(4.0, 5.0)];
        let days = |better| frontier(&points, better).iter().map(|p| (p.day, p.level)).collect::<Vec<_>>();
        assert_eq!(days(Better::Higher), [(1.0, 0.0), (3.0, 5.0)]);
        assert_eq!(days(Better::Lower), [(1.0, 0.0), (2.0, -1.0)]);
    }

    #[test]
    fn a_frontier_of_noise_rises() {
        // No trend at all: the frontier rises nevertheless, and its interval says so too often, even as that of records.
        let mut stream = Stream::keyed(4, &[]);
        let points: Vec<Point> = (0..40).map(|i| point(20.0 * f64::from(i), stream.normal())).collect();
        let found = selected(&points, Better::Higher, 0).unwrap();
        assert!(found.bias > 0.3 && found.coverage < 0.92, "{found:?}");
    }

    /// Uneven days, two of them the same, in no order; two have errors.
    fn uneven(better: Better) -> Vec<Point> {
        let sign = if better == Better::Higher { 1.0 } else { -1.0 };
        let levels = [1.4, 0.0, 3.1, 0.2, 2.0, 1.9, 3.0, 4.1];
        let days = [400.0, 100.0, 900.0, 250.0, 700.0, 400.0, 800.0, 1300.0];
        let mut points: Vec<Point> =
            days.iter().zip(levels).map(|(day, level)| point(*day, sign * level)).collect();
        (points[1].se, points[4].se) = (0.3, 0.5);
        points
    }

    /// The same set by set, with the frontier and the errors of all points.
    fn set_by_set(points: &[Point], better: Better, seed: u64) -> Selected {
        let line = Line::through(points).unwrap();
        // The mean square of the known errors is .17.
        let spread = (line.spread * line.spread + 0.17).sqrt();
        let (mut slopes, mut held) = (Vec::new(), 0.0);
        for set in 0..400 {
            let mut stream = Stream::keyed(seed, &[FRONTIER_STREAM, set]);
            let drawn: Vec<Point> =
                points.iter().map(|p| point(p.day, line.at(p.day) + spread * stream.normal())).collect();
            if let Some(found) = Line::of(&frontier(&drawn, better), Kind::records(&drawn)) {
                slopes.push(found.slope.value());
                held += f64::from(u8::from(found.slope.interval.contains(line.slope.value())));
            }
        }
        let n = slopes.len() as f64;
        let middle = slopes.iter().sum::<f64>() / n;
        let squares: f64 = slopes.iter().map(|slope| (slope - middle).powi(2)).sum();
        Selected { bias: middle - line.slope.value(), sd: (squares / (n - 1.0)).sqrt(), coverage: held / n }
    }

    #[test]
    fn simulated_frontiers_are_those_of_points_drawn_one_set_after_another() {
        for (better, n) in [(Better::Higher, 5), (Better::Lower, 8)] {
            let points = uneven(better)[..n].to_vec();
            let (found, expected) = (selected(&points, better, 7).unwrap(), set_by_set(&points, better, 7));
            assert!((found.bias - expected.bias).abs() < 1e-9, "{found:?} {expected:?}");
            assert!((found.sd - expected.sd).abs() < 1e-9, "{found:?} {expected:?}");
            assert!((found.coverage - expected.coverage).abs() < 1e-12, "{found:?} {expected:?}");
            assert!(found.bias != 0.0 && found.coverage < 1.0, "{found:?}");
        }
    }

    #[test]
    fn selection_is_asked_for_from_five_points_with_a_spread_on() {
        let points = uneven(Better::Higher);
        assert!(selected(&points[..4], Better::Higher, 0).is_none());
        assert!(selected(&points[..5], Better::Higher, 0).is_some());
        let exact: Vec<Point> =
            (0..5).map(|i| point(super::super::YEAR * f64::from(i), f64::from(i))).collect();
        assert!(selected(&exact, Better::Higher, 0).is_none());
        // The first of points that fall fast is the best of all: no line, and nothing to say.
        let falling: Vec<Point> = (0..6)
            .map(|i| point(100.0 * f64::from(i), -100.0 * f64::from(i) + 0.1 * f64::from(i % 2)))
            .collect();
        assert!(selected(&falling, Better::Higher, 0).is_none());
        assert!(selected(&falling, Better::Lower, 0).is_some());
    }

    #[test]
    fn the_typical_error_is_the_root_of_the_mean_square_of_the_known_ones() {
        let mut points = uneven(Better::Higher);
        assert!((typical_error(&points) - 0.17_f64.sqrt()).abs() < 1e-12);
        points.iter_mut().for_each(|p| p.se = f64::NAN);
        assert_eq!(typical_error(&points), 0.0);
    }
}
