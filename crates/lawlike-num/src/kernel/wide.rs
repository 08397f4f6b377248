//! Many sums over the same rows in one pass, for AVX2 and AVX-512: each row is loaded once, and the sums run side by
//! side instead of one after the other.
//!
//! The compiler does not make vector code of many running sums by itself, so the vectors are spelled out. Every sum
//! has the lanes and the tree of `dot` and `dot3`, and so their bits.
//!
//! Loops over columns stand where closures would be shorter: a closure that is handed to a function of the standard library runs in code
//! that was compiled without these instructions.
#![allow(unsafe_code)]

use super::gram::start;
use super::{Block, LANES, tree};
use std::arch::x86_64::{
    __m256d, __m512d, _mm256_add_pd, _mm256_loadu_pd, _mm256_mul_pd, _mm256_set1_pd, _mm256_storeu_pd,
    _mm512_add_pd, _mm512_loadu_pd, _mm512_mul_pd, _mm512_set1_pd, _mm512_storeu_pd,
};

/// Columns whose sums are taken together; with more of them the running sums no longer fit the registers.
const TOGETHER: usize = 6;
/// Side of the square tiles of a larger Gram matrix.
const TILE: usize = 4;

/// Eight numbers that are worked on together.
///
/// # Safety
/// Its functions may run only where the instructions of the type are there: inside a function that is compiled for
/// them and that is called after the processor was asked.
pub(super) unsafe trait Lanes: Copy {
    /// Rows of a triangle whose running sums fit the registers together.
    const ROWS: usize;
    /// The same number eight times.
    unsafe fn of(x: f64) -> Self;
    /// Eight neighbours.
    unsafe fn load(block: &Block) -> Self;
    unsafe fn store(self, block: &mut Block);
    unsafe fn plus(self, other: Self) -> Self;
    unsafe fn times(self, other: Self) -> Self;
}

/// One register of AVX-512.
#[derive(Clone, Copy)]
pub(super) struct One(__m512d);

/// Two registers of AVX2.
#[derive(Clone, Copy)]
pub(super) struct Two(__m256d, __m256d);

// SAFETY: the callers of the trait see to the instructions; blocks are as long as what is loaded and stored.
unsafe impl Lanes for One {
    const ROWS: usize = TOGETHER;
    #[inline(always)]
    unsafe fn of(x: f64) -> Self {
        unsafe { Self(_mm512_set1_pd(x)) }
    }
    #[inline(always)]
    unsafe fn load(block: &Block) -> Self {
        unsafe { Self(_mm512_loadu_pd(block.as_ptr())) }
    }
    #[inline(always)]
    unsafe fn store(self, block: &mut Block) {
        unsafe { _mm512_storeu_pd(block.as_mut_ptr(), self.0) }
    }
    #[inline(always)]
    unsafe fn plus(self, other: Self) -> Self {
        unsafe { Self(_mm512_add_pd(self.0, other.0)) }
    }
    #[inline(always)]
    unsafe fn times(self, other: Self) -> Self {
        unsafe { Self(_mm512_mul_pd(self.0, other.0)) }
    }
}

// SAFETY: as above.
unsafe impl Lanes for Two {
    const ROWS: usize = 3;
    #[inline(always)]
    unsafe fn of(x: f64) -> Self {
        unsafe { Self(_mm256_set1_pd(x), _mm256_set1_pd(x)) }
    }
    #[inline(always)]
    unsafe fn load(block: &Block) -> Self {
        unsafe { Self(_mm256_loadu_pd(block.as_ptr()), _mm256_loadu_pd(block[LANES / 2..].as_ptr())) }
    }
    #[inline(always)]
    unsafe fn store(self, block: &mut Block) {
        unsafe {
            _mm256_storeu_pd(block.as_mut_ptr(), self.0);
            _mm256_storeu_pd(block[LANES / 2..].as_mut_ptr(), self.1);
        }
    }
    #[inline(always)]
    unsafe fn plus(self, other: Self) -> Self {
        unsafe { Self(_mm256_add_pd(self.0, other.0), _mm256_add_pd(self.1, other.1)) }
    }
    #[inline(always)]
    unsafe fn times(self, other: Self) -> Self {
        unsafe { Self(_mm256_mul_pd(self.0, other.0), _mm256_mul_pd(self.1, other.1)) }
    }
}

/// Calls a function of a constant number of columns for a slice of at most [`TOGETHER`].
macro_rules! few {
    ($count:expr, $name:ident::<$kind:ident>($($arg:expr),*)) => {
        match $count {
            0 => {}
            1 => $name::<$kind, 1>($($arg),*),
            2 => $name::<$kind, 2>($($arg),*),
            3 => $name::<$kind, 3>($($arg),*),
            4 => $name::<$kind, 4>($($arg),*),
            5 => $name::<$kind, 5>($($arg),*),
            _ => $name::<$kind, TOGETHER>($($arg),*),
        }
    };
}

/// Columns of the same number of rows, as whole blocks and tails.
#[derive(Clone, Copy)]
struct Cut<'a, const K: usize> {
    blocks: [&'a [Block]; K],
    tails: [&'a [f64]; K],
}

impl<'a, const K: usize> Cut<'a, K> {
    #[inline(always)]
    fn new(columns: [&'a [f64]; K], n: usize) -> Self {
        let (mut blocks, mut tails) = ([&[][..]; K], [&[][..]; K]);
        for k in 0..K {
            (blocks[k], tails[k]) = columns[k][..n].as_chunks::<LANES>();
            // The same length for all spares the loops a check.
            blocks[k] = &blocks[k][..n / LANES];
        }
        Self { blocks, tails }
    }

    /// Cuts the first `K` columns to the length of the shortest, and that of `first`.
    #[inline(always)]
    fn of(first: &[f64], columns: &[&'a [f64]]) -> (Self, usize) {
        let n = columns.iter().fold(first.len(), |n, column| n.min(column.len()));
        let mut cut = [&[][..]; K];
        cut.copy_from_slice(&columns[..K]);
        (Self::new(cut, n), n)
    }
}

/// The blocks of a row, one a column.
#[inline(always)]
unsafe fn loaded<V: Lanes, const K: usize>(blocks: &[&[Block]; K], at: usize) -> [V; K] {
    // SAFETY: the caller has the instructions.
    unsafe {
        let mut x = [V::of(0.0); K];
        for k in 0..K {
            x[k] = V::load(&blocks[k][at]);
        }
        x
    }
}

/// A running sum of products to its end: the tail is added lane by lane.
#[inline(always)]
unsafe fn total<V: Lanes>(sum: V, weights: &[f64], a: &[f64], b: &[f64]) -> f64 {
    let mut lanes = [0.0; LANES];
    // SAFETY: the caller has the instructions.
    unsafe { sum.store(&mut lanes) };
    for i in 0..weights.len() {
        lanes[i] += (weights[i] * a[i]) * b[i];
    }
    tree(&lanes)
}

/// As the body of the same name in `gram`.
#[inline(always)]
pub(super) unsafe fn gram_body<V: Lanes>(weights: &[f64], columns: &[&[f64]], out: &mut [f64]) {
    let k = columns.len();
    // SAFETY: the caller has the instructions.
    unsafe {
        if k <= TOGETHER {
            few!(k, triangle::<V>(weights, columns, out));
        } else {
            tiles::<V>(weights, columns, out);
        }
    }
}

#[inline(always)]
unsafe fn triangle<V: Lanes, const K: usize>(weights: &[f64], columns: &[&[f64]], out: &mut [f64]) {
    // SAFETY: the caller has the instructions.
    unsafe {
        if K <= V::ROWS {
            return corner::<V, K>(weights, columns, K, out);
        }
        // As many as `ROWS` of the kind that has fewer registers.
        corner::<V, 3>(weights, columns, K, out);
        for row in V::ROWS..K {
            match row {
                3 => row_of::<V, 4>(weights, columns, K, out),
                4 => row_of::<V, 5>(weights, columns, K, out),
                _ => row_of::<V, TOGETHER>(weights, columns, K, out),
            }
        }
    }
}

/// The sums of the first `K` columns, in a matrix of `side` columns.
#[inline(always)]
unsafe fn corner<V: Lanes, const K: usize>(
    weights: &[f64],
    columns: &[&[f64]],
    side: usize,
    out: &mut [f64],
) {
    let (cut, n) = Cut::<K>::of(weights, columns);
    let (blocks, tail) = weights[..n].as_chunks::<LANES>();
    // SAFETY: the caller has the instructions.
    unsafe {
        let mut sums = [[V::of(0.0); K]; K];
        for (at, w) in blocks.iter().enumerate() {
            let (w, x) = (V::load(w), loaded::<V, K>(&cut.blocks, at));
            for i in 0..K {
                let weighted = w.times(x[i]);
                for j in 0..=i {
                    sums[i][j] = sums[i][j].plus(weighted.times(x[j]));
                }
            }
        }
        for i in 0..K {
            for j in 0..=i {
                let sum = total(sums[i][j], tail, cut.tails[i], cut.tails[j]);
                out[i * side + j] = sum;
                out[j * side + i] = sum;
            }
        }
    }
}

/// The sums of column `K - 1` with the columns up to it, in a matrix of `side` columns.
#[inline(always)]
unsafe fn row_of<V: Lanes, const K: usize>(
    weights: &[f64],
    columns: &[&[f64]],
    side: usize,
    out: &mut [f64],
) {
    let (cut, n) = Cut::<K>::of(weights, columns);
    let (blocks, tail) = weights[..n].as_chunks::<LANES>();
    // SAFETY: the caller has the instructions.
    unsafe {
        let mut sums = [V::of(0.0); K];
        for (at, w) in blocks.iter().enumerate() {
            let weighted = V::load(w).times(V::load(&cut.blocks[K - 1][at]));
            for j in 0..K {
                sums[j] = sums[j].plus(weighted.times(V::load(&cut.blocks[j][at])));
            }
        }
        for j in 0..K {
            let sum = total(sums[j], tail, cut.tails[K - 1], cut.tails[j]);
            out[(K - 1) * side + j] = sum;
            out[j * side + K - 1] = sum;
        }
    }
}

#[inline(always)]
unsafe fn tiles<V: Lanes>(weights: &[f64], columns: &[&[f64]], out: &mut [f64]) {
    let k = columns.len();
    let n = columns.iter().fold(weights.len(), |n, column| n.min(column.len()));
    // A tile at the edge is filled up with the last column, whose sums are then dropped.
    let cut = |from: usize| Cut::<TILE>::new(std::array::from_fn(|i| columns[(from + i).min(k - 1)]), n);
    for row in (0..k).step_by(TILE) {
        for column in (0..=row).step_by(TILE) {
            // SAFETY: the caller has the instructions.
            let sums = unsafe { tile::<V>(&weights[..n], &cut(row), &cut(column)) };
            for i in row..k.min(row + TILE) {
                for j in column..(i + 1).min(column + TILE) {
                    out[i * k + j] = sums[i - row][j - column];
                    out[j * k + i] = sums[i - row][j - column];
                }
            }
        }
    }
}

#[inline(always)]
unsafe fn tile<V: Lanes>(
    weights: &[f64],
    left: &Cut<'_, TILE>,
    right: &Cut<'_, TILE>,
) -> [[f64; TILE]; TILE] {
    let (blocks, tail) = weights.as_chunks::<LANES>();
    let mut out = [[0.0; TILE]; TILE];
    // SAFETY: the caller has the instructions.
    unsafe {
        let mut sums = [[V::of(0.0); TILE]; TILE];
        for (at, w) in blocks.iter().enumerate() {
            let (w, x) = (V::load(w), loaded::<V, TILE>(&right.blocks, at));
            for i in 0..TILE {
                let weighted = w.times(V::load(&left.blocks[i][at]));
                for j in 0..TILE {
                    sums[i][j] = sums[i][j].plus(weighted.times(x[j]));
                }
            }
        }
        for i in 0..TILE {
            for j in 0..TILE {
                out[i][j] = total(sums[i][j], tail, left.tails[i], right.tails[j]);
            }
        }
    }
    out
}

/// As the body of the same name in `gram`.
#[inline(always)]
pub(super) unsafe fn dots_body<V: Lanes>(x: &[f64], columns: &[&[f64]], out: &mut [f64]) {
    for (columns, out) in columns.chunks(TOGETHER).zip(out.chunks_mut(TOGETHER)) {
        // SAFETY: the caller has the instructions.
        unsafe { few!(columns.len(), dots_of::<V>(x, columns, out)) };
    }
}

#[inline(always)]
unsafe fn dots_of<V: Lanes, const K: usize>(x: &[f64], columns: &[&[f64]], out: &mut [f64]) {
    let (cut, n) = Cut::<K>::of(x, columns);
    let (blocks, tail) = x[..n].as_chunks::<LANES>();
    // SAFETY: the caller has the instructions.
    unsafe {
        let mut sums = [V::of(0.0); K];
        for (at, x) in blocks.iter().enumerate() {
            let x = V::load(x);
            for k in 0..K {
                sums[k] = sums[k].plus(x.times(V::load(&cut.blocks[k][at])));
            }
        }
        for k in 0..K {
            out[k] = total(sums[k], &[1.0; LANES][..tail.len()], tail, cut.tails[k]);
        }
    }
}

/// As the body of the same name in `gram`.
#[inline(always)]
pub(super) unsafe fn squares_body<V: Lanes>(weights: &[f64], columns: &[&[f64]], out: &mut [f64]) {
    for (columns, out) in columns.chunks(TOGETHER).zip(out.chunks_mut(TOGETHER)) {
        // SAFETY: the caller has the instructions.
        unsafe { few!(columns.len(), squares_of::<V>(weights, columns, out)) };
    }
}

#[inline(always)]
unsafe fn squares_of<V: Lanes, const K: usize>(weights: &[f64], columns: &[&[f64]], out: &mut [f64]) {
    let (cut, n) = Cut::<K>::of(weights, columns);
    let (blocks, tail) = weights[..n].as_chunks::<LANES>();
    // SAFETY: the caller has the instructions.
    unsafe {
        let mut sums = [V::of(0.0); K];
        for (at, w) in blocks.iter().enumerate() {
            let w = V::load(w);
            for k in 0..K {
                let x = V::load(&cut.blocks[k][at]);
                sums[k] = sums[k].plus(w.times(x).times(x));
            }
        }
        for k in 0..K {
            out[k] = total(sums[k], tail, cut.tails[k], cut.tails[k]);
        }
    }
}

/// As the body of the same name in `gram`.
#[inline(always)]
pub(super) unsafe fn combine_body<V: Lanes>(
    base: &[f64],
    factors: &[f64],
    columns: &[&[f64]],
    out: &mut [f64],
) {
    start(base, out);
    for (factors, columns) in factors.chunks(TOGETHER).zip(columns.chunks(TOGETHER)) {
        // SAFETY: the caller has the instructions.
        unsafe { few!(columns.len(), add_columns::<V>(factors, columns, out)) };
    }
}

#[inline(always)]
unsafe fn add_columns<V: Lanes, const K: usize>(factors: &[f64], columns: &[&[f64]], out: &mut [f64]) {
    let (cut, n) = Cut::<K>::of(out, columns);
    let (blocks, tail) = out[..n].as_chunks_mut::<LANES>();
    // SAFETY: the caller has the instructions.
    unsafe {
        let mut wide = [V::of(0.0); K];
        for k in 0..K {
            wide[k] = V::of(factors[k]);
        }
        for (at, out) in blocks.iter_mut().enumerate() {
            let mut sum = V::load(out);
            for k in 0..K {
                sum = sum.plus(wide[k].times(V::load(&cut.blocks[k][at])));
            }
            sum.store(out);
        }
    }
    for (at, out) in tail.iter_mut().enumerate() {
        for k in 0..K {
            *out += factors[k] * cut.tails[k][at];
        }
    }
}
