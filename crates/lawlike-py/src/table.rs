//! A table in memory, for the engine and for Arrow.

use crate::columns;
use crate::export::batch_of_table;
use arrow_array::RecordBatch;
use lawlike_data::Table;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::PyTable;
use pyo3_arrow::error::PyArrowResult;
use pyo3_arrow::ffi::{ArrayIterator, to_schema_pycapsule, to_stream_pycapsule};
use std::sync::Arc;

/// A table, as the engine reads it and as Arrow.
#[pyclass(frozen, module = "lawlike._engine")]
pub(crate) struct RawTable {
    table: Option<Table>,
    batch: Option<RecordBatch>,
}

impl RawTable {
    pub(crate) fn of_batch(batch: RecordBatch) -> Self {
        Self { table: None, batch: Some(batch) }
    }

    pub(crate) fn of_table(table: Table) -> PyResult<Self> {
        let batch = batch_of_table(&table).map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(Self { table: Some(table), batch: Some(batch) })
    }

    /// The table of the engine.
    pub(crate) fn inner(&self) -> PyResult<&Table> {
        self.table.as_ref().ok_or_else(|| PyTypeError::new_err("rows of an answer are no input"))
    }

    fn batch(&self) -> PyResult<&RecordBatch> {
        self.batch.as_ref().ok_or_else(|| PyTypeError::new_err("an input is not given back as Arrow"))
    }
}

#[pymethods]
impl RawTable {
    /// The table of an object with `__arrow_c_stream__`; columns whose name is among `without` are left out.
    #[staticmethod]
    fn from_arrow(py: Python<'_>, name: &str, stream: PyTable, without: Vec<String>) -> PyResult<Self> {
        let (batches, schema) = stream.into_inner();
        py.detach(|| {
            let columns = columns::of_batches(&batches, &schema, &without)?;
            Self::of_columns(name, columns)
        })
    }

    /// The table of named columns, each of a kind: see [`columns::of_values`].
    #[staticmethod]
    fn from_columns(
        py: Python<'_>,
        name: &str,
        values: Vec<(String, String, Bound<'_, PyAny>)>,
    ) -> PyResult<Self> {
        let mut columns = Vec::with_capacity(values.len());
        for (column, kind, values) in values {
            columns.push((column, columns::of_values(&kind, &values)?));
        }
        py.detach(|| Self::of_columns(name, columns))
    }

    /// The table of a CSV that an answer wrote.
    #[staticmethod]
    fn from_csv(py: Python<'_>, text: &str) -> PyResult<Self> {
        py.detach(|| crate::export::batch_of_csv(text))
            .map(Self::of_batch)
            .map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// Names of the files behind it; empty if there are none.
    #[getter]
    fn name(&self) -> String {
        self.table.as_ref().map(|table| table.name.clone()).unwrap_or_default()
    }

    /// Names of the columns.
    #[getter]
    fn names(&self) -> PyResult<Vec<String>> {
        Ok(self.batch()?.schema().fields().iter().map(|field| field.name().clone()).collect())
    }

    /// Number of rows.
    #[getter]
    fn rows(&self) -> PyResult<usize> {
        Ok(self.batch()?.num_rows())
    }

    /// The values of a column as Python objects; a missing one is `None`.
    fn values(&self, py: Python<'_>, at: usize) -> PyResult<Py<PyAny>> {
        crate::export::values(py, self.batch()?, at)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.batch()?.schema().as_ref())
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        let batch = self.batch()?;
        let field = arrow_schema::Field::new_struct("", batch.schema().fields().clone(), false);
        let array: arrow_array::ArrayRef = Arc::new(arrow_array::StructArray::from(batch.clone()));
        let reader = ArrayIterator::new(std::iter::once(Ok(array)), Arc::new(field));
        to_stream_pycapsule(py, Box::new(reader), requested_schema)
    }
}

impl RawTable {
    fn of_columns(name: &str, columns: Vec<(String, lawlike_data::Typed)>) -> PyResult<Self> {
        // The text is that of the engine; the Python files make an error of the package of it.
        let table =
            Table::from_columns(name, columns).map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(Self { table: Some(table), batch: None })
    }
}
