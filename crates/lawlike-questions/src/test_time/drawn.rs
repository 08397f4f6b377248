//! Settings, and draws of the spread of chances over their tasks.

use crate::passk::{Nodes, Sampled, Verifier, spread_nodes};
use lawlike::run::Run;
use serde::Serialize;
use std::collections::BTreeMap;

/// Draws of the spread.
pub(super) const DRAWS: usize = 200;
/// Samples are forecast up to so many times those that were taken.
pub const FARTHEST: u64 = 10;

/// One way to answer problems.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerSetting {
    /// Counts of right samples, one entry a task.
    pub sampled: Sampled,
    /// Cost of a sample, in any unit that all settings share.
    pub sample: f64,
    /// Cost of training, in the same unit; zero if it is not counted.
    pub training: f64,
    /// Size of the model, tokens or FLOP of its training, length of thinking: NaN where unknown.
    pub levers: Levers,
}

/// What settings may differ in.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Levers {
    /// Parameters of the model.
    pub size: f64,
    /// How long it was trained, in any unit.
    pub training: f64,
    /// Thinking tokens.
    pub thinking: f64,
}

/// What shapes the answer.
#[derive(Debug, Clone)]
pub struct SettingOptions {
    /// Shares of problems that should be solved.
    pub targets: Vec<f64>,
    /// The verifier that accepts or refuses samples.
    pub verifier: Verifier,
    /// Problems over which the cost of training is spread.
    pub problems: f64,
    /// Seed of the draws, and threads.
    pub run: Run,
}

/// A setting with the draws of its spread.
pub(super) struct Drawn<'a> {
    pub(super) setting: &'a AnswerSetting,
    pub(super) draws: Vec<Nodes>,
    /// Their mean, on the grid that they share.
    pub(super) mean: Nodes,
    pub(super) least: u64,
    pub(super) farthest: u64,
}

/// The setting with draws of its spread.
pub(super) fn draw(setting: &AnswerSetting, seed: u64) -> Drawn<'_> {
    let least = setting.sampled.tasks.iter().map(|task| task.samples).min().unwrap_or(1);
    let farthest = least.saturating_mul(FARTHEST);
    let draws = spread_nodes(&setting.sampled.tasks, seed, DRAWS);
    let mean = merged(&draws);
    Drawn { setting, draws, mean, least, farthest }
}

/// The mean of draws that share a grid of chances; chances are not below zero, so their bits rise with them.
fn merged(draws: &[Nodes]) -> Nodes {
    let mut shares: BTreeMap<u64, f64> = BTreeMap::new();
    for (p, share) in draws.iter().flatten() {
        *shares.entry(p.to_bits()).or_default() += share / draws.len() as f64;
    }
    shares.into_iter().map(|(bits, share)| (f64::from_bits(bits), share)).collect()
}

impl Drawn<'_> {
    /// Share of problems answered rightly by at most `k` samples, by one draw.
    fn right(nodes: &Nodes, k: u64, verifier: Verifier) -> f64 {
        nodes.iter().map(|(p, share)| share * verifier.right_of(*p, k)).sum()
    }

    /// The least number of samples for which a rising share reaches a target; zero if none does.
    fn least_samples(&self, target: f64, right: &dyn Fn(u64) -> f64) -> u64 {
        if right(self.farthest) < target {
            return 0;
        }
        let (mut lo, mut hi) = (0, self.farthest);
        while hi - lo > 1 {
            let middle = lo + (hi - lo) / 2;
            if right(middle) >= target { hi = middle } else { lo = middle }
        }
        hi
    }

    /// Cost of a problem with at most `k` samples, without training; infinite for zero samples.
    fn cost(&self, nodes: &Nodes, k: u64, verifier: Verifier) -> f64 {
        let samples: f64 = nodes.iter().map(|(p, share)| share * verifier.draws_of(*p, k)).sum();
        if k == 0 { f64::INFINITY } else { self.setting.sample * samples }
    }

    /// Samples needed by the mean curve, and their mean cost.
    pub(super) fn by_mean(&self, target: f64, verifier: Verifier) -> (u64, f64) {
        let k = self.least_samples(target, &|k| Self::right(&self.mean, k, verifier));
        (k, self.cost(&self.mean, k, verifier))
    }

    /// What each draw says that the target costs, training included.
    pub(super) fn by_draw(&self, target: f64, options: &SettingOptions) -> Vec<f64> {
        let cost_of_draw = |nodes: &Nodes| {
            let k = self.least_samples(target, &|k| Self::right(nodes, k, options.verifier));
            self.cost(nodes, k, options.verifier) + self.setting.training / options.problems
        };
        self.draws.iter().map(cost_of_draw).collect()
    }
}
