//! Fit and bootstrap of the Chinchilla surface on 240 runs, by name and by a typed formula.

use crate::data;
use divan::{Bencher, black_box};
use lawlike::ensemble::{self, Maker, resample};
use lawlike::fit::{Fit, FitOptions, Objective, fit};
use lawlike::law::Law;
use lawlike::observations::Observations;
use lawlike::run::Run;
use std::time::{Duration, Instant};

const OBJECTIVES: [&str; 4] = ["huber-log:1e-3", "lad", "log-ls", "ls"];
/// The same surface under other names: nothing is known of bounds and starts.
const TYPED: &str = "e + a*N^-p + b*D^-q";

fn options(objective: &str) -> FitOptions {
    let objective: Objective = objective.parse().expect("the objective is known");
    FitOptions { run: Run::on(1), ..FitOptions::default() }.with_objective(objective)
}

fn run(law: &Law, runs: &Observations, options: &FitOptions) -> Fit {
    fit(black_box(law), black_box(runs), options).expect("the law finds its columns")
}

#[divan::bench(args = OBJECTIVES)]
fn fit_named(bencher: Bencher<'_, '_>, objective: &str) {
    let (law, runs) = (Law::named("chinchilla").expect("a law of the catalogue"), data::runs().0);
    bencher.bench_local(|| run(&law, &runs, &options(objective)));
}

#[divan::bench(args = OBJECTIVES)]
fn fit_typed(bencher: Bencher<'_, '_>, objective: &str) {
    let (law, runs) = (Law::from_formula(TYPED).expect("the formula parses"), data::runs().0);
    bencher.bench_local(|| run(&law, &runs, &options(objective)));
}

/// A thousand pairs replicates on one thread.
#[divan::bench(args = OBJECTIVES, sample_count = 3, sample_size = 1)]
fn bootstrap_1000(bencher: Bencher<'_, '_>, objective: &str) {
    let (law, runs) = (Law::named("chinchilla").expect("a law of the catalogue"), data::runs().0);
    let sample = ensemble::EnsembleOptions { run: Run::on(1), ..ensemble::EnsembleOptions::default() };
    let options = options(objective);
    bencher.bench_local(|| {
        resample(black_box(&law), black_box(&runs), &options, Maker::PairsBootstrap, &sample)
            .expect("the law finds its columns")
    });
}

/// Prints the time of a typed formula over that of the named law: least times of many turns, taken one after the other
/// so that a busy machine slows both.
pub(crate) fn print_ratios() {
    let (runs, is_real) = data::runs();
    println!("\nrows: {}", if is_real { "the 240 digitised runs" } else { "240 simulated runs" });
    let laws = ["chinchilla", "E + A*N^-alpha + B*D^-beta", TYPED];
    let laws = laws.map(|text| Law::parse(text).expect("a law"));
    println!(
        "{:16} {:>10} {:>22} {:>22}",
        "objective", "named, us", "typed, known names", "typed, other names"
    );
    for objective in OBJECTIVES {
        let options = options(objective);
        let mut least = [Duration::MAX; 3];
        for _ in 0..400 {
            for (law, least) in laws.iter().zip(&mut least) {
                let start = Instant::now();
                black_box(run(law, &runs, &options));
                *least = start.elapsed().min(*least);
            }
        }
        let [named, known, other] = least.map(|time| time.as_secs_f64() * 1e6);
        println!("{objective:16} {named:>10.0} {:>22.3} {:>22.3}", known / named, other / named);
    }
}
