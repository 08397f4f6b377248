//! Fit, forecast and all checks of one table, on one thread.

use crate::data;
use divan::Bencher;
use lawlike::check::check;
use lawlike::fit::{FitOptions, fit};
use lawlike::forecast::{self, forecast};
use lawlike::law::Law;
use lawlike::observations::Points;
use lawlike::run::Run;

/// The Chinchilla surface on 240 runs; the fit is made beforehand.
#[divan::bench]
fn checks_240(bencher: Bencher<'_, '_>) {
    let (runs, _) = data::runs();
    let (law, options) = (Law::named("chinchilla").expect("a law of the catalogue"), FitOptions::default());
    let fit = fit(&law, &runs, &options).expect("the surface can be fitted");
    bencher.bench_local(|| check(&law, &runs, &options, &fit));
}

/// The whole answer to a table of 245 rows: fit, forecast of every run made ten times larger, all checks.
#[divan::bench]
fn fit_forecast_checks_245(bencher: Bencher<'_, '_>) {
    let runs = data::all_runs();
    let (law, options) = (Law::named("chinchilla").expect("a law of the catalogue"), FitOptions::default());
    let mut points: Points = runs.points();
    for column in &mut points.columns {
        column.values.iter_mut().for_each(|value| *value *= 10f64.sqrt());
    }
    let forecasting = forecast::ForecastOptions { run: Run::on(1), ..forecast::ForecastOptions::default() };
    let (past, future) = ([runs], [points]);
    bencher.bench_local(|| {
        let fit = fit(&law, &past[0], &options).expect("the surface can be fitted");
        let rows = forecast(&past, &future, &forecasting).expect("the runs can be forecast");
        (rows, check(&law, &past[0], &options, &fit))
    });
}

/// A power law with a floor on 92 curves of some 220 points each; the fits are made beforehand.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn checks_92(bencher: Bencher<'_, '_>) {
    let (law, options) = (Law::named("power-floor").expect("a law of the catalogue"), FitOptions::default());
    let fits: Vec<_> = data::curves()
        .0
        .into_iter()
        .map(|(curve, _)| (fit(&law, &curve, &options).expect("a curve can be fitted"), curve))
        .collect();
    bencher.bench_local(|| {
        fits.iter().map(|(fit, curve)| check(&law, curve, &options, fit).len()).sum::<usize>()
    });
}
