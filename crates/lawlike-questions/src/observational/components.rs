//! Principal components of benchmark scores, where some scores are missing.
//!
//! Benchmarks are centred and scaled, missing scores filled in from the components themselves until they no longer move
//! (iterative principal components, as in Ruan et al. 2024, arXiv 2405.10938, section 3.2). A new model is placed by least
//! squares on the benchmarks that it has.

use lawlike_num::dense::{Cholesky, Matrix, symmetric_eigen};
use lawlike_num::kernel::dot;
use lawlike_num::quantile::{mean, variance};
use serde::Serialize;

/// Rounds of filling in.
const ROUNDS: usize = 300;
/// A trace of ridge: a model with few benchmarks is drawn towards the middle.
const RIDGE: f64 = 1e-3;

/// Components of benchmarks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Components {
    /// Names of the benchmarks.
    pub benchmarks: Vec<String>,
    /// Share of the models that lack each benchmark.
    pub missing: Vec<f64>,
    /// Share of the variance that each component explains.
    pub explained: Vec<f64>,
    /// Loadings, one list a component; the sum of each is above zero.
    pub loadings: Vec<Vec<f64>>,
    #[serde(skip)]
    centre: Vec<f64>,
    #[serde(skip)]
    scale: Vec<f64>,
    #[serde(skip)]
    spread: Vec<f64>,
}

impl Components {
    /// The first `count` components of models in `rows`; `scores` has one list a benchmark, NaN where missing.
    ///
    /// None if there are fewer than three models, or a benchmark does not vary or no model has it.
    pub(crate) fn new(names: &[String], scores: &[&[f64]], rows: &[usize], count: usize) -> Option<Self> {
        let (p, n) = (scores.len(), rows.len());
        if n < 3 || count == 0 || count > p {
            return None;
        }
        let seen: Vec<Vec<f64>> = scores
            .iter()
            .map(|all| rows.iter().map(|row| all[*row]).filter(|v| v.is_finite()).collect())
            .collect();
        let missing = seen.iter().map(|seen| 1.0 - seen.len() as f64 / n as f64).collect();
        let mut centre: Vec<f64> = seen.iter().map(|seen| mean(seen)).collect();
        let scale: Vec<f64> = seen.iter().map(|seen| variance(seen).sqrt()).collect();
        if !scale.iter().all(|s| *s > 0.0 && s.is_finite()) {
            return None;
        }
        let given = |j: usize, i: usize| (scores[j][rows[i]] - centre[j]) / scale[j];
        let mut z: Vec<Vec<f64>> = (0..p).map(|j| (0..n).map(|i| given(j, i)).collect()).collect();
        let gaps: Vec<(usize, usize)> = (0..p)
            .flat_map(|j| (0..n).map(move |i| (j, i)))
            .filter(|(j, i)| !z[*j][*i].is_finite())
            .collect();
        gaps.iter().for_each(|(j, i)| z[*j][*i] = 0.0);
        let mut found = decompose(&z, count);
        for _ in 0..ROUNDS {
            let mut moved: f64 = 0.0;
            for (j, i) in &gaps {
                let fill =
                    |v: &Vec<f64>| v[*j] * (0..p).map(|l| v[l] * (z[l][*i] - found.middle[l])).sum::<f64>();
                let value = found.middle[*j] + found.loadings.iter().map(fill).sum::<f64>();
                moved = moved.max((value - z[*j][*i]).abs());
                z[*j][*i] = value;
            }
            if moved < 1e-9 {
                break;
            }
            found = decompose(&z, count);
        }
        let Decomposed { middle, values, loadings, total } = found;
        centre.iter_mut().zip(&scale).zip(&middle).for_each(|((c, s), m)| *c += s * m);
        Some(Self {
            benchmarks: names.to_vec(),
            missing,
            explained: values.iter().map(|v| v / total).collect(),
            spread: values.iter().map(|v| v.max(1e-12).sqrt()).collect(),
            loadings,
            centre,
            scale,
        })
    }

    /// Components of one model by its scores, in standard deviations; none if it has fewer benchmarks than there are
    /// components.
    pub(crate) fn of(&self, score: impl Fn(usize) -> f64) -> Option<Vec<f64>> {
        let k = self.loadings.len();
        let have: Vec<usize> = (0..self.centre.len()).filter(|j| score(*j).is_finite()).collect();
        if have.len() < k {
            return None;
        }
        let mut gram = Matrix::zeros(k, k);
        let mut right = vec![0.0; k];
        for a in 0..k {
            for j in &have {
                let z = (score(*j) - self.centre[*j]) / self.scale[*j];
                right[a] += self.loadings[a][*j] * z;
                (0..k).for_each(|b| gram[(a, b)] += self.loadings[a][*j] * self.loadings[b][*j]);
            }
            gram[(a, a)] += RIDGE;
        }
        let found = Cholesky::new(&gram)?.solve(&right);
        Some(found.iter().zip(&self.spread).map(|(v, s)| v / s).collect())
    }
}

/// The first components of columns.
struct Decomposed {
    /// Means of the columns.
    middle: Vec<f64>,
    /// Variance along each component.
    values: Vec<f64>,
    /// Direction of each component.
    loadings: Vec<Vec<f64>>,
    /// Variance of all columns.
    total: f64,
}

fn decompose(z: &[Vec<f64>], count: usize) -> Decomposed {
    let p = z.len();
    let middle: Vec<f64> = z.iter().map(|column| mean(column)).collect();
    let centred: Vec<Vec<f64>> =
        z.iter().zip(&middle).map(|(column, m)| column.iter().map(|v| v - m).collect()).collect();
    let freedom = (z.first().map_or(0, Vec::len) - 1) as f64;
    let mut covariance = Matrix::zeros(p, p);
    for a in 0..p {
        for b in 0..p {
            covariance[(a, b)] = dot(&centred[a], &centred[b]) / freedom;
        }
    }
    let (values, vectors) = symmetric_eigen(&covariance);
    let direction = |k: usize| {
        let column = vectors.column(k);
        let sign = if column.iter().sum::<f64>() < 0.0 { -1.0 } else { 1.0 };
        column.iter().map(|v| sign * v).collect()
    };
    let total = values.iter().sum();
    Decomposed {
        middle,
        values: values[..count].to_vec(),
        loadings: (0..count).map(direction).collect(),
        total,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lawlike_num::stream::Stream;

    #[test]
    fn missing_scores_hardly_move_the_components() {
        let mut stream = Stream::keyed(7, &[]);
        let skill: Vec<f64> = (0..60).map(|_| stream.normal()).collect();
        let names: Vec<String> = (0..6).map(|j| format!("b{j}")).collect();
        let full: Vec<Vec<f64>> = (0..6)
            .map(|j| {
                skill.iter().map(|s| 0.5 + 0.05 * f64::from(j + 1) * s + 0.01 * stream.normal()).collect()
            })
            .collect();
        let mut holes = full.clone();
        for column in &mut holes {
            column.iter_mut().for_each(|v| {
                if stream.uniform() < 0.15 {
                    *v = f64::NAN;
                }
            });
        }
        let rows: Vec<usize> = (0..60).collect();
        let components_of = |table: &[Vec<f64>]| {
            let columns: Vec<&[f64]> = table.iter().map(Vec::as_slice).collect();
            Components::new(&names, &columns, &rows, 1).unwrap()
        };
        let (whole, part) = (components_of(&full), components_of(&holes));
        assert!(whole.explained[0] > 0.9 && (part.explained[0] - whole.explained[0]).abs() < 0.03);
        assert!(part.missing.iter().all(|share| (0.02..0.4).contains(share)));
        for row in 0..60 {
            let a = whole.of(|j| full[j][row]).unwrap()[0];
            let b = part.of(|j| holes[j][row]).unwrap()[0];
            assert!((a - b).abs() < 0.25 && (a - skill[row]).abs() < 0.4, "{a} {b} {}", skill[row]);
        }
    }
}
