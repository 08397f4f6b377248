//! The engine of the Python package `lawlike`: tables in, the words of the command, answers out.
//!
//! Nothing is decided here. [`lawlike_cli::ask`] is asked what the command would be asked; [`columns`] turns frames into
//! tables, [`export`] tables into Arrow. The Python files beside this crate put classes, types and texts around it.

mod answer;
mod call;
mod columns;
mod draws;
mod evaluate;
mod export;
mod questions;
mod table;

use pyo3::prelude::*;

/// The module `lawlike._engine`.
#[pymodule]
fn _engine(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<answer::RawAnswer>()?;
    module.add_class::<table::RawTable>()?;
    module.add_function(wrap_pyfunction!(call::ask, module)?)?;
    module.add_function(wrap_pyfunction!(evaluate::evaluate, module)?)?;
    module.add_function(wrap_pyfunction!(questions::questions, module)?)?;
    Ok(())
}
