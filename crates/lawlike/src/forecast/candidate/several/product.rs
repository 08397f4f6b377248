//! A product of powers above a floor; of positions that are no logarithms an exponential of their weighted sum.
//!
//! For a given floor `E` the law `ln(y - E) = k + sum t_j x_j` is linear. Rows are weighted so that the errors are those of
//! `ln y`, and the floor with the smallest such error wins.

use super::super::CandidateCard;
use super::super::{Answers, Past, average};
use super::regression::{Regression, Rows};
use crate::forecast::frame::Places;

pub(super) const CARDS: [CandidateCard; 1] = [CandidateCard {
    name: "product",
    says: "an irreducible part and a product of power laws; of shares the exponential of their weighted sum",
    source: "Ye et al. 2024 (arXiv 2403.16952), equation 6; Clark et al. 2022 (arXiv 2202.01169), equation 1",
}];

/// Floors tried: from a thousandth below the least response down to none, even in the logarithm of the gap.
const FLOORS: usize = 16;
/// Ridge that keeps shares that add up to one apart: felt nowhere else.
const RIDGE: f64 = 1e-6;

/// Forecast by the product of powers above its best floor.
pub(super) fn answers(past: Past<'_>, places: &Places) -> Answers {
    let frame = past.frame;
    let level = average(&frame.y);
    let values: Vec<f64> = frame.y.iter().map(|y| (y - level).exp()).collect();
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let mut best: Option<(f64, f64, Regression)> = None;
    for step in 0..FLOORS {
        let floor = least * (1.0 - 10f64.powf(-3.0 * (1.0 - step as f64 / (FLOORS - 1) as f64)));
        let above: Vec<f64> = values.iter().map(|v| (v - floor).ln()).collect();
        let share = |i: usize| (values[i] - floor) / values[i];
        let weights: Vec<f64> = (0..values.len()).map(|i| frame.weight(i) * share(i).powi(2)).collect();
        let found = Regression::new(Rows { x: &frame.x, y: &above, weights: &weights }, RIDGE);
        let miss = found
            .at(&frame.x)
            .into_iter()
            .zip(&frame.y)
            .enumerate()
            .map(|(i, (above, y))| frame.weight(i) * ((floor + above.exp()).ln() + level - y).powi(2));
        let loss: f64 = miss.sum();
        if loss.is_finite() && best.as_ref().is_none_or(|(known, _, _)| loss < *known) {
            best = Some((loss, floor, found));
        }
    }
    let Some((_, floor, found)) = best else { return Vec::new() };
    vec![("product", found.at(&places.x).iter().map(|above| (floor + above.exp()).ln() + level).collect())]
}
