//! Sums with checkable answers: `a+b=c;` with the lowest digit first.
//!
//! Both operands have `k` digits, each uniform, and `k` is uniform in `1..=4`; the answer has
//! `k + 1` digits. The lowest digit stands first so that carries run in reading order. Blanks fill
//! the operands to 4 places and the answer to 5, so each problem is 16 tokens: `37__+48__=581__;`.

use super::{BLANK, END, EQUALS, MINUS, PLUS};
use crate::model::VOCABULARY;
use crate::random::Stream;

/// Largest number of digits of an operand.
pub(crate) const MAX_DIGITS: usize = 4;

/// Tokens of one problem.
pub(crate) const PROBLEM: usize = 3 * MAX_DIGITS + 4;
/// Where the answer begins; it has `MAX_DIGITS + 1` places and [`END`].
pub(crate) const ANSWER: usize = 2 * MAX_DIGITS + 2;

/// One problem: its digits, and its text of [`PROBLEM`] tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) digits: usize,
    pub(crate) text: [u8; PROBLEM],
}

impl Problem {
    /// A random sum of two numbers of `digits` digits.
    pub(crate) fn sum(digits: usize, stream: &mut Stream) -> Self {
        let mut problem = Self::question(PLUS, digits, stream);
        let mut carry = 0;
        for i in 0..=digits {
            let sum =
                if i < digits { problem.text[i] + problem.text[MAX_DIGITS + 1 + i] + carry } else { carry };
            problem.text[ANSWER + i] = sum % 10;
            carry = sum / 10;
        }
        problem
    }

    /// A random difference modulo `10^digits`; not part of the pre-training text.
    pub(crate) fn difference(digits: usize, stream: &mut Stream) -> Self {
        let mut problem = Self::question(MINUS, digits, stream);
        let mut borrow = 0;
        for i in 0..digits {
            let difference = 10 + problem.text[i] - problem.text[MAX_DIGITS + 1 + i] - borrow;
            problem.text[ANSWER + i] = difference % 10;
            borrow = u8::from(difference < 10);
        }
        problem
    }

    /// Two random numbers with an operator between them; the answer is blank.
    pub(crate) fn question(operator: u8, digits: usize, stream: &mut Stream) -> Self {
        let mut text = [BLANK; PROBLEM];
        for begin in [0, MAX_DIGITS + 1] {
            text[begin..begin + digits].fill_with(|| stream.below(10) as u8);
        }
        (text[MAX_DIGITS], text[ANSWER - 1], text[PROBLEM - 1]) = (operator, EQUALS, END);
        Self { digits, text }
    }

    /// The tokens that must be right: the digits of the sum.
    pub(crate) fn answer(digits: usize) -> std::ops::Range<usize> {
        ANSWER..ANSWER + digits + 1
    }
}

/// Fills `tokens` with problems.
pub(super) fn fill(tokens: &mut [u8], stream: &mut Stream) {
    for tokens in tokens.chunks_mut(PROBLEM) {
        let digits = 1 + stream.below(MAX_DIGITS as u64) as usize;
        tokens.copy_from_slice(&Problem::sum(digits, stream).text[..tokens.len()]);
    }
}

/// Digits that a number begins with.
pub(crate) fn leading_digits(text: &[u8]) -> usize {
    text.iter().take(MAX_DIGITS).take_while(|&&t| t < 10).count()
}

/// Probabilities of the token after `prefix`, which begins with one token before the first problem.
pub(super) fn next(prefix: &[u8]) -> [f32; VOCABULARY] {
    let place = (prefix.len() - 1) % PROBLEM;
    let problem = &prefix[prefix.len() - place..];
    let digits = leading_digits(problem);
    let mut p = [0.0; VOCABULARY];
    let numbers = |p: &mut [f32; VOCABULARY], mass: f32| p[..10].iter_mut().for_each(|p| *p = mass / 10.0);
    let mut known = |token: u8| p[usize::from(token)] = 1.0;
    match place {
        MAX_DIGITS => known(PLUS),
        place if place == ANSWER - 1 => known(EQUALS),
        place if place == PROBLEM - 1 => known(END),
        place if place < MAX_DIGITS => {
            let stop = if digits < place { 1.0 } else { stop_probability(digits) as f32 };
            p[usize::from(BLANK)] = stop;
            numbers(&mut p, 1.0 - stop);
        }
        place if place < ANSWER => {
            if place - MAX_DIGITS - 1 < digits {
                numbers(&mut p, 1.0);
            } else {
                known(BLANK);
            }
        }
        place => {
            let at = place - ANSWER;
            let sum = (0..=at.min(digits)).fold(0, |sum, i| {
                sum / 10 + if i < digits { problem[i] + problem[MAX_DIGITS + 1 + i] } else { 0 }
            });
            known(if at > digits { BLANK } else { sum % 10 });
        }
    }
    p
}

/// Chance that the first operand ends after `written` digits.
pub(super) fn stop_probability(written: usize) -> f64 {
    if written == 0 { 0.0 } else { 1.0 / (MAX_DIGITS + 1 - written) as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answers_are_right() {
        let mut stream = Stream::new(&[2]);
        let value = |digits: &[u8]| digits.iter().rev().fold(0u32, |n, &d| 10 * n + u32::from(d));
        for digits in (1..=MAX_DIGITS).cycle().take(100) {
            let operands = |text: &[u8]| (value(&text[..digits]), value(&text[MAX_DIGITS + 1..][..digits]));
            let sum = Problem::sum(digits, &mut stream).text;
            let (a, b) = operands(&sum);
            assert_eq!(a + b, value(&sum[Problem::answer(digits)]));
            let difference = Problem::difference(digits, &mut stream).text;
            let (a, b) = operands(&difference);
            let modulus = 10u32.pow(digits as u32);
            assert_eq!((modulus + a - b) % modulus, value(&difference[ANSWER..][..digits]));
        }
    }
}
