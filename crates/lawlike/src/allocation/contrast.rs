//! What moves the exponent: series that are alike in all but one thing.
//!
//! Exponents of 0.5 and of 0.88 were published of much the same models. Counting parameters, warm-up, decay and tuning
//! explain it (Porian et al. 2024, arXiv 2406.19146), which shows where one of these changes and the rest stays.

use super::AllocationMethod;
use crate::interval::Interval;
use serde::Serialize;
use std::collections::BTreeMap;

/// A column with one value for each series.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trait {
    /// Name of the column.
    pub name: String,
    /// Its value by series.
    pub values: Vec<String>,
}

/// The change of the exponent between series that differ in this alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contrast {
    /// What differs: one column, or several that change together.
    pub columns: Vec<String>,
    /// Their values on one side.
    pub from: Vec<String>,
    /// Their values on the other.
    pub to: Vec<String>,
    /// Pairs of series.
    pub pairs: usize,
    /// Mean, smallest and largest change of the exponent, by approach.
    pub changes: Vec<(AllocationMethod, [f64; 3])>,
}

/// Two sides of a contrast: the columns that differ, and the value of each on either side.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Sides {
    columns: Vec<usize>,
    from: Vec<String>,
    to: Vec<String>,
}

impl Sides {
    /// The sides of two series, and whether they were exchanged: both directions are one contrast.
    fn new(traits: &[Trait], a: usize, b: usize) -> Option<(Self, bool)> {
        let differs = |which: &usize| traits[*which].values.get(a) != traits[*which].values.get(b);
        let columns: Vec<usize> = (0..traits.len()).filter(differs).collect();
        let values = |series: usize| -> Option<Vec<String>> {
            columns.iter().map(|column| traits[*column].values.get(series).cloned()).collect()
        };
        let (from, to) = (values(a)?, values(b)?);
        let swapped = from > to;
        let (from, to) = if swapped { (to, from) } else { (from, to) };
        (!columns.is_empty()).then_some((Self { columns, from, to }, swapped))
    }

    /// Whether a contrast of fewer columns is part of this one.
    fn holds(&self, other: &Self) -> bool {
        let value = |side: &[String], column: &usize| {
            self.columns.iter().position(|own| own == column).map(|place| side[place].clone())
        };
        let same = |from: &[String], to: &[String]| {
            other.columns.iter().enumerate().all(|(place, column)| {
                value(from, column).as_ref() == Some(&other.from[place])
                    && value(to, column).as_ref() == Some(&other.to[place])
            })
        };
        other.columns.len() < self.columns.len() && (same(&self.from, &self.to) || same(&self.to, &self.from))
    }
}

/// All contrasts between series whose differences cannot be taken apart further; the largest change first.
///
/// `exponents` are those of every allocation by its approaches; `traits` have one value for each, in the same order.
pub fn contrasts<E: AsRef<[(AllocationMethod, Interval)]>>(
    exponents: &[E],
    traits: &[Trait],
) -> Vec<Contrast> {
    let mut pairs: BTreeMap<Sides, Vec<(usize, usize)>> = BTreeMap::new();
    for a in 0..exponents.len() {
        for b in a + 1..exponents.len() {
            if let Some((sides, swapped)) = Sides::new(traits, a, b) {
                pairs.entry(sides).or_default().push(if swapped { (b, a) } else { (a, b) });
            }
        }
    }
    let is_least = |sides: &Sides| !pairs.keys().any(|other| sides.holds(other));
    let contrast = |(sides, pairs): (&Sides, &Vec<(usize, usize)>)| Contrast {
        columns: sides.columns.iter().map(|column| traits[*column].name.clone()).collect(),
        from: sides.from.clone(),
        to: sides.to.clone(),
        pairs: pairs.len(),
        changes: changes(exponents, pairs),
    };
    let mut found: Vec<Contrast> = pairs.iter().filter(|(sides, _)| is_least(sides)).map(contrast).collect();
    let size = |contrast: &Contrast| {
        contrast.changes.iter().fold(0.0f64, |most, (_, [mean, ..])| most.max(mean.abs()))
    };
    found.retain(|contrast| !contrast.changes.is_empty());
    found.sort_by(|a, b| size(b).total_cmp(&size(a)));
    found
}

/// Changes of the exponent over pairs, for every approach that all of them have.
fn changes<E: AsRef<[(AllocationMethod, Interval)]>>(
    exponents: &[E],
    pairs: &[(usize, usize)],
) -> Vec<(AllocationMethod, [f64; 3])> {
    let exponent = |series: usize, method: AllocationMethod| {
        exponents[series].as_ref().iter().find(|(own, _)| *own == method).map(|(_, own)| own.value)
    };
    let change_by = |method: AllocationMethod| -> Option<(AllocationMethod, [f64; 3])> {
        let all: Option<Vec<f64>> =
            pairs.iter().map(|(a, b)| Some(exponent(*b, method)? - exponent(*a, method)?)).collect();
        let all = all.filter(|all| !all.is_empty())?;
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        let ends =
            all.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), v| (lo.min(*v), hi.max(*v)));
        Some((method, [mean, ends.0, ends.1]))
    };
    [
        AllocationMethod::Envelope,
        AllocationMethod::Parabola,
        AllocationMethod::Cubic,
        AllocationMethod::Surface,
    ]
    .into_iter()
    .filter_map(change_by)
    .collect()
}
