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

#[cfg(test)]
mod tests {
    use super::*;

    /// A straight line over so many places, and residuals.
    fn line(residuals: &[f64]) -> Linear {
        let rows = residuals.len();
        let places = (0..rows).map(|row| (row * row) as f64).collect();
        Linear::of(vec![vec![1.0; rows], places], residuals.to_vec()).unwrap()
    }

    fn links(rows: usize) -> Vec<(usize, usize)> {
        (1..rows).map(|row| (row - 1, row)).collect()
    }

    #[test]
    fn squared_differences_of_neighbours_are_added_up() {
        let v = [1.0, 4.0, 2.0, 2.0];
        assert_eq!(form(&v, &links(4)), 9.0 + 4.0);
        assert_eq!(differences(&v, &links(4)), [-3.0, 5.0, -2.0, 0.0]);
    }

    /// Von Neumann 1941: about a mean the ratio has mean 2 and variance `4 (n - 2)/((n - 1)(n + 1))`.
    #[test]
    fn the_moments_about_a_mean_are_known() {
        let residuals: Vec<f64> = (0..10).map(|row| f64::from(row % 3)).collect();
        let mean_only = Linear::of(vec![vec![1.0; 10]], residuals).unwrap();
        let (mean, variance) = moments(&mean_only, &links(10));
        assert!((mean - 2.0).abs() < 1e-12 && (variance - 32.0 / 99.0).abs() < 1e-12, "{mean} {variance}");
    }

    /// `tr(M A)` and `tr(M A M A)` with the whole matrix `M` of the projection off the plane.
    #[test]
    fn the_moments_about_a_line_are_traces() {
        let residuals: Vec<f64> = (0..8).map(|row| f64::from(row % 3)).collect();
        let linear = line(&residuals);
        let unit = |k: usize| (0..8).map(|row| f64::from(u8::from(row == k))).collect::<Vec<f64>>();
        let image: Vec<Vec<f64>> = (0..8).map(|k| linear.off(differences(&unit(k), &links(8)))).collect();
        let first: f64 = (0..8).map(|k| image[k][k]).sum();
        let second: f64 = (0..8).map(|k| (0..8).map(|j| image[k][j] * image[j][k]).sum::<f64>()).sum();
        let (mean, variance) = moments(&linear, &links(8));
        assert!((mean - first / 6.0).abs() < 1e-10);
        let expected = 2.0 * (second - first * first / 6.0) / (6.0 * 8.0);
        assert!((variance - expected).abs() < 1e-10, "{variance} instead of {expected}");
    }

    #[test]
    fn chance_and_correlation_follow_from_the_ratio_and_its_moments() {
        let residuals = [0.0, 1.0, 2.0, 1.0, 0.5, -1.0, -2.0, -1.0, 0.0, 0.3];
        let linear = line(&residuals);
        let found = Serial::new(&linear, &[(0..10).collect()]).unwrap();
        let (mean, variance) = moments(&linear, &links(10));
        let squares = |v: &[f64]| v.iter().map(|v| v * v).sum::<f64>();
        let steps: Vec<f64> = linear.residuals.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let d = squares(&steps) / squares(&linear.residuals);
        assert!((found.correlation - (1.0 - d / mean)).abs() < 1e-12);
        // A beta law on 0 to 4 with these moments: shapes by m (m (1 - m)/v - 1), areas by the midpoint rule.
        let (m, v) = (mean / 4.0, variance / 16.0);
        let (a, b) = (m * (m * (1.0 - m) / v - 1.0), (1.0 - m) * (m * (1.0 - m) / v - 1.0));
        let density = |t: f64| t.powf(a - 1.0) * (1.0 - t).powf(b - 1.0);
        let area = |to: f64| (0..20_000).map(|k| density(to * (f64::from(k) + 0.5) / 2e4)).sum::<f64>() * to;
        assert!((found.chance - area(d / 4.0) / area(1.0)).abs() < 1e-5, "{}", found.chance);
        assert!(found.chance < 0.2, "neighbours resemble one another");
    }

    #[test]
    fn five_links_are_needed_and_chains_have_none_between_them() {
        let linear = line(&[0.0, 1.0, 0.5, 2.0, 0.0, 1.0, 0.3, 0.2]);
        assert!(Serial::new(&linear, &[(0..5).collect()]).is_none());
        assert!(Serial::new(&linear, &[(0..6).collect()]).is_some());
        assert!(Serial::new(&linear, &[vec![0, 1, 2], vec![3, 4, 5]]).is_none(), "two links each");
    }

    #[test]
    fn errors_are_too_small_by_the_root_of_what_correlation_takes() {
        let with = |correlation: f64| Serial { correlation, chance: 0.5 }.inflation();
        assert!((with(0.5) - 3f64.sqrt()).abs() < 1e-12 && (with(0.6) - 2.0).abs() < 1e-12);
        assert_eq!(with(-0.5), 1.0);
        assert_eq!(with(1.0), with(0.99));
    }
}
