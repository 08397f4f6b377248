//! What is fitted to the runs of one model: a logistic curve over the logarithm of minutes, and its baseline of a constant hazard.

use super::TaskAttempt;

/// Ridge on the slope, for weights that sum to one.
const RIDGE: f64 = 1e-5;
/// Doublings beyond the tasks from which on a horizon is not told.
const FAR: f64 = 10.0;
/// Gain of a step below which the optimum is near.
const FLAT: f64 = 1e-9;
/// Twice the longest step that is taken without asking the cost.
const CLOSE: f64 = 0.2;
/// The golden section.
const GOLDEN: f64 = 0.618_033_988_749_894_9;
/// Sections of a half doubling: beyond, the likelihood is flat to rounding.
const SECTIONS: usize = 40;

/// A logistic curve over the base-2 logarithm of minutes: `log-odds = level - slope * log2 minutes`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Curve {
    level: f64,
    pub(super) slope: f64,
}

/// Weighted runs of one length.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    pub(super) x: f64,
    pub(super) hits: f64,
    pub(super) misses: f64,
}

/// Runs put together by length; weights sum to one.
pub(super) fn cells<'a>(runs: impl Iterator<Item = (&'a TaskAttempt, f64)>) -> Vec<Cell> {
    let mut cells: Vec<Cell> = runs
        .filter(|(_, weight)| *weight > 0.0)
        .map(|(run, weight)| Cell {
            x: run.minutes.log2(),
            hits: weight * run.success,
            misses: weight * (1.0 - run.success),
        })
        .collect();
    cells.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut merged: Vec<Cell> = Vec::new();
    for cell in cells {
        match merged.last_mut() {
            Some(last) if last.x == cell.x => {
                last.hits += cell.hits;
                last.misses += cell.misses;
            }
            _ => merged.push(cell),
        }
    }
    shares(&mut merged);
    merged
}

/// Makes the weights of cells sum to one.
pub(super) fn shares(cells: &mut [Cell]) {
    let total: f64 = cells.iter().map(|cell| cell.hits + cell.misses).sum();
    for cell in cells {
        cell.hits /= total;
        cell.misses /= total;
    }
}

impl Curve {
    /// Penalised maximum likelihood by Newton's method with halved steps.
    pub(super) fn through(cells: &[Cell]) -> Self {
        let centre = cells.iter().map(|cell| cell.x * (cell.hits + cell.misses)).sum::<f64>();
        let hits: f64 = cells.iter().map(|cell| cell.hits).sum();
        // Around the mean length; a share of all or none starts a little inside.
        let mut here = Cost::at(cells, centre, [logit(hits.clamp(0.01, 0.99)), 0.5]);
        for _ in 0..100 {
            let step = here.step();
            let mut size = 1.0;
            let mut moved = false;
            while size > 1e-6 {
                let next = [here.at[0] + size * step[0], here.at[1] + size * step[1]];
                let there = Cost::at(cells, centre, next);
                if there.value < here.value {
                    moved = here.value - there.value > FLAT;
                    here = there;
                    break;
                }
                size *= 0.5;
            }
            if !moved {
                break;
            }
        }
        // Where the cost is flat to rounding its slopes still tell.
        let mut last = CLOSE;
        loop {
            let step = here.step();
            let length = step[0].abs().max(step[1].abs());
            if !(length < 0.5 * last) {
                break;
            }
            here = Cost::at(cells, centre, [here.at[0] + step[0], here.at[1] + step[1]]);
            last = length;
        }
        Self { level: here.at[0] + here.at[1] * centre, slope: here.at[1] }
    }

    /// Base-2 logarithm of the minutes at which the log-odds are so large, held within ten doublings of the tasks: farther
    /// off, the runs say no more than that it is far. NaN without a falling slope.
    pub(super) fn length(self, odds: f64, cells: &[Cell]) -> f64 {
        let (Some(first), Some(last)) = (cells.first(), cells.last()) else { return f64::NAN };
        let length = (self.level - odds) / self.slope;
        if self.slope > 0.0 { length.clamp(first.x - FAR, last.x + FAR) } else { f64::NAN }
    }

    /// Minutes at which the log-odds are so large; NaN if the tasks are too far from it to say.
    pub(super) fn minutes(self, odds: f64, cells: &[Cell]) -> f64 {
        let length = self.length(odds, cells);
        let is_told = cells.first().is_some_and(|first| length > first.x - FAR)
            && cells.last().is_some_and(|last| length < last.x + FAR);
        if is_told { length.exp2() } else { f64::NAN }
    }

    /// Sum over cells of the logarithm of what the curve gives what happened.
    pub(super) fn ln_likelihood(self, cells: &[Cell]) -> f64 {
        let cell_ln_likelihood = |cell: &Cell| {
            let odds = self.level - self.slope * cell.x;
            -cell.hits * softplus(-odds) - cell.misses * softplus(odds)
        };
        cells.iter().map(cell_ln_likelihood).sum()
    }
}

/// The penalised likelihood, with its sign turned, at a level at the mean length and a slope, and its derivatives there.
struct Cost {
    at: [f64; 2],
    value: f64,
    gradient: [f64; 2],
    /// By the level twice, by both, by the slope twice.
    curvature: [f64; 3],
}

impl Cost {
    /// One exponential and one logarithm a cell tell all: with `t = exp(-|odds|)` chances are `1 / (1 + t)` and `t / (1 + t)`, and
    /// `softplus(odds) = max(odds, 0) + ln(1 + t)`. Nothing cancels where all runs of a length end alike.
    fn at(cells: &[Cell], centre: f64, at: [f64; 2]) -> Self {
        // Both are held by the ridge, the level far more weakly, so that a model that always fails has an answer.
        let mut value = 0.5 * RIDGE * (at[1] * at[1] + 0.01 * at[0] * at[0]);
        let (mut g, mut h) = ([RIDGE * 0.01 * at[0], RIDGE * at[1]], [RIDGE * 0.01, 0.0, RIDGE]);
        for cell in cells {
            let x = -(cell.x - centre);
            let odds = at[0] + at[1] * x;
            let t = (-odds.abs()).exp();
            let (near, far) = (1.0 / (1.0 + t), t / (1.0 + t));
            let (hit, miss) = if odds >= 0.0 { (near, far) } else { (far, near) };
            let rest = t.ln_1p();
            value += cell.hits * ((-odds).max(0.0) + rest) + cell.misses * (odds.max(0.0) + rest);
            let gradient = cell.misses * hit - cell.hits * miss;
            let curvature = (cell.hits + cell.misses) * hit * miss;
            g = [g[0] + gradient, g[1] + gradient * x];
            h = [h[0] + curvature, h[1] + curvature * x, h[2] + curvature * x * x];
        }
        Self { at, value, gradient: g, curvature: h }
    }

    /// Newton's step from here.
    fn step(&self) -> [f64; 2] {
        let (g, h) = (self.gradient, self.curvature);
        let determinant = h[0] * h[2] - h[1] * h[1];
        [-(h[2] * g[0] - h[1] * g[1]) / determinant, -(h[0] * g[1] - h[1] * g[0]) / determinant]
    }
}

/// Base-2 logarithm of the horizon of a constant hazard, by maximum likelihood over a grid, then golden sections.
pub(super) fn hazard(cells: &[Cell]) -> f64 {
    let likelihood = |log: f64| hazard_likelihood(cells, log);
    let grid = (-120..=160).map(|i| 0.25 * f64::from(i)).map(|log| (log, likelihood(log)));
    let best = grid.max_by(|a, b| a.1.total_cmp(&b.1)).map_or(0.0, |(log, _)| log);
    let (mut lo, mut hi) = (best - 0.25, best + 0.25);
    let place = |lo: f64, hi: f64, share: f64| {
        let log = lo + share * (hi - lo);
        (log, likelihood(log))
    };
    let (mut left, mut right) = (place(lo, hi, 1.0 - GOLDEN), place(lo, hi, GOLDEN));
    for _ in 0..SECTIONS {
        if left.1 > right.1 {
            (hi, right) = (right.0, left);
            left = place(lo, hi, 1.0 - GOLDEN);
        } else {
            (lo, left) = (left.0, right);
            right = place(lo, hi, GOLDEN);
        }
    }
    0.5 * (lo + hi)
}

/// The same of a constant hazard whose horizon has this base-2 logarithm.
pub(super) fn hazard_likelihood(cells: &[Cell], log: f64) -> f64 {
    let cell_ln_likelihood = |cell: &Cell| {
        let decay = std::f64::consts::LN_2 * (cell.x - log).exp2();
        let miss = (-(-decay).exp_m1()).max(1e-300);
        -cell.hits * decay + cell.misses * miss.ln()
    };
    cells.iter().map(cell_ln_likelihood).sum()
}

pub(super) fn sigmoid(t: f64) -> f64 {
    if t >= 0.0 { 1.0 / (1.0 + (-t).exp()) } else { t.exp() / (1.0 + t.exp()) }
}

fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

fn softplus(t: f64) -> f64 {
    t.max(0.0) + (-t.abs()).exp().ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-6 * (1.0 + expected.abs()), "{found}, not {expected}");
    }

    fn cell(x: f64, hits: f64, misses: f64) -> Cell {
        Cell { x, hits, misses }
    }

    /// Slopes of the penalised likelihood by the level at the mean length and by the slope, and their own slopes.
    fn slopes(cells: &[Cell], level: f64, slope: f64) -> ([f64; 2], [f64; 3]) {
        let centre: f64 = cells.iter().map(|c| c.x * (c.hits + c.misses)).sum();
        let (mut first, mut second) = ([-1e-7 * level, -1e-5 * slope], [1e-7, 0.0, 1e-5]);
        for c in cells {
            let (away, p) = (c.x - centre, 1.0 / (1.0 + (slope * (c.x - centre) - level).exp()));
            let (off, own) = (c.hits - (c.hits + c.misses) * p, (c.hits + c.misses) * p * (1.0 - p));
            first[0] += off;
            first[1] -= off * away;
            second[0] += own;
            second[1] -= own * away;
            second[2] += own * away * away;
        }
        (first, second)
    }

    /// Runs of every kind: some of each, almost all, all, none.
    fn tables() -> [Vec<Cell>; 6] {
        [
            vec![cell(1.0, 0.3, 0.1), cell(3.0, 0.2, 0.1), cell(6.0, 0.1, 0.2)],
            vec![cell(2.0, 0.45, 0.05), cell(3.5, 0.3, 0.0), cell(7.0, 0.05, 0.15)],
            vec![cell(1.0, 0.25, 0.0), cell(3.0, 0.75, 0.0)],
            vec![cell(1.0, 0.0, 0.25), cell(3.0, 0.0, 0.75)],
            vec![cell(4.0, 0.5, 0.0), cell(6.0, 0.0, 0.5)],
            vec![cell(-2.0, 0.1, 0.3), cell(0.0, 0.1, 0.2), cell(1.0, 0.1, 0.2)],
        ]
    }

    #[test]
    fn the_curve_lies_where_the_penalised_likelihood_is_flat() {
        for cells in tables() {
            let found = Curve::through(&cells);
            let centre: f64 = cells.iter().map(|c| c.x * (c.hits + c.misses)).sum();
            let level = found.level - found.slope * centre;
            let (first, second) = slopes(&cells, level, found.slope);
            // A step of Newton's method from there would move next to nothing.
            let determinant = second[0] * second[2] - second[1] * second[1];
            let move_level = (second[2] * first[0] - second[1] * first[1]) / determinant;
            let move_slope = (second[0] * first[1] - second[1] * first[0]) / determinant;
            assert!(
                move_level.abs() < 1e-9 && move_slope.abs() < 1e-9,
                "{cells:?}: {move_level} {move_slope}"
            );
        }
    }

    #[test]
    fn two_lengths_are_met_by_a_curve_through_their_shares() {
        // Log-odds of 3 to 1 at two doublings, of 1 to 4 at five.
        let found = Curve::through(&[cell(2.0, 0.375, 0.125), cell(5.0, 0.1, 0.4)]);
        let slope = (3f64.ln() + 4f64.ln()) / 3.0;
        assert!((found.slope - slope).abs() < 1e-3, "{found:?}");
        assert!((found.level - 3f64.ln() - 2.0 * slope).abs() < 3e-3, "{found:?}");
    }

    #[test]
    fn a_step_solves_the_equations_of_newton() {
        for cells in tables() {
            let centre: f64 = cells.iter().map(|c| c.x * (c.hits + c.misses)).sum();
            let step = Cost::at(&cells, centre, [0.7, 0.4]).step();
            let (first, second) = slopes(&cells, 0.7, 0.4);
            for (row, first) in [[second[0], second[1]], [second[1], second[2]]].iter().zip(first) {
                assert!((row[0] * step[0] + row[1] * step[1] - first).abs() < 1e-12, "{cells:?} {step:?}");
            }
        }
    }

    #[test]
    fn runs_of_one_length_are_put_together_and_weights_sum_to_one() {
        let run =
            |minutes: f64, success: f64| TaskAttempt { family: 0, task: 0, minutes, success, weight: 9.0 };
        let runs = [(run(8.0, 1.0), 1.0), (run(2.0, 0.0), 1.0), (run(8.0, 0.5), 2.0), (run(4.0, 1.0), 0.0)];
        let found = cells(runs.iter().map(|(run, weight)| (run, *weight)));
        let numbers: Vec<[f64; 3]> = found.iter().map(|c| [c.x, c.hits, c.misses]).collect();
        assert_eq!(numbers, [[1.0, 0.0, 0.25], [3.0, 0.5, 0.25]]);
    }

    #[test]
    fn lengths_far_from_the_tasks_are_held_and_not_told() {
        let tasks = [cell(1.0, 0.2, 0.3), cell(5.0, 0.2, 0.3)];
        let curve = |level: f64, slope: f64| Curve { level, slope };
        near(curve(3.0, 0.5).length(0.0, &tasks), 6.0);
        near(curve(3.0, 0.5).length(1.0, &tasks), 4.0);
        near(curve(3.0, 0.5).minutes(1.0, &tasks), 16.0);
        for (level, held) in [(20.0, 15.0), (-20.0, -9.0)] {
            near(curve(level, 1.0).length(0.0, &tasks), held);
            assert!(curve(level, 1.0).minutes(0.0, &tasks).is_nan());
        }
        near(curve(14.0, 1.0).minutes(0.0, &tasks), 14f64.exp2());
        near(curve(-8.0, 1.0).minutes(0.0, &tasks), (-8f64).exp2());
        for slope in [0.0, -0.5] {
            assert!(curve(3.0, slope).length(0.0, &tasks).is_nan());
        }
        assert!(curve(3.0, 0.5).length(0.0, &[]).is_nan() && curve(3.0, 0.5).minutes(0.0, &[]).is_nan());
    }

    #[test]
    fn likelihoods_are_sums_of_logarithms_of_chances() {
        // Log-odds of one at two doublings, of minus one half at five.
        let tasks = [cell(2.0, 0.4, 0.1), cell(5.0, 0.2, 0.3)];
        let curve = Curve { level: 2.0, slope: 0.5 };
        let chance = |odds: f64| 1.0 / (1.0 + (-odds).exp());
        let expected = 0.4 * chance(1.0).ln()
            + 0.1 * chance(-1.0).ln()
            + 0.2 * chance(-0.5).ln()
            + 0.3 * chance(0.5).ln();
        near(curve.ln_likelihood(&tasks), expected);
        // Half-lives of two minutes: a quarter survives four minutes, and 2^-16 survives 32.
        let expected = 0.4 * 0.25_f64.ln()
            + 0.1 * 0.75_f64.ln()
            + 0.2 * (-16f64).exp2().ln()
            + 0.3 * (1.0 - (-16f64).exp2()).ln();
        near(hazard_likelihood(&tasks, 1.0), expected);
    }

    #[test]
    fn the_half_life_of_one_length_is_that_of_its_share() {
        // Of tasks of four minutes so many survive that half do after 2^2.6 minutes, or 2^-1.3.
        for log in [2.6_f64, -1.3] {
            let share = (-(2.0 - log).exp2()).exp2();
            near(hazard(&[cell(2.0, share, 1.0 - share)]), log);
        }
        let many = [cell(1.0, 0.3, 0.1), cell(3.0, 0.2, 0.1), cell(6.0, 0.05, 0.25)];
        let found = hazard(&many);
        for other in [found - 0.01, found + 0.01] {
            assert!(hazard_likelihood(&many, found) > hazard_likelihood(&many, other), "{found}");
        }
    }

    #[test]
    fn odds_and_chances_are_those_of_the_logistic_function() {
        near(sigmoid(0.0), 0.5);
        near(sigmoid(3f64.ln()), 0.75);
        near(sigmoid(-3f64.ln()), 0.25);
        assert_eq!((sigmoid(800.0), sigmoid(-800.0)), (1.0, 0.0));
        near(logit(0.75), 3f64.ln());
        near(logit(0.2), -4f64.ln());
        near(softplus(0.0), 2f64.ln());
        near(softplus(3f64.ln()), 4f64.ln());
        near(softplus(-3f64.ln()), (4.0_f64 / 3.0).ln());
        assert_eq!((softplus(800.0), softplus(-800.0)), (800.0, 0.0));
    }
}
