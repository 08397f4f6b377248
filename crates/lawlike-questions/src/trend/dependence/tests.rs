//! Errors that hang together.

use super::*;
use crate::trend::Better;
use crate::trend::frontier::frontier;
use crate::trend::line::Line;
use lawlike_num::stream::Stream;

/// Against matrices and by hand.
mod naive;

/// Errors of a standard deviation of 0.4, or steps of so much, around 1.7 doublings a year.
fn series(n: usize, rho: f64, seed: u64) -> Vec<Point> {
    let mut stream = Stream::keyed(seed, &[83, n as u64]);
    let mut error = stream.normal();
    (0..n)
        .map(|i| {
            let (kept, fresh) = if rho < 1.0 { (rho, (1.0 - rho * rho).sqrt()) } else { (1.0, 1.0) };
            error = kept * error + fresh * stream.normal();
            let day = 60.0 * i as f64;
            let level = 1.7 * day / YEAR + 0.4 * error;
            Point { label: String::new(), day, level, se: f64::NAN, day_se: 0.0, size: f64::NAN }
        })
        .collect()
}

fn covered(n: usize, rho: f64, sets: u64) -> f64 {
    let holds = |set: &u64| {
        let line = Line::through(&series(n, rho, *set)).unwrap();
        line.slope.interval.contains(1.7)
    };
    (0..sets).filter(holds).count() as f64 / sets as f64
}

#[test]
fn slopes_are_covered_whatever_hangs_together() {
    for n in [8, 20, 60] {
        for rho in [0.0, 0.5, 0.9, 1.0] {
            let found = covered(n, rho, 300);
            // Two standard errors of 300 draws below nine of ten.
            assert!(found >= 0.87, "{n} points, correlation {rho}: {found}");
        }
    }
}

#[test]
fn three_to_five_points_of_independent_errors_are_covered_as_stated() {
    for n in 3..=5 {
        let found = covered(n, 0.0, 2000);
        assert!((0.935..=0.965).contains(&found), "{n} points: {found}");
    }
}

#[test]
#[ignore = "slow"]
fn later_records_are_in_the_intervals() {
    for rho in [0.0, 0.5, 1.0] {
        let (mut held, mut all) = (0, 0);
        for set in 0..60 {
            let points = series(48, rho, 1000 + set);
            let past = frontier(&points[..30], Better::Higher);
            let Some(found) = Dependence::of(&past, &vec![1.0; past.len()], Kind::records(&points[..30]))
            else {
                continue;
            };
            let record = past.last().unwrap().level;
            for point in frontier(&points, Better::Higher).iter().filter(|point| point.day >= 1800.0) {
                let ends = found.quantiles(point.day, &[0.025, 0.975]);
                held += usize::from(ends[0].max(record) <= point.level && point.level <= ends[1]);
                all += 1;
            }
        }
        assert!(held as f64 >= 0.9 * f64::from(all), "correlation {rho}: {held} of {all}");
    }
}
