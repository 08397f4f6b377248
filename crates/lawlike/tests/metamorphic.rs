//! Changes of the data that change nothing: units, the order of rows, a row written twice with half the weight, the
//! place of zero on a logarithmic axis. Exponents stay to 1e-10 (1e-8 for least absolute deviations, whose optimum is a
//! corner), and the intervals of forecasts to 1e-8.
#![allow(clippy::unwrap_used)]

use lawlike::fit::{Fit, FitOptions, Objective, fit};
use lawlike::forecast::{self, Forecast, ForecastRow, forecast};
use lawlike::law::Law;
use lawlike::observations::{Column, Observations, Points};
use lawlike::quantity::{LossUnit, ParameterCount, Quantity, TokenCount};
use lawlike_num::stream::Stream;

/// 56 runs of a known surface with noise of 1 %.
fn surface() -> Observations {
    let mut stream = Stream::keyed(15, &[]);
    let (mut params, mut tokens, mut loss) = (Vec::new(), Vec::new(), Vec::new());
    for i in 0..8 {
        for j in 0..7 {
            let (n, d) = (1e7 * 2.5f64.powi(i), 3e8 * 2.7f64.powi(j));
            params.push(n);
            tokens.push(d);
            let exact = 1.8 + 480.0 * n.powf(-0.35) + 2100.0 * d.powf(-0.37);
            loss.push(exact * (0.01 * stream.normal()).exp());
        }
    }
    let axes = vec![
        Column::new("params", Quantity::Parameters(ParameterCount::Total), params),
        Column::new("tokens", Quantity::Tokens(TokenCount::Seen), tokens),
    ];
    Observations::new(Column::new("loss", Quantity::Loss(LossUnit::Nats), loss), axes).unwrap()
}

/// Forty points of one curve.
fn curve() -> Observations {
    let mut stream = Stream::keyed(16, &[]);
    let tokens: Vec<f64> = (0..40).map(|i| 1e8 * 1.25f64.powi(i)).collect();
    let loss =
        tokens.iter().map(|d| (1.8 + 2100.0 * d.powf(-0.37)) * (0.01 * stream.normal()).exp()).collect();
    let axes = vec![Column::new("tokens", Quantity::Tokens(TokenCount::Seen), tokens)];
    Observations::new(Column::new("loss", Quantity::Loss(LossUnit::Nats), loss), axes).unwrap()
}

/// Data after a change, and how a loss there is brought back.
struct Change {
    name: &'static str,
    apply: fn(&Observations) -> Observations,
    /// One unit of the loss before, in units after.
    loss: f64,
    /// One unit of each axis before, in units after, by name.
    axes: &'static [(&'static str, f64)],
}

fn times(column: &mut Column, factor: f64) {
    column.values.iter_mut().for_each(|value| *value *= factor);
}

const BITS: f64 = std::f64::consts::LOG2_E;
/// `exp(3.7)`.
const SHIFT: f64 = 40.447_304_360_067_39;

const CHANGES: [Change; 5] = [
    Change {
        name: "tokens in billions",
        apply: |data| scaled(data, &[("tokens", 1e-9)], 1.0),
        loss: 1.0,
        axes: &[("tokens", 1e-9)],
    },
    Change { name: "loss in bits", apply: |data| scaled(data, &[], BITS), loss: BITS, axes: &[] },
    Change {
        name: "ln N shifted by 3.7",
        apply: |data| scaled(data, &[("params", SHIFT), ("tokens", 1.0 / SHIFT)], 1.0),
        loss: 1.0,
        axes: &[("params", SHIFT), ("tokens", 1.0 / SHIFT)],
    },
    Change { name: "rows in another order", apply: shuffled, loss: 1.0, axes: &[] },
    Change { name: "rows twice with half the weight", apply: doubled, loss: 1.0, axes: &[] },
];

fn scaled(data: &Observations, axes: &[(&str, f64)], loss: f64) -> Observations {
    let mut out = data.clone();
    times(&mut out.response, loss);
    for axis in &mut out.axes {
        if let Some((_, factor)) = axes.iter().find(|(name, _)| *name == axis.name) {
            times(axis, *factor);
        }
    }
    out
}

fn shuffled(data: &Observations) -> Observations {
    let mut rows: Vec<usize> = (0..data.n()).collect();
    Stream::keyed(17, &[]).shuffle(&mut rows);
    data.select(&rows)
}

/// Every row and then every row again: the copies belong to the groups of their originals.
fn doubled(data: &Observations) -> Observations {
    let rows: Vec<usize> = (0..data.n()).chain(0..data.n()).collect();
    let mut out = data.select(&rows);
    out.weights = vec![0.5; rows.len()];
    out
}

fn fit_of(law: &Law, data: &Observations, objective: Objective) -> Fit {
    fit(law, data, &FitOptions::default().with_objective(objective)).unwrap()
}

/// A law, data for it, and its exponents.
fn cases() -> [(Law, Observations, &'static [&'static str]); 2] {
    [
        (Law::named("chinchilla").unwrap(), surface(), &["alpha", "beta"]),
        (Law::named("power-floor").unwrap(), curve(), &["c"]),
    ]
}

fn exponents_stay(objective: Objective, tolerance: f64) {
    for (law, data, exponents) in cases() {
        let before = fit_of(&law, &data, objective);
        for change in &CHANGES {
            let after = fit_of(&law, &(change.apply)(&data), objective);
            for name in exponents {
                let value = |fit: &Fit| fit.parameter(name).unwrap().value();
                let moved = (value(&after) / value(&before) - 1.0).abs();
                assert!(
                    moved <= tolerance,
                    "{} {objective}, {}: {name} moves by {moved:.1e}",
                    law.id,
                    change.name
                );
            }
        }
    }
}

#[test]
fn exponents_of_least_squares_of_logarithms_stay() {
    exponents_stay(Objective::LOG_LS, 1e-10);
}

#[test]
fn exponents_of_least_squares_stay() {
    exponents_stay(Objective::LS, 1e-10);
}

#[test]
fn exponents_of_huber_stay() {
    exponents_stay(Objective::huber_log(1e-3), 1e-10);
}

#[test]
fn exponents_of_least_absolute_deviations_stay() {
    exponents_stay(Objective::LAD, 1e-8);
}

/// A row written twice is another question: see the forecasts.
#[test]
fn standard_errors_of_exponents_know_no_units_and_no_order() {
    for objective in [Objective::LOG_LS, Objective::LS, Objective::huber_log(1e-3), Objective::LAD] {
        for (law, data, exponents) in cases() {
            let before = fit_of(&law, &data, objective);
            for change in &CHANGES[..4] {
                let after = fit_of(&law, &(change.apply)(&data), objective);
                for name in exponents {
                    let error = |fit: &Fit| fit.parameter(name).unwrap().estimate.se;
                    let moved = (error(&after) / error(&before) - 1.0).abs();
                    let what = format!("{} {objective}, {}", law.id, change.name);
                    assert!(moved <= 1e-8, "{what}: the standard error of {name} moves by {moved:.1e}");
                }
            }
        }
    }
}

/// Four places beyond the data.
fn farther(data: &Observations) -> Points {
    let mut points = data.points().select(&[0, 1, 2, 3]);
    for axis in &mut points.columns {
        let (_, most) = data.axes.iter().find(|known| known.name == axis.name).unwrap().range();
        axis.values = (1..5).map(|k| most * 2f64.powi(k)).collect();
    }
    points
}

fn forecast_of(data: &Observations, points: &Points, law: Option<&Law>) -> Forecast {
    let options = forecast::ForecastOptions { law: law.cloned(), ..forecast::ForecastOptions::default() };
    forecast(std::slice::from_ref(data), std::slice::from_ref(points), &options).unwrap().remove(0)
}

fn ends(row: &ForecastRow) -> [f64; 7] {
    row.fan.numbers()
}

fn forecasts_stay(changes: &[Change]) {
    for (law, data, _) in cases() {
        for law in [None, Some(&law)] {
            let points = farther(&data);
            let before = forecast_of(&data, &points, law);
            for change in changes {
                let mut there = points.clone();
                for axis in &mut there.columns {
                    if let Some((_, factor)) = change.axes.iter().find(|(name, _)| *name == axis.name) {
                        times(axis, *factor);
                    }
                }
                let after = forecast_of(&(change.apply)(&data), &there, law);
                for (a, b) in before.rows.iter().zip(&after.rows) {
                    for (a, b) in ends(a).iter().zip(ends(b)) {
                        let moved = (b / change.loss / a - 1.0).abs();
                        let law = law.map_or("mixture", |law| &law.id);
                        assert!(moved <= 1e-8, "{law}, {}: an interval moves by {moved:.1e}", change.name);
                    }
                }
            }
        }
    }
}

#[test]
fn forecasts_know_no_units_and_no_order() {
    forecasts_stay(&CHANGES[..4]);
}
