//! A step along scale that a smooth relation does not have: test, size, and the smallest step that could have been seen.

use super::{LEVEL, POWER};
use lawlike::check::{Bend, Linear, Scan};
use serde::Serialize;

/// Chance of a false alarm of one of the two tests of a task: less than half of the level, since links and scatter are
/// estimated. With it both together keep to the level in simulated lawful worlds (docs/reference/emergence.md).
const LIMIT: f64 = 0.3 * LEVEL;
/// Models that must lie on either side of a step.
const SIDES: usize = 3;
/// Most places that are tried.
const PLACES: usize = 25;

/// A test for a step at any scale.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BreakTest {
    /// Scale of the likeliest step: between two neighbouring models.
    pub at: f64,
    /// Chance of so large a step without a break, the search for its place taken into account.
    pub p: f64,
    /// Size of that step: in levels of the link, or in units of the smooth metric.
    pub size: f64,
    /// What it does to the models beyond on average, in units of what is tested.
    pub effect: f64,
    /// Smallest step that would have been seen with the stated power: at the best place, and at the median place.
    pub smallest: (f64, f64),
    /// Whether the step is beyond chance, and, of a sharp metric, moves the models beyond by a point or more on average.
    pub is_break: bool,
}

/// A relation without a step, in units of its noise.
pub(super) struct Relation<'a> {
    /// Scale of every model.
    pub(super) scale: &'a [f64],
    /// Group of every model.
    pub(super) groups: &'a [usize],
    /// Slopes to the parameters of the relation.
    pub(super) columns: Vec<Vec<f64>>,
    /// What is left of every model.
    pub(super) residuals: Vec<f64>,
    /// Slope to the level that a step would lift.
    pub(super) lift: &'a [f64],
    /// The same slope in the units in which the effect is told.
    pub(super) slopes: &'a [f64],
    /// Models at which a step would show.
    pub(super) shows: &'a dyn Fn(usize) -> bool,
}

impl Relation<'_> {
    /// The test; none if too few models or places are left.
    pub(super) fn test(self) -> Option<BreakTest> {
        let raw = Linear::of(self.columns.clone(), self.residuals.clone())?;
        let families = Families::new(self.groups, &raw.residuals);
        let columns = self.columns.iter().map(|column| families.whiten(column)).collect();
        let linear = Linear::of(columns, families.whiten(&self.residuals))?;
        let bend = |at: &f64| {
            let step: Vec<f64> =
                self.scale.iter().zip(self.lift).map(|(z, l)| if z > at { *l } else { 0.0 }).collect();
            Some((*at, Bend::new(&families.whiten(&step), &linear)?))
        };
        let bends: Vec<(f64, Bend)> = places(self.scale).iter().filter_map(bend).collect();
        let scan =
            Scan { linear: &linear, groups: self.groups, bends: bends.iter().map(|(_, b)| b).collect() };
        let best = scan.best()?;
        let dealt = scan.dealt();
        let p = scan.normal_chance(LIMIT)?.max(scan.dealt_chance(&dealt, LIMIT)?);
        let all = scan.smallest(dealt, LIMIT, POWER);
        let near = |at: f64| {
            let distance = |i: &usize| (self.scale[*i].ln() - at.ln()).abs();
            let nearest = (0..self.scale.len()).min_by(|a, b| distance(a).total_cmp(&distance(b)));
            nearest.is_some_and(|i| (self.shows)(i))
        };
        let mut shown: Vec<f64> =
            all.iter().zip(&bends).filter(|(_, (at, _))| near(*at)).map(|(s, _)| *s).collect();
        if shown.is_empty() {
            shown.clone_from(&all);
        }
        let least = all.iter().copied().fold(f64::INFINITY, f64::min);
        let smallest = (least, lawlike_num::quantile::median(&shown));
        let (at, size) = (bends[best].0, bends[best].1.size());
        let beyond: Vec<f64> =
            self.scale.iter().zip(self.slopes).filter(|(z, _)| **z > at).map(|(_, s)| *s).collect();
        let effect = size * lawlike_num::quantile::mean(&beyond);
        Some(BreakTest { at, p, size, effect, smallest, is_break: p < LIMIT })
    }
}

/// Families that have something in common: the random effects of a one-way layout.
struct Families {
    /// Rows of each family.
    rows: Vec<Vec<usize>>,
    /// Variance between families over that within.
    ratio: f64,
}

impl Families {
    /// The variances that residuals show (analysis of variance).
    fn new(groups: &[usize], residuals: &[f64]) -> Self {
        let count = groups.iter().max().map_or(0, |most| most + 1);
        let mut rows = vec![Vec::new(); count];
        groups.iter().enumerate().for_each(|(i, group)| rows[*group].push(i));
        rows.retain(|rows| !rows.is_empty());
        let (n, f) = (groups.len() as f64, rows.len() as f64);
        let mut found = Self { rows, ratio: 0.0 };
        if n - f < 2.0 || f < 3.0 {
            return found;
        }
        let (mut between, mut within, mut squares) = (0.0, 0.0, 0.0);
        for rows in &found.rows {
            let size = rows.len() as f64;
            let middle = rows.iter().map(|i| residuals[*i]).sum::<f64>() / size;
            between += size * middle * middle;
            within += rows.iter().map(|i| (residuals[*i] - middle).powi(2)).sum::<f64>();
            squares += size * size;
        }
        let (between, within) = (between / (f - 1.0), within / (n - f));
        let typical = (n - squares / n) / (f - 1.0);
        found.ratio = ((between / within - 1.0) / typical).clamp(0.0, 100.0);
        found
    }

    /// Values whose errors no longer have anything in common within a family.
    fn whiten(&self, values: &[f64]) -> Vec<f64> {
        let mut found = values.to_vec();
        for rows in &self.rows {
            let size = rows.len() as f64;
            let share = 1.0 - 1.0 / (1.0 + size * self.ratio).sqrt();
            let middle = rows.iter().map(|i| values[*i]).sum::<f64>() / size;
            rows.iter().for_each(|i| found[*i] -= share * middle);
        }
        found
    }
}

/// Places between neighbouring scales with enough models on either side.
fn places(scale: &[f64]) -> Vec<f64> {
    let mut sorted = scale.to_vec();
    sorted.sort_by(f64::total_cmp);
    let gaps = sorted.windows(2).enumerate();
    let inner = gaps.filter(|(i, w)| w[0] < w[1] && i + 1 >= SIDES && sorted.len() - i > SIDES);
    let all: Vec<f64> = inner.map(|(_, w)| (w[0] * w[1]).sqrt()).collect();
    if all.len() <= PLACES {
        return all;
    }
    let pick = |k: usize| all[(k * (all.len() - 1) + (PLACES - 1) / 2) / (PLACES - 1)];
    (0..PLACES).map(pick).collect()
}
