//! The cheapest way to a target: which setting (model, training, length of thinking), and how many samples of it.
//!
//! Every setting has counts of right samples for every task, whose spread of chances is known as far as `passk` knows it, and a
//! price of a sample. Samples are drawn until a verifier accepts one, `k` at most. For a target, each draw of the spread says
//! how many samples a setting needs and what they cost; the setting that is cheapest by the mean curve is chosen, and its
//! regret is what it costs beyond the cheapest setting of the same draw. Settings are drawn independently of each other,
//! although they share their tasks: differences are if anything more certain than said.

use super::flips::{self, Flips};
use crate::passk::{Nodes, Sampled, Verifier, spread_nodes};
use lawlike::error::{Error, Result};
use lawlike_num::parallel;
use lawlike_num::quantile::{mean, quantile};
use serde::Serialize;
use std::collections::BTreeMap;

/// Draws of the spread.
pub(super) const DRAWS: usize = 200;
/// Samples are forecast up to so many times those that were taken.
pub const FARTHEST: u64 = 10;

/// One way to answer problems.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
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
pub struct Options {
    /// Shares of problems that should be solved.
    pub targets: Vec<f64>,
    /// The verifier that accepts or refuses samples.
    pub verifier: Verifier,
    /// Problems over which the cost of training is spread.
    pub problems: f64,
    /// Seed of the draws.
    pub seed: u64,
    /// Threads; all that the machine has if zero. The result does not depend on it.
    pub threads: usize,
}

/// What one setting takes for a target.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Way {
    /// Name of the setting.
    pub label: String,
    /// Most samples of a problem; zero if no number within the reach of the forecast will do.
    pub samples: u64,
    /// Whether as many samples were taken, so that nothing is extrapolated.
    pub is_measured: bool,
    /// Mean cost of a problem, training included; infinite if the target is out of reach.
    pub cost: f64,
    /// Lower end of its 95 % interval.
    pub lo95: f64,
    /// Upper end; infinite if the counts allow that the target is out of reach.
    pub hi95: f64,
    /// Cost of a solved problem.
    pub solved: f64,
    /// Chance that this is the cheapest way.
    pub best: f64,
    /// Chance that the target is out of reach.
    pub never: f64,
}

/// What is chosen for a target.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Choice {
    /// Share of problems that should be solved.
    pub target: f64,
    /// All ways, cheapest first.
    pub ways: Vec<Way>,
    /// How the choice differs from one sample of the cheapest setting.
    pub levers: Vec<Lever>,
    /// What it costs beyond the cheapest way of the same draw, as a share: mean over the draws that reach the target.
    pub regret: f64,
    /// Its 95 % quantile; infinite if the choice may not reach what another way does.
    pub regret95: f64,
    /// What would change the choice.
    pub flips: Flips,
}

/// A way to solve more problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lever {
    /// A bigger model.
    BiggerModel,
    /// More training.
    MoreTraining,
    /// Longer thinking.
    LongerThinking,
    /// More samples.
    MoreSamples,
    /// Another setting without a known lever.
    OtherSetting,
}

impl Lever {
    /// The lever in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::BiggerModel => "a bigger model",
            Self::MoreTraining => "more training",
            Self::LongerThinking => "longer thinking",
            Self::MoreSamples => "more samples",
            Self::OtherSetting => "another setting",
        }
    }
}

/// A setting with the draws of its spread.
pub(super) struct Drawn<'a> {
    pub(super) setting: &'a Setting,
    draws: Vec<Nodes>,
    /// Their mean, on the grid that they share.
    mean: Nodes,
    pub(super) least: u64,
    pub(super) farthest: u64,
}

/// The choice for every target.
///
/// # Errors
/// No setting, a target that is no share, a cost that is not above zero, or impossible counts.
pub fn choose(settings: &[Setting], options: &Options) -> Result<Vec<Choice>> {
    check(settings, options)?;
    let drawn = parallel::map(settings.len(), options.threads, |at| draw(&settings[at], options.seed));
    let one = |target: &f64| choice(&drawn, *target, options);
    Ok(options.targets.iter().map(one).collect())
}

fn check(settings: &[Setting], options: &Options) -> Result<()> {
    let models: Vec<Sampled> = settings.iter().map(|setting| setting.sampled.clone()).collect();
    crate::passk::check_counts(&models)?;
    if let Some(target) = options.targets.iter().find(|target| !(**target > 0.0 && **target < 1.0)) {
        return Err(Error::option(format!("--target {target}: a target is a share between 0 and 1")));
    }
    if !(options.problems > 0.0) {
        return Err(Error::option(format!("--problems {}: the number must be above zero", options.problems)));
    }
    let bad =
        |setting: &&Setting| !(setting.sample > 0.0 && setting.sample.is_finite() && setting.training >= 0.0);
    match settings.iter().find(bad) {
        None => Ok(()),
        Some(setting) => Err(Error::observations(format!(
            "`{}`: a sample costs {} and training {}: a sample must cost more than nothing",
            setting.sampled.model, setting.sample, setting.training
        ))),
    }
}

fn draw(setting: &Setting, seed: u64) -> Drawn<'_> {
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
    fn by_draw(&self, target: f64, options: &Options) -> Vec<f64> {
        let one = |nodes: &Nodes| {
            let k = self.least_samples(target, &|k| Self::right(nodes, k, options.verifier));
            self.cost(nodes, k, options.verifier) + self.setting.training / options.problems
        };
        self.draws.iter().map(one).collect()
    }
}

fn choice(drawn: &[Drawn<'_>], target: f64, options: &Options) -> Choice {
    let costs = parallel::map(drawn.len(), options.threads, |at| drawn[at].by_draw(target, options));
    let means = parallel::map(drawn.len(), options.threads, |at| drawn[at].by_mean(target, options.verifier));
    let cheapest: Vec<f64> =
        (0..DRAWS).map(|draw| costs.iter().map(|of| of[draw]).fold(f64::INFINITY, f64::min)).collect();
    let way = |at: usize| {
        let (samples, running) = means[at];
        let cost = running + drawn[at].setting.training / options.problems;
        let mut sorted = costs[at].clone();
        sorted.sort_by(f64::total_cmp);
        let share = |is: &dyn Fn((&f64, &f64)) -> bool| {
            costs[at].iter().zip(&cheapest).filter(|pair| is(*pair)).count() as f64 / DRAWS as f64
        };
        Way {
            label: drawn[at].setting.sampled.model.clone(),
            samples,
            is_measured: samples > 0 && samples <= drawn[at].least,
            cost,
            lo95: quantile(&sorted, 0.025),
            hi95: quantile(&sorted, 0.975),
            solved: cost / target,
            best: share(&|(own, least)| own.is_finite() && own == least),
            never: share(&|(own, _)| own.is_infinite()),
        }
    };
    let mut order: Vec<usize> = (0..drawn.len()).collect();
    let ways: Vec<Way> = order.iter().map(|at| way(*at)).collect();
    order.sort_by(|a, b| ways[*a].cost.total_cmp(&ways[*b].cost));
    let chosen = order[0];
    let beyond = |(own, least): (&f64, &f64)| least.is_finite().then(|| own / least - 1.0);
    let mut regrets: Vec<f64> = costs[chosen].iter().zip(&cheapest).filter_map(beyond).collect();
    regrets.sort_by(f64::total_cmp);
    let finite: Vec<f64> = regrets.iter().copied().filter(|regret| regret.is_finite()).collect();
    let samples = ways[chosen].samples;
    Choice {
        target,
        levers: if samples == 0 { Vec::new() } else { levers(drawn, chosen, samples) },
        regret: if finite.is_empty() { f64::NAN } else { mean(&finite) },
        regret95: quantile(&regrets, 0.95),
        flips: flips::flips(drawn, &order, &means, target, options),
        ways: order.iter().map(|at| ways[*at].clone()).collect(),
    }
}

/// How a choice differs from one sample of the setting with the cheapest sample.
fn levers(drawn: &[Drawn<'_>], chosen: usize, samples: u64) -> Vec<Lever> {
    let plain = drawn.iter().map(|drawn| drawn.setting).min_by(|a, b| a.sample.total_cmp(&b.sample));
    let (Some(plain), own) = (plain, drawn[chosen].setting) else { return Vec::new() };
    let pairs = [
        (Lever::BiggerModel, own.levers.size, plain.levers.size),
        (Lever::MoreTraining, own.levers.training, plain.levers.training),
        (Lever::LongerThinking, own.levers.thinking, plain.levers.thinking),
    ];
    let mut levers: Vec<Lever> =
        pairs.iter().filter(|(_, own, plain)| own > plain).map(|(lever, ..)| *lever).collect();
    if levers.is_empty() && own.sampled.model != plain.sampled.model {
        levers.push(Lever::OtherSetting);
    }
    if samples > 1 {
        levers.push(Lever::MoreSamples);
    }
    levers
}
