//! Fresh cases: kinds of tables that nobody looked at while the rule of words was made. What the page says of them is
//! what may be expected of a table of a new kind; a rule must not be developed on them.
//!
//! The rule takes the law. Several words can be fair.

use super::beyond::{AHEAD, dates, later};
use super::hard::{Gentle, QUIET, Records, Study, dated, poisson, records, releases};
use super::lawful::solved;
use crate::checks::case::{Case, between, column, count};
use crate::checks::lawful::{LOSS, PARAMETERS, Surface, TOKENS, noisy};
use lawlike::quantity::Quantity;
use lawlike_num::stream::Stream;
use std::f64::consts::{LN_10, TAU};

pub(super) fn double_descent(stream: &mut Stream) -> Option<Case> {
    let (law, study) = (Gentle::draw(stream), Study::usual(stream));
    let (peak, height) = (study.decades * between(stream, 0.7, 0.85), between(stream, 0.2, 0.5));
    let bump = |z: f64| height * (-((z - peak) / 0.4).powi(2)).exp();
    study.losses(noisy(stream, study.values(|z| law.at(z) + bump(z)), QUIET))
}

pub(super) fn two_exponents(stream: &mut Stream) -> Option<Case> {
    let study = Study::usual(stream);
    let exponents = (between(stream, 0.04, 0.06), between(stream, 0.1, 0.14));
    let mixed = |z: &f64| {
        let exponent = if stream.uniform() < 0.5 { exponents.0 } else { exponents.1 };
        3.0 * 10f64.powf(-exponent * z)
    };
    let loss = study.z.iter().map(mixed).collect();
    study.losses(noisy(stream, loss, QUIET))
}

pub(super) fn decayed_rate(stream: &mut Stream) -> Option<Case> {
    let (law, points, gain) = (Gentle::draw(stream), count(stream, 40, 80), between(stream, 0.05, 0.08));
    // Checkpoints along one run, evenly in its steps; the rate decays over its last fifth and stays low.
    let step = |at: usize| 1000.0 * (at + 1) as f64;
    let steps: Vec<f64> = (0..points + AHEAD).map(step).collect();
    let lowered = |steps: f64| ((steps / step(points - 1) - 0.8) / 0.2).clamp(0.0, 1.0);
    let loss =
        steps.iter().map(|s| law.at(2.0 * (s / 1000.0).log10()) * (1.0 - gain * lowered(*s))).collect();
    let loss = noisy(stream, loss, QUIET);
    Some(
        Case::by_rule(vec![column("step", Quantity::Steps, steps), column("loss", LOSS, loss)])?.ahead(AHEAD),
    )
}

pub(super) fn periodic(stream: &mut Stream) -> Option<Case> {
    let (law, study) = (Gentle::draw(stream), Study::usual(stream));
    let (size, period) = (between(stream, 0.06, 0.1), between(stream, 0.8, 1.2));
    let phase = TAU * stream.uniform();
    let wave = |z: f64| (size * (TAU * z / period + phase).sin()).exp();
    study.losses(noisy(stream, study.values(|z| law.at(z) * wave(z)), QUIET))
}

pub(super) fn nearly_one_ray(stream: &mut Stream) -> Option<Case> {
    let (law, runs) = (Surface::draw(stream), count(stream, 24, 60));
    let mut z: Vec<f64> = (0..runs).map(|_| 2.5 * stream.uniform()).collect();
    z.sort_by(f64::total_cmp);
    let n = super::beyond::farther(z.into_iter().map(|z| 2e7 * 10f64.powf(z)).collect());
    let d: Vec<f64> = n.iter().map(|n| 20.0 * n * (0.02 * stream.normal()).exp()).collect();
    let loss = n.iter().zip(&d).map(|(n, d)| law.at(*n, *d)).collect();
    let loss = noisy(stream, loss, QUIET);
    let axes = vec![column("params", PARAMETERS, n), column("tokens", TOKENS, d), column("loss", LOSS, loss)];
    Some(Case::by_rule(axes)?.ahead(AHEAD))
}

pub(super) fn failed_runs(stream: &mut Stream) -> Option<Case> {
    let (law, study) = (Gentle::draw(stream), Study::draw(stream, (30, 50), (2.5, 4.0)));
    let failed = between(stream, 0.05, 0.12);
    let excess = |stream: &mut Stream| {
        if stream.uniform() < failed { 0.05 * (0.7 * stream.normal()).exp() } else { 0.0 }
    };
    let loss = study.z.iter().map(|z| law.at(*z) * excess(stream).exp()).collect();
    study.losses(noisy(stream, loss, QUIET))
}

pub(super) fn few_items(stream: &mut Stream) -> Option<Case> {
    let (study, items) = (Study::usual(stream), count(stream, 12, 24));
    let (middle, steepness) = (study.decades * between(stream, 0.3, 0.5), between(stream, 1.5, 2.5));
    let share = study.values(|z| 0.05 + 0.75 / (1.0 + (-steepness * (z - middle)).exp()));
    study.shares(solved(stream, &share, items))
}

pub(super) fn jump(stream: &mut Stream) -> Option<Case> {
    let (releases, years) = (count(stream, 30, 60), between(stream, 5.0, 7.0));
    let (rate, factor) = (between(stream, 0.5, 1.0), between(stream, 3.0, 5.0));
    let at = 2019.0 + years * between(stream, 0.7, 0.85);
    let t = dates(stream, releases, years);
    let y = t.iter().map(|t| (rate * (t - 2019.0)).exp() * if *t > at { factor } else { 1.0 }).collect();
    let y = noisy(stream, y, 0.1);
    dated("horizon", Quantity::Horizon, t, y)
}

/// A case over optimiser steps of what rises with them.
fn rising(study: &Study, name: &str, y: Vec<f64>) -> Option<Case> {
    let steps = study.values(|z| 100.0 * 10f64.powf(z));
    Some(
        Case::by_rule(vec![column("step", Quantity::Steps, steps), column(name, Quantity::Plain, y)])?
            .ahead(AHEAD),
    )
}

pub(super) fn noisy_growth(stream: &mut Stream) -> Option<Case> {
    let (study, exponent) = (Study::usual(stream), between(stream, 0.2, 0.4));
    let noise = between(stream, 0.12, 0.18);
    rising(&study, "reward", noisy(stream, study.values(|z| 5.0 * 10f64.powf(exponent * z)), noise))
}

pub(super) fn saturating_counts(stream: &mut Stream) -> Option<Case> {
    let (study, all) = (Study::usual(stream), between(stream, 200.0, 600.0));
    let full = study.decades * between(stream, 0.35, 0.5);
    let found = study.z.iter().map(|z| all * (1.0 - (-(10f64.powf(z - full))).exp()));
    let found: Vec<f64> = found.collect();
    let y = found.into_iter().map(|mean| poisson(stream, mean)).collect();
    rising(&study, "found", y)
}

pub(super) fn steepening(stream: &mut Stream) -> Option<Case> {
    let study = Study::usual(stream);
    let (first, last) = (between(stream, 0.03, 0.05), between(stream, 0.12, 0.16));
    let drift = (last - first) / study.decades;
    let loss = study.values(|z| 4.0 * (-LN_10 * (first * z + 0.5 * drift * z * z)).exp());
    study.losses(noisy(stream, loss, QUIET))
}

pub(super) fn frontier_of_progress(stream: &mut Stream) -> Option<Case> {
    let (t, rate) = (releases(stream), between(stream, 0.7, 1.2));
    let scores = t.iter().map(|t| (rate * (t - 2019.0) + 0.3 * stream.normal()).exp()).collect();
    let Records { dates: t, scores: y, later } = records(&t, scores, stream);
    let columns = vec![column("release_date", Quantity::Date, t), column("horizon", Quantity::Horizon, y)];
    Some(Case::by_rule(columns)?.ahead(later))
}

pub(super) fn levelling_rating(stream: &mut Stream) -> Option<Case> {
    let (releases, slow) = (count(stream, 30, 60), between(stream, 0.6, 1.0));
    let t = later((0..releases).map(|i| 2019.0 + 5.0 * i as f64 / releases as f64).collect());
    let rating = |t: &f64| 1000.0 + 400.0 * (1.0 - (-slow * (t - 2019.0)).exp()) + 8.0 * stream.normal();
    let y = t.iter().map(rating).collect();
    dated("elo", Quantity::Rating, t, y)
}

pub(super) fn rounded(stream: &mut Stream) -> Option<Case> {
    let (law, study) = (Gentle::draw(stream), Study::draw(stream, (30, 60), (3.0, 4.0)));
    let loss = noisy(stream, study.values(|z| law.at(z)), QUIET);
    study.losses(loss.into_iter().map(|loss| (100.0 * loss).round() / 100.0).collect())
}
