//! Tables that follow a law up to a place and leave it there by many times the tolerance.

use super::beyond::{AHEAD, case, dates, larger, over_both, places};
use super::lawful::{Sigmoid, over_compute, over_years, solved, wide_grid};
use crate::checks::case::{Case, between, column, count};
use crate::checks::lawful::{COMPUTE, Floor, LOSS, Surface, TOKENS, noisy};
use lawlike_num::stream::Stream;

/// Powers of ten that one axis spans.
const DECADES: f64 = 4.5;

/// Where the law ends, as a value of an axis that begins at 1e7.
fn end(stream: &mut Stream, share: (f64, f64)) -> f64 {
    10f64.powf(7.0 + DECADES * between(stream, share.0, share.1))
}

/// A power law that stops falling.
pub(super) fn plateau(stream: &mut Stream, share: (f64, f64)) -> Option<Case> {
    let (runs, end) = (count(stream, 30, 60), end(stream, share));
    let (exponent, noise) = (between(stream, 0.2, 0.35), between(stream, 0.003, 0.01));
    let x = places(stream, runs, DECADES);
    let y = x.iter().map(|x| 8.0 * (x.min(end) / 1e7).powf(-exponent)).collect();
    let y = noisy(stream, y, noise);
    case("power-floor", vec![column("compute", COMPUTE, x), column("loss", LOSS, y)])
}

/// A power law with a floor that turns upwards.
pub(super) fn rise(stream: &mut Stream, share: (f64, f64)) -> Option<Case> {
    let (runs, end, law) = (count(stream, 30, 60), end(stream, share), Floor::draw(stream));
    let (rate, noise) = (between(stream, 0.15, 0.3), between(stream, 0.003, 0.01));
    let x = places(stream, runs, DECADES);
    let y = x.iter().map(|x| law.at(x / 1e7) * (rate * (x / end).log10().max(0.0)).exp()).collect();
    let y = noisy(stream, y, noise);
    case("power-floor", vec![column("tokens", TOKENS, x), column("loss", LOSS, y)])
}

/// A Chinchilla surface that turns upwards beyond a budget of compute.
pub(super) fn surface(stream: &mut Stream, share: (f64, f64), rate: (f64, f64)) -> Option<Case> {
    let (runs, law) = (larger(wide_grid(stream)), Surface::draw(stream));
    let (share, rate) = (between(stream, share.0, share.1), between(stream, rate.0, rate.1));
    let noise = between(stream, 0.003, 0.008);
    let sizes: Vec<f64> = runs.iter().map(|(n, d)| (n * d).log10()).collect();
    let seen = &sizes[..sizes.len() - AHEAD];
    let (least, most) = seen.iter().fold((f64::INFINITY, 0.0f64), |(a, b), v| (a.min(*v), b.max(*v)));
    let end = least + share * (most - least);
    let beyond = |size: &f64| (rate * (size - end).max(0.0)).exp();
    let loss = runs.iter().zip(&sizes).map(|((n, d), size)| law.at(*n, *d) * beyond(size)).collect();
    let loss = noisy(stream, loss, noise);
    over_both(runs, loss)
}

/// A sigmoid that falls again.
pub(super) fn shares(stream: &mut Stream, share: (f64, f64)) -> Option<Case> {
    let (runs, items, law) = (count(stream, 30, 80), count(stream, 1000, 5000), Sigmoid::turned(stream));
    let (end, rate) = (7.0 + 4.0 * between(stream, share.0, share.1), between(stream, 0.3, 0.4));
    let x = places(stream, runs, 4.0);
    let fall = |x: &f64| rate * (x.log10() - end).max(0.0);
    let expected: Vec<f64> = x.iter().map(|x| law.at(*x) - fall(x)).collect();
    let y = solved(stream, &expected, items);
    over_compute(x, y)
}

/// Growth that stops.
pub(super) fn trend(stream: &mut Stream, share: (f64, f64)) -> Option<Case> {
    let (releases, years) = (count(stream, 30, 60), between(stream, 6.0, 8.0));
    let (rate, noise) = (between(stream, 1.0, 1.6), between(stream, 0.05, 0.15));
    let end = years * between(stream, share.0, share.1);
    let t = dates(stream, releases, years);
    let y = t.iter().map(|t| 0.1 * (rate * (t - 2019.0).min(end)).exp()).collect();
    let y = noisy(stream, y, noise);
    over_years(t, y)
}
