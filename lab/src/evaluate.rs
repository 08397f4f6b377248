//! Losses and accuracies of a model on the held-out text.

use crate::model::{CONTEXT, Model, Pass, Shape, VOCABULARY, surprise};
use crate::text::arithmetic::{MAX_DIGITS, PROBLEM, Problem, leading_digits};
use crate::text::{Domain, Sequence};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Sequences that go through the model together.
const TOGETHER: usize = 8;

/// What a model does on held-out text. Losses are in nats for each token.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Evaluation {
    /// Loss on the grammar.
    pub(crate) grammar: f64,
    /// Mean divergence of the model from the true probabilities of the grammar.
    pub(crate) grammar_excess: f64,
    /// Loss on arithmetic, questions and answers.
    pub(crate) arithmetic: f64,
    /// Mean divergence of the model from the true probabilities of arithmetic.
    pub(crate) arithmetic_excess: f64,
    /// Loss on the digits of answers, for 1 to 4 digits.
    pub(crate) answer: [f64; MAX_DIGITS],
    /// Share of answers with every digit most likely, for 1 to 4 digits.
    pub(crate) exact: [f64; MAX_DIGITS],
    /// Number of problems, for 1 to 4 digits.
    pub(crate) problems: [u64; MAX_DIGITS],
}

/// Held-out sequences and the true probabilities of their tokens.
pub(crate) struct HeldOut {
    domains: [(Domain, Vec<Sequence>, Vec<f32>); 2],
}

impl HeldOut {
    /// The held-out text of this size, made once and kept.
    pub(crate) fn shared(sequences: u64) -> &'static Self {
        static MADE: Mutex<BTreeMap<u64, &'static HeldOut>> = Mutex::new(BTreeMap::new());
        let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
        made.entry(sequences).or_insert_with(|| Box::leak(Box::new(Self::new(sequences))))
    }

    /// The first `sequences` held-out sequences of each domain (a multiple of 8).
    pub(crate) fn new(sequences: u64) -> Self {
        let domains = [Domain::Grammar, Domain::Arithmetic].map(|domain| {
            let texts: Vec<Sequence> = (0..sequences).map(|i| domain.held_out(i)).collect();
            let truth = texts.iter().flat_map(|s| (1..=CONTEXT).flat_map(|at| domain.next(&s[..at])));
            let truth = truth.collect();
            (domain, texts, truth)
        });
        Self { domains }
    }

    /// A pass that fits [`HeldOut::evaluate`].
    pub(crate) fn pass(shape: Shape) -> Pass {
        Pass::new(shape, TOGETHER, CONTEXT)
    }

    pub(crate) fn evaluate(&self, model: &Model, pass: &mut Pass) -> Evaluation {
        let mut result = Evaluation::default();
        for (domain, texts, truth) in &self.domains {
            let (mut loss, mut excess) = (0.0, 0.0);
            let truth = truth.chunks_exact(TOGETHER * CONTEXT * VOCABULARY);
            for (texts, truth) in texts.chunks_exact(TOGETHER).zip(truth) {
                let inputs: Vec<u8> = texts.iter().flat_map(|s| &s[..CONTEXT]).copied().collect();
                let probabilities = pass.forward(model, &inputs);
                let rows = probabilities.chunks_exact(VOCABULARY).zip(truth.chunks_exact(VOCABULARY));
                excess += rows.map(|(q, p)| divergence(p, q)).sum::<f64>();
                for (text, q) in texts.iter().zip(probabilities.chunks_exact(CONTEXT * VOCABULARY)) {
                    loss += surprises(text, q).iter().sum::<f64>();
                    if *domain == Domain::Arithmetic {
                        result.count_answers(text, q);
                    }
                }
            }
            let tokens = (texts.len() * CONTEXT) as f64;
            match domain {
                Domain::Grammar => (result.grammar, result.grammar_excess) = (loss / tokens, excess / tokens),
                Domain::Arithmetic => {
                    (result.arithmetic, result.arithmetic_excess) = (loss / tokens, excess / tokens);
                }
            }
        }
        for i in 0..MAX_DIGITS {
            let problems = result.problems[i].max(1) as f64;
            result.exact[i] /= problems;
            result.answer[i] /= problems * (i + 2) as f64;
        }
        result
    }
}

impl Evaluation {
    /// Adds the answers of one arithmetic sequence; `q` has a row for each token after the first.
    fn count_answers(&mut self, text: &Sequence, q: &[f32]) {
        let surprises = surprises(text, q);
        for begin in (0..CONTEXT).step_by(PROBLEM) {
            let problem = &text[begin + 1..];
            let digits = leading_digits(problem);
            let answer = Problem::answer(digits);
            self.problems[digits - 1] += 1;
            self.answer[digits - 1] += surprises[begin..][answer.clone()].iter().sum::<f64>();
            let right = answer.into_iter().all(|at| {
                let row = &q[(begin + at) * VOCABULARY..][..VOCABULARY];
                row.iter().all(|&other| other <= row[usize::from(problem[at])])
            });
            self.exact[digits - 1] += f64::from(u8::from(right));
        }
    }
}

fn surprises(text: &Sequence, q: &[f32]) -> Vec<f64> {
    q.chunks_exact(VOCABULARY).zip(&text[1..]).map(|(q, &token)| surprise(q[usize::from(token)])).collect()
}

/// `sum p ln(p / q)`.
fn divergence(p: &[f32], q: &[f32]) -> f64 {
    let terms = p.iter().zip(q).filter(|(p, _)| **p > 0.0);
    terms.map(|(&p, &q)| f64::from(p) * (f64::from(p).ln() + surprise(q))).sum()
}
