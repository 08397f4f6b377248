//! Weights that make the mixture forecast well, and not each candidate by itself.
//!
//! Candidates repeat each other. Weights by single scores give a family of twins the weight of many; here the weights
//! minimise the error of the *mixture* in the trials: `sum_o c_o ln(w' M_o w + f_o) + a KL(w | w0)` over the simplex,
//! with `M_o` the mean products of the candidates' errors in trial `o` (the logarithm makes each trial count alike,
//! whatever its scale: half the log likelihood of a normal error whose size is unknown), and the divergence from prior
//! weights `w0` in place of a ridge (exponentiated gradient; Kivinen & Warmuth 1997).

use super::trials::Trial;

/// Mean products of the errors of all candidates in one trial.
#[derive(Debug, Clone, Default)]
pub(crate) struct Products {
    matrix: Vec<f64>,
    /// Below this the error of a mixture counts as none: a thousandth of the typical candidate's.
    floor: f64,
}

impl Products {
    /// Products of a trial; NaN where a candidate was silent.
    pub(crate) fn new(trial: &Trial, candidates: usize) -> Self {
        let errors: Vec<Vec<f64>> = trial.answers[..candidates]
            .iter()
            .map(|answers| answers.iter().zip(&trial.truth).map(|(f, y)| f - y).collect())
            .collect();
        let mut matrix = vec![0.0; candidates * candidates];
        for l in 0..candidates {
            for k in 0..=l {
                let mean = trial.mean(errors[l].iter().zip(&errors[k]).map(|(a, b)| a * b));
                matrix[l * candidates + k] = mean;
                matrix[k * candidates + l] = mean;
            }
        }
        let own: Vec<f64> = (0..candidates).map(|l| matrix[l * candidates + l]).filter(|m| m.is_finite()).collect();
        let floor = if own.is_empty() { 0.0 } else { 1e-6 * lawlike_num::quantile::median(&own) };
        Self { matrix, floor: floor + 1e-24 }
    }
}

/// Steps of the descent; with these the weights are settled to about a percent.
const STEPS: usize = 40;
/// Length of a step, as a share of the curvature bound of the objective.
const STEP: f64 = 0.5;

/// Weights that minimise the mean log error over trials, each with its count, from and near to `prior`.
pub(crate) fn stack(trials: &[(&Products, f64)], prior: &[f64], pull: f64) -> Vec<f64> {
    let n = prior.len();
    let total: f64 = trials.iter().map(|(_, count)| count).sum();
    if total <= 0.0 {
        return prior.to_vec();
    }
    let mut w = prior.to_vec();
    let rate = STEP / (2.0 * total + pull);
    let mut product = vec![0.0; n];
    for _ in 0..STEPS {
        let mut gradient = vec![0.0; n];
        for (trial, count) in trials {
            for l in 0..n {
                product[l] = (0..n).filter(|k| w[*k] > 0.0).map(|k| trial.matrix[l * n + k] * w[k]).sum();
            }
            let square: f64 = (0..n).filter(|l| w[*l] > 0.0).map(|l| w[l] * product[l]).sum::<f64>() + trial.floor;
            for l in 0..n {
                gradient[l] += count * 2.0 * product[l] / square;
            }
        }
        let mut sum = 0.0;
        for l in 0..n {
            if w[l] > 0.0 {
                let pulled = (w[l] / prior[l]).ln() * pull;
                w[l] *= (-rate * (gradient[l] + pulled)).clamp(-2.0, 2.0).exp();
                sum += w[l];
            }
        }
        w.iter_mut().for_each(|w| *w /= sum);
    }
    w
}
