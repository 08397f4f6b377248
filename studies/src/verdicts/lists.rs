//! All worlds: those on which rules are developed, and those that are kept from them.

use super::worlds::{WORLDS as CLEAR, World, world};
use super::{hard, unseen};
use lawlike::verdict::Word::{Absent, Broken, Strong, Untested, Weak};

/// What a group of worlds was used for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    /// Clear cases; the rule was developed on them.
    Clear,
    /// Hard cases; their kinds were known when the rule was made.
    Hard,
    /// Fresh cases, which nobody looked at while the rule was made.
    Unseen,
}

impl Group {
    /// Every group with its worlds, in the order of the page.
    pub(crate) const ALL: [(Self, &'static [World]); 3] =
        [(Self::Clear, CLEAR), (Self::Hard, HARD), (Self::Unseen, UNSEEN)];

    /// What the page calls it.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Clear => "Clear cases (used for building)",
            Self::Hard => "Hard cases (kinds known while building)",
            Self::Unseen => "Fresh cases (not looked at while building)",
        }
    }
}

/// Every world with its group; a world keeps its place, which is part of its seed.
pub(crate) fn all() -> impl Iterator<Item = (Group, &'static World)> {
    Group::ALL.into_iter().flat_map(|(group, worlds)| worlds.iter().map(move |world| (group, world)))
}

const HARD: &[World] = &[
    world(
        &[Strong],
        "control",
        "power law with a floor, 25 to 50 runs anywhere over 2.5 to 4 powers of ten, noise of 0.4 %",
        hard::control,
    ),
    world(
        &[Strong, Weak],
        "heteroscedastic",
        "the same; noise falls from 6 % by half a power of ten with every power of ten",
        hard::heteroscedastic,
    ),
    world(
        &[Strong, Weak, Untested],
        "floor beyond the data",
        "power law that stops falling a factor of 1.4 beyond the last run: no table can say so",
        hard::floor_beyond,
    ),
    world(
        &[Weak, Absent, Untested],
        "foot of a sigmoid",
        "shares of 500 items; the middle of the sigmoid lies a factor of 2 to 6 beyond the data",
        hard::sigmoid_foot,
    ),
    world(
        &[Weak, Absent],
        "walk with drift",
        "losses that walk at random with steps of 9 % a power of ten and fall by 5 % with each",
        hard::drifting_walk,
    ),
    world(
        &[Weak, Untested],
        "clustered seeds",
        "6 sizes of 6 seeds each; sizes err by 1.5 % together, seeds by 0.2 %",
        hard::seeds,
    ),
    world(
        &[Weak, Broken, Absent],
        "families",
        "4 families of 8 models with offsets of 5 %, each on its own window of compute; a fifth is to come",
        hard::families,
    ),
    world(
        &[Weak, Broken, Absent],
        "best of many",
        "each point is the best of as many runs as a budget pays for, 40 where they are cheap and one where they are dear",
        hard::best_of_many,
    ),
    world(
        &[Weak, Broken],
        "saturating per cent",
        "shares over five years that run into one",
        hard::saturating,
    ),
    world(
        &[Weak, Broken],
        "step change",
        "power law with a floor whose losses fall by 10 % at once at 60 to 80 % of the range",
        hard::step,
    ),
    world(
        &[Strong, Weak],
        "per cent near 100",
        "shares that approach one as a power law",
        hard::near_hundred,
    ),
    world(
        &[Weak, Absent, Untested],
        "counts",
        "counts of 3 to 50 events, Poisson, that rise as a power law",
        hard::counts,
    ),
    world(
        &[Untested],
        "tiny n",
        "7 to 9 runs over 2 to 3 powers of ten: fewer than 8 can be held out",
        hard::tiny,
    ),
    world(
        &[Strong, Weak],
        "autocorrelated",
        "power law with a floor; errors carry over from run to run (0.95) with steps of 0.8 %",
        hard::autocorrelated,
    ),
    world(
        &[Strong, Weak],
        "heavy tails",
        "power law with a floor; errors are Student's t with 2 degrees of freedom, 0.4 %",
        hard::heavy_tails,
    ),
    world(
        &[Weak, Broken],
        "turning curve",
        "quadratic in log compute that turns a factor of 2 beyond the data",
        hard::turning,
    ),
    world(
        &[Weak, Absent],
        "frontier of noise",
        "running best of 300 scores that do not improve",
        hard::frontier_of_noise,
    ),
    world(&[Absent], "rating walk", "ratings that walk at random, steps of 15 points", hard::walking_rating),
];

const UNSEEN: &[World] = &[
    world(
        &[Weak, Broken, Absent],
        "double descent",
        "power law with a floor and a bump of 0.2 to 0.5 at 70 to 85 % of the range",
        unseen::double_descent,
    ),
    world(
        &[Weak, Broken, Absent],
        "two exponents",
        "each run follows one of two power laws that part by a factor of 1.3 to 2.5 along the range",
        unseen::two_exponents,
    ),
    world(
        &[Weak, Broken],
        "decayed rate",
        "checkpoints of one run; its loss falls by 5 to 8 % more over the last fifth",
        unseen::decayed_rate,
    ),
    world(
        &[Weak, Broken, Absent],
        "periodic",
        "power law with a floor times a wave of 6 to 10 % with a period of about a power of ten",
        unseen::periodic,
    ),
    world(
        &[Untested],
        "nearly one ray",
        "Chinchilla surface, 24 to 60 runs of 20 tokens per parameter but for 2 %",
        unseen::nearly_one_ray,
    ),
    world(
        &[Strong, Weak],
        "failed runs",
        "power law with a floor; 5 to 12 % of the runs lie above it by some 5 %, log-normal",
        unseen::failed_runs,
    ),
    world(
        &[Weak, Absent],
        "few items",
        "sigmoid in log compute, shares of 12 to 24 items",
        unseen::few_items,
    ),
    world(
        &[Weak, Broken],
        "jump",
        "exponential growth over dates that jumps by a factor of 3 to 5 at 70 to 85 % of its years",
        unseen::jump,
    ),
    world(
        &[Weak],
        "noisy growth",
        "power law that rises with steps, noise of 12 to 18 %",
        unseen::noisy_growth,
    ),
    world(
        &[Weak, Broken, Absent],
        "saturating counts",
        "counts that approach 200 to 600, Poisson, full by the middle of the range",
        unseen::saturating_counts,
    ),
    world(
        &[Weak, Broken],
        "steepening",
        "power law whose exponent grows from 0.04 to 0.14 along the range",
        unseen::steepening,
    ),
    world(
        &[Strong, Weak],
        "frontier of progress",
        "running best of 300 horizons that grow exponentially and scatter by a factor of 1.35",
        unseen::frontier_of_progress,
    ),
    world(
        &[Weak, Broken, Absent],
        "levelling rating",
        "ratings that approach a ceiling within five years, scatter of 8 points",
        unseen::levelling_rating,
    ),
    world(
        &[Strong],
        "rounded",
        "power law with a floor, 30 to 60 runs, noise of 0.4 %, losses to two digits after the point",
        unseen::rounded,
    ),
];
