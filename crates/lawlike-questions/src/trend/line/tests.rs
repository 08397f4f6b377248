//! Lines, their errors and the sets of doubling times.

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
    assert!((368..=396).contains(&weighted) && (384..=400).contains(&plain), "{weighted} {plain} of {sets}");
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-8 * (1.0 + expected.abs()), "{found}, not {expected}");
}

/// Points a year apart, the first on day 365.25.
fn yearly(levels: &[f64], se: f64) -> Vec<Point> {
    levels.iter().zip(1_u32..).map(|(level, year)| point(YEAR * f64::from(year), *level, se)).collect()
}

/// Mean 2, slope 9/10, squares left 1.9.
const FIVE: [f64; 5] = [0.0, 2.0, 1.0, 3.0, 4.0];
/// Student's t at 97.5 % with three degrees of freedom.
const T3: f64 = 3.182_446_305_284_263;

#[test]
fn five_points_give_the_line_of_a_textbook() {
    let line = Line::through(&yearly(&FIVE, f64::NAN)).unwrap();
    let se = (1.9_f64 / 3.0 / 10.0).sqrt();
    near(line.slope.value(), 0.9);
    near(line.slope.se, se);
    near(line.slope.interval.lo, 0.9 - T3 * se);
    near(line.slope.interval.hi, 0.9 + T3 * se);
    near(line.spread, (1.9_f64 / 3.0).sqrt());
    assert!(line.n == 5 && line.wider == 1.0, "{line:?}");
    // The third year is the middle; a new point is off by the mean, the slope and itself.
    near(line.at(3.0 * YEAR), 2.0);
    near(line.at(6.0 * YEAR), 4.7);
    near(line.margin(3.0 * YEAR), T3 * (1.9 / 3.0 * (1.0 + 0.2_f64)).sqrt());
    near(line.margin(6.0 * YEAR), T3 * (1.9 / 3.0 * (1.0 + 0.2 + 9.0 / 10.0_f64)).sqrt());
}

#[test]
fn errors_that_hang_together_widen_the_interval_by_their_factor() {
    let levels = [0.0, 0.9, 1.7, 2.2, 2.0, 1.8, 2.5, 3.6, 4.9, 5.8, 6.0, 6.1];
    let points = yearly(&levels, f64::NAN);
    let (plain, _) = Line::fitted(&points).unwrap();
    let line = Line::through(&points).unwrap();
    assert!(line.wider > 1.3, "{line:?}");
    near(line.slope.se, line.wider * plain.slope.se);
    near(line.spread, plain.spread);
    // Ten degrees of freedom.
    near(line.slope.interval.width(), 2.0 * 2.228_138_851_964_939 * line.slope.se);
}

#[test]
fn points_weigh_by_the_square_of_their_errors() {
    // Weights of 4, 1 and 1; the line is nearer to the points than their errors, which leaves no spread beside them.
    let mut points = yearly(&[0.0, 1.2, 2.0], 1.0);
    points[0].se = 0.5;
    let (line, sds) = Line::fitted(&points).unwrap();
    near(line.slope.value(), 3.6 / 3.5);
    near(line.at(1.5 * YEAR), 3.2 / 6.0);
    near(line.slope.se, 1.0 / 3.5_f64.sqrt());
    assert!(line.spread == 0.0, "{line:?}");
    for (sd, se) in sds.iter().zip([0.5, 1.0, 1.0]) {
        near(*sd, se);
    }
}

#[test]
fn the_spread_beside_errors_makes_the_weighted_squares_their_degrees_of_freedom() {
    let mut points = yearly(&FIVE, 0.3);
    points[1].se = 0.1;
    points[4].se = 0.4;
    let (line, sds) = Line::fitted(&points).unwrap();
    assert!(line.spread > 0.3, "{line:?}");
    let squares = points.iter().zip(&sds).map(|(p, sd)| ((p.level - line.at(p.day)) / sd).powi(2));
    assert!((squares.sum::<f64>() - 3.0).abs() < 1e-6, "{line:?}");
    for (p, sd) in points.iter().zip(&sds) {
        near(*sd, p.se.hypot(line.spread));
    }
    // The standard error is that of weighted least squares.
    let weight = |sd: &f64| 1.0 / (sd * sd);
    let total: f64 = sds.iter().map(weight).sum();
    let middle = points.iter().zip(&sds).map(|(p, sd)| p.day / YEAR * weight(sd)).sum::<f64>() / total;
    let square = points.iter().zip(&sds).map(|(p, sd)| weight(sd) * (p.day / YEAR - middle).powi(2));
    near(line.slope.se, 1.0 / square.sum::<f64>().sqrt());
}

#[test]
fn one_point_without_an_error_makes_all_points_count_alike() {
    for unknown in [f64::NAN, 0.0] {
        let mut points = yearly(&FIVE, 0.3);
        points[2].se = unknown;
        near(Line::through(&points).unwrap().slope.value(), 0.9);
    }
}

#[test]
fn errors_of_days_are_taken_off_their_variance() {
    // Half a year each: of the ten squares of years 1.25 are error.
    let blurred = |day_se: f64| -> Vec<Point> {
        yearly(&FIVE, f64::NAN).into_iter().map(|p| Point { day_se: day_se * YEAR, ..p }).collect()
    };
    let (line, _) = Line::fitted(&blurred(0.5)).unwrap();
    let slope = 9.0 / 8.75;
    near(line.slope.value(), slope);
    let left = FIVE.iter().zip([-2.0, -1.0, 0.0, 1.0, 2.0]).map(|(y, t)| (y - 2.0 - slope * t).powi(2));
    let spread = (left.sum::<f64>() / 3.0).sqrt();
    near(line.spread, spread);
    near(line.slope.se, spread / (8.75 * 8.75 / 10.0_f64).sqrt());
}

#[test]
fn days_that_are_nine_tenths_error_leave_no_line() {
    // The squares of days around their mean are ten; the error of one day takes off its square.
    let with_one = |day_se: f64| {
        let mut points = yearly(&FIVE, f64::NAN);
        points[0].day_se = day_se * YEAR;
        Line::fitted(&points)
    };
    assert!(with_one(2.99).is_some());
    assert!(with_one(3.0).is_none() && with_one(3.1).is_none() && with_one(4.0).is_none());
}

#[test]
fn no_interval_comes_from_an_infinite_error_or_from_no_degree_of_freedom() {
    let (line, _) = Line::fitted(&yearly(&FIVE, f64::NAN)).unwrap();
    let bare = Line { slope: Estimate::unknown(0.9), ..line };
    assert!(bare.with_error(f64::INFINITY, 3.0, 1.0).slope.se.is_nan());
    assert!(bare.with_error(0.5, 0.0, 1.0).slope.se.is_nan());
    let told = bare.with_error(0.5, 1.0, 0.7);
    assert!(told.slope.se == 0.5 && told.spread == 0.7, "{told:?}");
}

#[test]
fn a_draw_moves_level_and_slope_by_student_errors() {
    let line = Line::through(&yearly(&FIVE, f64::NAN)).unwrap();
    let mut stream = Stream::keyed(6, &[1]);
    let drawn = line.draw(&mut stream.clone());
    let normals: Vec<f64> = (0..5).map(|_| stream.normal()).collect();
    let scale = (3.0 / normals[..3].iter().map(|z| z * z).sum::<f64>()).sqrt();
    let se = (1.9_f64 / 3.0).sqrt();
    near(drawn.at(3.0 * YEAR), 2.0 + scale * se / 5.0_f64.sqrt() * normals[3]);
    near(drawn.slope.value(), 0.9 + scale * se / 10.0_f64.sqrt() * normals[4]);
    // Two points leave no errors.
    let two = Line::through(&yearly(&[1.0, 3.0], f64::NAN)).unwrap();
    let drawn = two.draw(&mut stream);
    assert!(drawn.slope.value() == 2.0 && drawn.at(YEAR) == two.at(YEAR), "{drawn:?}");
}

#[test]
fn a_faster_line_meets_a_slower_one_that_lies_above() {
    // Level 0 after one year, one a year: the other has 5 after two years, and half a year.
    let line = Line::through(&yearly(&[0.0, 1.0, 2.0, 3.0, 4.0], f64::NAN)).unwrap();
    // t - 1 = 5 + (t - 2) / 2 after ten years.
    near(line.meets(2.0 * YEAR, 5.0, 0.5).unwrap(), 10.0 * YEAR);
    assert!(line.meets(2.0 * YEAR, 5.0, line.slope.value()).is_none());
    assert!(line.meets(2.0 * YEAR, 5.0, 1.5).is_none());
}

#[test]
fn doubling_times_are_years_over_the_slope() {
    let year = |days: f64| days / YEAR;
    match doubling(Interval::new(2.0, 1.0, 4.0)) {
        DoublingTime::Doubles { days } => assert_eq!(days.map(year), Interval::new(0.5, 0.25, 1.0)),
        other => panic!("{other:?}"),
    }
    match doubling(Interval::new(-2.0, -4.0, -1.0)) {
        DoublingTime::Halves { days } => assert_eq!(days.map(year), Interval::new(0.5, 0.25, 1.0)),
        other => panic!("{other:?}"),
    }
    let either = DoublingTime::Either { days: YEAR, doubling: 0.25 * YEAR, halving: 0.5 * YEAR };
    assert_eq!(doubling(Interval::new(1.0, -2.0, 4.0)), either);
    // An end at zero leaves standing still open.
    for ends in [Interval::new(1.0, 0.0, 2.0), Interval::new(-1.0, -2.0, 0.0)] {
        assert!(matches!(doubling(ends), DoublingTime::Either { .. }), "{ends:?}");
    }
    assert!(matches!(doubling(Interval::unknown(2.0)), DoublingTime::Unknown { days } if days == 0.5 * YEAR));
}
