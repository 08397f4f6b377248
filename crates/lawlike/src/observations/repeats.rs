//! Rows that say the same as another.

use super::Observations;

/// Rows that agree with an earlier one in every digit of axes and response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeats {
    /// Each such row with the first one that it agrees with, in the order of the rows.
    pub pairs: Vec<(usize, usize)>,
    /// Whether every row has a twin.
    pub are_all_twins: bool,
}

impl Repeats {
    /// The rows that repeat another, in order.
    pub fn rows(&self) -> Vec<usize> {
        self.pairs.iter().map(|(row, _)| *row).collect()
    }
}

impl Observations {
    /// Rows that agree with an earlier one in every digit of axes and response, and in their group if that is asked.
    pub fn repeats(&self, by_group: bool) -> Repeats {
        let columns = || self.axes.iter().chain([&self.response]);
        let group = |row: usize| by_group.then(|| self.groups[row] as u64);
        let bits = |row: usize| columns().map(move |column| column.values[row].to_bits()).chain(group(row));
        let mix = |digest: u64, bits: u64| {
            let mixed = (digest ^ bits).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            mixed ^ (mixed >> 29)
        };
        // Rows are compared where their digests agree: a sort of whole numbers reads memory in order.
        let mut order: Vec<(u64, usize)> = (0..self.n()).map(|row| (bits(row).fold(0, mix), row)).collect();
        order.sort_unstable();
        let mut out = Repeats { pairs: Vec::new(), are_all_twins: true };
        for alike in order.chunk_by(|a, b| a.0 == b.0) {
            // The first row of each kind, and whether it has a twin; nearly always there is one kind.
            let mut kinds: Vec<(usize, bool)> = Vec::new();
            for (_, row) in alike {
                if let Some((first, has_twin)) =
                    kinds.iter_mut().find(|(first, _)| bits(*first).eq(bits(*row)))
                {
                    *has_twin = true;
                    out.pairs.push((*row, *first));
                } else {
                    kinds.push((*row, false));
                }
            }
            out.are_all_twins &= kinds.iter().all(|(_, has_twin)| *has_twin);
        }
        out.pairs.sort_unstable();
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observations::Column;
    use crate::quantity::Quantity;

    #[test]
    fn rows_are_held_against_the_first_of_their_kind() {
        let x = vec![1.0, 2.0, 1.0, 0.0, 1.0, -0.0];
        let y = vec![3.0, 3.0, 3.0, 3.0, 3.0, 3.0];
        let column = |values| Column::new("v", Quantity::Plain, values);
        let mut runs = Observations::new(column(y), vec![column(x)]).unwrap();
        runs.groups = vec![0, 0, 1, 0, 0, 0];
        let found = runs.repeats(false);
        assert_eq!((found.pairs.as_slice(), found.are_all_twins), ([(2, 0), (4, 0)].as_slice(), false));
        assert_eq!(found.rows(), [2, 4]);
        assert_eq!(runs.repeats(true).pairs, [(4, 0)]);
        let twins = runs.select(&[4, 1, 0, 1]).repeats(false);
        assert_eq!((twins.pairs, twins.are_all_twins), (vec![(2, 0), (3, 1)], true));
        assert!(runs.select(&[]).repeats(false).are_all_twins);
    }
}
