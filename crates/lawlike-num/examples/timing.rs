//! Prints how long the kernels take; run with `--release`.
#![allow(clippy::print_stdout)]

use lawlike_num::kernel;
use lawlike_num::nnls::{Sign, solve_gram};
use std::hint::black_box;
use std::time::Instant;

fn time(name: &str, n: usize, mut f: impl FnMut()) {
    let best = (0..20)
        .map(|_| {
            let start = Instant::now();
            (0..2000).for_each(|_| f());
            start.elapsed().as_nanos() as f64 / 2000.0
        })
        .fold(f64::INFINITY, f64::min);
    println!("{name:<14} n={n:<5} {best:>8.1} ns");
}

fn main() {
    for n in [5, 40, 240, 4096] {
        let x: Vec<f64> = (0..n).map(|i| (i as f64 * 0.77).sin() * 5.0 + 6.0).collect();
        let mut out = vec![0.0; n];
        time("exp", n, || kernel::exp(black_box(&x), black_box(&mut out)));
        time("exp_scaled", n, || kernel::exp_scaled(black_box(-0.3), black_box(&x), black_box(&mut out)));
        time("ln", n, || kernel::ln(black_box(&x), black_box(&mut out)));
        time("exp of std", n, || {
            for (x, out) in black_box(&x).iter().zip(black_box(&mut out)) {
                *out = x.exp();
            }
        });
        time("sum", n, || {
            black_box(kernel::sum(black_box(&x)));
        });
        time("dot", n, || {
            black_box(kernel::dot(black_box(&x), black_box(&x)));
        });
        time("dot3", n, || {
            black_box(kernel::dot3(black_box(&x), black_box(&x), black_box(&x)));
        });
    }
    let gram = [240.0, 120.0, 80.0, 120.0, 90.0, 30.0, 80.0, 30.0, 70.0];
    for (name, rhs) in [("gram, inside", [440.0, 240.0, 180.0]), ("gram, at wall", [440.0, 300.0, -40.0])] {
        let mut out = [0.0; 3];
        time(name, 3, || {
            black_box(solve_gram(black_box(&gram), black_box(&rhs), &[Sign::NonNegative; 3], &mut out));
        });
    }
}
