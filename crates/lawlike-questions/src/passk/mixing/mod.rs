//! How the chance of success is spread over problems: what is never solved, what is always solved, and a density between.
//!
//! A family turns a point `z` of standard normal coordinates into a mixture. Its prior is the standard normal
//! distribution of `z`, so that the scale of each parameter is set in one place, here:
//! - the mass at zero is `u^10` with `u` uniform, and so is the mass at one in what is left (Beta(1/10, 1) each): a problem
//!   that can never be solved is possible, and rare unless the counts say otherwise;
//! - shapes of a beta density are log-normal with median 1/2 (one density) or 1 (two) and log-sd 1.2.
//!
//! Every density goes as a power of the chance near zero, because that is what makes the misses of many problems fall as a
//! power of the samples (Schaeffer et al. 2025, arXiv 2502.17578, theorem 3.1); a density of the log-odds that falls off faster,
//! such as a normal one, fits the same counts and forecasts too much.

mod of_counts;

use lawlike_num::dist::{ln_beta, ln_gamma, normal_cdf};

/// Most beta densities of a mixture.
const PARTS: usize = 2;
/// Log-sd of the shapes of a beta density.
const SHAPES: f64 = 1.2;

/// A family of mixtures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    /// Masses at zero and one, and a beta density.
    Beta,
    /// Masses at zero and one, and two beta densities.
    TwoBetas,
    /// A beta density alone, without masses.
    PlainBeta,
}

/// The families that forecasts mix.
pub(crate) const FAMILIES: [Family; 3] = [Family::PlainBeta, Family::Beta, Family::TwoBetas];

/// A beta density of the chance of success, and its share of the problems.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Part {
    /// Share of the problems.
    pub(crate) share: f64,
    /// Shape at zero.
    pub(crate) a: f64,
    /// Shape at one.
    pub(crate) b: f64,
}

/// How the chance of success is spread over problems.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mixture {
    /// Share of problems that are never solved.
    pub(crate) zero: f64,
    /// Share of problems that are always solved.
    pub(crate) one: f64,
    /// The rest.
    pub(crate) parts: Vec<Part>,
}

impl Family {
    /// Name in tables.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Beta => "beta with masses at 0 and 1",
            Self::TwoBetas => "two betas with masses at 0 and 1",
            Self::PlainBeta => "beta",
        }
    }

    /// Number of coordinates.
    pub(crate) fn dimension(self) -> usize {
        match self {
            Self::Beta => 4,
            Self::TwoBetas => 7,
            Self::PlainBeta => 2,
        }
    }

    /// Of two points that are the same mixture with its densities exchanged, the one whose first density has the smaller
    /// mean; and the other one. A point without such a twin stays as it is.
    pub(crate) fn in_order(self, z: Vec<f64>) -> (Vec<f64>, Option<Vec<f64>>) {
        if self != Self::TwoBetas {
            return (z, None);
        }
        let mut twin = z.clone();
        twin.swap(2, 4);
        twin.swap(3, 5);
        twin[6] = -z[6];
        // The mean rises with the difference of the logarithms of the shapes.
        if z[2] - z[3] <= z[4] - z[5] { (z, Some(twin)) } else { (twin, Some(z)) }
    }

    /// The mixture at a point.
    pub(crate) fn at(self, z: &[f64]) -> Mixture {
        let shape = |i: usize, median: f64| median * (SHAPES * z[i]).exp();
        if self == Self::PlainBeta {
            let part = Part { share: 1.0, a: shape(0, 0.5), b: shape(1, 0.5) };
            return Mixture { zero: 0.0, one: 0.0, parts: vec![part] };
        }
        let mass = |i: usize| normal_cdf(z[i]).powi(10);
        let zero = mass(0);
        let one = (1.0 - zero) * mass(1);
        let rest = 1.0 - zero - one;
        let parts = match self {
            Self::TwoBetas => {
                let first = normal_cdf(z[6]);
                vec![
                    Part { share: rest * first, a: shape(2, 1.0), b: shape(3, 1.0) },
                    Part { share: rest * (1.0 - first), a: shape(4, 1.0), b: shape(5, 1.0) },
                ]
            }
            _ => vec![Part { share: rest, a: shape(2, 0.5), b: shape(3, 0.5) }],
        };
        Mixture { zero, one, parts }
    }
}

impl Part {
    /// Logarithm of `E[p^c (1-p)^(n-c)]`, without the share.
    fn ln_moment(&self, n: f64, c: f64) -> f64 {
        ln_beta(c + self.a, n - c + self.b) - ln_beta(self.a, self.b)
    }
}

impl Mixture {
    /// Chance of one certain order of `c` right and `n - c` wrong samples of a problem; `n` at least 1.
    pub(crate) fn probability(&self, n: u64, c: u64) -> f64 {
        let masses = if c == 0 { self.zero } else { 0.0 } + if c == n { self.one } else { 0.0 };
        let (n, c) = (n as f64, c as f64);
        masses + self.parts.iter().map(|part| part.share * part.ln_moment(n, c).exp()).sum::<f64>()
    }

    /// What logarithms of chances are made of; see [`LnChances::of`].
    pub(crate) fn ln_chances(&self) -> LnChances<'_> {
        let mut parts = [(f64::NAN, f64::NAN); PARTS];
        for (known, part) in parts.iter_mut().zip(&self.parts) {
            *known = (part.share.ln(), ln_beta(part.a, part.b));
        }
        LnChances { mixture: self, parts }
    }

    /// Share of problems that none of `k` samples solves.
    pub(crate) fn miss(&self, k: u64) -> f64 {
        if k == 0 { 1.0 } else { self.probability(k, 0) }
    }

    /// Chance that `more` samples solve a problem that none of `n` has solved.
    pub(crate) fn hit_after(&self, n: u64, more: u64) -> f64 {
        (1.0 - self.miss(n.saturating_add(more)) / self.miss(n)).clamp(0.0, 1.0)
    }

    /// The power law that the misses end in: `miss(k) - zero` goes as `coefficient * k^-exponent`. None without a density.
    pub(crate) fn tail(&self) -> Option<(f64, f64)> {
        let heavy = self.parts.iter().filter(|part| part.share > 0.0).min_by(|x, y| x.a.total_cmp(&y.a))?;
        Some((heavy.a, heavy.share * (ln_gamma(heavy.a + heavy.b) - ln_gamma(heavy.b)).exp()))
    }
}

/// A mixture with what all counts share of their chances.
pub(crate) struct LnChances<'a> {
    mixture: &'a Mixture,
    /// Of each density, the logarithm of its share and that of its scale.
    parts: [(f64, f64); PARTS],
}

impl LnChances<'_> {
    /// Logarithm of [`Mixture::probability`]; does not run out of range.
    pub(crate) fn of(&self, n: u64, c: u64) -> f64 {
        let Mixture { zero, one, parts } = self.mixture;
        let masses = if c == 0 { *zero } else { 0.0 } + if c == n { *one } else { 0.0 };
        let (n, c) = (n as f64, c as f64);
        let mut logs = [f64::NEG_INFINITY; PARTS + 1];
        if masses > 0.0 {
            logs[0] = masses.ln();
        }
        for ((log, part), (ln_share, scale)) in logs[1..].iter_mut().zip(parts).zip(self.parts) {
            *log = ln_share + (ln_beta(c + part.a, n - c + part.b) - scale);
        }
        let most = logs.into_iter().fold(f64::NEG_INFINITY, f64::max);
        if most == f64::NEG_INFINITY {
            return most;
        }
        let term = |log: &f64| match log {
            // Most often there is one density and no mass.
            log if *log == most => 1.0,
            log if *log == f64::NEG_INFINITY => 0.0,
            log => (log - most).exp(),
        };
        let sum: f64 = logs.iter().map(term).sum();
        if sum == 1.0 { most } else { most + sum.ln() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chances_of_all_counts_sum_to_one() {
        let points = [0.3, -0.2, 0.8, -1.0, 1.4, 0.1, -0.4];
        for family in FAMILIES {
            let mixture = family.at(&points[..family.dimension()]);
            for n in [1_u64, 7, 30] {
                let ways = |c: u64| -(ln_beta(c as f64 + 1.0, (n - c) as f64 + 1.0) + (n as f64 + 1.0).ln());
                let sum: f64 = (0..=n).map(|c| ways(c).exp() * mixture.probability(n, c)).sum();
                assert!((sum - 1.0).abs() < 2e-7, "{family:?} {n}: {sum}");
                let log = mixture.ln_chances().of(n, 0);
                assert!((log - mixture.probability(n, 0).ln()).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn misses_end_in_their_power_law() {
        let mixture = Mixture {
            zero: 0.02,
            one: 0.1,
            parts: vec![Part { share: 0.5, a: 0.4, b: 1.3 }, Part { share: 0.38, a: 1.4, b: 2.0 }],
        };
        let (exponent, coefficient) = mixture.tail().unwrap();
        let k = 1_u64 << 40;
        let expected = coefficient * (k as f64).powf(-exponent);
        assert!(((mixture.miss(k) - 0.02) / expected - 1.0).abs() < 1e-4);
    }

    #[test]
    fn points_are_mixtures_with_the_priors_that_are_stated() {
        let plain = Family::PlainBeta.at(&[1.0, -1.0]);
        assert_eq!((plain.zero, plain.one), (0.0, 0.0));
        let part = plain.parts[0];
        assert!(
            (part.a - 0.5 * 1.2_f64.exp()).abs() < 1e-12 && (part.b - 0.5 * (-1.2_f64).exp()).abs() < 1e-12
        );
        // Half of all draws have a mass below 2^-10; u = 0.9 gives 0.9^10 of what is left.
        let z = 1.2815515655446004;
        let beta = Family::Beta.at(&[0.0, z, 0.0, 1.0]);
        let (zero, one) = (0.5_f64.powi(10), (1.0 - 0.5_f64.powi(10)) * 0.9_f64.powi(10));
        assert!((beta.zero - zero).abs() < 1e-12 && (beta.one - one).abs() < 1e-7);
        assert!((beta.parts[0].share - (1.0 - zero - one)).abs() < 1e-7 && beta.parts.len() == 1);
        assert!((beta.parts[0].b - 0.5 * 1.2_f64.exp()).abs() < 1e-12);
        let two = Family::TwoBetas.at(&[-9.0, -9.0, 0.0, 1.0, 0.5, -0.5, z]);
        assert!((two.parts[0].share - 0.9).abs() < 1e-7 && (two.parts[1].share - 0.1).abs() < 1e-7);
        assert!((two.parts[0].a - 1.0).abs() < 1e-12 && (two.parts[1].b - (-0.6_f64).exp()).abs() < 1e-12);
    }

    #[test]
    fn twins_are_the_same_mixture() {
        let z = vec![0.1, 0.2, 1.5, -0.3, 0.4, 0.9, 0.7];
        let (first, twin) = Family::TwoBetas.in_order(z.clone());
        let twin = twin.unwrap();
        assert_eq!(twin, z);
        let mean = |part: Part| part.a / (part.a + part.b);
        let (mixture, other) = (Family::TwoBetas.at(&first), Family::TwoBetas.at(&twin));
        assert!(mean(mixture.parts[0]) < mean(mixture.parts[1]));
        assert!((mixture.probability(9, 2) - other.probability(9, 2)).abs() < 1e-15);
        assert_eq!(Family::TwoBetas.in_order(first.clone()).0, first);
        assert_eq!(Family::Beta.in_order(z.clone()), (z, None));
    }

    #[test]
    fn hits_and_misses() {
        // Half never solved, a quarter always, a quarter uniform: misses of k are 1/2 + 1/4 / (k+1).
        let mixture = Mixture { zero: 0.5, one: 0.25, parts: vec![Part { share: 0.25, a: 1.0, b: 1.0 }] };
        assert_eq!(mixture.miss(0), 1.0);
        let miss = |k: f64| 0.5 + 0.25 / (k + 1.0);
        assert!((mixture.miss(4) - miss(4.0)).abs() < 1e-15);
        assert!((mixture.hit_after(4, 6) - (1.0 - miss(10.0) / miss(4.0))).abs() < 1e-15);
        // All right: the mass at one, and the uniform part's 1/(n+1).
        assert!((mixture.probability(4, 4) - (0.25 + 0.05)).abs() < 1e-15);
        assert!((mixture.ln_chances().of(4, 4) - 0.3_f64.ln()).abs() < 1e-12);
        // Chances that are too small for a number have a logarithm.
        let log = mixture.ln_chances().of(4000, 2000);
        let expected = 0.25_f64.ln() + ln_beta(2001.0, 2001.0);
        assert!((log - expected).abs() < 1e-8 && log < -2000.0, "{log}");
        let none = Mixture { zero: 1.0, one: 0.0, parts: Vec::new() };
        assert_eq!(none.ln_chances().of(3, 1), f64::NEG_INFINITY);
        assert_eq!(none.tail(), None);
    }
}
