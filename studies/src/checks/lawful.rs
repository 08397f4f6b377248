//! Tables of lawful worlds: laws, designs and noise that several worlds share.

use super::case::{Case, between, column, count, ladder};
use lawlike::quantity::{ComputeCount, LossUnit, ParameterCount, Quantity, TokenCount};
use lawlike_num::stream::Stream;

pub(crate) const LOSS: Quantity = Quantity::Loss(LossUnit::Nats);
pub(crate) const PARAMETERS: Quantity = Quantity::Parameters(ParameterCount::Total);
pub(crate) const TOKENS: Quantity = Quantity::Tokens(TokenCount::Seen);
pub(crate) const COMPUTE: Quantity = Quantity::Compute(ComputeCount::Reported);

/// The law `E + A (x/x0)^-c` above the smallest place.
pub(crate) struct Floor {
    /// What no amount of x removes.
    pub(crate) floor: f64,
    /// Reducible part at the smallest place.
    pub(crate) reducible: f64,
    /// Exponent.
    pub(crate) exponent: f64,
}

impl Floor {
    /// A law whose bend lies well inside the data.
    pub(crate) fn draw(stream: &mut Stream) -> Self {
        let floor = between(stream, 1.0, 2.5);
        let reducible = floor * between(stream, 0.7, 2.0);
        Self { floor, reducible, exponent: between(stream, 0.25, 0.5) }
    }

    /// Value at a multiple of the smallest place.
    pub(crate) fn at(&self, times: f64) -> f64 {
        self.floor + self.reducible * times.powf(-self.exponent)
    }
}

/// Places on one axis, roughly evenly spread in the logarithm.
pub(crate) fn places(stream: &mut Stream, runs: usize, decades: f64) -> Vec<f64> {
    let step = decades / (runs - 1) as f64;
    (0..runs).map(|i| 10f64.powf(7.0 + step * (i as f64 + between(stream, -0.3, 0.3)))).collect()
}

/// The values with log-normal noise.
pub(crate) fn noisy(stream: &mut Stream, values: Vec<f64>, noise: f64) -> Vec<f64> {
    values.into_iter().map(|value| value * (noise * stream.normal()).exp()).collect()
}

pub(super) fn floor(stream: &mut Stream) -> Option<Case> {
    let (runs, decades) = (count(stream, 12, 60), between(stream, 3.0, 5.0));
    let (law, x) = (Floor::draw(stream), places(stream, runs, decades));
    let noise = between(stream, 0.002, 0.01);
    let y = x.iter().map(|x| law.at(x / 1e7)).collect();
    let y = noisy(stream, y, noise);
    Case::new("power-floor", vec![column("tokens", TOKENS, x), column("loss", LOSS, y)])
}

pub(super) fn power(stream: &mut Stream) -> Option<Case> {
    let (runs, decades) = (count(stream, 12, 60), between(stream, 2.0, 5.0));
    let (exponent, noise) = (between(stream, 0.05, 0.4), between(stream, 0.005, 0.05));
    let x = places(stream, runs, decades);
    let y = x.iter().map(|x| 5.0 * (x / 1e7).powf(-exponent)).collect();
    let y = noisy(stream, y, noise);
    Case::new("power", vec![column("compute", COMPUTE, x), column("loss", LOSS, y)])
}

/// The surface of Hoffmann et al. 2022 as Besiroglu et al. 2024 fitted it, each parameter moved a little.
pub(crate) struct Surface {
    /// Irreducible loss.
    pub(crate) floor: f64,
    /// Share of the published terms.
    terms: (f64, f64),
    /// Exponents in parameters and tokens.
    pub(crate) exponents: (f64, f64),
}

impl Surface {
    /// A surface near the published one.
    pub(crate) fn draw(stream: &mut Stream) -> Self {
        let exponents = (between(stream, 0.3, 0.4), between(stream, 0.32, 0.42));
        // The terms keep their size in the middle of the data when the exponents move.
        let terms = (between(stream, 0.8, 1.25), between(stream, 0.8, 1.25));
        Self { floor: between(stream, 1.5, 2.0), terms, exponents }
    }

    /// Loss of a run.
    pub(crate) fn at(&self, n: f64, d: f64) -> f64 {
        let size = 0.5 * self.terms.0 * (n / 4e8).powf(-self.exponents.0);
        self.floor + size + 0.5 * self.terms.1 * (d / 8e9).powf(-self.exponents.1)
    }
}

/// A case over parameters and tokens.
pub(crate) fn over_both(law: &'static str, runs: Vec<(f64, f64)>, loss: Vec<f64>) -> Option<Case> {
    let (n, d) = runs.into_iter().unzip();
    let axes = vec![column("params", PARAMETERS, n), column("tokens", TOKENS, d), column("loss", LOSS, loss)];
    Case::new(law, axes)
}

/// Sizes by lengths of training.
pub(crate) fn grid(stream: &mut Stream) -> Vec<(f64, f64)> {
    let (sizes, lengths) = (count(stream, 5, 16), count(stream, 6, 15));
    let tokens = ladder(3e8, 3e11, lengths);
    ladder(2e7, 8e9, sizes).into_iter().flat_map(|n| tokens.iter().map(move |d| (n, *d))).collect()
}

pub(super) fn surface(stream: &mut Stream) -> Option<Case> {
    let (runs, law) = (grid(stream), Surface::draw(stream));
    let noise = between(stream, 0.002, 0.01);
    let loss = runs.iter().map(|(n, d)| law.at(*n, *d)).collect();
    let loss = noisy(stream, loss, noise);
    over_both("chinchilla", runs, loss)
}

pub(super) fn uneven(stream: &mut Stream) -> Option<Case> {
    let (runs, law) = (grid(stream), Surface::draw(stream));
    let noise = between(stream, 0.004, 0.01);
    let loss = runs.iter().map(|(n, d)| {
        let share = (n * d / 6e15).ln() / (2.4e21_f64 / 6e15).ln();
        let chi: f64 = (0..5).map(|_| stream.normal().powi(2)).sum();
        let tail = stream.normal() / (chi / 5.0).sqrt();
        law.at(*n, *d) * (noise * 3f64.powf(-share) * tail).exp()
    });
    let loss = loss.collect();
    over_both("chinchilla", runs, loss)
}

/// Sizes a factor of 8 around 20 tokens per parameter, on budgets of compute.
pub(crate) fn over_budgets(budgets: usize, sizes: usize) -> Vec<(f64, f64)> {
    let mut runs = Vec::new();
    for compute in ladder(6e18, 3e21, budgets) {
        let best = (compute / 120.0).sqrt();
        runs.extend(ladder(best / 8.0, best * 8.0, sizes).into_iter().map(|n| (n, compute / (6.0 * n))));
    }
    runs
}

pub(super) fn isoflop(stream: &mut Stream) -> Option<Case> {
    let (budgets, sizes, law) = (count(stream, 5, 9), count(stream, 7, 27), Surface::draw(stream));
    let noise = between(stream, 0.002, 0.01);
    let runs = over_budgets(budgets, sizes);
    let loss = runs.iter().map(|(n, d)| law.at(*n, *d)).collect();
    let loss = noisy(stream, loss, noise);
    over_both("chinchilla", runs, loss)
}

/// Noise of whole runs and of single checkpoints.
pub(super) fn checkpoints(stream: &mut Stream, values: Vec<f64>, groups: &[usize]) -> Vec<f64> {
    let noise = between(stream, 0.002, 0.006);
    let runs: Vec<f64> = (0..=groups.iter().copied().max().unwrap_or(0)).map(|_| stream.normal()).collect();
    let shift = |(value, group): (f64, &usize)| value * (noise * runs[*group]).exp();
    let values = values.into_iter().zip(groups).map(shift).collect();
    noisy(stream, values, noise)
}

/// Checkpoints of runs over parameters and tokens, with noise of runs and of checkpoints.
pub(crate) fn curves(stream: &mut Stream) -> Option<Case> {
    let (sizes, points, law) = (count(stream, 16, 30), count(stream, 5, 10), Surface::draw(stream));
    let (mut runs, mut groups) = (Vec::new(), Vec::new());
    for (group, n) in ladder(2e7, 8e9, sizes).into_iter().enumerate() {
        let longest = n * between(stream, 15.0, 150.0);
        runs.extend(ladder(longest / 30.0, longest, points).into_iter().map(|d| (n, d)));
        groups.extend(vec![group; points]);
    }
    let loss = runs.iter().map(|(n, d)| law.at(*n, *d)).collect();
    let loss = checkpoints(stream, loss, &groups);
    Some(over_both("chinchilla", runs, loss)?.grouped(groups))
}

pub(super) fn seeds(stream: &mut Stream) -> Option<Case> {
    let (seeds, points, law) = (count(stream, 10, 16), count(stream, 6, 10), Floor::draw(stream));
    let (mut x, mut groups) = (Vec::new(), Vec::new());
    for group in 0..seeds {
        let first = 1e7 * between(stream, 1.0, 3.0);
        x.extend(ladder(first, 3e3 * first, points));
        groups.extend(vec![group; points]);
    }
    let y = x.iter().map(|x| law.at(x / 1e7)).collect();
    let y = checkpoints(stream, y, &groups);
    Some(
        Case::new("power-floor", vec![column("tokens", TOKENS, x), column("loss", LOSS, y)])?.grouped(groups),
    )
}

pub(super) fn repeats(stream: &mut Stream) -> Option<Case> {
    let (law, noise) = (Floor::draw(stream), between(stream, 0.002, 0.01));
    let x: Vec<f64> = ladder(1e7, 1e11, count(stream, 10, 20)).into_iter().flat_map(|x| [x; 3]).collect();
    let y = x.iter().map(|x| law.at(x / 1e7)).collect();
    let y = noisy(stream, y, noise).into_iter().map(|y| (1000.0 * y).round() / 1000.0).collect();
    Case::new("power-floor", vec![column("tokens", TOKENS, x), column("loss", LOSS, y)])
}

pub(super) fn sigmoid(stream: &mut Stream) -> Option<Case> {
    let (runs, items) = (count(stream, 12, 60), count(stream, 200, 2000));
    let (low, high) = (between(stream, 0.0, 0.3), between(stream, 0.75, 0.95));
    let (middle, steepness) = (between(stream, 8.6, 9.4), between(stream, 1.5, 3.0));
    let x = places(stream, runs, 4.0);
    let mut solved = |x: &f64| {
        let share = low + (high - low) / (1.0 + (-steepness * (x.log10() - middle)).exp());
        (0..items).filter(|_| stream.uniform() < share).count() as f64 / items as f64
    };
    let y = x.iter().map(&mut solved).collect();
    Case::new("log-sigmoid", vec![column("compute", COMPUTE, x), column("accuracy", Quantity::Accuracy, y)])
}

/// Dates of releases over some years.
pub(crate) fn dates(stream: &mut Stream, releases: usize, years: f64) -> Vec<f64> {
    let mut dates: Vec<f64> = (0..releases).map(|_| 2019.0 + years * stream.uniform()).collect();
    dates.sort_by(f64::total_cmp);
    dates
}

pub(super) fn trend(stream: &mut Stream) -> Option<Case> {
    let (releases, years) = (count(stream, 12, 40), between(stream, 3.0, 6.0));
    let (rate, noise) = (between(stream, 0.6, 1.5), between(stream, 0.2, 0.6));
    let t = dates(stream, releases, years);
    let y = t.iter().map(|t| 0.1 * (rate * (t - 2019.0)).exp()).collect();
    let y = noisy(stream, y, noise);
    Case::new(
        "semi-log-line",
        vec![column("date", Quantity::Date, t), column("horizon", Quantity::Horizon, y)],
    )
}
