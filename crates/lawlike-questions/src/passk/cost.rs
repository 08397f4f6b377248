//! What a solved problem costs: `k` samples on every problem, or samples until one is right.
//!
//! Both are ratios of sums over problems. With `c` of `n` right, the number of samples until the first right one, `k` at most,
//! is `((n+1) - (n-k+1) C(n-c,k)/C(n,k)) / (c+1)` on average, without bias for `k <= n`: the sum of the misses of fewer
//! samples. Stopping needs a verifier that is never wrong.

use super::extrapolate::Spread;
use super::mixing::Mixture;
use super::unbiased::pass_at_k;
use super::{ProblemSamples, Sampled};
use lawlike::interval::Interval;
use lawlike_num::dist::student_quantile;
use lawlike_num::quantile::{mean, variance};
use serde::Serialize;
use std::collections::HashMap;

mod keys {
    lawlike::interval_keys!(prefixed each, stopping);
}

/// Draws of the spread behind costs beyond the samples.
const DRAWS: usize = 200;

/// Cost of a solved problem by one cost column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cost {
    /// Name of the column, in whose unit costs are.
    pub name: String,
    /// Problems with a cost.
    pub tasks: usize,
    /// Mean cost of one sample.
    pub per_sample: f64,
    /// One entry a `k`.
    pub rows: Vec<CostRow>,
}

/// Cost of a solved problem at one `k`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CostRow {
    /// Number of samples, or most samples.
    pub k: u64,
    /// Cost of a solved problem with `k` samples on each, with the 95 % interval over problems; NaN if none is solved.
    #[serde(flatten, serialize_with = "keys::each")]
    pub each: Interval,
    /// Cost of a solved problem if sampling stops at the first right answer, with the 95 % interval over problems.
    #[serde(flatten, serialize_with = "keys::stopping")]
    pub stopping: Interval,
}

/// Costs by all cost columns.
pub(super) fn costs(model: &Sampled, k: &[u64], spread: &Spread) -> Vec<Cost> {
    let draws = if model.cost_names.is_empty() { Vec::new() } else { spread.thinned(DRAWS) };
    let cost_by_price = |(at, name): (usize, &String)| {
        let priced: Vec<(&ProblemSamples, f64)> =
            model.tasks.iter().filter_map(|task| Some((task, price(task, at)?))).collect();
        if priced.is_empty() {
            return None;
        }
        let prices: Vec<f64> = priced.iter().map(|(_, price)| *price).collect();
        let rows = k.iter().map(|k| row(&priced, *k, &draws)).collect();
        Some(Cost { name: name.clone(), tasks: priced.len(), per_sample: mean(&prices), rows })
    };
    model.cost_names.iter().enumerate().filter_map(cost_by_price).collect()
}

/// Cost of one sample of a problem.
fn price(task: &ProblemSamples, at: usize) -> Option<f64> {
    task.costs.get(at).map(|cost| cost / task.samples as f64).filter(|price| price.is_finite())
}

fn row(priced: &[(&ProblemSamples, f64)], k: u64, draws: &[&Mixture]) -> CostRow {
    let inside = priced.iter().all(|(task, _)| task.samples >= k || task.correct > 0);
    let draws = if inside { &draws[..draws.len().min(1)] } else { draws };
    // Sums over problems for every draw; the mean over draws of every problem's terms.
    let mut terms = vec![(0.0, 0.0); priced.len()];
    let (mut each, mut stopping) = (Vec::new(), Vec::new());
    for draw in draws {
        let (mut paid, mut used, mut hits) = (0.0, 0.0, 0.0);
        // Equal counts are answered once for each draw.
        let mut known: HashMap<(u64, u64), (f64, f64)> = HashMap::new();
        for ((task, price), term) in priced.iter().zip(&mut terms) {
            let answer = || (samples_used(task, k, draw), solved(task, k, draw));
            let (samples, solved) = *known.entry((task.samples, task.correct)).or_insert_with(answer);
            paid += price * k as f64;
            used += price * samples;
            hits += solved;
            *term = (term.0 + samples / draws.len() as f64, term.1 + solved / draws.len() as f64);
        }
        each.push((paid / hits).ln());
        stopping.push((used / hits).ln());
    }
    let whole: Vec<(f64, f64)> =
        priced.iter().zip(&terms).map(|((_, price), term)| (price * k as f64, term.1)).collect();
    let until: Vec<(f64, f64)> =
        priced.iter().zip(&terms).map(|((_, price), term)| (price * term.0, term.1)).collect();
    CostRow { k, each: ratio(&whole, &each), stopping: ratio(&until, &stopping) }
}

/// Chance that `k` samples solve a problem.
fn solved(task: &ProblemSamples, k: u64, draw: &Mixture) -> f64 {
    match task {
        _ if task.samples >= k => pass_at_k(task.samples, task.correct, k),
        _ if task.correct > 0 => 1.0,
        _ => draw.hit_after(task.samples, k - task.samples),
    }
}

/// Samples until the first right one, `k` at most, on average.
fn samples_used(task: &ProblemSamples, k: u64, draw: &Mixture) -> f64 {
    let (n, c) = (task.samples as f64, task.correct as f64);
    if task.samples >= k {
        let miss = 1.0 - pass_at_k(task.samples, task.correct, k);
        return (n + 1.0 - (n - k as f64 + 1.0) * miss) / (c + 1.0);
    }
    if task.correct > 0 {
        return (n + 1.0) / (c + 1.0);
    }
    let last = draw.miss(task.samples);
    n + sum_of_misses(draw, task.samples, k) / last
}

/// `miss(from) + .. + miss(to - 1)`: term by term at first, then by the trapezoid rule over growing steps.
fn sum_of_misses(draw: &Mixture, from: u64, to: u64) -> f64 {
    let (mut sum, mut at, mut step) = (0.0, from, 1_u64);
    let mut here = draw.miss(at);
    while at < to {
        let next = at.saturating_add(step).min(to);
        let there = draw.miss(next);
        let length = (next - at) as f64;
        // The sum over a step, by the geometric mean rule for a falling curve, is the trapezoid less half a term each side.
        sum += 0.5 * (here + there) * length + 0.5 * (here - there);
        (at, here) = (next, there);
        if at - from > 16 * step {
            step += step.div_ceil(4);
        }
    }
    sum
}

/// A ratio of sums over problems, with a 95 % interval on its logarithm: problems are the sampling unit, and what the draws
/// leave open is added.
fn ratio(terms: &[(f64, f64)], drawn: &[f64]) -> Interval {
    let n = terms.len() as f64;
    let (top, bottom) =
        (terms.iter().map(|t| t.0).sum::<f64>() / n, terms.iter().map(|t| t.1).sum::<f64>() / n);
    if !(bottom > 0.0 && top > 0.0) {
        return Interval::unknown(f64::NAN);
    }
    let ratio = top / bottom;
    let relative: Vec<f64> = terms.iter().map(|(a, b)| a / top - b / bottom).collect();
    let open = if drawn.len() > 1 { variance(drawn) } else { 0.0 };
    let error = (variance(&relative) / n + open).sqrt();
    let wide = student_quantile(0.975, (n - 1.0).max(1.0)) * error;
    Interval::new(ratio, ratio * (-wide).exp(), ratio * wide.exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passk::mixing::Family;

    fn task(samples: u64, correct: u64) -> ProblemSamples {
        ProblemSamples {
            name: String::new(),
            times: 1,
            samples,
            correct,
            costs: vec![samples as f64 * 2.0],
            votes: Vec::new(),
        }
    }

    #[test]
    fn samples_until_the_first_right_one_are_the_sum_of_misses() {
        let draw = Family::Beta.at(&[0.0; 4]);
        for (n, c) in [(10, 0), (10, 1), (10, 4), (10, 10), (1, 1)] {
            for k in 1..=n {
                let expected: f64 = (0..k).map(|j| 1.0 - pass_at_k(n, c, j)).sum();
                let found = samples_used(&task(n, c), k, &draw);
                assert!((found - expected).abs() < 1e-12, "{n} {c} {k}: {found} {expected}");
            }
        }
    }

    #[test]
    fn sums_over_growing_steps_are_those_of_all_terms() {
        let draw = Family::Beta.at(&[-0.5, -0.5, 0.3, 0.8]);
        let exact: f64 = (10..20_000).map(|j| draw.miss(j)).sum();
        let found = sum_of_misses(&draw, 10, 20_000);
        assert!((found / exact - 1.0).abs() < 2e-3, "{found} {exact}");
    }

    #[test]
    fn one_sample_each_costs_its_price_over_the_share_solved() {
        let (easy, hard) = (task(10, 10), task(10, 0));
        let row = row(&[(&easy, 2.0), (&hard, 2.0)], 1, &[]);
        assert!(row.each.value.is_nan(), "without draws there is nothing to say");
        let draw = Family::Beta.at(&[0.0; 4]);
        let row = super::row(&[(&easy, 2.0), (&hard, 2.0)], 5, &[&draw]);
        assert!(
            (row.each.value - 20.0).abs() < 1e-12 && (row.stopping.value - 12.0).abs() < 1e-12,
            "{row:?}"
        );
    }

    /// Never or always solved.
    fn split(never: f64) -> Mixture {
        Mixture { zero: never, one: 1.0 - never, parts: Vec::new() }
    }

    /// Problems of unequal prices: two with enough samples for three, one solved, one not.
    fn priced() -> [(ProblemSamples, f64); 4] {
        [(task(6, 2), 1.0), (task(6, 1), 4.0), (task(2, 1), 2.0), (task(2, 0), 3.0)]
    }

    /// `error / n` of a ratio of means by the sums of its parts.
    fn relative_error(terms: &[(f64, f64)]) -> f64 {
        let n = terms.len() as f64;
        let (top, bottom): (f64, f64) = terms.iter().fold((0.0, 0.0), |(a, b), t| (a + t.0 / n, b + t.1 / n));
        let squares: f64 = terms.iter().map(|(a, b)| (a / top - b / bottom).powi(2)).sum();
        squares / (n - 1.0) / n
    }

    fn is_near(found: Interval, ratio: f64, variance: f64) {
        // Student's t for three degrees of freedom.
        let wide = 3.182446305284263 * variance.sqrt();
        assert!((found.value / ratio - 1.0).abs() < 1e-12, "{found:?} {ratio}");
        assert!((found.hi / ratio).ln() / wide - 1.0 < 1e-7 && (found.lo / ratio).ln() / wide + 1.0 < 1e-7);
        assert!((found.hi / ratio).ln() / wide - 1.0 > -1e-7 && (found.lo / ratio).ln() / wide + 1.0 > -1e-7);
    }

    #[test]
    fn costs_are_ratios_of_sums_over_problems() {
        let own = priced();
        let priced: Vec<(&ProblemSamples, f64)> = own.iter().map(|(task, price)| (task, *price)).collect();
        // Two draws: the open problem is never solved with chance a quarter or a half; the others do not depend on them.
        let draws = [split(0.25), split(0.5)];
        let row = row(&priced, 3, &[&draws[0], &draws[1]]);
        // Of three of six: 1 - C(4,3)/C(6,3) = 0.8 with two right, a half with one.
        let known = [0.8, 0.5, 1.0];
        // Samples until the first right one, three at most: (7 - 4 * 0.2) / 3 and (7 - 4 * 0.5) / 2; 3/2 for one of two.
        let used = [(7.0 - 0.8) / 3.0, 2.5, 1.5];
        // A problem that two samples did not solve is never solved, or always was: a third sample does not solve it.
        let whole: Vec<(f64, f64)> = vec![(3.0, known[0]), (12.0, known[1]), (6.0, known[2]), (9.0, 0.0)];
        let until: Vec<(f64, f64)> =
            vec![(used[0], known[0]), (4.0 * used[1], known[1]), (2.0 * used[2], known[2]), (9.0, 0.0)];
        is_near(row.each, 30.0 / 2.3, relative_error(&whole));
        is_near(row.stopping, (used[0] + 10.0 + 3.0 + 9.0) / 2.3, relative_error(&until));
    }

    #[test]
    fn what_draws_leave_open_widens_the_interval() {
        let own = priced();
        let priced: Vec<(&ProblemSamples, f64)> = own.iter().map(|(task, price)| (task, *price)).collect();
        let part = |a: f64| Mixture {
            zero: 0.0,
            one: 0.0,
            parts: vec![crate::passk::mixing::Part { share: 1.0, a, b: 1.0 }],
        };
        let draws = [part(0.5), part(2.0)];
        let row = row(&priced, 5, &[&draws[0], &draws[1]]);
        // Misses of k samples are Gamma(k+1) Gamma(a+1) / Gamma(k+a+1): after two, three more miss in so many cases.
        let missed = |a: f64| 3.0 / (3.0 + a) * 4.0 / (4.0 + a) * 5.0 / (5.0 + a);
        let hits = [1.0 - missed(0.5), 1.0 - missed(2.0)];
        let mean = 0.5 * (hits[0] + hits[1]);
        // Of five of six: all with two right, five in six with one.
        let known = 1.0 + 5.0 / 6.0 + 1.0;
        let whole = [(5.0, 1.0), (20.0, 5.0 / 6.0), (10.0, 1.0), (15.0, mean)];
        let logs = hits.map(|hit: f64| (50.0 / (known + hit)).ln());
        let open = 0.5 * (logs[0] - logs[1]).powi(2);
        is_near(row.each, 50.0 / (known + mean), relative_error(&whole) + open);
        // Two samples and a third, a fourth where three failed, a fifth where four did.
        let more = |a: f64| 3.0 + 3.0 / (3.0 + a) + 3.0 / (3.0 + a) * 4.0 / (4.0 + a);
        let used = [more(0.5), more(2.0)];
        let others = [7.0 / 3.0, 4.0 * (7.0 - 2.0 / 6.0) / 2.0, 2.0 * 1.5];
        let average = 3.0 * 0.5 * (used[0] + used[1]);
        let until = [(others[0], 1.0), (others[1], 5.0 / 6.0), (others[2], 1.0), (average, mean)];
        let top = others.iter().sum::<f64>();
        let logs = [0, 1].map(|at| ((top + 3.0 * used[at]) / (known + hits[at])).ln());
        let open = 0.5 * (logs[0] - logs[1]).powi(2);
        is_near(row.stopping, (top + average) / (known + mean), relative_error(&until) + open);
    }

    #[test]
    fn an_unsolved_problem_alone_leaves_the_draws_open() {
        let (seen, unsolved) = (task(6, 2), task(2, 0));
        let draws = [split(0.25), split(0.5)];
        let row = |task, k| row(&[(&seen, 1.0), (task, 3.0)], k, &[&draws[0], &draws[1]]);
        // The spread over problems, by which draws of an unsolved one differ.
        let part = |a: f64| Mixture {
            zero: 0.0,
            one: 0.0,
            parts: vec![crate::passk::mixing::Part { share: 1.0, a, b: 1.0 }],
        };
        let wide = [part(0.5), part(2.0)];
        let open = super::row(&[(&seen, 1.0), (&unsolved, 3.0)], 3, &[&wide[0], &wide[1]]);
        let one = super::row(&[(&seen, 1.0), (&unsolved, 3.0)], 3, &[&wide[0]]);
        assert!(open.each.value != one.each.value && open.each.width() != one.each.width());
        // What was solved is known, and so is what the samples hold: draws say nothing of it.
        let solved = task(2, 1);
        assert_eq!(row(&solved, 3).each, super::row(&[(&seen, 1.0), (&solved, 3.0)], 3, &[&draws[0]]).each);
        assert_eq!(
            row(&unsolved, 2).each,
            super::row(&[(&seen, 1.0), (&unsolved, 3.0)], 2, &[&draws[0]]).each
        );
    }

    #[test]
    fn columns_of_costs_are_read_problem_by_problem() {
        let mut tasks = vec![task(4, 1), task(2, 2), task(5, 0)];
        tasks[0].costs = vec![8.0, f64::NAN, f64::NAN];
        tasks[1].costs = vec![2.0, 3.0, f64::NAN];
        tasks[2].costs = vec![30.0, f64::NAN, f64::NAN];
        let cost_names = ["usd", "tokens", "none"].map(str::to_owned).to_vec();
        let model = Sampled { model: String::new(), tasks, cost_names, vote_sizes: Vec::new() };
        let spread = Spread::new(&model.tasks, 1);
        let found = costs(&model, &[1, 2], &spread);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].name.as_str(), found[0].tasks, found[0].rows.len()), ("usd", 3, 2));
        // 2, 1 and 6 a sample.
        assert!((found[0].per_sample - 3.0).abs() < 1e-12);
        assert!((found[0].rows[0].each.value - 9.0 / 1.25).abs() < 1e-12, "{:?}", found[0].rows[0]);
        assert_eq!((found[1].name.as_str(), found[1].tasks, found[1].per_sample), ("tokens", 1, 1.5));
        assert_eq!((found[1].rows[1].k, found[1].rows[1].each.value), (2, 3.0));
    }

    #[test]
    fn a_ratio_without_a_bottom_is_unknown() {
        assert!(!ratio(&[(1.0, 0.0), (2.0, 0.0)], &[]).is_known());
        assert!(!ratio(&[(0.0, 1.0), (0.0, 1.0)], &[]).is_known());
    }
}
