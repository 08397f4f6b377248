//! Which share of tasks truly gains, if every gain is measured with a known error?
//!
//! Counting signs counts noise. The gains are taken to come from a mixture of masses: one at zero, and uniform ones from
//! zero to either side up to a list of widths. The weights of the masses are those of greatest likelihood (Stephens 2017,
//! "False discovery rates: a new deal"), and the shares are what the mixture says of the tasks at hand. Their intervals are for
//! tasks of this kind: beta densities with the variance of the shares over draws of tasks, but no less than what as many
//! tasks without noise would leave open (Jeffreys' interval).

use lawlike::interval::Interval;
use lawlike_num::dist::{beta_quantile, normal_cdf, normal_pdf};
use lawlike_num::quantile::variance;
use lawlike_num::stream::Stream;
use serde::Serialize;

mod keys {
    lawlike::interval_keys!(paired improve, stay, worsen);
}

/// Steps towards the greatest likelihood.
const STEPS: usize = 200;
/// Draws of tasks with replacement, for the intervals.
pub(super) const TIMES: usize = 200;
/// Tasks that are added at zero, so that doubt speaks for no change (Stephens 2017 adds nine); no more than this share of
/// the tasks.
const NULL: (f64, f64) = (9.0, 0.2);
/// Keeps these streams apart from those of other uses of the same seed.
const SHARE_STREAM: u64 = 0x7368_6172;

/// Shares of tasks, with 95 % intervals over tasks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shares {
    /// That gain more than the margin.
    #[serde(flatten, serialize_with = "keys::improve")]
    pub improve: Interval,
    /// That change by no more than the margin.
    #[serde(flatten, serialize_with = "keys::stay")]
    pub stay: Interval,
    /// That lose more than the margin.
    #[serde(flatten, serialize_with = "keys::worsen")]
    pub worsen: Interval,
}

/// A gain and its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Measured {
    pub(super) gain: f64,
    pub(super) se: f64,
}

/// Shares that gain, stay and lose.
pub(super) type Three = [f64; 3];

/// The shares, and those of each draw of tasks; `draws` holds the tasks of each.
pub(super) fn shares(gains: &[Measured], margin: f64, draws: &[Vec<usize>]) -> (Shares, Vec<Three>) {
    let found = Mixture::new(gains, margin);
    let point = found.fitted(&(0..gains.len()).collect::<Vec<_>>());
    let again: Vec<Three> = draws.iter().map(|tasks| found.fitted(tasks)).collect();
    let interval = |which: usize| {
        let values: Vec<f64> = again.iter().map(|three| three[which]).collect();
        around(point[which], variance(&values), gains.len() as f64)
    };
    let shares = Shares { improve: interval(0), stay: interval(1), worsen: interval(2) };
    (shares, again)
}

/// The 95 % interval of a share of so many tasks, by a beta density.
fn around(share: f64, square: f64, tasks: f64) -> Interval {
    let centre = (tasks * share + 0.5) / (tasks + 1.0);
    let product = centre * (1.0 - centre);
    let square = square.max(product / (tasks + 2.0)).min(0.99 * product);
    let count = product / square - 1.0;
    Interval::of_quantiles(share, |p| beta_quantile(p, centre * count, (1.0 - centre) * count))
}

/// Draws of as many tasks with replacement.
pub(super) fn draws(tasks: usize, seed: u64) -> Vec<Vec<usize>> {
    let mut stream = Stream::keyed(seed, &[SHARE_STREAM, tasks as u64]);
    (0..TIMES).map(|_| (0..tasks).map(|_| stream.below(tasks)).collect()).collect()
}

/// Likelihood of every gain under every mass, and where the gain then lies.
struct Mixture {
    likelihood: Vec<Vec<f64>>,
    place: Vec<Vec<Three>>,
}

impl Mixture {
    fn new(gains: &[Measured], margin: f64) -> Self {
        let least = gains.iter().map(|one| one.se).fold(f64::INFINITY, f64::min).max(1e-4);
        let most = gains.iter().map(|one| one.gain.abs() + 2.0 * one.se).fold(margin, f64::max);
        let mut widths = vec![0.0];
        let mut width = 0.5 * least;
        while width < 2.0 * most {
            widths.extend([width, -width]);
            width *= 2.0;
        }
        let by_width = |f: &dyn Fn(Measured, f64) -> f64| -> Vec<Vec<f64>> {
            gains.iter().map(|gain| widths.iter().map(|width| f(*gain, *width)).collect()).collect()
        };
        let place = |gain: &Measured| widths.iter().map(|width| places(*gain, *width, margin)).collect();
        Self { likelihood: by_width(&likelihood), place: gains.iter().map(place).collect() }
    }

    /// Shares of the tasks named, under the weights that fit them best.
    fn fitted(&self, tasks: &[usize]) -> Three {
        let k = self.likelihood.first().map_or(0, Vec::len);
        let mut weights = vec![1.0 / k as f64; k];
        let null = NULL.0.min(NULL.1 * tasks.len() as f64);
        let posterior = |task: usize, weights: &[f64]| -> Vec<f64> {
            let joint: Vec<f64> = self.likelihood[task].iter().zip(weights).map(|(l, w)| l * w).collect();
            let total: f64 = joint.iter().sum();
            joint.iter().map(|j| if total > 0.0 { j / total } else { 1.0 / k as f64 }).collect()
        };
        for _ in 0..STEPS {
            let mut next = vec![0.0; k];
            for task in tasks {
                next.iter_mut().zip(posterior(*task, &weights)).for_each(|(n, p)| *n += p);
            }
            next[0] += null;
            let total = tasks.len() as f64 + null;
            next.iter_mut().for_each(|n| *n /= total);
            let moved: f64 = next.iter().zip(&weights).map(|(n, w)| (n - w).abs()).sum();
            weights = next;
            if moved < 1e-7 {
                break;
            }
        }
        let mut out = [0.0; 3];
        for task in tasks {
            for (p, place) in posterior(*task, &weights).iter().zip(&self.place[*task]) {
                (0..3).for_each(|i| out[i] += p * place[i] / tasks.len() as f64);
            }
        }
        out
    }
}

/// Density of a measured gain if the true one is uniform from zero to a width (at zero for a width of zero).
fn likelihood(measured: Measured, width: f64) -> f64 {
    let Measured { gain, se } = measured;
    if width == 0.0 {
        return normal_pdf(gain / se) / se;
    }
    between(gain, se, width.min(0.0), width.max(0.0)) / width.abs()
}

/// Mass of a normal around the measured gain from one place to another.
fn between(gain: f64, se: f64, from: f64, to: f64) -> f64 {
    if to <= from {
        return 0.0;
    }
    let (a, b) = ((from - gain) / se, (to - gain) / se);
    // On the side where both tails are small, so that no digits are lost.
    if a > 0.0 { normal_cdf(-a) - normal_cdf(-b) } else { normal_cdf(b) - normal_cdf(a) }
}

/// Chances that the true gain lies above, within and below the margin, under one mass.
fn places(measured: Measured, width: f64, margin: f64) -> Three {
    let Measured { gain, se } = measured;
    let (from, to) = (width.min(0.0), width.max(0.0));
    let whole = between(gain, se, from, to);
    if !(whole > 0.0) {
        return [0.0, 1.0, 0.0];
    }
    let above = between(gain, se, from.max(margin), to) / whole;
    let below = between(gain, se, from, to.min(-margin)) / whole;
    [above, 1.0 - above - below, below]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gains of so many tasks, a share of which gain, stay and lose, measured with an error.
    fn measured(tasks: usize, improve: f64, worsen: f64, se: f64, seed: u64) -> Vec<Measured> {
        let mut stream = Stream::keyed(seed, &[9]);
        (0..tasks)
            .map(|at| {
                let share = (at as f64 + 0.5) / tasks as f64;
                let size = 0.05 + 0.25 * stream.uniform();
                let truth = if share < improve {
                    size
                } else if share > 1.0 - worsen {
                    -size
                } else {
                    0.0
                };
                Measured { gain: truth + se * stream.normal(), se }
            })
            .collect()
    }

    #[test]
    #[ignore = "slow"]
    fn shares_are_found_under_noise_and_signs_are_not() {
        for (improve, worsen) in [(1.0, 0.0), (0.5, 0.0), (0.5, 0.25), (0.0, 0.0)] {
            let (mut sum, mut signs, mut held) = ([0.0; 3], 0.0, 0);
            for seed in 0..40 {
                let gains = measured(48, improve, worsen, 0.03, seed);
                let (found, _) = shares(&gains, 0.01, &draws(gains.len(), seed));
                let three = [found.improve.value, found.stay.value, found.worsen.value];
                (0..3).for_each(|i| sum[i] += three[i] / 40.0);
                signs += gains.iter().filter(|one| one.gain < 0.0).count() as f64 / 48.0 / 40.0;
                let is_in = |own: Interval, truth: f64| own.lo - 1e-9 <= truth && truth <= own.hi + 1e-9;
                held += usize::from(
                    is_in(found.improve, improve) || (found.improve.value - improve).abs() < 0.05,
                );
            }
            assert!(
                (sum[0] - improve).abs() < 0.1 && (sum[2] - worsen).abs() < 0.1,
                "{improve} {worsen}: {sum:?}"
            );
            // Half of the tasks that stay seem to lose.
            assert!(improve == 1.0 || signs > worsen + 0.1, "{improve} {worsen}: {signs}");
            assert!(held >= 32, "{improve} {worsen}: {held} of 40");
        }
    }
}
