//! Bodies of products and sums, element by element.

use super::LANES;

/// `y += a x`.
#[inline(always)]
pub(super) fn axpy_body(a: f64, x: &[f64], y: &mut [f64]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += a * x;
    }
}

/// `x = factor / x`.
#[inline(always)]
pub(super) fn divide_body(factor: f64, x: &mut [f64]) {
    for x in x {
        *x = factor / *x;
    }
}

/// `out = x y`.
#[inline(always)]
pub(super) fn multiply_body(x: &[f64], y: &[f64], out: &mut [f64]) {
    for ((out, x), y) in out.iter_mut().zip(x).zip(y) {
        *out = x * y;
    }
}

/// `out = x y + z`.
#[inline(always)]
pub(super) fn multiply_add_body(x: &[f64], y: &[f64], z: &[f64], out: &mut [f64]) {
    for (((out, x), y), z) in out.iter_mut().zip(x).zip(y).zip(z) {
        *out = x * y + z;
    }
}

/// `out = (factor x) by`.
#[inline(always)]
pub(super) fn scaled_body(factor: f64, x: &[f64], by: &[f64], out: &mut [f64]) {
    for ((out, x), by) in out.iter_mut().zip(x).zip(by) {
        *out = (factor * x) * by;
    }
}

/// `out += (factor x) by`.
#[inline(always)]
pub(super) fn add_scaled_body(factor: f64, x: &[f64], by: &[f64], out: &mut [f64]) {
    for ((out, x), by) in out.iter_mut().zip(x).zip(by) {
        *out += (factor * x) * by;
    }
}

/// Zero in place of NaN.
#[inline(always)]
pub(super) fn flatten_body(x: &mut [f64]) {
    for x in x {
        *x = if x.is_nan() { 0.0 } else { *x };
    }
}

/// Whether no element is infinite or NaN: zero times the element is zero only then.
#[inline(always)]
pub(super) fn is_finite_body(x: &[f64]) -> bool {
    let (blocks, tail) = x.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for block in blocks {
        for lane in 0..LANES {
            lanes[lane] += 0.0 * block[lane];
        }
    }
    for (lane, value) in lanes.iter_mut().zip(tail) {
        *lane += 0.0 * value;
    }
    lanes.iter().sum::<f64>() == 0.0
}
