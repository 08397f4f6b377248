//! Shares of right answers at several lengths of thinking, and how many items stand behind each.

use super::curve::{Curve, Level, SHAPES};
use crate::error::{Error, Result};
use serde::Serialize;

/// Fewest lengths of thinking: the shapes have up to three parameters.
const FEWEST_LENGTHS: usize = 4;
/// Bounds of the number of items that scatter may say.
const ITEMS_FROM_SCATTER: (f64, f64) = (4.0, 1e6);

/// Accuracy of one model at several lengths of thinking.
#[derive(Debug, Clone, PartialEq)]
pub struct Thought {
    /// Name of the model, empty if there is only one.
    pub label: String,
    /// Tokens and share of right answers, one entry a length.
    pub levels: Vec<(f64, f64)>,
    /// Items behind each share; NaN where unknown.
    pub items: Vec<f64>,
}

/// How many items stand behind a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShareNoise {
    /// As the data say.
    Given,
    /// As many as make binomial noise scatter as the points do around the best shape.
    FromScatter,
}

/// The levels of a model, with the items behind them.
///
/// # Errors
/// Fewer than four lengths of thinking, or values that cannot be.
pub fn levels(model: &Thought) -> Result<(Vec<Level>, ShareNoise)> {
    let place = if model.label.is_empty() { String::new() } else { format!("`{}`: ", model.label) };
    let refuse = |what: String| Err(Error::observations(format!("{place}{what}")));
    for (tokens, right) in &model.levels {
        if !(*tokens > 0.0 && tokens.is_finite() && (0.0..=1.0).contains(right)) {
            return refuse(format!(
                "{right} at {tokens} tokens: accuracy is a share, and tokens are above zero"
            ));
        }
    }
    let mut lengths: Vec<f64> = model.levels.iter().map(|(tokens, _)| *tokens).collect();
    lengths.sort_by(f64::total_cmp);
    lengths.dedup();
    if lengths.len() < FEWEST_LENGTHS {
        return refuse(format!(
            "{} lengths of thinking: a law of thinking needs {FEWEST_LENGTHS} or more",
            lengths.len()
        ));
    }
    let levels_with = |items: &dyn Fn(usize) -> f64| -> Vec<Level> {
        let level = |(at, (tokens, right)): (usize, &(f64, f64))| Level {
            tokens: *tokens,
            right: *right,
            items: items(at),
        };
        model.levels.iter().enumerate().map(level).collect()
    };
    if model.items.len() == model.levels.len() && model.items.iter().all(|items| *items >= 1.0) {
        return Ok((levels_with(&|at| model.items[at]), ShareNoise::Given));
    }
    let equal = levels_with(&|_| 1.0);
    let items = SHAPES
        .iter()
        .filter_map(|shape| {
            let free = equal.len().checked_sub(shape.parameters()).filter(|free| *free > 0)?;
            let curve = Curve::fit(*shape, &equal, None);
            let squares = |level: &Level| {
                let p = curve.at(level.tokens);
                (level.right - p).powi(2) / (p * (1.0 - p))
            };
            Some(free as f64 / equal.iter().map(squares).sum::<f64>())
        })
        .fold(0.0, f64::max);
    let items = items.clamp(ITEMS_FROM_SCATTER.0, ITEMS_FROM_SCATTER.1).round();
    Ok((levels_with(&|_| items), ShareNoise::FromScatter))
}
