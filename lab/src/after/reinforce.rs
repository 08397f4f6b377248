//! Policy gradient on differences: the reward of an answer is 1 if every digit is right.
//!
//! REINFORCE (Williams, 1992) with the mean reward of the answers to the same problem as baseline.

use super::finetune::{self, DIGITS};
use super::quiz::{self, Score};
use crate::model::{Model, Pass, Shape};
use crate::optimiser::Optimiser;
use crate::plan::rate;
use crate::random::Stream;
use crate::store::Store;
use crate::text::arithmetic::{ANSWER, PROBLEM, Problem};
use crate::trainer::Learner;
use serde::{Deserialize, Serialize};

const SIZES: [Shape; 3] = [Shape::new(48, 2), Shape::new(96, 3), Shape::new(144, 4)];
const SEEDS: u64 = 3;
/// The start is the fine-tuned model whose sampled answers are right most nearly this often: rarely enough to leave
/// room, often enough to be rewarded at all.
const START_RATE: f64 = 0.15;
const STEPS: u64 = 400;
/// Problems in a step, and answers sampled for each.
const PROBLEMS: usize = 16;
const ANSWERS: usize = 16;
/// The learning rate as a part of that of pre-training.
const RATE: f64 = 0.1;
/// Steps of linear warm-up.
const WARM: f64 = 20.0;
/// Steps between evaluations, besides the powers of two.
const EVERY: u64 = 50;

/// One reinforcement run to be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Plan {
    pub(crate) id: String,
    pub(crate) shape: Shape,
    pub(crate) seed: u64,
}

/// One evaluation on held-out problems.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Point {
    pub(crate) step: u64,
    /// Answers sampled so far.
    pub(crate) answers: u64,
    /// FLOP of sampling and of learning so far.
    pub(crate) flop_sampling: f64,
    pub(crate) flop_learning: f64,
    /// Mean reward while training since the last evaluation.
    pub(crate) reward: f64,
    #[serde(flatten)]
    pub(crate) score: Score,
}

/// A finished reinforcement run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    #[serde(flatten)]
    pub(crate) plan: Plan,
    pub(crate) params_non_embedding: u64,
    /// The fine-tuning run that it starts from.
    pub(crate) base: String,
    pub(crate) learning_rate: f64,
    pub(crate) points: Vec<Point>,
}

pub(crate) fn plans() -> Vec<Plan> {
    let each = |shape: Shape| {
        (1..=SEEDS).map(move |seed| {
            let id = format!("reinforce-{}x{}-s{seed}", shape.width, shape.layers);
            Plan { id, shape, seed }
        })
    };
    SIZES.into_iter().flat_map(each).collect()
}

/// The fine-tuned model of that size whose rate of right answers is nearest to the wanted one, in log-odds.
fn base(shape: Shape, store: &Store) -> Result<String, String> {
    let odds = |rate: f64| (rate / (1.0 - rate)).ln();
    let mut best: Option<(f64, String)> = None;
    // Models are kept of the first seed only.
    let of_size = |plan: &finetune::Plan| plan.shape == shape && plan.seed == 1 && plan.base.is_some();
    for plan in finetune::plans().into_iter().filter(of_size) {
        let record: Option<finetune::Record> = store.record(&plan.id)?;
        let record = record.ok_or_else(|| format!("{} is not finished", plan.id))?;
        let distance = (odds(record.after.pass_rate.clamp(1e-6, 1.0 - 1e-6)) - odds(START_RATE)).abs();
        if best.as_ref().is_none_or(|(least, _)| distance < *least) {
            best = Some((distance, plan.id));
        }
    }
    best.map(|(_, id)| id).ok_or_else(|| "no fine-tuned model".into())
}

/// Makes one run unless it is finished.
pub(crate) fn run(plan: &Plan, store: &Store) -> Result<(), String> {
    if store.is_finished(&plan.id) {
        return Ok(());
    }
    let base = base(plan.shape, store)?;
    let mut policy = Policy::new(store.model(&base)?, plan.seed);
    let (quiz, mut points, mut rewards) = (finetune::held_out(), Vec::new(), (0.0, 0.0));
    for step in 0..=STEPS {
        if step.is_power_of_two() || step % EVERY == 0 {
            let score = quiz::score(&policy.model, &mut policy.pass, &quiz, DIGITS);
            let answers = step * (PROBLEMS * ANSWERS) as u64;
            let forward = plan.shape.forward_flop(PROBLEM) * answers as f64;
            let (flop_sampling, flop_learning) = (DIGITS as f64 * forward, 3.0 * forward);
            let reward = if rewards.1 > 0.0 { rewards.0 / rewards.1 } else { score.pass_rate };
            points.push(Point { step, answers, flop_sampling, flop_learning, reward, score });
            rewards = (0.0, 0.0);
        }
        if step < STEPS {
            rewards.0 += policy.advance(step);
            rewards.1 += 1.0;
        }
    }
    let params_non_embedding = plan.shape.params_non_embedding() as u64;
    let learning_rate = RATE * rate(plan.shape);
    let record = Record { plan: plan.clone(), params_non_embedding, base, learning_rate, points };
    store.finish(&plan.id, &record)
}

struct Policy {
    model: Model,
    pass: Pass,
    optimiser: Optimiser,
    learner: Learner,
    stream: Stream,
}

impl Policy {
    fn new(model: Model, seed: u64) -> Self {
        Self {
            pass: quiz::pass(model.shape),
            optimiser: Optimiser::new(&model.layout, model.shape),
            learner: Learner::new(&model, ANSWERS, PROBLEM),
            stream: Stream::new(&[0x5e1f, seed]),
            model,
        }
    }

    /// Samples answers, learns from their rewards; returns the mean reward.
    fn advance(&mut self, step: u64) -> f64 {
        let problems: Vec<Problem> =
            (0..PROBLEMS).map(|_| Problem::difference(DIGITS, &mut self.stream)).collect();
        let mut texts: Vec<_> = problems.iter().flat_map(|p| [p.text; ANSWERS]).collect();
        for at in ANSWER..ANSWER + DIGITS {
            let rows = quiz::next(&self.model, &mut self.pass, &texts, at);
            for (text, row) in texts.iter_mut().zip(rows) {
                text[at] = quiz::sample(&row, 1.0, self.stream.uniform());
            }
        }
        self.learner.begin(&self.model);
        let mut total = 0.0;
        for (problem, texts) in problems.iter().zip(texts.chunks_exact(ANSWERS)) {
            let rewards: Vec<f64> = texts.iter().map(|t| f64::from(u8::from(*t == problem.text))).collect();
            let mean = rewards.iter().sum::<f64>() / ANSWERS as f64;
            total += mean;
            if mean == 0.0 || mean == 1.0 {
                continue;
            }
            self.learner.weights.fill(0.0);
            for (i, (text, reward)) in texts.iter().zip(&rewards).enumerate() {
                let rows = i * PROBLEM..(i + 1) * PROBLEM;
                self.learner.inputs[rows.clone()].copy_from_slice(&quiz::inputs(text));
                self.learner.targets[rows.clone()].copy_from_slice(text);
                let weight = (reward - mean) / (PROBLEMS * ANSWERS) as f64;
                self.learner.weights[rows][ANSWER..ANSWER + DIGITS].fill(weight as f32);
            }
            self.learner.accumulate(&self.model);
        }
        let rate = RATE * rate(self.model.shape) * ((step as f64 + 1.0) / WARM).min(1.0);
        self.optimiser.apply(&mut self.model.weights, &self.learner.gradient, step, rate);
        total / PROBLEMS as f64
    }
}
