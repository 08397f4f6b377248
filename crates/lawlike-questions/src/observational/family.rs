//! Capabilities of models that no benchmark has measured yet, from their family and size.
//!
//! A capability is linear in size, with an effect of the family: `S = alpha_f + beta'x` with `x = (ln s, ln t, ln s ln t)`,
//! parameters `s` in billions and training tokens `t` in trillions (Sloth, arXiv 2412.06540), or `x = ln C` where only
//! compute is known (arXiv 2405.10938, equation 3, with one slope for all families). Effects of families are drawn
//! towards their mean as far as their own models leave them open (a random intercept); a new family has one of its own.

use super::Models;
use lawlike_num::dense::{Cholesky, Matrix};
use lawlike_num::kernel::dot;
use lawlike_num::quantile::mean;
use lawlike_num::stream::Stream;

/// Rounds in which the two variances and the line find each other.
const ROUNDS: usize = 30;
/// A trace of ridge on the slopes, in standard deviations.
const RIDGE: f64 = 1e-3;

/// What a capability follows from.
pub(super) struct Sizes {
    /// One row a model of all; empty where the size is not known.
    x: Vec<Vec<f64>>,
}

impl Sizes {
    /// Sizes of all models, centred and scaled by those in `past`.
    pub(super) fn new(models: &Models, past: &[usize]) -> Self {
        let has_size =
            |row: usize| models.size.get(row).is_some_and(|(params, tokens)| *params > 0.0 && *tokens > 0.0);
        let by_size = past.iter().all(|row| has_size(*row));
        let raw = |row: usize| -> Vec<f64> {
            match models.size.get(row) {
                Some((params, tokens)) if by_size && has_size(row) => {
                    let (s, t) = ((params / 1e9).ln(), (tokens / 1e12).ln());
                    vec![s, t, s * t]
                }
                _ if !by_size && models.scale[row] > 0.0 => vec![models.scale[row].ln()],
                _ => Vec::new(),
            }
        };
        let mut x: Vec<Vec<f64>> = (0..models.n()).map(raw).collect();
        let width = past.first().map_or(0, |row| x[*row].len());
        for j in 0..width {
            let values: Vec<f64> = past.iter().filter_map(|row| x[*row].get(j).copied()).collect();
            let (middle, spread) = (mean(&values), lawlike_num::quantile::variance(&values).sqrt());
            x.iter_mut().filter_map(|x| x.get_mut(j)).for_each(|v| *v = (*v - middle) / spread.max(1e-9));
        }
        Self { x }
    }

    /// Whether the size of a model is known.
    pub(super) fn knows(&self, row: usize) -> bool {
        !self.x[row].is_empty()
    }
}

/// One capability by family and size.
pub(super) struct Capability<'a> {
    sizes: &'a Sizes,
    families: &'a [usize],
    rows: Vec<usize>,
    values: Vec<f64>,
    /// Variance between families and within.
    between: f64,
    within: f64,
}

impl<'a> Capability<'a> {
    /// The capability of models `rows`, measured as `values`; none with fewer models than three more than slopes.
    pub(super) fn new(
        sizes: &'a Sizes,
        families: &'a [usize],
        rows: Vec<usize>,
        values: Vec<f64>,
    ) -> Option<Self> {
        let width = sizes.x.get(*rows.first()?)?.len();
        if width == 0 || rows.len() < width + 4 {
            return None;
        }
        let mut found = Self { sizes, families, rows, values, between: 0.5, within: 0.5 };
        let weights = vec![1.0; families.iter().max().map_or(0, |most| most + 1)];
        for _ in 0..ROUNDS {
            let line = found.line(&weights)?;
            found.vary(&line);
        }
        Some(found)
    }

    /// Variances that the effects and residuals of a line make likely (one step of expectation and maximisation).
    fn vary(&mut self, line: &Line) {
        let residual = |i: usize| self.values[i] - line.at(self, self.rows[i]);
        let (mut between, mut within, mut count) = (0.0, 0.0, 0.0);
        for (family, effect) in line.effects.iter().enumerate().filter(|(_, effect)| effect.members > 0.0) {
            let open = 1.0 / (1.0 / self.between + effect.members / self.within);
            between += effect.value.powi(2) + open;
            count += 1.0;
            within += open * effect.members;
            let own = (0..self.rows.len()).filter(|i| self.families[self.rows[*i]] == family);
            within += own.map(|i| residual(i).powi(2)).sum::<f64>();
        }
        let freedom = (self.rows.len() - line.slopes.len()) as f64;
        (self.between, self.within) = ((between / count).max(1e-6), (within / freedom).max(1e-6));
    }

    /// The line and the effects, with a weight for every family.
    fn line(&self, weights: &[f64]) -> Option<Line> {
        let width = self.sizes.x[self.rows[0]].len() + 1;
        let families = weights.len();
        let order = width + families;
        let (mut gram, mut right) = (Matrix::zeros(order, order), vec![0.0; order]);
        let mut effects = vec![Effect { value: 0.0, members: 0.0 }; families];
        for (row, value) in self.rows.iter().zip(&self.values) {
            let family = self.families[*row];
            let w = weights[family];
            let x: Vec<f64> = std::iter::once(1.0).chain(self.sizes.x[*row].iter().copied()).collect();
            for a in 0..width {
                right[a] += w * x[a] * value;
                (0..width).for_each(|b| gram[(a, b)] += w * x[a] * x[b]);
                gram[(a, width + family)] += w * x[a];
                gram[(width + family, a)] += w * x[a];
            }
            gram[(width + family, width + family)] += w;
            right[width + family] += w * value;
            effects[family].members += 1.0;
        }
        (0..width).for_each(|a| gram[(a, a)] += RIDGE);
        (width..order).for_each(|a| gram[(a, a)] += self.within / self.between);
        let found = Cholesky::new(&gram)?.solve(&right);
        effects.iter_mut().zip(&found[width..]).for_each(|(effect, value)| effect.value = *value);
        Some(Line { slopes: found[..width].to_vec(), effects })
    }

    /// One draw of the capability of each model in `future`, by a line with these weights of families.
    pub(super) fn draw(&self, weights: &[f64], future: &[usize], stream: &mut Stream) -> Option<Vec<f64>> {
        let line = self.line(weights)?;
        let effects: Vec<f64> = line
            .effects
            .iter()
            .map(|effect| {
                let open = 1.0 / (1.0 / self.between + effect.members / self.within);
                open.sqrt() * stream.normal()
            })
            .collect();
        let mut one = |row: &usize| {
            line.at(self, *row) + effects[self.families[*row]] + self.within.sqrt() * stream.normal()
        };
        Some(future.iter().map(&mut one).collect())
    }
}

/// Slopes, the intercept first, and effects of families.
struct Line {
    slopes: Vec<f64>,
    effects: Vec<Effect>,
}

#[derive(Debug, Clone)]
struct Effect {
    value: f64,
    /// Models behind it.
    members: f64,
}

impl Line {
    fn at(&self, capability: &Capability<'_>, row: usize) -> f64 {
        let effect = &self.effects[capability.families[row]];
        self.slopes[0] + dot(&self.slopes[1..], &capability.sizes.x[row]) + effect.value
    }
}
