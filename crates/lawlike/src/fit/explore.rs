//! Starts of a search over shapes of which little is known: each is a point, swept along every shape in turn over its
//! whole range, and then descended by variable projection.
//!
//! A sweep evaluates the projected sum of squares along one shape with the others held, and moves to the lowest value.
//! It finds a frequency, a place or a rate on its own where a point in many dimensions would have to be lucky in all of
//! them at once (coordinate search on the profile; for one sine it is the periodogram of Lomb 1976).

use super::search::{ProgramBasis, Range, Start};
use lawlike_num::starts;
use lawlike_num::varpro::{Projection, Target};

/// Points evaluated in one sweep over all shapes, at least.
const SWEEP: usize = 192;
/// Points drawn for each shape of a block.
const BLOCK: usize = 24;
/// Most starts of one search.
const STARTS: usize = 64;
/// Most iterations of a descent, and the relative gain below which it ends.
const DESCENT: (usize, f64) = (60, 1e-9);
/// Most sweeps of one start, each followed by a descent.
const ROUNDS: usize = 4;
/// Powers of ten by which points around an origin are spread, in turn.
const SPREADS: [f64; 4] = [2.0, 1.0, 3.0, 0.5];

/// Draws starts.
pub(super) struct Explorer<'a> {
    /// Range of each shape.
    pub(super) ranges: &'a [Range],
    /// Shapes that stand together in a term.
    pub(super) blocks: Vec<Vec<usize>>,
    /// Where the search begins, if it was told.
    pub(super) origin: Option<Vec<f64>>,
}

impl Explorer<'_> {
    /// Most starts for so many rows: fewer where a start costs much.
    pub(super) fn most(&self, rows: usize) -> usize {
        (STARTS * 1000 / rows.max(1)).clamp(STARTS / 4, STARTS)
    }

    /// Start number `index`, swept and descended; and the evaluations that it took.
    pub(super) fn start(
        &self,
        basis: &mut ProgramBasis<'_>,
        target: &Target<'_>,
        index: usize,
    ) -> (Option<Start>, usize) {
        let mut projection = Projection::default();
        let mut shapes = self.point(index);
        for (value, (lo, hi)) in shapes.iter_mut().zip(target.lower.iter().zip(target.upper)) {
            *value = value.max(*lo).min(*hi);
        }
        let mut sum = projection.evaluate(basis, target, &shapes);
        let mut evaluations = 2;
        for round in 0..ROUNDS {
            let number = ROUNDS * index + round;
            let (swept, count) = self.sweep(basis, target, (number, &mut projection), (&mut shapes, sum));
            evaluations += count;
            // Where no sweep leads on from a bottom, it is the end.
            if round > 0 && !(swept < sum) {
                break;
            }
            sum = projection.descend(basis, target, &mut shapes, DESCENT);
            evaluations += projection.evaluations();
        }
        let sum = projection.evaluate(basis, target, &shapes);
        let coefficients = projection.coefficients;
        (sum.is_finite().then_some(Start { shapes, coefficients, sum, count: 1 }), evaluations)
    }

    /// The point from which a start begins: the origin first, then points around it, ever in other sizes.
    fn point(&self, index: usize) -> Vec<f64> {
        let cube = starts::halton(index, self.ranges.len());
        let Some(origin) = &self.origin else {
            return cube.iter().zip(self.ranges).map(|(u, range)| range.at(*u)).collect();
        };
        if index == 0 {
            return origin.clone();
        }
        let spread = SPREADS[(index - 1) % SPREADS.len()];
        let near = |(j, u): (usize, &f64)| match origin[j] {
            0.0 => self.ranges[j].at(*u),
            value => value * 10f64.powf(spread * (2.0 * u - 1.0)),
        };
        cube.iter().enumerate().map(near).collect()
    }

    /// Moves along each shape in turn to the lowest value on its line.
    fn sweep(
        &self,
        basis: &mut ProgramBasis<'_>,
        target: &Target<'_>,
        (number, projection): (usize, &mut Projection),
        (shapes, mut best): (&mut [f64], f64),
    ) -> (f64, usize) {
        let q = shapes.len();
        let mut evaluations = 0;
        let offsets = starts::halton(number, q);
        for step in 0..q {
            // Neither always the same shape first nor always the same places along it.
            let j = (number + step) % q;
            let mut kept = shapes[j];
            for value in self.line(j, shapes[j], offsets[step], q) {
                shapes[j] = value.max(target.lower[j]).min(target.upper[j]);
                let sum = projection.evaluate(basis, target, shapes);
                evaluations += 1;
                if sum < best {
                    (best, kept) = (sum, shapes[j]);
                }
            }
            shapes[j] = kept;
        }
        let mut next = shapes.to_vec();
        for block in &self.blocks {
            let count = BLOCK * block.len();
            let mut kept = shapes.to_vec();
            for i in 0..count {
                let cube = starts::halton(number * count + i, block.len());
                next.copy_from_slice(shapes);
                for (u, j) in cube.iter().zip(block) {
                    let t = 2.0 * u - 1.0;
                    let value = if i % 2 == 0 {
                        self.ranges[*j].at(*u)
                    } else {
                        shapes[*j] * 10f64.powf(3.0 * t * t * t)
                    };
                    next[*j] = value.max(target.lower[*j]).min(target.upper[*j]);
                }
                let sum = projection.evaluate(basis, target, &next);
                evaluations += 1;
                if sum < best {
                    best = sum;
                    kept.copy_from_slice(&next);
                }
            }
            shapes.copy_from_slice(&kept);
        }
        (best, evaluations)
    }

    /// Values along one shape: over its range, and around where it is, near ones more densely than far ones.
    fn line(&self, j: usize, at: f64, offset: f64, q: usize) -> Vec<f64> {
        let range = self.ranges[j];
        let count = match range {
            Range::Turns { rates: (slowest, fastest), .. } => (fastest / slowest).min(512.0) as usize,
            range if range.is_unknown() => (SWEEP / q).clamp(16, 96),
            _ => 8,
        };
        let mut values: Vec<f64> = (0..count).map(|i| range.at((i as f64 + offset) / count as f64)).collect();
        let near = (count / 4).clamp(4, 24);
        for i in 0..near {
            let t = 2.0 * (i as f64 + offset) / near as f64 - 1.0;
            values.push(at * 10f64.powf(3.0 * t * t * t));
        }
        values
    }
}
