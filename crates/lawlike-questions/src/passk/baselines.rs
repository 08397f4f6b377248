//! What others do beyond the samples: a line through logarithms of logarithms, and a beta-binomial without masses.

use super::extrapolate::counted;
use super::mixing::Family;
use super::posterior::ln_likelihood;
use super::{ProblemSamples, over_problems, pass_at_k};
use lawlike_num::simplex::simplex;
use serde::Serialize;

/// pass@k of the baselines, one value for every `k` asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Baselines {
    /// Least squares of `ln(-ln pass@k)` on `ln k` (Brown et al. 2024); NaN within the samples or without a line.
    pub log_log: Vec<f64>,
    /// Beta-binomial without masses, by maximum likelihood (Kazdan et al. 2025); NaN within the samples.
    pub plain_beta: Vec<f64>,
}

/// The baselines beyond the least number of samples.
pub(super) fn baselines(tasks: &[ProblemSamples], k: &[u64]) -> Baselines {
    let least = tasks.iter().map(|task| task.samples).min().unwrap_or(0);
    let beyond: Vec<u64> = k.iter().copied().filter(|k| *k > least).collect();
    let spread_out = |found: Vec<f64>| {
        let mut found = found.into_iter();
        k.iter().map(|k| if *k > least { found.next().unwrap_or(f64::NAN) } else { f64::NAN }).collect()
    };
    // One sample a task has no line, and every beta density of the same mean the same likelihood.
    if beyond.is_empty() || super::single::is_single(tasks) {
        return Baselines { log_log: vec![f64::NAN; k.len()], plain_beta: vec![f64::NAN; k.len()] };
    }
    Baselines {
        log_log: spread_out(log_log_line(tasks, &beyond)),
        plain_beta: spread_out(plain_beta(tasks, &beyond)),
    }
}

/// pass@k by the line through `ln(-ln pass@j)` over `ln j`, for `j` = 1, 2, 4 and so on up to the least number of samples,
/// and that number: `pass@k = exp(a k^b)` (Brown et al. 2024, arXiv 2407.21787). NaN if fewer than two points have a place.
pub fn log_log_line(tasks: &[ProblemSamples], k: &[u64]) -> Vec<f64> {
    let least = tasks.iter().map(|task| task.samples).min().unwrap_or(0);
    let mut at: Vec<u64> = (0..63).map(|i| 1_u64 << i).take_while(|j| *j < least).collect();
    at.push(least);
    let pass = |j: u64| over_problems(tasks, |task| pass_at_k(task.samples, task.correct, j));
    let place = |j: &u64| ((*j as f64).ln(), (-pass(*j).ln()).ln());
    let points: Vec<(f64, f64)> = at.iter().map(place).filter(|(_, y)| y.is_finite()).collect();
    if points.len() < 2 {
        return vec![f64::NAN; k.len()];
    }
    let n = points.len() as f64;
    let (x0, y0) = (points.iter().map(|p| p.0).sum::<f64>() / n, points.iter().map(|p| p.1).sum::<f64>() / n);
    let sxy: f64 = points.iter().map(|p| (p.0 - x0) * (p.1 - y0)).sum();
    let sxx: f64 = points.iter().map(|p| (p.0 - x0) * (p.0 - x0)).sum();
    let line = |k: &u64| (-(y0 + sxy / sxx * ((*k as f64).ln() - x0)).exp()).exp();
    k.iter().map(line).collect()
}

/// pass@k by one beta density without masses, by maximum likelihood.
pub fn plain_beta(tasks: &[ProblemSamples], k: &[u64]) -> Vec<f64> {
    let counts = counted(tasks);
    let minus_ln_likelihood = |z: &[f64]| {
        let inside: Vec<f64> = z.iter().map(|v| v.clamp(-10.0, 10.0)).collect();
        -ln_likelihood(&counts, &Family::PlainBeta.at(&inside))
    };
    let starts = [[0.0, 0.0], [-1.0, 1.0], [1.0, -1.0]];
    let found =
        starts.iter().map(|start| simplex(&minus_ln_likelihood, start)).min_by(|x, y| x.1.total_cmp(&y.1));
    let Some((z, _)) = found else { return vec![f64::NAN; k.len()] };
    let inside: Vec<f64> = z.iter().map(|v| v.clamp(-10.0, 10.0)).collect();
    let mixture = Family::PlainBeta.at(&inside);
    k.iter().map(|k| 1.0 - mixture.miss(*k)).collect()
}
