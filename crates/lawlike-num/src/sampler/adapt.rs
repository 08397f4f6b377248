//! Warm-up: the step size by dual averaging, the metric by windows that double in length.
//!
//! The plan is that of the Stan reference manual, chapter "HMC algorithm parameters": a short stretch to find the bulk,
//! windows of 25, 50, 100 ... draws that each end with a new metric, and a short stretch for the last step size.

use super::Metric;
use super::shape::Shape;
use crate::dense::Matrix;

/// When the metric is learned in warm-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Windows {
    /// First draw that counts.
    pub(super) begin: usize,
    /// Draw after the last that counts.
    pub(super) end: usize,
    /// Numbers of draws after which a window closes.
    pub(super) closes: Vec<usize>,
}

/// The windows of a warm-up of this length.
pub(super) fn windows(warmup: usize) -> Windows {
    let (first, base, last) = if warmup >= 150 {
        (75, 25, 50)
    } else {
        let (first, last) = (warmup * 15 / 100, warmup / 10);
        (first, warmup - first - last, last)
    };
    let end = warmup - last;
    let (mut at, mut size, mut closes) = (first, base, Vec::new());
    while at < end {
        // A window takes the rest if the next, twice as long, would not fit.
        at = if at + 3 * size > end { end } else { at + size };
        size *= 2;
        closes.push(at);
    }
    Windows { begin: first, end, closes }
}

/// Running mean and cross products of the draws in a window (Welford 1962).
#[derive(Debug, Clone)]
pub(super) struct Window {
    count: f64,
    mean: Vec<f64>,
    products: Matrix,
}

impl Window {
    pub(super) fn new(dimensions: usize) -> Self {
        Self { count: 0.0, mean: vec![0.0; dimensions], products: Matrix::zeros(dimensions, dimensions) }
    }

    /// Takes a draw into account.
    pub(super) fn add(&mut self, place: &[f64]) {
        self.count += 1.0;
        let before: Vec<f64> = place.iter().zip(&self.mean).map(|(x, m)| x - m).collect();
        for (mean, difference) in self.mean.iter_mut().zip(&before) {
            *mean += difference / self.count;
        }
        for j in 0..place.len() {
            let after = place[j] - self.mean[j];
            for (slot, difference) in self.products.column_mut(j).iter_mut().zip(&before) {
                *slot += difference * after;
            }
        }
    }

    /// The covariance, drawn a little towards a small multiple of the identity, as few draws know it badly.
    pub(super) fn shape(&self, metric: Metric) -> Option<Shape> {
        let (n, d) = (self.count, self.mean.len());
        if n < 3.0 {
            return None;
        }
        let covariance = |i: usize, j: usize| {
            let symmetric = 0.5 * (self.products[(i, j)] + self.products[(j, i)]);
            let own = if i == j { 1e-3 * 5.0 / (n + 5.0) } else { 0.0 };
            symmetric / (n - 1.0) * n / (n + 5.0) + own
        };
        match metric {
            Metric::Diagonal => Some(Shape::Diagonal((0..d).map(|i| covariance(i, i)).collect())),
            Metric::Dense => {
                let entries = (0..d * d).map(|at| covariance(at % d, at / d)).collect();
                Shape::dense(Matrix::new(d, d, entries))
            }
        }
    }
}

/// Dual averaging of the logarithm of the step (Nesterov 2009; Hoffman & Gelman 2014, algorithm 6).
#[derive(Debug, Clone)]
pub(super) struct StepSize {
    goal: f64,
    centre: f64,
    ln_step: f64,
    ln_mean: f64,
    error: f64,
    count: f64,
}

impl StepSize {
    pub(super) fn new(step: f64, goal: f64) -> Self {
        let ln_step = step.ln();
        Self { goal, centre: ln_step, ln_step, ln_mean: ln_step, error: 0.0, count: 0.0 }
    }

    /// Begins anew at a step.
    pub(super) fn restart(&mut self, step: f64) {
        *self = Self::new(step, self.goal);
        self.centre += 10f64.ln();
    }

    /// Learns from the mean acceptance of one path.
    pub(super) fn learn(&mut self, acceptance: f64) {
        self.count += 1.0;
        let share = 1.0 / (self.count + 10.0);
        self.error = (1.0 - share) * self.error + share * (self.goal - acceptance);
        self.ln_step = self.centre - self.count.sqrt() / 0.05 * self.error;
        let weight = self.count.powf(-0.75);
        self.ln_mean = weight * self.ln_step + (1.0 - weight) * self.ln_mean;
    }

    /// The step to try next.
    pub(super) fn step(&self) -> f64 {
        self.ln_step.exp()
    }

    /// The average step, for use after warm-up.
    pub(super) fn mean_step(&self) -> f64 {
        self.ln_mean.exp()
    }
}
