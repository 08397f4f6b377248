//! isoFLOP groups: runs of different sizes that cost the same.

use crate::observations::{Column, Observations};
use crate::quantity::{Quantity, TokenCount};
use lawlike_num::quantile::mean;
use lawlike_num::regression::line;

/// Least sizes of a budget, least budgets, and least share of the rows in them.
const SIZES: usize = 5;
const BUDGETS: usize = 3;
const SHARE: f64 = 2.0 / 3.0;
/// Natural logarithms of compute nearer than the first belong to one budget, which spans at most the second.
const NEAR: (f64, f64) = (0.15, 0.3);

/// The columns of an allocation: parameters, and tokens or compute or both, all above zero.
#[derive(Clone, Copy)]
pub struct Axes<'a> {
    pub(super) n: &'a Column,
    pub(super) d: Option<&'a Column>,
    pub(super) c: Option<&'a Column>,
    pub(super) trend: Trend,
}

/// How parameters times tokens over compute change with the size, where compute is not `6 N D`: a line over logarithms
/// that ends at the smallest and largest size. Zero at the mean, so that [`Axes::product`] is the level.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Trend {
    slope: f64,
    centre: f64,
    ends: (f64, f64),
}

impl Trend {
    /// Natural logarithm of the factor at a size, which is a natural logarithm as well.
    pub(super) fn at(&self, size: f64) -> f64 {
        if self.slope == 0.0 {
            0.0
        } else {
            self.slope * (size.clamp(self.ends.0, self.ends.1) - self.centre)
        }
    }
}

/// A trend of fewer standard errors than this, or a smaller change of the factor than this, is none.
const TREND: (f64, f64) = (3.0, 1e-3);

/// The runs of one budget.
pub(crate) struct Budget {
    /// Rows, from the smallest size on.
    pub(super) rows: Vec<usize>,
    /// Natural logarithm of compute.
    pub(crate) compute: f64,
    /// Natural logarithms of the sizes, ascending.
    pub(crate) sizes: Vec<f64>,
    /// Natural logarithm of parameters times tokens over compute.
    pub(crate) product: f64,
}

/// Runs of equal compute, both as natural logarithms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EqualCompute {
    /// Compute.
    pub compute: f64,
    /// Parameters times tokens over compute.
    pub product: f64,
}

impl Budget {
    /// Its runs of equal compute.
    pub(crate) fn line(&self) -> EqualCompute {
        EqualCompute { compute: self.compute, product: self.product }
    }
}

impl<'a> Axes<'a> {
    /// The columns among those observed; `None` without parameters, or without both tokens and compute.
    pub(crate) fn new(observations: &'a Observations) -> Option<Self> {
        let find = |wanted: fn(Quantity) -> bool| {
            let whole = |column: &&Column| wanted(column.quantity) && column.values.iter().all(|v| *v > 0.0);
            observations.columns().find(whole)
        };
        let n = find(|q| matches!(q, Quantity::Parameters(_)))?;
        let d = find(|q| q == Quantity::Tokens(TokenCount::Seen));
        let c = find(|q| matches!(q, Quantity::Compute(_)));
        (d.is_some() || c.is_some()).then_some(Self { n, d, c, trend: Trend::default() })
    }

    /// The same with the trend of parameters times tokens over compute along the size, if there is one.
    pub(super) fn with_trend(mut self) -> Self {
        self.trend = self.trend_of_runs().unwrap_or_default();
        self
    }

    fn trend_of_runs(&self) -> Option<Trend> {
        let rows = self.n.values.len();
        let sizes: Vec<f64> = (0..rows).map(|row| self.size(row)).collect();
        let ln_factor = |row| Some(self.pair(row)? - self.compute(row)?);
        let factors: Vec<f64> = (0..rows).map(ln_factor).collect::<Option<_>>()?;
        let bounds = (f64::INFINITY, f64::NEG_INFINITY);
        let ends = sizes.iter().fold(bounds, |(lo, hi), size| (lo.min(*size), hi.max(*size)));
        let fit = line(&sizes, &factors)?;
        let (slope, error) = (fit.coefficients[1], fit.errors[1]);
        let is_trend = slope.abs() > TREND.0 * error && slope.abs() * (ends.1 - ends.0) > TREND.1;
        is_trend.then(|| Trend { slope, centre: mean(&sizes), ends })
    }

    /// Natural logarithm of the parameters of a run.
    pub(super) fn size(&self, row: usize) -> f64 {
        self.n.values[row].ln()
    }

    /// Natural logarithm of parameters times tokens.
    fn pair(&self, row: usize) -> Option<f64> {
        Some(self.size(row) + self.d?.values[row].ln())
    }

    /// Tokens per parameter of a run.
    pub fn ratio(&self, row: usize) -> Option<f64> {
        let tokens = match self.d {
            Some(d) => d.values[row].ln(),
            None => self.compute(row)? + self.product() - self.size(row),
        };
        Some((tokens - self.size(row)).exp())
    }

    /// Natural logarithm of the compute of a run: as reported, or else `6 N D`.
    pub(super) fn compute(&self, row: usize) -> Option<f64> {
        match self.c {
            Some(c) => Some(c.values[row].ln()),
            None => Some(6f64.ln() + self.pair(row)?),
        }
    }

    /// Mean natural logarithm of parameters times tokens over compute: `-ln 6` where compute is `6 N D`, or is all that
    /// is known.
    pub fn product(&self) -> f64 {
        let rows = self.n.values.len();
        let ln_factor = |row| Some(self.pair(row)? - self.compute(row)?);
        let all: Option<Vec<f64>> = (0..rows).map(ln_factor).collect();
        all.filter(|all| !all.is_empty()).map_or(-6f64.ln(), |all| mean(&all))
    }

    /// All groups of rows that cost the same and hold enough sizes; the cheapest first.
    pub(super) fn groups(&self) -> Vec<Budget> {
        let rows = self.n.values.len();
        let Some(computes) = (0..rows).map(|row| self.compute(row)).collect::<Option<Vec<f64>>>() else {
            return Vec::new();
        };
        let mut order: Vec<usize> = (0..rows).collect();
        order.sort_by(|a, b| computes[*a].total_cmp(&computes[*b]));
        let near = |a: &usize, b: &usize| computes[*b] - computes[*a] < NEAR.0;
        order.chunk_by(near).filter_map(|group| self.budget(group, &computes)).collect()
    }

    fn budget(&self, group: &[usize], computes: &[f64]) -> Option<Budget> {
        let span = computes[*group.last()?] - computes[*group.first()?];
        let mut rows = group.to_vec();
        rows.sort_by(|a, b| self.size(*a).total_cmp(&self.size(*b)).then(a.cmp(b)));
        let sizes: Vec<f64> = rows.iter().map(|row| self.size(*row)).collect();
        let products: Option<Vec<f64>> = rows
            .iter()
            .map(|row| Some(self.pair(*row)? - computes[*row] - self.trend.at(self.size(*row))))
            .collect();
        let compute = mean(&rows.iter().map(|row| computes[*row]).collect::<Vec<_>>());
        let product = products.map_or(-6f64.ln(), |products| mean(&products));
        let mut distinct = sizes.clone();
        distinct.dedup();
        (span <= NEAR.1 && distinct.len() >= SIZES).then_some(Budget { rows, compute, sizes, product })
    }

    /// The budgets, if most of the runs lie in such groups.
    pub(crate) fn budgets(&self) -> Option<Vec<Budget>> {
        let budgets = self.groups();
        let kept: usize = budgets.iter().map(|budget| budget.sizes.len()).sum();
        (budgets.len() >= BUDGETS && kept as f64 >= SHARE * self.n.values.len() as f64).then_some(budgets)
    }
}

impl Budget {
    /// The same budget at a multiple of its compute, its sizes grown by the root of that.
    pub(crate) fn ahead(&self, times: f64) -> Self {
        Self {
            rows: self.rows.clone(),
            compute: self.compute + times.ln(),
            sizes: self.sizes.iter().map(|size| size + 0.5 * times.ln()).collect(),
            product: self.product,
        }
    }
}
