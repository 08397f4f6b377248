//! One transition: a path that doubles until it turns.

use super::LogDensity;
use super::shape::Shape;
use crate::kernel::dot;
use crate::stream::Stream;

/// A path whose energy rises by more than this has left the region where its steps mean anything.
const DIVERGENT: f64 = 1000.0;

/// A place with the density there.
#[derive(Debug, Clone)]
pub(super) struct State {
    /// The place.
    pub(super) place: Vec<f64>,
    /// Gradient of the logarithm of the density.
    pub(super) gradient: Vec<f64>,
    /// Logarithm of the density.
    pub(super) value: f64,
}

impl State {
    pub(super) fn new<T: LogDensity>(target: &mut T, place: &[f64]) -> Self {
        let mut gradient = vec![0.0; place.len()];
        let value = target.ln_density(place, &mut gradient);
        Self { place: place.to_vec(), gradient, value }
    }
}

/// A state on the move.
#[derive(Debug, Clone)]
struct Mover {
    state: State,
    momentum: Vec<f64>,
}

/// Momentum and velocity at one end of a stretch of path.
#[derive(Debug, Clone)]
struct End {
    momentum: Vec<f64>,
    velocity: Vec<f64>,
}

/// A stretch of path: its ends in the order of travel, the sum of its momenta, its weight, and a state drawn from it.
/// Momenta are those of forward time, whichever way it was travelled.
struct Stretch {
    begin: End,
    end: End,
    sum: Vec<f64>,
    ln_weight: f64,
    drawn: State,
    energy: f64,
}

/// The walk of one transition.
pub(super) struct Walk<'a, T: LogDensity> {
    target: &'a mut T,
    shape: &'a Shape,
    stream: &'a mut Stream,
    step: f64,
    start: f64,
    accepted: f64,
    /// Leapfrog steps taken.
    pub(super) leapfrogs: usize,
    /// Whether the path left the region where its steps are exact enough.
    pub(super) diverged: bool,
}

impl<'a, T: LogDensity> Walk<'a, T> {
    pub(super) fn new(target: &'a mut T, shape: &'a Shape, stream: &'a mut Stream, step: f64) -> Self {
        Self { target, shape, stream, step, start: 0.0, accepted: 0.0, leapfrogs: 0, diverged: false }
    }

    /// Mean acceptance probability along the path.
    pub(super) fn acceptance(&self) -> f64 {
        if self.leapfrogs == 0 { 0.0 } else { self.accepted / self.leapfrogs as f64 }
    }

    /// A step at which about half of the first proposals would be accepted (Hoffman & Gelman 2014, algorithm 4).
    pub(super) fn reasonable_step(
        target: &'a mut T,
        shape: &'a Shape,
        from: &State,
        stream: &'a mut Stream,
    ) -> f64 {
        let mut walk = Walk::new(target, shape, stream, 1.0);
        let mut grows = None;
        for _ in 0..100 {
            let mut mover = Mover { state: from.clone(), momentum: walk.shape.momentum(walk.stream) };
            let before = walk.energy(&mover);
            walk.leap(&mut mover, walk.step);
            let change = before - walk.energy(&mover);
            let up = change > 0.8f64.ln();
            if *grows.get_or_insert(up) != up {
                break;
            }
            walk.step *= if up { 2.0 } else { 0.5 };
        }
        walk.step.clamp(1e-10, 1e7)
    }

    /// The next state of the chain, and its energy.
    pub(super) fn next(&mut self, from: &State, depth: usize) -> (State, f64) {
        let momentum = self.shape.momentum(self.stream);
        let velocity = self.shape.velocity(&momentum);
        let mut forward = Mover { state: from.clone(), momentum: momentum.clone() };
        let mut backward = forward.clone();
        self.start = self.energy(&forward);
        // Ends of the path in the order of time: `last` lies furthest forward, `first` furthest back.
        let mut last = End { momentum: momentum.clone(), velocity };
        let mut first = last.clone();
        let (mut sum, mut ln_weight) = (momentum, 0.0);
        let (mut drawn, mut energy) = (from.clone(), self.start);
        for level in 0..depth {
            let ahead = self.stream.uniform() > 0.5;
            let (mover, direction) = if ahead { (&mut forward, 1.0) } else { (&mut backward, -1.0) };
            let Some(new) = self.grow(level, mover, direction) else { break };
            if new.ln_weight > ln_weight || self.stream.uniform() < (new.ln_weight - ln_weight).exp() {
                (drawn, energy) = (new.drawn, new.energy);
            }
            ln_weight = ln_add(ln_weight, new.ln_weight);
            // Old and new half in the order of travel: the old one begins at its far end.
            let (far, near) = if ahead { (&first, &last) } else { (&last, &first) };
            let goes_on = goes_on((far, near, &sum), (&new.begin, &new.end, &new.sum));
            add(&mut sum, &new.sum);
            if ahead {
                last = new.end;
            } else {
                first = new.end;
            }
            if !goes_on {
                break;
            }
        }
        (drawn, energy)
    }

    /// A stretch of `2^depth` steps; none if it diverged or turned within.
    fn grow(&mut self, depth: usize, mover: &mut Mover, direction: f64) -> Option<Stretch> {
        if depth == 0 {
            return self.single_step(mover, direction);
        }
        let a = self.grow(depth - 1, mover, direction)?;
        let b = self.grow(depth - 1, mover, direction)?;
        let ln_weight = ln_add(a.ln_weight, b.ln_weight);
        let later = self.stream.uniform() < (b.ln_weight - ln_weight).exp();
        if !goes_on((&a.begin, &a.end, &a.sum), (&b.begin, &b.end, &b.sum)) {
            return None;
        }
        let mut sum = a.sum;
        add(&mut sum, &b.sum);
        let (drawn, energy) = if later { (b.drawn, b.energy) } else { (a.drawn, a.energy) };
        Some(Stretch { begin: a.begin, end: b.end, sum, ln_weight, drawn, energy })
    }

    fn single_step(&mut self, mover: &mut Mover, direction: f64) -> Option<Stretch> {
        self.leap(mover, direction * self.step);
        self.leapfrogs += 1;
        let energy = self.energy(mover);
        let ln_weight = self.start - energy;
        self.accepted += ln_weight.exp().min(1.0);
        if ln_weight < -DIVERGENT {
            self.diverged = true;
            return None;
        }
        let momentum = mover.momentum.clone();
        let end = End { velocity: self.shape.velocity(&momentum), momentum: momentum.clone() };
        let drawn = mover.state.clone();
        Some(Stretch { begin: end.clone(), end, sum: momentum, ln_weight, drawn, energy })
    }

    fn leap(&mut self, mover: &mut Mover, step: f64) {
        let kick = |momentum: &mut [f64], gradient: &[f64]| {
            momentum.iter_mut().zip(gradient).for_each(|(p, g)| *p += 0.5 * step * g);
        };
        kick(&mut mover.momentum, &mover.state.gradient);
        let velocity = self.shape.velocity(&mover.momentum);
        mover.state.place.iter_mut().zip(&velocity).for_each(|(q, v)| *q += step * v);
        mover.state.value = self.target.ln_density(&mover.state.place, &mut mover.state.gradient);
        kick(&mut mover.momentum, &mover.state.gradient);
    }

    fn energy(&self, mover: &Mover) -> f64 {
        let kinetic = 0.5 * dot(&mover.momentum, &self.shape.velocity(&mover.momentum));
        let energy = kinetic - mover.state.value;
        if energy.is_nan() { f64::INFINITY } else { energy }
    }
}

/// Whether two halves of a path, each with its ends in the order of travel and the sum of its momenta, still lead away
/// from each other: as a whole, and each together with the nearest state of the other (Betancourt 2017, A.4.2, and the
/// further checks of Stan 2.21). Turning the time round changes no sign.
fn goes_on(a: (&End, &End, &[f64]), b: (&End, &End, &[f64])) -> bool {
    let along = |from: &End, to: &End, x: &[f64], y: &[f64]| {
        let sum: Vec<f64> = x.iter().zip(y).map(|(x, y)| x + y).collect();
        dot(&from.velocity, &sum) > 0.0 && dot(&to.velocity, &sum) > 0.0
    };
    along(a.0, b.1, a.2, b.2) && along(a.0, b.0, a.2, &b.0.momentum) && along(a.1, b.1, b.2, &a.1.momentum)
}

fn add(sum: &mut [f64], other: &[f64]) {
    sum.iter_mut().zip(other).for_each(|(a, b)| *a += b);
}

/// `ln(exp(a) + exp(b))`.
fn ln_add(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}
