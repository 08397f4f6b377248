//! Columns of frames as typed columns of the engine.
//!
//! Numbers of 64 bits in Arrow are read where they stand, and held by the table: none is copied. All others are written
//! anew, and keep their values: a narrower float is widened exactly, a decimal is read from its digits as text of a file
//! would be. What the engine has no type for becomes text that is no number, so a column that nobody asks for does no
//! harm, and one that is asked for gives an error with its row.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type,
    Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, PrimitiveArray, RecordBatch};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType, SchemaRef, TimeUnit};
use lawlike_data::{NumbersPart, Typed, iso_date};
use numpy::PyReadonlyArray1;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3_arrow::input::AnyArray;
use std::sync::Arc;

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// The columns of Arrow batches, one after the other; fields of a struct are joined to its name by a point.
pub(crate) fn of_batches(
    batches: &[RecordBatch],
    schema: &SchemaRef,
    without: &[String],
) -> PyResult<Vec<(String, Typed)>> {
    let mut columns = Vec::new();
    for (at, field) in schema.fields().iter().enumerate() {
        if without.contains(field.name()) {
            continue;
        }
        let chunks: Vec<ArrayRef> = batches.iter().map(|batch| batch.column(at).clone()).collect();
        gather(field.name(), field.data_type(), &chunks, &mut columns)
            .map_err(|error| PyValueError::new_err(format!("column `{}`: {error}", field.name())))?;
    }
    Ok(columns)
}

fn gather(
    name: &str,
    kind: &DataType,
    chunks: &[ArrayRef],
    columns: &mut Vec<(String, Typed)>,
) -> Result<(), ArrowError> {
    let DataType::Struct(fields) = kind else {
        columns.push((name.to_owned(), typed(kind, chunks)?));
        return Ok(());
    };
    for (at, field) in fields.iter().enumerate() {
        // The values of a struct that is missing are missing as well.
        let inner = |chunk: &ArrayRef| chunk.as_struct().clone().flatten_nulls(at);
        let chunks = chunks.iter().map(inner).collect::<Result<Vec<_>, ArrowError>>()?;
        gather(&format!("{name}.{}", field.name()), field.data_type(), &chunks, columns)?;
    }
    Ok(())
}

/// A field of a struct with the missing values of the struct.
trait FlattenNulls {
    fn flatten_nulls(self, at: usize) -> Result<ArrayRef, ArrowError>;
}

impl FlattenNulls for arrow_array::StructArray {
    fn flatten_nulls(self, at: usize) -> Result<ArrayRef, ArrowError> {
        let child = self.column(at);
        let Some(nulls) = self.nulls() else { return Ok(child.clone()) };
        let all = arrow_array::BooleanArray::new(nulls.inner().clone(), None);
        arrow_select::nullif::nullif(
            child,
            &arrow_array::BooleanArray::from_iter(all.iter().map(|v| v.map(|v| !v))),
        )
    }
}

fn typed(kind: &DataType, chunks: &[ArrayRef]) -> Result<Typed, ArrowError> {
    use DataType as D;
    Ok(match kind {
        D::Float64 => {
            held::<Float64Type>(chunks, |array| NumbersPart::floats(Arc::new(array.values().clone())))
        }
        D::Float32 => Typed::Number(numbers::<Float32Type>(chunks, f64::from)),
        D::Float16 => Typed::Number(numbers::<Float16Type>(chunks, f64::from)),
        D::Int64 => held::<Int64Type>(chunks, |array| NumbersPart::whole(Arc::new(array.values().clone()))),
        D::Int32 => Typed::Integer(values::<Int32Type, _>(chunks, |value| Some(value.into()))),
        D::Int16 => Typed::Integer(values::<Int16Type, _>(chunks, |value| Some(value.into()))),
        D::Int8 => Typed::Integer(values::<Int8Type, _>(chunks, |value| Some(value.into()))),
        D::UInt32 => Typed::Integer(values::<UInt32Type, _>(chunks, |value| Some(value.into()))),
        D::UInt16 => Typed::Integer(values::<UInt16Type, _>(chunks, |value| Some(value.into()))),
        D::UInt8 => Typed::Integer(values::<UInt8Type, _>(chunks, |value| Some(value.into()))),
        D::UInt64 => unsigned(chunks),
        D::Boolean => Typed::Boolean(
            chunks.iter().flat_map(|chunk| chunk.as_boolean().iter().collect::<Vec<_>>()).collect(),
        ),
        D::Date32 => Typed::Text(values::<Date32Type, _>(chunks, |days| iso_date(days.into()))),
        D::Date64 => {
            Typed::Text(values::<Date64Type, _>(chunks, |value| iso_date(value.div_euclid(DAY) as f64)))
        }
        D::Timestamp(unit, _) => Typed::Timestamp(stamps(*unit, chunks)),
        D::Null => Typed::Text(vec![None; chunks.iter().map(|chunk| chunk.len()).sum()]),
        D::Utf8 | D::LargeUtf8 | D::Utf8View => Typed::Text(texts(chunks)?),
        D::Decimal32(..) | D::Decimal64(..) | D::Decimal128(..) | D::Decimal256(..) => decimals(chunks)?,
        D::Dictionary(_, inner) => {
            let plain = chunks.iter().map(|chunk| cast(chunk, inner)).collect::<Result<Vec<_>, _>>()?;
            typed(inner, &plain)?
        }
        D::RunEndEncoded(_, inner) => {
            let plain =
                chunks.iter().map(|chunk| cast(chunk, inner.data_type())).collect::<Result<Vec<_>, _>>()?;
            typed(inner.data_type(), &plain)?
        }
        other => Typed::Text(words(&word(other), chunks)),
    })
}

/// Numbers where they stand, whatever part of their buffers the chunks are.
fn held<T: ArrowPrimitiveType>(
    chunks: &[ArrayRef],
    part: impl Fn(&PrimitiveArray<T>) -> NumbersPart,
) -> Typed {
    let part = |chunk: &ArrayRef| {
        let part = part(chunk.as_primitive::<T>());
        match chunk.nulls() {
            Some(nulls) if nulls.null_count() > 0 => {
                part.without((0..nulls.len()).filter(|row| nulls.is_null(*row)))
            }
            _ => part,
        }
    };
    Typed::Held(chunks.iter().map(part).collect())
}

fn values<T: ArrowPrimitiveType, V>(
    chunks: &[ArrayRef],
    read: impl Fn(T::Native) -> Option<V>,
) -> Vec<Option<V>> {
    let mut all = Vec::with_capacity(chunks.iter().map(|chunk| chunk.len()).sum());
    for chunk in chunks {
        all.extend(chunk.as_primitive::<T>().iter().map(|value| value.and_then(&read)));
    }
    all
}

fn numbers<T: ArrowPrimitiveType>(chunks: &[ArrayRef], read: impl Fn(T::Native) -> f64) -> Vec<f64> {
    let mut all = Vec::with_capacity(chunks.iter().map(|chunk| chunk.len()).sum());
    for chunk in chunks {
        let array = chunk.as_primitive::<T>();
        if array.null_count() == 0 {
            all.extend(array.values().iter().map(|value| read(*value)));
        } else {
            all.extend(array.iter().map(|value| value.map_or(f64::NAN, &read)));
        }
    }
    all
}

/// Whole numbers beyond the largest of 64 bits with a sign make a column of numbers, as their digits would in a file.
fn unsigned(chunks: &[ArrayRef]) -> Typed {
    let all = values::<UInt64Type, _>(chunks, Some);
    if all.iter().flatten().all(|value| i64::try_from(*value).is_ok()) {
        Typed::Integer(all.into_iter().map(|value| value.map(u64::cast_signed)).collect())
    } else {
        Typed::Number(all.into_iter().map(|value| value.map_or(f64::NAN, |value| value as f64)).collect())
    }
}

/// Seconds, rounded down; a time with a zone is the moment that it names, one without is taken as UTC.
fn stamps(unit: TimeUnit, chunks: &[ArrayRef]) -> Vec<Option<i64>> {
    match unit {
        TimeUnit::Second => values::<TimestampSecondType, _>(chunks, Some),
        TimeUnit::Millisecond => {
            values::<TimestampMillisecondType, _>(chunks, |value| Some(value.div_euclid(1_000)))
        }
        TimeUnit::Microsecond => {
            values::<TimestampMicrosecondType, _>(chunks, |value| Some(value.div_euclid(1_000_000)))
        }
        TimeUnit::Nanosecond => {
            values::<TimestampNanosecondType, _>(chunks, |value| Some(value.div_euclid(1_000_000_000)))
        }
    }
}

fn texts(chunks: &[ArrayRef]) -> Result<Vec<Option<String>>, ArrowError> {
    let mut all = Vec::with_capacity(chunks.iter().map(|chunk| chunk.len()).sum());
    for chunk in chunks {
        let plain = cast(chunk, &DataType::LargeUtf8)?;
        all.extend(plain.as_string::<i64>().iter().map(|value| value.map(str::to_owned)));
    }
    Ok(all)
}

/// Decimals by their digits, as in a file.
fn decimals(chunks: &[ArrayRef]) -> Result<Typed, ArrowError> {
    let digits = texts(chunks)?;
    let number = |text: Option<String>| text.and_then(|text| text.parse().ok()).unwrap_or(f64::NAN);
    Ok(Typed::Number(digits.into_iter().map(number).collect()))
}

/// What stands for values that the engine has no type for.
fn word(kind: &DataType) -> String {
    match kind {
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) | DataType::ListView(_) => {
            "[list]".to_owned()
        }
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => {
            "[bytes]".to_owned()
        }
        DataType::Map(..) => "[map]".to_owned(),
        other => format!("[{other}]"),
    }
}

fn words(word: &str, chunks: &[ArrayRef]) -> Vec<Option<String>> {
    let mut all = Vec::new();
    for chunk in chunks {
        all.extend((0..chunk.len()).map(|row| (!chunk.is_null(row)).then(|| word.to_owned())));
    }
    all
}

/// A column of Python values of one kind.
///
/// `arrow` is an object with an Arrow stream or array; `f8`, `i8`, `b1` are one-dimensional NumPy arrays of these types, `M8` one of seconds, its least value a missing one;
/// `number`, `integer`, `boolean`, `text` and `stamp` (seconds) are lists, missing values `None` (of numbers, NaN).
pub(crate) fn of_values(kind: &str, values: &Bound<'_, PyAny>) -> PyResult<Typed> {
    Ok(match kind {
        "arrow" => {
            let (chunks, field) = values.extract::<AnyArray>()?.into_chunked_array()?.into_inner();
            typed(field.data_type(), &chunks).map_err(|error| PyValueError::new_err(error.to_string()))?
        }
        "f8" => Typed::Number(array(values)?),
        "i8" => Typed::Held(vec![NumbersPart::whole(Arc::new(array::<i64>(values)?))]),
        "b1" => Typed::Boolean(array(values)?.into_iter().map(Some).collect()),
        "M8" => {
            Typed::Timestamp(array(values)?.into_iter().map(|at| (at != i64::MIN).then_some(at)).collect())
        }
        "number" => Typed::Number(values.extract()?),
        "integer" => Typed::Integer(values.extract()?),
        "boolean" => Typed::Boolean(values.extract()?),
        "text" => Typed::Text(values.extract()?),
        "stamp" => Typed::Timestamp(values.extract()?),
        _ => return Err(PyTypeError::new_err(format!("no kind of column `{kind}`"))),
    })
}

/// The values one after the other, wherever a view takes them from.
fn array<T: numpy::Element + Copy>(values: &Bound<'_, PyAny>) -> PyResult<Vec<T>> {
    let array: PyReadonlyArray1<'_, T> = values.extract()?;
    Ok(array.as_array().iter().copied().collect())
}
