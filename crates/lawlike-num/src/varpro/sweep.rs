//! The projected sum of squares over a grid of two shapes.
//!
//! In laws of several axes each term usually depends on one shape only, or on none. Then a grid of `a` by `b` points has
//! no more than `a + b` different columns a term: these are computed once, one pass gives all their sums of products,
//! and each point of the grid is a small system of equations put together from these sums.

use super::{Basis, VarproTarget};
use crate::kernel::{self, Columns};
use crate::nnls::solve_gram;

/// Sums of squares at all pairs of a value of the first and of the second shape, the second moving fastest; nothing if
/// the law has another number of shapes or a part of it depends on both. Infinite where the law is not defined.
pub fn sweep<B: Basis>(basis: &mut B, target: &VarproTarget<'_>, axes: [&[f64]; 2]) -> Option<Vec<f64>> {
    let depends: Vec<u64> = (0..basis.terms()).map(|k| basis.term_shapes(k)).collect();
    if basis.shapes() != 2
        || basis.offset_shapes() != 0
        || depends.contains(&3)
        || axes.iter().any(|a| a.is_empty())
    {
        return None;
    }
    let table = Table::fill(basis, &depends, axes, target.y);
    let columns: Columns<'_> = table.data.chunks_exact(target.y.len().max(1)).collect();
    let mut gram = vec![0.0; columns.len() * columns.len()];
    kernel::gram(target.weights, &columns, &mut gram);
    let mut point = Point::new(&gram, columns.len(), depends.len());
    let mut sums = Vec::with_capacity(axes[0].len() * axes[1].len());
    for i in 0..axes[0].len() {
        for j in 0..axes[1].len() {
            sums.push(point.sum(|k| table.place(depends[k], k, [i, j]), table.target, target));
        }
    }
    Some(sums)
}

/// Every column that the grid needs, one after the other.
struct Table {
    data: Vec<f64>,
    /// For each term, the first of its columns.
    first: Vec<usize>,
    /// The column of the target.
    target: usize,
}

impl Table {
    fn fill<B: Basis>(basis: &mut B, depends: &[u64], axes: [&[f64]; 2], y: &[f64]) -> Self {
        let count = |k: usize| if depends[k] == 0 { 1 } else { axes[depends[k] as usize - 1].len() };
        let mut first = Vec::with_capacity(depends.len());
        let mut target = 0;
        for k in 0..depends.len() {
            first.push(target);
            target += count(k);
        }
        let n = y.len();
        let mut data = vec![0.0; (target + 1) * n];
        // The diagonal of the grid, its shorter side held at the end, has every value of both shapes.
        for i in 0..axes[0].len().max(axes[1].len()) {
            let place = axes.map(|axis| i.min(axis.len() - 1));
            basis.compute(&[axes[0][place[0]], axes[1][place[1]]], false);
            for k in 0..depends.len() {
                let at = first[k] + if depends[k] == 0 { 0 } else { place[depends[k] as usize - 1] };
                data[at * n..(at + 1) * n].copy_from_slice(basis.term(k));
            }
            if i == 0 {
                let left = &mut data[target * n..];
                match basis.offset() {
                    Some(offset) => kernel::combine(y, &[-1.0], &[offset], left),
                    None => left.copy_from_slice(y),
                }
            }
        }
        Self { data, first, target }
    }

    /// The column of term `k` at a point of the grid.
    fn place(&self, depends: u64, k: usize, point: [usize; 2]) -> usize {
        self.first[k] + if depends == 0 { 0 } else { point[depends as usize - 1] }
    }
}

/// The equations of one point of the grid.
struct Point<'a> {
    sums: &'a [f64],
    size: usize,
    places: Vec<usize>,
    gram: Vec<f64>,
    rhs: Vec<f64>,
    coefficients: Vec<f64>,
}

impl<'a> Point<'a> {
    fn new(sums: &'a [f64], size: usize, terms: usize) -> Self {
        let [rhs, coefficients] = [0; 2].map(|_| vec![0.0; terms]);
        Self { sums, size, places: vec![0; terms], gram: vec![0.0; terms * terms], rhs, coefficients }
    }

    /// The sum of squares with the best coefficients. Taken from the sums, it has their rounding, which is enough to
    /// choose starts by.
    fn sum(&mut self, place: impl Fn(usize) -> usize, left: usize, target: &VarproTarget<'_>) -> f64 {
        let terms = self.places.len();
        for k in 0..terms {
            self.places[k] = place(k);
        }
        for a in 0..terms {
            let line = &self.sums[self.places[a] * self.size..][..self.size];
            for b in 0..terms {
                self.gram[a * terms + b] = line[self.places[b]];
            }
            self.rhs[a] = line[left];
        }
        if !solve_gram(&self.gram, &self.rhs, target.signs, &mut self.coefficients) {
            return f64::INFINITY;
        }
        let explained: f64 = self.coefficients.iter().zip(&self.rhs).map(|(c, r)| c * r).sum();
        (self.sums[left * self.size + left] - explained).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Projection;
    use super::*;
    use crate::nnls::Sign;

    /// `c0 + c1 x^-s0 + c2 z^-s1`, the columns as logarithms.
    struct Powers {
        logs: [Vec<f64>; 2],
        terms: [Vec<f64>; 3],
        bits: [u64; 3],
    }

    impl Basis for Powers {
        fn rows(&self) -> usize {
            self.logs[0].len()
        }
        fn terms(&self) -> usize {
            3
        }
        fn shapes(&self) -> usize {
            2
        }
        fn term_shapes(&self, k: usize) -> u64 {
            self.bits[k]
        }
        fn offset_shapes(&self) -> u64 {
            0
        }
        fn compute(&mut self, shapes: &[f64], _: bool) {
            for k in 0..2 {
                self.terms[k + 1] = self.logs[k].iter().map(|log| (-shapes[k] * log).exp()).collect();
            }
        }
        fn term(&self, k: usize) -> &[f64] {
            &self.terms[k]
        }
        fn offset(&self) -> Option<&[f64]> {
            None
        }
        fn add_slopes(&self, _: &[f64], _: &mut [f64]) {}
    }

    #[test]
    fn the_grid_has_the_sums_of_its_points() {
        let n = 53;
        let logs =
            [5, 7].map(|step| (0..n).map(|i| 3.0 + 0.3 * f64::from(i * step % 19)).collect::<Vec<f64>>());
        let y: Vec<f64> = (0..n as usize)
            .map(|i| {
                1.5 + 9.0 * (-0.4 * logs[0][i]).exp()
                    + 20.0 * (-0.6 * logs[1][i]).exp()
                    + 0.01 * (i as f64).sin()
            })
            .collect();
        let weights: Vec<f64> = (0..n).map(|i| f64::from(i % 3)).collect();
        let signs = [Sign::Free, Sign::NonNegative, Sign::NonNegative];
        let target = VarproTarget {
            y: &y,
            weights: &weights,
            signs: &signs,
            lower: &[-9.0; 2],
            upper: &[9.0; 2],
            walls: &[true; 2],
        };
        let terms = [vec![1.0; n as usize], Vec::new(), Vec::new()];
        let mut basis = Powers { logs, terms, bits: [0, 1, 2] };
        let axes: [&[f64]; 2] = [&[-0.3, 0.1, 0.4, 0.9], &[0.2, 0.6, 1.3]];
        let sums = sweep(&mut basis, &target, axes).unwrap();
        let mut projection = Projection::default();
        for (i, a) in axes[0].iter().enumerate() {
            for (j, b) in axes[1].iter().enumerate() {
                let sum = projection.evaluate(&mut basis, &target, &[*a, *b]);
                assert!((sums[i * 3 + j] / sum - 1.0).abs() < 1e-8, "{a} {b}: {} {sum}", sums[i * 3 + j]);
            }
        }
        basis.bits[2] = 3;
        assert!(sweep(&mut basis, &target, axes).is_none(), "a term of both shapes has no table");
    }
}
