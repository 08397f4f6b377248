//! What a table holds, column by column.

use crate::cells::Cells;
use crate::choose::noun;
use crate::table::{Table, TableColumn};
use crate::unit::ColumnUnit;
use crate::values::{Fault, Values};
use lawlike::quantity::{Quantity, ShareReading};
use lawlike_num::parallel;
use std::collections::HashSet;

/// What a column holds.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnSummary {
    /// Name of the column.
    pub name: String,
    /// What the column was understood as: a quantity in words, `number` or `text`.
    pub understood: String,
    /// The quantity, if the column holds numbers or dates.
    pub quantity: Option<Quantity>,
    /// Number of missing cells.
    pub missing: usize,
    /// Smallest value (dates as decimal years), if the column holds numbers or dates.
    pub min: Option<f64>,
    /// Greatest value.
    pub max: Option<f64>,
    /// Number of distinct values.
    pub distinct: usize,
    /// Place and fault of the first value that is impossible, if any is.
    pub first_bad: Option<String>,
}

impl Table {
    /// What the table holds, column by column.
    pub fn summary(&self) -> Vec<ColumnSummary> {
        parallel::map(self.columns.len(), 0, |at| self.summarise(&self.columns[at]))
    }

    fn summarise(&self, column: &TableColumn) -> ColumnSummary {
        let quantity = column.quantity();
        let values = quantity.map(|quantity| Values::of(column, quantity)).unwrap_or_default();
        let extent = values.values.extent();
        let has_values = extent.missing < values.values.len();
        let by_row = |(row, fault): &(usize, Fault)| {
            format!("{}: {}", self.place(*row, &column.name), fault.message(&column.raw.text(*row)))
        };
        // A share is shown as one, be it written in per cent; what is none is a number.
        let is_share = quantity.is_some_and(Quantity::is_share);
        let reading = quantity.filter(|_| is_share && column.unit == ColumnUnit::One);
        let range = (extent.lo, extent.hi);
        let reading = reading.map(|quantity| ShareReading::of(&column.name, quantity, range, false));
        let whole = if matches!(reading, Some(ShareReading::PerCent(_))) { 100.0 } else { 1.0 };
        let quantity = if reading == Some(ShareReading::NoShare) { Some(Quantity::Plain) } else { quantity };
        let first_bad = column.doubt.clone().or_else(|| values.bad.first().map(by_row));
        ColumnSummary {
            name: column.name.clone(),
            understood: match quantity {
                Some(Quantity::Plain) => "number".to_owned(),
                Some(quantity) => noun(quantity),
                None => "text".to_owned(),
            },
            quantity,
            missing: missing(column),
            min: has_values.then_some(extent.lo / whole),
            max: has_values.then_some(extent.hi / whole),
            distinct: distinct(column),
            first_bad,
        }
    }
}

fn missing(column: &TableColumn) -> usize {
    match &column.cells {
        Cells::Number(numbers) => numbers.extent().missing,
        Cells::Text(texts) => texts.len() - texts.distinct().map(|(_, count)| count).sum::<usize>(),
    }
}

fn distinct(column: &TableColumn) -> usize {
    match &column.cells {
        Cells::Number(numbers) => {
            let present = numbers.iter().filter(|value| !value.is_nan());
            // Zero has two signs and is one value.
            let mut bits: Vec<u64> = present.map(|value| (value + 0.0).to_bits()).collect();
            bits.sort_unstable();
            bits.dedup();
            bits.len()
        }
        // Texts that differ in the blanks around them alone are one.
        Cells::Text(texts) => texts.distinct().map(|(text, _)| text).collect::<HashSet<&str>>().len(),
    }
}
