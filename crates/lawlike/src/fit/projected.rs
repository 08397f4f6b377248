//! The projection that searches: least squares as they stand, with the weights that make it agree with the link to first
//! order.

use super::Model;
use super::objective::Link;
use super::search::Space;
use lawlike_num::varpro::VarproTarget;

/// What the projection needs beside the law.
pub(super) struct Projected {
    /// Weights of the rows.
    pub(super) weights: Vec<f64>,
    lower: Vec<f64>,
    upper: Vec<f64>,
}

impl Projected {
    /// For a response under these weights of the rows (empty for equal ones).
    pub(super) fn new(model: &Model, space: &Space, link: Link, response: &[f64], weights: &[f64]) -> Self {
        let weight = |i: usize| weights.get(i).copied().unwrap_or(1.0) * link.slope(response[i]).powi(2);
        let bounds = |of: &[f64]| model.shapes().iter().map(|index| of[*index]).collect();
        Self {
            weights: (0..response.len()).map(weight).collect(),
            lower: bounds(&space.lower),
            upper: bounds(&space.upper),
        }
    }

    /// The projection of a response.
    pub(super) fn target<'a>(
        &'a self,
        model: &'a Model,
        space: &'a Space,
        response: &'a [f64],
    ) -> VarproTarget<'a> {
        VarproTarget {
            y: response,
            weights: &self.weights,
            signs: &space.signs,
            lower: &self.lower,
            upper: &self.upper,
            walls: model.walls(),
        }
    }
}
