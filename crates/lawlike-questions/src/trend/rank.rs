//! Is the biggest the most capable? Ranks of size and quality, and what chance would give.

use super::{Better, Point};
use lawlike_num::quantile::spearman;
use lawlike_num::stream::Stream;
use serde::Serialize;

/// Keeps these streams apart from those of other uses of the same seed.
const RANK_STREAM: u64 = 0x7261_6e6b;
/// Permutations.
const TIMES: u64 = 4000;

/// Ranks of size and quality.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ranks {
    /// Models of known size.
    pub n: usize,
    /// Rank correlation of size and quality.
    pub correlation: f64,
    /// Chance of at least as large a correlation, either way, if size did not matter (permutations).
    pub p: f64,
    /// The same after what the date explains is taken from both, by straight lines.
    pub beside_date: f64,
    /// Its chance.
    pub beside_date_p: f64,
    /// The biggest model.
    pub biggest: String,
    /// Its place by quality; 1 is the best.
    pub place: usize,
    /// Chance of so good a place if size did not matter.
    pub place_p: f64,
}

/// The ranks of points of known size; none with fewer than four.
pub(crate) fn ranks(points: &[Point], better: Better, seed: u64) -> Option<Ranks> {
    let sized: Vec<&Point> =
        points.iter().filter(|point| point.size > 0.0 && point.size.is_finite()).collect();
    let n = sized.len();
    if n < 4 {
        return None;
    }
    let sign = if better == Better::Higher { 1.0 } else { -1.0 };
    let sizes: Vec<f64> = sized.iter().map(|point| point.size.ln()).collect();
    let gains: Vec<f64> = sized.iter().map(|point| sign * point.level).collect();
    let days: Vec<f64> = sized.iter().map(|point| point.day).collect();
    let (sizes_left, gains_left) = (without(&days, &sizes), without(&days, &gains));
    let biggest = (0..n).max_by(|a, b| sizes[*a].total_cmp(&sizes[*b]))?;
    let place = 1 + gains.iter().filter(|gain| **gain > gains[biggest]).count();
    Some(Ranks {
        n,
        correlation: spearman(&sizes, &gains),
        p: chance(&sizes, &gains, seed),
        beside_date: spearman(&sizes_left, &gains_left),
        beside_date_p: chance(&sizes_left, &gains_left, seed),
        biggest: sized[biggest].label.clone(),
        place,
        place_p: place as f64 / n as f64,
    })
}

/// Residuals of a straight line over days.
fn without(days: &[f64], values: &[f64]) -> Vec<f64> {
    let n = days.len() as f64;
    let (d0, v0) = (days.iter().sum::<f64>() / n, values.iter().sum::<f64>() / n);
    let sxx: f64 = days.iter().map(|d| (d - d0) * (d - d0)).sum();
    let slope = if sxx > 0.0 {
        days.iter().zip(values).map(|(d, v)| (d - d0) * (v - v0)).sum::<f64>() / sxx
    } else {
        0.0
    };
    days.iter().zip(values).map(|(d, v)| v - v0 - slope * (d - d0)).collect()
}

fn chance(a: &[f64], b: &[f64], seed: u64) -> f64 {
    let found = spearman(a, b).abs();
    if found.is_nan() {
        return f64::NAN;
    }
    let mut stream = Stream::keyed(seed, &[RANK_STREAM]);
    let mut shuffled = b.to_vec();
    let as_large = (0..TIMES).filter(|_| {
        stream.shuffle(&mut shuffled);
        spearman(a, &shuffled).abs() >= found - 1e-12
    });
    (as_large.count() as f64 + 1.0) / (TIMES as f64 + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn size_that_matters_is_told_and_the_date_is_taken_out() {
        let point = |i: u32, size: f64, level: f64| Point {
            label: format!("m{i}"),
            day: f64::from(i) * 30.0,
            level,
            se: f64::NAN,
            day_se: 0.0,
            size,
        };
        let grown: Vec<Point> =
            (0..12).map(|i| point(i, 1e9 * 2f64.powi((i * 5 % 12) as i32), f64::from(i * 5 % 12))).collect();
        let found = ranks(&grown, Better::Higher, 0).unwrap();
        assert!(found.correlation == 1.0 && found.p < 0.01 && found.place == 1, "{found:?}");
        // Both follow the date, and nothing else: besides it, size says nothing.
        let noise = [0.3, -0.2, 0.5, -0.4, 0.1, -0.1, 0.2, -0.5, 0.4, -0.3, 0.0, 0.25];
        let other = [-0.1, 0.4, 0.2, -0.3, -0.5, 0.1, 0.3, 0.0, -0.2, 0.5, -0.4, 0.15];
        let dated: Vec<Point> = (0..12)
            .map(|i| point(i, (f64::from(i) + noise[i as usize]).exp(), f64::from(i) + other[i as usize]))
            .collect();
        let found = ranks(&dated, Better::Higher, 0).unwrap();
        assert!(found.p < 0.01 && found.beside_date_p > 0.1, "{found:?}");
    }

    fn sized(rows: &[(f64, f64)]) -> Vec<Point> {
        let point = |(at, (size, level)): (usize, &(f64, f64))| Point {
            label: format!("m{at}"),
            day: 50.0 * at as f64,
            level: *level,
            se: f64::NAN,
            day_se: 0.0,
            size: *size,
        };
        rows.iter().enumerate().map(point).collect()
    }

    #[test]
    fn the_place_of_the_biggest_is_counted_from_the_best() {
        let rows = [(2.0, 9.0), (3.0, 1.0), (8.0, 4.0), (1.0, 7.0), (5.0, 2.0)];
        let found = ranks(&sized(&rows), Better::Higher, 0).unwrap();
        assert_eq!((found.n, found.biggest.as_str(), found.place, found.place_p), (5, "m2", 3, 0.6));
        // A tie is no better place.
        let tied = [(2.0, 9.0), (3.0, 9.0), (8.0, 9.0), (1.0, 7.0)];
        assert_eq!(ranks(&sized(&tied), Better::Higher, 0).unwrap().place, 1);
    }

    #[test]
    fn less_is_better_where_it_is_said() {
        let rows = [(1.0, 8.0), (2.0, 6.0), (3.0, 5.0), (4.0, 3.0), (5.0, 2.0)];
        let lower = ranks(&sized(&rows), Better::Lower, 0).unwrap();
        assert!(lower.correlation == 1.0 && lower.place == 1, "{lower:?}");
        let higher = ranks(&sized(&rows), Better::Higher, 0).unwrap();
        assert!(higher.correlation == -1.0 && higher.place == 5, "{higher:?}");
    }

    #[test]
    fn models_of_no_size_do_not_count_and_four_are_needed() {
        let mut rows = vec![(1.0, 1.0), (2.0, 2.0), (3.0, 3.0)];
        rows.extend([(0.0, 5.0), (-1.0, 5.0), (f64::INFINITY, 5.0), (f64::NAN, 5.0)]);
        assert_eq!(ranks(&sized(&rows), Better::Higher, 0), None);
        rows.push((4.0, 4.0));
        let found = ranks(&sized(&rows), Better::Higher, 0).unwrap();
        assert!(found.n == 4 && found.correlation == 1.0, "{found:?}");
    }

    #[test]
    fn what_a_straight_line_leaves_is_what_is_off_it() {
        // Slope 7/5 around the means 1.5 and 3.
        let left = without(&[0.0, 1.0, 2.0, 3.0], &[1.0, 3.0, 2.0, 6.0]);
        for (found, expected) in left.iter().zip([0.1, 0.7, -1.7, 0.9]) {
            assert!((found - expected).abs() < 1e-12, "{left:?}");
        }
        // On one day there is no line: only the mean is taken off.
        assert_eq!(without(&[5.0, 5.0], &[1.0, 3.0]), [-1.0, 1.0]);
    }

    #[test]
    fn chance_is_the_share_of_orders_with_as_large_a_correlation() {
        // Two of the 24 orders of four are perfect, one of them turned around.
        let perfect = chance(&[1.0, 2.0, 3.0, 4.0], &[10.0, 20.0, 30.0, 40.0], 0);
        assert!((perfect - 2.0 / 24.0).abs() < 0.02, "{perfect}");
        // Every order has at least a correlation of zero.
        assert_eq!(chance(&[1.0, 2.0, 3.0, 4.0], &[2.0, 4.0, 1.0, 3.0], 0), 1.0);
        assert!(chance(&[1.0, 2.0, 3.0, 4.0], &[5.0; 4], 0).is_nan());
    }
}
