//! The back-test in numbers.

use super::write::{measures, table};
use crate::view::{audit as view, tables};
use lawlike::audit::Audit;

/// Scores, errors by cut and distance, skill, and single forecasts where there are few.
pub(super) fn numbers(audit: &Audit) -> String {
    let Some(backtest) = &audit.backtest else { return String::new() };
    let (scale, unit) = (audit.subject.scale, audit.distance_unit.name());
    let mut numbers = tables::numbers(backtest, scale, unit);
    numbers.push(tables::fact("record", view::record(audit, backtest)));
    let mut body = measures(&numbers);
    body.push_str(&table(
        "Root mean square error at every cut: the law, its coverage, and its baselines",
        &tables::cuts(backtest, scale, unit),
    ));
    if let Some(held_out) = tables::held_out_points(backtest, unit) {
        body.push_str(&table("Held-out runs: forecast and outcome", &held_out));
    }
    body.push_str(&table(
        "Skill: one minus the ratio of errors, with its standard error",
        &tables::skills(backtest, scale),
    ));
    body.push_str(&table("Error by distance", &tables::by_distance(backtest, scale, unit)));
    body
}
