//! Single problems put to a model: sequences of 16 tokens, [`START`] and the problem's first 15.

use crate::model::{Model, Pass, Shape, VOCABULARY, surprise};
use crate::text::START;
use crate::text::arithmetic::{ANSWER, PROBLEM, Problem};
use serde::{Deserialize, Serialize};

/// Problems that go through the model together.
pub(crate) const TOGETHER: usize = 32;

/// How a model answers a list of problems.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Score {
    /// Mean loss on the digits of the answers, nats.
    pub(crate) answer_loss: f64,
    /// Share of answers with every digit most likely.
    pub(crate) exact: f64,
    /// Mean probability that a sampled answer is right (temperature 1).
    pub(crate) pass_rate: f64,
}

/// A pass that fits the functions of this module.
pub(crate) fn pass(shape: Shape) -> Pass {
    Pass::new(shape, TOGETHER, PROBLEM)
}

/// The input tokens of one problem; row `i` of the output predicts its token `i`.
pub(crate) fn inputs(text: &[u8; PROBLEM]) -> [u8; PROBLEM] {
    let mut inputs = [START; PROBLEM];
    inputs[1..].copy_from_slice(&text[..PROBLEM - 1]);
    inputs
}

/// Probabilities of token `at` of each of these texts, in their order.
pub(crate) fn next(
    model: &Model,
    pass: &mut Pass,
    texts: &[[u8; PROBLEM]],
    at: usize,
) -> Vec<[f32; VOCABULARY]> {
    let mut all = Vec::with_capacity(texts.len());
    for texts in texts.chunks(TOGETHER) {
        let mut tokens: Vec<u8> = texts.iter().flat_map(inputs).collect();
        tokens.resize(TOGETHER * PROBLEM, START);
        let rows = pass.forward(model, &tokens).as_chunks::<VOCABULARY>().0;
        all.extend((0..texts.len()).map(|i| rows[i * PROBLEM + at]));
    }
    all
}

/// Scores the first `length` digits of the answers.
pub(crate) fn score(model: &Model, pass: &mut Pass, problems: &[Problem], length: usize) -> Score {
    let mut score = Score::default();
    let texts: Vec<_> = problems.iter().map(|p| p.text).collect();
    let mut right = vec![true; texts.len()];
    let mut chance = vec![1.0; texts.len()];
    for at in ANSWER..ANSWER + length {
        for (i, row) in next(model, pass, &texts, at).iter().enumerate() {
            let p = row[usize::from(texts[i][at])];
            score.answer_loss += surprise(p);
            chance[i] *= f64::from(p);
            right[i] &= row.iter().all(|&other| other <= p);
        }
    }
    let count = problems.len() as f64;
    score.answer_loss /= count * length as f64;
    score.exact = right.iter().filter(|r| **r).count() as f64 / count;
    score.pass_rate = chance.iter().sum::<f64>() / count;
    score
}

/// The token at this quantile of the probabilities sharpened by `1 / temperature`.
pub(crate) fn sample(row: &[f32; VOCABULARY], temperature: f64, quantile: f64) -> u8 {
    let weights = row.map(|p| f64::from(p).powf(1.0 / temperature));
    let mut left = quantile * weights.iter().sum::<f64>();
    for (token, weight) in weights.iter().enumerate() {
        left -= weight;
        if left < 0.0 {
            return token as u8;
        }
    }
    let likeliest = (0..VOCABULARY).max_by(|&a, &b| row[a].total_cmp(&row[b]));
    likeliest.unwrap_or(0) as u8
}
