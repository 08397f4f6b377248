//! Directions along which rows follow one another, and families of rows.

use crate::observations::{Column, Observations, Points};
use std::collections::BTreeMap;

/// A quantity by which rows are ordered: an axis, or the product of all axes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Direction {
    /// Name for readers.
    pub(crate) name: String,
    /// One value a row, in logarithms where these are the natural scale.
    pub(crate) values: Vec<f64>,
    /// Whether the values are logarithms.
    pub(crate) is_log: bool,
    /// Axes that are added up.
    axes: Vec<usize>,
}

impl Direction {
    fn of(place: usize, axis: &Column) -> Self {
        let is_log = axis.is_log();
        let scaled = |v: &f64| if is_log { v.ln() } else { *v };
        let values = axis.values.iter().map(scaled).collect();
        Self { name: axis.name.clone(), values, is_log, axes: vec![place] }
    }

    /// Each axis as a direction.
    fn along_axes(observations: &Observations) -> impl Iterator<Item = Self> {
        observations.axes.iter().enumerate().map(|(place, axis)| Self::of(place, axis))
    }

    /// The main direction: the only axis, or the product of all logarithmic ones.
    pub(crate) fn main(observations: &Observations) -> Option<Self> {
        let logs: Vec<Self> = Self::along_axes(observations).filter(|axis| axis.is_log).collect();
        match (observations.axes.as_slice(), logs.as_slice()) {
            ([axis], _) => Some(Self::of(0, axis)),
            (_, []) => None,
            (_, logs) => {
                let sum = |row: usize| logs.iter().map(|axis| axis.values[row]).sum();
                let names: Vec<&str> = logs.iter().map(|axis| axis.name.as_str()).collect();
                let values = (0..observations.n()).map(sum).collect();
                let axes = logs.iter().flat_map(|axis| axis.axes.clone()).collect();
                Some(Self { name: names.join(" x "), values, is_log: true, axes })
            }
        }
    }

    /// The main direction and, if there are several axes, each of them.
    pub(crate) fn all(observations: &Observations) -> Vec<Self> {
        let mut all: Vec<Self> = Self::main(observations).into_iter().collect();
        if observations.axes.len() > 1 {
            all.extend(
                Self::along_axes(observations)
                    .filter(|axis| axis.values.iter().any(|v| *v != axis.values[0])),
            );
        }
        all
    }

    /// Positions in a list of rows, in rising order; ties keep their order.
    pub(crate) fn order(&self, rows: &[usize]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by(|a, b| self.values[rows[*a]].total_cmp(&self.values[rows[*b]]));
        order
    }

    /// Where the first of some points lies.
    pub(crate) fn at(&self, points: &Points) -> f64 {
        let values = self.axes.iter().map(|axis| points.columns[*axis].values[0]);
        values.map(|v| if self.is_log { v.ln() } else { v }).sum()
    }

    /// A value for readers.
    pub(crate) fn show(&self, value: f64) -> String {
        if self.is_log { super::far::significant(value.exp()) } else { format!("{value:.2}") }
    }
}

/// Rows that belong together, and what they have in common, in words.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Family {
    /// What the rows have in common.
    pub(crate) name: String,
    /// The rows.
    pub(crate) rows: Vec<usize>,
}

/// Declared groups if rows were declared to belong together; else rows of one value of an axis, for the first axis with
/// few enough values.
pub(crate) fn families(observations: &Observations) -> Vec<Family> {
    let n = observations.n();
    let mut groups: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    if observations.group_count() < n {
        (0..n).for_each(|row| groups.entry(observations.groups[row] as u64).or_default().push(row));
        let name = |rows: &[usize]| format!("the group of line {}", observations.lines[rows[0]]);
        return groups.into_values().map(|rows| Family { name: name(&rows), rows }).collect();
    }
    for axis in &observations.axes {
        groups.clear();
        (0..n).for_each(|row| groups.entry(axis.values[row].to_bits()).or_default().push(row));
        if observations.axes.len() > 1 && groups.len() >= FEWEST && 3 * groups.len() <= n {
            let name =
                |rows: &[usize]| format!("{} = {}", axis.name, super::far::significant(axis.values[rows[0]]));
            return groups.into_values().map(|rows| Family { name: name(&rows), rows }).collect();
        }
    }
    Vec::new()
}

/// Fewer families than this cannot be compared with one another.
const FEWEST: usize = 5;

/// Rows that are equal in all axes but one, in the order of that one: the points of one run, where runs are logged as
/// they go. At least three rows each; the axis with the longest tracks is taken.
pub(crate) fn tracks(observations: &Observations) -> Vec<Vec<usize>> {
    let along = |which: usize| -> Vec<Vec<usize>> {
        let mut tracks: BTreeMap<Vec<u64>, Vec<usize>> = BTreeMap::new();
        for row in 0..observations.n() {
            let others = observations.axes.iter().enumerate().filter(|(k, _)| *k != which);
            let key = others.map(|(_, axis)| axis.values[row].to_bits()).collect();
            tracks.entry(key).or_default().push(row);
        }
        let place = |row: &usize| observations.axes[which].values[*row];
        let mut tracks: Vec<Vec<usize>> = tracks.into_values().filter(|rows| rows.len() >= 3).collect();
        tracks.iter_mut().for_each(|rows| rows.sort_by(|a, b| place(a).total_cmp(&place(b))));
        tracks
    };
    let links = |tracks: &Vec<Vec<usize>>| tracks.iter().map(|rows| rows.len() - 1).sum::<usize>();
    if observations.axes.len() < 2 {
        return Vec::new();
    }
    (0..observations.axes.len()).map(along).max_by_key(links).unwrap_or_default()
}
