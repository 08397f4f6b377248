//! Causal attention of one head over one sequence, in blocks of 16 rows.

use super::{CONTEXT, HEAD};
use crate::kernel::{self, MASKED, View, ViewMut};

/// Scores are divided by the square root of the head's width.
const SCALE: f32 = 0.25;

/// Scratch of one head.
pub(crate) struct Scratch {
    /// Bias by distance, followed by as many masked entries.
    bias: Vec<f32>,
    dbias: Vec<f32>,
    /// Keys (forward) or values (backward), transposed.
    transposed: Vec<f32>,
    /// Gradient of the scores.
    scores: Vec<f32>,
}

impl Scratch {
    pub(crate) fn new() -> Self {
        Self {
            bias: vec![MASKED; 2 * CONTEXT],
            dbias: vec![0.0; 2 * CONTEXT],
            transposed: vec![0.0; HEAD * CONTEXT],
            scores: vec![0.0; CONTEXT * CONTEXT],
        }
    }

    /// Sets the bias of the head that follows.
    pub(crate) fn set_bias(&mut self, bias: &[f32]) {
        self.bias[..CONTEXT].copy_from_slice(bias);
        self.dbias.fill(0.0);
    }

    /// The gradient of the bias since [`Scratch::set_bias`].
    pub(crate) fn bias_gradient(&self) -> &[f32] {
        &self.dbias[..CONTEXT]
    }
}

/// Queries, keys and values of one head and sequence: rows of `3 inner` numbers.
#[derive(Clone, Copy)]
pub(crate) struct Head<'a> {
    /// The rows, from this head's first query on.
    pub(crate) qkv: &'a [f32],
    /// Width of all heads together.
    pub(crate) inner: usize,
    pub(crate) length: usize,
}

impl<'a> Head<'a> {
    fn part(&self, part: usize, row: usize) -> View<'a> {
        View::new(&self.qkv[part * self.inner + row * 3 * self.inner..], 3 * self.inner)
    }

    /// Writes the attention weights (`length` by `length`) and the mixed values to `out`.
    pub(crate) fn forward(&self, scratch: &mut Scratch, weights: &mut [f32], out: &mut [f32]) {
        let length = self.length;
        kernel::transpose(self.part(1, 0), ViewMut::new(&mut scratch.transposed, length), length, HEAD);
        for row in (0..length).step_by(HEAD) {
            let seen = row + HEAD;
            let block = &mut weights[row * length..seen * length];
            let keys = View::new(&scratch.transposed, length);
            kernel::multiply(self.part(0, row), keys, ViewMut::new(block, length), [HEAD, HEAD, seen]);
            let bias = &scratch.bias[CONTEXT - seen..];
            kernel::biased_softmax(block, [length, seen], bias, SCALE);
            let out = ViewMut::new(&mut out[row * self.inner..], self.inner);
            kernel::multiply(View::new(block, length), self.part(2, 0), out, [HEAD, seen, HEAD]);
        }
    }

    /// From the gradient of the mixed values (`dout`) to that of queries, keys and values.
    pub(crate) fn backward(&self, scratch: &mut Scratch, weights: &[f32], dout: &[f32], dqkv: &mut [f32]) {
        let (length, inner) = (self.length, self.inner);
        kernel::transpose(self.part(2, 0), ViewMut::new(&mut scratch.transposed, length), length, HEAD);
        for row in (0..length).step_by(HEAD) {
            let seen = row + HEAD;
            let block = &mut scratch.scores[row * length..seen * length];
            let values = View::new(&scratch.transposed, length);
            let dout = View::new(&dout[row * inner..], inner);
            kernel::multiply(dout, values, ViewMut::new(block, length), [HEAD, HEAD, seen]);
            let dbias = &mut scratch.dbias[CONTEXT - seen..];
            let weights = &weights[row * length..seen * length];
            kernel::biased_softmax_backward(weights, block, [length, seen], dbias, SCALE);
            let dqueries = ViewMut::new(&mut dqkv[row * 3 * inner..], 3 * inner);
            kernel::multiply(View::new(block, length), self.part(1, 0), dqueries, [HEAD, seen, HEAD]);
        }
        for row in (0..length).step_by(HEAD) {
            let size = [HEAD, length - row, HEAD];
            let at = row * length + row;
            let dkeys = ViewMut::new(&mut dqkv[inner + row * 3 * inner..], 3 * inner);
            kernel::multiply_transposed(
                View::new(&scratch.scores[at..], length),
                self.part(0, row),
                dkeys,
                size,
            );
            let dvalues = ViewMut::new(&mut dqkv[2 * inner + row * 3 * inner..], 3 * inner);
            let dout = View::new(&dout[row * inner..], inner);
            kernel::multiply_transposed(View::new(&weights[at..], length), dout, dvalues, size);
        }
    }
}
