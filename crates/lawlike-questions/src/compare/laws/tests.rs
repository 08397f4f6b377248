use super::*;
use lawlike::observations::Column;
use lawlike::quantity::{LossUnit, Quantity, TokenCount};
use lawlike_num::stream::Stream;

/// Curves with a floor, of 24 sizes each.
fn curves(count: usize, noise: f64, seed: u64) -> Vec<Observations> {
    (0..count)
        .map(|k| {
            let mut stream = Stream::keyed(seed, &[k as u64]);
            let (floor, level) = (1.0 + stream.uniform(), 2.0 + stream.uniform());
            let x: Vec<f64> = (0..24).map(|i| 1e7 * 1.5f64.powi(i)).collect();
            let law = |x: f64| floor + level * (x / 1e7).powf(-0.35);
            let loss = x.iter().map(|x| law(*x) * (noise * stream.normal()).exp()).collect();
            let axis = Column::new("tokens", Quantity::Tokens(TokenCount::Seen), x);
            Observations::new(Column::new("loss", Quantity::Loss(LossUnit::Nats), loss), vec![axis]).unwrap()
        })
        .collect()
}

fn compared(series: &[Observations], laws: &[&str]) -> Comparison {
    let laws = laws.iter().map(|law| Law::parse(law).unwrap()).collect();
    compare_laws(series, &CompareOptions { laws, ..CompareOptions::default() }).unwrap()
}

fn codes(comparison: &Comparison) -> Vec<&str> {
    comparison.findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn the_law_that_made_the_curves_wins_and_is_told() {
    let found = compared(&curves(8, 0.005, 1), &["log-log-line", "power-floor", "log-line"]);
    assert_eq!(found.laws[0].law, "power-floor");
    assert_eq!((found.series, found.laws[0].wins, found.laws[0].behind), (8, 8, None));
    for law in &found.laws[1..] {
        let behind = law.behind.unwrap();
        assert!(behind.told && behind.value > 0.0, "{}: {behind:?}", law.law);
    }
    assert!(found.luck.unwrap().p < 0.01 && codes(&found).is_empty(), "{:?}", found.findings);
    assert!(found.baselines.iter().any(|(name, rmse)| name == "last value" && *rmse > found.laws[0].rmse));
}

#[test]
fn the_same_law_twice_is_a_tie() {
    let found = compared(&curves(6, 0.01, 2), &["E + A*tokens^-c", "E + B*tokens^-d"]);
    let behind = found.laws[1].behind.unwrap();
    assert!(behind.value.abs() < 1e-6 && !behind.told, "{behind:?}");
    assert!(codes(&found).contains(&"best-of-many"));
}

#[test]
fn one_series_cannot_tell() {
    let found = compared(&curves(1, 0.005, 3), &["log-log-line", "power-floor"]);
    assert_eq!(codes(&found), ["cannot-be-told"]);
    let behind = found.laws[1].behind.unwrap();
    assert!(behind.se.is_nan() && !behind.told && found.luck.is_none());
}

#[test]
fn one_law_is_no_comparison() {
    let options = CompareOptions { laws: vec![Law::named("power").unwrap()], ..CompareOptions::default() };
    assert!(compare_laws(&curves(3, 0.01, 1), &options).is_err());
}
