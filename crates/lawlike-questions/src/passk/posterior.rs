//! What counts say of a mixture: the likelihood, weighted draws of its coordinates, and where new draws come from.

use super::mixing::Mixture;
use lawlike_num::dense::cholesky_in_place;
use lawlike_num::dist::ln_gamma;
use lawlike_num::stream::Stream;

/// Degrees of freedom of the proposals.
const FREEDOM: f64 = 5.0;
/// How much wider the proposals are than the draws before them, as a variance.
const WIDER: f64 = 1.1;
/// Share of draws from the prior.
pub(super) const DEFENSIVE: f64 = 0.2;

/// A pair of counts, and how many problems have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) n: u64,
    pub(crate) c: u64,
    pub(crate) times: usize,
}

/// Draws of one family.
pub(crate) struct Posterior {
    /// The coordinates drawn.
    pub(crate) points: Vec<Vec<f64>>,
    /// The mixtures at them.
    pub(crate) draws: Vec<Mixture>,
    /// Weights, with sum one.
    pub(crate) weights: Vec<f64>,
    /// How many independent draws they are worth.
    pub(crate) worth: f64,
    /// Logarithm of the evidence: the sum over problems of the logarithm of the chance of its counts, foreseen from the
    /// problems before it, in any order.
    pub(crate) evidence: f64,
}

/// The logarithm of the chance of all counts.
pub(crate) fn ln_likelihood(counts: &[Count], mixture: &Mixture) -> f64 {
    let chances = mixture.ln_chances_of(counts);
    counts.iter().zip(chances).map(|(count, chance)| count.times as f64 * chance).sum()
}

/// Where draws come from: part prior, part t distribution.
pub(super) struct Proposal {
    centre: Vec<f64>,
    /// Rows of the lower triangle `L` of the scale `L L^T`.
    lower: Vec<Vec<f64>>,
    ln_determinant: f64,
}

impl Proposal {
    pub(super) fn around(points: &[Vec<f64>], weights: &[f64], dimension: usize) -> Option<Self> {
        let mut centre = vec![0.0; dimension];
        for (z, w) in points.iter().zip(weights) {
            for (c, v) in centre.iter_mut().zip(z) {
                *c += w * v;
            }
        }
        let mut scale = vec![0.0; dimension * dimension];
        for i in 0..dimension {
            for j in 0..dimension {
                let product = |(z, w): (&Vec<f64>, &f64)| w * (z[i] - centre[i]) * (z[j] - centre[j]);
                let sum: f64 = points.iter().zip(weights).map(product).sum();
                scale[i * dimension + j] = WIDER * sum + if i == j { 1e-8 } else { 0.0 };
            }
        }
        if !cholesky_in_place(&mut scale, dimension) {
            return None;
        }
        let lower: Vec<Vec<f64>> =
            (0..dimension).map(|i| scale[i * dimension..=i * dimension + i].to_vec()).collect();
        let ln_determinant = lower.iter().filter_map(|row| row.last()).map(|l| 2.0 * l.ln()).sum();
        Some(Self { centre, lower, ln_determinant })
    }

    /// A point that lies a normal step of such a width away.
    pub(super) fn step_from(&self, z: &[f64], width: f64, stream: &mut Stream) -> Vec<f64> {
        let normals: Vec<f64> = z.iter().map(|_| stream.normal()).collect();
        let row = |(v, row): (&f64, &Vec<f64>)| {
            v + width * row.iter().zip(&normals).map(|(l, n)| l * n).sum::<f64>()
        };
        z.iter().zip(&self.lower).map(row).collect()
    }

    pub(super) fn draw(&self, stream: &mut Stream) -> Vec<f64> {
        let normals: Vec<f64> = self.centre.iter().map(|_| stream.normal()).collect();
        // Five degrees of freedom: a sum of five squares.
        let squares: f64 = (0..5).map(|_| stream.normal()).map(|v| v * v).sum();
        let stretch = (FREEDOM / squares).sqrt();
        let row = |(centre, row): (&f64, &Vec<f64>)| {
            centre + stretch * row.iter().zip(&normals).map(|(l, v)| l * v).sum::<f64>()
        };
        self.centre.iter().zip(&self.lower).map(row).collect()
    }

    /// Logarithm of prior over proposal density, both without `(2 pi)^(-d/2)`. A point that has a twin, which is the same
    /// mixture, may have been drawn as either.
    pub(super) fn ln_prior_over(&self, z: &[f64], twin: Option<&[f64]>) -> f64 {
        let normal = -0.5 * z.iter().map(|v| v * v).sum::<f64>();
        let first = self.ln_density(z);
        let second = twin.map_or(first, |twin| self.ln_density(twin));
        let most = first.max(second).max(normal);
        let t = 0.5 * (first - most).exp() + 0.5 * (second - most).exp();
        let mixed = (1.0 - DEFENSIVE) * t + DEFENSIVE * (normal - most).exp();
        normal - most - mixed.ln()
    }

    /// Logarithm of the t density.
    fn ln_density(&self, z: &[f64]) -> f64 {
        let d = z.len() as f64;
        let mut solved: Vec<f64> = Vec::with_capacity(z.len());
        for (i, row) in self.lower.iter().enumerate() {
            let known: f64 = row.iter().zip(&solved).map(|(l, v)| l * v).sum();
            solved.push((z[i] - self.centre[i] - known) / row[i]);
        }
        let distance: f64 = solved.iter().map(|v| v * v).sum();
        ln_gamma(0.5 * (FREEDOM + d))
            - ln_gamma(0.5 * FREEDOM)
            - 0.5 * d * (0.5 * FREEDOM).ln()
            - 0.5 * self.ln_determinant
            - 0.5 * (FREEDOM + d) * (distance / FREEDOM).ln_1p()
    }
}

/// Kish's number of independent draws.
pub(crate) fn worth(weights: &[f64]) -> f64 {
    1.0 / weights.iter().map(|w| w * w).sum::<f64>()
}

#[cfg(test)]
mod tests;
