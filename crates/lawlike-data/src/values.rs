//! The values of a column that is needed as numbers: which cells are missing, which are impossible and why.

use crate::date;
use crate::error::{Error, Result};
use crate::number::{self, shown};
use crate::table::{Cells, Table, TableColumn};
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
    pub(crate) values: Vec<f64>,
    /// Rows whose cell is missing.
    pub(crate) missing: Vec<usize>,
    /// Rows whose value is impossible.
    pub(crate) bad: Vec<(usize, Fault)>,
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
        let mut out = Self { values: Vec::with_capacity(column.raw.len()), ..Self::default() };
        for (row, cell) in column.raw.iter().enumerate() {
            let value = match &column.cells {
                Cells::Number(numbers) if quantity == Quantity::Date => {
                    let number = numbers[row];
                    date::of_number(number).and_then(|iso| date::decimal_year(&iso)).or(Some(number))
                }
                Cells::Number(numbers) => Some(numbers[row]),
                Cells::Text(_) if number::is_missing(cell) => Some(f64::NAN),
                Cells::Text(_) if quantity == Quantity::Date => date::decimal_year(cell),
                Cells::Text(_) => number::parse(cell),
            };
            let fault = match value {
                None if quantity == Quantity::Date => Some(Fault::Date),
                None => Some(Fault::Text),
                Some(value) if value.is_nan() && number::is_missing(cell) => {
                    out.missing.push(row);
                    None
                }
                Some(value) if !value.is_finite() => Some(Fault::NotFinite),
                Some(value) if quantity.is_positive() && value <= 0.0 => Some(Fault::NotPositive),
                Some(value) if quantity == Quantity::Date && !(1000.0..3000.0).contains(&value) => {
                    Some(Fault::Date)
                }
                Some(_) => None,
            };
            out.bad.extend(fault.map(|fault| (row, fault)));
            let read = value.filter(|_| fault.is_none()).map_or(f64::NAN, |value| column.unit.read(value));
            out.values.push(read);
        }
        out
    }

    /// Takes values below zero as impossible: for weights and standard errors.
    pub(crate) fn not_negative(mut self) -> Self {
        for (row, value) in self.values.iter_mut().enumerate() {
            if *value < 0.0 {
                *value = f64::NAN;
                self.bad.push((row, Fault::Negative));
            }
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
                let cell = column.raw.get(*row).map_or("", String::as_str);
                Err(Error::input(table.place(*row, &column.name), format!("{}; {hint}", fault.message(cell))))
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
            return if self.is_dates() {
                Some(Quantity::Date)
            } else {
                named.filter(|quantity| {
                    *quantity != Quantity::Date && (self.doubt.is_some() || self.is_mostly_numbers())
                })
            };
        };
        // A column `month` or `date` of small numbers counts months or days; it holds no dates.
        let small = || numbers.iter().all(|value| value.is_nan() || (0.0..=366.0).contains(value));
        match named {
            Some(Quantity::Date) if small() => Some(Quantity::Plain),
            Some(quantity) => Some(quantity),
            None => Some(Quantity::Plain),
        }
    }

    /// Whether all cells are numbers or dates.
    pub(crate) fn is_measured(&self) -> bool {
        matches!(self.cells, Cells::Number(_)) || self.is_dates()
    }

    fn is_dates(&self) -> bool {
        let Cells::Text(texts) = &self.cells else { return false };
        texts.iter().flatten().all(|cell| date::decimal_year(cell).is_some())
    }

    /// Whether at least half of the cells that are not missing are numbers.
    fn is_mostly_numbers(&self) -> bool {
        let Cells::Text(texts) = &self.cells else { return true };
        let (numbers, all) = texts.iter().flatten().fold((0_usize, 0_usize), |(numbers, all), cell| {
            (numbers + usize::from(number::parse(cell).is_some()), all + 1)
        });
        numbers * 2 >= all
    }
}
