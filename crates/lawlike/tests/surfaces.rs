//! Known surfaces on isoFLOP grids, as in arXiv 2603.22339: five budgets from 1e17 to 1e21 FLOP, fifteen runs on each,
//! tokens spread round the best number by a factor from 1.1 (narrow) to 64 (wide).
//!
//! Three surfaces: both exponents equal; near those of Hoffmann et al. 2022; and an asymmetric one, whose exponent in
//! parameters is three times that in tokens.
#![allow(clippy::unwrap_used)]

use lawlike::fit::{Fit, FitOptions, Objective, Status, fit};
use lawlike::law::Law;
use lawlike::observations::{Column, Observations};
use lawlike::quantity::{LossUnit, ParameterCount, Quantity, TokenCount};
use lawlike::run::Run;
use lawlike_num::dist::student_quantile;
use lawlike_num::nnls::Sign;
use lawlike_num::parallel;
use lawlike_num::starts;
use lawlike_num::stream::Stream;
use lawlike_num::varpro::{Basis, Patience, Projection, VarproTarget};

/// `E + A N^-alpha + B D^-beta`.
struct Surface {
    name: &'static str,
    /// E, A, B, alpha, beta.
    values: [f64; 5],
}

const NAMES: [&str; 5] = ["E", "A", "B", "alpha", "beta"];

const SURFACES: [Surface; 3] = [
    Surface { name: "symmetric", values: [1.69, 400.0, 400.0, 0.31, 0.31] },
    Surface { name: "chinchilla", values: [1.69, 406.4, 410.7, 0.34, 0.28] },
    Surface { name: "asymmetric", values: [1.69, 406.4, 410.7, 0.465, 0.155] },
];

const RANGES: usize = 20;
const RUNS: usize = 15;
const BUDGETS: [f64; 5] = [1e17, 1e18, 1e19, 1e20, 1e21];

/// The widest range of tokens over the best number, by range: evenly in the logarithm of the logarithm.
fn width(range: usize) -> f64 {
    let (narrow, wide) = (1.1f64.ln(), 64f64.ln());
    (narrow * (wide / narrow).powf(range as f64 / (RANGES - 1) as f64)).exp()
}

impl Surface {
    /// The best number of tokens for a budget `C = 6 N D` (Hoffmann et al. 2022, equation 4).
    fn best_tokens(&self, compute: f64) -> f64 {
        let [_, a, b, alpha, beta] = self.values;
        let params =
            (alpha * a / (beta * b)).powf(1.0 / (alpha + beta)) * (compute / 6.0).powf(beta / (alpha + beta));
        compute / 6.0 / params
    }

    /// Runs at all budgets, with this relative noise.
    fn grid(&self, range: usize, noise: f64, stream: &mut Stream) -> Observations {
        let [floor, a, b, alpha, beta] = self.values;
        let (mut params, mut tokens, mut loss) = (Vec::new(), Vec::new(), Vec::new());
        for compute in BUDGETS {
            for run in 0..RUNS {
                let place = 2.0 * run as f64 / (RUNS - 1) as f64 - 1.0;
                let d = self.best_tokens(compute) * width(range).powf(place);
                let n = compute / 6.0 / d;
                let exact = floor + a * n.powf(-alpha) + b * d.powf(-beta);
                params.push(n);
                tokens.push(d);
                loss.push(if noise > 0.0 { exact * (noise * stream.normal()).exp() } else { exact });
            }
        }
        let axes = vec![
            Column::new("params", Quantity::Parameters(ParameterCount::Total), params),
            Column::new("tokens", Quantity::Tokens(TokenCount::Seen), tokens),
        ];
        Observations::new(Column::new("loss", Quantity::Loss(LossUnit::Nats), loss), axes).unwrap()
    }
}

fn fit_of(data: &Observations, objective: Objective) -> Fit {
    let options = FitOptions { run: Run::on(1), ..FitOptions::default() }.with_objective(objective);
    fit(&Law::named("chinchilla").unwrap(), data, &options).unwrap()
}

/// The same surface by plain variable projection: non-negative least squares inside, on the loss as it stands.
struct PowerTerms {
    logs: [Vec<f64>; 2],
    terms: [Vec<f64>; 3],
}

impl Basis for PowerTerms {
    fn rows(&self) -> usize {
        self.terms[0].len()
    }
    fn terms(&self) -> usize {
        3
    }
    fn shapes(&self) -> usize {
        2
    }
    fn term_shapes(&self, k: usize) -> u64 {
        k as u64
    }
    fn offset_shapes(&self) -> u64 {
        0
    }
    fn compute(&mut self, shapes: &[f64], _: bool) {
        for (k, shape) in shapes.iter().enumerate() {
            self.terms[k + 1] = self.logs[k].iter().map(|log| (-shape * log).exp()).collect();
        }
    }
    fn term(&self, k: usize) -> &[f64] {
        &self.terms[k]
    }
    fn offset(&self) -> Option<&[f64]> {
        None
    }
    fn add_slopes(&self, coefficients: &[f64], out: &mut [f64]) {
        let n = self.rows();
        for k in 0..2 {
            for i in 0..n {
                out[k * n + i] -= coefficients[k + 1] * self.logs[k][i] * self.terms[k + 1][i];
            }
        }
    }
}

/// Sum of squares and exponents by the reference: the best of descents from every point of a grid of sixteen.
fn reference(data: &Observations) -> (f64, [f64; 2]) {
    let n = data.n();
    let logs = [0, 1].map(|k| data.axes[k].values.iter().map(|v: &f64| v.ln()).collect::<Vec<f64>>());
    let mut basis = PowerTerms { logs, terms: [vec![1.0; n], vec![0.0; n], vec![0.0; n]] };
    let target = VarproTarget {
        y: &data.response.values,
        weights: &vec![1.0; n],
        signs: &[Sign::NonNegative; 3],
        lower: &[0.001; 2],
        upper: &[5.0; 2],
        walls: &[true; 2],
    };
    let mut projection = Projection::default();
    let mut best = (f64::INFINITY, [f64::NAN; 2]);
    for point in starts::grid(&[4, 4]) {
        let mut shapes = [0, 1].map(|k| 0.03 * 40f64.powf(point[k]));
        let sum = projection.descend(
            &mut basis,
            &target,
            &mut shapes,
            Patience { iterations: 200, tolerance: 1e-12 },
        );
        if sum < best.0 {
            best = (sum, shapes);
        }
    }
    best
}

/// What one noisy grid showed.
struct Draw {
    /// Whether the 90 % interval holds the truth, by parameter.
    covered: [bool; 5],
    /// Relative errors of the exponents: least squares of logarithms, least squares, reference.
    errors: [[f64; 2]; 3],
    /// Sum of squares over that of the reference.
    sums: f64,
}

const NOISE: f64 = 0.005;
const DRAWS: usize = 50;
/// Turns the 95 % interval of the fit, on 75 - 5 degrees of freedom, into the 90 % interval.
fn narrower() -> f64 {
    student_quantile(0.95, 70.0) / student_quantile(0.975, 70.0)
}

fn draw(surface: usize, range: usize, index: usize) -> Draw {
    let truth = SURFACES[surface].values;
    let mut stream = Stream::keyed(2603, &[surface as u64, range as u64, index as u64]);
    let data = SURFACES[surface].grid(range, NOISE, &mut stream);
    let (logs, plain) = (fit_of(&data, Objective::LOG_LS), fit_of(&data, Objective::LS));
    let (sum, exponents) = reference(&data);
    let value = |fit: &Fit, j: usize| fit.parameter(NAMES[j]).unwrap().value();
    let covered = [0, 1, 2, 3, 4].map(|j| {
        // The intervals of amounts are even in the logarithm.
        let estimate = logs.parameter(NAMES[j]).unwrap();
        let half = narrower() * (estimate.estimate.interval.hi / estimate.estimate.interval.lo).ln() / 2.0;
        (estimate.value() / truth[j]).ln().abs() <= half
    });
    let found = [[value(&logs, 3), value(&logs, 4)], [value(&plain, 3), value(&plain, 4)], exponents];
    let errors = found.map(|pair| [(pair[0] / truth[3] - 1.0).abs(), (pair[1] / truth[4] - 1.0).abs()]);
    Draw { covered, errors, sums: plain.objective.value / sum }
}

/// Relative error of the worst parameter.
fn worst(surface: &Surface, fit: &Fit) -> f64 {
    let error = |j: usize| (fit.parameter(NAMES[j]).unwrap().value() / surface.values[j] - 1.0).abs();
    (0..5).map(error).fold(0.0, f64::max)
}

#[test]
fn exact_grids_give_all_five_parameters_back() {
    // The condition of these grids is 50 to 1,800, so 64-bit numbers leave room: no range needs a wider bound.
    for surface in &SURFACES {
        for objective in [Objective::LS, Objective::LOG_LS] {
            let (mut most, mut condition) = ((0.0, 0), 0.0f64);
            for range in 0..RANGES {
                let data = surface.grid(range, 0.0, &mut Stream::keyed(0, &[]));
                let fit = fit_of(&data, objective);
                let error = worst(surface, &fit);
                assert!(error < 1e-8, "{} {objective} at {:.2}: {error:e}", surface.name, width(range));
                assert_eq!(fit.status, Status::Converged, "{} {objective} {}", surface.name, width(range));
                condition = condition.max(fit.certificate.condition);
                if error > most.0 {
                    most = (error, range);
                }
            }
            println!(
                "{} {objective}: worst relative error {:.1e} (range {:.2}), condition up to {condition:.0}",
                surface.name,
                most.0,
                width(most.1)
            );
        }
    }
}

#[test]
fn noisy_grids_are_covered_and_no_worse_than_plain_variable_projection() {
    let count = SURFACES.len() * RANGES * DRAWS;
    let draws =
        parallel::map(count, 0, |index| draw(index / DRAWS / RANGES, index / DRAWS % RANGES, index % DRAWS));
    // The same objective has the same optimum: never a higher sum of squares, never a larger error.
    for (index, draw) in draws.iter().enumerate() {
        assert!(draw.sums < 1.0 + 1e-10, "draw {index}: {} times the reference", draw.sums);
    }
    let most = |which: usize, k: usize| draws.iter().map(|draw| draw.errors[which][k]).fold(0.0, f64::max);
    let root_mean = |which: usize, k: usize| {
        (draws.iter().map(|draw| draw.errors[which][k].powi(2)).sum::<f64>() / count as f64).sqrt()
    };
    for (k, name) in ["alpha", "beta"].iter().enumerate() {
        println!(
            "{name}: largest error {:.3} (log-ls) {:.3} (ls) {:.3} (reference); root mean square {:.4} {:.4} {:.4}",
            most(0, k),
            most(1, k),
            most(2, k),
            root_mean(0, k),
            root_mean(1, k),
            root_mean(2, k)
        );
        assert!(most(1, k) <= most(2, k) * (1.0 + 1e-5), "{name}");
        // The noise is relative, so logarithms are the better scale on the whole.
        assert!(root_mean(0, k) <= root_mean(2, k), "{name}");
    }
    let share = |j: usize, which: &dyn Fn(usize) -> bool| {
        let chosen: Vec<bool> = (0..count).filter(|i| which(*i)).map(|i| draws[i].covered[j]).collect();
        chosen.iter().filter(|covered| **covered).count() as f64 / chosen.len() as f64
    };
    let error = (0.09 / count as f64).sqrt();
    println!("coverage of 90 % intervals, {count} draws, Monte-Carlo error {error:.4}:");
    for (j, name) in NAMES.iter().enumerate() {
        let all = share(j, &|_| true);
        let narrow = share(j, &|i| i / DRAWS % RANGES < 4);
        println!("{name:5} {all:.3}; the four narrowest ranges alone {narrow:.3}");
        assert!((0.88..=0.92).contains(&all), "{name}: {all}");
    }
}
