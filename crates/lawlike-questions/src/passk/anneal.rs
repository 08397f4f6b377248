//! Draws of a family of many coordinates: particles that start from the prior and let the likelihood in by degrees.
//!
//! Sequential Monte Carlo (Del Moral, Doucet & Jasra 2006, J. R. Stat. Soc. B 68, 411): the power of the likelihood rises as far
//! as half of the particles still count, these are drawn anew by their weights, and all take steps of Metropolis as wide as
//! they are spread. Importance sampling from one t distribution, which serves few coordinates, loses the posterior of two
//! beta densities: it bends, and a draw of the prior that hits another part of it outweighs all others.

use super::mixing::Family;
use super::posterior::{Count, Posterior, Proposal, ln_likelihood, worth};
use lawlike_num::stream::Stream;

/// Particles. Their number, and not that of the draws that they leave, says how sure the answer is.
const PARTICLES: usize = 300;
/// Share of the particles that must count after the likelihood is let in further.
const COUNTING: f64 = 0.5;
/// Sweeps of steps after each draw by weight, and between two sets of draws that are kept.
const SWEEPS: usize = 3;
/// Sets of draws that are kept.
const SETS: usize = 7;
/// Share of steps that are taken when they are neither too wide nor too short (Roberts & Rosenthal 2001, Stat. Sci. 16, 351).
const TAKEN: f64 = 0.25;
/// Width of steps in standard deviations, over the root of the number of coordinates (the same source).
const WIDTH: f64 = 2.38;
/// Halvings that find a power.
const HALVINGS: usize = 40;
/// Steps after which the whole likelihood is let in, however few particles count: measured counts took 30 at most.
const STEPS: usize = 200;

#[derive(Clone)]
struct Particle {
    z: Vec<f64>,
    ln_likelihood: f64,
}

/// The particles on their way.
struct Swarm<'a> {
    family: Family,
    counts: &'a [Count],
    particles: Vec<Particle>,
    /// Power of the likelihood that was let in.
    power: f64,
    /// Width of the steps against [`WIDTH`].
    reach: f64,
    /// Independent particles behind the last draw by weight.
    worth: f64,
}

/// Draws of a family given counts, of equal weight.
pub(super) fn sample(family: Family, counts: &[Count], stream: &mut Stream) -> Posterior {
    let mut swarm = Swarm::of_prior(family, counts, stream);
    let mut evidence = 0.0;
    for step in 1..=STEPS {
        evidence += swarm.let_in(step == STEPS, stream);
        swarm.walk(stream);
        if swarm.power == 1.0 {
            break;
        }
    }
    let mut points = Vec::with_capacity(SETS * PARTICLES);
    for _ in 0..SETS {
        swarm.walk(stream);
        points.extend(swarm.particles.iter().map(|particle| particle.z.clone()));
    }
    let draws = points.iter().map(|z| family.at(z)).collect();
    let weights = vec![1.0 / points.len() as f64; points.len()];
    Posterior { points, draws, weights, worth: swarm.worth, evidence }
}

impl<'a> Swarm<'a> {
    fn of_prior(family: Family, counts: &'a [Count], stream: &mut Stream) -> Self {
        let mut particle = || {
            let (z, _) = family.in_order((0..family.dimension()).map(|_| stream.normal()).collect());
            Particle { ln_likelihood: likelihood_of(family, counts, &z), z }
        };
        let particles = (0..PARTICLES).map(|_| particle()).collect();
        Self { family, counts, particles, power: 0.0, reach: 1.0, worth: PARTICLES as f64 }
    }

    /// Lets the likelihood in as far as enough particles count, or all of it, and draws them anew. The logarithm of the mean
    /// weight.
    fn let_in(&mut self, is_last: bool, stream: &mut Stream) -> f64 {
        let most = self.particles.iter().map(|own| own.ln_likelihood).fold(f64::NEG_INFINITY, f64::max);
        let raw = |step: f64| -> Vec<f64> {
            self.particles.iter().map(|own| (step * (own.ln_likelihood - most)).exp()).collect()
        };
        let scaled = |raw: &[f64]| -> Vec<f64> {
            let sum: f64 = raw.iter().sum();
            raw.iter().map(|weight| weight / sum).collect()
        };
        let is_enough = |step: f64| worth(&scaled(&raw(step))) >= COUNTING * PARTICLES as f64;
        let rest = 1.0 - self.power;
        let (mut lo, mut hi) = (0.0, rest);
        if is_last || is_enough(rest) {
            lo = rest;
        } else {
            for _ in 0..HALVINGS {
                let middle = 0.5 * (lo + hi);
                if is_enough(middle) { lo = middle } else { hi = middle }
            }
            // However few count, the likelihood is let in.
            lo = if lo > 0.0 { lo } else { hi };
        }
        let raw = raw(lo);
        let weights = scaled(&raw);
        self.worth = worth(&weights);
        self.power = if lo == rest { 1.0 } else { self.power + lo };
        self.draw_anew(&weights, stream.uniform());
        lo * most + (raw.iter().sum::<f64>() / PARTICLES as f64).ln()
    }

    /// As many particles of equal weight, at equal steps through the weights.
    fn draw_anew(&mut self, weights: &[f64], start: f64) {
        let mut drawn = Vec::with_capacity(PARTICLES);
        let (mut passed, mut next) = (0.0, start);
        for (particle, weight) in self.particles.iter().zip(weights) {
            passed += weight * PARTICLES as f64;
            while next < passed && drawn.len() < PARTICLES {
                drawn.push(particle.clone());
                next += 1.0;
            }
        }
        // Rounding may leave the last place empty.
        while let (true, Some(last)) = (drawn.len() < PARTICLES, self.particles.last()) {
            drawn.push(last.clone());
        }
        self.particles = drawn;
    }

    /// Steps of Metropolis of all particles.
    fn walk(&mut self, stream: &mut Stream) {
        let dimension = self.family.dimension();
        let points: Vec<Vec<f64>> = self.particles.iter().map(|own| own.z.clone()).collect();
        let equal = vec![1.0 / PARTICLES as f64; PARTICLES];
        let Some(spread) = Proposal::around(&points, &equal, dimension) else { return };
        for _ in 0..SWEEPS {
            let width = self.reach * WIDTH / (dimension as f64).sqrt();
            let (family, counts, power) = (self.family, self.counts, self.power);
            let mut taken = 0;
            for own in &mut self.particles {
                let z = spread.step_from(&own.z, width, stream);
                let fate = stream.uniform().ln();
                // Each mixture has one of its two points.
                if family.in_order(z.clone()).0 != z {
                    continue;
                }
                let ln_likelihood = likelihood_of(family, counts, &z);
                let squares = |z: &[f64]| z.iter().map(|v| v * v).sum::<f64>();
                let gain =
                    power * (ln_likelihood - own.ln_likelihood) - 0.5 * (squares(&z) - squares(&own.z));
                if fate < gain {
                    *own = Particle { z, ln_likelihood };
                    taken += 1;
                }
            }
            self.reach *= (f64::from(taken) / PARTICLES as f64 - TAKEN).exp();
        }
    }
}

/// The logarithm of the likelihood; what is no number is as unlikely as can be.
fn likelihood_of(family: Family, counts: &[Count], z: &[f64]) -> f64 {
    Some(ln_likelihood(counts, &family.at(z))).filter(|value| value.is_finite()).unwrap_or(f64::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sum over a grid of the standard normal density of two coordinates.
    fn over_prior(of: impl Fn(&[f64]) -> f64) -> f64 {
        let at = |i: i32| -6.0 + 0.03 * f64::from(i);
        let row = |i: i32| {
            (0..=400)
                .map(|j| of(&[at(i), at(j)]) * (-0.5 * (at(i) * at(i) + at(j) * at(j))).exp())
                .sum::<f64>()
        };
        (0..=400).map(row).sum::<f64>() * 0.03 * 0.03 / std::f64::consts::TAU
    }

    #[test]
    fn particles_are_draws_of_the_posterior_and_know_the_evidence() {
        let counts = [(0, 30), (2, 25), (9, 5)].map(|(c, times)| Count { n: 10, c, times });
        let family = Family::PlainBeta;
        let (mut evidence, mut means, sets) = (0.0, [0.0; 2], 6);
        let level = sample(family, &counts, &mut Stream::keyed(0, &[])).evidence;
        for seed in 0..sets {
            let found = sample(family, &counts, &mut Stream::keyed(seed, &[]));
            evidence += (found.evidence - level).exp() / sets as f64;
            for (at, mean) in means.iter_mut().enumerate() {
                *mean += found.points.iter().zip(&found.weights).map(|(z, w)| w * z[at]).sum::<f64>()
                    / sets as f64;
            }
            assert!(found.worth >= 150.0 && found.worth <= 300.0 && found.points.len() == 2100);
            assert!((found.weights.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
        let density = |z: &[f64]| (ln_likelihood(&counts, &family.at(z)) - level).exp();
        let whole = over_prior(density);
        // The mean of the evidence is without bias; six sets leave an error of a tenth.
        assert!((evidence / whole - 1.0).abs() < 0.3, "{evidence} {whole}");
        for (at, mean) in means.iter().enumerate() {
            let exact = over_prior(|z| z[at] * density(z)) / whole;
            let sd = (over_prior(|z| (z[at] - exact).powi(2) * density(z)) / whole).sqrt();
            assert!((mean - exact).abs() < 0.12 * sd, "{at}: {mean} {exact} {sd}");
        }
    }

    /// Particles that lie at their own number.
    fn numbered() -> Swarm<'static> {
        let particle = |at: usize| Particle { z: vec![at as f64, 0.0], ln_likelihood: 0.0 };
        let particles = (0..PARTICLES).map(particle).collect();
        Swarm { family: Family::PlainBeta, counts: &[], particles, power: 0.0, reach: 1.0, worth: 0.0 }
    }

    #[test]
    fn particles_are_drawn_at_equal_steps_through_their_weights() {
        let places = |swarm: &Swarm<'_>| swarm.particles.iter().map(|own| own.z[0]).collect::<Vec<_>>();
        let all: Vec<f64> = (0..PARTICLES).map(|at| at as f64).collect();
        // No sum is rounded: each particle once, and then one in two twice.
        let mut swarm = numbered();
        let each = 1.0 / PARTICLES as f64;
        assert_eq!(each * PARTICLES as f64, 1.0);
        swarm.draw_anew(&vec![each; PARTICLES], 0.0);
        assert_eq!(places(&swarm), all);
        let weight = |at: usize| if at.is_multiple_of(2) { 2.0 * each } else { 0.0 };
        swarm.draw_anew(&(0..PARTICLES).map(weight).collect::<Vec<_>>(), 0.5);
        assert_eq!(places(&swarm), all.iter().map(|at| at - at % 2.0).collect::<Vec<_>>());
        // Weights that sum to less than one leave the last places to the last particle.
        let mut swarm = numbered();
        swarm.draw_anew(&vec![0.99 * each; PARTICLES], 0.5);
        assert_eq!((swarm.particles.len(), swarm.particles[PARTICLES - 1].z[0]), (PARTICLES, 299.0));
    }

    #[test]
    fn the_likelihood_is_let_in_where_one_particle_counts_for_all() {
        let mut swarm = numbered();
        swarm.particles[1..].iter_mut().for_each(|own| own.ln_likelihood = f64::MIN);
        swarm.let_in(false, &mut Stream::keyed(0, &[]));
        assert!(swarm.power > 0.0 && swarm.power < 1e-9, "{}", swarm.power);
        // Where all count alike, all of it.
        let mut swarm = numbered();
        assert_eq!(swarm.let_in(false, &mut Stream::keyed(0, &[])), 0.0);
        assert_eq!((swarm.power, swarm.worth.round()), (1.0, PARTICLES as f64));
    }

    #[test]
    fn counts_beyond_all_measure_come_to_an_end() {
        let most = crate::passk::MOST;
        let counts = [(most, 0), (most, most / 3), (most, most), (1, 1)];
        let counts = counts.map(|(n, c)| Count { n, c, times: 1_000_000 });
        let found = sample(Family::TwoBetas, &counts, &mut Stream::keyed(3, &[]));
        assert!(found.points.iter().flatten().all(|v| v.is_finite()) && found.worth >= 1.0);
    }

    #[test]
    fn two_densities_are_found_where_there_are_two() {
        // Problems of 200 samples: half of them near 0.1, half near 0.8.
        let counts: Vec<Count> =
            [15, 18, 20, 22, 25, 150, 156, 160, 164, 170].map(|c| Count { n: 200, c, times: 10 }).to_vec();
        let found = sample(Family::TwoBetas, &counts, &mut Stream::keyed(3, &[]));
        let mean = |part: usize| {
            found
                .draws
                .iter()
                .map(|draw| draw.parts[part].a / (draw.parts[part].a + draw.parts[part].b))
                .sum::<f64>()
                / found.draws.len() as f64
        };
        assert!((mean(0) - 0.1).abs() < 0.02 && (mean(1) - 0.8).abs() < 0.02, "{} {}", mean(0), mean(1));
        let share =
            found.draws.iter().map(|draw| draw.parts[0].share).sum::<f64>() / found.draws.len() as f64;
        assert!((share - 0.5).abs() < 0.08, "{share}");
        let plain = sample(Family::PlainBeta, &counts, &mut Stream::keyed(3, &[]));
        assert!(found.evidence > plain.evidence + 20.0, "{} {}", found.evidence, plain.evidence);
    }
}
