//! A formula at given numbers.

use lawlike_formula::Formula;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use std::collections::HashMap;

/// The values of a formula, one a row: of columns by name, and of parameters that are the same in all rows.
///
/// A value that is none (a negative number to a broken power) is NaN.
#[pyfunction]
pub(crate) fn evaluate(
    py: Python<'_>,
    formula: &str,
    columns: Vec<(String, Vec<f64>)>,
    parameters: HashMap<String, f64>,
) -> PyResult<Vec<f64>> {
    let wrong = |error: lawlike_formula::Error| PyValueError::new_err(error.to_string());
    py.detach(|| {
        let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
        let formula = Formula::parse(formula).and_then(|formula| formula.expand(&names)).map_err(wrong)?;
        let by_name: HashMap<&str, &[f64]> =
            columns.iter().map(|(name, values)| (name.as_str(), values.as_slice())).collect();
        let rows = columns.iter().map(|(_, values)| values.len()).max().unwrap_or(0);
        let value = |row: usize| {
            let value_of = |name: &str| match by_name.get(name) {
                Some(values) => values.get(row).copied(),
                None => parameters.get(name).copied(),
            };
            formula.eval(&value_of).ok_or_else(|| PyValueError::new_err("a name of the formula has no value"))
        };
        (0..rows).map(value).collect()
    })
}
