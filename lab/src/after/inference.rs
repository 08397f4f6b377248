//! Many sampled answers to each problem: how often one is right, and what a vote gives.
//!
//! Samples that share their first digits share the forward pass, so 256 of them cost little.

use super::quiz;
use crate::model::{Model, Pass, Shape};
use crate::plan::{Group, pretraining};
use crate::random::Stream;
use crate::run;
use crate::store::Store;
use crate::text::arithmetic::{MAX_DIGITS, PROBLEM, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The sizes whose models are sampled.
const SIZES: [Shape; 6] = [
    Shape::new(32, 2),
    Shape::new(48, 2),
    Shape::new(64, 2),
    Shape::new(80, 3),
    Shape::new(96, 3),
    Shape::new(112, 4),
];
const PROBLEMS: usize = 200;
/// Samples a problem.
pub(crate) const SAMPLES: usize = 256;
const TEMPERATURES: [f64; 2] = [0.6, 1.0];
/// Numbers of first samples that vote.
pub(crate) const VOTERS: [usize; 5] = [1, 4, 16, 64, 256];
/// A model is sampled if its share of right answers lies here, or if it is its size's longest run.
const PARTLY_RIGHT: std::ops::RangeInclusive<f64> = 0.05..=0.98;

/// What one model answered to one problem at one temperature.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Answered {
    pub(crate) problem: usize,
    pub(crate) digits: usize,
    pub(crate) temperature: f64,
    pub(crate) n_correct: u64,
    /// Whether the commonest answer among the first samples is right, for 1, 4, 16, 64, 256 samples.
    pub(crate) vote: [bool; VOTERS.len()],
    /// Probability of the right answer at temperature 1.
    pub(crate) pass_rate: f64,
}

/// All answers of one model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) base: String,
    pub(crate) params_non_embedding: u64,
    pub(crate) base_tokens: u64,
    pub(crate) base_flop_6nd: f64,
    /// FLOP of one forward pass for one token.
    pub(crate) flop_per_token: f64,
    pub(crate) answers: Vec<Answered>,
}

/// The pre-training runs whose models are sampled; all runs of these sizes must be finished.
pub(crate) fn bases(store: &Store) -> Result<Vec<String>, String> {
    let mut bases = Vec::new();
    for shape in SIZES {
        let mut runs = Vec::new();
        for plan in pretraining().into_iter().filter(|p| p.group == Group::Grid && p.recipe.shape == shape) {
            let record: Option<run::Record> = store.record(&plan.id)?;
            runs.push(record.ok_or_else(|| format!("{} is not finished", plan.id))?);
        }
        let longest = runs.iter().map(|r| r.tokens).max().unwrap_or_default();
        for record in &runs {
            let exact =
                record.last().map_or(0.0, |p| p.evaluation.exact.iter().sum::<f64>() / MAX_DIGITS as f64);
            if record.tokens == longest || PARTLY_RIGHT.contains(&exact) {
                bases.push(record.plan.id.clone());
            }
        }
    }
    Ok(bases)
}

/// The identity of the sampling of a base.
pub(crate) fn id(base: &str) -> String {
    format!("inference-{base}")
}

/// Samples one model unless that is done.
pub(crate) fn run(base: &String, store: &Store) -> Result<(), String> {
    let id = id(base);
    if store.is_finished(&id) {
        return Ok(());
    }
    let model = store.model(base)?;
    let trained: run::Record = store.record(base)?.ok_or_else(|| format!("{base} is not finished"))?;
    let mut pass = quiz::pass(model.shape);
    let mut answers = Vec::new();
    let mut stream = Stream::new(&[0x9022]);
    for problem in 0..PROBLEMS {
        let asked = Problem::sum(1 + problem % MAX_DIGITS, &mut stream);
        for temperature in TEMPERATURES {
            let mut stream = Stream::new(&[0x9023, problem as u64, temperature.to_bits()]);
            let question = Question { number: problem, problem: &asked, temperature };
            answers.push(ask(&model, &mut pass, question, &mut stream));
        }
    }
    let record = Record {
        base: base.clone(),
        params_non_embedding: trained.params_non_embedding,
        base_tokens: trained.tokens,
        base_flop_6nd: trained.flop_6nd,
        flop_per_token: model.shape.forward_flop(PROBLEM) / PROBLEM as f64,
        answers,
    };
    store.finish(&id, &record)
}

/// A problem as it is asked.
#[derive(Clone, Copy)]
struct Question<'a> {
    number: usize,
    problem: &'a Problem,
    temperature: f64,
}

fn ask(model: &Model, pass: &mut Pass, question: Question<'_>, stream: &mut Stream) -> Answered {
    let Question { number, problem, temperature } = question;
    let mut texts = vec![problem.text; SAMPLES];
    let answer = Problem::answer(problem.digits);
    for at in answer.clone() {
        let mut distinct: BTreeMap<[u8; PROBLEM], usize> = texts.iter().map(|t| (*t, 0)).collect();
        let prefixes: Vec<_> = distinct.keys().copied().collect();
        distinct.values_mut().enumerate().for_each(|(i, index)| *index = i);
        let rows = quiz::next(model, pass, &prefixes, at);
        for text in &mut texts {
            let token = quiz::sample(&rows[distinct[text]], temperature, stream.uniform());
            text[at] = token;
        }
    }
    let right = |text: &[u8; PROBLEM]| text[answer.clone()] == problem.text[answer.clone()];
    Answered {
        problem: number,
        digits: problem.digits,
        temperature,
        n_correct: texts.iter().filter(|t| right(t)).count() as u64,
        vote: VOTERS.map(|voters| commonest(&texts[..voters]).is_some_and(|t| right(&t))),
        pass_rate: quiz::score(model, pass, &[*problem], answer.len()).pass_rate,
    }
}

/// The commonest text; among equals the one that came first.
fn commonest(texts: &[[u8; PROBLEM]]) -> Option<[u8; PROBLEM]> {
    let mut counts: BTreeMap<&[u8; PROBLEM], (usize, usize)> = BTreeMap::new();
    for (i, text) in texts.iter().enumerate() {
        counts.entry(text).or_insert((0, texts.len() - i)).0 += 1;
    }
    counts.into_iter().max_by_key(|(_, rank)| *rank).map(|(text, _)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_the_commonest_answers_wins() {
        let text = |digit: u8| [digit; PROBLEM];
        assert_eq!(commonest(&[text(3), text(1), text(1), text(3)]), Some(text(3)));
        assert_eq!(commonest(&[text(3), text(1), text(1)]), Some(text(1)));
        assert_eq!(commonest(&[]), None);
    }
}
