//! Errors that hang together, against generalised least squares with whole matrices and against numbers by hand.

use super::*;

type Matrix = Vec<Vec<f64>>;

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-8 * (1.0 + expected.abs()), "{found}, not {expected}");
}

fn product(a: &Matrix, b: &Matrix) -> Matrix {
    let entry =
        |row: &Vec<f64>, column: usize| row.iter().zip(b).map(|(value, other)| value * other[column]).sum();
    a.iter().map(|row| (0..b[0].len()).map(|column| entry(row, column)).collect()).collect()
}

fn turned(a: &Matrix) -> Matrix {
    (0..a[0].len()).map(|column| a.iter().map(|row| row[column]).collect()).collect()
}

/// Inverse and determinant by elimination.
fn inverse(a: &Matrix) -> (Matrix, f64) {
    let n = a.len();
    let mut rows: Matrix = a.clone();
    for (at, row) in rows.iter_mut().enumerate() {
        row.extend((0..n).map(|column| f64::from(u8::from(column == at))));
    }
    let mut determinant = 1.0;
    for pivot in 0..n {
        determinant *= rows[pivot][pivot];
        let divisor = rows[pivot][pivot];
        rows[pivot].iter_mut().for_each(|value| *value /= divisor);
        let own = rows[pivot].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(at, _)| *at != pivot) {
            let factor = row[pivot];
            row.iter_mut().zip(&own).for_each(|(value, own)| *value -= factor * own);
        }
    }
    (rows.iter().map(|row| row[n..].to_vec()).collect(), determinant)
}

/// What generalised least squares says.
struct Naive {
    at: [f64; 2],
    covariance: [f64; 3],
    variance: f64,
    se: f64,
    log: f64,
}

/// By matrices, from the levels, their standard deviations, and the correlation of neighbours.
fn naive(years: &[f64], levels: &[f64], sds: &[f64], neighbours: &[f64]) -> Naive {
    let n = years.len();
    let correlation = |i: usize, j: usize| neighbours[i.min(j)..i.max(j)].iter().product();
    let v: Matrix = (0..n).map(|i| (0..n).map(|j| correlation(i, j)).collect()).collect();
    let x: Matrix = years.iter().zip(sds).map(|(t, sd)| vec![1.0 / sd, t / sd]).collect();
    let y: Matrix = levels.iter().zip(sds).map(|(level, sd)| vec![level / sd]).collect();
    let (white, determinant) = inverse(&v);
    let (left, free) = (product(&turned(&x), &white), n as f64 - 2.0);
    let (covariance, normal) = inverse(&product(&left, &x));
    let at = product(&covariance, &product(&left, &y));
    let off: Matrix = x.iter().zip(&y).map(|(x, y)| vec![y[0] - x[0] * at[0][0] - x[1] * at[1][0]]).collect();
    let squares = product(&turned(&off), &product(&white, &off))[0][0];
    let variance = squares / free;
    let (bread, _) = inverse(&product(&turned(&x), &x));
    let meat = product(&turned(&x), &product(&v, &x));
    let sandwich = product(&bread, &product(&meat, &bread));
    Naive {
        at: [at[0][0], at[1][0]],
        covariance: [covariance[0][0], covariance[0][1], covariance[1][1]].map(|c| c * variance),
        variance,
        se: (sandwich[1][1] * variance).sqrt(),
        log: -0.5 * (determinant.ln() + normal.ln() + free * squares.ln()),
    }
}

const YEARS: [f64; 5] = [0.0, 0.5, 2.0, 2.0, 3.0];
const SDS: [f64; 5] = [1.0, 0.5, 2.0, 0.8, 1.25];
const LEVELS: [f64; 5] = [0.3, 1.4, 1.1, 2.5, 3.9];
const STEP: f64 = 0.75;

fn rows(levels: &[f64]) -> Vec<Row> {
    let row = |at: usize| Row {
        one: 1.0 / SDS[at],
        t: YEARS[at] / SDS[at],
        y: levels[at] / SDS[at],
        years: YEARS[at],
    };
    (0..levels.len()).map(row).collect()
}

#[track_caller]
fn same(found: Option<(f64, Scenario)>, expected: &Naive) {
    let (log, found) = found.unwrap();
    near(log, expected.log);
    near(found.se, expected.se);
    near(found.variance, expected.variance);
    found.at.iter().zip(expected.at).for_each(|(found, expected)| near(*found, expected));
    found.covariance.iter().zip(expected.covariance).for_each(|(found, expected)| near(*found, expected));
}

#[test]
fn one_correlation_gives_what_generalised_least_squares_gives() {
    let other = LEVELS.map(|level| level * level - 1.0);
    for rho in [0.0, 0.6_f64] {
        // Neighbours on one day are a tenth of a step apart.
        let neighbours = [0.5, 1.5, 0.1 * STEP, 1.0].map(|apart: f64| rho.powf(apart / STEP));
        let rows = rows(&LEVELS);
        let levels: Vec<[f64; 2]> = (0..5).map(|at| [rows[at].y, other[at] / SDS[at]]).collect();
        let found = scenarios(&rows, &levels, rho, STEP);
        same(found[0], &naive(&YEARS, &LEVELS, &SDS, &neighbours));
        same(found[1], &naive(&YEARS, &other, &SDS, &neighbours));
        assert!(found.iter().flatten().all(|(_, scenario)| scenario.rho == rho));
    }
}

#[test]
fn points_are_put_in_order_and_counted_in_their_own_standard_deviations() {
    // Five points are too few for another correlation than zero.
    let order = [3, 0, 4, 1, 2];
    let point = |at: &usize| Point {
        label: String::new(),
        day: 500.0 + YEAR * YEARS[*at],
        level: LEVELS[*at],
        se: f64::NAN,
        day_se: 0.0,
        size: f64::NAN,
    };
    let points: Vec<Point> = order.iter().map(point).collect();
    let found = Dependence::of(&points, &order.map(|at| SDS[at]), Kind::All).unwrap();
    let expected = naive(&YEARS, &LEVELS, &SDS, &[0.0; 4]);
    assert!(found.scenarios.len() == 1 && found.scenarios[0].weight == 1.0, "{found:?}");
    same(Some((expected.log, found.scenarios[0])), &expected);
    assert!(found.free == 3.0 && found.first == 500.0, "{found:?}");
    near(found.step, 0.75);
    near(found.unit, 5.55 / 5.0);
    near(found.last.y, 3.9 / 1.25);
    // Records of six points or more may hang together, however few they are.
    let records = Kind::Records { all: 6, may_walk: true };
    assert_eq!(Dependence::of(&points, &[1.0; 5], records).unwrap().scenarios.len(), GRID.len());
    assert!(Dependence::of(&points[..3], &[1.0; 3], Kind::All).is_some());
    assert!(Dependence::of(&points[..2], &[1.0; 2], Kind::All).is_none());
}

#[test]
fn an_exact_line_is_not_infinitely_sure() {
    let levels: Vec<f64> = YEARS.iter().map(|t| 1000.0 + 500.0 * t).collect();
    let rows = rows(&levels);
    let found = scenarios(&rows, &rows.iter().map(|row| [row.y]).collect::<Vec<_>>(), 0.0, STEP);
    let squares: f64 = rows.iter().map(|row| row.y * row.y).sum();
    let floor = 1e-14 * squares / 3.0;
    let variance = found[0].unwrap().1.variance;
    assert!(variance >= 0.99 * floor && variance < 100.0 * floor, "{variance} {floor}");
}

#[test]
fn rows_of_one_day_have_no_scenario() {
    let rows: Vec<Row> = [1.0, 2.0, 4.0].map(|y| Row { one: 1.0, t: 0.0, y, years: 0.0 }).to_vec();
    assert!(scenarios(&rows, &[[1.0], [2.0], [4.0]], 0.0, 1.0)[0].is_none());
}

#[test]
fn simulated_sets_are_judged_as_points_are() {
    let mut walking = [0, 0];
    for (n, seed) in [7, 9, 12, 20, 40].into_iter().flat_map(|n| (0..40).map(move |seed| (n, seed))) {
        let mut stream = Stream::keyed(seed, &[5, n as u64]);
        // Some of them the same.
        let mut days: Vec<f64> = (0..n).map(|at| 15_000.0 + 30.0 * (at + at * at % 5) as f64).collect();
        days.sort_by(f64::total_cmp);
        let mut error = [0.0; 4];
        let mut levels = Vec::new();
        for _ in 0..n {
            for (set, error) in error.iter_mut().enumerate() {
                *error = 0.2 * set as f64 * *error + stream.normal();
            }
            levels.push(error);
        }
        let kinds = Kind::simulated(&days, &levels);
        for (set, kind) in kinds.into_iter().enumerate() {
            let point = |(day, level): (&f64, &[f64; 4])| Point {
                label: String::new(),
                day: *day,
                level: level[set],
                se: f64::NAN,
                day_se: 0.0,
                size: f64::NAN,
            };
            let points: Vec<Point> = days.iter().zip(&levels).map(point).collect();
            assert_eq!(kind, Kind::records(&points), "{n} {seed} {set}");
            walking[usize::from(matches!(kind, Kind::Records { may_walk: true, .. }))] += 1;
        }
    }
    assert!(walking.iter().all(|count| *count > 50), "{walking:?}");
    let open = Kind::Records { all: 3, may_walk: true };
    assert_eq!(Kind::simulated(&[4.0, 4.0, 4.0], &[[1.0], [2.0], [5.0]]), [open]);
}

fn scenario(rho: f64, weight: f64, se: f64) -> Scenario {
    Scenario { rho, weight, at: [1.0, 2.0], covariance: [0.04, 0.01, 0.02], variance: 0.25, se }
}

fn dependence(scenarios: Vec<Scenario>) -> Dependence {
    let last = Row { one: 0.5, t: 1.0, y: 3.0, years: 2.0 };
    Dependence { scenarios, free: 5.0, first: 100.0, last, step: 0.5, unit: 3.0 }
}

#[test]
fn a_random_walk_is_open_unless_its_weight_says_no() {
    assert!(may_walk(None));
    for (rho, weight, open) in [(0.9999, 0.04, false), (0.9999, 0.05, false), (0.9999, 0.06, true)] {
        assert_eq!(may_walk(Some(scenario(rho, weight, 1.0))), open, "{weight}");
    }
    // No other correlation was asked for.
    assert!(may_walk(Some(scenario(0.0, 0.0, 1.0))));
}

#[test]
fn correlations_are_asked_for_from_six_points_on() {
    assert_eq!(grid(5), [0.0]);
    assert_eq!(grid(6).len(), 13);
    assert_eq!(grid(7).len(), 13);
    assert_eq!((Kind::All.number(9), Kind::Records { all: 12, may_walk: false }.number(9)), (9, 12));
}

#[test]
fn three_fifths_of_the_prior_are_at_the_random_walk() {
    near(prior(0.9999), 0.6);
    near(prior(0.5), 0.4 / 12.0);
    near(GRID.iter().map(|rho| prior(*rho)).sum(), 1.0);
}

#[test]
fn scenarios_weigh_by_likelihood_times_prior() {
    let logs = vec![(2.0, scenario(0.0, 0.0, 1.0)), (2.0 + 3f64.ln(), scenario(0.9999, 0.0, 1.0))];
    let (found, sum) = weighed(logs);
    // A third of the greatest likelihood, and the greatest.
    near(sum, 0.4 / 36.0 + 0.6);
    near(found[0].weight, 0.4 / 36.0 / sum);
    near(found[1].weight, 0.6 / sum);
}

/// Student's t at 97.5 % with five degrees of freedom.
const T5: f64 = 2.570_581_835_636_314;

#[test]
fn an_interval_is_as_wide_as_the_mixture_asks() {
    let alone = dependence(vec![scenario(0.0, 1.0, 0.7)]).wider(Kind::All);
    assert!((alone - 1.0).abs() < 1e-9, "{alone}");
    let both = dependence(vec![scenario(0.0, 0.5, 1.0), scenario(0.9999, 0.5, 3.0)]);
    let half = T5 * both.wider(Kind::All);
    // Both tails of both, each of weight one half, hold a twentieth.
    near(student_cdf(-half, 5.0) + student_cdf(-half / 3.0, 5.0), 0.05);
    let unequal = dependence(vec![scenario(0.0, 0.8, 1.0), scenario(0.9999, 0.2, 3.0)]);
    let half = T5 * unequal.wider(Kind::All);
    near(1.6 * student_cdf(-half, 5.0) + 0.4 * student_cdf(-half / 3.0, 5.0), 0.05);
    assert_eq!(dependence(vec![scenario(0.5, 1.0, 3.0)]).wider(Kind::All), 1.0, "nothing to compare with");
}

#[test]
fn records_of_a_possible_walk_take_the_interval_of_the_walk() {
    let found = dependence(vec![scenario(0.0, 0.5, 1.0), scenario(0.9999, 0.5, 3.0)]);
    let mixed = found.wider(Kind::All);
    assert!(mixed < 2.9, "{mixed}");
    // Seven points were fitted: only more points have records among them.
    for (all, may_walk, expected) in [(8, true, 3.0), (10, true, 3.0), (7, true, mixed), (10, false, mixed)] {
        near(found.wider(Kind::Records { all, may_walk }), expected);
    }
}

#[test]
fn a_forecast_keeps_what_is_left_of_the_last_error() {
    let found = dependence(vec![scenario(0.6, 1.0, 1.0)]);
    // The last point has a standard deviation of two, a new one of three. It is half of its own deviation above the line
    // of 1 and 2 a year, and two steps on .36 of that is left.
    let (mean, variance) = found.forecast(&found.scenarios[0], 3.0);
    near(mean, 7.0 + 0.36 * 1.5);
    let (x0, x1) = (1.0 - 0.36 * 1.5, 3.0 - 0.36 * 1.5 * 2.0);
    let line = 0.04 * x0 * x0 + 2.0 * 0.01 * x0 * x1 + 0.02 * x1 * x1;
    near(variance, line + 0.25 * 9.0 * (1.0 - 0.36 * 0.36));
}

#[test]
fn quantiles_of_independent_errors_are_those_of_student() {
    // Far wider than a unit, so that the search must reach far; nothing of the last error is left on its own day.
    let wide = Scenario { covariance: [100.0, -3.0, 7.0], variance: 40.0, ..scenario(0.0, 1.0, 1.0) };
    let found = dependence(vec![wide]);
    for years in [2.0, 3.0] {
        let sd: f64 = (100.0 - 6.0 * years + 7.0 * years * years + 9.0 * 40.0_f64).sqrt();
        let quantiles = found.quantiles(100.0 + YEAR * years, &[0.025, 0.5, 0.975]);
        for (quantile, t) in quantiles.iter().zip([-T5, 0.0, T5]) {
            near(*quantile, 1.0 + 2.0 * years + t * sd);
        }
    }
}

#[test]
fn quantiles_are_those_of_the_mixture() {
    // One half says 1 for sure, the other half 5 with an error.
    let exact = |level: f64| Scenario {
        at: [level, 0.0],
        covariance: [0.0; 3],
        variance: 0.0,
        ..scenario(0.0, 0.5, 1.0)
    };
    let found = dependence(vec![exact(1.0), Scenario { variance: 0.01, ..exact(5.0) }]);
    let quantiles = found.quantiles(1000.0, &[0.25, 0.75]);
    near(quantiles[0], 1.0);
    near(quantiles[1], 5.0);
}
