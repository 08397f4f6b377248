//! Numbers that follow from the parameters of a law, such as the place of a peak, with intervals.
//!
//! A ratio of two estimates has no symmetric interval and, where the lower one may be zero, none that ends: draws from
//! the normal law of the fit (`normal.rs`, with the noise drawn as well) are put into the formula, and
//! quantiles are taken. For a ratio of two coefficients of a linear law this is the interval of Fieller.

use super::normal::{Draws, NormalDraw, normal_draws};
use super::{Fit, Prepared};
use crate::interval::{Estimate, Interval, NamedEstimate};
use crate::law::{Derived, Law};
use crate::run::Run;
use lawlike_formula::Formula;
use lawlike_num::quantile::quantile;

/// Draws behind an interval.
const DRAWS: usize = 2000;
/// Shares of a normal law below one standard deviation on either side of its mean.
const DEVIATION: [f64; 2] = [0.158_655, 0.841_345];

/// The numbers that the card of the law derives; none for other laws.
pub(super) fn derived(law: &Law, prepared: &Prepared, fit: &Fit) -> Vec<NamedEstimate> {
    let list = law.card.map_or(&[][..], |card| card.derived);
    if list.is_empty() {
        return Vec::new();
    }
    let draws = normal_draws(prepared, fit, Draws { first: 0, count: DRAWS, run: Run::on(1) });
    list.iter().filter_map(|entry| derived_estimate(entry, fit, prepared.parameters(), &draws)).collect()
}

fn derived_estimate(
    entry: &Derived,
    fit: &Fit,
    names: &[String],
    draws: &[NormalDraw],
) -> Option<NamedEstimate> {
    let formula = Formula::parse(entry.formula).ok()?;
    let fitted = |name: &str| fit.parameter(name).map(|parameter| parameter.value());
    let value = formula.eval(&fitted)?;
    let drawn = |draw: &NormalDraw| {
        let own = |name: &str| names.iter().position(|known| known == name).map(|at| draw.parameters[at]);
        formula.eval(&|name| own(name).or_else(|| fitted(name)))
    };
    let mut values: Vec<f64> = draws.iter().filter_map(drawn).filter(|value| !value.is_nan()).collect();
    values.sort_by(f64::total_cmp);
    // An interpolated quantile between a number and infinity is none.
    let at = |share: f64| match values.len() {
        0 => f64::NAN,
        n if values[n - 1].is_finite() => quantile(&values, share),
        n => values[((n - 1) as f64 * share).round() as usize],
    };
    let [low, high] = DEVIATION.map(at);
    let interval = Interval::of_quantiles(value, at);
    let estimate = Estimate { interval, se: 0.5 * (high - low) };
    Some(NamedEstimate { name: entry.name.to_owned(), estimate })
}

#[cfg(test)]
mod tests {
    use crate::fit::{FitOptions, fit};
    use crate::law::Law;
    use crate::observations::{Column, Observations};
    use crate::quantity::Quantity;
    use lawlike_num::stream::Stream;

    /// Rewards of the best of n over a peak at `KL = (a/(2 b))^2`, with noise.
    fn rewards(a: f64, b: f64, seed: u64) -> Observations {
        let mut stream = Stream::keyed(seed, &[7]);
        let kl: Vec<f64> = (1..=24).map(|i| 0.35 * f64::from(i)).collect();
        let reward = |kl: &f64| kl.sqrt() * (a - b * kl.sqrt()) + 0.03 * stream.normal();
        let y = kl.iter().map(reward).collect();
        let x = Column::new("kl", Quantity::Plain, kl.clone());
        Observations::new(Column::new("reward", Quantity::Plain, y), vec![x]).unwrap()
    }

    #[test]
    fn intervals_of_the_peak_hold_it() {
        let law = Law::named("reward-best-of-n").unwrap();
        let mut held = 0;
        for seed in 0..200 {
            let fit = fit(&law, &rewards(0.6, 0.15, seed), &FitOptions::default()).unwrap();
            let peak = fit.derived.iter().find(|entry| entry.name == "peak").unwrap();
            held += usize::from(peak.estimate.interval.contains(4.0));
        }
        // Three standard errors about 95 %.
        assert!((181..=199).contains(&held), "{held} of 200");
    }

    #[test]
    fn a_peak_that_may_not_exist_has_no_upper_end() {
        let law = Law::named("reward-best-of-n").unwrap();
        let fit = fit(&law, &rewards(0.6, 0.002, 3), &FitOptions::default()).unwrap();
        let peak = fit.derived.iter().find(|entry| entry.name == "peak").unwrap();
        assert!(peak.estimate.interval.hi.is_infinite() && peak.estimate.interval.lo > 8.0, "{peak:?}");
    }
}
