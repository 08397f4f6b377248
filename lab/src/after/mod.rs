//! What is done with the models after pre-training: fine-tuning, reinforcement, sampling.

pub(crate) mod finetune;
pub(crate) mod inference;
pub(crate) mod quiz;
pub(crate) mod reinforce;

use crate::model::Shape;
use crate::plan::{Group, Plan, pretraining};

/// The sizes that are trained further.
pub(crate) const SIZES: [Shape; 5] =
    [Shape::new(48, 2), Shape::new(64, 2), Shape::new(80, 3), Shape::new(96, 3), Shape::new(144, 4)];

/// The longest run of a size in the grid.
fn longest(shape: Shape) -> Option<Plan> {
    let of_size = |plan: &Plan| plan.group == Group::Grid && plan.recipe.shape == shape;
    pretraining().into_iter().filter(of_size).max_by_key(|plan| plan.recipe.tokens())
}
