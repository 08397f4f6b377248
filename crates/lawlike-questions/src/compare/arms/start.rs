//! Where the common fit begins: the law on one arm or on all, and the multiplier that brings each arm nearest to it.

use super::Scaled;
use lawlike::error::{Error, Result};
use lawlike::fit::{Fit, FitOptions, fit};
use lawlike::law::Law;
use lawlike::observations::{Observations, Points};

/// Arms whose own fit is tried as a start, most rows first.
const ARMS: usize = 3;
/// Logarithms of multipliers that are tried, to both sides, and their distance.
const REACH: (f64, f64) = (8.0, 0.1);

/// The best common fit from several starts.
pub(super) fn shared(arms: &[Observations], law: &Law, scaled: &Scaled, options: &FitOptions) -> Result<Fit> {
    let mut order: Vec<usize> = (0..arms.len()).collect();
    order.sort_by_key(|arm| std::cmp::Reverse(arms[*arm].n()));
    let own = order.iter().take(ARMS).map(|arm| fit(law, &arms[*arm], options));
    let pooled = fit(law, &scaled.observations, options);
    let mut best: Option<Fit> = None;
    let mut failure = None;
    for base in own.chain([pooled]).flatten() {
        let mut start: Vec<(String, f64)> =
            base.parameters.iter().map(|estimate| (estimate.name.clone(), estimate.value())).collect();
        for (arm, name) in arms.iter().zip(&scaled.multipliers) {
            start.extend(name.iter().map(|name| (name.clone(), nearest(arm, &base, scaled))));
        }
        match fit(&scaled.shared, &scaled.observations, &FitOptions { start, ..options.clone() }) {
            Ok(found) if best.as_ref().is_none_or(|best| found.objective.value < best.objective.value) => {
                best = Some(found);
            }
            Ok(_) => {}
            Err(error) => failure = Some(error),
        }
    }
    best.ok_or_else(|| {
        failure.unwrap_or_else(|| Error::observations("the law fits no arm and not all of them"))
    })
}

/// The fit with slopes of their own, begun from the common one, and the options that lead to it; none if an arm has too
/// few runs for that.
pub(super) fn own(
    arms: &[Observations],
    scaled: &Scaled,
    shared: &Fit,
    options: &FitOptions,
) -> Option<(Fit, FitOptions)> {
    let slopes = scaled.differences.len() / scaled.multipliers.iter().flatten().count().max(1);
    if slopes == 0 || arms.iter().any(|arm| arm.group_count() < slopes + 2) {
        return None;
    }
    let mut start: Vec<(String, f64)> =
        shared.parameters.iter().map(|estimate| (estimate.name.clone(), estimate.value())).collect();
    start.extend(scaled.differences.iter().map(|name| (name.clone(), 0.0)));
    let options = FitOptions { start, ..options.clone() };
    let found = fit(&scaled.own, &scaled.observations, &options).ok()?;
    Some((found, options))
}

/// Logarithm of the multiplier that brings an arm nearest to a law: the least median distance.
fn nearest(arm: &Observations, base: &Fit, scaled: &Scaled) -> f64 {
    let scale = arm.scale();
    let steps = (REACH.0 / REACH.1) as i32;
    let distance = |ln: f64| {
        let values = base.predict(&multiplied(arm, scaled, ln)).unwrap_or_default();
        let apart = values.iter().zip(&arm.response.values);
        let apart: Vec<f64> = apart.map(|(f, y)| (scale.forward(*f) - scale.forward(*y)).abs()).collect();
        if apart.is_empty() { f64::INFINITY } else { lawlike_num::quantile::median(&apart) }
    };
    (-steps..=steps)
        .map(|step| f64::from(step) * REACH.1)
        .map(|ln| (ln, distance(ln)))
        .filter(|(_, distance)| distance.is_finite())
        .min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.abs().total_cmp(&b.0.abs())))
        .map_or(0.0, |(ln, _)| ln)
}

/// The places of an arm with compute multiplied.
fn multiplied(arm: &Observations, scaled: &Scaled, ln: f64) -> Points {
    let mut points = arm.points();
    let factor = (ln / scaled.axes.len() as f64).exp();
    for column in points.columns.iter_mut().filter(|column| scaled.axes.contains(&column.name)) {
        column.values.iter_mut().for_each(|value| *value *= factor);
    }
    points
}
