//! A Markov source of order 3 whose rules are hashes.
//!
//! The next word is drawn, with fixed weights, from a Zipf distribution, or from a rule of the last
//! one, two or three words. A rule has two favourites, themselves drawn from the Zipf distribution
//! by a hash of the context. There are 110 592 contexts of three words, used with very unequal
//! frequency, so a model goes on gaining with size and data for a long way.

use super::{START, WORDS};
use crate::model::VOCABULARY;
use crate::random::{Stream, hash, unit};
use std::sync::LazyLock;

/// Number of words.
pub(crate) const WORD_COUNT: usize = 48;
/// Number of earlier words that the next word depends on.
pub(crate) const ORDER: usize = 3;

/// Weight of the Zipf distribution and of the rules of the last one, two and three words.
const WEIGHTS: [f64; ORDER + 1] = [0.10, 0.20, 0.30, 0.40];
/// Shares of the two favourites of a rule.
const SHARES: [f64; 2] = [0.75, 0.25];
/// Another key is another grammar.
const GRAMMAR: u64 = 0x6c61_776c;

/// Cumulative Zipf distribution over the words: the word of rank `r` has weight `1 / r`.
static CUMULATIVE: LazyLock<[f64; WORD_COUNT]> = LazyLock::new(|| {
    let sum: f64 = (1..=WORD_COUNT).map(|rank| 1.0 / rank as f64).sum();
    let mut so_far = 0.0;
    std::array::from_fn(|i| {
        so_far += 1.0 / ((i + 1) as f64 * sum);
        so_far
    })
});

fn zipf(quantile: f64) -> usize {
    CUMULATIVE.partition_point(|&c| c <= quantile).min(WORD_COUNT - 1)
}

/// A context: the last three symbols, the newest first; `0` is the start, `w + 1` is word `w`.
pub(crate) type Context = [u8; ORDER];

/// The context after `word`.
pub(crate) fn advance(context: Context, word: usize) -> Context {
    [word as u8 + 1, context[0], context[1]]
}

/// Favourite `which` of the rule of the last `order` symbols.
fn favourite(context: Context, order: usize, which: usize) -> usize {
    let mut keys = [GRAMMAR, order as u64, which as u64, 0, 0, 0];
    for (key, &symbol) in keys[3..].iter_mut().zip(&context[..order]) {
        *key = u64::from(symbol);
    }
    zipf(unit(hash(&keys[..3 + order])))
}

/// Probabilities of the next word.
pub(crate) fn distribution(context: Context) -> [f64; WORD_COUNT] {
    let mut p =
        std::array::from_fn(|w| WEIGHTS[0] * (CUMULATIVE[w] - if w == 0 { 0.0 } else { CUMULATIVE[w - 1] }));
    for order in 1..=ORDER {
        for (which, share) in SHARES.iter().enumerate() {
            p[favourite(context, order, which)] += WEIGHTS[order] * share;
        }
    }
    p
}

fn draw(context: Context, stream: &mut Stream) -> usize {
    let mut quantile = stream.uniform();
    for order in (1..=ORDER).rev() {
        for (which, share) in SHARES.iter().enumerate() {
            let weight = WEIGHTS[order] * share;
            if quantile < weight {
                return favourite(context, order, which);
            }
            quantile -= weight;
        }
    }
    zipf(quantile / WEIGHTS[0])
}

/// Fills `tokens` with words from the start on.
pub(super) fn fill(tokens: &mut [u8], stream: &mut Stream) {
    let mut context = [0; ORDER];
    for token in tokens {
        let word = draw(context, stream);
        *token = WORDS + word as u8;
        context = advance(context, word);
    }
}

/// Probabilities of the token after `prefix`.
pub(super) fn next(prefix: &[u8]) -> [f32; VOCABULARY] {
    let mut context = [0; ORDER];
    for (symbol, &token) in context.iter_mut().zip(prefix.iter().rev()) {
        *symbol = if token == START { 0 } else { token - WORDS + 1 };
    }
    let mut p = [0.0; VOCABULARY];
    for (p, from) in p[usize::from(WORDS)..].iter_mut().zip(distribution(context)) {
        *p = from as f32;
    }
    p
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_follow_the_distribution() {
        let context = [3, 1, 7];
        let mut stream = Stream::new(&[1]);
        let mut counts = [0.0; WORD_COUNT];
        let draws = 200_000;
        (0..draws).for_each(|_| counts[draw(context, &mut stream)] += 1.0 / f64::from(draws));
        for (count, p) in counts.iter().zip(distribution(context)) {
            assert!((count - p).abs() < 5.0 * (p / f64::from(draws)).sqrt());
        }
    }
}
