//! Room for the gradients of activations.

use super::Shape;

/// Gradients of activations, shared by all layers.
pub(super) struct Gradients {
    pub(super) stream: Vec<f32>,
    pub(super) normed: Vec<f32>,
    pub(super) mixed: Vec<f32>,
    pub(super) qkv: Vec<f32>,
    pub(super) feed: Vec<f32>,
}

impl Gradients {
    pub(super) fn new(shape: Shape, rows: usize) -> Self {
        let by_width = |times: usize| vec![0.0; rows * times * shape.width];
        let by_inner = |times: usize| vec![0.0; rows * times * shape.inner()];
        Self {
            stream: by_width(1),
            normed: by_width(1),
            mixed: by_inner(1),
            qkv: by_inner(3),
            feed: by_width(4),
        }
    }
}
