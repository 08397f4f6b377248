//! Tables without a law: responses that do not depend on the axes, or walk at random along them.

use super::beyond::{case, dates, larger, over_both, places};
use super::lawful::{over_compute, over_years, solved};
use crate::checks::case::{Case, between, column, count};
use crate::checks::lawful::{COMPUTE, LOSS, grid, noisy};
use lawlike_num::stream::Stream;

fn over(x: Vec<f64>, y: Vec<f64>) -> Option<Case> {
    case("power-floor", vec![column("compute", COMPUTE, x), column("loss", LOSS, y)])
}

/// Losses about one level.
pub(super) fn curve(stream: &mut Stream) -> Option<Case> {
    let (runs, level, noise) = (count(stream, 15, 60), between(stream, 1.0, 4.0), uneven(stream));
    let x = places(stream, runs, 4.0);
    let y = noisy(stream, vec![level; x.len()], noise);
    over(x, y)
}

/// A size of noise from 0.5 to 5 %, small ones as often as large ones.
fn uneven(stream: &mut Stream) -> f64 {
    0.005 * 10f64.powf(stream.uniform())
}

/// The sums of so many normal steps.
fn steps(stream: &mut Stream, runs: usize, size: f64) -> Vec<f64> {
    let mut place = 0.0;
    let step = |_| {
        place += size * stream.normal();
        place
    };
    (0..runs).map(step).collect()
}

/// Losses that walk at random.
pub(super) fn walk(stream: &mut Stream) -> Option<Case> {
    let (runs, size) = (count(stream, 20, 60), between(stream, 0.005, 0.03));
    let x = places(stream, runs, 4.0);
    let y = steps(stream, x.len(), size).into_iter().map(|v| 3.0 * v.exp()).collect();
    over(x, y)
}

/// Losses over parameters and tokens that depend on neither.
pub(super) fn surface(stream: &mut Stream) -> Option<Case> {
    let (runs, noise) = (larger(grid(stream)), uneven(stream));
    let loss = noisy(stream, vec![2.5; runs.len()], noise);
    over_both(runs, loss)
}

/// Shares about one level.
pub(super) fn shares(stream: &mut Stream) -> Option<Case> {
    let (runs, items, level) = (count(stream, 15, 60), count(stream, 100, 1000), between(stream, 0.2, 0.8));
    let x = places(stream, runs, 4.0);
    let y = solved(stream, &vec![level; x.len()], items);
    over_compute(x, y)
}

/// Shares that walk at random.
pub(super) fn walking_shares(stream: &mut Stream) -> Option<Case> {
    let (runs, size) = (count(stream, 20, 60), between(stream, 0.02, 0.05));
    let x = places(stream, runs, 4.0);
    let y = steps(stream, x.len(), size).into_iter().map(|v| (0.5 + v).clamp(0.0, 1.0)).collect();
    over_compute(x, y)
}

/// Horizons about one level.
pub(super) fn years(stream: &mut Stream) -> Option<Case> {
    let (releases, years) = (count(stream, 15, 60), between(stream, 4.0, 8.0));
    let noise = between(stream, 0.26, 1.1);
    let t = dates(stream, releases, years);
    let y = noisy(stream, vec![30.0; t.len()], noise);
    over_years(t, y)
}

/// Horizons that walk at random.
pub(super) fn walking_years(stream: &mut Stream) -> Option<Case> {
    let (releases, years) = (count(stream, 20, 60), between(stream, 4.0, 8.0));
    let size = between(stream, 0.1, 0.35);
    let t = dates(stream, releases, years);
    let y = steps(stream, t.len(), size).into_iter().map(|v| 30.0 * v.exp()).collect();
    over_years(t, y)
}
