//! The values of a column that is needed as numbers: which cells are missing, which are impossible and why.

use crate::cells::{Cells, TextOf};
use crate::column::Numbers;
use crate::date;
use crate::error::{Error, Result};
use crate::number::{self, shown};
use crate::table::{Table, TableColumn};
use crate::unit::ColumnUnit;
use lawlike::quantity::Quantity;

/// Why a value cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The cell is text.
    Text,
    /// The cell is not an ISO date.
    Date,
    /// The number is infinite or not a number.
    NotFinite,
    /// The number must be above zero.
    NotPositive,
    /// The number must not be below zero.
    Negative,
}

/// The values of a column, one a row; missing and impossible ones are NaN.
#[derive(Debug, Clone, Default)]
pub(crate) struct Values {
    pub(crate) values: Numbers,
    /// Rows whose cell is missing.
    pub(crate) missing: Vec<usize>,
    /// Rows whose value is impossible.
    pub(crate) bad: Vec<(usize, Fault)>,
}

/// What a cell says.
#[derive(Debug, Clone, Copy, Default)]
enum Value {
    Is(f64),
    #[default]
    Missing,
    Bad(Fault),
}

impl Value {
    /// A cell of a column of numbers, in which NaN is missing.
    fn of_number(number: f64, quantity: Quantity) -> Self {
        if number.is_nan() {
            return Self::Missing;
        }
        if quantity == Quantity::Date {
            return Self::checked(date::year_of_number(number), quantity);
        }
        Self::checked(number, quantity)
    }

    /// A cell of a column of text.
    fn of_text(cell: &str, quantity: Quantity) -> Self {
        if number::is_missing(cell) {
            return Self::Missing;
        }
        if quantity == Quantity::Date {
            return date::decimal_year(cell)
                .map_or(Self::Bad(Fault::Date), |year| Self::checked(year, quantity));
        }
        number::parse(cell).map_or(Self::Bad(Fault::Text), |value| Self::checked(value, quantity))
    }

    fn checked(value: f64, quantity: Quantity) -> Self {
        if !value.is_finite() {
            Self::Bad(Fault::NotFinite)
        } else if quantity.is_positive() && value <= 0.0 {
            Self::Bad(Fault::NotPositive)
        } else if quantity == Quantity::Date && !date::YEARS.contains(&value) {
            Self::Bad(Fault::Date)
        } else {
            Self::Is(value)
        }
    }
}

impl Fault {
    /// What is wrong with a cell, in words.
    pub(crate) fn message(self, cell: &str) -> String {
        let cell_shown = shown(cell.trim());
        match self {
            Self::Text => format!("{cell_shown} is not a number ({})", number::advice(cell)),
            Self::Date => format!("{cell_shown} is not a date (write 2024-05-01, 2024-05 or a decimal year)"),
            Self::NotFinite => format!("{cell_shown} is not a finite number"),
            Self::NotPositive => format!("{cell_shown} must be above zero"),
            Self::Negative => format!("{cell_shown} must not be below zero"),
        }
    }
}

impl Values {
    /// The values of a column as the quantity that it measures.
    pub(crate) fn of(column: &TableColumn, quantity: Quantity) -> Self {
        match &column.cells {
            Cells::Number(numbers) => {
                let value = |number: f64| Value::of_number(number, quantity);
                let extent = numbers.extent();
                // Where every number stays what it is, none is copied.
                let may_stay = column.unit == ColumnUnit::One && quantity != Quantity::Date;
                if may_stay && extent.is_finite() && (extent.lo > 0.0 || !quantity.is_positive()) {
                    let missing = numbers.iter().enumerate().filter(|(_, number)| number.is_nan());
                    let missing =
                        if extent.missing == 0 { Vec::new() } else { missing.map(|(row, _)| row).collect() };
                    return Self { values: numbers.clone(), missing, bad: Vec::new() };
                }
                Self::collect(column, numbers.iter().map(value))
            }
            // Equal texts have one value, which is found once.
            Cells::Text(texts) => {
                let found = texts.words.by_word(|word| Value::of_text(word, quantity));
                Self::collect(column, texts.words.codes.iter().map(|code| found[*code as usize]))
            }
        }
    }

    fn collect(column: &TableColumn, values: impl Iterator<Item = Value>) -> Self {
        let mut out = Self::default();
        let mut read = Vec::with_capacity(column.raw.len());
        for (row, value) in values.enumerate() {
            read.push(match value {
                Value::Is(value) => column.unit.read(value),
                Value::Missing => {
                    out.missing.push(row);
                    f64::NAN
                }
                Value::Bad(fault) => {
                    out.bad.push((row, fault));
                    f64::NAN
                }
            });
        }
        out.values = read.into();
        out
    }

    /// Takes values below zero as impossible: for weights and standard errors.
    pub(crate) fn not_negative(mut self) -> Self {
        if self.values.iter().any(|value| value < 0.0) {
            let mut values = self.values.into_vec();
            for (row, value) in values.iter_mut().enumerate().filter(|(_, value)| **value < 0.0) {
                *value = f64::NAN;
                self.bad.push((row, Fault::Negative));
            }
            self.values = values.into();
        }
        self.bad.sort_by_key(|(row, _)| *row);
        self
    }

    /// The error of the first row that is impossible, if any row is.
    ///
    /// `keep` leaves out rows that are not used; `hint` says what the user may do.
    pub(crate) fn check(&self, table: &Table, column: &TableColumn, keep: &[bool], hint: &str) -> Result<()> {
        match self.bad.iter().find(|(row, _)| keep.get(*row).is_some_and(|keep| *keep)) {
            Some((row, fault)) => {
                if let Some(doubt) = column.doubt.as_ref().filter(|_| *fault == Fault::Text) {
                    return Err(Error::input(table.place(*row, &column.name), doubt.as_str()));
                }
                let cell = column.raw.text(*row);
                Err(Error::input(
                    table.place(*row, &column.name),
                    format!("{}; {hint}", fault.message(&cell)),
                ))
            }
            None => Ok(()),
        }
    }
}

impl TableColumn {
    /// What a column measures if it holds numbers, dates, or numbers with a few cells of text.
    ///
    /// A column whose name says nothing is [`Quantity::Plain`]; a column of text has no quantity.
    pub(crate) fn quantity(&self) -> Option<Quantity> {
        let named = self.named;
        let Cells::Number(numbers) = &self.cells else {
            return if self.text_of == TextOf::Dates {
                Some(Quantity::Date)
            } else {
                named.filter(|quantity| {
                    *quantity != Quantity::Date
                        && (self.doubt.is_some() || self.text_of == TextOf::MostlyNumbers)
                })
            };
        };
        // A column `month` or `date` of small numbers counts months or days; it holds no dates.
        let small = || numbers.iter().all(|value| value.is_nan() || (0.0..=366.0).contains(&value));
        match named {
            Some(Quantity::Date) if small() => Some(Quantity::Plain),
            Some(quantity) => Some(quantity),
            None => Some(Quantity::Plain),
        }
    }

    /// Whether all cells are numbers or dates.
    pub(crate) fn is_measured(&self) -> bool {
        matches!(self.cells, Cells::Number(_)) || self.text_of == TextOf::Dates
    }
}
