//! Which models are trained: sizes, learning rates, the grid, and the runs beside it.

use crate::model::{CONTEXT, Shape};
use crate::trainer::Recipe;
use serde::{Deserialize, Serialize};

/// The sizes of the grid with the learning rate found by `lab tune`.
pub(crate) const SIZES: [(Shape, f64); 10] = [
    (Shape::new(16, 1), 0.02),
    (Shape::new(16, 2), 0.014),
    (Shape::new(32, 1), 0.014),
    (Shape::new(32, 2), 0.01),
    (Shape::new(48, 2), 0.00667),
    (Shape::new(64, 2), 0.005),
    (Shape::new(80, 3), 0.004),
    (Shape::new(96, 3), 0.00333),
    (Shape::new(112, 4), 0.00286),
    (Shape::new(144, 4), 0.00222),
];

/// Token counts of the grid: powers of two between these exponents.
const GRID_EXPONENTS: std::ops::RangeInclusive<u32> = 15..=26;
/// No run but the held-out ones costs more, in FLOP counted as `6 N D`.
const GRID_LIMIT: f64 = 4.1e13;
/// What each isoFLOP row costs, as `6 N D`.
const BUDGETS: [f64; 4] = [3e11, 1.2e12, 4.8e12, 1.92e13];
/// Tokens per parameter that are trained at all.
const TOKENS_PER_PARAMETER: std::ops::RangeInclusive<f64> = 0.9..=25_000.0;
/// What each held-out run costs at least, as `6 N D`: 8 times the limit of the others.
const HELD_OUT: f64 = 8.0 * GRID_LIMIT;
/// Seed of all runs but the repeated ones.
const SEED: u64 = 1;

/// Why a run is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Group {
    /// Search of the learning rate.
    Tune,
    /// Sizes by token counts.
    Grid,
    /// Sizes at fixed compute.
    Isoflop,
    /// Cells of the grid with other seeds.
    Seeds,
    /// Cells of the grid with repeated data.
    Repeats,
    /// Large runs kept for the test of forecasts.
    HeldOut,
}

impl Group {
    /// The name in files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Group::Tune => "tune",
            Group::Grid => "grid",
            Group::Isoflop => "isoflop",
            Group::Seeds => "seeds",
            Group::Repeats => "repeats",
            Group::HeldOut => "held-out",
        }
    }
}

/// One run to be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Plan {
    pub(crate) id: String,
    pub(crate) group: Group,
    pub(crate) recipe: Recipe,
}

impl Plan {
    fn new(group: Group, recipe: Recipe) -> Self {
        let Shape { width, layers } = recipe.shape;
        let (tokens, seed) = (recipe.tokens(), recipe.seed);
        let mut id = format!("{}-{width}x{layers}-{tokens}-s{seed}", group.name());
        if group == Group::Tune {
            id += &format!("-r{}", recipe.rate);
        }
        if recipe.unique < recipe.steps * recipe.batch {
            id += &format!("-u{}", recipe.unique * CONTEXT as u64);
        }
        Self { id, group, recipe }
    }

    /// FLOP counted as six times non-embedding parameters times tokens.
    pub(crate) fn rule_flop(&self) -> f64 {
        6.0 * self.recipe.shape.params_non_embedding() as f64 * self.recipe.tokens() as f64
    }

    /// FLOP of all matrix products.
    pub(crate) fn exact_flop(&self) -> f64 {
        self.recipe.shape.train_flop_per_token() * self.recipe.tokens() as f64
    }
}

/// All pre-training runs, cheap ones first and the held-out ones last.
pub(crate) fn pretraining() -> Vec<Plan> {
    let mut plans = [grid(), isoflop(), seeds(), repeats()].concat();
    plans.sort_by(|a, b| a.exact_flop().total_cmp(&b.exact_flop()));
    plans.extend(held_out());
    plans
}

/// The runs that the learning rates are chosen from: each size at two or three token counts.
pub(crate) fn tuning() -> Vec<Plan> {
    let mut plans = Vec::new();
    for (shape, _) in SIZES {
        let exponents: &[u32] = if shape.width <= 64 { &[18, 20, 22] } else { &[18, 20] };
        for &exponent in exponents {
            for halvings in 0..5 {
                let rate = 1.28 / shape.width as f64 / f64::from(1 << halvings);
                let rate = (rate * 1e6).round() / 1e6;
                plans.push(Plan::new(Group::Tune, Recipe::new(shape, 1 << exponent, rate, SEED)));
            }
        }
    }
    plans.sort_by(|a, b| a.exact_flop().total_cmp(&b.exact_flop()));
    plans
}

/// The learning rate of a shape; those outside the grid follow its trend, `0.32 / width`.
pub(crate) fn rate(shape: Shape) -> f64 {
    SIZES.iter().find(|(size, _)| *size == shape).map_or(0.32 / shape.width as f64, |(_, rate)| *rate)
}

fn cell(group: Group, shape: Shape, tokens: u64, seed: u64) -> Plan {
    Plan::new(group, Recipe::new(shape, tokens, rate(shape), seed))
}

fn is_trained(plan: &Plan) -> bool {
    let ratio = plan.recipe.tokens() as f64 / plan.recipe.shape.params_non_embedding() as f64;
    TOKENS_PER_PARAMETER.contains(&ratio) && plan.rule_flop() <= GRID_LIMIT
}

fn grid() -> Vec<Plan> {
    let cells =
        SIZES.iter().flat_map(|(shape, _)| GRID_EXPONENTS.map(|e| cell(Group::Grid, *shape, 1 << e, SEED)));
    cells.filter(is_trained).collect()
}

fn isoflop() -> Vec<Plan> {
    let mut plans = Vec::new();
    for budget in BUDGETS {
        for (shape, _) in SIZES {
            let tokens = budget / 6.0 / shape.params_non_embedding() as f64;
            plans.push(cell(Group::Isoflop, shape, tokens.round() as u64, SEED));
        }
    }
    let useful = |plan: &Plan| plan.recipe.tokens() < 150_000_000;
    plans.retain(|plan| is_trained(plan) && useful(plan));
    plans
}

fn seeds() -> Vec<Plan> {
    let mut plans = Vec::new();
    for size in [0, 3, 5, 7] {
        for exponent in [18, 20, 22] {
            plans.extend((2..=5).map(|seed| cell(Group::Seeds, SIZES[size].0, 1 << exponent, seed)));
        }
    }
    plans.retain(is_trained);
    plans
}

fn repeats() -> Vec<Plan> {
    let mut plans = Vec::new();
    for size in [3, 5, 7] {
        for exponent in [21, 23] {
            for epochs in [2, 4, 16, 64] {
                let mut recipe = Recipe::new(SIZES[size].0, 1 << exponent, SIZES[size].1, SEED);
                recipe.unique /= epochs;
                plans.push(Plan::new(Group::Repeats, recipe));
            }
        }
    }
    plans
}

/// Four sizes at the largest budget, one of them larger than all of the grid.
fn held_out() -> Vec<Plan> {
    let shapes = [Shape::new(80, 3), Shape::new(112, 4), Shape::new(144, 4), Shape::new(176, 4)];
    let run = |shape: Shape| {
        let tokens = 1.005 * HELD_OUT / 6.0 / shape.params_non_embedding() as f64;
        cell(Group::HeldOut, shape, tokens as u64, SEED)
    };
    shapes.map(run).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_plan_is_what_was_asked_for() {
        let plans = pretraining();
        let plans_of = |group| plans.iter().filter(move |p: &&Plan| p.group == group);
        let ids: BTreeSet<_> = plans.iter().map(|p| &p.id).collect();
        assert_eq!(ids.len(), plans.len());
        let sizes: BTreeSet<_> =
            plans_of(Group::Grid).map(|p| p.recipe.shape.params_non_embedding()).collect();
        let tokens: BTreeSet<_> = plans_of(Group::Grid).map(|p| p.recipe.tokens()).collect();
        assert!(sizes.len() >= 8 && tokens.len() >= 8);
        let largest =
            plans.iter().filter(|p| p.group != Group::HeldOut).map(Plan::rule_flop).fold(0.0, f64::max);
        assert!(plans_of(Group::HeldOut).all(|p| p.rule_flop() >= 8.0 * largest));
        assert!(plans[plans.len() - 4..].iter().all(|p| p.group == Group::HeldOut));
    }
}
