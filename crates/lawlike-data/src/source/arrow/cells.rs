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
        add(array, (array.len(), rows), cells);
    }
}

/// Adds so many cells of an array.
fn add(array: &ArrayRef, (count, rows): (usize, Rows<'_>), cells: &mut Growing) {
    let of = (count, rows);
    match array.data_type() {
        DataType::Null => cells.missing(count),
        DataType::Boolean => each(array.as_boolean(), of, |value| {
            cells.text(value.map_or("", |value| if value { "true" } else { "false" }));
        }),
        DataType::Float64 => numbers::<Float64Type>(array, of, |value| cells.float(value)),
        DataType::Float32 => numbers::<Float32Type>(array, of, |value| cells.float(value.map(f64::from))),
        DataType::Float16 => numbers::<Float16Type>(array, of, |value| cells.float(value.map(f64::from))),
        DataType::Int8 => numbers::<Int8Type>(array, of, |value| cells.whole(value.map(i64::from))),
        DataType::Int16 => numbers::<Int16Type>(array, of, |value| cells.whole(value.map(i64::from))),
        DataType::Int32 => numbers::<Int32Type>(array, of, |value| cells.whole(value.map(i64::from))),
        DataType::Int64 => numbers::<Int64Type>(array, of, |value| cells.whole(value)),
        DataType::UInt8 => numbers::<UInt8Type>(array, of, |value| cells.whole(value.map(i64::from))),
        DataType::UInt16 => numbers::<UInt16Type>(array, of, |value| cells.whole(value.map(i64::from))),
        DataType::UInt32 => numbers::<UInt32Type>(array, of, |value| cells.whole(value.map(i64::from))),
        DataType::UInt64 => numbers::<UInt64Type>(array, of, |value| match value.map(i64::try_from) {
            Some(Err(_)) => cells.owned(value.map(|large| large.to_string())),
            Some(Ok(value)) => cells.whole(Some(value)),
            None => cells.whole(None),
        }),
        DataType::Date32 => numbers::<Date32Type>(array, of, |value| cells.whole(value.map(i64::from))),
        DataType::Date64 => {
            numbers::<Date64Type>(array, of, |value| cells.whole(value.map(|value| value.div_euclid(DAY))));
        }
        DataType::Timestamp(..) | DataType::Time64(_) | DataType::Duration(_) => {
            counted::<Int64Type>(array, of, |value| cells.whole(value));
        }
        DataType::Time32(_) => counted::<Int32Type>(array, of, |value| cells.whole(value.map(i64::from))),
        _ => words(array, of, cells),
    }
}

/// Adds so many cells that are no numbers.
fn words(array: &ArrayRef, of: (usize, Rows<'_>), cells: &mut Growing) {
    let (count, rows) = of;
    let bytes = |value: &[u8]| std::str::from_utf8(value).unwrap_or("[bytes]").to_owned();
    match array.data_type() {
        DataType::Utf8 => {
            each(array.as_string::<i32>(), of, |value| cells.text(value.unwrap_or("")));
        }
        DataType::LargeUtf8 => each(array.as_string::<i64>(), of, |value| cells.text(value.unwrap_or(""))),
        DataType::Utf8View => each(array.as_string_view(), of, |value| cells.text(value.unwrap_or(""))),
        DataType::Binary => each(array.as_binary::<i32>(), of, |value| cells.owned(value.map(bytes))),
        DataType::LargeBinary => each(array.as_binary::<i64>(), of, |value| cells.owned(value.map(bytes))),
        DataType::BinaryView => each(array.as_binary_view(), of, |value| cells.owned(value.map(bytes))),
        DataType::FixedSizeBinary(_) => {
            each(array.as_fixed_size_binary(), of, |value| cells.owned(value.map(bytes)));
        }
        DataType::Decimal32(..) => decimals::<arrow_array::types::Decimal32Type>(array, of, cells),
        DataType::Decimal64(..) => decimals::<arrow_array::types::Decimal64Type>(array, of, cells),
        DataType::Decimal128(..) => decimals::<arrow_array::types::Decimal128Type>(array, of, cells),
        DataType::Decimal256(..) => decimals::<arrow_array::types::Decimal256Type>(array, of, cells),
        DataType::Dictionary(..) => {
            let coded = array.as_any_dictionary();
            if coded.values().is_empty() {
                return cells.missing(count);
            }
            let keys = coded.normalized_keys();
            let word = |row: usize| {
                let row = rows(row).filter(|row| array.is_valid(*row))?;
                keys.get(row).copied()
            };
            add(coded.values(), (count, &word), cells);
        }
        DataType::RunEndEncoded(..) => runs(array, of, cells),
        DataType::Interval(_) => cells.repeat("[interval]", count),
        _ => cells.repeat("[list]", count),
    }
}

/// Adds so many cells of values that stand for runs of rows.
fn runs(array: &ArrayRef, (count, rows): (usize, Rows<'_>), cells: &mut Growing) {
    fn add_runs<T: RunEndIndexType>(
        runs: &RunArray<T>,
        (count, rows): (usize, Rows<'_>),
        cells: &mut Growing,
    ) {
        let value = |row: usize| rows(row).map(|row| runs.get_physical_index(row));
        add(runs.values(), (count, &value), cells);
    }
    let of = (count, rows);
    if let Some(array) = array.as_run_opt::<Int16Type>() {
        add_runs(array, of, cells);
    } else if let Some(array) = array.as_run_opt::<Int32Type>() {
        add_runs(array, of, cells);
    } else if let Some(array) = array.as_run_opt::<Int64Type>() {
        add_runs(array, of, cells);
    }
}

/// Shows moments and spans as the whole numbers that they are.
fn counted<T: ArrowPrimitiveType>(
    array: &ArrayRef,
    of: (usize, Rows<'_>),
    with: impl FnMut(Option<T::Native>),
) {
    if let Ok(whole) = array.to_data().into_builder().data_type(T::DATA_TYPE).build() {
        numbers::<T>(&make_array(whole), of, with);
    }
}

fn decimals<T: arrow_array::types::DecimalType>(
    array: &ArrayRef,
    (count, rows): (usize, Rows<'_>),
    cells: &mut Growing,
) {
    let values: &PrimitiveArray<T> = array.as_primitive();
    for row in 0..count {
        let row = rows(row).filter(|row| values.is_valid(*row));
        cells.owned(row.map(|row| values.value_as_string(row)));
    }
}

fn numbers<T: ArrowPrimitiveType>(
    array: &ArrayRef,
    of: (usize, Rows<'_>),
    with: impl FnMut(Option<T::Native>),
) {
    let values: &PrimitiveArray<T> = array.as_primitive();
    each(values, of, with);
}

/// Shows so many cells of an array, none where one is missing.
fn each<A: ArrayAccessor>(array: A, (count, rows): (usize, Rows<'_>), mut with: impl FnMut(Option<A::Item>)) {
    for row in 0..count {
        with(rows(row).filter(|row| array.is_valid(*row)).map(|row| array.value(row)));
    }
}
