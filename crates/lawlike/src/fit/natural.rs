//! The size that a shape may be expected to have, when no card says it: from the units in which the formula measures it
//! and the sizes of the columns, so that a search does not depend on the units of the data.

use super::model::Model;
use super::range::Range;
use crate::observations::Observations;
use lawlike_formula::{BaseUnit, Expr, Measure};
use lawlike_num::quantile;
use std::cell::OnceCell;

/// A shape may be so many times smaller or larger than the units say.
const MARGIN: f64 = 30.0;
/// Most rows that are looked at.
const ROWS: usize = 4096;

/// Sizes of the units of a law in some observations.
pub(super) struct Natural<'a> {
    model: &'a Model,
    observations: &'a Observations,
    /// Smaller and larger size of each unit; none where it cannot be told. Measured when first asked for: most cards
    /// tell enough.
    sizes: OnceCell<Vec<Option<(f64, f64)>>>,
}

impl<'a> Natural<'a> {
    pub(super) fn new(model: &'a Model, observations: &'a Observations) -> Self {
        Self { model, observations, sizes: OnceCell::new() }
    }

    fn sizes(&self) -> &[Option<(f64, f64)>] {
        let size = |unit: &BaseUnit| match unit {
            BaseUnit::Part(part) => size(&self.values(part, None)),
            BaseUnit::Response => size(&self.observations.response.values),
        };
        self.sizes.get_or_init(|| self.model.measures().units.iter().map(size).collect())
    }

    /// The values of a shape that candidates should cover; none if the formula does not tell.
    pub(super) fn range(&self, name: &str) -> Option<Range> {
        let measure = self.model.measures().parameters.iter().find(|measure| measure.name == name)?;
        if let Some(range) = self.turns(measure) {
            return Some(range);
        }
        let powers = measure.powers.as_ref()?;
        let (mut small, mut large) = (1.0 / MARGIN, MARGIN);
        for (power, size) in powers.iter().zip(self.sizes()).filter(|(power, _)| **power != 0.0) {
            let (lo, hi) = (*size)?;
            let ends = [lo.powf(*power), hi.powf(*power)];
            small *= ends[0].min(ends[1]);
            large *= ends[0].max(ends[1]);
        }
        if !(small > 0.0 && large < f64::INFINITY) {
            return None;
        }
        let Some((part, added)) = &measure.along else { return Some(Range::BothSigns(small, large)) };
        let values = self.values(part, None);
        let (lo, hi) = extent(&values)?;
        let ends = if *added { (-hi, -lo) } else { (lo, hi) };
        Some(Range::Place { ends, sizes: (small, large) })
    }

    /// Whether the formula tells the size of a shape by that of a column.
    pub(super) fn is_measured(&self, name: &str) -> bool {
        let measure = self.model.measures().parameters.iter().find(|measure| measure.name == name);
        measure.is_some_and(|measure| {
            measure.powers.as_ref().is_some_and(|powers| powers.iter().any(|power| *power != 0.0))
        })
    }

    /// A shape that says how fast a sine turns: from a quarter turn over all rows to half a turn from one row to the
    /// next, beyond which faster turns look like slower ones.
    fn turns(&self, measure: &Measure) -> Option<Range> {
        let argument = measure.turns.as_ref()?;
        let phases = |value: f64| {
            let values = self.values(argument, Some((&measure.name, value)));
            let (lo, hi) = extent(&values)?;
            let mut distinct = values;
            distinct.sort_by(f64::total_cmp);
            distinct.dedup();
            Some((hi - lo, (hi - lo) / (distinct.len().max(2) - 1) as f64))
        };
        let ((whole, step), (twice, _)) = (phases(1.0)?, phases(2.0)?);
        let (slowest, fastest) = (0.5 * std::f64::consts::PI / whole, std::f64::consts::PI / step);
        let period = twice < whole;
        (whole > 0.0 && (twice / whole - if period { 0.5 } else { 2.0 }).abs() < 1e-6)
            .then_some(Range::Turns { rates: (slowest, fastest), period })
    }

    /// Values of a part of the formula, one a row; other parameters than the one given are zero.
    fn values(&self, part: &Expr, given: Option<(&str, f64)>) -> Vec<f64> {
        let n = self.observations.n();
        let stride = n.div_ceil(ROWS).max(1);
        let part_in_row = |row: usize| {
            part.eval(&|name: &str| match self.model.input(name, self.observations, row) {
                Some(value) => Some(value),
                None => Some(given.filter(|(known, _)| *known == name).map_or(0.0, |(_, value)| value)),
            })
        };
        (0..n).step_by(stride).filter_map(part_in_row).filter(|v| v.is_finite()).collect()
    }
}

fn extent(values: &[f64]) -> Option<(f64, f64)> {
    let ends = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), v| (lo.min(*v), hi.max(*v)));
    (ends.0 < ends.1).then_some(ends)
}

/// A small and a large value, without signs and zeros. The extent counts too: dates are large, the time between them is
/// not.
fn size(values: &[f64]) -> Option<(f64, f64)> {
    let mut sizes: Vec<f64> = values.iter().map(|v| v.abs()).filter(|v| *v > 0.0).collect();
    sizes.sort_by(f64::total_cmp);
    let large = *sizes.last()?;
    let small = quantile::quantile(&sizes, 0.1);
    Some((extent(values).map_or(small, |(lo, hi)| small.min(hi - lo)), large))
}
