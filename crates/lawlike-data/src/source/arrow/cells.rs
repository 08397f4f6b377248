//! The cells of Arrow arrays, as columns. Fields of structs become columns of their own; lists are kept as `[list]`, as those
//! of Parquet are.

use crate::source::grow::{Growing, Moment};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Date64Type, Float16Type, Float32Type, Float64Type, Int8Type, Int16Type,
    Int32Type, Int64Type, RunEndIndexType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayAccessor, ArrayRef, PrimitiveArray, RunArray, make_array};
use arrow_schema::{DataType, Fields, TimeUnit};
use std::slice::IterMut;

/// From a row of the table to a row of an array; none where the cell is missing.
type Rows<'a> = &'a dyn Fn(usize) -> Option<usize>;

/// The cells of an array that a column takes.
#[derive(Clone, Copy)]
struct Taken<'a> {
    /// How many rows of the table they fill.
    count: usize,
    /// Where in the array each of them stands.
    rows: Rows<'a>,
}

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// The columns of fields, by name, without a cell.
pub(super) fn empty(fields: &Fields) -> Vec<(String, Growing)> {
    let mut columns = Vec::with_capacity(fields.len());
    for field in fields {
        let name = field.name().trim();
        match field.data_type() {
            DataType::Struct(inner) => columns
                .extend(empty(inner).into_iter().map(|(own, column)| (format!("{name}.{own}"), column))),
            kind => columns.push((name.to_owned(), column(kind))),
        }
    }
    columns
}

fn column(kind: &DataType) -> Growing {
    match kind {
        DataType::Float16 | DataType::Float32 | DataType::Float64 => Growing::floats(),
        DataType::Date32 | DataType::Date64 => Growing::moments(Moment::Days),
        DataType::Timestamp(unit, _) => Growing::moments(Moment::Seconds(match unit {
            TimeUnit::Second => 1,
            TimeUnit::Millisecond => 1_000,
            TimeUnit::Microsecond => 1_000_000,
            TimeUnit::Nanosecond => 1_000_000_000,
        })),
        DataType::Dictionary(_, words) => column(words),
        DataType::RunEndEncoded(_, values) => column(values.data_type()),
        _ => Growing::cells(),
    }
}

/// Adds all cells of an array to its column, or to the columns of its fields.
pub(super) fn take(array: &ArrayRef, rows: Rows<'_>, columns: &mut IterMut<'_, Growing>) {
    if let Some(fields) = array.as_struct_opt() {
        let inner = |row: usize| rows(row).filter(|row| fields.is_valid(*row));
        fields.columns().iter().for_each(|field| take(field, &inner, columns));
        return;
    }
    if let Some(cells) = columns.next() {
        add(array, Taken { count: array.len(), rows }, cells);
    }
}

/// Adds so many cells of an array.
fn add(array: &ArrayRef, taken: Taken<'_>, cells: &mut Growing) {
    match array.data_type() {
        DataType::Null => cells.missing(taken.count),
        DataType::Boolean => each(array.as_boolean(), taken, |value| {
            cells.text(value.map_or("", |value| if value { "true" } else { "false" }));
        }),
        DataType::Float64 => numbers::<Float64Type>(array, taken, |value| cells.float(value)),
        DataType::Float32 => numbers::<Float32Type>(array, taken, |value| cells.float(value.map(f64::from))),
        DataType::Float16 => numbers::<Float16Type>(array, taken, |value| cells.float(value.map(f64::from))),
        DataType::Int8 => numbers::<Int8Type>(array, taken, |value| cells.whole(value.map(i64::from))),
        DataType::Int16 => numbers::<Int16Type>(array, taken, |value| cells.whole(value.map(i64::from))),
        DataType::Int32 => numbers::<Int32Type>(array, taken, |value| cells.whole(value.map(i64::from))),
        DataType::Int64 => numbers::<Int64Type>(array, taken, |value| cells.whole(value)),
        DataType::UInt8 => numbers::<UInt8Type>(array, taken, |value| cells.whole(value.map(i64::from))),
        DataType::UInt16 => numbers::<UInt16Type>(array, taken, |value| cells.whole(value.map(i64::from))),
        DataType::UInt32 => numbers::<UInt32Type>(array, taken, |value| cells.whole(value.map(i64::from))),
        DataType::UInt64 => numbers::<UInt64Type>(array, taken, |value| match value.map(i64::try_from) {
            Some(Err(_)) => cells.owned(value.map(|large| large.to_string())),
            Some(Ok(value)) => cells.whole(Some(value)),
            None => cells.whole(None),
        }),
        DataType::Date32 => numbers::<Date32Type>(array, taken, |value| cells.whole(value.map(i64::from))),
        DataType::Date64 => {
            numbers::<Date64Type>(array, taken, |value| {
                cells.whole(value.map(|value| value.div_euclid(DAY)))
            });
        }
        DataType::Timestamp(..) | DataType::Time64(_) | DataType::Duration(_) => {
            counted::<Int64Type>(array, taken, |value| cells.whole(value));
        }
        DataType::Time32(_) => counted::<Int32Type>(array, taken, |value| cells.whole(value.map(i64::from))),
        _ => words(array, taken, cells),
    }
}

/// Adds so many cells that are no numbers.
fn words(array: &ArrayRef, taken: Taken<'_>, cells: &mut Growing) {
    let bytes = |value: &[u8]| std::str::from_utf8(value).unwrap_or("[bytes]").to_owned();
    match array.data_type() {
        DataType::Utf8 => {
            each(array.as_string::<i32>(), taken, |value| cells.text(value.unwrap_or("")));
        }
        DataType::LargeUtf8 => each(array.as_string::<i64>(), taken, |value| cells.text(value.unwrap_or(""))),
        DataType::Utf8View => each(array.as_string_view(), taken, |value| cells.text(value.unwrap_or(""))),
        DataType::Binary => each(array.as_binary::<i32>(), taken, |value| cells.owned(value.map(bytes))),
        DataType::LargeBinary => each(array.as_binary::<i64>(), taken, |value| cells.owned(value.map(bytes))),
        DataType::BinaryView => each(array.as_binary_view(), taken, |value| cells.owned(value.map(bytes))),
        DataType::FixedSizeBinary(_) => {
            each(array.as_fixed_size_binary(), taken, |value| cells.owned(value.map(bytes)));
        }
        DataType::Decimal32(..) => decimals::<arrow_array::types::Decimal32Type>(array, taken, cells),
        DataType::Decimal64(..) => decimals::<arrow_array::types::Decimal64Type>(array, taken, cells),
        DataType::Decimal128(..) => decimals::<arrow_array::types::Decimal128Type>(array, taken, cells),
        DataType::Decimal256(..) => decimals::<arrow_array::types::Decimal256Type>(array, taken, cells),
        DataType::Dictionary(..) => {
            let coded = array.as_any_dictionary();
            if coded.values().is_empty() {
                return cells.missing(taken.count);
            }
            let keys = coded.normalized_keys();
            let word = |row: usize| {
                let row = (taken.rows)(row).filter(|row| array.is_valid(*row))?;
                keys.get(row).copied()
            };
            add(coded.values(), Taken { rows: &word, ..taken }, cells);
        }
        DataType::RunEndEncoded(..) => runs(array, taken, cells),
        DataType::Interval(_) => cells.repeat("[interval]", taken.count),
        _ => cells.repeat("[list]", taken.count),
    }
}

/// Adds so many cells of values that stand for runs of rows.
fn runs(array: &ArrayRef, taken: Taken<'_>, cells: &mut Growing) {
    fn add_runs<T: RunEndIndexType>(runs: &RunArray<T>, taken: Taken<'_>, cells: &mut Growing) {
        let value = |row: usize| (taken.rows)(row).map(|row| runs.get_physical_index(row));
        add(runs.values(), Taken { rows: &value, ..taken }, cells);
    }
    if let Some(array) = array.as_run_opt::<Int16Type>() {
        add_runs(array, taken, cells);
    } else if let Some(array) = array.as_run_opt::<Int32Type>() {
        add_runs(array, taken, cells);
    } else if let Some(array) = array.as_run_opt::<Int64Type>() {
        add_runs(array, taken, cells);
    }
}

/// Shows moments and spans as the whole numbers that they are.
fn counted<T: ArrowPrimitiveType>(array: &ArrayRef, taken: Taken<'_>, with: impl FnMut(Option<T::Native>)) {
    if let Ok(whole) = array.to_data().into_builder().data_type(T::DATA_TYPE).build() {
        numbers::<T>(&make_array(whole), taken, with);
    }
}

fn decimals<T: arrow_array::types::DecimalType>(array: &ArrayRef, taken: Taken<'_>, cells: &mut Growing) {
    let values: &PrimitiveArray<T> = array.as_primitive();
    for row in 0..taken.count {
        let row = (taken.rows)(row).filter(|row| values.is_valid(*row));
        cells.owned(row.map(|row| values.value_as_string(row)));
    }
}

fn numbers<T: ArrowPrimitiveType>(array: &ArrayRef, taken: Taken<'_>, with: impl FnMut(Option<T::Native>)) {
    let values: &PrimitiveArray<T> = array.as_primitive();
    each(values, taken, with);
}

/// Shows so many cells of an array, none where one is missing.
fn each<A: ArrayAccessor>(array: A, taken: Taken<'_>, mut with: impl FnMut(Option<A::Item>)) {
    for row in 0..taken.count {
        with((taken.rows)(row).filter(|row| array.is_valid(*row)).map(|row| array.value(row)));
    }
}
