//! Fine-tuning on differences, a task that pre-training did not show.

use super::quiz::{self, Score};
use super::{SIZES, longest};
use crate::model::{Model, Shape};
use crate::optimiser::{Optimiser, Schedule};
use crate::plan::rate;
use crate::random::{Stream, shuffled};
use crate::store::Store;
use crate::text::arithmetic::{ANSWER, PROBLEM, Problem};
use crate::trainer::Learner;
use serde::{Deserialize, Serialize};

/// Digits of the numbers and of the result.
pub(crate) const DIGITS: usize = 3;
/// Denser where models go from never to always right.
const EXAMPLES: [u64; 10] = [256, 512, 1024, 1440, 2048, 2880, 4096, 5760, 8192, 16384];
const SEEDS: u64 = 3;
/// How often each example is seen.
const EPOCHS: u64 = 4;
/// Problems in a batch.
const BATCH: u64 = 16;
/// The highest learning rate as a part of that of pre-training.
const RATE: f64 = 0.5;
/// Held-out problems.
const QUIZ: u64 = 1024;

/// One fine-tuning run to be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Plan {
    pub(crate) id: String,
    /// The pre-training run that it starts from; none for random weights.
    pub(crate) base: Option<String>,
    pub(crate) shape: Shape,
    pub(crate) examples: u64,
    pub(crate) seed: u64,
}

/// A finished fine-tuning run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    #[serde(flatten)]
    pub(crate) plan: Plan,
    pub(crate) params_non_embedding: u64,
    pub(crate) base_tokens: u64,
    pub(crate) epochs: u64,
    pub(crate) learning_rate: f64,
    pub(crate) flop_exact: f64,
    pub(crate) before: Score,
    pub(crate) after: Score,
}

/// Every size with every number of examples; random starts with one seed.
pub(crate) fn plans() -> Vec<Plan> {
    let mut plans = Vec::new();
    for shape in SIZES {
        let base = longest(shape).map(|plan| plan.id);
        for examples in EXAMPLES {
            let starts = (1..=SEEDS).map(|seed| (base.clone(), seed)).chain([(None, 1)]);
            for (base, seed) in starts {
                let kind = if base.is_some() { "finetune" } else { "scratch" };
                let id = format!("{kind}-{}x{}-n{examples}-s{seed}", shape.width, shape.layers);
                plans.push(Plan { id, base, shape, examples, seed });
            }
        }
    }
    let cost = |plan: &Plan| plan.examples * plan.shape.params() as u64;
    plans.sort_by_key(cost);
    plans
}

/// The problems that every model is asked, before and after.
pub(crate) fn held_out() -> Vec<Problem> {
    let mut stream = Stream::new(&[0xd1ff, 0]);
    (0..QUIZ).map(|_| Problem::difference(DIGITS, &mut stream)).collect()
}

/// Makes one run unless it is finished.
pub(crate) fn run(plan: &Plan, store: &Store) -> Result<(), String> {
    if store.is_finished(&plan.id) {
        return Ok(());
    }
    let mut model = match &plan.base {
        Some(base) => store.model(base)?,
        None => Model::new(plan.shape, plan.seed),
    };
    let mut stream = Stream::new(&[0xd1ff, 1, plan.seed]);
    let examples: Vec<Problem> =
        (0..plan.examples).map(|_| Problem::difference(DIGITS, &mut stream)).collect();
    let (quiz, mut pass) = (held_out(), quiz::pass(plan.shape));
    let before = quiz::score(&model, &mut pass, &quiz, DIGITS);
    train(&mut model, &examples, plan.seed);
    let after = quiz::score(&model, &mut pass, &quiz, DIGITS);
    let base_tokens = plan.base.as_ref().and(longest(plan.shape)).map_or(0, |base| base.recipe.tokens());
    let record = Record {
        plan: plan.clone(),
        params_non_embedding: plan.shape.params_non_embedding() as u64,
        base_tokens,
        epochs: EPOCHS,
        learning_rate: RATE * rate(plan.shape),
        flop_exact: 3.0 * plan.shape.forward_flop(PROBLEM) * (EPOCHS * plan.examples) as f64,
        before,
        after,
    };
    if plan.seed == 1 {
        store.save_model(&plan.id, plan.shape, &model.weights)?;
    }
    store.finish(&plan.id, &record)
}

/// Passes over the examples in random order; only the digits of the answers count.
fn train(model: &mut Model, examples: &[Problem], seed: u64) {
    let (count, batch) = (examples.len() as u64, BATCH as usize);
    let schedule = Schedule { peak: RATE * rate(model.shape), steps: EPOCHS * count / BATCH };
    let mut learner = Learner::new(model, batch, PROBLEM);
    let mut optimiser = Optimiser::new(&model.layout, model.shape);
    for row in &mut learner.weights.chunks_exact_mut(PROBLEM) {
        row[ANSWER..ANSWER + DIGITS].fill(1.0 / (batch * DIGITS) as f32);
    }
    for step in 0..schedule.steps {
        for i in 0..batch {
            let index = step * BATCH + i as u64;
            let example = &examples[shuffled(index % count, count, seed ^ (index / count) << 32) as usize];
            learner.inputs[i * PROBLEM..][..PROBLEM].copy_from_slice(&quiz::inputs(&example.text));
            learner.targets[i * PROBLEM..][..PROBLEM].copy_from_slice(&example.text);
        }
        learner.begin(model);
        learner.accumulate(model);
        optimiser.apply(&mut model.weights, &learner.gradient, step, schedule.rate(step));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_lower_the_loss_of_answers() {
        let shape = Shape::new(16, 1);
        let mut model = Model::new(shape, 1);
        let mut stream = Stream::new(&[4]);
        let examples: Vec<Problem> = (0..1024).map(|_| Problem::difference(DIGITS, &mut stream)).collect();
        let (quiz, mut pass) = (held_out(), quiz::pass(shape));
        let before = quiz::score(&model, &mut pass, &quiz, DIGITS);
        train(&mut model, &examples, 1);
        let after = quiz::score(&model, &mut pass, &quiz, DIGITS);
        assert!(before.answer_loss > 3.5 && after.answer_loss < 2.5, "{before:?} {after:?}");
    }
}
