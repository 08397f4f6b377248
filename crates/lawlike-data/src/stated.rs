//! Units that the user states for the columns of a table.

use crate::error::Result;
use crate::table::Table;
use crate::unit::StatedUnit;
use crate::vocabulary;
use lawlike::quantity::Quantity;

impl Table {
    /// The same table with the units that the user states. A word for a quantity means all columns of that quantity.
    ///
    /// # Errors
    /// No column is meant, unless `is_partial`: points need not hold every column.
    pub fn with_units(mut self, stated: &[StatedUnit], is_partial: bool) -> Result<Self> {
        for StatedUnit { of, unit } in stated {
            let meant = vocabulary::quantity(of).or_else(|| Quantity::from_word(of));
            let named = self.columns.iter().any(|column| column.name == *of);
            let is_meant = |name: &str| {
                if named { name == of } else { meant.is_some() && vocabulary::quantity(name) == meant }
            };
            let mut found = false;
            for column in self.columns.iter_mut().filter(|column| is_meant(&column.name)) {
                column.unit = *unit;
                found = true;
            }
            if !found && !is_partial {
                return Err(self.no_column(of));
            }
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::ColumnUnit;

    #[test]
    fn a_word_for_a_quantity_means_its_columns() {
        let table = Table::from_bytes("runs.csv", b"n_params,loss\n7,2\n").unwrap();
        let units = |text: &str| table.clone().with_units(&[StatedUnit::parse(text).unwrap()], false);
        assert_eq!(units("params=M").unwrap().columns[0].unit, ColumnUnit::Times(1e6));
        assert!(units("tokens=B").is_err(), "no column of tokens");
    }
}
