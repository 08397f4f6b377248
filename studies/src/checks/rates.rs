//! Counting alarms.

use super::alternatives::ALTERNATIVES;
use super::case::Case;
use super::worlds::WORLDS;
use lawlike_num::parallel;
use lawlike_num::stream::Stream;
use std::collections::BTreeMap;

/// Seed of all draws.
const SEED: u64 = 20_261_122;

/// Alarms in every world, and hits on every alternative.
pub(crate) struct Rates {
    /// By world, in their order: how many tables raised each code.
    pub(crate) alarms: Vec<BTreeMap<&'static str, usize>>,
    /// By world: how many tables raised any code.
    pub(crate) any: Vec<usize>,
    /// By alternative, in their order: how many tables raised its code.
    pub(crate) hits: Vec<usize>,
}

impl Rates {
    /// Draws so many tables of each world, and so many of each alternative.
    pub(crate) fn simulate(draws: usize, others: usize) -> Self {
        let (mut alarms, mut any) = (Vec::new(), Vec::new());
        for (index, world) in WORLDS.iter().enumerate() {
            let codes = codes(&[0, index as u64], draws, world.draw);
            let mut counts = BTreeMap::new();
            codes.iter().flatten().for_each(|code| *counts.entry(*code).or_insert(0) += 1);
            alarms.push(counts);
            any.push(codes.iter().filter(|codes| !codes.is_empty()).count());
        }
        let hits = ALTERNATIVES.iter().enumerate().map(|(index, alternative)| {
            let codes = codes(&[1, index as u64], others, alternative.draw);
            codes.iter().filter(|codes| codes.contains(&alternative.check)).count()
        });
        Self { hits: hits.collect(), alarms, any }
    }

    /// Alarms of a check in each world.
    pub(crate) fn of(&self, code: &str) -> Vec<usize> {
        self.alarms.iter().map(|counts| counts.get(code).copied().unwrap_or(0)).collect()
    }
}

/// What is found in each of so many tables.
fn codes(key: &[u64], draws: usize, draw: fn(&mut Stream) -> Option<Case>) -> Vec<Vec<&'static str>> {
    parallel::map(draws, 0, |number| {
        let mut stream = Stream::keyed(SEED, &[key, &[number as u64]].concat());
        let mut codes = draw(&mut stream).map_or_else(Vec::new, |case| case.codes());
        codes.dedup();
        codes
    })
}
