//! Which rows are one piece of evidence.

use super::Observations;
use super::place::places;
use crate::quantity::Quantity;

/// Pieces of evidence and the places where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pieces {
    /// Piece of each row.
    pub(crate) of: Vec<usize>,
    /// Place of each row: rows that agree on all axes stand at one place.
    pub(crate) place: Vec<usize>,
}

impl Pieces {
    /// Rows of one group are one piece: checkpoints of a run, members of a family. So are rows at one place: seeds of one
    /// configuration, and copies. Models of one day are runs of their own unless their outcome is the same as well.
    pub(crate) fn of(observations: &Observations) -> Self {
        let n = observations.n();
        let mut place = vec![0; n];
        let found = places(observations);
        for (number, rows) in found.iter().enumerate() {
            rows.iter().for_each(|row| place[*row] = number);
        }
        let is_dated = observations.axes.iter().all(|axis| axis.quantity == Quantity::Date);
        let mut joined = Joined((0..n).collect());
        let mut first = std::collections::BTreeMap::new();
        for row in 0..n {
            joined.join(row, *first.entry(observations.groups[row]).or_insert(row));
        }
        for rows in &found {
            let mut same = std::collections::BTreeMap::new();
            for row in rows {
                let outcome = if is_dated { observations.response.values[*row].to_bits() } else { 0 };
                joined.join(*row, *same.entry(outcome).or_insert(*row));
            }
        }
        Self { of: (0..n).map(|row| joined.root(row)).collect(), place }
    }

    /// Number of pieces.
    pub(crate) fn count(&self) -> usize {
        distinct(self.of.clone())
    }
}

/// Number of different values.
pub(crate) fn distinct(mut values: Vec<usize>) -> usize {
    values.sort_unstable();
    values.dedup();
    values.len()
}

/// Rows that were joined to sets; each points towards the smallest of its set.
struct Joined(Vec<usize>);

impl Joined {
    fn root(&self, mut row: usize) -> usize {
        while self.0[row] != row {
            row = self.0[row];
        }
        row
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observations::Column;

    fn runs(x: &[f64], y: &[f64], quantity: Quantity) -> Observations {
        let axis = Column::new("x", quantity, x.to_vec());
        Observations::new(Column::new("y", Quantity::Plain, y.to_vec()), vec![axis]).unwrap()
    }

    #[test]
    fn seeds_copies_and_checkpoints_are_one_piece() {
        let x = [1.0, 1.0, 10.0, 10.0, 100.0, 1000.0];
        let mut runs = runs(&x, &[3.0, 3.1, 2.0, 2.0, 1.5, 1.4], Quantity::Plain);
        assert_eq!(Pieces::of(&runs).count(), 4);
        runs.groups[4] = runs.groups[5];
        let pieces = Pieces::of(&runs);
        assert_eq!((pieces.count(), distinct(pieces.place)), (3, 4));
    }

    #[test]
    fn models_of_one_day_are_pieces_of_their_own_unless_they_are_copies() {
        let x = [2024.5, 2024.5, 2024.5, 2025.0];
        let pieces = Pieces::of(&runs(&x, &[10.0, 12.0, 10.0, 14.0], Quantity::Date));
        assert_eq!((pieces.count(), distinct(pieces.place)), (3, 2));
    }

    #[test]
    fn the_unit_of_an_axis_joins_and_parts_nothing() {
        let x: Vec<f64> = (0..40).map(|i| 1e18 * 1.0004f64.powi(i * i)).collect();
        let y: Vec<f64> = (0..40).map(f64::from).collect();
        let far: Vec<f64> = x.iter().map(|v| v * 0.731e-9).collect();
        assert_eq!(Pieces::of(&runs(&x, &y, Quantity::Plain)), Pieces::of(&runs(&far, &y, Quantity::Plain)));
    }
}
