//! Were cheap runs tried more often than dear ones, and the best kept?

use super::context::{Direction, chance};
use super::{Check, CheckCard, Context, Found, Severity};
use crate::law::course::Course;
use lawlike_num::quantile::{median, spearman};
use lawlike_num::stream::Stream;

/// Chance below which scatter is said to grow.
const GROWS: f64 = 0.05;
/// Chance below which the dear half is said to err to the worse side.
const WORSE: f64 = 0.25;
/// Fewest runs that can tell.
const LEAST_RUNS: usize = 12;
/// Orders of the residuals that are tried.
const DRAWS: usize = 999;
/// After this many orders with as large a statistic the answer is clear.
const ENOUGH: usize = 250;
/// Keeps these streams apart from those of other uses.
const BEST_OF_K_STREAM: u64 = 0x6265_7374_6f66;

pub(super) const CHECK: Check = Check {
    card: CheckCard {
        code: "best-of-k",
        title: "cheap runs look like the best of several",
        says: "the scatter about the law grows with the size of the run, and large runs err to the worse side: it looks as if \
               small runs were tuned or repeated and the best kept, and large ones run once. The law then promises what large \
               runs, run once, do not keep",
        caution: "large runs that are less well tuned for other reasons look the same; most noise of training shrinks with size",
        hint: "say how many runs stand behind each point; audit all of them, or the same number for every size",
        source: "rank correlation of absolute residuals with size (Spearman 1904) at 5 % and skewness of the larger half at \
                 25 %, both against orders of the residuals; about 1 % of lawful tables fire. On best of k: Dodge et al. 2019, \
                 arXiv 1909.03004",
    },
    is_dear: true,
    run,
};

fn run(context: &Context<'_>) -> Option<Found> {
    let linear = context.linear().filter(|linear| linear.rows.len() >= LEAST_RUNS)?;
    let main = Direction::main(context.observations)?;
    let order: Vec<usize> = main.order(&linear.rows).into_iter().map(|place| linear.rows[place]).collect();
    let size: Vec<f64> = order.iter().map(|row| main.values[*row]).collect();
    // Better is where the law goes.
    let sign = match crate::law::course::course(context.observations)? {
        Course::Falls => 1.0,
        Course::Rises => -1.0,
    };
    let worse: Vec<f64> = order.iter().map(|row| sign * context.fit.residuals[*row]).collect();
    let grown = growth(&worse, &size);
    let skewed = skewness(&worse[worse.len() / 2..]);
    let mut stream = Stream::keyed(0, &[BEST_OF_K_STREAM]);
    let grows = by_chance(&worse, &mut stream, |dealt| growth(dealt, &size) >= grown);
    if grows >= GROWS {
        return None;
    }
    let centred = symmetric(&worse[worse.len() / 2..]);
    let leans = by_chance(&centred, &mut stream, |dealt| skewness(dealt) >= skewed);
    (leans < WORSE).then(|| Found {
        severity: Severity::Warning,
        number: grows,
        threshold: GROWS,
        message: format!(
            "the scatter about the law grows with {} (rank correlation {grown:.2}, chance {}), and the larger half of the {} \
             runs errs to the worse side (skewness {skewed:.1}, chance {}): were small runs the best of several?",
            main.name,
            chance(grows),
            worse.len(),
            chance(leans)
        ),
    })
}

/// How much absolute residuals grow with size.
fn growth(residuals: &[f64], size: &[f64]) -> f64 {
    let centre = median(residuals);
    spearman(&residuals.iter().map(|r| (r - centre).abs()).collect::<Vec<_>>(), size)
}

fn skewness(values: &[f64]) -> f64 {
    let centre = lawlike_num::quantile::mean(values);
    let moment =
        |power: i32| values.iter().map(|v| (v - centre).powi(power)).sum::<f64>() / values.len() as f64;
    moment(3) / moment(2).powf(1.5)
}

/// Distances from the median, half of them turned over in each draw below: what skewness there is without a worse side.
fn symmetric(values: &[f64]) -> Vec<f64> {
    let centre = median(values);
    values.iter().map(|v| v - centre).collect()
}

/// Chance that residuals in a random order, with random signs about their median, are as extreme.
fn by_chance(residuals: &[f64], stream: &mut Stream, is_as_large: impl Fn(&[f64]) -> bool) -> f64 {
    let centre = median(residuals);
    let (mut hits, mut draws) = (0, 0);
    let mut dealt = residuals.to_vec();
    while draws < DRAWS && hits < ENOUGH {
        stream.shuffle(&mut dealt);
        dealt.iter_mut().for_each(|v| *v = centre + (*v - centre) * stream.rademacher());
        hits += usize::from(is_as_large(&dealt));
        draws += 1;
    }
    (hits + 1) as f64 / (draws + 1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::fitted::{Fitted, number_after, power};
    use std::cell::Cell;

    #[test]
    fn growth_is_the_rank_correlation_of_distances_from_the_median() {
        // Distances 0, 0.3, 0.2, 0.5, 0.4: squared differences of ranks add up to 4.
        let found = growth(&[1.1, 0.8, 1.3, 0.6, 1.5], &[1.0, 2.0, 4.0, 8.0, 16.0]);
        assert!((found - (1.0 - 6.0 * 4.0 / (5.0 * 24.0))).abs() < 1e-12, "{found}");
    }

    #[test]
    fn skewness_is_the_third_moment_over_the_second() {
        // About 1/4: second moment 3/16, third 3/32.
        let found = skewness(&[0.0, 0.0, 0.0, 1.0]);
        assert!((found - 2.0 / 3f64.sqrt()).abs() < 1e-12, "{found}");
        assert!((skewness(&[4.0, 6.0, 6.0, 6.0]) + 2.0 / 3f64.sqrt()).abs() < 1e-12);
        assert_eq!(symmetric(&[1.0, 2.0, 4.0]), [-1.0, 0.0, 2.0]);
    }

    #[test]
    fn chances_count_orders_as_extreme_and_end_when_they_are_clear() {
        let (residuals, calls) = ([5.0, 6.0, 8.0, 3.0, 2.0], Cell::new(0));
        let distances = |values: &[f64]| {
            let mut all: Vec<i64> = values.iter().map(|v| ((v - 5.0).abs() * 1e6).round() as i64).collect();
            all.sort_unstable();
            all
        };
        let chance = |is_hit: &dyn Fn(usize) -> bool| {
            calls.set(0);
            by_chance(&residuals, &mut Stream::keyed(1, &[2]), |dealt| {
                assert_eq!(distances(dealt), distances(&residuals), "only signs and order change");
                calls.set(calls.get() + 1);
                is_hit(calls.get())
            })
        };
        assert!((chance(&|_| false) - 1.0 / 1000.0).abs() < 1e-12 && calls.get() == 999);
        assert!((chance(&|_| true) - 1.0).abs() < 1e-12 && calls.get() == 250);
        assert!((chance(&|call| call % 10 == 0) - 100.0 / 1000.0).abs() < 1e-12 && calls.get() == 999);
    }

    /// A residual by rank of size: scatter that grows, with large values to the worse side among the larger half.
    fn picked(rows: usize) -> impl Fn(usize) -> f64 {
        move |row| {
            let size = 0.001 + 0.02 * row as f64 / rows as f64;
            match (row >= rows / 2, row % 4) {
                (true, 3) => 3.0 * size,
                (true, _) => -size,
                (false, k) => {
                    if k % 2 == 0 {
                        size
                    } else {
                        -size
                    }
                }
            }
        }
    }

    #[test]
    fn scatter_that_grows_to_the_worse_side_is_named() {
        let it = Fitted::new("log-log-line", power(32, picked(32)));
        let found = it.found(&CHECK).unwrap();
        assert!(found.number < GROWS && found.severity == Severity::Warning);
        let residuals = &it.fit.residuals;
        let size: Vec<f64> = (0..32).map(f64::from).collect();
        let rho = number_after(&found.message, "rank correlation ");
        assert!((rho - growth(residuals, &size)).abs() < 0.006, "{}", found.message);
        let skewed = number_after(&found.message, "(skewness ");
        assert!((skewed - skewness(&residuals[16..])).abs() < 0.06, "{}", found.message);
        assert!(found.message.contains("larger half of the 32 runs"));
    }

    #[test]
    fn worse_is_below_where_the_law_rises() {
        let turned = |sign: f64| {
            let mut data = power(32, |row| sign * picked(32)(row));
            data.response.values.iter_mut().for_each(|y| *y = 1.0 / *y);
            Fitted::new("log-log-line", data).found(&CHECK).is_some()
        };
        assert!(turned(1.0) && !turned(-1.0));
    }

    #[test]
    fn even_scatter_small_worst_runs_and_few_runs_are_let_pass() {
        let found = |rows: usize, of: &dyn Fn(usize) -> f64| {
            Fitted::new("log-log-line", power(rows, of)).found(&CHECK).is_some()
        };
        assert!(!found(32, &|row| if row % 4 == 3 { 0.03 } else { -0.01 }), "skewed, but of even size");
        assert!(!found(32, &|row| -picked(32)(row)), "growing, but to the better side");
        assert!(found(12, &picked(12)) && !found(11, &picked(11)));
    }
}
