//! What many values, or many tests, say together: association by ranks, inequality, false alarms.

/// Kendall's rank correlation and what chance says of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kendall {
    /// Tau-b: ties count on neither side. NaN if one side is constant.
    pub tau: f64,
    /// Concordant less discordant pairs, over its standard deviation if nothing hangs together (with ties, and the
    /// correction for continuity; Kendall 1970, *Rank Correlation Methods*, chapter 4). Zero if one side is constant.
    pub z: f64,
}

/// Kendall's tau-b of the first values of both lists, as many as the shorter has.
#[must_use]
pub fn kendall(a: &[f64], b: &[f64]) -> Kendall {
    let n = a.len().min(b.len());
    let (pairs_a, pairs_b) = (untied(&a[..n]), untied(&b[..n]));
    let score = agreement(&a[..n], &b[..n]);
    let scale = f64::sqrt(pairs_a * pairs_b);
    let tau = if scale > 0.0 { (score / scale).clamp(-1.0, 1.0) } else { f64::NAN };
    let spread = variance(&ties(&a[..n]), &ties(&b[..n]), n as f64).sqrt();
    let z = if scale > 0.0 && spread > 0.0 { (score - sign(score)) / spread } else { 0.0 };
    Kendall { tau, z }
}

/// Pairs of values, no number left out, of which one is the greater.
fn untied(values: &[f64]) -> f64 {
    let known: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    pairs(known.len()) - ties(&known).into_iter().map(|size| 0.5 * size * (size - 1.0)).sum::<f64>()
}

/// Number of pairs among so many.
fn pairs(n: usize) -> f64 {
    let n = n as f64;
    0.5 * n * (n - 1.0)
}

/// Concordant less discordant pairs, by the inversions that sorting takes away (Knight 1966). All counts are whole numbers.
fn agreement(a: &[f64], b: &[f64]) -> f64 {
    // Adding zero makes minus zero the same as zero.
    let known = a.iter().zip(b).filter(|(a, b)| !a.is_nan() && !b.is_nan()).map(|(a, b)| (a + 0.0, b + 0.0));
    let mut rows: Vec<(f64, f64)> = known.collect();
    rows.sort_by(|x, y| x.0.total_cmp(&y.0).then(x.1.total_cmp(&y.1)));
    let both = rows.chunk_by(|x, y| x == y).map(|group| pairs(group.len())).sum::<f64>();
    let first = rows.chunk_by(|x, y| x.0 == y.0).map(|group| pairs(group.len())).sum::<f64>();
    let mut seconds: Vec<f64> = rows.iter().map(|row| row.1).collect();
    let discordant = inversions(&mut seconds, &mut vec![0.0; rows.len()]) as f64;
    let second = seconds.chunk_by(|x, y| x == y).map(|group| pairs(group.len())).sum::<f64>();
    pairs(rows.len()) - first - second + both - 2.0 * discordant
}

/// Sorts values and counts the pairs that stood in falling order; `spare` is as long.
fn inversions(values: &mut [f64], spare: &mut [f64]) -> u64 {
    let (n, middle) = (values.len(), values.len() / 2);
    if n < 2 {
        return 0;
    }
    let mut count = inversions(&mut values[..middle], spare) + inversions(&mut values[middle..], spare);
    let (mut left, mut right) = (0, middle);
    for place in &mut spare[..n] {
        let is_left = right == n || (left < middle && values[left] <= values[right]);
        *place = values[if is_left { left } else { right }];
        if is_left {
            left += 1;
        } else {
            count += (middle - left) as u64;
            right += 1;
        }
    }
    values.copy_from_slice(&spare[..n]);
    count
}

/// The sign of a number; zero of none.
fn sign(value: f64) -> f64 {
    if value == 0.0 || value.is_nan() { 0.0 } else { value.signum() }
}

/// Sizes of the groups of equal values.
fn ties(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.chunk_by(|a, b| a == b).map(|group| group.len() as f64).collect()
}

/// Variance of the score of Kendall under independence.
fn variance(a: &[f64], b: &[f64], n: f64) -> f64 {
    let sum = |groups: &[f64], f: fn(f64) -> f64| groups.iter().map(|t| f(*t)).sum::<f64>();
    let full = |t: f64| t * (t - 1.0) * (2.0 * t + 5.0);
    let two = |t: f64| t * (t - 1.0);
    let three = |t: f64| t * (t - 1.0) * (t - 2.0);
    let mut out = (full(n) - sum(a, full) - sum(b, full)) / 18.0;
    if n > 1.0 {
        out += sum(a, two) * sum(b, two) / (2.0 * two(n));
    }
    if n > 2.0 {
        out += sum(a, three) * sum(b, three) / (9.0 * three(n));
    }
    out
}

/// The tests that may be called told if at most this share of them is to be false: the step-up rule of Benjamini &
/// Hochberg 1995 on their probabilities. Indices, the smallest probability first; one that is no number is never told.
#[must_use]
pub fn step_up(chances: &[f64], rate: f64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..chances.len()).filter(|at| !chances[*at].is_nan()).collect();
    order.sort_by(|a, b| chances[*a].total_cmp(&chances[*b]));
    let step = rate / order.len() as f64;
    let last = (0..order.len()).rev().find(|at| chances[order[*at]] <= step * (*at as f64 + 1.0));
    order.truncate(last.map_or(0, |at| at + 1));
    order
}

/// The Gini coefficient of values that may be negative (Raffinetti, Siletti & Vernizzi 2015): 0 if all are alike, 1 if one
/// has all. NaN for fewer than two values, or if all are zero.
#[must_use]
pub fn gini(values: &[f64]) -> f64 {
    let total: f64 = values.iter().map(|v| v.abs()).sum();
    let apart: f64 = values.iter().flat_map(|a| values.iter().map(move |b| (a - b).abs())).sum();
    if values.len() < 2 || total == 0.0 {
        return f64::NAN;
    }
    apart / (2.0 * (values.len() as f64 - 1.0) * total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::Stream;

    #[test]
    fn tau_by_hand() {
        // Of 45 pairs 21 are in the same order and 24 are not.
        let one = [7.0, 4.0, 3.0, 10.0, 6.0, 2.0, 9.0, 8.0, 1.0, 5.0];
        let other = [5.0, 7.0, 3.0, 10.0, 1.0, 9.0, 6.0, 2.0, 8.0, 4.0];
        let found = kendall(&one, &other);
        assert!((found.tau + 3.0 / 45.0).abs() < 1e-15, "{found:?}");
        assert!((found.z + 2.0 / 125f64.sqrt()).abs() < 1e-12, "{found:?}");
        // One tie on one side: 4 concordant of 5 pairs that are no tie there, 6 on the other.
        let tied = kendall(&[1.0, 2.0, 2.0, 4.0], &[1.0, 3.0, 2.0, 4.0]);
        assert!((tied.tau - 5.0 / 30f64.sqrt()).abs() < 1e-15, "{tied:?}");
        assert!(kendall(&[1.0; 5], &[1.0, 2.0, 3.0, 4.0, 5.0]).tau.is_nan());
    }

    #[test]
    fn agreement_is_that_of_all_pairs() {
        let order = |a: f64, b: f64| f64::from(i8::from(a > b) - i8::from(a < b));
        for seed in 0..50 {
            let mut stream = Stream::keyed(seed, &[2]);
            let value = |stream: &mut Stream| match stream.below(8) {
                0 => f64::NAN,
                1 => -0.0,
                k => k as f64 - 2.0,
            };
            let a: Vec<f64> = (0..30).map(|_| value(&mut stream)).collect();
            let b: Vec<f64> = (0..30).map(|_| value(&mut stream)).collect();
            let (mut score, mut left) = (0.0, 0.0);
            for i in 0..30 {
                for j in 0..i {
                    score += order(a[i], a[j]) * order(b[i], b[j]);
                    left += order(a[i], a[j]).abs();
                }
            }
            assert_eq!((agreement(&a, &b), untied(&a)), (score, left));
        }
    }

    #[test]
    fn its_chance_is_honest_with_ties() {
        let mut high = 0;
        for seed in 0..4000 {
            let mut stream = Stream::keyed(seed, &[1]);
            let a: Vec<f64> = (0..12).map(|_| stream.below(6) as f64).collect();
            let b: Vec<f64> = (0..12).map(|_| stream.below(9) as f64).collect();
            high += usize::from(kendall(&a, &b).z > 1.645);
        }
        assert!((0.03..=0.055).contains(&(high as f64 / 4000.0)), "{high} of 4000");
    }

    #[test]
    fn the_step_up_rule_by_hand() {
        // Benjamini & Hochberg 1995, section 4: fifteen probabilities, four are told at 5 %.
        let chances = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
            0.6528, 0.7590, 1.0,
        ];
        assert_eq!(step_up(&chances, 0.05), [0, 1, 2, 3]);
        assert_eq!(step_up(&[f64::NAN, 0.01], 0.05), [1]);
        assert!(step_up(&[], 0.05).is_empty());
    }

    #[test]
    fn inequality_by_hand() {
        assert!(gini(&[2.0, 2.0, 2.0]).abs() < 1e-15);
        assert!((gini(&[0.0, 0.0, 3.0]) - 1.0).abs() < 1e-15);
        // One loses what the other gains: apart 4, total 4, n = 2.
        assert!((gini(&[-1.0, 3.0]) - 1.0).abs() < 1e-15);
        assert!(gini(&[0.0, 0.0]).is_nan() && gini(&[1.0]).is_nan());
    }
}
