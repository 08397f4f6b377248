//! Models that succeed or fail throughout: their horizon has a bound on one side only.
//!
//! Where every run fails, any horizon far enough below the tasks explains the runs, and only an upper bound can be given: the
//! horizon at which so many failures have a chance of one in twenty, with the slope that is usual. Runs of one task hang
//! together, so a task counts once. Where every run succeeds, the same from below.

use super::curve::sigmoid;
use super::{ModelHorizon, RunsOf, Told};
use lawlike::interval::Interval;
use lawlike_num::quantile::median;

/// Slope in log-odds a doubling of minutes where no model of the table tells one: that of most models of Kwa et al. 2025
/// (arXiv 2503.14499) lies around it.
const USUAL: f64 = 0.6;
/// Slopes of a table stay within this range: a table of a few models may have almost any.
const SLOPES: (f64, f64) = (0.3, 1.5);
/// Chance of the runs at the bound: one-sided 95 %.
const CHANCE: f64 = 0.05;
/// Doublings around the tasks within which the bound is sought.
const FAR: f64 = 60.0;

/// The median slope of the models whose horizon is told on both sides.
pub(super) fn typical_slope(models: &[ModelHorizon]) -> f64 {
    let told = models.iter().filter(|model| model.told == Told::Both && model.half.value.is_finite());
    let slopes: Vec<f64> = told.map(|model| model.slope).filter(|slope| *slope > 0.0).collect();
    if slopes.is_empty() { USUAL } else { median(&slopes).clamp(SLOPES.0, SLOPES.1) }
}

/// Puts the bound of a model that succeeds or fails throughout in place of its interval; others stay as they are.
pub(super) fn one_sided(horizon: &mut ModelHorizon, model: &RunsOf, slope: f64) {
    let nan = f64::NAN;
    horizon.half = match horizon.told {
        Told::Both => return,
        Told::Above => Interval::new(nan, nan, bound(model, slope, -1.0).exp2()),
        Told::Below => Interval::new(nan, bound(model, slope, 1.0).exp2(), nan),
    };
    (horizon.eighty, horizon.slope, horizon.se) = (nan, nan, nan);
    (horizon.hazard, horizon.logistic_lead) = (nan, nan);
}

/// Base-2 logarithm of the horizon at which runs that all succeed (`sign` 1) or all fail (-1) have the chance.
fn bound(model: &RunsOf, slope: f64, sign: f64) -> f64 {
    let mut tasks: Vec<(usize, f64)> =
        model.runs.iter().filter(|run| run.weight > 0.0).map(|run| (run.task, run.minutes.log2())).collect();
    tasks.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    tasks.dedup_by_key(|task| task.0);
    let ln_chance = |log: f64| -> f64 {
        tasks
            .iter()
            .map(|(_, minutes)| sigmoid(sign * slope * (log - minutes)).max(f64::MIN_POSITIVE).ln())
            .sum()
    };
    let ends =
        tasks.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), t| (lo.min(t.1), hi.max(t.1)));
    let (mut lo, mut hi) = (ends.0 - FAR, ends.1 + FAR);
    for _ in 0..80 {
        let middle = 0.5 * (lo + hi);
        let is_likely = ln_chance(middle) > CHANCE.ln();
        // Failures get likelier downwards, successes upwards.
        if is_likely == (sign < 0.0) { lo = middle } else { hi = middle }
    }
    0.5 * (lo + hi)
}

#[cfg(test)]
mod tests {
    use super::super::TaskAttempt;
    use super::*;

    fn runs(tasks: &[(usize, f64, f64)]) -> RunsOf {
        let run = |(task, minutes, weight): &(usize, f64, f64)| TaskAttempt {
            family: 0,
            task: *task,
            minutes: *minutes,
            success: 0.0,
            weight: *weight,
        };
        RunsOf { model: String::new(), day: 0.0, runs: tasks.iter().map(run).collect() }
    }

    #[track_caller]
    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-9, "{found}, not {expected}");
    }

    #[test]
    fn a_bound_has_a_chance_of_one_in_twenty() {
        // One task: odds of 19 to 1 against.
        for (minutes, log) in [(1.0, 0.0), (8.0, 3.0)] {
            let one = runs(&[(0, minutes, 1.0)]);
            near(bound(&one, 0.5, -1.0), log + 19f64.ln() / 0.5);
            near(bound(&one, 0.5, 1.0), log - 19f64.ln() / 0.5);
        }
        // Two tasks of one length: each has the root of the chance.
        let root = 0.05_f64.sqrt();
        let odds = ((1.0 - root) / root).ln();
        near(bound(&runs(&[(0, 4.0, 1.0), (1, 4.0, 2.0)]), 0.8, -1.0), 2.0 + odds / 0.8);
        // Of unlike lengths the product of both chances is one in twenty.
        let unlike = runs(&[(0, 2.0, 1.0), (1, 16.0, 1.0)]);
        for sign in [-1.0, 1.0] {
            let found = bound(&unlike, 0.7, sign);
            let chance = |log: f64| 1.0 / (1.0 + (-sign * 0.7 * (found - log)).exp());
            near(chance(1.0) * chance(4.0), 0.05);
        }
    }

    #[test]
    fn a_task_counts_once_and_only_with_a_weight() {
        let once = bound(&runs(&[(3, 4.0, 1.0)]), 0.6, -1.0);
        near(bound(&runs(&[(3, 4.0, 1.0), (3, 4.0, 1.0), (5, 2.0, 0.0)]), 0.6, -1.0), once);
    }

    fn horizon(told: Told, half: f64, slope: f64) -> ModelHorizon {
        ModelHorizon {
            model: String::new(),
            day: 0.0,
            runs: 1,
            tasks: 1,
            success: 0.0,
            told,
            half: Interval::exact(half),
            eighty: 2.0,
            slope,
            hazard: 3.0,
            logistic_lead: 4.0,
            se: 5.0,
            range: (1.0, 2.0),
        }
    }

    #[test]
    fn the_usual_slope_is_the_median_of_the_models_that_tell_one() {
        assert_eq!(typical_slope(&[]), 0.6);
        let told = |slope: f64| horizon(Told::Both, 8.0, slope);
        assert_eq!(typical_slope(&[horizon(Told::Above, 8.0, 1.2)]), 0.6);
        assert_eq!(typical_slope(&[horizon(Told::Both, f64::NAN, 1.2)]), 0.6);
        assert_eq!(typical_slope(&[told(0.4), told(1.1), told(0.9)]), 0.9);
        // Slopes of zero and below are none.
        assert_eq!(typical_slope(&[told(0.8), told(1.0), told(0.0), told(-2.0)]), 0.9);
        assert_eq!((typical_slope(&[told(0.1)]), typical_slope(&[told(2.0)])), (0.3, 1.5));
    }

    #[test]
    fn a_model_of_one_kind_of_outcome_gets_a_bound_in_place_of_its_interval() {
        let model = runs(&[(0, 8.0, 1.0)]);
        let away = (19f64.ln() / 0.5).exp2();
        let mut above = horizon(Told::Above, 1.0, 1.0);
        one_sided(&mut above, &model, 0.5);
        assert!((above.half.hi / (8.0 * away) - 1.0).abs() < 1e-9 && above.half.lo.is_nan(), "{above:?}");
        assert!(above.slope.is_nan() && above.hazard.is_nan() && above.se.is_nan(), "{above:?}");
        let mut below = horizon(Told::Below, 1.0, 1.0);
        one_sided(&mut below, &model, 0.5);
        assert!((below.half.lo / (8.0 / away) - 1.0).abs() < 1e-9 && below.half.hi.is_nan(), "{below:?}");
        let mut both = horizon(Told::Both, 1.0, 1.0);
        one_sided(&mut both, &model, 0.5);
        assert_eq!(both, horizon(Told::Both, 1.0, 1.0));
    }
}
