//! Fit and all checks of one table, on one thread.

use crate::data;
use divan::Bencher;
use lawlike::check::check;
use lawlike::fit::{Options, fit};
use lawlike::law::Law;

/// The Chinchilla surface on 240 runs; the fit is made beforehand.
#[divan::bench]
fn checks_240(bencher: Bencher<'_, '_>) {
    let (runs, _) = data::runs();
    let (law, options) = (Law::named("chinchilla").expect("a law of the catalogue"), Options::default());
    let fit = fit(&law, &runs, &options).expect("the surface can be fitted");
    bencher.bench_local(|| check(&law, &runs, &options, &fit));
}

/// A power law with a floor on 92 curves of some 220 points each; the fits are made beforehand.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn checks_92(bencher: Bencher<'_, '_>) {
    let (law, options) = (Law::named("power-floor").expect("a law of the catalogue"), Options::default());
    let fits: Vec<_> = data::curves()
        .0
        .into_iter()
        .map(|(curve, _)| (fit(&law, &curve, &options).expect("a curve can be fitted"), curve))
        .collect();
    bencher.bench_local(|| {
        fits.iter().map(|(fit, curve)| check(&law, curve, &options, fit).len()).sum::<usize>()
    });
}
