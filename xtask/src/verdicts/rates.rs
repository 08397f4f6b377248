//! Counting words.

use super::worlds::{WORLDS, World};
use lawlike::verdict::{Verdict, Word};
use lawlike_num::parallel;
use lawlike_num::stream::Stream;

/// Seed of the tables on which the rules are developed.
pub(crate) const DEVELOP: u64 = 20_261_122;
/// Seed of the tables of the page.
pub(crate) const REPORT: u64 = 31_415_926;

/// Every word, in the order of the table.
pub(crate) const WORDS: [Word; 5] = [Word::Strong, Word::Weak, Word::Broken, Word::Absent, Word::Untested];

/// How often each word was given in every world.
pub(crate) struct Rates {
    /// By world, in their order: counts by word, in the order of [`WORDS`].
    pub(crate) counts: Vec<[usize; 5]>,
}

impl Rates {
    /// Audits so many tables of each world.
    pub(crate) fn simulate(seed: u64, draws: usize) -> Self {
        let count = |(index, world): (usize, &World)| {
            let found = verdicts(world, (seed, index), draws);
            WORDS.map(|word| found.iter().filter(|verdict| verdict.word == word).count())
        };
        Self { counts: WORLDS.iter().enumerate().map(count).collect() }
    }

    /// Tables of a world that got the right word, or the other one that can be defended.
    pub(crate) fn right(&self, world: usize) -> usize {
        let is_right = |word: &Word| *word == WORLDS[world].word || Some(*word) == WORLDS[world].also;
        let counts = WORDS.iter().zip(&self.counts[world]);
        counts.filter(|(word, _)| is_right(word)).map(|(_, count)| count).sum()
    }

    /// Tables that were called Strong though another word is right, and all tables where another word is right.
    pub(crate) fn too_strong(&self) -> (usize, usize) {
        let others = WORLDS.iter().zip(&self.counts).filter(|(world, _)| world.word != Word::Strong);
        others
            .fold((0, 0), |(wrong, all), (_, counts)| (wrong + counts[0], all + counts.iter().sum::<usize>()))
    }
}

/// The verdicts on so many tables of a world.
pub(crate) fn verdicts(world: &World, (seed, index): (u64, usize), draws: usize) -> Vec<Verdict> {
    let drawn = parallel::map(draws, 0, |number| {
        let mut stream = Stream::keyed(seed, &[index as u64, number as u64]);
        (world.draw)(&mut stream).and_then(|case| case.audit()).map(|audit| audit.verdict)
    });
    drawn.into_iter().flatten().collect()
}
