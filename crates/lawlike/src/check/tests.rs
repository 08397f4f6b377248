use super::*;

pub(super) mod fitted;
mod thresholds;

use crate::fit::{FitOptions, fit, tests::surface};
use crate::law::Law;
use crate::observations::Column;
use crate::quantity::{LossUnit, Quantity, TokenCount};
use lawlike_num::stream::Stream;

/// What is found in runs fitted by a law.
fn found(observations: &Observations, law: &str) -> Vec<Finding> {
    let (law, options) = (Law::parse(law).unwrap(), FitOptions::default());
    let fit = fit(&law, observations, &options).unwrap();
    check(&law, observations, &options, &fit)
}

fn codes(observations: &Observations, law: &str) -> Vec<&'static str> {
    found(observations, law).iter().map(|finding| finding.code).collect()
}

#[test]
fn lawful_runs_raise_few_alarms() {
    let mut alarms = std::collections::BTreeMap::new();
    let draws = 400;
    for seed in 0..draws {
        for code in codes(&surface(0.004, 1000 + seed), "chinchilla") {
            *alarms.entry(code).or_insert(0) += 1;
        }
    }
    for (code, count) in alarms {
        assert!(f64::from(count) <= 0.05 * draws as f64, "{code}: {count} of {draws}");
    }
}

#[test]
fn runs_read_off_wrongly_are_found_with_their_lines() {
    let mut data = surface(0.004, 7);
    for row in [3, 30] {
        data.response.values[row] *= 1.08;
    }
    let found = found(&data, "chinchilla");
    let outliers = found.iter().find(|finding| finding.code == "outliers").unwrap();
    assert!(
        outliers.message.contains("line 4") && outliers.message.contains("line 31"),
        "{}",
        outliers.message
    );
}

#[test]
fn one_line_of_runs_is_confounded() {
    let data = surface(0.004, 7);
    let near: Vec<usize> = (0..data.n())
        .filter(|row| {
            let ratio = data.axes[1].values[*row] / data.axes[0].values[*row];
            (15.0..60.0).contains(&ratio)
        })
        .collect();
    assert!(codes(&data.select(&near), "chinchilla").contains(&"tokens-per-parameter"));
}

/// A curve along one axis with log-normal noise.
fn curve(law: impl Fn(f64) -> f64, rows: usize, noise: f64, seed: u64) -> Observations {
    let mut stream = Stream::keyed(seed, &[9]);
    let x: Vec<f64> = (0..rows).map(|i| 1e7 * 1e4f64.powf(i as f64 / (rows - 1) as f64)).collect();
    let y = x.iter().map(|x| law(x / 1e7) * (noise * stream.normal()).exp()).collect();
    let axis = Column::new("tokens", Quantity::Tokens(TokenCount::Seen), x);
    Observations::new(Column::new("loss", Quantity::Loss(LossUnit::Nats), y), vec![axis]).unwrap()
}

/// The finding of that code, which must be there.
fn named(findings: Vec<Finding>, code: &str) -> Finding {
    let codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
    let missing = format!("no `{code}` among {codes:?}");
    findings.into_iter().find(|finding| finding.code == code).expect(&missing)
}

#[test]
fn chances_of_correlated_neighbours_are_uniform_without_correlation() {
    // A straight line has an exact plane: shares below a level are binomial.
    let law = Law::named("log-log-line").unwrap();
    let options = FitOptions::default();
    let (draws, mut below) = (2000, [0; 3]);
    let levels = [0.01, 0.05, 0.5];
    for seed in 0..draws {
        let data = curve(|x| x.powf(-0.2), 15, 0.02, seed);
        let fit = fit(&law, &data, &options).unwrap();
        let context = Context::new(&law, &data, &options, &fit);
        let linear = context::Linear::without(&context, &[]).unwrap();
        let serial = context::Serial::new(&linear, &[(0..15).collect()]).unwrap();
        (0..3).for_each(|k| below[k] += usize::from(serial.chance < levels[k]));
    }
    for (count, level) in below.iter().zip(levels) {
        let (share, se) = (*count as f64 / draws as f64, (level * (1.0 - level) / draws as f64).sqrt());
        assert!((share - level).abs() < 3.5 * se, "{share} below {level}");
    }
}

#[test]
fn a_break_is_found_where_it_is() {
    let bent = |x: f64| 3.0 * x.min(100.0).powf(-0.2) * (x / 100.0).max(1.0).powf(-0.1);
    let found = named(found(&curve(bent, 41, 0.004, 1), "power"), "break");
    assert!(found.message.contains("tokens = 1.000e9") && found.message.contains("upwards"), "{found:?}");
    assert_eq!(found.severity, Severity::Warning);
}

#[test]
fn a_floor_that_was_held_against_the_runs_is_refuted() {
    let data = curve(|x| 1.7 + 2.0 * x.powf(-0.4), 30, 0.003, 2);
    let law = Law::named("power-floor").unwrap();
    for (held, refuted) in [(1.5, true), (1.7, false)] {
        let options = FitOptions { fix: vec![("E".to_owned(), held)], ..FitOptions::default() };
        let fit = fit(&law, &data, &options).unwrap();
        let found = check(&law, &data, &options, &fit);
        assert_eq!(
            found.iter().any(|finding| finding.code == "irreducible-loss"),
            refuted,
            "{held}: {found:?}"
        );
    }
}

#[test]
fn a_family_of_another_kind_is_named() {
    let mut data = surface(0.004, 3);
    let largest = data.axes[0].range().1;
    for row in 0..data.n() {
        if data.axes[0].values[row] == largest {
            data.response.values[row] *= 1.06;
        }
    }
    let found = named(found(&data, "chinchilla"), "leave-one-group-out");
    assert!(found.message.starts_with("without params = 6.104e9 (7 rows)"), "{}", found.message);
}

#[test]
fn a_run_listed_twice_is_found_unless_it_is_a_copy() {
    let data = surface(0.004, 3);
    let rows: Vec<usize> = (0..data.n()).chain([20]).collect();
    let mut twice = data.select(&rows);
    twice.groups = (0..twice.n()).collect();
    twice.lines = (1..=twice.n()).collect();
    assert!(!codes(&twice, "chinchilla").contains(&"near-duplicates"));
    twice.response.values[56] *= 1.000_001;
    let found = named(found(&twice, "chinchilla"), "near-duplicates");
    assert!(found.message.ends_with("lines 21 and 57"), "{}", found.message);
}

#[test]
fn the_number_of_specifications_and_their_range_are_told() {
    let bent = |x: f64| (1.7 + 2.0 * x.powf(-0.4)) * if x < 2.0 { 1.06 } else { 1.0 };
    let found = named(found(&curve(bent, 40, 0.004, 4), "power-floor"), "specification");
    let count: usize = found.message.split(' ').next().unwrap().parse().unwrap();
    assert!(count >= 6 && found.message.contains(" between ") && found.number > found.threshold, "{found:?}");
}

/// Accuracy over thinking tokens with the noise of so many items.
fn thought(items: f64, of: impl Fn(f64) -> f64, seed: u64) -> Observations {
    let mut stream = Stream::keyed(seed, &[61]);
    let tokens: Vec<f64> = (0..11).map(|i| 300.0 * 1.8f64.powi(i)).collect();
    let shares: Vec<f64> = tokens.iter().map(|t| of(*t)).collect();
    let noisy = shares.iter().map(|p| p + (p * (1.0 - p) / items).sqrt() * stream.normal()).collect();
    let response = Column::new("accuracy", Quantity::Accuracy, noisy);
    let mut data =
        Observations::new(response, vec![Column::new("tokens", Quantity::ThinkingTokens, tokens)]).unwrap();
    data.stderr = shares.iter().map(|p| (p * (1.0 - p) / items).sqrt()).collect();
    data
}

#[test]
fn few_items_leave_saturation_open_and_many_do_not() {
    let line = |t: f64| -0.4 + 0.1 * t.ln();
    for seed in 0..3 {
        let found = found(&thought(30.0, line, seed), "log-line");
        let open = found.iter().find(|finding| finding.code == "told-apart").unwrap();
        for part in ["with 11 points of", "cannot be told apart", "more point"] {
            assert!(open.message.contains(part), "`{part}`: {}", open.message);
        }
        assert!(!codes(&thought(20_000.0, line, seed), "log-line").contains(&"told-apart"));
    }
}
