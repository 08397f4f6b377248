//! The arithmetic: matrix products and fused row operations in `f32`, on one thread.
//!
//! Every dimension is a multiple of [`LANES`]. Sums run in an order that does not depend on the
//! width of the machine's vectors, so results are the same on every processor.

mod matmul;
mod rows;

pub(crate) use matmul::{
    View, ViewMut, multiply, multiply_add, multiply_transposed, multiply_transposed_add,
};
pub(crate) use rows::*;

/// All dimensions are multiples of this number.
pub(crate) const LANES: usize = 16;

/// Runs `body` compiled for the best vector instructions of this machine.
#[inline(always)]
fn vectorised<R>(body: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(body)
}

/// Writes the transpose of `from` (`rows` by `columns`) to `to` (`columns` by `rows`).
pub(crate) fn transpose(from: View, to: ViewMut, rows: usize, columns: usize) {
    vectorised(
        #[inline(always)]
        || {
            for row in (0..rows).step_by(LANES) {
                for column in (0..columns).step_by(LANES) {
                    for i in row..row + LANES {
                        let source = &from.data[i * from.stride + column..][..LANES];
                        for (j, &value) in source.iter().enumerate() {
                            to.data[(column + j) * to.stride + i] = value;
                        }
                    }
                }
            }
        },
    );
}
