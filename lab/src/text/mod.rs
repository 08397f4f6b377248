//! The text: a stochastic grammar mixed with sums, all made from keys, with known entropy.
//!
//! Tokens `0..=9` are digits, [`PLUS`], [`EQUALS`], [`END`], [`START`] and [`BLANK`] follow, [`MINUS`] stays
//! out of the pre-training text, and the words of the grammar are the tokens from [`WORDS`] on.
//! A sequence is [`START`] and 64 tokens from one of two domains.

pub(crate) mod arithmetic;
pub(crate) mod entropy;
pub(crate) mod grammar;

use crate::model::{CONTEXT, VOCABULARY};
use crate::random::{Stream, hash, shuffled};

pub(crate) const PLUS: u8 = 10;
pub(crate) const EQUALS: u8 = 11;
pub(crate) const END: u8 = 12;
pub(crate) const START: u8 = 13;
pub(crate) const MINUS: u8 = 14;
pub(crate) const BLANK: u8 = 15;
/// First token of the grammar's words.
pub(crate) const WORDS: u8 = 16;

/// Keys of the streams; nothing is shared between them.
const TRAIN: u64 = 1;
const HELD_OUT: u64 = 2;

/// One sequence in this many is arithmetic.
const ARITHMETIC_EVERY: u64 = 4;

/// A loss on the training mix from those on its domains.
pub(crate) fn mix(grammar: f64, arithmetic: f64) -> f64 {
    let share = 1.0 / ARITHMETIC_EVERY as f64;
    (1.0 - share) * grammar + share * arithmetic
}

/// Where a sequence comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Domain {
    Grammar,
    Arithmetic,
}

/// [`START`] and the tokens that follow it.
pub(crate) type Sequence = [u8; CONTEXT + 1];

impl Domain {
    fn sequence(self, stream: &mut Stream) -> Sequence {
        let mut sequence = [START; CONTEXT + 1];
        match self {
            Domain::Grammar => grammar::fill(&mut sequence[1..], stream),
            Domain::Arithmetic => arithmetic::fill(&mut sequence[1..], stream),
        }
        sequence
    }

    /// The true probabilities of the token after `prefix`, which begins with [`START`].
    pub(crate) fn next(self, prefix: &[u8]) -> [f32; VOCABULARY] {
        match self {
            Domain::Grammar => grammar::next(prefix),
            Domain::Arithmetic => arithmetic::next(prefix),
        }
    }

    /// Sequence `index` of the held-out text of this domain; the same for every run.
    pub(crate) fn held_out(self, index: u64) -> Sequence {
        self.sequence(&mut Stream::new(&[HELD_OUT, self as u64, index]))
    }
}

/// The training text of one seed: `unique` sequences, repeated in another order in each epoch.
#[derive(Clone, Copy)]
pub(crate) struct Corpus {
    pub(crate) seed: u64,
    pub(crate) unique: u64,
}

impl Corpus {
    /// Sequence `index` of the run.
    pub(crate) fn sequence(self, index: u64) -> Sequence {
        let epoch = index / self.unique;
        let within = index % self.unique;
        let id = if epoch == 0 { within } else { shuffled(within, self.unique, hash(&[self.seed, epoch])) };
        let mut stream = Stream::new(&[TRAIN, self.seed, id]);
        let arithmetic = stream.below(ARITHMETIC_EVERY) == 0;
        let domain = if arithmetic { Domain::Arithmetic } else { Domain::Grammar };
        domain.sequence(&mut stream)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_is_possible_under_the_true_distribution() {
        for domain in [Domain::Grammar, Domain::Arithmetic] {
            for index in 0..50 {
                let sequence = domain.held_out(index);
                for at in 1..sequence.len() {
                    let p = domain.next(&sequence[..at]);
                    assert!((p.iter().sum::<f32>() - 1.0).abs() < 1e-5);
                    assert!(p[usize::from(sequence[at])] > 0.0, "{domain:?} {:?}", &sequence[..=at]);
                }
            }
        }
    }

    #[test]
    fn epochs_repeat_the_same_sequences_in_another_order() {
        let corpus = Corpus { seed: 1, unique: 32 };
        let epoch = |e: u64| (0..32).map(|i| corpus.sequence(32 * e + i)).collect::<Vec<_>>();
        let (mut first, mut second) = (epoch(0), epoch(1));
        assert_ne!(first, second);
        first.sort_unstable();
        second.sort_unstable();
        assert_eq!(first, second);
    }
}
