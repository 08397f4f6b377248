//! Results do not depend on the number of threads, to the last bit, and not on the hour: 1, 2, 7 and 16 threads, and
//! twenty repeats. Equal text of JSON is equal bits: numbers are printed with as many digits as tell them apart.
#![allow(clippy::unwrap_used)]

use lawlike::audit::{self, audit};
use lawlike::backtest::{self, backtest};
use lawlike::examine::{Request, examine};
use lawlike::fit::{FitOptions, Objective};
use lawlike::forecast::{self, forecast};
use lawlike::law::Law;
use lawlike::observations::{Column, Observations, Points};
use lawlike::provenance::Provenance;
use lawlike::quantity::{LossUnit, ParameterCount, Quantity, TokenCount};
use lawlike::run::Run;
use lawlike_num::stream::Stream;
use serde::Serialize;

const THREADS: [usize; 4] = [1, 2, 7, 16];
const REPEATS: usize = 20;

fn json<T: Serialize>(value: &T) -> String {
    let text = serde_json::to_string(value).unwrap();
    assert!(text.len() > 100, "{text}");
    text
}

/// Calls with every number of threads and then over and over; all answers must be the first.
fn the_same(what: &str, answer: impl Fn(usize) -> String) {
    let first = answer(1);
    for threads in THREADS {
        assert!(answer(threads) == first, "{what} differs with {threads} threads");
    }
    for repeat in 0..REPEATS {
        let threads = THREADS[repeat % THREADS.len()];
        assert!(answer(threads) == first, "{what} differs at repeat {repeat} with {threads} threads");
    }
}

/// 42 runs of a surface with noise of 1 %, in groups of two.
fn surface() -> Observations {
    let mut stream = Stream::keyed(18, &[]);
    let (mut params, mut tokens, mut loss) = (Vec::new(), Vec::new(), Vec::new());
    for i in 0..7 {
        for j in 0..6 {
            let (n, d) = (1e7 * 2.5f64.powi(i), 3e8 * 2.7f64.powi(j));
            params.push(n);
            tokens.push(d);
            loss.push(
                (1.8 + 480.0 * n.powf(-0.35) + 2100.0 * d.powf(-0.37)) * (0.01 * stream.normal()).exp(),
            );
        }
    }
    let axes = vec![
        Column::new("params", Quantity::Parameters(ParameterCount::Total), params),
        Column::new("tokens", Quantity::Tokens(TokenCount::Seen), tokens),
    ];
    let loss = Column::new("loss", Quantity::Loss(LossUnit::Nats), loss);
    let mut runs = Observations::new(loss, axes).unwrap();
    runs.groups = (0..runs.n()).map(|row| row / 2).collect();
    runs
}

/// Six curves of twenty points, each with a floor and an exponent of its own.
fn curves() -> Vec<Observations> {
    (0..6)
        .map(|index| {
            let mut stream = Stream::keyed(19, &[index]);
            let (floor, exponent) = (1.0 + stream.uniform(), 0.2 + 0.3 * stream.uniform());
            let tokens: Vec<f64> = (0..20).map(|i| 1e8 * 1.6f64.powi(i)).collect();
            let noisy = |d: &f64| (floor + 900.0 * d.powf(-exponent)) * (0.005 * stream.normal()).exp();
            let loss = tokens.iter().map(noisy).collect();
            let axes = vec![Column::new("tokens", Quantity::Tokens(TokenCount::Seen), tokens)];
            let loss = Column::new("loss", Quantity::Loss(LossUnit::Nats), loss);
            let mut curve = Observations::new(loss, axes).unwrap();
            curve.label = format!("curve {index}");
            curve
        })
        .collect()
}

#[test]
fn fits_with_a_bootstrap() {
    let (law, runs) = (Law::named("chinchilla").unwrap(), surface());
    for objective in [Objective::huber_log(1e-3), Objective::LOG_LS] {
        the_same(&format!("the fit by {objective}"), |threads| {
            let options = FitOptions { run: Run { seed: 5, threads }, ..FitOptions::default() }
                .with_objective(objective);
            let request = Request { law: Some(law.clone()), options, bootstrap: 40, ..Request::default() };
            json(examine(std::slice::from_ref(&runs), &request)[0].fit.as_ref().unwrap())
        });
    }
}

#[test]
fn forecasts() {
    let curves = curves();
    let points: Vec<Points> = curves
        .iter()
        .map(|curve| {
            let mut points = curve.points().select(&[0, 1, 2]);
            points.columns[0].values = vec![2e12, 8e12, 3e13];
            points
        })
        .collect();
    for law in [None, Some(Law::named("power-floor").unwrap())] {
        the_same("the forecast", |threads| {
            let options = forecast::ForecastOptions {
                law: law.clone(),
                run: Run::on(threads),
                ..forecast::ForecastOptions::default()
            };
            json(&forecast(&curves, &points, &options).unwrap())
        });
    }
}

#[test]
fn back_tests() {
    let curves = curves();
    the_same("the back-test", |threads| {
        json(
            &backtest(
                &curves,
                &backtest::BacktestOptions { run: Run::on(threads), ..backtest::BacktestOptions::default() },
            )
            .unwrap(),
        )
    });
}

#[test]
#[ignore = "slow"]
fn audits() {
    for (what, series) in [("the audit of a surface", vec![surface()]), ("the audit of curves", curves())] {
        the_same(what, |threads| {
            let options =
                audit::AuditOptions { run: Run { seed: 3, threads }, ..audit::AuditOptions::default() };
            let provenance = Provenance::new(3, Vec::new(), Vec::new());
            json(&audit(&series, Vec::new(), provenance, &options).unwrap())
        });
    }
}
