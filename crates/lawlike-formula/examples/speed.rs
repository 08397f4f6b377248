//! How long one evaluation takes: `cargo run --release -p lawlike-formula --example speed`.
#![allow(clippy::print_stdout)]

use std::hint::black_box;
use std::time::Instant;

use lawlike_formula::{Error, Formula, Program, Workspace};

const LAWS: &[(&str, &[&str], &[f64])] = &[
    ("E + A*N^-alpha + B*D^-beta", &["N", "D"], &[0.35, 0.37]),
    ("E + A*(N^-a + R*D^-b)^k", &["N", "D"], &[0.5, 1.2, 0.4, 0.7]),
    ("a + b*x^-c0*(1+(x/d1)^(1/f1))^(-c1*f1)", &["x"], &[0.2, 1e9, 0.3, 0.4]),
    ("lo + (hi-lo)*sigmoid(k*(ln(x)-m))", &["x"], &[0.7, 20.0]),
    ("E + (y0-E)*crossover(lnb - c*ln(x), a)", &["x"], &[5.0, 0.3, 0.7]),
];

fn main() -> Result<(), Error> {
    let rows = 240;
    let n: Vec<f64> = (0..rows).map(|i| 1e7 * 1.02f64.powi(i)).collect();
    let d: Vec<f64> = (0..rows).map(|i| 1e9 * 1.03f64.powi(i * 7 % 240)).collect();
    for (text, columns, shapes) in LAWS {
        let start = Instant::now();
        let law = Formula::parse(text)?.separate(columns)?;
        let program = Program::compile(&law);
        let compile = start.elapsed();
        let bound = program.bind(&[n.as_slice(), d.as_slice()][..columns.len()])?;
        let mut workspace = Workspace::default();
        let values = fastest(|| bound.basis(black_box(shapes), &mut workspace));
        let slopes = fastest(|| bound.basis_and_derivatives(black_box(shapes), &mut workspace));
        println!("{text}: compile {compile:.0?}, basis {values:.3} us, with derivatives {slopes:.3} us");
    }
    Ok(())
}

/// Microseconds a call, in the fastest of many batches.
fn fastest(mut call: impl FnMut()) -> f64 {
    let batch = 1000;
    let mut best = f64::INFINITY;
    for _ in 0..200 {
        let start = Instant::now();
        (0..batch).for_each(|_| call());
        best = best.min(start.elapsed().as_secs_f64() * 1e6 / f64::from(batch));
    }
    best
}
