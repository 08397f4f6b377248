//! A decoder-only transformer with hand-written forward and backward passes.
//!
//! Tokens are embedded; each layer adds attention and then a feed-forward network to the stream;
//! a last norm and a matrix give the logits. Norms are root-mean-square norms before each part,
//! the non-linearity is the squared ReLU, and position enters only through a learned bias of the
//! attention scores by distance (Raffel et al., 2020), one number for each head and distance.

mod attention;
mod backward;
mod forward;
mod gradients;
mod layout;

pub(crate) use backward::{Mirrored, Targets, Transposed, surprise};
pub(crate) use forward::Pass;
pub(crate) use layout::{LayerLayout, Layout, MatrixPlace, Shape};

use crate::random::Stream;

/// Number of different tokens.
pub(crate) const VOCABULARY: usize = 64;
/// Longest sequence.
pub(crate) const CONTEXT: usize = 64;
/// Width of one attention head.
pub(crate) const HEAD: usize = 16;

/// A model: its shape, where each tensor lies, and all weights in one vector.
#[derive(Clone)]
pub(crate) struct Model {
    pub(crate) shape: Shape,
    pub(crate) layout: Layout,
    pub(crate) weights: Vec<f32>,
}

impl Model {
    /// A model with random weights that depend on `seed` alone.
    pub(crate) fn new(shape: Shape, seed: u64) -> Self {
        let layout = Layout::new(shape);
        let mut weights = vec![0.0; layout.total];
        let mut stream = Stream::new(&[seed, 0x1217]);
        for tensor in layout.tensors(shape) {
            let part = &mut weights[tensor.range];
            if tensor.slopes {
                set_slopes(part);
                continue;
            }
            for weight in part {
                *weight = tensor.mean + (tensor.deviation * stream.normal()) as f32;
            }
        }
        Self { shape, layout, weights }
    }

    /// A model with these weights.
    pub(crate) fn with_weights(shape: Shape, weights: Vec<f32>) -> Result<Self, String> {
        let layout = Layout::new(shape);
        if weights.len() == layout.total {
            Ok(Self { shape, layout, weights })
        } else {
            Err(format!("{} weights for a model of {}", weights.len(), layout.total))
        }
    }
}

/// The bias of the scores falls with distance (Press et al., 2022): by 1, 1/2, 1/4 or 1/8 a token.
///
/// Without it, short runs spend their first steps on finding out that near words matter.
fn set_slopes(bias: &mut [f32]) {
    for (head, bias) in bias.chunks_exact_mut(CONTEXT).enumerate() {
        let slope = 0.5f32.powi((head % 4) as i32);
        for (distance, bias) in bias.iter_mut().rev().enumerate() {
            *bias = -slope * distance as f32;
        }
    }
}
