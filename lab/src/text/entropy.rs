//! The true irreducible loss of each domain, from the probabilities of the source.

use super::arithmetic::{MAX_DIGITS, PROBLEM};
use super::grammar::{Context, ORDER, WORD_COUNT, advance, distribution};
use crate::model::CONTEXT;

const SYMBOLS: usize = WORD_COUNT + 1;

/// Entropy of the 64 tokens of a sequence, in nats for each token, and the limit for long text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entropy {
    /// Mean over the tokens of a grammar sequence.
    pub(crate) grammar: f64,
    /// Entropy rate of the grammar's stationary chain.
    pub(crate) grammar_rate: f64,
    /// Mean over the tokens of an arithmetic sequence.
    pub(crate) arithmetic: f64,
}

impl Entropy {
    /// Sums the entropy of each next token over all histories, to machine precision; the rate of
    /// the stationary chain to about `1e-9`.
    pub(crate) fn of_the_source() -> Self {
        let (grammar, grammar_rate) = grammar();
        Self { grammar, grammar_rate, arithmetic: arithmetic() }
    }

    /// Mean over the training mix.
    pub(crate) fn mix(&self) -> f64 {
        super::mix(self.grammar, self.arithmetic)
    }
}

impl std::fmt::Display for Entropy {
    fn fmt(&self, to: &mut std::fmt::Formatter) -> std::fmt::Result {
        writeln!(to, "grammar     {:.9} nats a token ({:.9} in long text)", self.grammar, self.grammar_rate)?;
        writeln!(to, "arithmetic  {:.9}", self.arithmetic)?;
        write!(to, "mix         {:.9}", self.mix())
    }
}

fn code(context: Context) -> usize {
    context.iter().fold(0, |code, &symbol| code * SYMBOLS + usize::from(symbol))
}

fn context(code: usize) -> Context {
    [(code / SYMBOLS / SYMBOLS) as u8, (code / SYMBOLS % SYMBOLS) as u8, (code % SYMBOLS) as u8]
}

fn entropy_of(p: &[f64]) -> f64 {
    p.iter().filter(|&&p| p > 0.0).map(|p| -p * p.ln()).sum()
}

/// Carries the distribution of contexts forward from the start, word by word.
fn grammar() -> (f64, f64) {
    let states = SYMBOLS.pow(ORDER as u32);
    let rules: Vec<[f64; WORD_COUNT]> = (0..states).map(|s| distribution(context(s))).collect();
    let entropies: Vec<f64> = rules.iter().map(|p| entropy_of(p)).collect();
    let mut now = vec![0.0; states];
    now[code([0; ORDER])] = 1.0;
    let (mut sum, mut rate) = (0.0, 0.0);
    for position in 0..40 * CONTEXT {
        let here: f64 = now.iter().zip(&entropies).map(|(p, h)| p * h).sum();
        if position < CONTEXT {
            sum += here;
        }
        let settled = (here - rate).abs() < 1e-13;
        rate = here;
        if position >= CONTEXT && settled {
            break;
        }
        let mut then = vec![0.0; states];
        for (state, &p) in now.iter().enumerate().filter(|(_, p)| **p > 0.0) {
            for (word, q) in rules[state].iter().enumerate() {
                then[code(advance(context(state), word))] += p * q;
            }
        }
        now = then;
    }
    (sum / CONTEXT as f64, rate)
}

/// The number of digits, and twice as many uniform digits, in each problem; the rest follows.
fn arithmetic() -> f64 {
    let mean_digits = (MAX_DIGITS + 1) as f64 / 2.0;
    ((MAX_DIGITS as f64).ln() + 2.0 * mean_digits * 10f64.ln()) / PROBLEM as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Domain;

    /// The mean surprise of simulated text under the true probabilities is the entropy.
    #[test]
    fn simulation_agrees_with_the_exact_entropy() {
        let exact = Entropy::of_the_source();
        for (domain, expected) in [(Domain::Grammar, exact.grammar), (Domain::Arithmetic, exact.arithmetic)] {
            let mut means = Vec::new();
            for index in 0..2000 {
                let sequence = domain.held_out(index);
                let surprise: f64 = (1..sequence.len())
                    .map(|at| -f64::from(domain.next(&sequence[..at])[usize::from(sequence[at])]).ln())
                    .sum();
                means.push(surprise / CONTEXT as f64);
            }
            let count = means.len() as f64;
            let mean = means.iter().sum::<f64>() / count;
            let variance = means.iter().map(|m| (m - mean).powi(2)).sum::<f64>() / count;
            let error = (variance / count).sqrt();
            assert!(
                (mean - expected).abs() < 4.0 * error,
                "{domain:?}: {mean} for {expected}, error {error}"
            );
        }
    }
}
