//! Forecast and back-test of learning curves in one call.

use crate::data;
use divan::Bencher;
use lawlike::backtest::{self, backtest};
use lawlike::forecast::{self, forecast};
use lawlike::law::Law;
use lawlike::observations::{Observations, Points};
use lawlike::run::Run;

/// Past rows and future points of every curve.
fn split() -> (Vec<Observations>, Vec<Points>) {
    let rows_where = |past: &[bool], wanted: bool| -> Vec<usize> {
        (0..past.len()).filter(|row| past[*row] == wanted).collect()
    };
    let halves = data::curves().0.into_iter().map(|(series, past)| {
        let future = series.points().select(&rows_where(&past, false));
        (series.select(&rows_where(&past, true)), future)
    });
    halves.unzip()
}

/// The law that is tested, or a mixture of candidates.
const LAWS: [Option<&str>; 2] = [None, Some("power-floor")];

fn law(name: Option<&str>) -> Option<Law> {
    name.map(|name| Law::named(name).expect("a law of the catalogue"))
}

#[divan::bench(args = LAWS, sample_count = 3, sample_size = 1)]
fn forecast_92(bencher: Bencher<'_, '_>, name: Option<&str>) {
    let (past, future) = split();
    let options =
        forecast::ForecastOptions { law: law(name), run: Run::on(1), ..forecast::ForecastOptions::default() };
    bencher.bench_local(|| forecast(&past, &future, &options).expect("curves can be forecast"));
}

/// The 72 curves of image classification, on two threads.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn forecast_72(bencher: Bencher<'_, '_>) {
    let (mut past, mut future) = split();
    past.truncate(72);
    future.truncate(72);
    assert!(past.iter().all(|curve| !curve.label.contains('|') || curve.label.starts_with("IC|")));
    let options = forecast::ForecastOptions { run: Run::on(2), ..forecast::ForecastOptions::default() };
    bencher.bench_local(|| forecast(&past, &future, &options).expect("curves can be forecast"));
}

/// Rolling cuts over all rows of every curve.
#[divan::bench(args = LAWS, sample_count = 3, sample_size = 1)]
fn backtest_92(bencher: Bencher<'_, '_>, name: Option<&str>) {
    let series: Vec<Observations> = data::curves().0.into_iter().map(|(series, _)| series).collect();
    let options = backtest::BacktestOptions {
        question: backtest::Question { law: law(name), ..backtest::Question::default() },
        run: Run::on(1),
        ..backtest::BacktestOptions::default()
    };
    bencher.bench_local(|| backtest(&series, &options).expect("curves can be tested"));
}
