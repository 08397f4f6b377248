use super::*;
use crate::forecast::candidate::{Answers, Past};
use crate::observations::{Column, Observations};
use crate::quantity::{LossUnit, Quantity, TokenCount};
use lawlike_num::stream::Stream;

/// Runs over axes of plain quantities; the first so many are the past, and asked are the others.
struct Runs {
    axes: Vec<Column>,
    response: Column,
    past: usize,
}

impl Runs {
    fn new(axes: &[(&str, Quantity)], rows: &[Vec<f64>], response: Column, past: usize) -> Self {
        let column = |j: usize| rows.iter().map(|row| row[j]).collect::<Vec<_>>();
        let axes = axes
            .iter()
            .enumerate()
            .map(|(j, (name, quantity))| Column::new(*name, *quantity, column(j)))
            .collect();
        Self { axes, response, past }
    }

    /// Root mean square error of each candidate on the rows that are asked, on the scale of the response.
    fn errors(&self) -> Vec<(&'static str, f64)> {
        let whole = Observations::new(self.response.clone(), self.axes.clone()).unwrap();
        let (past, asked): (Vec<usize>, Vec<usize>) = (0..whole.n()).partition(|row| *row < self.past);
        let frame = Frame::new(&whole.select(&past), None);
        let places = frame.places(&whole.points().select(&asked));
        let horizon = frame.horizon(&places);
        let truth: Vec<f64> =
            asked.iter().map(|row| frame.scale.forward(whole.response.values[*row])).collect();
        let found: Answers = answers(Past { frame: &frame, horizon }, &places);
        let error = |values: &[f64]| {
            let squares = values.iter().zip(&truth).map(|(f, y)| (f - y).powi(2));
            (squares.sum::<f64>() / truth.len() as f64).sqrt()
        };
        found.iter().map(|(name, values)| (*name, error(values))).collect()
    }
}

fn error(errors: &[(&'static str, f64)], name: &str) -> f64 {
    errors.iter().find(|(known, _)| *known == name).map_or(f64::NAN, |(_, error)| *error)
}

const PLAIN: Quantity = Quantity::Plain;

fn loss(values: Vec<f64>) -> Column {
    Column::new("loss", Quantity::Loss(LossUnit::Nats), values)
}

/// Rates and batches at three sizes and three lengths about an optimum that moves with both; the largest runs last.
fn sweep(noise: f64) -> Runs {
    let mut stream = Stream::keyed(3, &[]);
    let mut rows = Vec::new();
    for size in [1.0, 3.0, 9.0, 27.0] {
        for length in [1.0, 4.0, 16.0] {
            for rate in [0.25, 0.5, 1.0, 2.0, 4.0] {
                for batch in [0.25, 1.0, 4.0] {
                    rows.push(vec![size * 1e7, length * 1e9, rate * 1e-3, batch * 256.0]);
                }
            }
        }
    }
    let y = rows
        .iter()
        .map(|row| {
            let (n, d) = ((row[0] / 1e7_f64).ln(), (row[1] / 1e9_f64).ln());
            let rate = (row[2] / 1e-3).ln() + 0.4 * n - 0.2 * d;
            let batch = (row[3] / 256.0).ln() - 0.5 * d;
            let bowl = 0.02 * rate * rate - 0.01 * rate * batch + 0.015 * batch * batch;
            let surface = 1.5 + (-0.3 * n).exp() + 1.2 * (-0.25 * d).exp();
            surface * (bowl + noise * stream.normal()).exp()
        })
        .collect();
    let axes = [("params", PLAIN), ("tokens", PLAIN), ("rate", PLAIN), ("batch", PLAIN)];
    Runs::new(&axes, &rows, loss(y), rows.len() * 3 / 4)
}

#[test]
fn a_bowl_whose_optimum_moves_is_followed_to_larger_runs() {
    let exact = sweep(0.0).errors();
    assert!(error(&exact, "bowl") < 0.005, "{exact:?}");
    assert!(error(&exact, "add-fade") < 0.005, "fading surfaces stand over the bowl: {exact:?}");
    assert!(error(&exact, "add") > 5.0 * error(&exact, "bowl"), "{exact:?}");
    let noisy = sweep(0.003).errors();
    assert!(error(&noisy, "bowl") < 0.01, "{noisy:?}");
}

#[test]
fn a_surface_without_an_optimum_has_no_bowl() {
    let mut stream = Stream::keyed(4, &[]);
    let mut found = 0;
    for _ in 0..20 {
        let rows: Vec<Vec<f64>> = (0..40)
            .map(|_| vec![1e6 * (6.0 * stream.uniform()).exp(), 1e8 * (6.0 * stream.uniform()).exp()])
            .collect();
        let y = rows.iter().map(|row| {
            let law = 1.5 + (row[0] / 1e6_f64).powf(-0.3) + (row[1] / 1e8_f64).powf(-0.3);
            law * (0.01 * stream.normal()).exp()
        });
        let y: Vec<f64> = y.collect();
        let errors = Runs::new(&[("a", PLAIN), ("b", PLAIN)], &rows, loss(y), 30).errors();
        found += usize::from(errors.iter().any(|(name, _)| *name == "bowl"));
    }
    assert!(found <= 1, "{found} of 20");
}

/// Shares of three domains that add up to one, drawn at random.
fn mixtures(n: usize) -> Vec<Vec<f64>> {
    let mut stream = Stream::keyed(5, &[]);
    let mut one = || {
        let parts: Vec<f64> = (0..3).map(|_| stream.exponential()).collect();
        let total: f64 = parts.iter().sum();
        parts.iter().map(|part| part / total).collect::<Vec<_>>()
    };
    (0..n).map(|_| one()).collect()
}

#[test]
fn a_mixture_of_shares_is_an_exponential_of_them() {
    let rows = mixtures(40);
    let y = rows.iter().map(|r| 1.8 + 0.9 * (-2.0 * r[0] + 0.5 * r[1]).exp()).collect();
    let axes = [("share_1", PLAIN), ("share_2", PLAIN), ("share_3", PLAIN)];
    let errors = Runs::new(&axes, &rows, loss(y), 30).errors();
    // A floor on a grid of sixteen is near the true one, not at it.
    assert!(error(&errors, "product") < 0.01, "{errors:?}");
    assert!(error(&errors, "line3") > 3.0 * error(&errors, "product"), "{errors:?}");
    let y = rows.iter().map(|r| 1.8 + 0.9 * (-2.0 * r[0]).exp() + 0.4 * (-3.0 * r[1]).exp()).collect();
    let errors = Runs::new(&axes, &rows, loss(y), 30).errors();
    assert!(error(&errors, "add") < 0.02, "{errors:?}");
}

#[test]
fn a_surface_may_rise_along_an_axis_and_as_a_whole() {
    let rows: Vec<Vec<f64>> =
        (0..6).flat_map(|i| (0..6).map(move |j| vec![2f64.powi(i) * 1e6, 3f64.powi(j)])).collect();
    let axes = [("a", PLAIN), ("b", PLAIN)];
    // A loss that falls along one axis and rises along the other.
    let y: Vec<f64> =
        rows.iter().map(|r| 1.0 + 2.0 * (r[0] / 1e6).powf(-0.3) + 0.2 * r[1].powf(0.3)).collect();
    let errors = Runs::new(&axes, &rows, loss(y), 30).errors();
    assert!(error(&errors, "add") < 0.01, "{errors:?}");
    // A rate that rises along both and levels off.
    let y = rows.iter().map(|r| 1.0 / (0.01 + (r[0] / 1e6).powf(-0.5) + r[1].powf(-0.4))).collect();
    let errors = Runs::new(&axes, &rows, loss(y), 30).errors();
    assert!(error(&errors, "add") < 0.02, "{errors:?}");
}

#[test]
fn repeated_tokens_are_worth_less() {
    let worth = |d: f64, u: f64| u + u * 12.0 * (1.0 - (-(d / u - 1.0) / 12.0).exp());
    let mut rows = Vec::new();
    for epochs in [1.0, 2.0, 4.0, 8.0, 16.0, 40.0] {
        for size in [1.0, 4.0, 16.0] {
            for unique in [1.0, 3.0, 9.0] {
                rows.push(vec![size * 1e7, unique * epochs * 1e8, unique * 1e8]);
            }
        }
    }
    let y = rows
        .iter()
        .map(|r| 1.7 + (r[0] / 1e7_f64).powf(-0.35) + 1.5 * (worth(r[1], r[2]) / 1e8).powf(-0.3))
        .collect();
    let axes = [
        ("params", PLAIN),
        ("tokens", Quantity::Tokens(TokenCount::Seen)),
        ("unique", Quantity::Tokens(TokenCount::Unique)),
    ];
    let errors = Runs::new(&axes, &rows, loss(y), 45).errors();
    assert!(error(&errors, "repeats") < 0.01, "{errors:?}");
    assert!(error(&errors, "add") > 2.0 * error(&errors, "repeats"), "{errors:?}");
}

#[test]
fn a_share_above_chance_rises_as_log_odds() {
    let rows: Vec<Vec<f64>> =
        (0..8).flat_map(|i| (0..6).map(move |j| vec![2f64.powi(i) * 1e7, 2f64.powi(j) * 1e9])).collect();
    let share = |r: &Vec<f64>| {
        let odds = 0.6 * (r[0] / 1e7).ln() + 0.4 * (r[1] / 1e9).ln() - 3.0;
        0.25 + 0.75 / (1.0 + (-odds).exp())
    };
    let y = rows.iter().map(share).collect();
    let axes = [("a", PLAIN), ("b", PLAIN)];
    let errors = Runs::new(&axes, &rows, Column::new("accuracy", Quantity::Accuracy, y), 36).errors();
    assert!(error(&errors, "logit-floor") < 0.05, "{errors:?}");
    assert!(error(&errors, "near") > 2.0 * error(&errors, "logit-floor"), "{errors:?}");
}

#[test]
fn every_candidate_has_a_card() {
    let cards: Vec<&str> = CARDS.iter().flat_map(|family| family.iter().map(|card| card.name)).collect();
    for name in NAMES {
        assert_eq!(cards.iter().filter(|card| **card == name).count(), 1, "{name}");
    }
    assert_eq!(cards.len(), NAMES.len());
}
