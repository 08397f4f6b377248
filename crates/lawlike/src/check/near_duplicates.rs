//! Do rows repeat one another, if not digit by digit?

use super::context::significant;
use super::{Check, CheckCard, Context, Found, Severity};
use crate::observations::{Observations, Repeats, places};
use lawlike_num::dist;
use lawlike_num::quantile::{mad, quantile};

/// Chance below which so many close pairs are not taken for accident.
const LIMIT: f64 = 0.01;
/// Share of the noise below which a pair is close.
const CLOSE: f64 = 0.01;
/// If most pairs are closer than this share of the noise, most are copies.
const COPIES: f64 = 0.05;
/// Most rows with equal axes whose pairs are compared.
const MOST: usize = 500;

pub(super) const CHECK: Check = Check {
    card: CheckCard {
        code: "near-duplicates",
        title: "rows repeat one another",
        says: "rows with the same axes (to half a per mille) have responses that are far closer than the noise: a run that \
               is listed twice, or one number in two roundings. They count as independent runs and are not",
        caution: "rows that agree in every digit are noticed when data are read, not here; runs that differ in nothing but \
                  an inert setting agree for a good reason",
        hint: "remove the copies, or name a column with --group that tells which rows belong together",
        source: "number of pairs closer than a hundredth of the noise (or than rounding) against a binomial law: 1 % of \
                 lawful tables fire",
    },
    is_dear: false,
    run,
};

fn run(context: &Context<'_>) -> Option<Found> {
    let observations = context.observations;
    let Close { close, all, near } = of(context)?;
    let first = close.first()?;
    let lines = |rows: &(usize, usize)| (observations.lines[rows.0], observations.lines[rows.1]);
    Some(Found {
        severity: Severity::Warning,
        number: close.len() as f64,
        threshold: near * all as f64,
        message: format!(
            "{} of {all} pairs of rows with the same axes are closer than a hundredth of the noise, where {} would be by \
             accident; the first: lines {} and {}",
            close.len(),
            significant(near * all as f64),
            lines(first).0,
            lines(first).1
        ),
    })
}

/// Pairs of rows that are too close to be accident.
struct Close {
    /// Rows of each close pair.
    close: Vec<(usize, usize)>,
    /// Pairs with the same axes.
    all: usize,
    /// Share of the pairs that would be as close by accident.
    near: f64,
}

/// The close pairs, if there are more than accident allows.
fn of(context: &Context<'_>) -> Option<Close> {
    let observations = context.observations;
    let target = context.prepared()?.target();
    let pairs = pairs(observations, target);
    let mut sizes: Vec<f64> = pairs.iter().map(|pair| pair.distance).collect();
    sizes.sort_by(f64::total_cmp);
    // Pairs of true repeats tell the noise, which a law that fits badly overstates; copies tell nothing.
    let spread = mad(&context.fit.residuals);
    let among = if sizes.len() >= 8 { quantile(&sizes, 0.75) / 1.627 } else { spread };
    let noise = if among > COPIES * spread { spread.min(among) } else { spread };
    let width = (CLOSE * noise).max(0.5 * rounding(observations, target));
    let close: Vec<(usize, usize)> =
        pairs.iter().filter(|pair| pair.distance <= width).map(|pair| pair.rows).collect();
    let near = 2.0 * dist::normal_cdf(width / (noise * std::f64::consts::SQRT_2)) - 1.0;
    let p = excess(close.len(), pairs.len(), near).max(crowd(&sizes, width));
    (p < LIMIT && noise > 0.0 && !close.is_empty()).then_some(Close { close, all: pairs.len(), near })
}

/// The later row of every close pair, where there are more of them than accident allows.
pub(crate) fn close(context: &Context<'_>) -> Option<Vec<usize>> {
    Some(of(context)?.close.into_iter().map(|(a, b)| a.max(b)).collect())
}

/// Whether rows with the same axes are there to be compared.
pub(crate) fn has_pairs(observations: &Observations) -> bool {
    !pairs(observations, &observations.response.values).is_empty()
}

/// Rows that are copies: as [`exact`] where some row has no twin, else all that repeat an earlier one.
pub(crate) fn copies(observations: &Observations) -> Vec<usize> {
    let found = observations.repeats(false);
    if found.are_all_twins { found.rows() } else { precise(observations, &found) }
}

/// Rows that agree with an earlier one in every digit of axes and response, where the response has five or more digits after
/// the point: with fewer, repeats of a run agree by rounding.
pub(crate) fn exact(observations: &Observations) -> Vec<usize> {
    precise(observations, &observations.repeats(false))
}

fn precise(observations: &Observations, found: &Repeats) -> Vec<usize> {
    let is_precise = |row: &usize| {
        let digits = observations.response.values[*row] * 1e4;
        (digits - digits.round()).abs() >= 1e-6
    };
    found.rows().into_iter().filter(is_precise).collect()
}

/// Two rows with the same axes.
struct Pair {
    rows: (usize, usize),
    /// Difference of the responses on the scale of the objective.
    distance: f64,
}

/// Pairs of rows whose axes agree; those that agree in every digit of axes and response are left out.
fn pairs(observations: &Observations, target: &[f64]) -> Vec<Pair> {
    let columns = || observations.axes.iter().chain([&observations.response]);
    let is_copy = |a: usize, b: usize| columns().all(|c| c.values[a].to_bits() == c.values[b].to_bits());
    let mut pairs = Vec::new();
    for rows in places(observations).iter().filter(|rows| rows.len() <= MOST) {
        for (k, a) in rows.iter().enumerate() {
            let others = rows[k + 1..].iter().filter(|b| !is_copy(*a, **b));
            pairs.extend(others.map(|b| Pair { rows: (*a, *b), distance: (target[*a] - target[*b]).abs() }));
        }
    }
    pairs
}

/// The last digit to which the responses are given, on the scale of the objective at the typical response; zero if they
/// are given to ten digits or more.
fn rounding(observations: &Observations, target: &[f64]) -> f64 {
    let values = &observations.response.values;
    let is_whole = |v: f64| (v - v.round()).abs() < 1e-6;
    let unit = (0..9).map(|digits| 10f64.powi(digits)).find(|unit| values.iter().all(|v| is_whole(v * unit)));
    let Some(unit) = unit else { return 0.0 };
    // Slope of the scale, between the smallest and the largest response.
    let range = |list: &[f64]| {
        list.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), v| (lo.min(*v), hi.max(*v)))
    };
    let ((low, high), (from, to)) = (range(values), range(target));
    if high > low { (to - from) / (high - low) / unit } else { 1.0 / unit }
}

/// Chance of at least so many among so many, each with a small chance.
fn excess(count: usize, of: usize, each: f64) -> f64 {
    if count == 0 { 1.0 } else { 1.0 - dist::binomial_cdf(count as u64 - 1, of as u64, each) }
}

/// Chance that so many of the pairs within ten times a width lie within it, were they spread evenly; zero for fewer than
/// five, which cannot tell.
fn crowd(sorted: &[f64], width: f64) -> f64 {
    let within = |limit: f64| sorted.partition_point(|size| *size <= limit);
    let (near, around) = (within(width), within(10.0 * width));
    if around < 5 { 0.0 } else { excess(near, around, 0.1) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::fitted::{Fitted, is_near, losses, number_after};

    #[test]
    fn an_excess_is_the_chance_of_as_many_or_more() {
        // Two or more of three with a chance of one in ten: 3 x 0.01 x 0.9 + 0.001.
        assert!((excess(2, 3, 0.1) - 0.028).abs() < 1e-12 && (excess(3, 3, 0.1) - 0.001).abs() < 1e-12);
        assert!((excess(1, 3, 0.1) - 0.271).abs() < 1e-12);
        assert_eq!(excess(0, 3, 0.1), 1.0);
    }

    #[test]
    fn a_crowd_needs_five_pairs_within_ten_widths() {
        let sizes = [0.5, 0.9, 1.0, 9.0, 10.0, 10.5, 50.0];
        assert!((crowd(&sizes, 1.0) - excess(3, 5, 0.1)).abs() < 1e-12);
        assert_eq!(crowd(&sizes[..4], 1.0), 0.0);
        assert_eq!(crowd(&[2.0; 6], 1.0), 1.0, "none within the width");
    }

    #[test]
    fn rounding_is_a_unit_of_the_last_digit_on_the_scale_of_the_objective() {
        let unit_in =
            |loss: &[f64], target: &[f64]| rounding(&losses(vec![1.0; loss.len()], loss.to_vec()), target);
        assert!(is_near(unit_in(&[1.25, 1.5, 2.25], &[0.0, 0.5, 3.0]), 3.0 * 0.01, 1e-9));
        assert!(is_near(unit_in(&[1.0, 3.0], &[2.0, 3.0]), 0.5, 1e-9), "whole numbers");
        assert!(is_near(unit_in(&[1.25, 1.25], &[0.3, 0.3]), 0.01, 1e-9), "one value");
        assert_eq!(unit_in(&[1.0, std::f64::consts::PI], &[0.0, 1.0]), 0.0, "all digits");
    }

    #[test]
    fn pairs_have_equal_axes_and_are_no_copies() {
        let data = losses(vec![1.0, 1.0, 8.0, 1.0, 8.0], vec![2.0, 3.0, 4.0, 2.0, 7.0]);
        let found = pairs(&data, &[0.1, 0.4, 0.5, 0.1, 1.0]);
        let rows: Vec<(usize, usize)> = found.iter().map(|pair| pair.rows).collect();
        assert_eq!(rows, [(0, 1), (1, 3), (2, 4)]);
        let distances: Vec<f64> = found.iter().map(|pair| (1e6 * pair.distance).round() / 1e6).collect();
        assert_eq!(distances, [0.3, 0.3, 0.5]);
        assert!(has_pairs(&data) && !has_pairs(&losses(vec![1.0, 3.0, 9.0], vec![2.0, 2.0, 2.0])));
    }

    #[test]
    fn more_than_five_hundred_rows_of_one_place_are_not_compared() {
        let rows = |count: usize| losses(vec![2.0; count], (0..count).map(|row| 1.0 + row as f64).collect());
        assert!(has_pairs(&rows(500)) && !has_pairs(&rows(501)));
    }

    #[test]
    fn copies_in_every_digit_count_from_five_digits_on() {
        let tokens = vec![1.0, 2.0, 1.0, 1.0, 2.0, 2.0, 1.0];
        let loss = vec![1.23456, 1.2345, 1.23456, 1.23457, 1.2345, 1.23456, 1.23456];
        assert_eq!(copies(&losses(tokens, loss)), [2, 6]);
        // Rough ones only where every row has a twin.
        let rough = |tokens: Vec<f64>| {
            let loss = tokens.iter().map(|tokens| 0.5 * tokens).collect();
            copies(&losses(tokens, loss))
        };
        assert_eq!(rough(vec![3.0, 1.0, 1.0, 3.0, 1.0]), [2, 3, 4]);
        assert!(rough(vec![3.0, 1.0, 1.0, 1.0]).is_empty());
    }

    /// Two runs at each of some sizes, a unit of noise above and below the law; at the first ones so near to one another.
    fn repeats(places: usize, near: usize, apart: f64) -> Fitted {
        let (mut tokens, mut loss) = (Vec::new(), Vec::new());
        for place in 0..places {
            let size = 1e7 * 2f64.powi(place as i32);
            let side = if place % 2 == 0 { 1.0 } else { -1.0 };
            let second = if place < near { side * (1.0 - apart) } else { -side };
            for residual in [side, second] {
                tokens.push(size);
                loss.push(3.0 * size.powf(-0.2) * (0.01 * residual).exp());
            }
        }
        Fitted::new("log-log-line", losses(tokens, loss))
    }

    #[test]
    fn close_pairs_are_counted_against_those_of_accident() {
        let it = repeats(20, 2, 0.005);
        let found = it.found(&CHECK).unwrap();
        // The noise by three quarters of the pairs is 2/1.627 units, a hundredth of it over root two of it is 0.00707 of a
        // standard deviation: the normal density 0.3989 times twice that.
        let expected = 20.0 * 2.0 * 0.007_071 * 0.398_94;
        assert!(found.number == 2.0 && is_near(found.threshold, expected, 1e-3), "{}", found.threshold);
        assert!(found.message.starts_with("2 of 20 pairs"), "{}", found.message);
        assert!(found.message.ends_with("the first: lines 1 and 2"), "{}", found.message);
        assert_eq!(close(&it.context()), Some(vec![1, 3]));
        assert!(repeats(20, 1, 0.005).found(&CHECK).is_none(), "one of twenty may be accident");
        assert!(repeats(20, 2, 0.02).found(&CHECK).is_none(), "a hundredth and a half of the noise");
    }

    /// As above, on losses rounded to so many digits.
    fn rounded(it: &Fitted, unit: f64) -> Fitted {
        let mut data = it.observations.clone();
        data.response.values.iter_mut().for_each(|y| *y = (*y / unit).round() * unit);
        Fitted::new("log-log-line", data)
    }

    #[test]
    fn pairs_closer_than_half_of_the_last_digit_are_close() {
        // Of eight pairs and more their own scatter tells the noise, of fewer the residuals do.
        for places in [7, 8] {
            let mut data = repeats(places, 4, 0.001).observations;
            data.axes[0].values.iter_mut().step_by(2).for_each(|x| *x *= 1.0 + 1e-9);
            let it = rounded(&Fitted::new("log-log-line", data), 1e-4);
            let found = it.found(&CHECK).unwrap();
            let context = it.context();
            let target = context.prepared().unwrap().target();
            let mut sizes: Vec<f64> =
                (0..places).map(|k| (target[2 * k] - target[2 * k + 1]).abs()).collect();
            sizes.sort_by(f64::total_cmp);
            let spread = mad(&it.fit.residuals);
            let among = (sizes[5] + 0.25 * (sizes[6] - sizes[5])) / 1.627;
            let noise = if places == 8 { spread.min(among) } else { spread };
            let width = (0.01 * noise).max(0.5 * rounding(&it.observations, target));
            let near = 2.0 * dist::normal_cdf(width / (noise * 2f64.sqrt())) - 1.0;
            assert!(is_near(found.threshold, near * places as f64, 1e-6), "{places}: {}", found.threshold);
            assert_eq!(number_after(&found.message, ""), found.number);
        }
    }

    #[test]
    fn copies_of_most_runs_do_not_tell_the_noise() {
        // Three quarters of the pairs are a thousandth of the noise apart.
        let found = repeats(20, 16, 0.001).found(&CHECK).unwrap();
        assert_eq!(found.number, 16.0);
    }
}
