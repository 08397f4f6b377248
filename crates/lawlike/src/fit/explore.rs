//! Starts of a search over shapes of which little is known: each is a point, swept along every shape in turn over its
//! whole range, and then descended by variable projection.
//!
//! A sweep evaluates the projected sum of squares along one shape with the others held, and moves to the lowest value.
//! It finds a frequency, a place or a rate on its own where a point in many dimensions would have to be lucky in all of
//! them at once (coordinate search on the profile; for one sine it is the periodogram of Lomb 1976).

use super::range::Range;
use super::search::{ProgramBasis, Start};
use lawlike_num::starts::Sequence;
use lawlike_num::varpro::{Patience, Projection, VarproTarget};

/// Points evaluated in one sweep over all shapes, at least.
const SWEEP: usize = 192;
/// Points drawn for each shape of a block.
const BLOCK: usize = 24;
/// Draws of a block that are descended from.
const REDRAWN: usize = 3;
/// Most starts of one search.
const STARTS: usize = 64;
/// Most iterations of a descent, and the relative gain below which it ends.
const DESCENT: Patience = Patience { iterations: 60, tolerance: 1e-9 };
/// Most sweeps of one start, each followed by a descent.
const ROUNDS: usize = 6;
/// Powers of ten by which points around an origin are spread, in turn.
const SPREADS: [f64; 4] = [2.0, 1.0, 3.0, 0.5];

/// Draws starts.
pub(super) struct Explorer<'a> {
    /// Range of each shape.
    ranges: &'a [Range],
    /// Shapes that stand together in a term.
    blocks: Vec<Vec<usize>>,
    /// Where the search begins, if it was told.
    origin: Option<Vec<f64>>,
    /// Points evenly spread over the shapes, with one dimension to spare.
    sequence: Sequence,
}

/// One start on its way down.
struct Walk<'a, 'b> {
    basis: &'a mut ProgramBasis<'b>,
    target: &'a VarproTarget<'a>,
    projection: Projection,
    /// Where it is, and the sum of squares there.
    shapes: Vec<f64>,
    sum: f64,
    evaluations: usize,
}

impl Walk<'_, '_> {
    /// Goes to the lowest of some places, if one is lower than here.
    fn go(&mut self, places: impl Iterator<Item = Vec<f64>>) {
        for mut place in places {
            for (value, (lo, hi)) in place.iter_mut().zip(self.target.lower.iter().zip(self.target.upper)) {
                *value = value.max(*lo).min(*hi);
            }
            let sum = self.projection.evaluate(self.basis, self.target, &place);
            self.evaluations += 1;
            if sum < self.sum {
                (self.sum, self.shapes) = (sum, place);
            }
        }
    }

    /// Descends by variable projection.
    fn descend(&mut self) {
        self.sum = self.projection.descend(self.basis, self.target, &mut self.shapes, DESCENT);
        self.evaluations += self.projection.evaluations();
    }
}

impl<'a> Explorer<'a> {
    pub(super) fn new(ranges: &'a [Range], blocks: Vec<Vec<usize>>, origin: Option<Vec<f64>>) -> Self {
        Self { ranges, blocks, origin, sequence: Sequence::new(ranges.len() + 1) }
    }

    /// Most starts for so many rows: fewer where a start costs much.
    pub(super) fn most(&self, rows: usize) -> usize {
        (STARTS * 1000 / rows.max(1)).clamp(STARTS / 4, STARTS)
    }

    /// Start number `index`, swept and descended; and the evaluations that it took.
    pub(super) fn start(
        &self,
        basis: &mut ProgramBasis<'_>,
        target: &VarproTarget<'_>,
        index: usize,
    ) -> (Option<Start>, usize) {
        let (projection, shapes) = (Projection::default(), self.point(index));
        let mut walk =
            Walk { basis, target, projection, sum: f64::INFINITY, shapes: shapes.clone(), evaluations: 0 };
        walk.go(std::iter::once(shapes));
        for round in 0..ROUNDS {
            let before = walk.sum;
            self.sweep(&mut walk, ROUNDS * index + round);
            if round == 0 || walk.sum < before {
                walk.descend();
            } else if !self.redraw(&mut walk, ROUNDS * index + round) {
                // Where nothing leads on from a bottom, it is the end.
                break;
            }
        }
        let sum = walk.projection.evaluate(walk.basis, target, &walk.shapes);
        let coefficients = walk.projection.coefficients;
        let start = Start { shapes: walk.shapes, coefficients, sum, count: 1, projected: true };
        (sum.is_finite().then_some(start), walk.evaluations + 1)
    }

    /// The point from which a start begins: the origin first, then points around it, ever in other sizes.
    fn point(&self, index: usize) -> Vec<f64> {
        let cube = self.sequence.point(index);
        let q = self.ranges.len();
        let Some(origin) = &self.origin else {
            return cube.iter().zip(self.ranges).map(|(u, range)| range.at(*u)).collect();
        };
        if index == 0 {
            return origin.clone();
        }
        let spread = SPREADS[(cube[q] * SPREADS.len() as f64) as usize];
        let near = |j: usize| match origin[j] {
            0.0 => self.ranges[j].at(cube[j]),
            value => value * 10f64.powf(spread * (2.0 * cube[j] - 1.0)),
        };
        (0..q).map(near).collect()
    }

    /// Moves along each shape in turn, and then in each block of shapes, to the lowest value met.
    fn sweep(&self, walk: &mut Walk<'_, '_>, number: usize) {
        let q = self.ranges.len();
        let offsets = self.sequence.point(number);
        for step in 0..q {
            // Neither always the same shape first nor always the same places along it.
            let j = (number + step) % q;
            let from = walk.shapes.clone();
            let line = self.line(j, from[j], offsets[step], q);
            walk.go(line.into_iter().map(|value| {
                let mut place = from.clone();
                place[j] = value;
                place
            }));
        }
        for block in &self.blocks {
            let from = walk.shapes.clone();
            let count = BLOCK * block.len();
            walk.go((0..count).map(|i| {
                let cube = self.sequence.point(number * count + i);
                let mut place = from.clone();
                for j in block {
                    place[*j] =
                        if 2 * i < count { self.ranges[*j].at(cube[*j]) } else { around(from[*j], cube[*j]) };
                }
                place
            }));
        }
    }

    /// Draws each block of shapes anew and descends from the best of the draws; whether that led lower. A term in the
    /// wrong place seldom finds a better one at once, since all others have settled around it.
    fn redraw(&self, walk: &mut Walk<'_, '_>, number: usize) -> bool {
        let before = walk.sum;
        for block in &self.blocks {
            let kept = (walk.sum, walk.shapes.clone());
            let count = BLOCK * block.len();
            let mut draws: Vec<(f64, Vec<f64>)> = Vec::with_capacity(count);
            for i in 0..count {
                let cube = self.sequence.point((number + 1) * count + i);
                let mut place = kept.1.clone();
                block.iter().for_each(|j| place[*j] = self.ranges[*j].at(cube[*j]));
                walk.sum = f64::INFINITY;
                walk.go(std::iter::once(place));
                draws.push((walk.sum, walk.shapes.clone()));
            }
            draws.sort_by(|a, b| a.0.total_cmp(&b.0));
            (walk.sum, walk.shapes) = kept.clone();
            for (sum, shapes) in draws.into_iter().take(REDRAWN).filter(|(sum, _)| sum.is_finite()) {
                (walk.sum, walk.shapes) = (sum, shapes);
                walk.descend();
                if !(walk.sum < kept.0 * (1.0 - 1e-6)) {
                    (walk.sum, walk.shapes) = kept.clone();
                } else {
                    break;
                }
            }
        }
        walk.sum < before
    }

    /// Values along one shape: over its range, and around where it is.
    fn line(&self, j: usize, at: f64, offset: f64, q: usize) -> Vec<f64> {
        let range = self.ranges[j];
        let count = match range {
            Range::Turns { rates: (slowest, fastest), .. } => (fastest / slowest).min(512.0) as usize,
            range if range.is_unknown() => (SWEEP / q).clamp(16, 96),
            _ => 8,
        };
        let near = (count / 4).clamp(4, 24);
        let over = (0..count).map(|i| range.at((i as f64 + offset) / count as f64));
        over.chain((0..near).map(|i| around(at, (i as f64 + offset) / near as f64))).collect()
    }
}

/// A value around another, up to three powers of ten away: near ones more densely than far ones.
fn around(at: f64, u: f64) -> f64 {
    at * 10f64.powf(3.0 * (2.0 * u - 1.0).powi(3))
}
