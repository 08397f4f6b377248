//! What is known of surfaces before any run: exponents are seldom far from a third.
//!
//! The exponents of an axis come out at .28 to .37 for language models in Hoffmann et al. 2022 (.34, .28), Besiroglu
//! et al. 2024 (.35, .37), Muennighoff et al. 2023 (.35) and at .24 to .50 in McLeish et al. 2025; the exponent that
//! couples two axes at .3 to .9 (Videau et al. 2026). Normal priors on their logarithms keep a surface that few runs
//! pin down from running off; where the runs say something, a prior of this width hardly moves it. Level, floor and
//! coefficients depend on the units of the loss and have none.

use crate::fit::{Linearised, Prepared};
use lawlike_num::levmar::{MinimiseOptions, ResidualProblem, Residuals, minimise};
use lawlike_num::robust::Loss;

/// Centre and standard deviation of the logarithm of an axis' exponent.
const EXPONENT: (f64, f64) = (-1.05, 0.35);
/// The same of the exponent that couples the axes.
const COUPLING: (f64, f64) = (-0.15, 0.3);
/// Logarithms of the bounds of a coefficient in units in which responses are near one.
const COEFFICIENT: (f64, f64) = (-69.0, 69.0);
/// Least start of a coefficient: the logarithm of zero has no slope to leave it by.
const LEAST_START: f64 = 1e-3;

/// The most probable parameters near a fit whose residuals have this spread, for a Huber loss with threshold `delta`.
///
/// The density of a residual behind such a loss falls as `exp(-|r| / b)` with `b` about .8 of the spread, so the
/// objective counts `delta b` for a unit of log likelihood; a prior enters in the same unit, and gives way beyond the
/// threshold as an outlying run does.
pub(super) fn most_probable(prepared: &Prepared, parameters: &[f64], spread: f64, delta: f64) -> Vec<f64> {
    let surface = Surface::new(prepared, (0.8 * spread * delta).sqrt());
    let mut weights = prepared.weights().to_vec();
    if !weights.is_empty() {
        weights.resize(surface.rows(), 1.0);
    }
    let (lower, upper): (Vec<f64>, Vec<f64>) = surface.bounds.iter().copied().unzip();
    let problem =
        ResidualProblem { loss: Loss::Huber(delta), weights: &weights, lower: &lower, upper: &upper };
    let mut logs: Vec<f64> = parameters.iter().map(|value| value.max(LEAST_START).ln()).collect();
    let found = minimise(&mut { surface }, &problem, &MinimiseOptions::default(), &mut logs);
    if found.objective.is_finite() {
        logs.iter().map(|value| value.exp()).collect()
    } else {
        parameters.to_vec()
    }
}

/// Residuals of the runs, then one for each prior; unknowns are the logarithms of the parameters.
struct Surface<'a> {
    prepared: &'a Prepared,
    /// Parameter, centre, standard deviation.
    priors: Vec<(usize, f64, f64)>,
    bounds: Vec<(f64, f64)>,
    /// Residual of a prior at one standard deviation.
    unit: f64,
}

impl<'a> Surface<'a> {
    fn new(prepared: &'a Prepared, unit: f64) -> Self {
        let (mut priors, mut bounds) = (Vec::new(), Vec::new());
        for (index, name) in prepared.parameters().iter().enumerate() {
            let known = match name.chars().next() {
                Some('a') => Some((EXPONENT, (0.0025_f64, 3.3_f64))),
                Some('k') => Some((COUPLING, (0.08, 4.5))),
                _ => None,
            };
            if let Some(((centre, sd), _)) = known {
                priors.push((index, centre, sd));
            }
            bounds.push(known.map_or(COEFFICIENT, |(_, (lo, hi))| (lo.ln(), hi.ln())));
        }
        Self { prepared, priors, bounds, unit }
    }
}

impl Residuals for Surface<'_> {
    fn rows(&self) -> usize {
        self.prepared.target().len() + self.priors.len()
    }

    fn unknowns(&self) -> usize {
        self.bounds.len()
    }

    fn residuals(&mut self, u: &[f64], out: &mut [f64]) -> bool {
        let mut jacobian = vec![0.0; self.rows() * self.unknowns()];
        self.linearise(u, out, &mut jacobian)
    }

    fn linearise(&mut self, u: &[f64], out: &mut [f64], jacobian: &mut [f64]) -> bool {
        let parameters: Vec<f64> = u.iter().map(|value| value.exp()).collect();
        let Linearised { residuals, jacobian: slopes, .. } = self.prepared.at(&parameters);
        let (n, rows) = (residuals.len(), self.rows());
        out[..n].copy_from_slice(&residuals);
        jacobian.fill(0.0);
        for (j, parameter) in parameters.iter().enumerate() {
            let column = &mut jacobian[j * rows..j * rows + n];
            column.iter_mut().zip(&slopes[j * n..]).for_each(|(slot, slope)| *slot = slope * parameter);
        }
        for (k, (index, centre, sd)) in self.priors.iter().enumerate() {
            out[n + k] = self.unit * (u[*index] - centre) / sd;
            jacobian[index * rows + n + k] = self.unit / sd;
        }
        out.iter().all(|value| value.is_finite())
    }
}
