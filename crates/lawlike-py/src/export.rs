//! Tables as Arrow: integers, numbers or text, by what every cell of a column is.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use lawlike_data::{Cells, Table, TableColumn};
use pyo3::prelude::*;
use pyo3::types::PyList;
use std::borrow::Cow;
use std::sync::Arc;

/// The batch of a table that was read.
pub(crate) fn batch_of_table(table: &Table) -> Result<RecordBatch, ArrowError> {
    batch(table.columns.iter().map(|column| (column.name.clone(), of_column(column))).collect())
}

/// The batch of an answer's CSV.
pub(crate) fn batch_of_csv(text: &str) -> Result<RecordBatch, Box<dyn std::error::Error + Send + Sync>> {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let names: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let mut cells: Vec<Vec<String>> = vec![Vec::new(); names.len()];
    for record in reader.records() {
        cells.iter_mut().zip(&record?).for_each(|(column, cell)| column.push(cell.to_owned()));
    }
    Ok(batch(names.into_iter().zip(cells).map(|(name, cells)| (name, of_cells(&cells))).collect())?)
}

/// A batch of named columns, in which cells may be missing.
pub(crate) fn batch(columns: Vec<(String, ArrayRef)>) -> Result<RecordBatch, ArrowError> {
    let field = |(name, array): &(String, ArrayRef)| Field::new(name, array.data_type().clone(), true);
    let schema = Schema::new(columns.iter().map(field).collect::<Vec<Field>>());
    RecordBatch::try_new(Arc::new(schema), columns.into_iter().map(|(_, array)| array).collect())
}

fn of_column(column: &TableColumn) -> ArrayRef {
    match &column.cells {
        Cells::Number(numbers) => {
            // The text of a cell is made anew each time: a column that cannot hold whole numbers is not asked for it.
            let may_be_whole = numbers.iter().all(|value| value.is_nan() || value.fract() == 0.0);
            let whole = |cell: Cow<'_, str>| cell.is_empty() || cell.parse::<i64>().is_ok();
            if may_be_whole && column.raw.iter().all(whole) && column.raw.iter().any(|cell| !cell.is_empty())
            {
                return Arc::new(Int64Array::from_iter(column.raw.iter().map(|cell| cell.parse().ok())));
            }
            let number = |(row, value): (usize, f64)| (!column.is_missing(row)).then_some(value);
            Arc::new(Float64Array::from_iter(numbers.iter().enumerate().map(number)))
        }
        Cells::Text(texts) => Arc::new(StringArray::from_iter(texts.iter())),
    }
}

/// The narrowest type that all cells are of; an empty cell is missing.
fn of_cells(cells: &[String]) -> ArrayRef {
    let told = || cells.iter().filter(|cell| !cell.is_empty());
    if told().next().is_none() {
        return Arc::new(StringArray::from_iter(cells.iter().map(|_| None::<&str>)));
    }
    if told().all(|cell| cell.parse::<i64>().is_ok()) {
        return Arc::new(Int64Array::from_iter(cells.iter().map(|cell| cell.parse().ok())));
    }
    if told().all(|cell| cell.parse::<f64>().is_ok()) {
        return Arc::new(Float64Array::from_iter(cells.iter().map(|cell| cell.parse().ok())));
    }
    if told().all(|cell| cell.parse::<bool>().is_ok()) {
        return Arc::new(BooleanArray::from_iter(cells.iter().map(|cell| cell.parse().ok())));
    }
    Arc::new(StringArray::from_iter(cells.iter().map(|cell| (!cell.is_empty()).then_some(cell.as_str()))))
}

/// The values of a column as Python objects.
pub(crate) fn values(py: Python<'_>, batch: &RecordBatch, at: usize) -> PyResult<Py<PyAny>> {
    let array =
        batch.columns().get(at).ok_or_else(|| pyo3::exceptions::PyIndexError::new_err("no such column"))?;
    let list = match array.data_type() {
        DataType::Int64 => PyList::new(py, array.as_primitive::<Int64Type>().iter().collect::<Vec<_>>()),
        DataType::Float64 => PyList::new(py, array.as_primitive::<Float64Type>().iter().collect::<Vec<_>>()),
        DataType::Boolean => PyList::new(py, array.as_boolean().iter().collect::<Vec<_>>()),
        _ => PyList::new(py, array.as_string::<i32>().iter().collect::<Vec<_>>()),
    };
    Ok(list?.into_any().unbind())
}
