//! Tables of several series: with equal and with different exponents, with and without series that get worse.

use super::case::{Case, between, column, count};
use super::lawful::{COMPUTE, LOSS, TOKENS, noisy, places};
use lawlike::quantity::Quantity;
use lawlike_num::stream::Stream;

/// Power laws with a floor, each with a level and floor of its own and an exponent that differs by so much.
pub(crate) fn curves(stream: &mut Stream, spread: f64) -> Option<Case> {
    let (series, exponent) = (count(stream, 3, 12), between(stream, 0.3, 0.5));
    let cases = (0..series).map(|_| {
        let (runs, decades) = (count(stream, 8, 30), between(stream, 3.0, 4.0));
        let (floor, level) = (between(stream, 1.0, 2.5), between(stream, 1.0, 4.0));
        let (noise, own) = (between(stream, 0.002, 0.01), exponent + spread * stream.normal());
        let x = places(stream, runs, decades);
        let y = x.iter().map(|x| floor + level * (x / 1e7).powf(-own)).collect();
        let y = noisy(stream, y, noise);
        Case::new("power-floor", vec![column("tokens", TOKENS, x), column("loss", LOSS, y)])
    });
    Case::together(cases.collect::<Option<_>>()?)
}

/// Tasks whose accuracy rises by the same amount with every power of ten; those of a share fall as fast.
pub(crate) fn tasks(stream: &mut Stream, falling: f64) -> Option<Case> {
    let (series, noise) = (count(stream, 8, 30), between(stream, 0.01, 0.05));
    let fall = (falling * series as f64).ceil() as usize;
    let cases = (0..series).map(|task| {
        let (runs, start) = (count(stream, 8, 40), between(stream, 0.35, 0.5));
        let gain = if task < fall { -0.06 } else { 0.06 };
        let x = places(stream, runs, 4.0);
        let y = x.iter().map(|x| start + gain * (x.log10() - 7.0) + noise * stream.normal()).collect();
        Case::new("log-line", vec![column("compute", COMPUTE, x), column("accuracy", Quantity::Accuracy, y)])
    });
    Case::together(cases.collect::<Option<_>>()?)
}

/// Accuracy of models along reinforcement learning: each a sigmoid in steps, of one width and one set of items. One of them
/// may have to learn the format of its answers first: its shares are multiplied by how far it has got.
pub(crate) fn reinforcement(stream: &mut Stream, format: bool) -> Option<Case> {
    let (models, rows, items) = (count(stream, 4, 8), count(stream, 14, 40), count(stream, 500, 1500));
    let step = 60.0 / rows as f64;
    let learner = stream.below(models);
    let (middle, width) = (between(stream, 8.0, 14.0), between(stream, 0.8, 2.0));
    let wide = between(stream, 5.0, 10.0);
    let cases = (0..models).map(|model| {
        let (low, gain) = (between(stream, 0.2, 0.5), between(stream, 0.2, 0.4));
        let half = between(stream, 5.0, 20.0);
        let x: Vec<f64> = (0..rows).map(|i| step * i as f64).collect();
        let mut solved = |x: &f64| {
            let able = low + gain / (1.0 + (-(x - half) / wide).exp());
            let formatted = if format && model == learner {
                0.08 + 0.92 / (1.0 + (-(x - middle) / width).exp())
            } else {
                1.0
            };
            let share = able * formatted;
            (0..items).filter(|_| stream.uniform() < share).count() as f64 / items as f64
        };
        let y = x.iter().map(&mut solved).collect();
        Case::new(
            "sigmoid",
            vec![column("rl_step", Quantity::Steps, x), column("accuracy", Quantity::Accuracy, y)],
        )
    });
    Case::together(cases.collect::<Option<_>>()?)
}
