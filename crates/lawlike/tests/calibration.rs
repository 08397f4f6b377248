//! Simulation-based calibration: do intervals hold the truth as often as they say?
//!
//! Each maker is put to five laws on designs as the field has them. Intervals of 50, 80 and 95 % must hold the truth
//! with that frequency, to 3.5 binomial standard errors, apart from what the trial of the maker allows: a maker that is
//! known to cover less says so there and in its documentation. The posterior is drawn for parameters from its own
//! priors; then coverage is exact and ranks of the truth among the draws are uniform (Talts et al. 2018, arXiv
//! 1804.06788).
//!
//! By default few data sets are simulated; `LAWLIKE_LONG=1000` (a number of data sets) simulates more and takes minutes.

#![allow(clippy::unwrap_used, clippy::print_stderr, clippy::print_stdout, reason = "helpers of a test")]

use lawlike::ensemble::{EnsembleOptions, Maker, resample};
use lawlike::fit::{self, Objective};
use lawlike::law::Law;
use lawlike::observations::{Column, Observations, Points};
use lawlike::quantity::{LossUnit, ParameterCount, Quantity, TokenCount};
use lawlike::run::Run;
use lawlike_num::parallel;
use lawlike_num::stream::Stream;

/// A law on a design, with parameters and noise to simulate from.
struct Case {
    law: &'static str,
    objective: Objective,
    /// Names and true values.
    truth: &'static [(&'static str, f64)],
    /// Standard deviation of the noise on the scale of the objective.
    noise: f64,
    design: fn() -> Points,
}

const LEVELS: [f64; 3] = [0.5, 0.8, 0.95];

const CASES: [Case; 5] = [
    Case {
        law: "power-floor",
        objective: Objective::LOG_LS,
        truth: &[("E", 1.4), ("A", 30.0), ("c", 0.3)],
        noise: 0.01,
        design: || along(Quantity::Plain, geometric(1e3, 1e8, 24)),
    },
    Case {
        law: "chinchilla",
        objective: Objective::LOG_LS,
        truth: &[("E", 1.8), ("A", 480.0), ("B", 2100.0), ("alpha", 0.35), ("beta", 0.37)],
        noise: 0.005,
        design: grid,
    },
    Case {
        law: "log-sigmoid",
        objective: Objective::LS,
        truth: &[("lo", 0.25), ("hi", 0.85), ("s", 1.2), ("m", 12.0)],
        noise: 0.02,
        design: || along(Quantity::Plain, geometric(1e3, 1e8, 30)),
    },
    Case {
        law: "semi-log-line",
        objective: Objective::LOG_LS,
        truth: &[("A", 0.5), ("r", 1.2)],
        noise: 0.4,
        design: || along(Quantity::Date, (0..20).map(|i| 2019.0 + 0.3 * f64::from(i)).collect()),
    },
    Case {
        law: "m3",
        objective: Objective::LOG_LS,
        truth: &[("b", 3.0), ("g", 1e-5), ("c", 0.2)],
        noise: 0.01,
        design: || along(Quantity::Plain, geometric(1e3, 1e7, 30)),
    },
];

fn geometric(from: f64, to: f64, rows: usize) -> Vec<f64> {
    (0..rows).map(|i| from * (to / from).powf(i as f64 / (rows - 1) as f64)).collect()
}

fn along(quantity: Quantity, values: Vec<f64>) -> Points {
    Points { columns: vec![Column::new("x", quantity, values)] }
}

/// Eight sizes, each at seven lengths of training.
fn grid() -> Points {
    let (mut n, mut d) = (Vec::new(), Vec::new());
    for i in 0..8 {
        for j in 0..7 {
            n.push(1e7 * 2.5f64.powi(i));
            d.push(3e8 * 2.7f64.powi(j));
        }
    }
    Points {
        columns: vec![
            Column::new("params", Quantity::Parameters(ParameterCount::Total), n),
            Column::new("tokens", Quantity::Tokens(TokenCount::Seen), d),
        ],
    }
}

impl Case {
    fn law(&self) -> Law {
        Law::named(self.law).unwrap()
    }

    /// A number of its own, for the random streams.
    fn key(&self) -> u64 {
        self.law.bytes().fold(0, |key, byte| key.wrapping_mul(31).wrapping_add(u64::from(byte)))
    }

    fn fit(&self) -> fit::FitOptions {
        fit::FitOptions { run: Run::on(1), ..fit::FitOptions::default().with_objective(self.objective) }
    }

    /// Runs from these parameters, with normal noise on the scale of the objective.
    fn simulate(&self, points: &Points, truth: &[f64], noise: f64, stream: &mut Stream) -> Observations {
        let response = |values| Column::new("y", Quantity::Loss(LossUnit::Nats), values);
        let axes = points.columns.clone();
        let blank = Observations::new(response(vec![1.0; points.n()]), axes.clone()).unwrap();
        let model = fit::Model::new(&self.law(), &blank, &[]).unwrap();
        let order: Vec<f64> = model
            .parameters()
            .iter()
            .map(|name| truth[self.truth.iter().position(|(known, _)| known == name).unwrap()])
            .collect();
        let link = self.objective.link;
        let noisy = |v: &f64| link.inverse(link.forward(*v) + noise * stream.normal());
        let values = model.predict(&order, points).unwrap().iter().map(noisy).collect();
        Observations::new(response(values), axes).unwrap()
    }
}

fn simulations(default: usize) -> usize {
    std::env::var("LAWLIKE_LONG").map_or(default, |text| text.parse().unwrap())
}

/// A maker and how it is asked.
struct Trial {
    maker: Maker,
    /// Draws of each ensemble.
    replicates: usize,
    /// By how much the coverage of each level may be lower than stated, as the documentation of the maker says.
    short: [f64; 3],
    /// By how much it may be higher.
    over: [f64; 3],
}

/// Share of the simulations in which the interval of each parameter held the truth, by level.
fn coverage(case: &Case, points: &Points, trial: &Trial, count: usize) -> Vec<[f64; 3]> {
    let truth: Vec<f64> = case.truth.iter().map(|(_, value)| *value).collect();
    let held = parallel::map(count, 0, |index| {
        let mut stream = Stream::keyed(11, &[case.key(), index as u64]);
        let data = case.simulate(points, &truth, case.noise, &mut stream);
        let (seed, replicates) = (index as u64, trial.replicates);
        let options = EnsembleOptions {
            replicates,
            run: Run { seed, threads: 1 },
            chains: 1,
            ..EnsembleOptions::default()
        };
        let ensemble = resample(&case.law(), &data, &case.fit(), trial.maker, &options).unwrap();
        let holds = |(name, value): &(&str, f64)| {
            let index = ensemble.index(name).unwrap();
            LEVELS.map(|level| f64::from(u8::from(ensemble.interval(index, level).contains(*value))))
        };
        case.truth.iter().map(holds).collect::<Vec<_>>()
    });
    let share = |j: usize, l: usize| held.iter().map(|one| one[j][l]).sum::<f64>() / count as f64;
    (0..truth.len()).map(|j| [0, 1, 2].map(|l| share(j, l))).collect()
}

/// Checks the coverage of a maker on a design.
fn check(case: &Case, points: &Points, trial: &Trial, count: usize) {
    let maker = trial.maker;
    for ((name, _), found) in case.truth.iter().zip(coverage(case, points, trial, count)) {
        println!("{maker:?} {} rows of {:13} {name:5} {found:.3?}", points.n(), case.law);
        for l in 0..3 {
            let error = (LEVELS[l] * (1.0 - LEVELS[l]) / count as f64).sqrt();
            let bounds = LEVELS[l] - trial.short[l] - 3.5 * error..=LEVELS[l] + trial.over[l] + 3.5 * error;
            let place = format!("{maker:?} {} {name} at {}", case.law, LEVELS[l]);
            assert!(bounds.contains(&found[l]), "{place}: {}", found[l]);
        }
    }
}

/// Checks a maker on all five laws.
fn check_all(trial: &Trial, default: usize) {
    for case in &CASES {
        check(case, &(case.design)(), trial, simulations(default));
    }
}

/// Checks a maker on sixteen rows, as many as a short series of runs has.
fn check_sixteen(trial: &Trial, default: usize) {
    let floor = along(Quantity::Plain, geometric(1e3, 1e8, 16));
    check(&CASES[0], &floor, trial, simulations(default));
    let dates = along(Quantity::Date, (0..16).map(|i| 2019.0 + 0.375 * f64::from(i)).collect());
    check(&CASES[3], &dates, trial, simulations(default));
}

#[test]
#[ignore = "slow"]
fn profiles_cover() {
    let trial = Trial { maker: Maker::Profile, replicates: 0, short: [0.01; 3], over: [0.0; 3] };
    check_all(&trial, 200);
    check_sixteen(&trial, 200);
}

#[test]
#[ignore = "slow"]
fn laplace_covers() {
    let trial = Trial { maker: Maker::Laplace, replicates: 999, short: [0.01; 3], over: [0.0; 3] };
    check_all(&trial, 400);
    check_sixteen(&trial, 400);
}

#[test]
#[ignore = "slow"]
fn pairs_cover_a_little_less() {
    let (short, over) = ([0.05, 0.06, 0.045], [0.0; 3]);
    let trial = Trial { maker: Maker::PairsBootstrap, replicates: 399, short, over };
    check_all(&trial, 60);
    check_sixteen(&trial, 60);
}

#[test]
#[ignore = "slow"]
fn wild_covers_about_as_stated() {
    let (short, over) = ([0.0, 0.0, 0.025], [0.08, 0.06, 0.015]);
    let trial = Trial { maker: Maker::WildBootstrap, replicates: 399, short, over };
    check_all(&trial, 60);
    check_sixteen(&trial, 60);
}

mod posterior {
    use super::*;
    use lawlike::ensemble::Prior;

    #[test]
    #[ignore = "slow"]
    fn flat_priors_cover() {
        let trial = Trial { maker: Maker::Posterior, replicates: 400, short: [0.02; 3], over: [0.0; 3] };
        check_all(&trial, 100);
        check_sixteen(&trial, 100);
    }

    /// Draws kept of each posterior; ranks go from zero to this number.
    const RANKS: usize = 63;
    /// Every this many draws one is kept, so that those kept are about independent.
    const THIN: usize = 6;

    /// The truth and its rank among the draws, for each parameter and the noise.
    fn ranks(case: &Case, points: &Points, seed: u64) -> Vec<usize> {
        let mut stream = Stream::keyed(23, &[case.key(), seed]);
        // Priors about the values of the case, wide enough to matter and narrow enough to fit the design.
        let prior = |value: f64, spread: f64| Prior::LogNormal { median: value, spread };
        let mut priors: Vec<(String, Prior)> =
            case.truth.iter().map(|(name, value)| ((*name).to_owned(), prior(*value, 0.2))).collect();
        priors.push(("sigma".to_owned(), prior(case.noise, 0.3)));
        let truth: Vec<f64> =
            case.truth.iter().map(|(_, value)| value * (0.2 * stream.normal()).exp()).collect();
        let noise = case.noise * (0.3 * stream.normal()).exp();
        let data = case.simulate(points, &truth, noise, &mut stream);
        let options = EnsembleOptions {
            replicates: RANKS * THIN,
            run: Run { seed, threads: 1 },
            chains: 1,
            warmup: 300,
            priors,
            ..EnsembleOptions::default()
        };
        let ensemble = resample(&case.law(), &data, &case.fit(), Maker::Posterior, &options).unwrap();
        let rank =
            |draws: &[f64], value: f64| draws.iter().step_by(THIN).filter(|draw| **draw < value).count();
        let draws_of = |name: &str| ensemble.parameter(ensemble.index(name).unwrap());
        let mut ranks: Vec<usize> =
            case.truth.iter().zip(&truth).map(|((name, _), value)| rank(&draws_of(name), *value)).collect();
        ranks.push(rank(&ensemble.noise, noise));
        ranks
    }

    /// The upper tail of chi-squared, by the cube root of Wilson & Hilferty (1931).
    fn tail(chi: f64, dof: f64) -> f64 {
        let spread = 2.0 / (9.0 * dof);
        1.0 - lawlike_num::dist::normal_cdf(((chi / dof).cbrt() - 1.0 + spread) / spread.sqrt())
    }

    /// Ranks are uniform if the draws are from the posterior of the prior that the truth was drawn from. By chi-squared
    /// over bins of equal size; no p-value of the 22 may lie below 0.005/22.
    #[test]
    #[ignore = "slow"]
    fn ranks_are_uniform() {
        let count = simulations(120);
        let bins = if count < 500 { 8 } else { 16 };
        for case in &CASES {
            let points = (case.design)();
            let all = parallel::map(count, 0, |index| ranks(case, &points, index as u64));
            for j in 0..=case.truth.len() {
                let mut counts = vec![0.0; bins];
                for ranks in &all {
                    counts[ranks[j] * bins / (RANKS + 1)] += 1.0;
                }
                let expected = count as f64 / bins as f64;
                let chi: f64 = counts.iter().map(|seen| (seen - expected).powi(2) / expected).sum();
                let p = tail(chi, bins as f64 - 1.0);
                let name = case.truth.get(j).map_or("sigma", |(name, _)| name);
                println!("{:13} {name:5} p = {p:.4} {counts:?}", case.law);
                assert!(p > 0.005 / 22.0, "{} {name}: {counts:?}", case.law);
            }
        }
    }
}
