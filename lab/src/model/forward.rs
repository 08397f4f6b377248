//! The forward pass, which keeps what the backward pass needs.

use super::attention::{Head, Scratch};
use super::{HEAD, LayerLayout, Model, Shape, VOCABULARY};
use crate::kernel::{self, View, ViewMut};

/// What one layer keeps, by rows (one row a token).
pub(super) struct LayerCache {
    /// The stream before the layer.
    pub(super) input: Vec<f32>,
    pub(super) input_inverse: Vec<f32>,
    pub(super) attention_in: Vec<f32>,
    pub(super) qkv: Vec<f32>,
    /// Attention weights: for each sequence and head, `length` by `length`.
    pub(super) weights: Vec<f32>,
    pub(super) mixed: Vec<f32>,
    /// The stream between attention and the feed-forward network.
    pub(super) middle: Vec<f32>,
    pub(super) middle_inverse: Vec<f32>,
    pub(super) feed_in: Vec<f32>,
    pub(super) before: Vec<f32>,
    pub(super) after: Vec<f32>,
}

impl LayerCache {
    fn new(rows: usize, length: usize, shape: Shape) -> Self {
        let by_width = |times: usize| vec![0.0; rows * times * shape.width];
        let by_inner = |times: usize| vec![0.0; rows * times * shape.inner()];
        Self {
            input: by_width(1),
            input_inverse: vec![0.0; rows],
            attention_in: by_width(1),
            qkv: by_inner(3),
            weights: vec![0.0; rows * length * shape.heads()],
            mixed: by_inner(1),
            middle: by_width(1),
            middle_inverse: vec![0.0; rows],
            feed_in: by_width(1),
            before: by_width(4),
            after: by_width(4),
        }
    }
}

/// The memory of passes over `sequences` sequences of `length` tokens.
pub(crate) struct Pass {
    pub(super) sequences: usize,
    pub(super) length: usize,
    pub(super) layers: Vec<LayerCache>,
    /// The stream after the last layer.
    pub(super) last: Vec<f32>,
    pub(super) last_inverse: Vec<f32>,
    pub(super) last_normed: Vec<f32>,
    pub(super) probabilities: Vec<f32>,
    pub(super) scratch: Scratch,
    pub(super) gradients: super::gradients::Gradients,
}

impl Pass {
    /// Room for `sequences` sequences of `length` tokens (a multiple of 16).
    pub(crate) fn new(shape: Shape, sequences: usize, length: usize) -> Self {
        let rows = sequences * length;
        Self {
            sequences,
            length,
            layers: (0..shape.layers).map(|_| LayerCache::new(rows, length, shape)).collect(),
            last: vec![0.0; rows * shape.width],
            last_inverse: vec![0.0; rows],
            last_normed: vec![0.0; rows * shape.width],
            probabilities: vec![0.0; rows * VOCABULARY],
            scratch: Scratch::new(),
            gradients: super::gradients::Gradients::new(shape, rows),
        }
    }

    pub(crate) fn rows(&self) -> usize {
        self.sequences * self.length
    }

    /// Probabilities of the next token, `VOCABULARY` for each input token.
    pub(crate) fn forward(&mut self, model: &Model, inputs: &[u8]) -> &[f32] {
        let (d, weights) = (model.shape.width, &model.weights);
        let rows = self.rows();
        let embedding = &weights[model.layout.embedding.clone()];
        let (first, _) = self.layers.split_at_mut(1);
        for (&token, row) in inputs.iter().zip(first[0].input.chunks_exact_mut(d)) {
            row.copy_from_slice(&embedding[usize::from(token) * d..][..d]);
        }
        for (i, layout) in model.layout.layers.iter().enumerate() {
            let (head, tail) = self.layers.split_at_mut(i + 1);
            let output = tail.first_mut().map_or(&mut self.last, |next| &mut next.input);
            let work = LayerForward { layout, weights, shape: model.shape, length: self.length };
            work.run(&mut head[i], &mut self.scratch, output);
        }
        let gain = &weights[model.layout.last_gain.clone()];
        kernel::normalise(&self.last, gain, &mut self.last_normed, &mut self.last_inverse);
        kernel::multiply(
            View::new(&self.last_normed, d),
            View::new(&weights[model.layout.unembedding.clone()], VOCABULARY),
            ViewMut::new(&mut self.probabilities, VOCABULARY),
            [rows, d, VOCABULARY],
        );
        kernel::softmax(&mut self.probabilities, VOCABULARY);
        &self.probabilities
    }
}

struct LayerForward<'a> {
    layout: &'a LayerLayout,
    weights: &'a [f32],
    shape: Shape,
    length: usize,
}

impl LayerForward<'_> {
    fn run(&self, cache: &mut LayerCache, scratch: &mut Scratch, output: &mut [f32]) {
        let (d, inner) = (self.shape.width, self.shape.inner());
        let (layout, weights) = (self.layout, self.weights);
        let rows = cache.input_inverse.len();
        let gain = &weights[layout.attention_gain.clone()];
        kernel::normalise(&cache.input, gain, &mut cache.attention_in, &mut cache.input_inverse);
        kernel::multiply(
            View::new(&cache.attention_in, d),
            View::new(&weights[layout.qkv.clone()], 3 * inner),
            ViewMut::new(&mut cache.qkv, 3 * inner),
            [rows, d, 3 * inner],
        );
        self.attend(cache, scratch);
        cache.middle.copy_from_slice(&cache.input);
        kernel::multiply_add(
            View::new(&cache.mixed, inner),
            View::new(&weights[layout.out.clone()], d),
            ViewMut::new(&mut cache.middle, d),
            [rows, inner, d],
        );
        let gain = &weights[layout.feed_gain.clone()];
        kernel::normalise(&cache.middle, gain, &mut cache.feed_in, &mut cache.middle_inverse);
        kernel::multiply(
            View::new(&cache.feed_in, d),
            View::new(&weights[layout.up.clone()], 4 * d),
            ViewMut::new(&mut cache.before, 4 * d),
            [rows, d, 4 * d],
        );
        kernel::squared_relu(&cache.before, &mut cache.after);
        output.copy_from_slice(&cache.middle);
        kernel::multiply_add(
            View::new(&cache.after, 4 * d),
            View::new(&weights[layout.down.clone()], d),
            ViewMut::new(output, d),
            [rows, 4 * d, d],
        );
    }

    fn attend(&self, cache: &mut LayerCache, scratch: &mut Scratch) {
        let (inner, length) = (self.shape.inner(), self.length);
        let square = length * length;
        let sequences = cache.input_inverse.len() / length;
        let distance = self.weights[self.layout.distance.clone()].chunks_exact(super::CONTEXT);
        for (h, bias) in distance.enumerate() {
            scratch.set_bias(bias);
            for s in 0..sequences {
                let head = Head { qkv: &cache.qkv[s * length * 3 * inner + h * HEAD..], inner, length };
                let weights = &mut cache.weights[(h * sequences + s) * square..][..square];
                head.forward(scratch, weights, &mut cache.mixed[s * length * inner + h * HEAD..]);
            }
        }
    }
}
