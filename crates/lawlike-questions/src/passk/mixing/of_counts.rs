//! The chances of many counts under one mixture at once.
//!
//! `E[p^c (1-p)^(n-c)]` under a beta density is `(a)_c (b)_(n-c) / (a+b)_n` with rising factorials, whose logarithms are sums of
//! `ln(a + i)`: a table of these as long as the most samples serves every count, where each count by itself takes three
//! logarithms of gamma functions.

use super::super::posterior::Count;
use super::{Mixture, Part};
use lawlike_num::kernel;

/// Tables of at most so many entries a count are filled; longer ones take more than the counts by themselves.
const LONGEST: usize = 8;

impl Mixture {
    /// Logarithm of [`Mixture::probability`] of every count.
    pub(crate) fn ln_chances_of(&self, counts: &[Count]) -> Vec<f64> {
        let longest = counts.iter().map(|count| count.n).max().unwrap_or(0);
        if longest > (LONGEST * counts.len()) as u64 {
            let chances = self.ln_chances();
            return counts.iter().map(|count| chances.of(count.n, count.c)).collect();
        }
        let mut terms: Vec<Vec<f64>> =
            self.parts.iter().map(|part| part.ln_moments(counts, longest as usize)).collect();
        if self.zero > 0.0 || self.one > 0.0 || terms.is_empty() {
            terms.push(self.ln_masses(counts));
        }
        ln_sums(terms)
    }

    /// Logarithm of the masses that give every count.
    fn ln_masses(&self, counts: &[Count]) -> Vec<f64> {
        let (zero, one, both) = (self.zero.ln(), self.one.ln(), (self.zero + self.one).ln());
        let mass = |count: &Count| match (count.c == 0, count.c == count.n) {
            (true, true) => both,
            (true, false) => zero,
            (false, true) => one,
            (false, false) => f64::NEG_INFINITY,
        };
        counts.iter().map(mass).collect()
    }
}

impl Part {
    /// Logarithms of the share times the moment of every count, of at most `longest` samples.
    fn ln_moments(&self, counts: &[Count], longest: usize) -> Vec<f64> {
        let (right, wrong) = (ln_rising(self.a, longest), ln_rising(self.b, longest));
        let all = ln_rising(self.a + self.b, longest);
        let ln_share = self.share.ln();
        let moment = |count: &Count| {
            let (n, c) = (count.n as usize, count.c.min(count.n) as usize);
            ln_share + (right[c] + wrong[n - c] - all[n])
        };
        counts.iter().map(moment).collect()
    }
}

/// `ln (a)_j = sum_{i < j} ln(a + i)` for `j` from 0 to `longest`.
fn ln_rising(a: f64, longest: usize) -> Vec<f64> {
    let mut sums: Vec<f64> = (0..=longest).map(|i| a + i as f64).collect();
    kernel::ln_in_place(&mut sums);
    let mut sum = 0.0;
    for entry in &mut sums {
        (*entry, sum) = (sum, sum + *entry);
    }
    sums
}

/// Logarithms of the sums over terms that are given by their logarithms, place by place; there is at least one term.
fn ln_sums(mut terms: Vec<Vec<f64>>) -> Vec<f64> {
    if terms.len() == 1 {
        return terms.pop().unwrap_or_default();
    }
    let mut most = vec![f64::NEG_INFINITY; terms.first().map_or(0, Vec::len)];
    for term in &terms {
        most.iter_mut().zip(term).for_each(|(most, log)| *most = most.max(*log));
    }
    let mut sums = vec![0.0; most.len()];
    for term in &mut terms {
        term.iter_mut().zip(&most).for_each(|(log, most)| *log -= most);
        kernel::exp_in_place(term);
        sums.iter_mut().zip(&*term).for_each(|(sum, share)| *sum += share);
    }
    kernel::ln_in_place(&mut sums);
    // Where no term is above zero, there is no sum.
    let joined = |(most, sum): (&f64, &f64)| if *most == f64::NEG_INFINITY { *most } else { most + sum };
    most.iter().zip(&sums).map(joined).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{FAMILIES, Family};
    use super::*;

    #[test]
    fn the_table_gives_what_each_count_gives_by_itself() {
        let points = [0.3, -0.2, 0.8, -1.0, 1.4, 0.1, -0.4];
        let counts: Vec<Count> =
            [3_u64, 40].iter().flat_map(|n| (0..=*n).map(|c| Count { n: *n, c, times: 1 })).collect();
        for family in FAMILIES {
            let mixture = family.at(&points[..family.dimension()]);
            let chances = mixture.ln_chances();
            let found = mixture.ln_chances_of(&counts);
            assert_eq!(found.len(), counts.len());
            for (count, found) in counts.iter().zip(found) {
                let one = chances.of(count.n, count.c);
                assert!(
                    (found - one).abs() < 1e-12 * one.abs().max(1.0),
                    "{family:?} {count:?}: {found} {one}"
                );
            }
        }
    }

    #[test]
    fn few_counts_of_many_samples_need_no_table() {
        let mixture = Family::PlainBeta.at(&[0.4, -0.3]);
        let counts = [Count { n: 1_000_000_000, c: 3, times: 1 }];
        assert_eq!(mixture.ln_chances_of(&counts), [mixture.ln_chances().of(1_000_000_000, 3)]);
    }

    #[test]
    fn what_cannot_be_has_no_chance() {
        // All problems are never solved, or always.
        let masses = Mixture { zero: 0.25, one: 0.75, parts: Vec::new() };
        let counts: Vec<Count> = [0, 1, 4].map(|c| Count { n: 4, c, times: 1 }).to_vec();
        assert_eq!(masses.ln_chances_of(&counts), [0.25_f64.ln(), f64::NEG_INFINITY, 0.75_f64.ln()]);
        // A density without a share adds nothing to the masses.
        let part = Part { share: 0.0, a: 0.5, b: 0.5 };
        let with_part = Mixture { parts: vec![part], ..masses };
        let found = with_part.ln_chances_of(&counts);
        assert!((found[0] - 0.25_f64.ln()).abs() < 1e-15 && found[1] == f64::NEG_INFINITY);
    }
}
