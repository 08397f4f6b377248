//! Draws of the parameters of fits, one table a series.

use crate::export::batch;
use crate::table::RawTable;
use arrow_array::{ArrayRef, Float64Array, Int64Array};
use lawlike::ensemble::Ensemble;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use serde_json::json;
use std::sync::Arc;

/// One row a draw: the columns `chain`, `draw`, one a parameter, and the noise where it is drawn. Draws of a chain follow
/// one another; the last chain may have fewer.
pub(crate) fn table(ensemble: &Ensemble) -> PyResult<RawTable> {
    let rows = ensemble.draws.len();
    let chains = ensemble.sampling.as_ref().map_or(1, |sampling| sampling.chains);
    let of_chain = rows.div_ceil(chains).max(1);
    let count = |of: fn(usize, usize) -> usize| -> ArrayRef {
        Arc::new(Int64Array::from_iter_values((0..rows).map(|row| of(row, of_chain) as i64)))
    };
    let mut columns = vec![
        ("chain".to_owned(), count(|row, of_chain| row / of_chain)),
        ("draw".to_owned(), count(|row, of_chain| row % of_chain)),
    ];
    for (at, name) in ensemble.names.iter().enumerate() {
        columns.push((name.clone(), Arc::new(Float64Array::from(ensemble.parameter(at)))));
    }
    if !ensemble.noise.is_empty() {
        let name = if ensemble.index(NOISE).is_some() { OTHER_NOISE } else { NOISE };
        columns.push((name.to_owned(), Arc::new(Float64Array::from(ensemble.noise.clone()))));
    }
    let batch = batch(columns).map_err(|error| PyValueError::new_err(error.to_string()))?;
    Ok(RawTable::of_batch(batch))
}

/// The standard deviation of the residuals, as it is called among the parameters.
const NOISE: &str = "sigma";
/// The same where the law has a parameter of that name.
const OTHER_NOISE: &str = "noise";

/// How they were made, as JSON.
pub(crate) fn about(ensemble: &Ensemble) -> String {
    json!({ "maker": ensemble.maker, "failed": ensemble.failed, "sampling": ensemble.sampling }).to_string()
}
