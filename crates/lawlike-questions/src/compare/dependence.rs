//! Differences of scores over series: a series is one observation, however many points and cuts it has.

use lawlike_num::dist::student_cdf;
use lawlike_num::quantile::{mean, variance};
use lawlike_num::stream::Stream;
use serde::Serialize;

/// Least series for a standard error.
pub(super) const LEAST_SERIES: usize = 3;
/// Permutations of the labels, and of signs of more series than the second number.
const PERMUTATIONS: usize = 2000;
const ALL_SIGNS: usize = 12;
/// Keeps these streams apart from those of other uses of the same seed.
const SIGN_STREAM: u64 = 0x636f_6d70;

/// Standard error of a mean over series (the jackknife that leaves one series out); NaN with too few.
pub(crate) fn error(differences: &[f64]) -> f64 {
    let k = differences.len();
    if k < LEAST_SERIES { f64::NAN } else { (variance(differences) / k as f64).sqrt() }
}

/// Chance of as large a mean over series, to either side, if it were zero: twice the smaller one of a t test and of random
/// signs. The first needs few series, the second no normal law: one law that breaks down in one series must not hide that
/// it was worse in all of them.
pub(crate) fn chance(differences: &[f64], seed: u64) -> f64 {
    let k = differences.len();
    if k < LEAST_SERIES {
        return f64::NAN;
    }
    let size = mean(differences).abs();
    let by_t = if size > 0.0 { 2.0 * student_cdf(-size / error(differences), k as f64 - 1.0) } else { 1.0 };
    (2.0 * by_t.min(by_signs(differences, seed))).min(1.0)
}

/// How often random signs of the differences give as large a mean: all signs of few series, a sample of those of many.
fn by_signs(differences: &[f64], seed: u64) -> f64 {
    let k = differences.len();
    let observed = differences.iter().sum::<f64>().abs() * (1.0 - 1e-9);
    if k <= ALL_SIGNS {
        let flipped = |bits: usize| -> f64 {
            (0..k).map(|i| if bits >> i & 1 == 1 { -differences[i] } else { differences[i] }).sum()
        };
        let as_much = (0..1_usize << k).filter(|bits| flipped(*bits).abs() >= observed).count();
        return as_much as f64 / (1_usize << k) as f64;
    }
    let mut stream = Stream::keyed(seed, &[SIGN_STREAM, 1]);
    let mut flipped = || differences.iter().map(|d| stream.rademacher() * d).sum::<f64>().abs();
    let as_much = (0..PERMUTATIONS).filter(|_| flipped() >= observed).count();
    (as_much + 1) as f64 / (PERMUTATIONS + 1) as f64
}

/// What the best of so many shows by luck.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Luck {
    /// Lead of the best over the mean of the laws, in CRPS.
    pub lead: f64,
    /// Lead to be expected if the laws did not differ.
    pub expected: f64,
    /// Chance of such a lead if they did not.
    pub p: f64,
}

/// How far the best leads the mean of all: observed, expected if labels mean nothing, and how often luck gives as much.
///
/// `scores` has one row a series, one score a law. Labels are permuted within each series, so that what series have in
/// common stays.
pub(super) fn luck(scores: &[Vec<f64>], seed: u64) -> Luck {
    let lead = |rows: &[Vec<f64>]| -> f64 {
        let k = rows.len() as f64;
        let laws = rows.first().map_or(0, Vec::len);
        let means: Vec<f64> = (0..laws).map(|l| rows.iter().map(|row| row[l]).sum::<f64>() / k).collect();
        mean(&means) - means.iter().copied().fold(f64::INFINITY, f64::min)
    };
    let observed = lead(scores);
    let mut stream = Stream::keyed(seed, &[SIGN_STREAM]);
    let mut shuffled = scores.to_vec();
    let leads: Vec<f64> = (0..PERMUTATIONS)
        .map(|_| {
            shuffled.iter_mut().for_each(|row| stream.shuffle(row));
            lead(&shuffled)
        })
        .collect();
    // Sums in another order differ in the last digits.
    let as_much = leads.iter().filter(|lead| **lead >= observed * (1.0 - 1e-9)).count();
    let p = (as_much + 1) as f64 / (PERMUTATIONS + 1) as f64;
    Luck { lead: observed, expected: mean(&leads), p }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of series that differ in difficulty, with laws that do not differ but for the first.
    fn rows(seed: u64, series: usize, laws: usize, better: f64) -> Vec<Vec<f64>> {
        let mut stream = Stream::keyed(seed, &[5]);
        (0..series)
            .map(|_| {
                let hard = (0.5 * stream.normal()).exp();
                let score = |l: usize, own: f64| hard * (own * 0.3).exp() * if l == 0 { better } else { 1.0 };
                (0..laws).map(|l| score(l, stream.normal())).collect()
            })
            .collect()
    }

    #[test]
    fn equal_laws_are_told_apart_as_rarely_as_stated() {
        let (mut told, mut lucky) = (0, 0);
        for seed in 0..1000 {
            let rows = rows(seed, 8, 2, 1.0);
            let differences: Vec<f64> = rows.iter().map(|row| row[1] - row[0]).collect();
            told += usize::from(chance(&differences, seed) <= 0.05);
            lucky += usize::from(luck(&rows, seed).p <= 0.05);
        }
        // Signs of eight series have steps of 2/256, and the smaller of two chances is doubled: 2 to 4 per cent.
        assert!((8..=50).contains(&told) && (25..=70).contains(&lucky), "{told}, {lucky} of 1000");
    }

    #[test]
    fn a_better_law_is_told_and_luck_is_no_reason() {
        let rows = rows(1, 20, 5, 0.4);
        let differences: Vec<f64> = rows.iter().map(|row| row[1] - row[0]).collect();
        let Luck { lead: observed, expected, p } = luck(&rows, 1);
        assert!(observed > 2.0 * expected && p < 0.01, "{observed} {expected} {p}");
        assert!(chance(&differences, 1) < 0.01);
    }

    #[test]
    fn the_expected_lead_grows_with_the_number_of_laws() {
        let lead = |laws| luck(&rows(2, 10, laws, 1.0), 3).expected;
        assert!(lead(10) > 1.5 * lead(2));
    }

    #[test]
    fn two_series_tell_nothing() {
        assert!(error(&[1.0, 1.1]).is_nan() && chance(&[1.0, 1.0], 1).is_nan());
    }

    #[test]
    fn one_breakdown_does_not_hide_that_a_law_is_always_worse() {
        let differences = [0.1, 0.12, 0.09, 0.11, 0.1, 0.13, 0.08, 0.1, 90.0];
        assert!(chance(&differences, 0) < 0.01, "signs: 2 of 512, doubled");
        assert_eq!(chance(&[0.0; 5], 0), 1.0);
    }
}
