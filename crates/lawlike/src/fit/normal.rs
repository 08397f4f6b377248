//! Draws of the parameters from the normal law of a fit.
//!
//! Amounts (parameters that cannot be negative) are drawn on the logarithmic scale, on which estimates state their
//! intervals. As the noise is estimated from `n - p` degrees of freedom, each draw takes a noise of its own,
//! `sigma^2 = s^2 (n - p)/chi^2`, and then a normal with the covariance scaled by `sigma^2/s^2`: for a linear law under
//! squares this is the posterior under the prior `1/sigma`, and quantiles are those of Student's t.

use super::{Fit, Prepared};
use crate::run::Run;
use lawlike_num::dense::{Matrix, symmetric_eigen};
use lawlike_num::parallel;
use lawlike_num::stream::Stream;

/// Keeps these streams apart from those of other uses of the same seed.
const NORMAL_STREAM: u64 = 0x6c61_706c;

/// How many draws, and from which streams.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Draws {
    /// Number of the first draw.
    pub(crate) first: usize,
    /// Number of draws.
    pub(crate) count: usize,
    /// Seed and threads.
    pub(crate) run: Run,
}

/// One draw.
#[derive(Debug, Clone)]
pub(crate) struct NormalDraw {
    /// Parameters, in the order of the formula.
    pub(crate) parameters: Vec<f64>,
    /// Standard deviation of the noise that goes with them.
    pub(crate) noise: f64,
}

/// Draws from the normal law of the fit; none where it has no degree of freedom. Parameters without a standard error (at a
/// bound, not identified) stay at their estimates, and draws beyond a bound are put on it.
pub(crate) fn normal_draws(prepared: &Prepared, fit: &Fit, draws: Draws) -> Vec<NormalDraw> {
    let p = prepared.parameters().len();
    let estimate: Vec<f64> = fit.parameters[..p].iter().map(|e| e.value()).collect();
    let free: Vec<usize> = (0..p).filter(|j| fit.covariance[*j][*j] > 0.0).collect();
    let (lower, upper) = prepared.bounds();
    let amount: Vec<bool> = (0..p).map(|j| lower[j] >= 0.0 && estimate[j] > 0.0).collect();
    let unit: Vec<f64> = (0..p).map(|j| if amount[j] { estimate[j] } else { 1.0 }).collect();
    let root = Root::new(&free, |a, b| fit.covariance[a][b] / (unit[a] * unit[b]));
    let dof = (prepared.distinct().saturating_sub(p - fit.certificate.at_bound.len())) as f64;
    // Noise that standard errors state is known, and no draw takes another one.
    let stated = prepared.variance();
    let s = stated.unwrap_or(fit.objective.value / dof).sqrt();
    let draw = |index: usize| {
        let mut stream = Stream::keyed(draws.run.seed, &[NORMAL_STREAM, (draws.first + index) as u64]);
        let inflate = if stated.is_some() { 1.0 } else { (dof / chi_squared(dof, &mut stream)).sqrt() };
        let shift = root.draw(&mut stream);
        let mut parameters = estimate.clone();
        for (j, shift) in free.iter().zip(&shift) {
            let step = inflate * shift;
            let value = if amount[*j] { estimate[*j] * step.exp() } else { estimate[*j] + step };
            parameters[*j] = value.max(lower[*j]).min(upper[*j]);
        }
        NormalDraw { parameters, noise: s * inflate }
    };
    if dof > 0.0 && estimate.iter().all(|v| v.is_finite()) {
        parallel::map(draws.count, draws.run.threads, draw)
    } else {
        Vec::new()
    }
}

/// A root of a covariance, by the eigenvalues of its correlations: it exists even where rounding has spoilt the last
/// digits of nearly dependent parameters.
struct Root {
    matrix: Matrix,
}

impl Root {
    fn new(which: &[usize], covariance: impl Fn(usize, usize) -> f64) -> Self {
        let m = which.len();
        let sd: Vec<f64> = which.iter().map(|j| covariance(*j, *j).sqrt()).collect();
        let mut correlation = Matrix::zeros(m, m);
        for a in 0..m {
            for b in 0..m {
                correlation.set(a, b, covariance(which[a], which[b]) / (sd[a] * sd[b]));
            }
        }
        let (values, vectors) = symmetric_eigen(&correlation);
        let mut matrix = Matrix::zeros(m, m);
        for a in 0..m {
            for (k, value) in values.iter().enumerate() {
                matrix.set(a, k, sd[a] * vectors[(a, k)] * value.max(0.0).sqrt());
            }
        }
        Self { matrix }
    }

    fn draw(&self, stream: &mut Stream) -> Vec<f64> {
        let z: Vec<f64> = (0..self.matrix.cols).map(|_| stream.normal()).collect();
        self.matrix.times(&z)
    }
}

/// A chi-squared variable: twice a gamma variable of half the degrees of freedom (Marsaglia & Tsang 2000; a shape below
/// one is raised by one and taken back by a uniform).
fn chi_squared(dof: f64, stream: &mut Stream) -> f64 {
    let shape = 0.5 * dof;
    let (raised, factor) =
        if shape < 1.0 { (shape + 1.0, (-stream.exponential() / shape).exp()) } else { (shape, 1.0) };
    let d = raised - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = stream.normal();
        let cube = (1.0 + c * x).powi(3);
        // An exponential variable is minus the logarithm of a uniform.
        if cube > 0.0 && -stream.exponential() < 0.5 * x * x + d * (1.0 - cube + cube.ln()) {
            return 2.0 * d * cube * factor;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lawlike_num::quantile::{mean, variance};

    #[test]
    fn chi_squared_variables_have_their_moments() {
        for dof in [1.0, 3.0, 40.0] {
            let mut stream = Stream::keyed(1, &[dof as u64]);
            let values: Vec<f64> = (0..40_000).map(|_| chi_squared(dof, &mut stream)).collect();
            // Mean k, variance 2k; the standard error of the mean is sqrt(2k/40000).
            assert!((mean(&values) - dof).abs() < 4.0 * (2.0 * dof / 40_000.0).sqrt(), "{dof}");
            assert!((variance(&values) / (2.0 * dof) - 1.0).abs() < 0.1, "{dof}");
        }
    }
}
