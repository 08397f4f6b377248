//! AdamW with warm-up and cosine decay set for the length of the run.

use crate::kernel::{AdamStep, sum_of_squares};
use crate::model::{Layout, Shape};
use std::ops::Range;

/// Decay rates of the running means of the gradient and of its square.
const BETAS: [f64; 2] = [0.9, 0.98];
const WEIGHT_DECAY: f64 = 0.1;
/// The gradient is scaled down to this norm.
const CLIP: f64 = 1.0;
/// The last learning rate as a part of the highest.
const FLOOR: f64 = 0.05;

/// Learning rate by step.
#[derive(Clone, Copy)]
pub(crate) struct Schedule {
    pub(crate) peak: f64,
    pub(crate) steps: u64,
}

impl Schedule {
    /// Linear warm-up over a twentieth of the steps, then a cosine down to 5 % of the peak.
    pub(crate) fn rate(&self, step: u64) -> f64 {
        let warm = (self.steps / 20).max(8).min(self.steps) as f64;
        let step = step as f64;
        if step < warm {
            return self.peak * (step + 1.0) / warm;
        }
        let progress = (step - warm) / (self.steps as f64 - warm).max(1.0);
        self.peak * (FLOOR + (1.0 - FLOOR) * 0.5 * (1.0 + (std::f64::consts::PI * progress).cos()))
    }
}

/// Moments of the gradient and which weights decay.
#[derive(Clone)]
pub(crate) struct Optimiser {
    pub(crate) first: Vec<f32>,
    pub(crate) second: Vec<f32>,
    tensors: Vec<(Range<usize>, bool)>,
}

impl Optimiser {
    pub(crate) fn new(layout: &Layout, shape: Shape) -> Self {
        let tensors = layout.tensors(shape).into_iter().map(|t| (t.range, t.decays)).collect();
        Self { first: vec![0.0; layout.total], second: vec![0.0; layout.total], tensors }
    }

    /// Step number `step` (from 0) with this learning rate.
    pub(crate) fn apply(&mut self, weights: &mut [f32], gradient: &[f32], step: u64, rate: f64) {
        let squares =
            self.tensors.iter().map(|(range, _)| f64::from(sum_of_squares(&gradient[range.clone()])));
        let norm = squares.sum::<f64>().sqrt();
        let correction = |beta: f64| 1.0 - beta.powf(step as f64 + 1.0);
        for (range, decays) in &self.tensors {
            let decay = if *decays { 1.0 - rate * WEIGHT_DECAY } else { 1.0 };
            let step = AdamStep {
                rate: (rate / correction(BETAS[0])) as f32,
                correction: correction(BETAS[1]).sqrt().recip() as f32,
                decay: decay as f32,
                gradient_scale: (CLIP / norm.max(CLIP)) as f32,
                betas: BETAS.map(|beta| beta as f32),
            };
            let moments = [&mut self.first[range.clone()], &mut self.second[range.clone()]];
            step.apply(&mut weights[range.clone()], &gradient[range.clone()], moments);
        }
    }
}
