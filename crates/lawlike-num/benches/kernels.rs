//! `exp` and `ln` over columns against the functions of the standard library: `cargo bench -p lawlike-num`.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use lawlike_num::kernel;

/// Rows of a small curve, of a usual sweep, and of a table that fills the nearest cache.
const LENGTHS: [usize; 3] = [40, 240, 4096];

fn main() {
    divan::main();
}

/// Arguments between 1 and 11.
fn column(n: usize) -> Vec<f64> {
    (0..n).map(|i| (i as f64 * 0.77).sin() * 5.0 + 6.0).collect()
}

fn run(bencher: Bencher<'_, '_>, n: usize, f: impl Fn(&[f64], &mut [f64]) + Sync) {
    let (x, mut out) = (column(n), vec![0.0; n]);
    bencher.counter(ItemsCount::new(n)).bench_local(|| f(black_box(&x), black_box(&mut out)));
}

#[divan::bench(args = LENGTHS)]
fn exp(bencher: Bencher<'_, '_>, n: usize) {
    run(bencher, n, kernel::exp);
}

#[divan::bench(args = LENGTHS)]
fn exp_of_std(bencher: Bencher<'_, '_>, n: usize) {
    run(bencher, n, |x, out| out.iter_mut().zip(x).for_each(|(to, x)| *to = x.exp()));
}

#[divan::bench(args = LENGTHS)]
fn ln(bencher: Bencher<'_, '_>, n: usize) {
    run(bencher, n, kernel::ln);
}

#[divan::bench(args = LENGTHS)]
fn ln_of_std(bencher: Bencher<'_, '_>, n: usize) {
    run(bencher, n, |x, out| out.iter_mut().zip(x).for_each(|(to, x)| *to = x.ln()));
}
