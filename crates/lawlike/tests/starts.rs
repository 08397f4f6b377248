//! Every start of the grid of Hoffmann et al. 2022 leads to one optimum.
//!
//! The grid, as Besiroglu et al. 2024 repeat it: alpha and beta from 0 to 2 by 0.5, ln E from -1 to 1 by 0.5, ln A and
//! ln B from 0 to 25 by 5; 4,500 in all. The runs are the 240 that they digitised, without the five highest losses. They
//! are read from the folder `data` of LAWLIKE_SHARED (default `../shared` beside the workspace); where it is absent the
//! test says so and passes.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use lawlike::fit::{Fit, FitOptions, Objective, fit};
use lawlike::law::Law;
use lawlike::observations::{Column, Observations};
use lawlike::quantity::{LossUnit, ParameterCount, Quantity, TokenCount};
use lawlike::run::Run;
use lawlike_num::parallel;
use std::path::PathBuf;

/// Sum of Huber(1e-3) over log residuals at the optimum, as every tight search finds it.
const LEAST_SUM: f64 = 1.018_274_017_8e-3;
const TOLERANCE: f64 = 1e-6;

fn runs() -> Option<Observations> {
    let shared = std::env::var("LAWLIKE_SHARED")
        .map_or_else(|_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let path = shared.join("data/chinchilla-epoch.csv");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: no runs at {}; set LAWLIKE_SHARED", path.display());
        return None;
    };
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap().split(',').collect();
    let place = |name: &str| head.iter().position(|known| *known == name).unwrap();
    let places = [place("params"), place("tokens"), place("loss")];
    let mut rows: Vec<[f64; 3]> = lines
        .map(|line| {
            let words: Vec<&str> = line.split(',').collect();
            places.map(|place| words[place].parse().unwrap())
        })
        .collect();
    rows.sort_by(|a, b| a[2].total_cmp(&b[2]));
    rows.truncate(240);
    let pick = |k: usize| rows.iter().map(|row| row[k]).collect::<Vec<f64>>();
    let axes = vec![
        Column::new("params", Quantity::Parameters(ParameterCount::Total), pick(0)),
        Column::new("tokens", Quantity::Tokens(TokenCount::Seen), pick(1)),
    ];
    Some(Observations::new(Column::new("loss", Quantity::Loss(LossUnit::Nats), pick(2)), axes).unwrap())
}

/// E, A, B, alpha, beta.
fn grid() -> Vec<[f64; 5]> {
    let mut starts = Vec::new();
    for alpha in [0.0, 0.5, 1.0, 1.5, 2.0] {
        for beta in [0.0, 0.5, 1.0, 1.5, 2.0] {
            for e in [-1.0f64, -0.5, 0.0, 0.5, 1.0] {
                for a in [0.0f64, 5.0, 10.0, 15.0, 20.0, 25.0] {
                    for b in [0.0f64, 5.0, 10.0, 15.0, 20.0, 25.0] {
                        starts.push([e.exp(), a.exp(), b.exp(), alpha, beta]);
                    }
                }
            }
        }
    }
    starts
}

fn fit_from(start: &[f64; 5], law: &Law, runs: &Observations) -> Fit {
    let start = ["E", "A", "B", "alpha", "beta"].iter().zip(start);
    let options = FitOptions {
        objective: Some(Objective::huber_log(1e-3)),
        start: start.map(|(name, value)| ((*name).to_owned(), *value)).collect(),
        run: Run::on(1),
        ..FitOptions::default()
    };
    fit(law, runs, &options).unwrap()
}

#[test]
#[ignore = "slow"]
fn all_4500_starts_end_at_the_optimum() {
    let Some(runs) = runs() else { return };
    let law = Law::named("chinchilla").unwrap();
    let starts = grid();
    assert_eq!(starts.len(), 4500);
    let fits = parallel::map(starts.len(), 0, |index| fit_from(&starts[index], &law, &runs));
    let failed: Vec<usize> =
        (0..fits.len()).filter(|i| (fits[*i].objective.value / LEAST_SUM - 1.0).abs() > TOLERANCE).collect();
    for index in &failed {
        let (fit, [e, a, b, alpha, beta]) = (&fits[*index], starts[*index]);
        println!(
            "from ln E {} ln A {} ln B {} alpha {alpha} beta {beta}: {:.10e}, {:?}",
            e.ln(),
            a.ln(),
            b.ln(),
            fit.objective.value,
            fit.status
        );
    }
    let agree = starts.len() - failed.len();
    let (least, most) = fits
        .iter()
        .map(|fit| fit.objective.value)
        .fold((f64::MAX, 0.0), |(least, most), v| (f64::min(least, v), f64::max(most, v)));
    let evaluations: usize = fits.iter().map(|fit| fit.certificate.evaluations).sum();
    println!(
        "{agree} of {} starts agree; objective from {least:.16e} to {most:.16e}; {evaluations} evaluations",
        starts.len()
    );
    assert!(failed.is_empty(), "{} of {} starts failed", failed.len(), starts.len());
}
