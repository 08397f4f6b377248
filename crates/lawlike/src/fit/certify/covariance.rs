//! Covariance of the parameters.

use super::{Evidence, RANK};
use lawlike_num::dense::{Cholesky, Matrix};
use lawlike_num::dist;
use lawlike_num::kernel;
use lawlike_num::quantile;
use lawlike_num::robust::Loss;

/// Nodes above zero and weights of the Gauss-Legendre rule of ten points on -1 to 1.
const RULE: [(f64, f64); 5] = [
    (0.148_874_338_981_631_22, 0.295_524_224_714_752_87),
    (0.433_395_394_129_247_2, 0.269_266_719_309_996_35),
    (0.679_409_568_299_024_4, 0.219_086_362_515_982_04),
    (0.865_063_366_688_984_5, 0.149_451_349_150_580_6),
    (0.973_906_528_517_171_7, 0.066_671_344_308_688_14),
];

/// Half an interval up to which the rule of ten points gives a normal probability to nine digits.
const SHORT: f64 = 2.0;
/// Pieces of that length up to which the rule is faster than the distribution function.
const PIECES: f64 = 4.0;
/// Rows that stay in the cache while the rule goes over them.
const BLOCK: usize = 1024;

/// Probability of the interval from `z - half` to `z + half` under the standard normal distribution.
fn normal_intervals(z: &[f64], half: f64) -> Vec<f64> {
    let pieces = (half / SHORT).ceil();
    if pieces > PIECES {
        return z.iter().map(|z| dist::normal_cdf(half - z) - dist::normal_cdf(-half - z)).collect();
    }
    let piece = half / pieces;
    let mut density = vec![0.0; BLOCK.min(z.len())];
    let mut out = vec![0.0; z.len()];
    for (z, out) in z.chunks(BLOCK).zip(out.chunks_mut(BLOCK)) {
        let density = &mut density[..z.len()];
        for at in 0..pieces as usize {
            let middle = (2 * at + 1) as f64 * piece - half;
            for (node, weight) in RULE.iter().flat_map(|(node, weight)| [(*node, *weight), (-node, *weight)])
            {
                densities(z, middle + piece * node, density);
                kernel::axpy(piece * weight, density, out);
            }
        }
    }
    out
}

/// Density of the standard normal distribution at `z + shift`.
fn densities(z: &[f64], shift: f64, out: &mut [f64]) {
    // The root of 2 pi under the density goes into the exponent.
    let front = 0.5 * std::f64::consts::TAU.ln();
    for (out, z) in out.iter_mut().zip(z) {
        *out = -0.5 * (z + shift) * (z + shift) - front;
    }
    kernel::exp_in_place(out);
}

impl Evidence<'_> {
    /// Curvature of the loss at each row, as the spread of the residuals shows it: two for squares; for losses with edges
    /// or kinks the density of residuals there, by a normal kernel (Powell 1991 for least absolute deviations); that of
    /// Student's t is smooth and is taken as it is.
    fn curvatures(&self) -> Vec<f64> {
        let (n, residuals) = (self.optimum.n(), self.optimum.residuals);
        let loss = self.optimum.objective.loss;
        match loss.at(residuals, self.optimum.weights) {
            Loss::Squares => return vec![2.0; n],
            Loss::Student(student) => {
                return residuals.iter().map(|r| Loss::Student(student).curvature(*r)).collect();
            }
            _ => {}
        }
        let count = self.optimum.units.distinct as f64;
        let middle = if matches!(loss, Loss::Pinball(_)) { quantile::median(residuals) } else { 0.0 };
        let sizes: Vec<f64> = residuals.iter().map(|r| (r - middle).abs()).collect();
        let spread = 1.4826 * quantile::median(&sizes);
        let width = (1.06 * spread * count.powf(-0.2)).max(f64::MIN_POSITIVE);
        let z: Vec<f64> = residuals.iter().map(|r| r / width).collect();
        match loss {
            // E psi' = P(|r| < d); smoothed by the kernel this is the normal probability of that interval about r.
            Loss::Huber(d) => normal_intervals(&z, d / width),
            // A kink adds the jump of the slope times the density there.
            _ => {
                let jump = if loss == Loss::Absolute { 2.0 } else { 1.0 };
                let mut density = vec![0.0; n];
                densities(&z, 0.0, &mut density);
                density.iter_mut().for_each(|v| *v *= jump / width);
                density
            }
        }
    }

    /// Covariance of the parameters.
    ///
    /// Squares with independent rows: `s^2 (J'WJ)^-1`. Robust losses, or rows that hang together in groups: the
    /// sandwich `H^-1 M H^-1` with `H = sum w psi' J J'` and `M` the sum over groups of outer products of their scores
    /// (Huber 1967; Liang & Zeger 1986), times `n/(n - p)`. Where standard errors are stated, `s^2` is what they state, and
    /// the sandwich of robust losses is that of normal noise of their size. Rows and columns of parameters at a bound are
    /// NaN.
    pub(in crate::fit) fn covariance(&self) -> Vec<Vec<f64>> {
        let (n, p) = (self.optimum.units.distinct, self.optimum.parameters.len());
        let m = self.free.len();
        let mut covariance = vec![vec![f64::NAN; p]; p];
        let variance = self.variance();
        let few = if variance.is_some() { n < m } else { n <= m };
        if m == 0 || few || self.qr.rank(RANK) < m || self.lengths.contains(&0.0) {
            return covariance;
        }
        let (meat, groups) = self.meat();
        let found = if self.optimum.objective.loss == Loss::Squares && groups == n {
            let square = |i: usize| self.optimum.weight(i) * self.optimum.residuals[i].powi(2);
            let sum: f64 = (0..self.optimum.n()).map(square).sum();
            // (J'WJ)^-1 = S S' in units of the column lengths; `r_inverse` has undone the pivoting.
            let inverse = self.qr.r_inverse();
            let noise = variance.unwrap_or_else(|| sum / (n - m) as f64);
            product(&inverse, &inverse.transposed(), noise)
        } else if let Some(variance) = variance {
            let (bends, squares) = self.expected(variance);
            let Some(factor) = Cholesky::new(&self.gram(&bends)) else { return covariance };
            let bread = factor.inverse();
            product(&product(&bread, &self.gram(&squares), 1.0), &bread, 1.0)
        } else {
            let Some(factor) = Cholesky::new(&self.gram(&self.curvatures())) else { return covariance };
            let bread = factor.inverse();
            let g = groups as f64;
            let small = (n as f64 / (n - m) as f64) * (g / (g - 1.0).max(1.0));
            product(&product(&bread, &meat, small), &bread, 1.0)
        };
        for a in 0..m {
            for b in 0..m {
                covariance[self.free[a]][self.free[b]] = found[(a, b)] / (self.lengths[a] * self.lengths[b]);
            }
        }
        covariance
    }

    /// Mean curvature of a robust loss and mean square of its slope at each row, under normal noise of this variance over
    /// the weight of the row's observation. The columns hold the root of the weight of the row already.
    fn expected(&self, variance: f64) -> (Vec<f64>, Vec<f64>) {
        let n = self.optimum.n();
        let copies = &self.optimum.units.copy_of;
        let mut weights = vec![0.0; copies.iter().max().map_or(0, |most| most + 1)];
        (0..n).for_each(|i| weights[copies[i]] += self.optimum.weight(i));
        let row = |i: usize| {
            let weight = weights[copies[i]];
            let sd = (variance / weight.max(f64::MIN_POSITIVE)).sqrt();
            let (bend, square) = match self.optimum.objective.loss {
                Loss::Huber(d) => {
                    let k = d / sd;
                    let beyond = 2.0 * dist::normal_cdf(-k);
                    let within = 1.0 - beyond;
                    let middle = within - 2.0 * k * dist::normal_pdf(k);
                    (within, sd * sd * middle + d * d * beyond)
                }
                // Twice the density at the kink.
                _ => (2.0 * dist::normal_pdf(0.0) / sd, 1.0),
            };
            (bend, weight * square)
        };
        (0..n).map(row).unzip()
    }

    /// Sums of products of the scaled columns.
    fn gram(&self, weights: &[f64]) -> Matrix {
        let m = self.free.len();
        let columns: kernel::Columns<'_> = (0..m).map(|k| self.matrix.column(k)).collect();
        let mut gram = Matrix::zeros(m, m);
        kernel::gram(weights, &columns, &mut gram.data);
        gram
    }

    /// Sum over groups of the outer products of their scores, and the number of groups. The score of a group is the sum
    /// over its rows of weighted slope times scaled Jacobian row. Rows are taken as independent where there are too few
    /// groups for the parameters.
    fn meat(&self) -> (Matrix, usize) {
        let (n, m, units) = (self.optimum.n(), self.free.len(), self.optimum.units);
        let slopes = self.slopes();
        let numbers = |groups: &[usize]| {
            let mut names = groups.to_vec();
            names.sort_unstable();
            names.dedup();
            names
        };
        let named = numbers(&units.group);
        let independent = units.is_independent() || named.len() < m + 2;
        let groups = if independent { &units.copy_of } else { &units.group };
        let names = if independent { numbers(groups) } else { named };
        if names.len() == n {
            let squares: Vec<f64> = slopes.iter().map(|slope| slope * slope).collect();
            return (self.gram(&squares), units.distinct);
        }
        let mut scores = vec![0.0; names.len() * m];
        for i in 0..n {
            let place = names.binary_search(&groups[i]).unwrap_or(0);
            for (k, score) in scores[place * m..(place + 1) * m].iter_mut().enumerate() {
                *score += slopes[i] * self.matrix.column(k)[i];
            }
        }
        let mut meat = Matrix::zeros(m, m);
        for score in scores.chunks_exact(m) {
            for a in 0..m {
                for b in 0..m {
                    meat[(a, b)] += score[a] * score[b];
                }
            }
        }
        (meat, if independent { units.distinct } else { names.len() })
    }

    /// Slope of the loss at each row, times the root of its weight.
    fn slopes(&self) -> Vec<f64> {
        let (loss, residuals) = (self.optimum.objective.loss, self.optimum.residuals);
        let loss = loss.at(residuals, self.optimum.weights);
        // Losses with a kink pass through some rows: their residuals are rounding and their sign says nothing.
        let rounding = if matches!(loss, Loss::Absolute | Loss::Pinball(_)) {
            let sizes: Vec<f64> = residuals.iter().map(|r| r.abs()).collect();
            1e-8 * quantile::median(&sizes)
        } else {
            0.0
        };
        let slope = |(i, r): (usize, &f64)| {
            if r.abs() < rounding { 0.0 } else { self.optimum.weight(i).sqrt() * loss.psi(*r) }
        };
        residuals.iter().enumerate().map(slope).collect()
    }
}

/// `factor * a b`.
fn product(a: &Matrix, b: &Matrix, factor: f64) -> Matrix {
    let mut out = Matrix::zeros(a.rows, b.cols);
    for i in 0..a.rows {
        for j in 0..b.cols {
            out.set(i, j, factor * (0..a.cols).map(|k| a[(i, k)] * b[(k, j)]).sum::<f64>());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_of_short_intervals_are_those_of_the_distribution() {
        let z: Vec<f64> = (-60..=60).map(|i| f64::from(i) * 0.1).collect();
        for half in [1e-3, 0.1, 0.7, 1.5, SHORT, 2.5, 5.0, 8.0, 9.0] {
            for (found, z) in normal_intervals(&z, half).iter().zip(&z) {
                let exact = dist::normal_cdf(half - z) - dist::normal_cdf(-half - z);
                assert!((found - exact).abs() < 2e-9, "{half} {z}: {found} {exact}");
            }
        }
    }
}
