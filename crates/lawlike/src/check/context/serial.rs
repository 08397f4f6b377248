//! Do neighbouring residuals resemble one another?
//!
//! `d = sum over neighbours of (r_i - r_j)^2 / sum of r_i^2` (Durbin & Watson 1950). Its mean and variance under
//! independent normal noise are exact for the design at hand (their formulas with traces); the distribution between 0
//! and 4 is taken as the beta distribution with these two moments (Durbin & Watson 1971, section 4; Henshaw 1966).

use super::Linear;
use lawlike_num::dist::beta_cdf;
use lawlike_num::kernel::dot;

/// How much neighbours resemble one another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Serial {
    /// Correlation of neighbouring residuals, `1 - d / E d`.
    pub(crate) correlation: f64,
    /// Chance of so small a statistic if noise is independent.
    pub(crate) chance: f64,
}

impl Serial {
    /// Neighbours are rows that follow one another in a chain of positions among the rows of the plane.
    pub(crate) fn new(linear: &Linear, chains: &[Vec<usize>]) -> Option<Self> {
        let links: Vec<(usize, usize)> =
            chains.iter().flat_map(|chain| chain.windows(2).map(|pair| (pair[0], pair[1]))).collect();
        if links.len() < 5 {
            return None;
        }
        let (mean, variance) = moments(linear, &links);
        let d = form(&linear.residuals, &links) / linear.sum();
        let (share, spread) = (mean / 4.0, variance / 16.0);
        let size = share * (1.0 - share) / spread - 1.0;
        let chance = beta_cdf(d / 4.0, share * size, (1.0 - share) * size);
        chance.is_finite().then_some(Self { correlation: 1.0 - d / mean, chance })
    }

    /// By what factor standard errors are too small: `sqrt((1 + rho)/(1 - rho))`, if the correlation falls off
    /// geometrically with distance.
    pub(crate) fn inflation(&self) -> f64 {
        let rho = self.correlation.clamp(0.0, 0.99);
        ((1.0 + rho) / (1.0 - rho)).sqrt()
    }
}

/// `v' A v`, the sum of squared differences of neighbours.
fn form(v: &[f64], links: &[(usize, usize)]) -> f64 {
    links.iter().map(|(i, j)| (v[*i] - v[*j]).powi(2)).sum()
}

/// `A v`.
fn differences(v: &[f64], links: &[(usize, usize)]) -> Vec<f64> {
    let mut out = vec![0.0; v.len()];
    for (i, j) in links {
        let step = v[*i] - v[*j];
        out[*i] += step;
        out[*j] -= step;
    }
    out
}

/// Mean and variance of the statistic.
fn moments(linear: &Linear, links: &[(usize, usize)]) -> (f64, f64) {
    let basis = linear.basis();
    let images: Vec<Vec<f64>> = basis.iter().map(|column| differences(column, links)).collect();
    let mut degree = vec![0.0; linear.rows.len()];
    links.iter().for_each(|(i, j)| {
        degree[*i] += 1.0;
        degree[*j] += 1.0;
    });
    let inner = |a: &[f64], b: &[f64]| dot(a, b);
    let on_plane: f64 = basis.iter().zip(&images).map(|(q, aq)| inner(q, aq)).sum();
    let twice_on_plane: f64 = images.iter().map(|aq| inner(aq, aq)).sum();
    let squared: f64 = basis.iter().flat_map(|q| images.iter().map(|aq| inner(q, aq).powi(2))).sum();
    let trace = 2.0 * links.len() as f64 - on_plane;
    let square = degree.iter().map(|d| d * d).sum::<f64>() + 2.0 * links.len() as f64;
    let square = square - 2.0 * twice_on_plane + squared;
    let dof = linear.dof as f64;
    let mean = trace / dof;
    (mean, 2.0 * (square - trace * mean) / (dof * (dof + 2.0)))
}
