//! Multipliers at one scale: along the middle of the runs, how much more compute the reference needs.

use super::Scaled;
use lawlike::ensemble::{self, Maker, resample};
use lawlike::error::Result;
use lawlike::fit::{FitOptions, fit};
use lawlike::interval::Interval;
use lawlike::observations::{Column, Points};
use lawlike::quantity::Quantity;
use lawlike_num::quantile::median;
use std::ops::Range;

/// Draws behind an interval.
const DRAWS: usize = 400;
/// Largest logarithm of a multiplier that is looked for, to both sides, and places of the search.
const REACH: f64 = 7.0;
const PLACES: usize = 281;

/// The line through the middle of the runs along which compute grows.
pub(super) struct Ray {
    /// Logarithm of the product of the multiplied columns, by row.
    products: Vec<f64>,
    /// For each multiplied column its logarithm where the product is one.
    offsets: Vec<f64>,
    /// The product in units of compute.
    unit: f64,
}

impl Ray {
    pub(super) fn new(scaled: &Scaled) -> Self {
        let rows = &scaled.observations;
        let columns: Vec<&Column> = scaled.axes.iter().filter_map(|axis| rows.resolve(axis)).collect();
        let products: Vec<f64> =
            (0..rows.n()).map(|row| columns.iter().map(|c| c.values[row].ln()).sum()).collect();
        let share = 1.0 / columns.len() as f64;
        let offset = |column: &&Column| {
            let apart: Vec<f64> =
                column.values.iter().zip(&products).map(|(v, product)| v.ln() - share * product).collect();
            median(&apart)
        };
        let pair =
            columns.iter().all(|c| matches!(c.quantity, Quantity::Parameters(_) | Quantity::Tokens(_)));
        let unit = if pair && columns.len() == 2 { 6.0 } else { 1.0 };
        Self { offsets: columns.iter().map(offset).collect(), products, unit }
    }

    /// Smallest and largest compute of these rows.
    pub(super) fn range(&self, rows: Range<usize>) -> (f64, f64) {
        let bounds = (f64::INFINITY, f64::NEG_INFINITY);
        let (lo, hi) = self.products[rows].iter().fold(bounds, |(lo, hi), v| (lo.min(*v), hi.max(*v)));
        (self.unit * lo.exp(), self.unit * hi.exp())
    }

    /// Smallest and largest compute of all rows, and ten times the largest.
    pub(super) fn scales(&self) -> [f64; 3] {
        let (lo, hi) = self.range(0..self.products.len());
        [lo, hi, 10.0 * hi]
    }

    /// Multipliers at the scales, by arm, from the law with slopes of their own: estimate, and quantiles over draws.
    pub(super) fn multipliers(&self, scaled: &Scaled, options: &FitOptions) -> Result<Vec<Vec<Interval>>> {
        let draws = ensemble::EnsembleOptions { replicates: DRAWS, run: options.run, ..Default::default() };
        let places: Vec<f64> = self.scales().iter().map(|scale| (scale / self.unit).ln()).collect();
        let ensemble = resample(&scaled.own, &scaled.observations, options, Maker::Laplace, &draws)?;
        let best = fit(&scaled.own, &scaled.observations, options)?;
        let multipliers_of = |flag: &Option<String>| -> Result<Vec<Interval>> {
            let Some(flag) = flag else { return Ok(vec![Interval::exact(1.0); places.len()]) };
            let at = |place: &f64| {
                let points = self.points(scaled, *place, flag);
                let value = crossing(&best.predict(&points)?).exp();
                let mut drawn: Vec<f64> =
                    ensemble.values(&points)?.iter().map(|values| crossing(values).exp()).collect();
                drawn.retain(|v| !v.is_nan());
                Ok(Interval::of_draws(value, drawn))
            };
            places.iter().map(at).collect()
        };
        scaled.flags.iter().map(multipliers_of).collect()
    }

    /// The arm at a place, then the reference with compute multiplied by ever more.
    fn points(&self, scaled: &Scaled, place: f64, flag: &str) -> Points {
        let step = 2.0 * REACH / (PLACES - 1) as f64;
        let along: Vec<f64> =
            std::iter::once(place).chain((0..PLACES).map(|i| place - REACH + step * i as f64)).collect();
        let share = 1.0 / scaled.axes.len() as f64;
        let column = |column: &Column| {
            let values = match scaled.axes.iter().position(|axis| *axis == column.name) {
                Some(axis) => along.iter().map(|t| (self.offsets[axis] + share * t).exp()).collect(),
                None if column.name == flag => {
                    (0..along.len()).map(|i| if i == 0 { 1.0 } else { 0.0 }).collect()
                }
                None if scaled.flags.iter().flatten().any(|other| *other == column.name) => {
                    vec![0.0; along.len()]
                }
                None => vec![median(&column.values); along.len()],
            };
            Column::new(column.name.clone(), column.quantity, values)
        };
        Points { columns: scaled.observations.columns().map(column).collect() }
    }
}

/// Logarithm of the multiplier at which the reference (all values but the first) passes the first value. Infinite if it
/// only comes near.
fn crossing(values: &[f64]) -> f64 {
    let Some((target, reference)) = values.split_first() else { return f64::NAN };
    if values.iter().any(|v| !v.is_finite()) {
        return f64::NAN;
    }
    let step = 2.0 * REACH / (PLACES - 1) as f64;
    let passed = reference.windows(2).position(|pair| (pair[0] - target) * (pair[1] - target) <= 0.0);
    match passed {
        Some(i) => {
            let (a, b) = (reference[i] - target, reference[i + 1] - target);
            let between = if a == b { 0.0 } else { a / (a - b) };
            -REACH + step * (i as f64 + between)
        }
        // Nearest at the far end: even more compute would not do.
        None => {
            let last = reference.len() - 1;
            let more = (reference[last] - target).abs() < (reference[0] - target).abs();
            if more { f64::INFINITY } else { f64::NEG_INFINITY }
        }
    }
}
