//! The backward pass: from the gradient of the logits to that of every weight.

use super::attention::{Head, Scratch};
use super::forward::{LayerCache, Pass};
use super::gradients::Gradients;
use super::{CONTEXT, HEAD, LayerLayout, MatrixPlace, Model, Shape, VOCABULARY};
use crate::kernel::{self, Normalised, View, ViewMut};

/// The transposes of all matrices, at the places of the matrices; made once for each step.
pub(crate) struct Transposed(Vec<f32>);

impl Transposed {
    pub(crate) fn new(model: &Model) -> Self {
        let mut transposed = Self(vec![0.0; model.layout.total]);
        transposed.refresh(model);
        transposed
    }

    /// Follows the weights of the model.
    pub(crate) fn refresh(&mut self, model: &Model) {
        for MatrixPlace { range, rows, columns } in model.layout.matrices(model.shape) {
            let from = View::new(&model.weights[range.clone()], columns);
            kernel::transpose(from, ViewMut::new(&mut self.0[range], rows), rows, columns);
        }
    }
}

/// A model with the transposes of its matrices.
#[derive(Clone, Copy)]
pub(crate) struct Mirrored<'a> {
    pub(crate) model: &'a Model,
    pub(crate) transposed: &'a Transposed,
}

/// What a pass is trained towards: for each row the token wanted and its weight in the loss.
#[derive(Clone, Copy)]
pub(crate) struct Targets<'a> {
    pub(crate) tokens: &'a [u8],
    pub(crate) weights: &'a [f32],
}

impl Pass {
    /// Loss `sum of weight * -ln p(target)` of the last forward pass.
    pub(crate) fn loss(&self, targets: Targets) -> f64 {
        let rows = self.probabilities.chunks_exact(VOCABULARY).zip(targets.tokens).zip(targets.weights);
        rows.map(|((p, &token), &weight)| f64::from(weight) * surprise(p[usize::from(token)])).sum()
    }

    /// Adds the gradient of [`Pass::loss`] by every weight to `gradient`.
    pub(crate) fn backward(
        &mut self,
        mirrored: Mirrored<'_>,
        inputs: &[u8],
        targets: Targets,
        gradient: &mut [f32],
    ) {
        let Mirrored { model, transposed } = mirrored;
        let (d, rows) = (model.shape.width, self.rows());
        let rows_of_targets = targets.tokens.iter().zip(targets.weights);
        for (p, (&token, &weight)) in self.probabilities.chunks_exact_mut(VOCABULARY).zip(rows_of_targets) {
            p[usize::from(token)] -= 1.0;
            p.iter_mut().for_each(|p| *p *= weight);
        }
        let layout = &model.layout;
        let dlogits = View::new(&self.probabilities, VOCABULARY);
        kernel::multiply_transposed_add(
            View::new(&self.last_normed, d),
            dlogits,
            ViewMut::new(&mut gradient[layout.unembedding.clone()], VOCABULARY),
            [d, rows, VOCABULARY],
        );
        let to_normed = View::new(&transposed.0[layout.unembedding.clone()], d);
        let dnormed = ViewMut::new(&mut self.gradients.normed, d);
        kernel::multiply(dlogits, to_normed, dnormed, [rows, VOCABULARY, d]);
        self.gradients.stream.fill(0.0);
        let gain = &model.weights[layout.last_gain.clone()];
        let kept = Normalised { x: &self.last, gain, inverse: &self.last_inverse };
        let (stream, normed) = (&mut self.gradients.stream, &self.gradients.normed);
        kernel::normalise_backward(&kept, normed, stream, &mut gradient[layout.last_gain.clone()]);
        for (cache, layout) in self.layers.iter().zip(&layout.layers).rev() {
            let work = LayerBackward { layout, cache, shape: model.shape, length: self.length };
            work.feed(mirrored, &mut self.gradients, gradient);
            work.attend(mirrored, &mut self.gradients, &mut self.scratch, gradient);
        }
        let dembedding = &mut gradient[layout.embedding.clone()];
        for (&token, row) in inputs.iter().zip(self.gradients.stream.chunks_exact(d)) {
            kernel::add(&mut dembedding[usize::from(token) * d..][..d], row);
        }
    }
}

/// `-ln p`, at most 87.
pub(crate) fn surprise(p: f32) -> f64 {
    -f64::from(p.max(1e-38)).ln()
}

struct LayerBackward<'a> {
    layout: &'a LayerLayout,
    cache: &'a LayerCache,
    shape: Shape,
    length: usize,
}

impl LayerBackward<'_> {
    /// Through the feed-forward network and its norm.
    fn feed(&self, mirrored: Mirrored<'_>, g: &mut Gradients, gradient: &mut [f32]) {
        let (weights, transposed) = (&mirrored.model.weights, &mirrored.transposed.0);
        let (d, layout, cache) = (self.shape.width, self.layout, self.cache);
        let rows = cache.input_inverse.len();
        let dout = View::new(&g.stream, d);
        let to_feed = View::new(&transposed[layout.down.clone()], 4 * d);
        kernel::multiply(dout, to_feed, ViewMut::new(&mut g.feed, 4 * d), [rows, d, 4 * d]);
        let ddown = ViewMut::new(&mut gradient[layout.down.clone()], d);
        kernel::multiply_transposed_add(View::new(&cache.after, 4 * d), dout, ddown, [4 * d, rows, d]);
        kernel::squared_relu_backward(&cache.before, &mut g.feed);
        let dfeed = View::new(&g.feed, 4 * d);
        let dup = ViewMut::new(&mut gradient[layout.up.clone()], 4 * d);
        kernel::multiply_transposed_add(View::new(&cache.feed_in, d), dfeed, dup, [d, rows, 4 * d]);
        let to_normed = View::new(&transposed[layout.up.clone()], d);
        kernel::multiply(dfeed, to_normed, ViewMut::new(&mut g.normed, d), [rows, 4 * d, d]);
        let gain = &weights[layout.feed_gain.clone()];
        let kept = Normalised { x: &cache.middle, gain, inverse: &cache.middle_inverse };
        kernel::normalise_backward(&kept, &g.normed, &mut g.stream, &mut gradient[layout.feed_gain.clone()]);
    }

    /// Through attention and its norm.
    fn attend(&self, mirrored: Mirrored<'_>, g: &mut Gradients, scratch: &mut Scratch, gradient: &mut [f32]) {
        let (weights, transposed) = (&mirrored.model.weights, &mirrored.transposed.0);
        let (d, inner, layout, cache) = (self.shape.width, self.shape.inner(), self.layout, self.cache);
        let rows = cache.input_inverse.len();
        let dout = View::new(&g.stream, d);
        let dout_matrix = ViewMut::new(&mut gradient[layout.out.clone()], d);
        kernel::multiply_transposed_add(View::new(&cache.mixed, inner), dout, dout_matrix, [inner, rows, d]);
        let to_mixed = View::new(&transposed[layout.out.clone()], inner);
        kernel::multiply(dout, to_mixed, ViewMut::new(&mut g.mixed, inner), [rows, d, inner]);
        self.heads(weights, g, scratch, gradient);
        let dqkv = View::new(&g.qkv, 3 * inner);
        let dqkv_matrix = ViewMut::new(&mut gradient[layout.qkv.clone()], 3 * inner);
        let size = [d, rows, 3 * inner];
        kernel::multiply_transposed_add(View::new(&cache.attention_in, d), dqkv, dqkv_matrix, size);
        let to_normed = View::new(&transposed[layout.qkv.clone()], d);
        kernel::multiply(dqkv, to_normed, ViewMut::new(&mut g.normed, d), [rows, 3 * inner, d]);
        let gain = &weights[layout.attention_gain.clone()];
        let kept = Normalised { x: &cache.input, gain, inverse: &cache.input_inverse };
        let dgain = &mut gradient[layout.attention_gain.clone()];
        kernel::normalise_backward(&kept, &g.normed, &mut g.stream, dgain);
    }

    fn heads(&self, weights: &[f32], g: &mut Gradients, scratch: &mut Scratch, gradient: &mut [f32]) {
        let (inner, length, cache) = (self.shape.inner(), self.length, self.cache);
        let square = length * length;
        let sequences = cache.input_inverse.len() / length;
        let distance = weights[self.layout.distance.clone()].chunks_exact(CONTEXT);
        let dbias = gradient[self.layout.distance.clone()].chunks_exact_mut(CONTEXT);
        for (h, (bias, dbias)) in distance.zip(dbias).enumerate() {
            scratch.set_bias(bias);
            for s in 0..sequences {
                let at = s * length * 3 * inner + h * HEAD;
                let head = Head { qkv: &cache.qkv[at..], inner, length };
                let weights = &cache.weights[(h * sequences + s) * square..][..square];
                head.backward(scratch, weights, &g.mixed[s * length * inner + h * HEAD..], &mut g.qkv[at..]);
            }
            kernel::add(dbias, scratch.bias_gradient());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Stream;

    struct Probe {
        model: Model,
        inputs: Vec<u8>,
        targets: Vec<u8>,
        weights: Vec<f32>,
    }

    impl Probe {
        fn new(shape: Shape, length: usize) -> Self {
            let mut stream = Stream::new(&[3]);
            let rows = 2 * length;
            let mut model = Model::new(shape, 5);
            model.weights.iter_mut().for_each(|w| *w += (0.1 * stream.normal()) as f32);
            let mut tokens = || (0..rows).map(|_| stream.below(64) as u8).collect::<Vec<u8>>();
            let (inputs, targets) = (tokens(), tokens());
            let weights = (0..rows).map(|_| (stream.uniform() / rows as f64) as f32).collect();
            Self { model, inputs, targets, weights }
        }

        fn targets(&self) -> Targets<'_> {
            Targets { tokens: &self.targets, weights: &self.weights }
        }

        fn loss(&self, pass: &mut Pass, weights: Vec<f32>) -> f64 {
            let model = Model::with_weights(self.model.shape, weights).unwrap();
            pass.forward(&model, &self.inputs);
            pass.loss(self.targets())
        }
    }

    /// The slope along the gradient and along random directions, tensor by tensor.
    #[test]
    fn every_tensor_agrees_with_finite_differences() {
        for (shape, length) in [(Shape::new(32, 2), 16), (Shape::new(16, 1), 64)] {
            let probe = Probe::new(shape, length);
            let mut pass = Pass::new(probe.model.shape, 2, length);
            let mut gradient = vec![0.0; probe.model.layout.total];
            pass.forward(&probe.model, &probe.inputs);
            let transposed = Transposed::new(&probe.model);
            let mirrored = Mirrored { model: &probe.model, transposed: &transposed };
            pass.backward(mirrored, &probe.inputs, probe.targets(), &mut gradient);
            let mut stream = Stream::new(&[9]);
            for (number, tensor) in probe.model.layout.tensors(shape).into_iter().enumerate() {
                let slope = &gradient[tensor.range.clone()];
                let size = slope.iter().map(|&g| f64::from(g).powi(2)).sum::<f64>().sqrt();
                assert!(size > 0.0, "tensor {number} has no gradient");
                let is_distance = probe.model.layout.layers.iter().any(|l| l.distance == tensor.range);
                for part in 0..4 {
                    let noise = f64::from(part) * size / (slope.len() as f64).sqrt();
                    let direction: Vec<f64> =
                        slope.iter().map(|&g| f64::from(g) + noise * stream.normal()).collect();
                    let norm = direction.iter().map(|x| x * x).sum::<f64>().sqrt();
                    let step = 2e-3 * norm.recip() * if is_distance { 10.0 } else { 1.0 };
                    let at = |sign: f64| {
                        let mut weights = probe.model.weights.clone();
                        for (w, x) in weights[tensor.range.clone()].iter_mut().zip(&direction) {
                            *w += (sign * step * x) as f32;
                        }
                        weights
                    };
                    let (up, down) = (at(1.0), at(-1.0));
                    let moved = up.iter().zip(&down).map(|(u, d)| f64::from(u - d));
                    let expected: f64 = moved.zip(&gradient).map(|(x, &g)| x * f64::from(g)).sum();
                    let found = probe.loss(&mut pass, up) - probe.loss(&mut pass, down);
                    let error = (found - expected).abs();
                    assert!(error < 0.002 * expected.abs() + 1e-7, "tensor {number}: {found} for {expected}");
                }
            }
        }
    }
}
