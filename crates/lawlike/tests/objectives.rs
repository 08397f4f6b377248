//! Objectives against optima that were computed elsewhere: pinball and absolute losses as linear programs (HiGHS by
//! scipy.optimize.linprog 1.17), Student's t by Newton steps in 40 digits (mpmath) from the best of six Nelder-Mead searches.
//! The table is simulated: `2 + 0.7 x` and `5 x^-0.4` with bounded noise and an outlier in every ninth row.
#![allow(clippy::unwrap_used)]

use lawlike::fit::{Fit, FitOptions, Objective, Status, fit};
use lawlike::law::Law;
use lawlike::observations::{Column, Observations};
use lawlike::quantity::Quantity;
use lawlike_num::dist::normal_cdf;
use lawlike_num::stream::Stream;

const LINE: [f64; 24] = [
    1.9, 3.268, 2.964, 4.332, 7.027, 3.723, 5.091, 4.786, 6.155, 5.85, 5.545, 6.914, 6.609, 10.977, 7.673,
    7.368, 8.736, 8.432, 9.8, 9.495, 9.191, 10.559, 13.255, 9.95,
];
const POWER: [f64; 24] = [
    4.5242, 4.369, 3.5881, 3.7272, 5.2641, 2.7661, 2.9781, 2.6178, 2.8505, 2.5283, 2.25, 2.4748, 2.2138,
    4.0325, 2.1963, 1.9752, 2.1926, 1.9771, 2.1999, 1.9879, 1.7979, 2.006, 2.996, 1.6473,
];

fn x() -> Vec<f64> {
    (0..24).map(|i| 1.0 + 0.5 * f64::from(i)).collect()
}

fn fitted(formula: &str, x: Vec<f64>, y: Vec<f64>, objective: &str) -> Fit {
    let (x, y) = (Column::new("x", Quantity::Plain, x), Column::new("y", Quantity::Plain, y));
    let data = Observations::new(y, vec![x]).unwrap();
    let law = Law::from_formula(formula).unwrap();
    fit(&law, &data, &FitOptions::default().with_objective(objective.parse::<Objective>().unwrap())).unwrap()
}

fn line(objective: &str) -> Fit {
    fitted("a + b*x", x(), LINE.to_vec(), objective)
}

fn power(objective: &str) -> Fit {
    fitted("a*x^b", x(), POWER.to_vec(), objective)
}

fn values(fit: &Fit) -> [f64; 2] {
    ["a", "b"].map(|name| fit.parameter(name).unwrap().value())
}

/// Both parameters and the objective to a relative error.
fn assert_near(fit: &Fit, expected: [f64; 2], objective: f64, tolerance: f64) {
    let found = values(fit);
    let near = |found: f64, expected: f64| (found / expected - 1.0).abs() < tolerance;
    assert!(
        near(found[0], expected[0]) && near(found[1], expected[1]) && near(fit.objective.value, objective),
        "{}: {found:?} for {expected:?}, {} for {objective}",
        fit.objective.name,
        fit.objective.value
    );
    assert_eq!(fit.status, Status::Converged, "{}: {:?}", fit.objective.name, fit.certificate);
}

#[test]
fn pinball_is_the_linear_program() {
    for (share, a, b, least) in [
        (0.05, 1.2, 0.7, 1.37),
        (0.1, 1.171, 0.729, 2.6733),
        (0.25, 1.580_222_222_222_222, 0.691_888_888_888_889, 6.106_777_777_777_78),
        (0.5, 1.8426, 0.7288, 9.3514),
        (0.9, 4.951, 0.692, 6.9688),
        (0.97, 4.393_666_666_666_667, 0.877_777_777_777_777_7, 2.341_44),
    ] {
        let fit = line(&format!("pinball-raw:{share}"));
        assert_near(&fit, [a, b], least, 1e-10);
        assert!(fit.certificate.gradient < 1e-9, "{}", fit.certificate.gradient);
    }
}

#[test]
fn pinball_of_logarithms_is_the_linear_program() {
    for (share, a, b, least) in [
        (0.05, 4.5242, -0.400_004_641_926_805_3, 0.190_006_294_452_232_1),
        (0.1, 4.5242, -0.389_846_160_559_826_24, 0.367_264_023_215_238_27),
        (0.25, 4.5242, -0.367_704_285_093_250_87, 0.851_556_203_120_077_7),
        (0.5, 4.766_014_914_778_614, -0.371_880_966_367_052_03, 1.352_499_652_459_970_8),
        (0.9, 8.228_288_892_563_151, -0.406_574_635_918_428_96, 1.134_355_081_725_242),
        (0.97, 7.246_120_009_528_469, -0.290_872_373_270_322_45, 0.360_572_252_430_748_8),
    ] {
        assert_near(&power(&format!("pinball:{share}")), [a, b], least, 1e-10);
    }
}

#[test]
fn half_and_half_is_least_absolute_deviations() {
    for (pinball, lad) in [("pinball:0.5", "lad"), ("pinball-raw:0.5", "lad-raw")] {
        let (half, whole) = (power(pinball), power(lad));
        assert_near(&half, values(&whole), 0.5 * whole.objective.value, 1e-10);
    }
}

#[test]
fn the_law_leaves_its_share_of_the_rows_below() {
    for share in [0.1, 0.3, 0.8] {
        let fit = power(&format!("pinball:{share}"));
        // At a vertex two rows lie on the law itself.
        let below = fit.residuals.iter().filter(|r| **r < -1e-9).count() as f64;
        assert!(below <= 24.0 * share && below + 2.0 >= 24.0 * share, "{share}: {below}");
    }
}

#[test]
fn student_is_the_greatest_likelihood() {
    for (objective, a, b, least) in [
        ("student:2", 1.852_954_798_526_095, 0.722_016_587_704_025_2, 18.228_403_072_364_605),
        ("student:4", 1.893_523_858_556_408, 0.722_396_455_925_831_2, 22.303_099_645_078_32),
        ("student:2:0.3", 1.687_438_984_367_242_7, 0.742_679_759_355_398_8, 5.064_003_507_455_949),
        ("student:4:0.3", 1.821_083_701_326_769_3, 0.725_359_916_950_524_7, 7.250_299_310_237_376),
    ] {
        let fit = line(objective);
        assert_near(&fit, [a, b], least, 1e-11);
        assert!(fit.certificate.gradient < 1e-10, "{}", fit.certificate.gradient);
    }
    for (objective, a, b, least) in [
        ("student-log:2", 4.819_963_311_886_913, -0.380_014_579_409_437_8, 0.343_517_453_204_669_5),
        ("student-log:4", 4.858_820_757_089_693, -0.381_369_107_046_461_4, 0.467_163_977_914_054_6),
    ] {
        assert_near(&power(objective), [a, b], least, 1e-11);
    }
}

#[test]
fn many_degrees_of_freedom_are_least_squares() {
    for (student, squares) in [("student:1e7", "ls"), ("student-log:1e7", "log-ls")] {
        let (one, other) = (power(student), power(squares));
        assert_near(&one, values(&other), other.objective.value, 1e-5);
    }
}

#[test]
fn units_change_the_coefficient_and_nothing_else() {
    for objective in ["pinball:0.1", "pinball-raw:0.9", "student", "student-log", "lad", "lad-raw"] {
        let [a, b] = values(&power(objective));
        let large = fitted("a*x^b", x(), POWER.iter().map(|y| 1e6 * y).collect(), objective);
        let wide = fitted("a*x^b", x().iter().map(|x| 1e9 * x).collect(), POWER.to_vec(), objective);
        for (found, a) in [(values(&large), 1e6 * a), (values(&wide), a * 1e9f64.powf(-b))] {
            assert!((found[1] / b - 1.0).abs() < 1e-9, "{objective}: {found:?} for {b}");
            assert!((found[0] / a - 1.0).abs() < 1e-8, "{objective}: {found:?} for {a}");
        }
    }
}

#[test]
fn turned_upside_down_the_share_is_the_rest() {
    for share in [0.1, 0.35] {
        let [a, b] = values(&line(&format!("pinball-raw:{share}")));
        let down: Vec<f64> = LINE.iter().map(|y| -y).collect();
        let [c, d] = values(&fitted("a + b*x", x(), down, &format!("pinball-raw:{}", 1.0 - share)));
        assert!((a + c).abs() < 1e-10 && (b + d).abs() < 1e-10, "{share}: {a} {b} {c} {d}");
    }
}

#[test]
fn a_constant_is_the_quantile_of_the_rows() {
    // With n rows the share q that is no multiple of 1/n has one quantile: the row of rank n q, rounded up.
    let mut sorted = POWER.to_vec();
    sorted.sort_by(f64::total_cmp);
    for share in [0.03f64, 0.1, 0.3, 0.55, 0.7, 0.93, 0.99] {
        let rank = (24.0 * share).ceil() as usize;
        for objective in [format!("pinball:{share}"), format!("pinball-raw:{share}")] {
            let fit = fitted("a*x", vec![1.0; 24], POWER.to_vec(), &objective);
            let found = fit.parameter("a").unwrap().value();
            assert!((found / sorted[rank - 1] - 1.0).abs() < 1e-12, "{objective}: {found} {sorted:?}");
        }
    }
}

#[test]
fn many_starts_lead_to_one_optimum() {
    for objective in ["pinball:0.1", "pinball-raw:0.9", "student", "student-log:2", "student:3:0.2", "lad"] {
        let best = power(objective);
        for a in [0.1, 1.0, 5.0, 40.0] {
            for b in [-2.0, -0.4, 0.0, 1.0] {
                let (x, y) = (
                    Column::new("x", Quantity::Plain, x()),
                    Column::new("y", Quantity::Plain, POWER.to_vec()),
                );
                let options = FitOptions {
                    start: vec![("a".to_owned(), a), ("b".to_owned(), b)],
                    ..FitOptions::default().with_objective(objective.parse().unwrap())
                };
                let data = Observations::new(y, vec![x]).unwrap();
                let other = fit(&Law::from_formula("a*x^b").unwrap(), &data, &options).unwrap();
                assert_near(&other, values(&best), best.objective.value, 1e-9);
            }
        }
    }
}

#[test]
fn new_runs_fall_below_the_law_as_often_as_it_says() {
    // 150 tables of 60 rows each with their own law; then the share of the truth below it, by the normal distribution.
    for share in [0.1, 0.5, 0.9] {
        let mut below = 0.0;
        for seed in 0..150 {
            let mut stream = Stream::keyed(seed, &[36]);
            let x: Vec<f64> = (1..=60).map(f64::from).collect();
            let y = x.iter().map(|x| 5.0 * x.powf(-0.4) * (0.1 * stream.normal()).exp()).collect();
            let [a, b] = values(&fitted("a*x^b", x.clone(), y, &format!("pinball:{share}")));
            let exceeds = |x: &f64| normal_cdf(((a / 5.0).ln() + (b + 0.4) * x.ln()) / 0.1);
            below += x.iter().map(exceeds).sum::<f64>() / 60.0 / 150.0;
        }
        // Two parameters of 60 rows pull the law towards its rows by about a percent.
        assert!((below - share).abs() < 0.02, "{share}: {below}");
    }
}
