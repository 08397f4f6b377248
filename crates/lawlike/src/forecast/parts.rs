//! Parts of a whole: shares of a mixture, which count as they stand and not in logarithms.

use crate::observations::Observations;

/// Rounding that a sum of printed shares may show.
const ROUNDING: f64 = 0.02;

/// For each axis whether it is one of several that lie between zero and one and add up to one in every row.
pub(super) fn parts_of_one(observations: &Observations) -> Vec<bool> {
    let within: Vec<bool> = observations
        .axes
        .iter()
        .map(|axis| axis.values.iter().all(|value| (0.0..=1.0).contains(value)))
        .collect();
    let shares = || observations.axes.iter().zip(&within).filter(|(_, within)| **within);
    let sum = |row: usize| shares().map(|(axis, _)| axis.values[row]).sum::<f64>();
    let whole = shares().count() > 1 && (0..observations.n()).all(|row| (sum(row) - 1.0).abs() <= ROUNDING);
    within.into_iter().map(|within| within && whole).collect()
}
