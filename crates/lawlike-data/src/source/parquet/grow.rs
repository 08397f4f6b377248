//! Columns that grow from the values of a Parquet file, which are typed already.

use crate::column::Column;
use crate::column::build::Build;
use crate::column::text::{Printed, Text};
use crate::column::typed::moments;
use crate::date;
use crate::source::sheet::MAX_CELL;
use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::column::reader::ColumnReaderImpl;
use parquet::data_type::DoubleType;
use parquet::errors::ParquetError;
use parquet::schema::types::ColumnDescriptor;

/// A column that grows.
pub(super) enum Growing {
    /// Floating-point numbers; a missing one is NaN, and rows of numbers that are NaN are kept apart.
    Floats(Vec<f64>, Vec<usize>),
    /// Days, or parts of seconds, since 1970.
    Moments(Vec<Option<i64>>, Moment),
    /// Whole numbers and texts, and whether a text is too long.
    Cells(Build, bool),
}

/// What a whole number that says a time counts.
#[derive(Debug, Clone, Copy)]
pub(super) enum Moment {
    Days,
    /// So many to the second.
    Seconds(i64),
}

impl Moment {
    fn of(column: &ColumnDescriptor) -> Option<Self> {
        match (column.physical_type(), column.logical_type_ref(), column.converted_type()) {
            (Type::INT32, _, ConvertedType::DATE) => Some(Self::Days),
            (Type::INT64, Some(LogicalType::Timestamp(stamp)), _) => Some(Self::Seconds(match stamp.unit {
                TimeUnit::MILLIS => 1_000,
                TimeUnit::MICROS => 1_000_000,
                TimeUnit::NANOS => 1_000_000_000,
            })),
            (Type::INT64, _, ConvertedType::TIMESTAMP_MILLIS) => Some(Self::Seconds(1_000)),
            (Type::INT64, _, ConvertedType::TIMESTAMP_MICROS) => Some(Self::Seconds(1_000_000)),
            _ => None,
        }
    }

    fn text(self, value: i64) -> Option<String> {
        match self {
            Self::Days => date::from_days(value),
            Self::Seconds(parts) => date::from_seconds(value.div_euclid(parts)),
        }
    }
}

impl Growing {
    pub(super) fn new(column: &ColumnDescriptor) -> Self {
        let is_list = column.max_rep_level() > 0;
        match (column.physical_type(), Moment::of(column)) {
            (Type::FLOAT | Type::DOUBLE, _) if !is_list => Self::Floats(Vec::new(), Vec::new()),
            (_, Some(moment)) if !is_list => Self::Moments(Vec::new(), moment),
            _ => Self::Cells(Build::default(), false),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Floats(values, _) => values.len(),
            Self::Moments(values, _) => values.len(),
            Self::Cells(build, _) => build.len(),
        }
    }

    pub(super) fn has_long(&self) -> bool {
        matches!(self, Self::Cells(_, true))
    }

    pub(super) fn float(&mut self, value: Option<f64>) {
        if let Self::Floats(values, odd) = self {
            if value.is_some_and(f64::is_nan) {
                odd.push(values.len());
            }
            values.push(value.unwrap_or(f64::NAN));
        }
    }

    pub(super) fn whole(&mut self, value: Option<i64>) {
        match (self, value) {
            (Self::Moments(values, _), value) => values.push(value),
            (Self::Cells(build, _), Some(value)) => build.whole(value),
            (Self::Cells(build, _), None) => build.float(f64::NAN),
            (Self::Floats(..), _) => {}
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if let Self::Cells(build, is_long) = self {
            *is_long |= text.len() > MAX_CELL;
            build.text(text);
        }
    }

    pub(super) fn owned(&mut self, text: Option<String>) {
        self.text(text.as_deref().unwrap_or(""));
    }

    pub(super) fn repeat(&mut self, text: &str, rows: usize) {
        if let Self::Cells(build, _) = self {
            build.repeat(text, rows);
        }
    }

    /// Numbers of 64 bits, which are read where they stay.
    pub(super) fn doubles(
        &mut self,
        mut reader: ColumnReaderImpl<DoubleType>,
        (column, rows): (&ColumnDescriptor, usize),
    ) -> Result<(), ParquetError> {
        let Self::Floats(values, odd) = self else { return Ok(()) };
        let full = column.max_def_level();
        let mut levels = Vec::new();
        let mut left = rows;
        while left > 0 {
            levels.clear();
            let before = values.len();
            let batch = super::BATCH.min(left);
            let (records, _, _) = reader.read_records(batch, Some(&mut levels), None, values)?;
            if full > 0 && values.len() < before + levels.len() {
                spread(values, before, &levels, full);
            }
            let is_nan = |at: &usize| {
                values[before + at].is_nan() && levels.get(*at).is_none_or(|level| *level == full)
            };
            odd.extend((0..values.len() - before).filter(is_nan).map(|at| before + at));
            if records == 0 {
                break;
            }
            left = left.saturating_sub(records);
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Column {
        match self {
            Self::Floats(values, odd) => {
                let is_rare = odd.len() <= values.len() / 32;
                let odd = odd.into_iter().map(|row| (row, "NaN".into())).collect();
                let text = Text::Printed(Printed { odd, ..Printed::default() });
                let column = Column::numbers(values, text);
                if is_rare { column } else { Column::Words(column.to_words()) }
            }
            Self::Moments(values, moment) => moments(values.into_iter(), |value| moment.text(value)),
            Self::Cells(build, _) => build.finish(),
        }
    }
}

/// Moves the values that are there to their rows, from the last on.
fn spread(values: &mut Vec<f64>, before: usize, levels: &[i16], full: i16) {
    let mut from = values.len();
    values.resize(before + levels.len(), f64::NAN);
    for (at, level) in levels.iter().enumerate().rev() {
        let is_there = *level == full && from > before;
        from -= usize::from(is_there);
        values[before + at] = if is_there { values[from] } else { f64::NAN };
    }
}
