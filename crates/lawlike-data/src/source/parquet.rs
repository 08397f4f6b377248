//! Apache Parquet, column by column. Nested lists are kept as the text `[list]`.

use super::pages::{Checked, check_chunk};
use super::{Format, Kind, Sheet, check_cell, check_names, check_size};
use crate::date;
use crate::error::{Error, Result};
use bytes::Bytes;
use parquet::basic::{ConvertedType, LogicalType, TimeUnit};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use parquet::data_type::DataType;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::schema::types::ColumnDescriptor;
use std::panic::catch_unwind;

pub(super) const KIND: Kind = Kind { is: |bytes| bytes.starts_with(b"PAR1"), read };

/// Rows read at a time.
const BATCH: usize = 65_536;

/// The rows of a Parquet file; the lines are the numbers of the rows, from 1.
///
/// Pages are checked first, yet the decoders of rare encodings may still panic on damaged ones. Where panics
/// unwind, that is an error like any other.
fn read(name: &str, bytes: &[u8]) -> Result<Sheet> {
    catch_unwind(|| sheet(name, bytes)).unwrap_or_else(|_| {
        Err(Error::input(name, "the Parquet file is damaged: write it anew, or give CSV"))
    })
}

fn sheet(name: &str, bytes: &[u8]) -> Result<Sheet> {
    let bad = |error: ParquetError| {
        Error::input(name, format!("not a readable Parquet file ({error}): write it anew, or give CSV"))
    };
    let reader = SerializedFileReader::new(Bytes::copy_from_slice(bytes)).map_err(bad)?;
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    let names: Vec<String> = schema.columns().iter().map(|column| column_name(column)).collect();
    check_names(name, &names)?;
    let rows = reader.metadata().row_groups().iter().try_fold(0_usize, |sum, group| {
        usize::try_from(group.num_rows()).ok().and_then(|rows| sum.checked_add(rows))
    });
    let rows =
        rows.ok_or_else(|| Error::input(name, "the number of rows is impossible: write the file anew"))?;
    check_size(name, names.len(), rows)?;
    if rows == 0 || names.is_empty() {
        return Err(Error::input(name, "the file has no row: add rows"));
    }
    let mut columns: Vec<Vec<String>> = vec![Vec::new(); names.len()];
    for group in reader.metadata().row_groups() {
        group.columns().iter().try_for_each(|chunk| check_chunk(chunk, bytes.len())).map_err(bad)?;
    }
    for index in 0..reader.num_row_groups() {
        let group = reader.get_row_group(index).map_err(bad)?;
        let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
        for (at, (cells, header)) in columns.iter_mut().zip(&names).enumerate() {
            let before = cells.len();
            read_column(group.as_ref(), at, rows, cells).map_err(bad)?;
            if cells.len() != before + rows {
                let message = "the column has fewer values than the file has rows: write the file anew";
                return Err(Error::input(format!("{name}, column `{header}`"), message));
            }
            cells
                .iter()
                .skip(before)
                .try_for_each(|cell| check_cell(|| format!("{name}, column `{header}`"), cell))?;
        }
    }
    Ok(Sheet::new(Format::Parquet, names, columns, (1..=rows).collect()))
}

/// The name of a column; fields of a struct are joined by a point.
fn column_name(column: &ColumnDescriptor) -> String {
    column.path().string().trim().to_owned()
}

fn read_column(
    group: &dyn RowGroupReader,
    at: usize,
    rows: usize,
    cells: &mut Vec<String>,
) -> std::result::Result<(), ParquetError> {
    let column = group.metadata().column(at).column_descr_ptr();
    let column = column.as_ref();
    if column.max_rep_level() > 0 {
        cells.resize(cells.len() + rows, "[list]".to_owned());
        return Ok(());
    }
    let mut cells = Sink { cells, left: rows };
    let cells = &mut cells;
    let pages = Checked::new(group.get_column_page_reader(at)?, column);
    match get_column_reader(group.metadata().column(at).column_descr_ptr(), Box::new(pages)) {
        ColumnReader::BoolColumnReader(reader) => drain(reader, column, cells, |value| value.to_string()),
        ColumnReader::Int32ColumnReader(reader) => {
            drain(reader, column, cells, |value| int32(column, *value))
        }
        ColumnReader::Int64ColumnReader(reader) => {
            drain(reader, column, cells, |value| int64(column, *value))
        }
        ColumnReader::Int96ColumnReader(reader) => drain(reader, column, cells, |value| int96(value.data())),
        ColumnReader::FloatColumnReader(reader) => {
            drain(reader, column, cells, |value| format!("{:?}", f64::from(*value)))
        }
        ColumnReader::DoubleColumnReader(reader) => {
            drain(reader, column, cells, |value| format!("{value:?}"))
        }
        ColumnReader::ByteArrayColumnReader(reader) => {
            drain(reader, column, cells, |value| byte_text(column, value.data()))
        }
        ColumnReader::FixedLenByteArrayColumnReader(reader) => {
            drain(reader, column, cells, |value| byte_text(column, value.data()))
        }
    }
}

/// Where the cells of a column go, and how many are still expected.
struct Sink<'a> {
    cells: &'a mut Vec<String>,
    left: usize,
}

/// Reads the values of a column; where the definition level is below its greatest, the cell is missing.
fn drain<T: DataType>(
    mut reader: ColumnReaderImpl<T>,
    column: &ColumnDescriptor,
    sink: &mut Sink<'_>,
    text: impl Fn(&T::T) -> String,
) -> std::result::Result<(), ParquetError> {
    let full = column.max_def_level();
    let (mut levels, mut values) = (Vec::new(), Vec::new());
    while sink.left > 0 {
        levels.clear();
        values.clear();
        let batch = BATCH.min(sink.left);
        let (records, _, _) = reader.read_records(batch, Some(&mut levels), None, &mut values)?;
        if full == 0 {
            sink.cells.extend(values.iter().map(&text));
        } else {
            let mut values = values.iter();
            for level in &levels {
                let value = if *level == full { values.next() } else { None };
                sink.cells.push(value.map_or_else(String::new, &text));
            }
        }
        if records == 0 {
            break;
        }
        sink.left = sink.left.saturating_sub(records);
    }
    Ok(())
}

fn int32(column: &ColumnDescriptor, value: i32) -> String {
    match column.converted_type() {
        ConvertedType::DATE => date::from_days(value.into()).unwrap_or_else(|| value.to_string()),
        ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 => {
            value.cast_unsigned().to_string()
        }
        ConvertedType::DECIMAL => decimal(value.into(), column.type_scale()),
        _ => value.to_string(),
    }
}

fn int64(column: &ColumnDescriptor, value: i64) -> String {
    let per_second = match (column.logical_type_ref(), column.converted_type()) {
        (Some(LogicalType::Timestamp(stamp)), _) => match stamp.unit {
            TimeUnit::MILLIS => 1_000,
            TimeUnit::MICROS => 1_000_000,
            TimeUnit::NANOS => 1_000_000_000,
        },
        (_, ConvertedType::TIMESTAMP_MILLIS) => 1_000,
        (_, ConvertedType::TIMESTAMP_MICROS) => 1_000_000,
        (_, ConvertedType::UINT_64) => return value.cast_unsigned().to_string(),
        (_, ConvertedType::DECIMAL) => return decimal(value.into(), column.type_scale()),
        _ => return value.to_string(),
    };
    date::from_seconds(value.div_euclid(per_second)).unwrap_or_else(|| value.to_string())
}

/// The old form of a timestamp: nanoseconds of the day in two words, then the Julian day.
fn int96(words: &[u32]) -> String {
    let [low, high, julian] = *words else { return String::new() };
    let seconds = ((u64::from(high) << 32 | u64::from(low)) / 1_000_000_000) as i64;
    let days = i64::from(julian) - 2_440_588;
    date::from_seconds(days * 86_400 + seconds % 86_400).unwrap_or_default()
}

fn byte_text(column: &ColumnDescriptor, bytes: &[u8]) -> String {
    if column.converted_type() == ConvertedType::DECIMAL && (1..=16).contains(&bytes.len()) {
        let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
        let start = if negative { -1 } else { 0 };
        let unscaled = bytes.iter().fold(start, |sum: i128, byte| sum << 8 | i128::from(*byte));
        return decimal(unscaled, column.type_scale());
    }
    if let (Some(LogicalType::Float16), [low, high]) = (column.logical_type_ref(), bytes) {
        return format!("{:?}", half_float(u16::from_le_bytes([*low, *high])));
    }
    std::str::from_utf8(bytes).map_or_else(|_| "[bytes]".to_owned(), str::to_owned)
}

/// A number of 16 bits: sign, 5 bits of exponent, 10 bits of fraction (IEEE 754).
fn half_float(bits: u16) -> f64 {
    let fraction = f64::from(bits & 0x3ff) / 1024.0;
    let size = match bits >> 10 & 0x1f {
        0 => fraction * 2.0_f64.powi(-14),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        exponent => (1.0 + fraction) * 2.0_f64.powi(i32::from(exponent) - 15),
    };
    if bits >> 15 == 0 { size } else { -size }
}

/// A whole number divided by a power of ten, as text.
fn decimal(unscaled: i128, scale: i32) -> String {
    let Ok(places @ 1..=38) = usize::try_from(scale) else { return unscaled.to_string() };
    let digits = format!("{:0>width$}", unscaled.unsigned_abs(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    format!("{}{whole}.{part}", if unscaled < 0 { "-" } else { "" })
}
