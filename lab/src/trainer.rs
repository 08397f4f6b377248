//! Training: batches through the model, gradients into the optimiser.

use crate::model::{CONTEXT, Mirrored, Model, Pass, Shape, Targets, Transposed};
use crate::optimiser::{Optimiser, Schedule};
use crate::text::Corpus;
use serde::{Deserialize, Serialize};

/// Sequences that go through the model together; their activations stay in the near caches.
const TOGETHER: usize = 4;

/// Everything that a run depends on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Recipe {
    pub(crate) shape: Shape,
    /// Seed of the first weights and of the training text.
    pub(crate) seed: u64,
    /// Sequences of 64 tokens in a batch.
    pub(crate) batch: u64,
    pub(crate) steps: u64,
    /// Different sequences; more are repeats.
    pub(crate) unique: u64,
    /// Highest learning rate.
    pub(crate) rate: f64,
}

impl Recipe {
    /// A run of about `tokens` tokens, none repeated.
    ///
    /// The batch grows with the square root of the run: short runs need steps, long runs do not.
    pub(crate) fn new(shape: Shape, tokens: u64, rate: f64, seed: u64) -> Self {
        let sequences = tokens as f64 / CONTEXT as f64;
        let batch = 2f64.powf((sequences.sqrt() / 16.0).log2().round()).clamp(1.0, 64.0) as u64;
        let steps = ((sequences / batch as f64).round() as u64).max(1);
        Self { shape, seed, batch, steps, unique: steps * batch, rate }
    }

    /// Tokens that the run trains on, repeats counted.
    pub(crate) fn tokens(&self) -> u64 {
        self.steps * self.batch * CONTEXT as u64
    }

    fn schedule(&self) -> Schedule {
        Schedule { peak: self.rate, steps: self.steps }
    }
}

/// A model in training.
pub(crate) struct Trainer {
    pub(crate) recipe: Recipe,
    pub(crate) model: Model,
    pub(crate) optimiser: Optimiser,
    /// Steps done.
    pub(crate) step: u64,
    learner: Learner,
}

impl Trainer {
    pub(crate) fn new(recipe: Recipe) -> Self {
        let model = Model::new(recipe.shape, recipe.seed);
        let optimiser = Optimiser::new(&model.layout, model.shape);
        let together = (recipe.batch as usize).min(TOGETHER);
        let learner = Learner::new(&model, together, CONTEXT);
        Self { recipe, model, optimiser, step: 0, learner }
    }

    pub(crate) fn is_done(&self) -> bool {
        self.step >= self.recipe.steps
    }

    /// One step; returns the mean loss of the batch before it.
    pub(crate) fn advance(&mut self) -> f64 {
        let corpus = Corpus { seed: self.recipe.seed, unique: self.recipe.unique };
        let batch = self.recipe.batch;
        let together = self.learner.pass.rows() / CONTEXT;
        let weight = 1.0 / (batch * CONTEXT as u64) as f32;
        let mut loss = 0.0;
        self.learner.begin(&self.model);
        for part in 0..batch / together as u64 {
            self.learner.inputs.clear();
            self.learner.targets.clear();
            for i in 0..together as u64 {
                let sequence = corpus.sequence(self.step * batch + part * together as u64 + i);
                self.learner.inputs.extend_from_slice(&sequence[..CONTEXT]);
                self.learner.targets.extend_from_slice(&sequence[1..]);
            }
            self.learner.weights.fill(weight);
            loss += self.learner.accumulate(&self.model);
        }
        let rate = self.recipe.schedule().rate(self.step);
        self.optimiser.apply(&mut self.model.weights, &self.learner.gradient, self.step, rate);
        self.step += 1;
        loss
    }
}

/// The buffers of one gradient: fill `inputs`, `targets` and `weights`, then accumulate.
pub(crate) struct Learner {
    pub(crate) pass: Pass,
    pub(crate) inputs: Vec<u8>,
    pub(crate) targets: Vec<u8>,
    /// Weight of each row in the loss.
    pub(crate) weights: Vec<f32>,
    pub(crate) gradient: Vec<f32>,
    transposed: Transposed,
}

impl Learner {
    pub(crate) fn new(model: &Model, sequences: usize, length: usize) -> Self {
        let pass = Pass::new(model.shape, sequences, length);
        let rows = pass.rows();
        Self {
            pass,
            inputs: vec![0; rows],
            targets: vec![0; rows],
            weights: vec![0.0; rows],
            gradient: vec![0.0; model.layout.total],
            transposed: Transposed::new(model),
        }
    }

    /// Starts a new gradient.
    pub(crate) fn begin(&mut self, model: &Model) {
        self.gradient.fill(0.0);
        self.transposed.refresh(model);
    }

    /// Adds the gradient of the rows; returns their weighted loss.
    pub(crate) fn accumulate(&mut self, model: &Model) -> f64 {
        let targets = Targets { tokens: &self.targets, weights: &self.weights };
        self.pass.forward(model, &self.inputs);
        let loss = self.pass.loss(targets);
        let mirrored = Mirrored { model, transposed: &self.transposed };
        self.pass.backward(mirrored, &self.inputs, targets, &mut self.gradient);
        loss
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn losses(seed: u64) -> Vec<f64> {
        let mut trainer = Trainer::new(Recipe::new(Shape::new(16, 1), 1 << 15, 0.01, seed));
        (0..100).map(|_| trainer.advance()).collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_losses_and_another_seed_others() {
        let first = losses(1);
        assert_eq!(first, losses(1));
        assert_ne!(first, losses(2));
        assert!(first[99] < first[0] - 0.3, "{} to {}", first[0], first[99]);
    }
}
