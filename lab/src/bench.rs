//! Tokens per second of training by shape, against the matrix-product limit of the machine.

use crate::kernel::{View, ViewMut, multiply};
use crate::model::{CONTEXT, Shape};
use crate::plan::SIZES;
use crate::run::cpu_seconds;
use crate::trainer::{Recipe, Trainer};
use std::io::Write;
use std::time::Instant;

/// Shapes (width, layers, batch) with tokens per second of XLA on both cores of the same machine.
const COMPARED: [(Shape, u64, f64); 4] = [
    (Shape::new(16, 2), 64, 99e3),
    (Shape::new(32, 2), 64, 71e3),
    (Shape::new(64, 3), 64, 33e3),
    (Shape::new(128, 4), 32, 3.9e3),
];
/// The shortest of this many timings counts.
const TIMINGS: usize = 8;
const SECONDS: f64 = 0.25;

/// Shortest time of one call of `work` on this thread's processor clock.
fn fastest(mut work: impl FnMut()) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..TIMINGS {
        let (wall, cpu, mut calls) = (Instant::now(), cpu_seconds(), 0.0);
        while wall.elapsed().as_secs_f64() < SECONDS {
            work();
            calls += 1.0;
        }
        let wall = wall.elapsed().as_secs_f64();
        best = best.min(cpu.zip(cpu_seconds()).map_or(wall, |(before, after)| after - before) / calls);
    }
    best
}

/// Tokens per second of one run on this thread.
fn throughput(shape: Shape, batch: u64) -> f64 {
    let mut recipe = Recipe::new(shape, 1 << 25, 1e-3, 1);
    recipe.batch = batch;
    let mut trainer = Trainer::new(recipe);
    let seconds = fastest(|| {
        trainer.advance();
    });
    (batch * CONTEXT as u64) as f64 / seconds
}

/// FLOP per second of a product whose operands stay in the near cache.
fn matmul_limit() -> f64 {
    let (a, b, mut c) = (vec![0.5; 64 * 64], vec![0.5; 64 * 96], vec![0.0; 64 * 96]);
    let size = [64, 64, 96];
    let seconds = fastest(|| {
        for _ in 0..1000 {
            multiply(View::new(&a, 64), View::new(&b, 96), ViewMut::new(&mut c, 96), size);
        }
    });
    2e3 * (64 * 64 * 96) as f64 / seconds
}

/// Two runs at the same time, one on each core; the sum of their throughputs.
fn on_two_cores(shape: Shape, batch: u64) -> f64 {
    std::thread::scope(|scope| {
        let runs = [(); 2].map(|()| scope.spawn(move || throughput(shape, batch)));
        runs.into_iter().filter_map(|run| run.join().ok()).sum()
    })
}

/// Prints the tables.
pub(crate) fn bench(to: &mut impl Write) -> std::io::Result<()> {
    let limit = matmul_limit();
    writeln!(to, "matrix product, one core: {:.0} GFLOP/s", limit * 1e-9)?;
    writeln!(to, "width layers batch  one run   two runs   XLA      times  GFLOP/s/core  of the limit")?;
    for (shape, batch, xla) in COMPARED {
        let (one, two) = (throughput(shape, batch), on_two_cores(shape, batch));
        let rate = two / 2.0 * shape.train_flop_per_token();
        writeln!(
            to,
            "{:>5} {:>6} {batch:>5} {:>7.1}k {:>9.1}k {:>6.1}k {:>8.1} {:>13.0} {:>12.0}%",
            shape.width,
            shape.layers,
            one * 1e-3,
            two * 1e-3,
            xla * 1e-3,
            two / xla,
            rate * 1e-9,
            100.0 * rate / limit,
        )?;
    }
    writeln!(
        to,
        "\nsizes of the sweep, batch 16, one run\nwidth layers  params (non-embedding)  tokens/s  GFLOP/s"
    )?;
    for (shape, _) in SIZES {
        let one = throughput(shape, 16);
        let (params, flop) = (shape.params_non_embedding(), one * shape.train_flop_per_token() * 1e-9);
        writeln!(to, "{:>5} {:>6} {params:>23} {:>8.1}k {flop:>8.0}", shape.width, shape.layers, one * 1e-3)?;
    }
    Ok(())
}
