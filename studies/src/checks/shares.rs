//! Tables of shares of right answers: lawful ones, floors of chance, and jumps of a sharp metric beside a smooth one.

use super::case::{Case, between, column, count};
use super::lawful::{COMPUTE, LOSS, noisy, places};
use lawlike::quantity::Quantity;
use lawlike_num::stream::Stream;

/// Shares of so many items over compute.
fn solved(stream: &mut Stream, x: Vec<f64>, share: impl Fn(usize) -> f64) -> Option<Case> {
    let items = count(stream, 200, 2000);
    let y = (0..x.len())
        .map(|i| (0..items).filter(|_| stream.uniform() < share(i)).count() as f64 / items as f64);
    let y = y.collect();
    Case::new("log-sigmoid", vec![column("compute", COMPUTE, x), column("accuracy", Quantity::Accuracy, y)])
}

fn sigmoid(at: f64, middle: f64, steepness: f64) -> f64 {
    1.0 / (1.0 + (-steepness * (at - middle)).exp())
}

/// A sigmoid without a jump, beside a loss of other text.
pub(crate) fn steady(stream: &mut Stream) -> Option<Case> {
    let runs = count(stream, 12, 60);
    let (low, high) = (between(stream, 0.1, 0.3), between(stream, 0.75, 0.95));
    let (middle, steepness) = (between(stream, 8.6, 9.0), between(stream, 1.2, 1.6));
    let x = places(stream, runs, 4.0);
    let loss = falling(stream, &x, 0.15);
    let places: Vec<f64> = x.iter().map(|x| x.log10()).collect();
    let case = solved(stream, x, |i| low + (high - low) * sigmoid(places[i], middle, steepness))?;
    Some(case.beside(column("loss", LOSS, loss)))
}

/// A loss that falls as a power of compute, with a hundredth of noise.
fn falling(stream: &mut Stream, x: &[f64], exponent: f64) -> Vec<f64> {
    let loss = x.iter().map(|x| 0.3 + 1.2 * (x / 1e7).powf(-exponent)).collect();
    noisy(stream, loss, 0.01)
}

/// Runs that guess one answer in four, but for the largest third.
pub(crate) fn guessing(stream: &mut Stream) -> Option<Case> {
    let runs = count(stream, 16, 60);
    let (middle, steepness) = (between(stream, 10.2, 10.5), between(stream, 4.0, 7.0));
    let x = places(stream, runs, 4.0);
    let places: Vec<f64> = x.iter().map(|x| x.log10()).collect();
    solved(stream, x, |i| 0.25 + 0.6 * sigmoid(places[i], middle, steepness))
}

/// Exact match of 20 to 40 tokens, whose loss falls as a power of compute.
pub(crate) fn exact_match(stream: &mut Stream) -> Option<Case> {
    let (runs, tokens) = (count(stream, 12, 40), between(stream, 20.0, 40.0));
    let x = places(stream, runs, 4.0);
    let loss = x.iter().map(|x| 1.2 * (x / 1e7).powf(-0.45)).collect();
    let loss: Vec<f64> = noisy(stream, loss, 0.01);
    let case = solved(stream, x, |i| (-tokens * loss[i]).exp())?;
    Some(case.beside(column("loss", LOSS, loss)))
}

/// A jump within a fifth of a power of ten, beside a loss that does not know of it.
pub(crate) fn jump(stream: &mut Stream) -> Option<Case> {
    let (runs, place) = (count(stream, 12, 40), between(stream, 9.2, 9.8));
    let x = places(stream, runs, 4.0);
    let loss = falling(stream, &x, 0.3);
    let places: Vec<f64> = x.iter().map(|x| x.log10()).collect();
    let case = solved(stream, x, |i| 0.05 + 0.7 * sigmoid(places[i], place, 20.0))?;
    Some(case.beside(column("loss", LOSS, loss)))
}

/// A few lengths of thinking, twice as long each time, with 30 problems, along a log-linear line.
pub(crate) fn few_problems(stream: &mut Stream) -> Option<Case> {
    let (lengths, gain) = (count(stream, 8, 11), between(stream, 0.06, 0.09));
    let tokens: Vec<f64> = (0..lengths).map(|i| 300.0 * 2f64.powi(i as i32)).collect();
    let mut right = |tokens: &f64| {
        let share = 0.2 + gain * (tokens / 300.0).ln();
        (0..30).filter(|_| stream.uniform() < share).count() as f64 / 30.0
    };
    let y = tokens.iter().map(&mut right).collect();
    let tokens = column("tokens", Quantity::ThinkingTokens, tokens);
    Case::new("log-line", vec![tokens, column("accuracy", Quantity::Accuracy, y)])
}

/// Many lengths of thinking over three powers of ten and more, with thousands of problems, along a sigmoid that has long
/// passed its middle: such points tell a ceiling from growth without end.
pub(crate) fn long_thinking(stream: &mut Stream) -> Option<Case> {
    let (lengths, problems) = (count(stream, 16, 24), count(stream, 2000, 5000));
    let (ceiling, steepness) = (between(stream, 0.5, 0.9), between(stream, 0.8, 1.5));
    let tokens: Vec<f64> = (0..lengths).map(|i| 300.0 * 1.7f64.powi(i as i32)).collect();
    let middle = between(stream, 0.2, 0.4) * (tokens[lengths - 1] / 300.0).ln();
    let mut right = |tokens: &f64| {
        let share = ceiling / (1.0 + (-steepness * ((tokens / 300.0).ln() - middle)).exp());
        (0..problems).filter(|_| stream.uniform() < share).count() as f64 / problems as f64
    };
    let y = tokens.iter().map(&mut right).collect();
    let tokens = column("tokens", Quantity::ThinkingTokens, tokens);
    Case::new("thinking-sigmoid", vec![tokens, column("accuracy", Quantity::Accuracy, y)])
}
