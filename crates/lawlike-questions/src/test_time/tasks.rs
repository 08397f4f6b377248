//! Which tasks gain by more of it: one setting against a plainer one, task by task, and against samples of the plainer one at
//! the same cost.
//!
//! A task of `c` right of `n` has the chance `(c + 1/2) / (n + 1)` under a setting, with the error of the binomial. Tasks that are
//! said to gain or to lose are named at 5 % by the step-up rule of Benjamini & Hochberg 1995, on normal tails.

use super::settings::AnswerSetting;
use crate::passk::{Nodes, spread_nodes};
use lawlike::interval::{self, Interval};
use lawlike_num::dist::normal_cdf;
use lawlike_num::quantile::{mean, variance};
use serde::Serialize;
use std::collections::BTreeMap;

/// Share of false ones allowed among the tasks that are named, on each side.
const FALSE: f64 = 0.025;
/// Draws of the spread.
const DRAWS: usize = 200;

/// A setting against a plainer one on the tasks that they share.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Versus {
    /// Name of the setting.
    pub label: String,
    /// Name of the plainer one.
    pub plain: String,
    /// Number of tasks that both have.
    pub tasks: usize,
    /// Cost of a sample in units of that of the plainer one.
    pub times: f64,
    /// Share solved by one sample.
    pub right: f64,
    /// Share solved by one sample of the plainer one.
    pub plain_right: f64,
    /// Gain, with its 95 % interval over tasks.
    #[serde(serialize_with = "interval::triple")]
    pub gain: Interval,
    /// Share that the plainer one solves with samples of the same cost, if a verifier picks the right one; with its 95 %
    /// interval.
    #[serde(serialize_with = "interval::triple")]
    pub plain_covers: Interval,
    /// Number of those samples.
    pub plain_samples: u64,
    /// Tasks that gain, beyond chance.
    pub better: usize,
    /// Tasks that lose, beyond chance.
    pub worse: usize,
    /// Tasks that no sample of either has solved.
    pub unsolved: usize,
    /// Share of tasks that no number of samples of this setting would solve, with its 95 % interval.
    #[serde(serialize_with = "interval::triple")]
    pub never: Interval,
    /// Gains by domain; empty without domains.
    pub domains: Vec<Domain>,
}

/// The gain on the tasks of one domain.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Domain {
    /// Name of the domain.
    pub name: String,
    /// Number of tasks.
    pub tasks: usize,
    /// Gain, with its 95 % interval over tasks.
    #[serde(serialize_with = "interval::triple")]
    pub gain: Interval,
}

/// One task under both settings.
struct Pair<'a> {
    name: &'a str,
    gain: f64,
    /// Gain in standard errors of its samples.
    score: f64,
    shares: (f64, f64),
    is_unsolved: bool,
}

/// Every other setting against the one whose sample is the cheapest; `domain` names the domain of a task.
pub fn versus(settings: &[AnswerSetting], domain: &dyn Fn(&str) -> Option<String>, seed: u64) -> Vec<Versus> {
    let Some(plain) = settings.iter().min_by(|a, b| a.sample.total_cmp(&b.sample)) else { return Vec::new() };
    let draws = spread_nodes(&plain.sampled.tasks, seed, DRAWS);
    let others = settings.iter().filter(|setting| !std::ptr::eq(*setting, plain));
    others.filter_map(|setting| setting_versus(setting, plain, &draws, domain, seed)).collect()
}

fn setting_versus(
    setting: &AnswerSetting,
    plain: &AnswerSetting,
    draws: &[Nodes],
    domain: &dyn Fn(&str) -> Option<String>,
    seed: u64,
) -> Option<Versus> {
    let pairs = pairs(setting, plain);
    if pairs.len() < 2 {
        return None;
    }
    let gains: Vec<f64> = pairs.iter().map(|pair| pair.gain).collect();
    let (better, worse) = (named(&pairs, 1.0), named(&pairs, -1.0));
    let times = setting.sample / plain.sample;
    let samples = times.round().max(1.0) as u64;
    let covers = |nodes: &Nodes| {
        nodes.iter().map(|(p, share)| share * (1.0 - (samples as f64 * (-p).ln_1p()).exp())).sum()
    };
    let never = |nodes: &Nodes| nodes.iter().filter(|(p, _)| *p == 0.0).map(|(_, share)| share).sum();
    let own = spread_nodes(&setting.sampled.tasks, seed, DRAWS);
    let mut parts: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for pair in &pairs {
        if let Some(name) = domain(pair.name) {
            parts.entry(name).or_default().push(pair.gain);
        }
    }
    let part = |(name, gains): (String, Vec<f64>)| Domain { name, tasks: gains.len(), gain: around(&gains) };
    Some(Versus {
        label: setting.sampled.model.clone(),
        plain: plain.sampled.model.clone(),
        tasks: pairs.len(),
        times,
        right: mean(&pairs.iter().map(|pair| pair.shares.0).collect::<Vec<_>>()),
        plain_right: mean(&pairs.iter().map(|pair| pair.shares.1).collect::<Vec<_>>()),
        gain: around(&gains),
        plain_covers: over(draws, &covers),
        plain_samples: samples,
        better,
        worse,
        unsolved: pairs.iter().filter(|pair| pair.is_unsolved).count(),
        never: over(&own, &never),
        domains: parts.into_iter().map(part).collect(),
    })
}

fn pairs<'a>(setting: &'a AnswerSetting, plain: &AnswerSetting) -> Vec<Pair<'a>> {
    let known: BTreeMap<&str, (u64, u64)> =
        plain.sampled.tasks.iter().map(|task| (task.name.as_str(), (task.samples, task.correct))).collect();
    let pair = |task: &'a crate::passk::ProblemSamples| {
        let (n, c) = *known.get(task.name.as_str())?;
        let chance = |n: u64, c: u64| (c as f64 + 0.5) / (n as f64 + 1.0);
        let (own, other) = (chance(task.samples, task.correct), chance(n, c));
        let error = own * (1.0 - own) / task.samples as f64 + other * (1.0 - other) / n as f64;
        let shares = (task.correct as f64 / task.samples as f64, c as f64 / n as f64);
        Some(Pair {
            name: &task.name,
            gain: shares.0 - shares.1,
            score: (own - other) / error.sqrt(),
            shares,
            is_unsolved: task.correct == 0 && c == 0,
        })
    };
    setting.sampled.tasks.iter().filter_map(pair).collect()
}

/// How many tasks gain (sign 1) or lose (sign -1) by the step-up rule.
fn named(pairs: &[Pair<'_>], sign: f64) -> usize {
    let mut tails: Vec<f64> = pairs.iter().map(|pair| normal_cdf(-sign * pair.score)).collect();
    tails.sort_by(f64::total_cmp);
    let step = FALSE / tails.len() as f64;
    (0..tails.len()).rev().find(|at| tails[*at] <= step * (*at as f64 + 1.0)).map_or(0, |at| at + 1)
}

/// Mean and 95 % interval over tasks.
fn around(values: &[f64]) -> Interval {
    let (n, middle) = (values.len() as f64, mean(values));
    Interval::student(middle, (variance(values) / n).sqrt(), (n - 1.0).max(1.0))
}

/// Mean and 95 % interval over draws.
fn over(draws: &[Nodes], of: &dyn Fn(&Nodes) -> f64) -> Interval {
    let mut values: Vec<f64> = draws.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    Interval::of_sorted(mean(&values), &values)
}
