//! Vector functions over slices: `exp`, `ln`, and the sums of the hot loops.
//!
//! Each function is one portable body in plain multiplications and additions.
//! The compiler turns that body into vector code three times: for AVX-512, for AVX2 and for the
//! baseline of the target. The choice is made at run time. No step is fused and every sum has a
//! fixed order, so all three give the same bits.
//!
//! **exp.** `x = k ln 2 + r` with `|r| <= ln 2 / 2` (Cody and Waite, *Software Manual for the
//! Elementary Functions*, 1980; `ln 2` is held in two parts so that `k * LN2_HIGH` is exact), then
//! `exp(r) = 1 + r + r^2 q(r)` with `q` near minimax. The sum `1 + r` is split without error, and
//! `2^k` is applied in two halves so that overflow and gradual underflow are right.
//!
//! **ln.** `x = 2^k (1 + f)` with `1 + f` between `sqrt(1/2)` and `sqrt(2)`; with `s = f / (2 + f)`,
//! `ln(1 + f) = f - (f^2/2 - s (f^2/2 + R(s^2)))` (the form of Sun's fdlibm, with our own `R`).
//!
//! **Sums.** Eight running sums, element `i` goes to sum `i mod 8`; then the fixed tree
//! `((0+4)+(2+6)) + ((1+5)+(3+7))`.
//!
//! Measured against 48-digit values at six million random arguments: `exp` is off by at most 0.78 ulp
//! and `ln` by at most 0.83 ulp.

mod gram;
mod huber;
mod plain;
mod scalar;
mod whole;
#[cfg(target_arch = "x86_64")]
mod wide;

use gram::{combine_body, dots_body, gram_body, squares_body};
use huber::{huber_along_body, huber_pieces_body, huber_slopes_body, huber_total_body, huber_weights_body};
use plain::{
    add_scaled_body, axpy_body, divide_body, flatten_body, is_finite_body, multiply_add_body, multiply_body,
    scaled_body,
};
pub(crate) use scalar::{exp_one, ln_one};
pub use whole::WHOLE_BITS;
use whole::{add_products_body, whole_dot_body, whole_scaled_body, whole_sum_body};

/// Lanes of one block; the width of an AVX-512 register in `f64`.
const LANES: usize = 8;

type Block = [f64; LANES];

#[inline(always)]
fn each(mut block: Block, f: impl Fn(f64) -> f64) -> Block {
    for value in &mut block {
        *value = f(*value);
    }
    block
}

/// The end of a long slice is done as one block that overlaps the one before it: no element is left
/// to a slow scalar loop, and each gets the same value twice.
#[inline(always)]
fn map_body(x: &[f64], out: &mut [f64], f: impl Fn(f64) -> f64) {
    let n = x.len().min(out.len());
    let (x, out) = (&x[..n], &mut out[..n]);
    let last = x.last_chunk::<LANES>().copied();
    let whole = if last.is_some() { n - n % LANES } else { n };
    for (from, to) in x[..whole].iter().zip(&mut out[..whole]) {
        *to = f(*from);
    }
    if whole < n
        && let (Some(last), Some(to)) = (last, out.last_chunk_mut::<LANES>())
    {
        *to = each(last, f);
    }
}

#[inline(always)]
fn map_in_place_body(x: &mut [f64], f: impl Fn(f64) -> f64) {
    let n = x.len();
    let last = x.last_chunk::<LANES>().copied();
    let whole = if last.is_some() { n - n % LANES } else { n };
    for value in &mut x[..whole] {
        *value = f(*value);
    }
    if whole < n
        && let (Some(last), Some(to)) = (last, x.last_chunk_mut::<LANES>())
    {
        *to = each(last, f);
    }
}

#[inline(always)]
fn tree(lanes: &Block) -> f64 {
    ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]))
}

#[inline(always)]
fn sum_body(a: &[f64]) -> f64 {
    let (blocks, tail) = a.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for block in blocks {
        for lane in 0..LANES {
            lanes[lane] += block[lane];
        }
    }
    for (lane, value) in lanes.iter_mut().zip(tail) {
        *lane += value;
    }
    tree(&lanes)
}

#[inline(always)]
fn dot_body(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len().min(b.len());
    let (a, b) = (&a[..n], &b[..n]);
    let (a_blocks, a_tail) = a.as_chunks::<LANES>();
    let (b_blocks, b_tail) = b.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for (a, b) in a_blocks.iter().zip(b_blocks) {
        for lane in 0..LANES {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    for ((lane, a), b) in lanes.iter_mut().zip(a_tail).zip(b_tail) {
        *lane += a * b;
    }
    tree(&lanes)
}

#[inline(always)]
fn dot3_body(w: &[f64], a: &[f64], b: &[f64]) -> f64 {
    let n = w.len().min(a.len()).min(b.len());
    let (w, a, b) = (&w[..n], &a[..n], &b[..n]);
    let (w_blocks, w_tail) = w.as_chunks::<LANES>();
    let (a_blocks, a_tail) = a.as_chunks::<LANES>();
    let (b_blocks, b_tail) = b.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for ((w, a), b) in w_blocks.iter().zip(a_blocks).zip(b_blocks) {
        for lane in 0..LANES {
            lanes[lane] += (w[lane] * a[lane]) * b[lane];
        }
    }
    for (((lane, w), a), b) in lanes.iter_mut().zip(w_tail).zip(a_tail).zip(b_tail) {
        *lane += (w * a) * b;
    }
    tree(&lanes)
}

#[inline(always)]
fn exp_body(x: &[f64], out: &mut [f64]) {
    map_body(x, out, exp_one);
}

#[inline(always)]
fn exp_in_place_body(x: &mut [f64]) {
    map_in_place_body(x, exp_one);
}

#[inline(always)]
fn exp_scaled_body(a: f64, x: &[f64], out: &mut [f64]) {
    map_body(x, out, |x| exp_one(a * x));
}

#[inline(always)]
fn ln_body(x: &[f64], out: &mut [f64]) {
    map_body(x, out, ln_one);
}

#[inline(always)]
fn ln_in_place_body(x: &mut [f64]) {
    map_in_place_body(x, ln_one);
}

/// The instruction sets that a body is compiled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

/// The best level of this machine. The standard library caches the answer.
#[inline]
fn level() -> Level {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f") {
            return Level::Avx512;
        }
        if is_x86_feature_detected!("avx2") {
            return Level::Avx2;
        }
    }
    Level::Portable
}

/// Writes the public function and its copies, one a level, round one body. The copy at a chosen
/// level stays callable, for the tests.
macro_rules! dispatch {
    // One body for all levels.
    ($(#[$doc:meta])* $name:ident, $at:ident, $body:ident, ($($arg:ident: $kind:ty),*) $(-> $out:ty)?) => {
        dispatch! {
            $(#[$doc])* $name, $at, [$body, $body, $body], ($($arg: $kind),*) $(-> $out)?
        }
    };
    // A body of its own, of the same name, in `wide`, over the vectors of the level.
    ($(#[$doc:meta])* $name:ident, $at:ident, $body:ident, wide, ($($arg:ident: $kind:ty),*)) => {
        dispatch! {
            $(#[$doc])* $name, $at, [$body, wide::$body::<wide::Two>, wide::$body::<wide::One>], ($($arg: $kind),*)
        }
    };
    (
        $(#[$doc:meta])* $name:ident, $at:ident, [$body:path, $avx2:path, $avx512:path],
        ($($arg:ident: $kind:ty),*) $(-> $out:ty)?
    ) => {
        $(#[$doc])*
        #[inline]
        pub fn $name($($arg: $kind),*) $(-> $out)? {
            $at(level(), $($arg),*)
        }

        #[inline]
        #[allow(unsafe_code, unused_unsafe)]
        fn $at(level: Level, $($arg: $kind),*) $(-> $out)? {
            // SAFETY of both bodies: they are compiled for the instructions that they use.
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx512f")]
            fn avx512($($arg: $kind),*) $(-> $out)? {
                unsafe { $avx512($($arg),*) }
            }
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2")]
            fn avx2($($arg: $kind),*) $(-> $out)? {
                unsafe { $avx2($($arg),*) }
            }
            match level {
                Level::Portable => $body($($arg),*),
                // SAFETY: `level()` names a level only after the processor was asked for it.
                #[cfg(target_arch = "x86_64")]
                Level::Avx2 => unsafe { avx2($($arg),*) },
                // SAFETY: as above.
                #[cfg(target_arch = "x86_64")]
                Level::Avx512 => unsafe { avx512($($arg),*) },
            }
        }
    };
}

dispatch! {
    /// `out[i] = exp(x[i])`, for as many elements as both slices have.
    exp, exp_at, exp_body, (x: &[f64], out: &mut [f64])
}
dispatch! {
    /// `x[i] = exp(x[i])`.
    exp_in_place, exp_in_place_at, exp_in_place_body, (x: &mut [f64])
}
dispatch! {
    /// `out[i] = exp(a * x[i])`. The product is rounded once before `exp`.
    exp_scaled, exp_scaled_at, exp_scaled_body, (a: f64, x: &[f64], out: &mut [f64])
}
dispatch! {
    /// `out[i] = ln(x[i])`: minus infinity at zero, NaN below.
    ln, ln_at, ln_body, (x: &[f64], out: &mut [f64])
}
dispatch! {
    /// `x[i] = ln(x[i])`.
    ln_in_place, ln_in_place_at, ln_in_place_body, (x: &mut [f64])
}
dispatch! {
    /// `sum a[i] * b[i]`.
    dot, dot_at, dot_body, (a: &[f64], b: &[f64]) -> f64
}
dispatch! {
    /// `sum w[i] * a[i] * b[i]`, each product taken from the left.
    dot3, dot3_at, dot3_body, (w: &[f64], a: &[f64], b: &[f64]) -> f64
}
dispatch! {
    /// `sum a[i]`.
    sum, sum_at, sum_body, (a: &[f64]) -> f64
}

dispatch! {
    /// `out[i k + j] = sum w c_i c_j` for all pairs of the `k` columns, as [`dot3`] of `w`, the later column and the
    /// earlier one.
    gram, gram_at, gram_body, wide, (w: &[f64], columns: &[&[f64]], out: &mut [f64])
}
dispatch! {
    /// `out[k] = sum x c_k`, as [`dot`] of each.
    dots, dots_at, dots_body, wide, (x: &[f64], columns: &[&[f64]], out: &mut [f64])
}
dispatch! {
    /// `out[k] = sum w c_k c_k`, as [`dot3`] of each.
    squares, squares_at, squares_body, wide, (w: &[f64], columns: &[&[f64]], out: &mut [f64])
}
dispatch! {
    /// `out = base + sum f_k c_k`, added from the left; an empty base is zero.
    combine, combine_at, combine_body, wide, (base: &[f64], factors: &[f64], columns: &[&[f64]], out: &mut [f64])
}
dispatch! {
    /// `y[i] += a * x[i]`.
    axpy, axpy_at, axpy_body, (a: f64, x: &[f64], y: &mut [f64])
}
dispatch! {
    /// `x[i] = factor / x[i]`.
    divide, divide_at, divide_body, (factor: f64, x: &mut [f64])
}
dispatch! {
    /// `out[i] = x[i] * y[i]`.
    multiply, multiply_at, multiply_body, (x: &[f64], y: &[f64], out: &mut [f64])
}
dispatch! {
    /// `out[i] = x[i] * y[i] + z[i]`, rounded after the product.
    multiply_add, multiply_add_at, multiply_add_body, (x: &[f64], y: &[f64], z: &[f64], out: &mut [f64])
}
dispatch! {
    /// `out[i] = (factor * x[i]) * by[i]`.
    scaled, scaled_at, scaled_body, (factor: f64, x: &[f64], by: &[f64], out: &mut [f64])
}
dispatch! {
    /// `out[i] += (factor * x[i]) * by[i]`.
    add_scaled, add_scaled_at, add_scaled_body, (factor: f64, x: &[f64], by: &[f64], out: &mut [f64])
}
dispatch! {
    /// `x[i] = 0` where it is NaN.
    flatten, flatten_at, flatten_body, (x: &mut [f64])
}
dispatch! {
    /// Whether no element is infinite or NaN.
    is_finite, is_finite_at, is_finite_body, (x: &[f64]) -> bool
}

dispatch! {
    /// `sum x[i]` for numbers of at most one in size, at most 4096 of them, each rounded to a multiple of `2^-50`, in that
    /// unit: the same in any order.
    whole_sum, whole_sum_at, whole_sum_body, (x: &[f64]) -> i64
}
dispatch! {
    /// `sum x[i] y[i]`, each product as in [`whole_sum`].
    whole_dot, whole_dot_at, whole_dot_body, (x: &[f64], y: &[f64]) -> i64
}
dispatch! {
    /// `x[i] = scale x[i]`, rounded to a whole number of at most `2^50` in size.
    whole_scaled, whole_scaled_at, whole_scaled_body, (scale: f64, x: &mut [f64])
}
dispatch! {
    /// `out[k m + j] += sum c_k[i] lines[i m + j]` for the columns `c_k` and lines of `m` numbers. Of whole numbers the sums
    /// are exact, and so the same in any order, while all stay below `2^53`.
    add_products, add_products_at, add_products_body, (columns: &[&[f64]], lines: &[f64], out: &mut [f64])
}

dispatch! {
    /// Sum of Huber losses of residuals, weighted (empty weights are ones), with threshold `d`.
    huber_total, huber_total_at, huber_total_body, (r: &[f64], weights: &[f64], d: f64) -> f64
}
dispatch! {
    /// Weighted slope and curvature of the Huber loss at each residual, written to the two slices of `out`.
    huber_slopes, huber_slopes_at, huber_slopes_body, (r: &[f64], weights: &[f64], d: f64, out: (&mut [f64], &mut [f64]))
}
dispatch! {
    /// Slope of the summed Huber loss along the line `r + t a`, given as the pair `(r, a)`.
    huber_along, huber_along_at, huber_along_body, (line: (&[f64], &[f64]), t: f64, weights: &[f64], d: f64) -> f64
}

dispatch! {
    /// Whether no residual changes its piece of the Huber loss (below, inside, above the threshold) when `step` is
    /// taken off it again.
    huber_pieces, huber_pieces_at, huber_pieces_body, (r: &[f64], step: &[f64], d: f64) -> bool
}

dispatch! {
    /// `out[i] = w[i] d / |r[i]|` beyond the threshold `d` (at least a thousandth of the weight), `w[i]` inside; empty
    /// weights are ones.
    huber_weights, huber_weights_at, huber_weights_body, (r: &[f64], weights: &[f64], d: f64, out: &mut [f64])
}

/// A list of columns that does not allocate for up to sixteen of them.
#[derive(Debug)]
pub struct Columns<'a> {
    few: [&'a [f64]; FEW],
    many: Vec<&'a [f64]>,
    count: usize,
}

/// Columns up to which [`Columns`] does not allocate.
const FEW: usize = 16;

impl<'a> FromIterator<&'a [f64]> for Columns<'a> {
    fn from_iter<I: IntoIterator<Item = &'a [f64]>>(columns: I) -> Self {
        let (mut few, mut many, mut count): ([&[f64]; FEW], Vec<&[f64]>, usize) = ([&[]; FEW], Vec::new(), 0);
        for column in columns {
            if count < FEW {
                few[count] = column;
            } else {
                if count == FEW {
                    many.extend(few);
                }
                many.push(column);
            }
            count += 1;
        }
        Self { few, many, count }
    }
}

impl<'a> std::ops::Deref for Columns<'a> {
    type Target = [&'a [f64]];

    fn deref(&self) -> &Self::Target {
        if self.count > FEW { &self.many } else { &self.few[..self.count] }
    }
}

#[cfg(test)]
mod tests;
