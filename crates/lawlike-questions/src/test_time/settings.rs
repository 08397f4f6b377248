//! The cheapest way to a target: which setting (model, training, length of thinking), and how many samples of it.
//!
//! Every setting has counts of right samples for every task, whose spread of chances is known as far as `passk` knows it, and a
//! price of a sample. Samples are drawn until a verifier accepts one, `k` at most. For a target, each draw of the spread says
//! how many samples a setting needs and what they cost; the setting that is cheapest by the mean curve is chosen, and its
//! regret is what it costs beyond the cheapest setting of the same draw. Settings are drawn independently of each other,
//! although they share their tasks: differences are if anything more certain than said.

pub use super::drawn::{AnswerSetting, FARTHEST, Levers, SettingOptions};
use super::drawn::{DRAWS, Drawn, draw};
use super::flips::{self, Flips};
use crate::passk::Sampled;
use lawlike::error::{Error, Result};
use lawlike::interval::Interval;
use lawlike_num::parallel;
use lawlike_num::quantile::{mean, quantile};
use serde::Serialize;

mod keys {
    lawlike::interval_keys!(cost);
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
    /// Mean cost of a problem, training included; infinite if the target is out of reach. The upper end of its 95 %
    /// interval is infinite if the counts allow that the target is out of reach.
    #[serde(flatten, serialize_with = "keys::cost")]
    pub cost: Interval,
    /// Cost of a solved problem.
    pub solved: f64,
    /// Chance that this is the cheapest way.
    pub best: f64,
    /// Chance that the target is out of reach.
    pub never: f64,
}

/// What is chosen for a target.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SettingChoice {
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

/// The choice for every target.
///
/// # Errors
/// No setting, a target that is no share, a cost that is not above zero, or impossible counts.
pub fn choose(settings: &[AnswerSetting], options: &SettingOptions) -> Result<Vec<SettingChoice>> {
    check(settings, options)?;
    let drawn =
        parallel::map(settings.len(), options.run.threads, |at| draw(&settings[at], options.run.seed));
    let choice_for = |target: &f64| choice(&drawn, *target, options);
    Ok(options.targets.iter().map(choice_for).collect())
}

fn check(settings: &[AnswerSetting], options: &SettingOptions) -> Result<()> {
    let models: Vec<Sampled> = settings.iter().map(|setting| setting.sampled.clone()).collect();
    crate::passk::check_counts(&models)?;
    if let Some(target) = options.targets.iter().find(|target| !(**target > 0.0 && **target < 1.0)) {
        return Err(Error::option(format!("--target {target}: a target is a share between 0 and 1")));
    }
    if !(options.problems > 0.0) {
        return Err(Error::option(format!("--problems {}: the number must be above zero", options.problems)));
    }
    let bad = |setting: &&AnswerSetting| {
        !(setting.sample > 0.0 && setting.sample.is_finite() && setting.training >= 0.0)
    };
    match settings.iter().find(bad) {
        None => Ok(()),
        Some(setting) => Err(Error::observations(format!(
            "`{}`: a sample costs {} and training {}: a sample must cost more than nothing",
            setting.sampled.model, setting.sample, setting.training
        ))),
    }
}

fn choice(drawn: &[Drawn<'_>], target: f64, options: &SettingOptions) -> SettingChoice {
    let costs = parallel::map(drawn.len(), options.run.threads, |at| drawn[at].by_draw(target, options));
    let means =
        parallel::map(drawn.len(), options.run.threads, |at| drawn[at].by_mean(target, options.verifier));
    let cheapest: Vec<f64> =
        (0..DRAWS).map(|draw| costs.iter().map(|of| of[draw]).fold(f64::INFINITY, f64::min)).collect();
    let way = |at: usize| {
        let (samples, running) = means[at];
        let cost = running + drawn[at].setting.training / options.problems;
        let share = |is: &dyn Fn((&f64, &f64)) -> bool| {
            costs[at].iter().zip(&cheapest).filter(|pair| is(*pair)).count() as f64 / DRAWS as f64
        };
        Way {
            label: drawn[at].setting.sampled.model.clone(),
            samples,
            is_measured: samples > 0 && samples <= drawn[at].least,
            cost: Interval::of_draws(cost, costs[at].iter().copied()),
            solved: cost / target,
            best: share(&|(own, least)| own.is_finite() && own == least),
            never: share(&|(own, _)| own.is_infinite()),
        }
    };
    let mut order: Vec<usize> = (0..drawn.len()).collect();
    let ways: Vec<Way> = order.iter().map(|at| way(*at)).collect();
    order.sort_by(|a, b| ways[*a].cost.value.total_cmp(&ways[*b].cost.value));
    let chosen = order[0];
    let beyond = |(own, least): (&f64, &f64)| least.is_finite().then(|| own / least - 1.0);
    let mut regrets: Vec<f64> = costs[chosen].iter().zip(&cheapest).filter_map(beyond).collect();
    regrets.sort_by(f64::total_cmp);
    let finite: Vec<f64> = regrets.iter().copied().filter(|regret| regret.is_finite()).collect();
    let samples = ways[chosen].samples;
    SettingChoice {
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
