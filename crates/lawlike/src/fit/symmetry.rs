//! Optima that are one and the same: terms of equal form may change places, and a width may change its sign. Of such
//! copies one is taken by a fixed rule, so that the answer depends neither on the start nor on chance.
//!
//! The rule: as few negative shapes as can be; then the first shape that differs is the smaller one (of a period: the
//! longer one). Rates come out slow ones first, places from left to right.

use super::model::Model;
use super::range::Range;
use super::search::{ProgramBasis, Space, Start};
use lawlike_formula::{Expr, Node};
use lawlike_num::kernel;
use lawlike_num::varpro::{Projection, VarproTarget};

/// What may be done to the shapes of a law without changing its form.
pub(super) struct Symmetry {
    /// Shapes that change places together, one list of pairs for each exchange of two terms.
    exchanges: Vec<Vec<(usize, usize)>>,
    /// Whether the inverse of each shape is what is compared.
    periods: Vec<bool>,
}

/// Values of the law that differ by less than this share are the same.
const SAME: f64 = 1e-6;

impl Symmetry {
    pub(super) fn new(model: &Model, space: &Space) -> Self {
        let names: Vec<&str> =
            model.shapes().iter().map(|index| model.parameters()[*index].as_str()).collect();
        let terms = model.terms();
        let mut exchanges: Vec<Vec<(usize, usize)>> = Vec::new();
        for (k, left) in terms.iter().enumerate() {
            for right in &terms[k + 1..] {
                if let Some(pairs) = exchange(left, right, &names)
                    && !exchanges.contains(&pairs)
                {
                    exchanges.push(pairs);
                }
            }
        }
        let periods =
            space.ranges.iter().map(|range| matches!(range, Range::Turns { period: true, .. })).collect();
        Self { exchanges, periods }
    }

    /// Whether no copy of these shapes can come before them.
    pub(super) fn is_first(&self, shapes: &[f64], target: &VarproTarget<'_>) -> bool {
        self.moves(shapes, target).is_empty()
    }

    /// The copy of an optimum that the rule takes, if it is not this one: shapes and coefficients with the same fitted
    /// values.
    pub(super) fn copy(
        &self,
        basis: &mut ProgramBasis<'_>,
        target: &VarproTarget<'_>,
        fitted: &[f64],
        shapes: &[f64],
    ) -> Option<Start> {
        let target = VarproTarget { y: fitted, ..*target };
        let tolerance = SAME * SAME * kernel::dot3(target.weights, fitted, fitted);
        let mut projection = Projection::default();
        let mut found: Option<Start> = None;
        let mut at = shapes.to_vec();
        // Each move is to a copy that the rule puts before, so the walk ends; the limit is for shapes without number.
        for _ in 0..64 {
            let next = self.moves(&at, &target).into_iter().find_map(|next| {
                let sum = projection.evaluate(basis, &target, &next);
                (sum <= tolerance).then(|| (next, projection.coefficients.clone()))
            });
            let Some((shapes, coefficients)) = next else { break };
            at.clone_from(&shapes);
            found = Some(Start { shapes, coefficients, sum: f64::INFINITY, count: 1, projected: true });
        }
        found
    }

    /// Shapes that the rule puts before these, one change away and within the bounds.
    fn moves(&self, shapes: &[f64], target: &VarproTarget<'_>) -> Vec<Vec<f64>> {
        let turned = (0..shapes.len()).filter(|j| shapes[*j] < 0.0).map(|j| {
            let mut next = shapes.to_vec();
            next[j] = -next[j];
            next
        });
        let exchanged = self.exchanges.iter().map(|pairs| {
            let mut next = shapes.to_vec();
            pairs.iter().for_each(|(a, b)| next.swap(*a, *b));
            next
        });
        let inside = |next: &[f64]| {
            next.iter().zip(target.lower.iter().zip(target.upper)).all(|(v, (lo, hi))| lo <= v && v <= hi)
        };
        turned.chain(exchanged).filter(|next| inside(next) && self.before(next, shapes)).collect()
    }

    /// Whether the rule puts one set of shapes before another.
    pub(super) fn before(&self, a: &[f64], b: &[f64]) -> bool {
        let negative = |shapes: &[f64]| shapes.iter().filter(|v| **v < 0.0).count();
        if negative(a) != negative(b) {
            return negative(a) < negative(b);
        }
        let rate = |j: usize, v: f64| if self.periods[j] { 1.0 / v } else { v };
        let differs = |j: &usize| (a[*j] - b[*j]).abs() > SAME * a[*j].abs().max(b[*j].abs());
        (0..a.len()).find(differs).is_some_and(|j| rate(j, a[j]) < rate(j, b[j]))
    }
}

/// The shapes that must change places for one term to become the other and back; none if that cannot be.
fn exchange(left: &Expr, right: &Expr, shapes: &[&str]) -> Option<Vec<(usize, usize)>> {
    let (a, b) = (left.nodes(), right.nodes());
    if a.len() != b.len() {
        return None;
    }
    let place = |name: &str| shapes.iter().position(|shape| *shape == name);
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (one, other) in a.iter().zip(b) {
        let alike = match (one, other) {
            (Node::Name(one), Node::Name(other)) => match (place(one), place(other)) {
                (Some(one), Some(other)) => {
                    pairs.push((one, other));
                    true
                }
                _ => one == other,
            },
            _ => one == other,
        };
        if !alike {
            return None;
        }
    }
    pairs.retain(|(one, other)| one != other);
    let mut touched: Vec<usize> = pairs.iter().flat_map(|(one, other)| [*one, *other]).collect();
    touched.sort_unstable();
    touched.dedup();
    // Each shape has one partner, and no shape is its partner's partner twice over.
    (!pairs.is_empty() && touched.len() == 2 * pairs.len()).then_some(pairs)
}
