//! What kind of task is it: a declared rule from tests with error control and forecasts of held-out runs.
//!
//! Runs are in order of their loss (of compute where none is known). In this order:
//!
//! 1. **untested**: fewer than 10 runs with a score.
//! 2. **U-shaped**: the scores fall and then rise, or rise and then fall. Kendall's test in both parts of three splits (a
//!    third, a half, two thirds of the runs), the greater chance of the two, times three: two tests that must both be
//!    told (Simonsohn 2018, "Two lines"), at splits fixed beforehand. Each arm must change by [`MARGIN`].
//! 3. **flat**: the 90 % interval of the change from the first to the last quarter of the runs lies within [`MARGIN`] of zero
//!    (two one-sided tests, Schuirmann 1987, with the variances of both quarters, Welch 1947).
//! 4. A rise or a fall is told by Kendall's test of all runs, or by the clearest step from one level to another: twice the
//!    smaller of the two chances.
//! 5. A trend that is told is **noisy** if the curve explains less than half of the variance. It is **broken** if a step is
//!    told beside the curve; **inverse** if it falls; **broken**, too, if the better runs are not foreseen from the worse ones,
//!    no farther than a quarter of the range ahead: the forecasts err by more than [`MISSES`] times the noise and leave more
//!    than half of the error of the mean of the past. Else it is **smooth**.
//! 6. **noisy**: neither a trend nor its absence is told.
//!
//! All tests of a suite are told together: at most 5 % of those that are told may be false (Benjamini & Hochberg 1995).

use super::link::{Curve, Form, Pairs};
use super::{Suite, SuiteTask, TaskOptions, each};
use lawlike::interval::Interval;
use lawlike_num::dist::{normal_cdf, student_quantile};
use lawlike_num::quantile::{mean, variance};
use lawlike_num::regression::line;
use lawlike_num::several::{kendall, step_up};
use serde::Serialize;

mod step;

use step::Step;

mod keys {
    lawlike::interval_keys!(prefixed change);
}

/// Share of false ones among the tests of a suite that are told.
const FALSE: f64 = 0.05;
/// A change of the score below which nobody cares.
pub(super) const MARGIN: f64 = 0.03;
/// Forecast errors, in units of the noise, beyond which the better runs are not foreseen.
const MISSES: f64 = 3.0;
/// How far ahead better runs must be foreseen, in ranges of the runs.
const AHEAD: f64 = 0.25;
/// Share of the variance that a curve must explain.
const EXPLAINED: f64 = 0.5;
/// Least height of a step, and the share of the residual sum that it must take away.
const STEP: (f64, f64) = (0.05, 0.5);
/// Fewest runs that are classed, and fewest in a part of them.
const RUNS: usize = 10;
const PART: usize = 5;

/// The class of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Rises along a curve from which better runs can be foreseen.
    Smooth,
    /// Falls.
    Inverse,
    /// Falls and then rises, or rises and then falls.
    UShaped,
    /// Neither a trend nor its absence can be told, or noise hides most of it.
    Noisy,
    /// Does not change: at chance, at the ceiling, or elsewhere.
    Flat,
    /// Changes in a way that the runs before did not foretell.
    Broken,
    /// Too few runs.
    Untested,
}

/// The class of a task and the numbers behind it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// The class.
    pub class: Class,
    /// More of it in words: where it is flat, which way it turns, why it is broken; may be empty.
    pub detail: &'static str,
    /// Runs with a score.
    pub scored: usize,
    /// Mean score.
    pub level: f64,
    /// Change of the mean score from the first to the last quarter of the runs, with the 90 % interval.
    #[serde(flatten, serialize_with = "keys::change")]
    pub change: Interval,
    /// Chance of such a rise if there is no trend.
    pub p_rise: f64,
    /// Chance of such a fall.
    pub p_fall: f64,
    /// Chance of such a fall and rise.
    pub p_dip: f64,
    /// Chance of such a rise and fall.
    pub p_hump: f64,
    /// Chance of so clear a step beside the curve.
    pub p_step: f64,
    /// The clearest step: its height.
    pub step: f64,
    /// Share of the variance that the curve explains.
    pub explained: f64,
    /// Share of the squared error of the mean of the past that forecasts of better runs from worse ones do away with.
    pub skill: f64,
    /// Root mean square error of these forecasts.
    pub forward_error: f64,
    /// Standard deviation of the scores around the curve.
    pub noise: f64,
    #[serde(skip)]
    arms: (f64, f64),
    #[serde(skip)]
    removed: f64,
}

/// The class of every task by the runs named.
pub(super) fn classes(suite: &Suite, place: &[f64], runs: &[usize], options: &TaskOptions) -> Vec<Evidence> {
    let axis: Vec<f64> =
        if suite.loss.is_empty() { place.iter().map(|z| -z).collect() } else { suite.loss.clone() };
    let asked = each(suite, options.run.threads, |task| evidence(task, &axis, runs));
    let steps: Vec<&Step> = asked.iter().flat_map(|asked| asked.alone.iter().chain(&asked.beside)).collect();
    let mut chances = step::chances(&steps, options.run.seed, options.run.threads).into_iter();
    let mut found: Vec<Evidence> = asked.iter().map(|asked| asked.with_steps(&mut chances)).collect();
    let trends: Vec<f64> = found.iter().flat_map(|e| [e.p_rise, e.p_fall, e.p_dip, e.p_hump]).collect();
    let mut told = vec![false; trends.len()];
    step_up(&trends, FALSE).into_iter().for_each(|at| told[at] = true);
    let mut steps = vec![false; found.len()];
    let of_steps: Vec<f64> = found.iter().map(|e| e.p_step).collect();
    step_up(&of_steps, FALSE).into_iter().for_each(|at| steps[at] = true);
    for (at, one) in found.iter_mut().enumerate() {
        let told = Told {
            rise: told[4 * at],
            fall: told[4 * at + 1],
            dip: told[4 * at + 2],
            hump: told[4 * at + 3],
            step: steps[at],
        };
        (one.class, one.detail) = classed(one, &told, suite.tasks[at].chance);
    }
    found
}

/// Which tests are told.
#[allow(clippy::struct_excessive_bools, reason = "five tests, each told or not")]
struct Told {
    rise: bool,
    fall: bool,
    dip: bool,
    hump: bool,
    step: bool,
}

/// The rule.
fn classed(found: &Evidence, told: &Told, chance: f64) -> (Class, &'static str) {
    if found.scored < RUNS {
        return (Class::Untested, "too few runs");
    }
    let both = found.arms.0.abs().min(found.arms.1.abs()) >= MARGIN;
    if told.dip && both && found.arms.1 > 0.0 {
        return (Class::UShaped, "falls, rises");
    }
    if told.hump && both && found.arms.1 < 0.0 {
        return (Class::UShaped, "rises, falls");
    }
    if found.change.lo > -MARGIN && found.change.hi < MARGIN {
        return (Class::Flat, flat_at(found.level, chance));
    }
    if !told.rise && !told.fall {
        return (Class::Noisy, "no trend");
    }
    let is_step = told.step && found.step.abs() >= STEP.0 && found.removed >= STEP.1;
    let is_missed = found.forward_error > MISSES * found.noise && !(found.skill >= 0.5);
    match () {
        () if is_step => (Class::Broken, "a step"),
        () if found.explained < EXPLAINED => (Class::Noisy, "mostly noise"),
        () if told.fall => (Class::Inverse, ""),
        () if is_missed => (Class::Broken, "unforeseen"),
        () => (Class::Smooth, ""),
    }
}

fn flat_at(level: f64, chance: f64) -> &'static str {
    if (level - chance).abs() <= MARGIN {
        "at chance"
    } else if level >= 1.0 - MARGIN {
        "at the ceiling"
    } else if level <= MARGIN {
        "at zero"
    } else {
        ""
    }
}

/// The evidence but for the chances of steps, which are found for all tasks together.
struct Asked {
    evidence: Evidence,
    /// The clearest step beside the mean.
    alone: Option<Step>,
    /// The clearest step beside the best curve.
    beside: Option<Step>,
}

impl Asked {
    /// The evidence with the chances of its steps, which are the next ones.
    fn with_steps(&self, chances: &mut impl Iterator<Item = f64>) -> Evidence {
        let mut found = self.evidence.clone();
        if let Some((Step { height, .. }, p)) =
            self.alone.as_ref().and_then(|step| Some((step, chances.next()?)))
        {
            let either =
                |rank: f64, is_there: bool| (2.0 * if is_there { rank.min(p) } else { rank }).min(1.0);
            (found.p_rise, found.p_fall) =
                (either(found.p_rise, *height > 0.0), either(found.p_fall, *height < 0.0));
        }
        if let Some((step, p)) = self.beside.as_ref().and_then(|step| Some((step, chances.next()?))) {
            (found.step, found.removed, found.p_step) = (step.height, step.removed, p);
        }
        found
    }
}

fn evidence(task: &SuiteTask, axis: &[f64], runs: &[usize]) -> Asked {
    let pairs = Pairs::new(axis, &task.scores, task.chance, runs);
    let mut asked = Asked { evidence: Evidence::blank(&pairs), alone: None, beside: None };
    let found = &mut asked.evidence;
    if pairs.n() < RUNS {
        return asked;
    }
    // Better runs to the right.
    let z: Vec<f64> = pairs.loss.iter().map(|loss| -loss).collect();
    found.trend(&z, &pairs.score);
    found.turns(&z, &pairs.score);
    let flat = Curve::Constant { mean: mean(&pairs.score), error: 0.0 };
    asked.alone = step::clearest(&flat, &pairs);
    let forms = [Form::Sigmoid, Form::Exponential];
    let (most, least) = (pairs.loss[0], pairs.loss[pairs.n() - 1]);
    if let Some(trials) = pairs.clone().towards(&[least - AHEAD * (most - least)]).trials(&forms) {
        let square = trials.mixed(&[0.5, 0.5]);
        found.skill = 1.0 - square / trials.naive();
        found.forward_error = square.sqrt();
    }
    let curves: Vec<Curve> = forms.iter().filter_map(|form| pairs.fit(*form)).collect();
    let sum = |curve: &Curve| -> f64 {
        curve.at(&pairs.loss).iter().zip(&pairs.score).map(|(f, y)| (f - y) * (f - y)).sum()
    };
    let Some(best) = curves.iter().min_by(|a, b| sum(a).total_cmp(&sum(b))) else { return asked };
    let left = sum(best);
    let n = pairs.n() as f64;
    found.noise = (left / (n - 4.0)).sqrt();
    found.explained = 1.0 - left / (variance(&pairs.score) * (n - 1.0));
    asked.beside = step::clearest(best, &pairs);
    asked
}

impl Evidence {
    fn blank(pairs: &Pairs) -> Self {
        let no = f64::NAN;
        Self {
            class: Class::Untested,
            detail: "",
            scored: pairs.n(),
            level: mean(&pairs.score),
            change: Interval::unknown(no).at_level(0.9),
            p_rise: no,
            p_fall: no,
            p_dip: no,
            p_hump: no,
            p_step: no,
            step: no,
            explained: no,
            skill: no,
            forward_error: no,
            noise: no,
            arms: (no, no),
            removed: no,
        }
    }

    /// The trend over all runs: its tests, and the change from the first to the last quarter.
    fn trend(&mut self, z: &[f64], score: &[f64]) {
        let rank = kendall(z, score);
        (self.p_rise, self.p_fall) = (normal_cdf(-rank.z), normal_cdf(rank.z));
        let (n, part) = (score.len(), (score.len() / 4).max(2));
        let (first, last) = (&score[..part], &score[n - part..]);
        let square = |part: &[f64]| variance(part) / part.len() as f64;
        let (a, b) = (square(first), square(last));
        let freedom = (part as f64 - 1.0) * (a + b) * (a + b) / (a * a + b * b);
        // Scores that are all equal have no error, and no degrees of freedom either.
        let half = if a + b > 0.0 { student_quantile(0.95, freedom) * (a + b).sqrt() } else { 0.0 };
        self.change = Interval::around(mean(last) - mean(first), half).at_level(0.9);
    }

    /// Falls before a split and rises after it, or the other way round.
    fn turns(&mut self, z: &[f64], score: &[f64]) {
        let n = z.len();
        let splits: Vec<usize> =
            [n / 3, n / 2, 2 * n / 3].into_iter().filter(|at| *at >= PART && n - at >= PART).collect();
        let times = splits.len() as f64;
        (self.p_dip, self.p_hump) = (1.0, 1.0);
        let mut best = f64::INFINITY;
        for at in splits {
            let (left, right) = (kendall(&z[..at], &score[..at]).z, kendall(&z[at..], &score[at..]).z);
            let dip = (times * normal_cdf(left).max(normal_cdf(-right))).min(1.0);
            let hump = (times * normal_cdf(-left).max(normal_cdf(right))).min(1.0);
            if dip.min(hump) < best {
                best = dip.min(hump);
                self.arms = (arm(&z[..at], &score[..at]), arm(&z[at..], &score[at..]));
            }
            (self.p_dip, self.p_hump) = (self.p_dip.min(dip), self.p_hump.min(hump));
        }
    }
}

/// Change along a part of the runs by a straight line.
fn arm(z: &[f64], score: &[f64]) -> f64 {
    line(z, score).map_or(f64::NAN, |fit| fit.coefficients[1] * (z[z.len() - 1] - z[0]))
}
