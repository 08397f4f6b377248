//! The least loss of a law along a line of equal compute.

use super::budget::{Axes, Budget, EqualCompute};
use crate::fit::Model;
use crate::observations::{Column, Points};
use lawlike_num::quantile::mean;
use lawlike_num::regression::regress;

/// Places of each round of the search for the optimum, and rounds: each looks between the neighbours of the best place.
const PLACES: usize = 96;
const ROUNDS: usize = 4;
/// Sizes this many times beyond those asked for are searched as well.
const BEYOND: f64 = 1e4;

/// A law of parameters and tokens or compute, at given values of what it leaves open.
pub struct Surface<'a> {
    axes: Axes<'a>,
    model: &'a Model,
    parameters: &'a [f64],
}

/// How tokens are searched for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TokenSearch {
    /// Natural logarithm of the most tokens.
    pub most: f64,
    /// How often the range is halved.
    pub halvings: usize,
}

/// The best size at a budget.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Best {
    /// Natural logarithm of the size.
    pub size: f64,
    /// Loss there.
    pub loss: f64,
}

impl<'a> Surface<'a> {
    /// `None` if the law uses other columns than these, or the size alone.
    pub fn new(axes: Axes<'a>, model: &'a Model, parameters: &'a [f64]) -> Option<Self> {
        let used: Vec<&str> = model.columns().collect();
        let known: Vec<&str> =
            [Some(axes.n), axes.d, axes.c].into_iter().flatten().map(|column| column.name.as_str()).collect();
        let is_surface = used.len() == 2 && used.contains(&axes.n.name.as_str());
        (is_surface && used.iter().all(|name| known.contains(name))).then_some(Self {
            axes,
            model,
            parameters,
        })
    }

    /// Losses at sizes (natural logarithms) of runs of equal compute.
    pub fn along(&self, line: EqualCompute, sizes: &[f64]) -> Option<Vec<f64>> {
        let EqualCompute { compute, product } = line;
        let column = |column: &Column, value: &dyn Fn(f64) -> f64| {
            let values = sizes.iter().map(|size| value(*size).exp()).collect();
            Column::new(column.name.clone(), column.quantity, values)
        };
        let mut columns = vec![column(self.axes.n, &|size| size)];
        let trend = self.axes.trend;
        columns.extend(self.axes.d.map(|d| column(d, &|size| product + trend.at(size) + compute - size)));
        columns.extend(self.axes.c.map(|c| column(c, &|_| compute)));
        self.model.predict(self.parameters, &Points { columns }).ok()
    }

    /// Natural logarithms of the tokens at which each size reaches a loss, infinite where it never does: the
    /// loss is taken to fall with tokens. `product` is the natural logarithm of parameters times tokens over compute.
    pub fn tokens_for(
        &self,
        sizes: &[f64],
        loss: f64,
        product: f64,
        search: TokenSearch,
    ) -> Option<Vec<f64>> {
        let losses = |tokens: &[f64]| {
            let column = |column: &Column, values: &dyn Fn(usize) -> f64| {
                let values = (0..sizes.len()).map(|i| values(i).exp()).collect();
                Column::new(column.name.clone(), column.quantity, values)
            };
            let mut columns = vec![column(self.axes.n, &|i| sizes[i])];
            columns.extend(self.axes.d.map(|d| column(d, &|i| tokens[i])));
            columns.extend(self.axes.c.map(|c| column(c, &|i| sizes[i] + tokens[i] - product)));
            self.model.predict(self.parameters, &Points { columns }).ok()
        };
        let (mut lo, mut hi) = (vec![0.0; sizes.len()], vec![search.most; sizes.len()]);
        let reached: Vec<bool> = losses(&hi)?.iter().map(|own| *own <= loss).collect();
        for _ in 0..search.halvings {
            let middle: Vec<f64> = lo.iter().zip(&hi).map(|(lo, hi)| 0.5 * (lo + hi)).collect();
            for (i, own) in losses(&middle)?.iter().enumerate() {
                if *own <= loss { hi[i] = middle[i] } else { lo[i] = middle[i] }
            }
        }
        Some(hi.iter().zip(reached).map(|(hi, is)| if is { *hi } else { f64::INFINITY }).collect())
    }

    /// The size with the least loss, between a ten-thousandth of the first and ten thousand times the last; `None` if
    /// it lies at an end.
    pub fn best(&self, at: EqualCompute, first: f64, last: f64) -> Option<Best> {
        let beyond = BEYOND.ln();
        let (mut from, mut to) = (first - beyond, last + beyond);
        let mut loss = f64::NAN;
        for _ in 0..ROUNDS {
            let step = (to - from) / (PLACES - 1) as f64;
            let places: Vec<f64> = (0..PLACES).map(|i| from + step * i as f64).collect();
            let values = self.along(at, &places)?;
            let best = (0..PLACES).min_by(|a, b| values[*a].total_cmp(&values[*b]))?;
            if best == 0 || best == PLACES - 1 || !values[best].is_finite() {
                return None;
            }
            (from, to) = (places[best - 1], places[best + 1]);
            loss = values[best];
        }
        Some(Best { size: 0.5 * (from + to), loss })
    }

    /// Natural logarithm of the size with the least loss at a budget.
    pub(crate) fn optimum(&self, budget: &Budget) -> Option<f64> {
        let (first, last) = (*budget.sizes.first()?, *budget.sizes.last()?);
        Some(self.best(budget.line(), first, last)?.size)
    }

    /// Natural logarithm of the size at the minimum of a parabola through the surface at the sizes of a budget, shifted
    /// by so much.
    pub(crate) fn parabola(&self, budget: &Budget, shift: f64) -> Option<f64> {
        let sizes: Vec<f64> = budget.sizes.iter().map(|size| size + shift).collect();
        parabola(&sizes, &self.along(budget.line(), &sizes)?)
    }

    /// Share of a compute that is lost by taking this size: with what is left the best size reaches the same loss.
    pub fn waste(&self, at: EqualCompute, size: f64) -> Option<f64> {
        let loss = *self.along(at, &[size])?.first()?;
        let best = |less: f64| {
            let compute = at.compute - less;
            Some(self.best(EqualCompute { compute, ..at }, size - less, size)?.loss)
        };
        if !loss.is_finite() || best(0.0)? >= loss {
            return loss.is_finite().then_some(0.0);
        }
        let (mut lo, mut hi) = (0.0, 1.0);
        while best(hi)? < loss {
            hi *= 2.0;
            if hi > 32.0 {
                return None;
            }
        }
        for _ in 0..40 {
            let middle = 0.5 * (lo + hi);
            if best(middle)? < loss { lo = middle } else { hi = middle }
        }
        Some(-(-0.5 * (lo + hi)).exp_m1())
    }
}

/// Place of the minimum of a parabola through losses over sizes; `None` if it bends the other way.
pub(super) fn parabola(sizes: &[f64], losses: &[f64]) -> Option<f64> {
    let centre = mean(sizes);
    let x: Vec<f64> = sizes.iter().map(|size| size - centre).collect();
    let square = x.iter().map(|x| x * x).collect();
    let fit = regress(&[vec![1.0; x.len()], x, square], losses)?;
    let (slope, bend) = (fit.coefficients[1], fit.coefficients[2]);
    (bend > 0.0).then(|| centre - 0.5 * slope / bend)
}

/// Place of the minimum of a cubic through losses over sizes; `None` if it has none.
pub(super) fn cubic(sizes: &[f64], losses: &[f64]) -> Option<f64> {
    let centre = mean(sizes);
    let x: Vec<f64> = sizes.iter().map(|size| size - centre).collect();
    let power = |p: i32| x.iter().map(|x| x.powi(p)).collect::<Vec<f64>>();
    let fit = regress(&[power(0), power(1), power(2), power(3)], losses)?;
    let (a, b, c) = (fit.coefficients[1], fit.coefficients[2], fit.coefficients[3]);
    // The slope a + 2 b x + 3 c x^2 is zero and rises: of both roots the one that is stable as c goes to zero.
    let inside = b * b - 3.0 * a * c;
    if inside <= 0.0 {
        return None;
    }
    let below = b + inside.sqrt();
    (below.abs() > f64::MIN_POSITIVE).then(|| centre - a / below)
}
