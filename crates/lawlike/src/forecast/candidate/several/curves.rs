//! The columns of a quadratic: positions, their squares and their products, as far as the runs can tell them.

use crate::forecast::frame::Frame;

/// Rows for each coefficient of a quadratic; with fewer it follows the noise, and is held to its linear part.
const ROWS: usize = 2;
/// Values that an axis needs to have a curvature.
const VALUES: usize = 3;

/// Columns beyond the positions themselves: pairs of axes to be multiplied.
pub(super) struct Curves {
    pairs: Vec<(usize, usize)>,
}

impl Curves {
    /// The squares and products that the runs can tell.
    pub(super) fn new(frame: &Frame) -> Self {
        let axes = frame.axes.len();
        let values = |axis: usize| {
            let mut values: Vec<f64> = frame.x.iter().map(|row| row[axis]).collect();
            values.sort_by(f64::total_cmp);
            values.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
            values.len()
        };
        let curved: Vec<bool> = (0..axes).map(|axis| values(axis) >= VALUES).collect();
        let all = (0..axes).flat_map(|i| (i..axes).map(move |j| (i, j)));
        let pairs: Vec<(usize, usize)> = all.filter(|(i, j)| i != j || curved[*i]).collect();
        let enough = frame.n() >= ROWS * (1 + axes + pairs.len());
        Self { pairs: if enough { pairs } else { Vec::new() } }
    }

    /// Whether there is any curvature to speak of.
    pub(super) fn is_flat(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Positions, then products.
    pub(super) fn columns(&self, x: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let with_products = |row: &Vec<f64>| {
            row.iter().copied().chain(self.pairs.iter().map(|(i, j)| row[*i] * row[*j])).collect()
        };
        x.iter().map(with_products).collect()
    }

    /// A symmetric matrix from one value for each product.
    pub(super) fn matrix(&self, axes: usize, values: &[f64]) -> Vec<Vec<f64>> {
        let mut matrix = vec![vec![0.0; axes]; axes];
        for ((i, j), value) in self.pairs.iter().zip(values) {
            matrix[*i][*j] += 0.5 * value;
            matrix[*j][*i] += 0.5 * value;
        }
        matrix
    }
}
