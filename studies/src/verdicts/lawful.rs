//! Tables that follow the law that is audited, with little noise (Strong) or with more than its tolerance (Weak).

use super::beyond::{case, dates, larger, over_both, places};
use crate::checks::case::{Case, between, column, count, ladder};
use crate::checks::lawful::{COMPUTE, Floor, LOSS, Surface, TOKENS, noisy, over_budgets};
use lawlike::quantity::Quantity;
use lawlike_num::stream::Stream;

/// A power law with a floor over tokens.
pub(super) fn curve(stream: &mut Stream, noise: (f64, f64)) -> Option<Case> {
    let (runs, decades) = (count(stream, 20, 60), between(stream, 3.0, 5.0));
    let (law, x) = (Floor::draw(stream), places(stream, runs, decades));
    let noise = between(stream, noise.0, noise.1);
    let y = x.iter().map(|x| law.at(x / 1e7)).collect();
    let y = noisy(stream, y, noise);
    case("power-floor", vec![column("tokens", TOKENS, x), column("loss", LOSS, y)])
}

/// A power law without a floor over compute.
pub(super) fn straight(stream: &mut Stream, noise: (f64, f64)) -> Option<Case> {
    let (runs, decades) = (count(stream, 20, 60), between(stream, 3.0, 5.0));
    let (exponent, noise) = (between(stream, 0.15, 0.3), between(stream, noise.0, noise.1));
    let x = places(stream, runs, decades);
    let y = x.iter().map(|x| 8.0 * (x / 1e7).powf(-exponent)).collect();
    let y = noisy(stream, y, noise);
    case("power", vec![column("compute", COMPUTE, x), column("loss", LOSS, y)])
}

/// Sizes by lengths of training, enough of both for every cut.
pub(super) fn wide_grid(stream: &mut Stream) -> Vec<(f64, f64)> {
    let (sizes, lengths) = (count(stream, 8, 16), count(stream, 8, 15));
    let tokens = ladder(3e8, 3e11, lengths);
    ladder(2e7, 8e9, sizes).into_iter().flat_map(|n| tokens.iter().map(move |d| (n, *d))).collect()
}

/// A Chinchilla surface on a grid.
pub(super) fn surface(stream: &mut Stream, noise: (f64, f64)) -> Option<Case> {
    let (runs, law) = (larger(wide_grid(stream)), Surface::draw(stream));
    let noise = between(stream, noise.0, noise.1);
    let loss = runs.iter().map(|(n, d)| law.at(*n, *d)).collect();
    let loss = noisy(stream, loss, noise);
    over_both(runs, loss)
}

/// A Chinchilla surface on budgets of compute.
pub(super) fn budgets(stream: &mut Stream, noise: (f64, f64)) -> Option<Case> {
    let (budgets, sizes, law) = (count(stream, 6, 9), count(stream, 9, 20), Surface::draw(stream));
    let noise = between(stream, noise.0, noise.1);
    let runs = larger(over_budgets(budgets, sizes));
    let loss = runs.iter().map(|(n, d)| law.at(*n, *d)).collect();
    let loss = noisy(stream, loss, noise);
    over_both(runs, loss)
}

/// A sigmoid in log compute.
pub(super) struct Sigmoid {
    low: f64,
    high: f64,
    middle: f64,
    steepness: f64,
}

impl Sigmoid {
    /// A sigmoid over compute from 1e7 to 1e11 that is past its steepest place well before the middle.
    pub(super) fn turned(stream: &mut Stream) -> Self {
        Self {
            low: between(stream, 0.0, 0.2),
            high: between(stream, 0.8, 0.95),
            middle: between(stream, 8.0, 8.4),
            steepness: between(stream, 2.0, 3.0),
        }
    }

    /// The share solved.
    pub(super) fn at(&self, compute: f64) -> f64 {
        let rise = 1.0 / (1.0 + (-self.steepness * (compute.log10() - self.middle)).exp());
        self.low + (self.high - self.low) * rise
    }
}

/// Shares of so many items about the shares expected.
pub(super) fn solved(stream: &mut Stream, expected: &[f64], items: usize) -> Vec<f64> {
    let mut share = |p: &f64| (0..items).filter(|_| stream.uniform() < *p).count() as f64 / items as f64;
    expected.iter().map(&mut share).collect()
}

/// A case of shares over compute.
pub(super) fn over_compute(x: Vec<f64>, y: Vec<f64>) -> Option<Case> {
    case("log-sigmoid", vec![column("compute", COMPUTE, x), column("accuracy", Quantity::Accuracy, y)])
}

/// A sigmoid whose bend the earliest cut has seen.
pub(super) fn shares(stream: &mut Stream, items: (usize, usize)) -> Option<Case> {
    let (runs, items, law) =
        (count(stream, 30, 80), count(stream, items.0, items.1), Sigmoid::turned(stream));
    let x = places(stream, runs, 4.0);
    let expected: Vec<f64> = x.iter().map(|x| law.at(*x)).collect();
    let y = solved(stream, &expected, items);
    over_compute(x, y)
}

/// Shares that gain as much with every power of ten, of models that differ by more than the tolerance.
pub(super) fn climbing(stream: &mut Stream, scatter: (f64, f64)) -> Option<Case> {
    let (runs, scatter) = (count(stream, 30, 80), between(stream, scatter.0, scatter.1));
    let (start, gain) = (between(stream, 0.1, 0.2), between(stream, 0.15, 0.2));
    let x = places(stream, runs, 4.0);
    let share = |x: &f64| (start + gain * (x.log10() - 7.0) + scatter * stream.normal()).clamp(0.0, 1.0);
    let y = x.iter().map(share).collect();
    case("log-line", vec![column("compute", COMPUTE, x), column("accuracy", Quantity::Accuracy, y)])
}

/// A sigmoid whose ceiling no early cut has seen, of models that differ by more than the tolerance.
pub(super) fn unturned(stream: &mut Stream, scatter: (f64, f64)) -> Option<Case> {
    let (runs, items) = (count(stream, 30, 80), count(stream, 200, 1000));
    let scatter = between(stream, scatter.0, scatter.1);
    let law = Sigmoid {
        low: between(stream, 0.0, 0.1),
        high: between(stream, 0.9, 1.0),
        middle: between(stream, 8.8, 9.4),
        steepness: between(stream, 1.0, 1.4),
    };
    let x = places(stream, runs, 4.0);
    let expected: Vec<f64> =
        x.iter().map(|x| (law.at(*x) + scatter * stream.normal()).clamp(0.0, 1.0)).collect();
    let y = solved(stream, &expected, items);
    over_compute(x, y)
}

/// A case of horizons over dates.
pub(super) fn over_years(t: Vec<f64>, y: Vec<f64>) -> Option<Case> {
    let columns = vec![column("date", Quantity::Date, t), column("horizon", Quantity::Horizon, y)];
    case("semi-log-line", columns)
}

/// Exponential growth over dates.
pub(super) fn trend(stream: &mut Stream, noise: (f64, f64)) -> Option<Case> {
    let (releases, years) = (count(stream, 24, 60), between(stream, 4.0, 8.0));
    let (rate, noise) = (between(stream, 0.8, 1.6), between(stream, noise.0, noise.1));
    let t = dates(stream, releases, years);
    let y = t.iter().map(|t| 0.1 * (rate * (t - 2019.0)).exp()).collect();
    let y = noisy(stream, y, noise);
    over_years(t, y)
}

/// Ratings that rise steadily.
pub(super) fn ratings(stream: &mut Stream, scatter: (f64, f64)) -> Option<Case> {
    let (releases, years) = (count(stream, 24, 60), between(stream, 3.0, 6.0));
    let (rate, scatter) = (between(stream, 60.0, 150.0), between(stream, scatter.0, scatter.1));
    let t = dates(stream, releases, years);
    let y = t.iter().map(|t| 1000.0 + rate * (t - 2019.0) + scatter * stream.normal()).collect();
    case("trend-line", vec![column("date", Quantity::Date, t), column("elo", Quantity::Rating, y)])
}

/// Several curves with a floor of their own each.
pub(super) fn series(stream: &mut Stream, noise: (f64, f64)) -> Option<Case> {
    let (series, noise) = (count(stream, 3, 6), between(stream, noise.0, noise.1));
    let cases = (0..series).map(|_| {
        let (runs, decades) = (count(stream, 20, 40), between(stream, 3.0, 5.0));
        let (law, x) = (Floor::draw(stream), places(stream, runs, decades));
        let y = x.iter().map(|x| law.at(x / 1e7)).collect();
        let y = noisy(stream, y, noise);
        case("power-floor", vec![column("tokens", TOKENS, x), column("loss", LOSS, y)])
    });
    Case::together(cases.collect::<Option<_>>()?)
}
