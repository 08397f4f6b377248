//! Profiles against what is known of them: exact intervals of linear laws, fits with the parameter held, sandwich
//! errors, and sides that the data leave open.

#![allow(clippy::unwrap_used, clippy::print_stderr, clippy::print_stdout, reason = "helpers of a test")]

use lawlike::ensemble::{EnsembleOptions, Maker, Profile, profile, resample};
use lawlike::fit::{self, Objective, fit};
use lawlike::law::Law;
use lawlike::observations::{Column, Observations};
use lawlike::quantity::{LossUnit, ParameterCount, Quantity, TokenCount};
use lawlike_num::dist::student_quantile;
use lawlike_num::stream::Stream;

fn curve(x: &[f64], noise: f64, seed: u64, law: impl Fn(f64) -> f64) -> Observations {
    let mut stream = Stream::keyed(seed, &[4]);
    let y = x.iter().map(|x| law(*x) * (noise * stream.normal()).exp()).collect();
    let axis = vec![Column::new("x", Quantity::Plain, x.to_vec())];
    Observations::new(Column::new("y", Quantity::Plain, y), axis).unwrap()
}

fn geometric(from: f64, to: f64, rows: usize) -> Vec<f64> {
    (0..rows).map(|i| from * (to / from).powf(i as f64 / (rows - 1) as f64)).collect()
}

fn surface(noise: f64, seed: u64) -> Observations {
    let mut stream = Stream::keyed(seed, &[1]);
    let (mut n, mut d, mut loss) = (Vec::new(), Vec::new(), Vec::new());
    for i in 0..8 {
        for j in 0..7 {
            let (params, tokens) = (1e7 * 2.5f64.powi(i), 3e8 * 2.7f64.powi(j));
            n.push(params);
            d.push(tokens);
            let law = 1.8 + 480.0 * params.powf(-0.35) + 2100.0 * tokens.powf(-0.37);
            loss.push(law * (noise * stream.normal()).exp());
        }
    }
    let axes = vec![
        Column::new("params", Quantity::Parameters(ParameterCount::Total), n),
        Column::new("tokens", Quantity::Tokens(TokenCount::Seen), d),
    ];
    Observations::new(Column::new("loss", Quantity::Loss(LossUnit::Nats), loss), axes).unwrap()
}

fn options(objective: Objective) -> fit::FitOptions {
    fit::FitOptions::default().with_objective(objective)
}

fn ask(law: &str, data: &Observations, objective: Objective, level: f64) -> Vec<Profile> {
    profile(&Law::parse(law).unwrap(), data, &options(objective), &[], level).unwrap()
}

#[test]
fn a_linear_law_has_the_intervals_of_student() {
    let data = curve(&geometric(1.0, 1e4, 16), 0.1, 1, |x| 2.0 + 0.3 * x.ln());
    let fit = fit(&Law::named("log-line").unwrap(), &data, &options(Objective::LS)).unwrap();
    for level in [0.5, 0.95, 0.999] {
        let t = student_quantile(0.5 + 0.5 * level, 14.0);
        for (profile, estimate) in ask("log-line", &data, Objective::LS, level).iter().zip(&fit.parameters) {
            let (lo, hi) =
                (estimate.value() - t * estimate.estimate.se, estimate.value() + t * estimate.estimate.se);
            assert!((profile.interval.lo - lo).abs() < 1e-8 * estimate.estimate.se, "{profile:?} {lo}");
            assert!((profile.interval.hi - hi).abs() < 1e-8 * estimate.estimate.se, "{profile:?} {hi}");
            assert_eq!(profile.closed, (true, true));
        }
    }
}

#[test]
fn at_an_end_the_fit_with_the_parameter_held_has_the_objective_that_it_should() {
    let floor = curve(&geometric(1e3, 1e8, 40), 0.01, 2, |x| 1.4 + 30.0 * x.powf(-0.3));
    let grid = surface(0.005, 3);
    for (name, data, p) in [("power-floor", &floor, 3), ("m3", &floor, 3), ("chinchilla", &grid, 5)] {
        let law = Law::named(name).unwrap();
        let best = fit(&law, data, &options(Objective::LOG_LS)).unwrap();
        let dof = (data.n() - p) as f64;
        let t = student_quantile(0.95, dof);
        for profile in ask(name, data, Objective::LOG_LS, 0.9) {
            for end in [profile.interval.lo, profile.interval.hi] {
                let held =
                    fit::FitOptions { fix: vec![(profile.name.clone(), end)], ..options(Objective::LOG_LS) };
                let rise = fit(&law, data, &held).unwrap().objective.value - best.objective.value;
                let ratio = rise * dof / best.objective.value / (t * t);
                assert!((ratio - 1.0).abs() < 1e-6, "{name} {} at {end}: {ratio}", profile.name);
            }
            assert!(profile.points.windows(2).all(|pair| pair[0].0 < pair[1].0));
            assert!(profile.points.iter().all(|point| point.1 >= best.objective.value * (1.0 - 1e-10)));
        }
    }
}

#[test]
fn narrower_intervals_are_read_off_a_wider_profile() {
    let data = curve(&geometric(1e3, 1e7, 24), 0.01, 5, |x| 1.4 + 30.0 * x.powf(-0.3));
    let law = Law::named("power-floor").unwrap();
    let wide =
        resample(&law, &data, &options(Objective::LOG_LS), Maker::Profile, &EnsembleOptions::default())
            .unwrap();
    for level in [0.5, 0.8, 0.95, 0.99] {
        for (index, exact) in ask("power-floor", &data, Objective::LOG_LS, level).iter().enumerate() {
            let (found, wanted) = (wide.interval(index, level), exact.interval);
            for (found, wanted) in found.ends().into_iter().zip(wanted.ends()) {
                let off = (found - wanted).abs();
                assert!(off < 1e-3 * exact.interval.width(), "{} {level}: {found} {wanted}", exact.name);
            }
        }
    }
    assert!(wide.interval(0, 0.999).hi.is_nan(), "beyond what was followed");
    assert!(wide.draws.is_empty() && wide.mean(0).is_nan());
}

#[test]
fn robust_profiles_have_the_width_of_the_sandwich() {
    let data = surface(0.005, 7);
    for objective in [Objective::huber_log(1e-3), Objective::LAD] {
        let fit = fit(&Law::named("chinchilla").unwrap(), &data, &options(objective)).unwrap();
        let t = student_quantile(0.84, 51.0);
        for profile in ask("chinchilla", &data, objective, 0.68) {
            let estimate = fit.parameter(&profile.name).unwrap();
            let claimed = 2.0 * t * estimate.estimate.se / estimate.value();
            let ratio = (profile.interval.hi / profile.interval.lo).ln() / claimed;
            assert!((ratio - 1.0).abs() < 0.15, "{objective} {}: {ratio}", profile.name);
        }
    }
}

#[test]
fn groups_that_hang_together_widen_the_profile() {
    let mut data = curve(&geometric(1e3, 1e7, 40), 0.01, 5, |x| 1.4 + 30.0 * x.powf(-0.3));
    data.groups = (0..40).map(|i| i / 2).collect();
    let fit = fit(&Law::named("power-floor").unwrap(), &data, &options(Objective::LOG_LS)).unwrap();
    for profile in ask("power-floor", &data, Objective::LOG_LS, 0.68) {
        let estimate = fit.parameter(&profile.name).unwrap();
        let claimed = 2.0 * student_quantile(0.84, 37.0) * estimate.estimate.se / estimate.value();
        let ratio = (profile.interval.hi / profile.interval.lo).ln() / claimed;
        assert!((ratio - 1.0).abs() < 0.1, "{}: {ratio}", profile.name);
    }
}

#[test]
fn sides_that_the_data_leave_open_are_open() {
    // No bend within the range: the floor may be nothing at all.
    let straight = curve(&geometric(1e3, 1e5, 16), 0.02, 3, |x| 30.0 * x.powf(-0.3));
    let floor = &ask("power-floor", &straight, Objective::LOG_LS, 0.95)[0];
    assert_eq!((floor.name.as_str(), floor.interval.lo, floor.closed), ("E", 0.0, (false, true)));
    assert!(floor.interval.hi > 0.1 && floor.interval.hi < 1.0, "{floor:?}");
    // Half of the time it is not nothing.
    assert!(floor.at_level(0.5).lo > 0.0 && floor.at_level(0.5).lo < floor.interval.value);
    // The start of an approach that is still a straight line: the ceiling may be anything above.
    let x: Vec<f64> = (1..=16).map(|i| 0.02 * f64::from(i)).collect();
    let begun = curve(&x, 0.03, 4, |x| 2.0 * (1.0 - (-0.3 * x).exp()));
    let law = Law::from_formula("b*(1 - exp(-c*x))").unwrap();
    let fit = options(Objective::LOG_LS);
    let ceiling = &profile(&law, &begun, &fit, &["b"], 0.95).unwrap()[0];
    assert_eq!((ceiling.interval.hi, ceiling.closed.1), (f64::INFINITY, false), "{ceiling:?}");
}

#[test]
fn what_cannot_be_asked_is_refused_and_exact_data_leave_no_room() {
    let data = curve(&geometric(1e3, 1e7, 24), 0.01, 5, |x| 1.4 + 30.0 * x.powf(-0.3));
    let law = Law::named("power-floor").unwrap();
    assert!(profile(&law, &data, &options(Objective::LOG_LS), &["q"], 0.95).is_err());
    assert!(profile(&law, &data, &options(Objective::LOG_LS), &[], 1.0).is_err());
    let two = data.select(&[0, 12]);
    for open in profile(&Law::named("log-line").unwrap(), &two, &options(Objective::LS), &[], 0.95).unwrap() {
        assert_eq!((open.interval.lo, open.interval.hi), (f64::NEG_INFINITY, f64::INFINITY), "{open:?}");
    }
    let exact = curve(&[1.0, 2.0, 4.0, 8.0], 0.0, 0, |x| 3.0 * x);
    for point in ask("A*x", &exact, Objective::LS, 0.95) {
        assert!(point.interval.hi - point.interval.lo < 1e-10, "{point:?}");
    }
}
