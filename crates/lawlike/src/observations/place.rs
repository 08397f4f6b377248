//! Places: rows with the same axes, which are repeats of one run.

use super::{Column, Observations};
use std::collections::BTreeMap;

/// Rows by place: those whose axes agree to half a per mille (exactly where an axis is not taken in logarithms).
pub(crate) fn places(observations: &Observations) -> Vec<Vec<usize>> {
    // Counted from the smallest value, so that the unit of an axis moves no border between places.
    let least = |axis: &Column| axis.is_log().then(|| axis.range().0.ln());
    let leasts: Vec<Option<f64>> = observations.axes.iter().map(least).collect();
    let key = |row: usize| -> Vec<i64> {
        let place = |(axis, least): (&Column, &Option<f64>)| {
            let v = axis.values[row];
            least.map_or(v.to_bits() as i64, |least| ((v.ln() - least) * 1000.0).round() as i64)
        };
        observations.axes.iter().zip(&leasts).map(place).collect()
    };
    let mut places: BTreeMap<Vec<i64>, Vec<usize>> = BTreeMap::new();
    (0..observations.n()).for_each(|row| places.entry(key(row)).or_default().push(row));
    places.into_values().collect()
}
