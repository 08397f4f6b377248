//! Draws from a density known up to a factor, by the No-U-Turn sampler (Hoffman & Gelman, JMLR 15, 2014).
//!
//! A state `q` gets a momentum `p ~ N(0, M)` and moves by leapfrog steps along `H(q, p) = -ln f(q) + p' M^-1 p / 2`.
//! The path doubles, forwards or backwards at random, until its ends turn towards each other; the next state is drawn
//! from the path with weights `exp(-H)`, later halves first (the multinomial variant of Betancourt 2017, arXiv
//! 1701.02434, appendix A). In warm-up, dual averaging finds the step size (Hoffman & Gelman, algorithm 6) and windows
//! that double in length find `M^-1`, the covariance of the draws so far.
//!
//! Each chain has a stream of its own: the draws do not depend on the number of threads.

mod adapt;
mod diagnose;
mod shape;
mod tree;

pub use diagnose::{ess_bulk, r_hat};

use crate::parallel;
use crate::stream::Stream;
use adapt::{StepSize, Window, windows};
use shape::Shape;
use tree::{State, Walk};

/// A density on the whole of `R^d`, up to a factor.
pub trait LogDensity {
    /// Number of dimensions.
    fn dimensions(&self) -> usize;
    /// The logarithm of the density at a place, with its gradient; anything but a finite number where there is none.
    fn ln_density(&mut self, at: &[f64], gradient: &mut [f64]) -> f64;
}

/// Which covariance is learned in warm-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// The variances alone.
    Diagonal,
    /// The whole covariance: for few dimensions.
    Dense,
}

/// How much to draw, and how.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SamplerOptions {
    /// Draws a chain that are kept.
    pub draws: usize,
    /// Draws a chain before them, in which step size and metric are found.
    pub warmup: usize,
    /// Which covariance is learned.
    pub metric: Metric,
    /// Mean acceptance that the step size is tuned to.
    pub acceptance: f64,
    /// Most doublings of a path.
    pub depth: usize,
    /// Seed of the streams.
    pub seed: u64,
    /// Threads; all that the machine has if zero.
    pub threads: usize,
}

impl Default for SamplerOptions {
    fn default() -> Self {
        Self {
            draws: 1000,
            warmup: 1000,
            metric: Metric::Dense,
            acceptance: 0.8,
            depth: 10,
            seed: 0,
            threads: 0,
        }
    }
}

/// The draws of one chain.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    /// One place a draw.
    pub draws: Vec<Vec<f64>>,
    /// Kept draws whose path left the region where the steps are exact enough: the draws miss something there.
    pub divergences: usize,
    /// Estimated fraction of missing information about the energy (Betancourt 2016, arXiv 1604.00695); low below 0.2.
    pub e_fmi: f64,
    /// Step size after warm-up.
    pub step: f64,
    /// Gradients taken, warm-up included.
    pub gradients: usize,
}

/// Runs one chain from each start.
///
/// A start where the density is not finite gives a chain that stays there and counts every draw as divergent.
pub fn sample<T, F>(starts: &[Vec<f64>], options: &SamplerOptions, make: F) -> Vec<Chain>
where
    T: LogDensity,
    F: Fn() -> T + Sync,
{
    parallel::map(starts.len(), options.threads, |index| {
        let stream = Stream::keyed(options.seed, &[CHAIN_STREAM, index as u64]);
        run(&mut make(), &starts[index], options, stream)
    })
}

/// Keeps these streams apart from those of other uses of the same seed.
const CHAIN_STREAM: u64 = 0x6e75_7473;

fn run<T: LogDensity>(target: &mut T, start: &[f64], options: &SamplerOptions, mut stream: Stream) -> Chain {
    let mut state = State::new(target, start);
    let mut chain = Chain {
        draws: Vec::with_capacity(options.draws),
        divergences: 0,
        e_fmi: f64::NAN,
        step: 0.0,
        gradients: 1,
    };
    if !state.value.is_finite() {
        chain.draws = vec![start.to_vec(); options.draws];
        chain.divergences = options.draws;
        return chain;
    }
    let mut shape = Shape::identity(start.len());
    let ends = windows(options.warmup);
    let mut window = Window::new(start.len());
    let mut tuner = StepSize::new(1.0, options.acceptance);
    tuner.restart(Walk::reasonable_step(target, &shape, &state, &mut stream));
    for index in 0..options.warmup {
        let mut walk = Walk::new(target, &shape, &mut stream, tuner.step());
        state = walk.next(&state, options.depth).0;
        chain.gradients += walk.leapfrogs;
        tuner.learn(walk.acceptance());
        if index >= ends.begin && index < ends.end {
            window.add(&state.place);
        }
        if ends.closes.contains(&(index + 1)) {
            shape = window.shape(options.metric).unwrap_or(shape);
            window = Window::new(start.len());
            tuner.restart(Walk::reasonable_step(target, &shape, &state, &mut stream));
        }
    }
    chain.step = if options.warmup > 0 { tuner.mean_step() } else { tuner.step() };
    let mut energies = Vec::with_capacity(options.draws);
    for _ in 0..options.draws {
        let mut walk = Walk::new(target, &shape, &mut stream, chain.step);
        let energy;
        (state, energy) = walk.next(&state, options.depth);
        chain.gradients += walk.leapfrogs;
        chain.divergences += usize::from(walk.diverged);
        energies.push(energy);
        chain.draws.push(state.place.clone());
    }
    chain.e_fmi = diagnose::e_fmi(&energies);
    chain
}

#[cfg(test)]
mod tests;
