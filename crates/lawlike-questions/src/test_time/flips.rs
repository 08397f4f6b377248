//! What would change a choice: another price, target, amount of use, or a worse verifier.

use super::drawn::{Drawn, SettingOptions};
use crate::passk::Verifier;
use serde::Serialize;

/// Shares of wrong answers accepted at which the choice is made again.
const WRONG: [f64; 4] = [0.01, 0.03, 0.1, 0.3];
/// Step of targets.
const STEP: f64 = 0.01;

/// What would change a choice.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Flips {
    /// The setting that needs the smallest fall of the price of its samples to be chosen, and the factor; infinite if it is not
    /// chosen even for nothing. None if no other setting reaches the target.
    pub price: Option<(String, f64)>,
    /// The nearest lower target at which another setting is chosen, and which; to a hundredth.
    pub lower: Option<(f64, String)>,
    /// The nearest higher target at which another setting is chosen, and which; an empty name if none reaches it.
    pub higher: Option<(f64, String)>,
    /// Problems at which another setting takes over because its training pays, and which.
    pub problems: Option<(f64, String)>,
    /// The least share of wrong answers accepted, of 1, 3, 10 and 30 %, at which another setting is chosen, and which; an
    /// empty name if none reaches the target.
    pub verifier: Option<(f64, String)>,
}

/// What would change the choice of the first of the settings in order; `means` holds the samples and cost of each.
pub(super) fn flips(
    drawn: &[Drawn<'_>],
    order: &[usize],
    means: &[(u64, f64)],
    target: f64,
    options: &SettingOptions,
) -> Flips {
    let chosen = order[0];
    let name = |at: usize| drawn[at].setting.sampled.model.clone();
    let is_reached = means[chosen].1.is_finite();
    let total = |at: usize| means[at].1 + drawn[at].setting.training / options.problems;
    // The price of a sample falls; that of training stays as it is.
    let factor = |at: &usize| {
        let left = total(chosen) - drawn[*at].setting.training / options.problems;
        (name(*at), if left > 0.0 { means[*at].1 / left } else { f64::INFINITY })
    };
    let others = order.iter().skip(1).filter(|at| is_reached && total(**at).is_finite());
    let price = others.map(factor).min_by(|a, b| a.1.total_cmp(&b.1));
    let other = |verifier: Verifier, target: f64| {
        let best = best(drawn, target, verifier, options);
        (best != Some(chosen)).then(|| best.map_or_else(String::new, name))
    };
    let targets = |sign: f64| {
        let steps = (1..100).map(|i| ((target + sign * STEP * f64::from(i)) * 1e6).round() / 1e6);
        let inside = steps.take_while(|next| *next > 0.5 * STEP && *next < 1.0 - 0.5 * STEP);
        inside.filter(|_| is_reached).find_map(|next| Some((next, other(options.verifier, next)?)))
    };
    let worse = |wrong: &f64| {
        let verifier = Verifier { wrong: *wrong, ..options.verifier };
        (*wrong > options.verifier.wrong && is_reached)
            .then(|| other(verifier, target))
            .flatten()
            .map(|name| (*wrong, name))
    };
    Flips {
        price,
        lower: targets(-1.0),
        higher: targets(1.0),
        problems: problems(drawn, chosen, means, options).map(|(number, at)| (number, name(at))),
        verifier: WRONG.iter().find_map(worse),
    }
}

/// The cheapest setting by mean curves; none if none reaches the target.
fn best(drawn: &[Drawn<'_>], target: f64, verifier: Verifier, options: &SettingOptions) -> Option<usize> {
    let cost =
        |at: usize| drawn[at].by_mean(target, verifier).1 + drawn[at].setting.training / options.problems;
    let costs: Vec<f64> = lawlike_num::parallel::map(drawn.len(), options.run.threads, cost);
    (0..drawn.len()).filter(|at| costs[*at].is_finite()).min_by(|a, b| costs[*a].total_cmp(&costs[*b]))
}

/// The amount of use nearest to the one asked for at which another setting becomes the cheapest: its training costs more and its
/// samples less, or the other way about.
fn problems(
    drawn: &[Drawn<'_>],
    chosen: usize,
    means: &[(u64, f64)],
    options: &SettingOptions,
) -> Option<(f64, usize)> {
    let crossing = |at: usize| {
        let trained = drawn[at].setting.training - drawn[chosen].setting.training;
        let number = trained / (means[chosen].1 - means[at].1);
        (number > 0.0 && number.is_finite()).then_some((number, at))
    };
    let away = |number: f64| (number / options.problems).ln().abs();
    (0..drawn.len())
        .filter(|at| *at != chosen)
        .filter_map(crossing)
        .min_by(|a, b| away(a.0).total_cmp(&away(b.0)))
}
