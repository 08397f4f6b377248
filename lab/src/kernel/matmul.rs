//! Matrix products: a block of 8 rows by up to 3 vectors of the result stays in registers.

use pulp::{Simd, WithSimd};

/// Rows of the register block.
const BLOCK: usize = 8;

/// A matrix by rows: row `i` begins at `i * stride`.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) data: &'a [f32],
    pub(crate) stride: usize,
}

/// A matrix by rows that is written to.
pub(crate) struct ViewMut<'a> {
    pub(crate) data: &'a mut [f32],
    pub(crate) stride: usize,
}

impl<'a> View<'a> {
    pub(crate) fn new(data: &'a [f32], stride: usize) -> Self {
        Self { data, stride }
    }
}

impl<'a> ViewMut<'a> {
    pub(crate) fn new(data: &'a mut [f32], stride: usize) -> Self {
        Self { data, stride }
    }
}

/// `c = a b` for sizes `[m, k, n]`.
pub(crate) fn multiply(a: View, b: View, c: ViewMut, size: [usize; 3]) {
    pulp::Arch::new().dispatch(Product::<false, false> { a, b, c, size });
}

/// `c += a b` for sizes `[m, k, n]`.
pub(crate) fn multiply_add(a: View, b: View, c: ViewMut, size: [usize; 3]) {
    pulp::Arch::new().dispatch(Product::<false, true> { a, b, c, size });
}

/// `c = aᵀ b` for sizes `[m, k, n]`, with `a` stored as `k` by `m`.
pub(crate) fn multiply_transposed(a: View, b: View, c: ViewMut, size: [usize; 3]) {
    pulp::Arch::new().dispatch(Product::<true, false> { a, b, c, size });
}

/// `c += aᵀ b` for sizes `[m, k, n]`, with `a` stored as `k` by `m`.
pub(crate) fn multiply_transposed_add(a: View, b: View, c: ViewMut, size: [usize; 3]) {
    pulp::Arch::new().dispatch(Product::<true, true> { a, b, c, size });
}

struct Product<'a, const TRANSPOSED: bool, const ADD: bool> {
    a: View<'a>,
    b: View<'a>,
    c: ViewMut<'a>,
    size: [usize; 3],
}

impl<const TRANSPOSED: bool, const ADD: bool> WithSimd for Product<'_, TRANSPOSED, ADD> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let columns = self.size[2];
        let mut column = 0;
        while column < columns {
            let vectors = match (columns - column) / S::F32_LANES {
                1 => self.strip::<S, 1>(simd, column),
                2 | 4 => self.strip::<S, 2>(simd, column),
                _ => self.strip::<S, 3>(simd, column),
            };
            column += vectors * S::F32_LANES;
        }
    }
}

impl<const TRANSPOSED: bool, const ADD: bool> Product<'_, TRANSPOSED, ADD> {
    /// All rows of `C` vectors of columns.
    #[inline(always)]
    fn strip<S: Simd, const C: usize>(&mut self, simd: S, column: usize) -> usize {
        for row in (0..self.size[0]).step_by(BLOCK) {
            let block = if TRANSPOSED {
                self.block_of_columns::<S, C>(simd, row, column)
            } else {
                self.block_of_rows::<S, C>(simd, row, column)
            };
            for (r, sums) in block.iter().enumerate() {
                let at = (row + r) * self.c.stride + column;
                let out = S::as_mut_simd_f32s(&mut self.c.data[at..at + C * S::F32_LANES]).0;
                for (out, &sum) in out.iter_mut().zip(sums) {
                    *out = if ADD { simd.add_f32s(*out, sum) } else { sum };
                }
            }
        }
        C
    }

    #[inline(always)]
    fn block_of_rows<S: Simd, const C: usize>(
        &self,
        simd: S,
        row: usize,
        column: usize,
    ) -> [[S::f32s; C]; BLOCK] {
        let depth = self.size[1];
        let mut sums = [[simd.splat_f32s(0.0); C]; BLOCK];
        let rows: [&[f32]; BLOCK] =
            std::array::from_fn(|r| &self.a.data[(row + r) * self.a.stride..][..depth]);
        for (k, b) in self.b.data[column..].chunks(self.b.stride).take(depth).enumerate() {
            let b = load::<S, C>(b);
            for r in 0..BLOCK {
                let a = simd.splat_f32s(rows[r][k]);
                for c in 0..C {
                    sums[r][c] = simd.mul_add_f32s(a, b[c], sums[r][c]);
                }
            }
        }
        sums
    }

    #[inline(always)]
    fn block_of_columns<S: Simd, const C: usize>(
        &self,
        simd: S,
        row: usize,
        column: usize,
    ) -> [[S::f32s; C]; BLOCK] {
        let depth = self.size[1];
        let mut sums = [[simd.splat_f32s(0.0); C]; BLOCK];
        let a = self.a.data[row..].chunks(self.a.stride);
        let b = self.b.data[column..].chunks(self.b.stride);
        for (a, b) in a.zip(b).take(depth) {
            let (a, b) = (&a[..BLOCK], load::<S, C>(b));
            for r in 0..BLOCK {
                let a = simd.splat_f32s(a[r]);
                for c in 0..C {
                    sums[r][c] = simd.mul_add_f32s(a, b[c], sums[r][c]);
                }
            }
        }
        sums
    }
}

#[inline(always)]
fn load<S: Simd, const C: usize>(from: &[f32]) -> [S::f32s; C] {
    let vectors = S::as_simd_f32s(&from[..C * S::F32_LANES]).0;
    std::array::from_fn(|c| vectors[c])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Stream;

    #[test]
    fn products_agree_with_the_definition() {
        for size @ [m, k, n] in [[16, 16, 16], [8, 32, 48], [16, 5, 64], [32, 64, 80], [24, 16, 112]] {
            let mut stream = Stream::new(&[m as u64, k as u64, n as u64]);
            let mut draw = |len: usize| (0..len).map(|_| stream.normal() as f32).collect::<Vec<f32>>();
            let (a, b, start) = (draw(m * k), draw(k * n), draw(m * n));
            let mut a_transposed = vec![0.0; m * k];
            (0..m * k).for_each(|i| a_transposed[(i % k) * m + i / k] = a[i]);
            let (a, at, b) = (View::new(&a, k), View::new(&a_transposed, m), View::new(&b, n));
            let exact = |i: usize, j: usize| {
                (0..k).map(|p| f64::from(a.data[i * k + p]) * f64::from(b.data[p * n + j])).sum::<f64>()
            };
            let check = |got: &[f32], base: f64| {
                for (i, &value) in got.iter().enumerate() {
                    let want = exact(i / n, i % n) + base * f64::from(start[i]);
                    assert!((f64::from(value) - want).abs() < 1e-4, "{value} for {want}");
                }
            };
            let mut c = start.clone();
            multiply(a, b, ViewMut::new(&mut c, n), size);
            check(&c, 0.0);
            multiply_transposed(at, b, ViewMut::new(&mut c, n), size);
            check(&c, 0.0);
            c.clone_from(&start);
            multiply_add(a, b, ViewMut::new(&mut c, n), size);
            check(&c, 1.0);
            c.clone_from(&start);
            multiply_transposed_add(at, b, ViewMut::new(&mut c, n), size);
            check(&c, 1.0);
        }
    }
}
