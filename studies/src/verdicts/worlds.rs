//! Clear cases: each world is drawn so that one word of the table is right, decided beforehand from what the words mean.
//! Rules are developed on them. Sizes, parameters and noise differ from draw to draw.

use super::{broken, lawful, lawless, scanty};
use crate::checks::case::Case;
use lawlike::verdict::Word;
use lawlike_num::stream::Stream;

/// A way to draw tables that deserve one word.
pub(crate) struct World {
    /// The words that are fair; the first is the one that says most.
    pub(crate) fair: &'static [Word],
    /// Short name.
    pub(crate) name: &'static str,
    /// What is drawn.
    pub(crate) says: &'static str,
    /// Draws a table.
    pub(crate) draw: fn(&mut Stream) -> Option<Case>,
}

/// A world by its fair words, name, what is drawn, and how.
pub(super) const fn world(
    fair: &'static [Word],
    name: &'static str,
    says: &'static str,
    draw: fn(&mut Stream) -> Option<Case>,
) -> World {
    World { fair, name, says, draw }
}

/// All clear cases, by word.
pub(super) const WORLDS: &[World] = &[
    world(
        &[Word::Strong],
        "curve",
        "power law with a floor, 20 to 60 runs over 3 to 5 powers of ten, noise of 0.2 to 0.6 %",
        |stream| lawful::curve(stream, (0.002, 0.006)),
    ),
    world(
        &[Word::Strong],
        "straight",
        "power law without a floor over compute, 20 to 60 runs, noise of 0.2 to 0.6 %",
        |stream| lawful::straight(stream, (0.002, 0.006)),
    ),
    world(
        &[Word::Strong],
        "surface",
        "Chinchilla surface on a grid of 64 to 240 runs, noise of 0.2 to 0.6 %",
        |stream| lawful::surface(stream, (0.002, 0.006)),
    ),
    world(
        &[Word::Strong],
        "isoflop",
        "Chinchilla surface, 6 to 9 budgets of 9 to 20 sizes each, noise of 0.2 to 0.6 %",
        |stream| lawful::budgets(stream, (0.002, 0.006)),
    ),
    world(
        &[Word::Strong],
        "shares",
        "sigmoid in log compute that has turned by the middle of its 30 to 80 runs, 2000 to 10000 items",
        |stream| lawful::shares(stream, (2000, 10_000)),
    ),
    world(
        &[Word::Strong],
        "trend",
        "exponential growth over 4 to 8 years, 24 to 60 releases, scatter of 5 to 12 %",
        |stream| lawful::trend(stream, (0.05, 0.12)),
    ),
    world(
        &[Word::Strong],
        "ratings",
        "ratings that rise by 60 to 150 points a year over 3 to 6 years, 24 to 60 releases, scatter of 5 to 12 points",
        |stream| lawful::ratings(stream, (5.0, 12.0)),
    ),
    world(
        &[Word::Strong],
        "series",
        "3 to 6 curves with floors of their own, 20 to 40 runs each, noise of 0.2 to 0.6 %",
        |stream| lawful::series(stream, (0.002, 0.006)),
    ),
    world(
        &[Word::Weak],
        "noisy curve",
        "power law over compute with an exponent of 0.15 to 0.3, 20 to 60 runs, noise of 6 to 12 %",
        |stream| lawful::straight(stream, (0.06, 0.12)),
    ),
    world(
        &[Word::Weak],
        "noisy surface",
        "Chinchilla surface on a grid of 64 to 240 runs, noise of 4 to 6 %",
        |stream| lawful::surface(stream, (0.04, 0.06)),
    ),
    world(
        &[Word::Weak],
        "noisy shares",
        "shares that gain 0.15 to 0.2 with every power of ten, 30 to 80 runs that scatter by 0.09 to 0.13",
        |stream| lawful::climbing(stream, (0.09, 0.13)),
    ),
    world(
        &[Word::Weak],
        "noisy trend",
        "exponential growth over 4 to 8 years, 24 to 60 releases, scatter of a factor of 1.8 to 2.5",
        |stream| lawful::trend(stream, (0.6, 0.9)),
    ),
    world(
        &[Word::Weak, Word::Absent],
        "unseen ceiling",
        "sigmoid that still climbs, 30 to 80 runs that scatter by 0.09 to 0.13 beside the error of 200 to 1000 items",
        |stream| lawful::unturned(stream, (0.09, 0.13)),
    ),
    world(
        &[Word::Broken],
        "plateau inside",
        "power law that stops falling at 50 to 65 % of its range, 30 to 60 runs, noise of 0.3 to 1 %",
        |stream| broken::plateau(stream, (0.50, 0.65)),
    ),
    world(
        &[Word::Broken],
        "plateau beyond",
        "power law that stops falling at 75 to 86 % of its range, 30 to 60 runs, noise of 0.3 to 1 %",
        |stream| broken::plateau(stream, (0.75, 0.86)),
    ),
    world(
        &[Word::Broken],
        "rise inside",
        "power law with a floor that rises by 15 to 30 % a power of ten from 50 to 65 % of its range on, 30 to 60 runs",
        |stream| broken::rise(stream, (0.50, 0.65)),
    ),
    world(
        &[Word::Broken],
        "rise beyond",
        "power law with a floor that rises by 15 to 30 % a power of ten from 75 to 86 % of its range on, 30 to 60 runs",
        |stream| broken::rise(stream, (0.75, 0.86)),
    ),
    world(
        &[Word::Broken],
        "surface inside",
        "Chinchilla surface that rises by 10 to 20 % a power of ten of compute from 50 to 60 % of its range on",
        |stream| broken::surface(stream, (0.50, 0.60), (0.10, 0.20)),
    ),
    world(
        &[Word::Broken],
        "surface beyond",
        "Chinchilla surface that rises by 20 to 30 % a power of ten of compute from 70 to 78 % of its range on",
        |stream| broken::surface(stream, (0.70, 0.78), (0.20, 0.30)),
    ),
    world(
        &[Word::Broken],
        "shares inside",
        "sigmoid that has turned, then falls by 0.3 to 0.4 a power of ten from 55 to 65 % of its range on, 30 to 80 runs",
        |stream| broken::shares(stream, (0.55, 0.65)),
    ),
    world(
        &[Word::Broken],
        "shares beyond",
        "sigmoid that has turned, then falls by 0.3 to 0.4 a power of ten from 75 to 82 % of its range on, 30 to 80 runs",
        |stream| broken::shares(stream, (0.75, 0.82)),
    ),
    world(
        &[Word::Broken],
        "trend inside",
        "exponential growth that stops at 50 to 65 % of 6 to 8 years, 30 to 60 releases, scatter of 5 to 15 %",
        |stream| broken::trend(stream, (0.50, 0.65)),
    ),
    world(
        &[Word::Broken],
        "trend beyond",
        "exponential growth that stops at 75 to 84 % of 6 to 8 years, 30 to 60 releases, scatter of 5 to 15 %",
        |stream| broken::trend(stream, (0.75, 0.84)),
    ),
    world(
        &[Word::Absent],
        "flat curve",
        "losses that do not depend on compute, 15 to 60 runs, noise of 0.5 to 5 %",
        lawless::curve,
    ),
    world(
        &[Word::Absent],
        "walk",
        "losses that walk at random along compute, 20 to 60 runs, steps of 0.5 to 3 %",
        lawless::walk,
    ),
    world(
        &[Word::Absent],
        "flat surface",
        "losses that depend on neither parameters nor tokens, 30 to 240 runs, noise of 0.5 to 5 %",
        lawless::surface,
    ),
    world(
        &[Word::Absent],
        "flat shares",
        "shares of 100 to 1000 items that do not depend on compute, 15 to 60 runs",
        lawless::shares,
    ),
    world(
        &[Word::Absent],
        "walking shares",
        "shares that walk at random along compute, 20 to 60 runs, steps of 0.02 to 0.05",
        lawless::walking_shares,
    ),
    world(
        &[Word::Absent],
        "flat years",
        "horizons that scatter by a factor of 1.3 to 3 over 4 to 8 years without a trend, 15 to 60 releases",
        lawless::years,
    ),
    world(
        &[Word::Absent],
        "walking years",
        "horizons that walk at random over 4 to 8 years, 20 to 60 releases, steps of 10 to 40 %",
        lawless::walking_years,
    ),
    world(
        &[Word::Untested],
        "few runs",
        "power law with a floor, 3 to 5 runs over 3 powers of ten",
        scanty::runs,
    ),
    world(
        &[Word::Untested],
        "few sizes",
        "Chinchilla surface, 4 to 7 runs over parameters and tokens",
        scanty::sizes,
    ),
    world(
        &[Word::Untested],
        "few long runs",
        "power law with a floor, 2 to 5 runs of 6 to 12 checkpoints each, groups declared",
        scanty::checkpoints,
    ),
    world(
        &[Word::Untested],
        "few shares",
        "sigmoid in log compute, 4 to 6 shares of 200 to 2000 items",
        scanty::shares,
    ),
    world(
        &[Word::Untested],
        "near runs",
        "power law with a floor, 12 to 40 runs within a factor of 1.1 to 1.35",
        scanty::near,
    ),
    world(
        &[Word::Untested],
        "few months",
        "exponential growth over 2 to 5 months, 12 to 40 releases",
        scanty::months,
    ),
    world(
        &[Word::Untested],
        "one ray",
        "Chinchilla surface, 20 to 60 runs of exactly 20 tokens per parameter",
        scanty::ray,
    ),
    world(&[Word::Untested], "one size", "Chinchilla surface, 20 to 60 runs of one size", scanty::one_size),
];
