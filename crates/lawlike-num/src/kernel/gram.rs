//! Many sums over the same rows in one call, one column or one pair of columns after the other.
//!
//! These are the bodies for the baseline of the target and the definition of the bits; `wide` has those for AVX2 and
//! AVX-512, which load each row once.

use super::plain::axpy_body;
use super::{dot_body, dot3_body};

/// `out[i k + j] = sum w c_i c_j` for all pairs of the `k` columns.
#[inline(always)]
pub(super) fn gram_body(weights: &[f64], columns: &[&[f64]], out: &mut [f64]) {
    let k = columns.len();
    for i in 0..k {
        for j in 0..=i {
            let sum = dot3_body(weights, columns[i], columns[j]);
            out[i * k + j] = sum;
            out[j * k + i] = sum;
        }
    }
}

/// `out[k] = sum x c_k`.
#[inline(always)]
pub(super) fn dots_body(x: &[f64], columns: &[&[f64]], out: &mut [f64]) {
    for (out, column) in out.iter_mut().zip(columns) {
        *out = dot_body(x, column);
    }
}

/// `out[k] = sum w c_k c_k`.
#[inline(always)]
pub(super) fn squares_body(weights: &[f64], columns: &[&[f64]], out: &mut [f64]) {
    for (out, column) in out.iter_mut().zip(columns) {
        *out = dot3_body(weights, column, column);
    }
}

/// `out = base + sum f_k c_k`, added from the left; an empty base is zero.
#[inline(always)]
pub(super) fn combine_body(base: &[f64], factors: &[f64], columns: &[&[f64]], out: &mut [f64]) {
    start(base, out);
    for (factor, column) in factors.iter().zip(columns) {
        axpy_body(*factor, column, out);
    }
}

#[inline(always)]
pub(super) fn start(base: &[f64], out: &mut [f64]) {
    if base.is_empty() {
        out.fill(0.0);
    } else {
        out.copy_from_slice(base);
    }
}
