//! The shape of a model, where its tensors lie in the vector of weights, and what a token costs.

use super::{CONTEXT, HEAD, VOCABULARY};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Width (a multiple of 16) and number of layers; heads have width 16.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shape {
    pub(crate) width: usize,
    pub(crate) layers: usize,
}

impl Shape {
    pub(crate) const fn new(width: usize, layers: usize) -> Self {
        Self { width, layers }
    }

    /// Heads of attention: with fewer than two, one token cannot look at two others.
    pub(crate) fn heads(self) -> usize {
        (self.width / HEAD).max(2)
    }

    /// Width of all heads together.
    pub(crate) fn inner(self) -> usize {
        self.heads() * HEAD
    }

    /// Weights of the four matrices of a layer.
    fn layer_matrices(self) -> usize {
        self.width * (4 * self.inner() + 8 * self.width)
    }

    /// All weights.
    pub(crate) fn params(self) -> usize {
        self.params_non_embedding() + 2 * VOCABULARY * self.width
    }

    /// All weights but the two matrices from and to the vocabulary.
    pub(crate) fn params_non_embedding(self) -> usize {
        let d = self.width;
        self.layers * (self.layer_matrices() + 2 * d + self.heads() * CONTEXT) + d
    }

    /// Multiplications and additions of all matrix products of one forward pass over a sequence of
    /// `length` tokens, causal blocks of 16 counted as they are computed.
    pub(crate) fn forward_flop(self, length: usize) -> f64 {
        let blocks = length / HEAD;
        let pairs = HEAD * HEAD * blocks * (blocks + 1) / 2;
        let dense = length * (self.layers * self.layer_matrices() + VOCABULARY * self.width);
        let attention = self.layers * 2 * pairs * self.inner();
        2.0 * (dense + attention) as f64
    }

    /// FLOP of training on one token in full sequences: backward costs twice the forward pass.
    pub(crate) fn train_flop_per_token(self) -> f64 {
        3.0 * self.forward_flop(CONTEXT) / CONTEXT as f64
    }
}

/// Where the tensors of one layer lie.
#[derive(Clone, Debug)]
pub(crate) struct LayerLayout {
    /// Gain of the norm before attention, `width`.
    pub(crate) attention_gain: Range<usize>,
    /// Queries, keys and values, `width` by `3 inner`.
    pub(crate) qkv: Range<usize>,
    /// Bias of the scores, `heads` by `CONTEXT`; distance `k` stands at `CONTEXT - 1 - k`.
    pub(crate) distance: Range<usize>,
    /// From the heads to the stream, `inner` by `width`.
    pub(crate) out: Range<usize>,
    /// Gain of the norm before the feed-forward network, `width`.
    pub(crate) feed_gain: Range<usize>,
    /// `width` by `4 width`.
    pub(crate) up: Range<usize>,
    /// `4 width` by `width`.
    pub(crate) down: Range<usize>,
}

/// Where all tensors lie.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// `VOCABULARY` by `width`.
    pub(crate) embedding: Range<usize>,
    pub(crate) layers: Vec<LayerLayout>,
    /// Gain of the last norm, `width`.
    pub(crate) last_gain: Range<usize>,
    /// `width` by `VOCABULARY`.
    pub(crate) unembedding: Range<usize>,
    pub(crate) total: usize,
}

/// One tensor: where it is, how it begins, whether weight decay acts on it.
pub(crate) struct Tensor {
    pub(crate) range: Range<usize>,
    pub(crate) mean: f32,
    pub(crate) deviation: f64,
    pub(crate) decays: bool,
    /// Begins as slopes by distance, one for each head, instead of random numbers.
    pub(crate) slopes: bool,
}

/// Where a matrix lies among the weights.
pub(crate) struct MatrixPlace {
    pub(crate) range: Range<usize>,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
}

impl Layout {
    pub(crate) fn new(shape: Shape) -> Self {
        let d = shape.width;
        let mut total = 0;
        let mut take = |len: usize| {
            total += len;
            total - len..total
        };
        let embedding = take(VOCABULARY * d);
        let layers = (0..shape.layers)
            .map(|_| LayerLayout {
                attention_gain: take(d),
                qkv: take(3 * d * shape.inner()),
                distance: take(shape.heads() * CONTEXT),
                out: take(d * shape.inner()),
                feed_gain: take(d),
                up: take(4 * d * d),
                down: take(4 * d * d),
            })
            .collect();
        let (last_gain, unembedding) = (take(d), take(VOCABULARY * d));
        Self { embedding, layers, last_gain, unembedding, total }
    }

    /// All tensors in their order in memory.
    pub(crate) fn tensors(&self, shape: Shape) -> Vec<Tensor> {
        let fan = 1.0 / (shape.width as f64).sqrt();
        let branch = 1.0 / (2.0 * shape.layers as f64).sqrt();
        let matrix = |range: &Range<usize>, deviation| Tensor {
            range: range.clone(),
            mean: 0.0,
            deviation,
            decays: true,
            slopes: false,
        };
        let vector = |range: &Range<usize>, mean| Tensor {
            range: range.clone(),
            mean,
            deviation: 0.0,
            decays: false,
            slopes: false,
        };
        let mut all = vec![matrix(&self.embedding, 0.5)];
        for layer in &self.layers {
            all.push(vector(&layer.attention_gain, 1.0));
            all.push(matrix(&layer.qkv, fan));
            all.push(Tensor { slopes: true, ..vector(&layer.distance, 0.0) });
            all.push(matrix(&layer.out, branch / (shape.inner() as f64).sqrt()));
            all.push(vector(&layer.feed_gain, 1.0));
            all.push(matrix(&layer.up, fan));
            all.push(matrix(&layer.down, 0.5 * fan * branch));
        }
        all.push(vector(&self.last_gain, 1.0));
        all.push(matrix(&self.unembedding, 0.5 * fan));
        all
    }

    /// The matrices whose transposes the backward pass needs.
    pub(crate) fn matrices(&self, shape: Shape) -> Vec<MatrixPlace> {
        let (width, inner) = (shape.width, shape.inner());
        let place = |range: &Range<usize>, rows: usize, columns: usize| MatrixPlace {
            range: range.clone(),
            rows,
            columns,
        };
        let of_layer = |layer: &LayerLayout| {
            [
                place(&layer.qkv, width, 3 * inner),
                place(&layer.out, inner, width),
                place(&layer.up, width, 4 * width),
                place(&layer.down, 4 * width, width),
            ]
        };
        let mut all: Vec<_> = self.layers.iter().flat_map(of_layer).collect();
        all.push(place(&self.unembedding, width, VOCABULARY));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layout_holds_exactly_the_parameters() {
        for shape in [Shape::new(16, 1), Shape::new(48, 2), Shape::new(144, 4)] {
            let layout = Layout::new(shape);
            assert_eq!(layout.total, shape.params());
            let mut end = 0;
            for tensor in layout.tensors(shape) {
                assert_eq!(tensor.range.start, end);
                end = tensor.range.end;
            }
            assert_eq!(end, layout.total);
        }
    }

    #[test]
    fn exact_flop_exceed_six_n_d_by_attention_and_logits() {
        let shape = Shape::new(128, 4);
        let rule = 6.0 * shape.params_non_embedding() as f64;
        let ratio = shape.train_flop_per_token() / rule;
        assert!((1.0..1.15).contains(&ratio), "{ratio}");
    }
}
