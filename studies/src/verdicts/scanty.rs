//! Tables that follow a law with little noise but cannot say so: too few runs, too near to each other, or confounded.

use super::beyond::{case, dates, farther, larger, over_both, places};
use super::lawful::{over_compute, over_years, solved};
use crate::checks::case::{Case, between, column, count, ladder};
use crate::checks::lawful::{Floor, LOSS, Surface, TOKENS, noisy};
use lawlike_num::stream::Stream;

/// Noise of all these tables.
const NOISE: f64 = 0.005;

fn over_tokens(stream: &mut Stream, x: Vec<f64>) -> Option<Case> {
    let law = Floor::draw(stream);
    let y = x.iter().map(|x| law.at(x / 1e7)).collect();
    let y = noisy(stream, y, NOISE);
    case("power-floor", vec![column("tokens", TOKENS, x), column("loss", LOSS, y)])
}

/// Too few runs for the parameters of the law.
pub(super) fn runs(stream: &mut Stream) -> Option<Case> {
    let runs = count(stream, 3, 5);
    let x = places(stream, runs, 3.0);
    over_tokens(stream, x)
}

/// Runs within a third of their size.
pub(super) fn near(stream: &mut Stream) -> Option<Case> {
    let (runs, factor) = (count(stream, 12, 40), between(stream, 1.1, 1.35));
    let x = places(stream, runs, factor.log10());
    over_tokens(stream, x)
}

/// Many checkpoints of few runs.
pub(super) fn checkpoints(stream: &mut Stream) -> Option<Case> {
    let (runs, points) = (count(stream, 2, 5), count(stream, 6, 12));
    let x = farther((0..runs).flat_map(|_| ladder(1e7, 1e10, points)).collect());
    let groups = (0..runs * points).map(|row| row / points).collect();
    Some(over_tokens(stream, x)?.grouped(groups))
}

fn over_surface(stream: &mut Stream, runs: Vec<(f64, f64)>) -> Option<Case> {
    let (runs, law) = (larger(runs), Surface::draw(stream));
    let loss = runs.iter().map(|(n, d)| law.at(*n, *d)).collect();
    let loss = noisy(stream, loss, NOISE);
    over_both(runs, loss)
}

/// Too few runs for a surface.
pub(super) fn sizes(stream: &mut Stream) -> Option<Case> {
    let runs = count(stream, 4, 7);
    let place = |_| {
        let at = |share: f64| 10f64.powf(3.0 * share);
        (2e7 * at(stream.uniform()), 3e8 * at(stream.uniform()))
    };
    let runs = (0..runs).map(place).collect();
    over_surface(stream, runs)
}

/// Runs on one line of tokens per parameter: what either axis contributes cannot be told.
pub(super) fn ray(stream: &mut Stream) -> Option<Case> {
    let runs = ladder(2e7, 8e9, count(stream, 20, 60)).into_iter().map(|n| (n, 20.0 * n)).collect();
    over_surface(stream, runs)
}

/// Runs of one size: nothing is known of parameters.
pub(super) fn one_size(stream: &mut Stream) -> Option<Case> {
    let runs = ladder(3e8, 3e11, count(stream, 20, 60)).into_iter().map(|d| (4e8, d)).collect();
    over_surface(stream, runs)
}

/// Too few shares for floor, ceiling, place and steepness.
pub(super) fn shares(stream: &mut Stream) -> Option<Case> {
    let (runs, items) = (count(stream, 4, 6), count(stream, 200, 2000));
    let x = places(stream, runs, 4.0);
    let expected: Vec<f64> = x.iter().map(|x| 0.1 + 0.8 / (1.0 + (9.0 - x.log10()).exp())).collect();
    let y = solved(stream, &expected, items);
    over_compute(x, y)
}

/// Growth watched for a few months.
pub(super) fn months(stream: &mut Stream) -> Option<Case> {
    let (releases, years) = (count(stream, 12, 40), between(stream, 0.17, 0.42));
    let rate = between(stream, 0.8, 1.6);
    let t = dates(stream, releases, years);
    let y = t.iter().map(|t| 30.0 * (rate * (t - 2019.0)).exp()).collect();
    let y = noisy(stream, y, 0.05);
    over_years(t, y)
}
