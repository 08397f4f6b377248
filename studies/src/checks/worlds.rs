//! Lawful worlds: tables in which the law that is fitted is the law that made the data, noise is what the objective
//! takes it to be, and the design determines the parameters. Whatever a check finds there is a false alarm.
//!
//! Sizes, parameters and noise differ from draw to draw.

use super::case::Case;
use super::lawful::{curves, floor, isoflop, power, repeats, seeds, sigmoid, surface, trend, uneven};
use super::{claims, several, shares};
use lawlike_num::stream::Stream;

/// A way to draw lawful tables.
pub(crate) struct World {
    /// Short name.
    pub(crate) name: &'static str,
    /// What is drawn.
    pub(crate) says: &'static str,
    /// Draws a table.
    pub(crate) draw: fn(&mut Stream) -> Option<Case>,
}

/// All worlds.
pub(crate) const WORLDS: &[World] = &[
    World {
        name: "floor",
        says: "power law with a floor, 12 to 60 runs over 3 to 5 powers of ten",
        draw: floor,
    },
    World {
        name: "power",
        says: "power law without a floor, 12 to 60 runs over 2 to 5 powers of ten",
        draw: power,
    },
    World { name: "surface", says: "Chinchilla surface on a grid of 30 to 240 runs", draw: surface },
    World {
        name: "isoflop",
        says: "Chinchilla surface, 5 to 9 budgets of 7 to 27 sizes each",
        draw: isoflop,
    },
    World {
        name: "curves",
        says: "Chinchilla surface, 16 to 30 runs of 5 to 10 checkpoints, groups declared",
        draw: curves,
    },
    World {
        name: "seeds",
        says: "power law with a floor, 10 to 16 runs of 6 to 10 checkpoints, groups declared",
        draw: seeds,
    },
    World {
        name: "uneven",
        says: "Chinchilla surface on a grid; noise falls to a third from small to large, tails of Student's t with 5 degrees",
        draw: uneven,
    },
    World {
        name: "repeats",
        says: "power law with a floor, 10 to 20 sizes of 3 seeds each, losses to three digits after the point",
        draw: repeats,
    },
    World {
        name: "shares",
        says: "sigmoid in log compute, 12 to 60 shares of 200 to 2000 items",
        draw: sigmoid,
    },
    World { name: "trend", says: "exponential growth over dates, 12 to 40 releases", draw: trend },
    World {
        name: "steady",
        says: "gentle sigmoid in log compute, 12 to 60 shares of 200 to 2000 items, beside a loss that falls",
        draw: shares::steady,
    },
    World {
        name: "series",
        says: "3 to 12 power laws of one exponent with floors of their own, 8 to 30 runs each",
        draw: |stream| several::curves(stream, 0.0),
    },
    World {
        name: "tasks",
        says: "8 to 30 tasks that gain alike with every power of ten, 8 to 40 runs each",
        draw: |stream| several::tasks(stream, 0.0),
    },
    World {
        name: "reinforcement",
        says: "4 to 8 models along steps of reinforcement learning, sigmoids of one width, 14 to 40 shares of 500 to 1500 items",
        draw: |stream| several::reinforcement(stream, false),
    },
    World {
        name: "thinking",
        says: "sigmoid in thinking tokens that has passed its middle, 16 to 24 lengths with 2000 to 5000 problems each",
        draw: shares::long_thinking,
    },
    World {
        name: "published",
        says: "Chinchilla surface on a grid, beside values and intervals of a fit to as many other runs",
        draw: claims::honest,
    },
];
