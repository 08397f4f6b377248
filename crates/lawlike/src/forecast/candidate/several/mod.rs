//! Candidates over several axes, one family a file. Runs far from all surfaces are left out by all of them.

mod additive;
mod bowl;
mod curves;
mod linear;
mod prior;
mod product;
mod regression;
mod repeats;
mod share;
mod surface;
mod table;

use super::card::CandidateCard;
use super::{Answers, Past};
use crate::forecast::frame::{Frame, Places};
use crate::quantity::Scale;
use lawlike_num::quantile::variance;

/// Names in the order in which they are mixed.
pub(super) const NAMES: [&str; 17] = [
    "line3",
    "quadw",
    "add",
    "coupled",
    "add-fade",
    "coupled-fade",
    "add-fade2",
    "coupled-fade2",
    "near",
    "quad",
    "additive",
    "bowl",
    "bowl-coupled",
    "product",
    "repeats",
    "logit-floor",
    "nll",
];

/// What each candidate says, by family.
pub(in crate::forecast) const CARDS: [&[CandidateCard]; 7] = [
    &linear::CARDS,
    &surface::CARDS,
    &additive::CARDS,
    &bowl::CARDS,
    &product::CARDS,
    &repeats::CARDS,
    &share::CARDS,
];

/// Forecasts over several axes.
pub(super) fn answers(past: Past<'_>, places: &Places) -> Answers {
    let lawful = if past.frame.scale == Scale::Log { surface::lawful(past) } else { None };
    let frame = lawful.map(|rows| past.frame.pick(&rows));
    let past = Past { frame: frame.as_ref().unwrap_or(past.frame), horizon: past.horizon };
    let mut out = linear::answers(past, places);
    if past.frame.share {
        out.extend(share::answers(past, places));
        return out;
    }
    let bowl = bowl::Bowl::new(past);
    out.extend(bowl::answers(past, bowl.as_ref(), places));
    if past.frame.scale == Scale::Log {
        out.extend(surface::answers(past, bowl.as_ref(), places));
        out.extend(product::answers(past, places));
        out.extend(repeats::answers(past, places));
    } else {
        out.extend(additive::answers(past, places));
    }
    out
}

/// Weights that fall by `e` over so many horizons before the end.
fn fade(past: Past<'_>, horizons: f64) -> Vec<f64> {
    let length = horizons * past.horizon.max(0.15 * past.frame.span()).max(1e-9);
    (0..past.frame.n())
        .map(|i| past.frame.weight(i) * (-(past.frame.end() - past.frame.z[i]) / length).exp())
        .collect()
}

/// Standard deviation of the positions on each axis; one where they do not vary.
fn spreads(frame: &Frame) -> Vec<f64> {
    let spread = |axis: usize| {
        let spread = variance(&frame.x.iter().map(|row| row[axis]).collect::<Vec<_>>()).sqrt();
        if spread > 1e-9 { spread } else { 1.0 }
    };
    (0..frame.axes.len()).map(spread).collect()
}

#[cfg(test)]
mod tests;
