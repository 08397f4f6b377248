use super::*;
use crate::fit::{FitOptions, fit};
use crate::law::Law;
use crate::observations::Column;
use crate::quantity::{LossUnit, Quantity, TokenCount};
use lawlike_num::stream::Stream;

/// Curves of 12 sizes with a floor, each with a level of its own and the exponent given by its number.
fn curves(count: usize, noise: f64, seed: u64, exponent: impl Fn(usize) -> f64) -> Vec<Observations> {
    (0..count)
        .map(|k| {
            let mut stream = Stream::keyed(seed, &[k as u64]);
            let x: Vec<f64> = (0..12).map(|i| 1e7 * 2f64.powi(i)).collect();
            let level = 3.0 * (0.3 * stream.normal()).exp();
            let law = |x: f64| 1.5 + level * (x / 1e7).powf(-exponent(k));
            let loss = x.iter().map(|x| law(*x) * (noise * stream.normal()).exp()).collect();
            let mut one = Observations::new(
                Column::new("loss", Quantity::Loss(LossUnit::Nats), loss),
                vec![Column::new("tokens", Quantity::Tokens(TokenCount::Seen), x)],
            )
            .unwrap();
            one.label = format!("task {k}");
            one
        })
        .collect()
}

fn found(series: &[Observations]) -> Vec<Finding> {
    let law = Law::named("power-floor").unwrap();
    let fits: Vec<Fit> = series.iter().map(|one| fit(&law, one, &FitOptions::default()).unwrap()).collect();
    check_series(series, fits.iter().map(Some))
}

/// Share of the seeds with a finding of that code.
fn rate(code: &str, seeds: u64, series: impl Fn(u64) -> Vec<Observations>) -> f64 {
    let hits = (0..seeds).filter(|seed| found(&series(*seed)).iter().any(|f| f.code == code)).count();
    hits as f64 / seeds as f64
}

#[test]
fn equal_exponents_raise_few_alarms_and_different_ones_are_seen() {
    for count in [3, 12] {
        let alarms = rate("heterogeneity", 150, |seed| curves(count, 0.005, seed, |_| 0.3));
        assert!(alarms <= 0.05, "{count} series: {alarms}");
    }
    let seen = rate("heterogeneity", 30, |seed| curves(6, 0.005, seed, |k| 0.25 + 0.05 * k as f64));
    assert!(seen >= 0.9, "{seen}");
}

#[test]
fn series_that_get_worse_are_named() {
    // Two of eight rise with scale.
    let data = curves(8, 0.01, 3, |k| if k < 2 { -0.05 } else { 0.3 });
    let found = found(&data);
    let uniformity = found.iter().find(|f| f.code == "uniformity").unwrap();
    assert!(uniformity.message.contains("2 get worse"), "{}", uniformity.message);
    assert!(uniformity.message.contains("task 0") && uniformity.message.contains("task 1"));
    assert_eq!(uniformity.number, 0.25);
}

#[test]
fn series_without_a_trend_do_not_count_as_worse() {
    // One improves, nineteen are noise: some of them fall by chance.
    let alarms = rate("uniformity", 60, |seed| curves(20, 0.05, seed, |k| if k == 0 { 0.5 } else { 0.0 }));
    assert!(alarms <= 0.05, "{alarms}");
}

#[test]
fn a_lone_series_has_none() {
    assert!(found(&curves(1, 0.01, 1, |_| 0.3)).is_empty());
}

/// Accuracies of 1000 items along steps, a sigmoid for each of five models; the first may learn a format before.
fn reinforcement(seed: u64, format: bool) -> Vec<Observations> {
    (0..5)
        .map(|model| {
            let mut stream = Stream::keyed(seed, &[5, model]);
            let (low, gain) = (0.2 + 0.3 * stream.uniform(), 0.2 + 0.2 * stream.uniform());
            let (half, wide) = (5.0 + 15.0 * stream.uniform(), 5.0 + 5.0 * stream.uniform());
            let x: Vec<f64> = (0..16).map(|i| 4.0 * f64::from(i)).collect();
            let mut solved = |x: &f64| {
                let able = low + gain / (1.0 + (-(x - half) / wide).exp());
                let learned = 0.08 + 0.92 / (1.0 + (-(x - 14.0) / 1.5).exp());
                let share = if format && model == 0 { able * learned } else { able };
                (0..1000).filter(|_| stream.uniform() < share).count() as f64 / 1000.0
            };
            let y = x.iter().map(&mut solved).collect();
            let axis = vec![Column::new("rl_step", Quantity::Steps, x)];
            let mut one = Observations::new(Column::new("accuracy", Quantity::Accuracy, y), axis).unwrap();
            one.label = format!("model {model}");
            one
        })
        .collect()
}

#[test]
fn a_format_that_is_learned_first_is_found_and_named() {
    let law = Law::named("sigmoid").unwrap();
    let early = |series: &[Observations]| {
        let fits: Vec<Fit> =
            series.iter().map(|one| fit(&law, one, &FitOptions::default()).unwrap()).collect();
        let found = check_series(series, fits.iter().map(Some));
        found.into_iter().find(|finding| finding.code == "early-stretch")
    };
    let alarms = (0..60).filter(|seed| early(&reinforcement(*seed, false)).is_some()).count();
    assert!(alarms <= 3, "{alarms} of 60");
    let named =
        |seed: u64| early(&reinforcement(seed, true)).is_some_and(|f| f.message.starts_with("model 0:"));
    let hits = (0..30).filter(|seed| named(*seed)).count();
    assert!(hits >= 24, "{hits} of 30");
}
