//! Every law finds itself again in data drawn from it: exactly without noise and in any units, and with intervals that
//! cover with noise.

use crate::design::{World, worlds};
use lawlike::fit::{Estimate, Fit, Options, Status, fit};
use lawlike::observations::{Column, Observations};
use lawlike_num::parallel;
use lawlike_num::stream::Stream;

/// Largest relative error of a prediction without noise.
const EXACT: f64 = 1e-6;
/// Cards whose search may end this far away in other units: nine parameters make a valley that is flat to 1e-4.
const VALLEYS: &[(&str, f64)] = &[("farseer", 1e-3)];
/// Largest relative error of an exponent that the data determine, without noise.
const SAME: f64 = 1e-3;

/// Fits of one thread: the cards are spread over the threads.
fn fitted(world: &World, data: &Observations, start: &[(String, f64)]) -> Fit {
    let options = Options { threads: 1, start: start.to_vec(), ..Options::default() };
    fit(&world.law, data, &options).unwrap()
}

/// Largest error of the fitted values: relative where all are positive, else as a share of the largest.
fn error(fit: &Fit, data: &Observations) -> f64 {
    let y = &data.response.values;
    let largest = y.iter().fold(0.0f64, |most, value| most.max(value.abs()));
    let positive = y.iter().all(|value| *value > 0.0);
    let size = |value: f64| if positive { value } else { largest };
    fit.fitted.iter().zip(y).map(|(found, value)| (found - value).abs() / size(*value)).fold(0.0, f64::max)
}

fn unnoisy(world: &World, truth: &[f64]) -> Observations {
    world.observe(truth, 0.0, &mut Stream::keyed(0, &[]))
}

#[test]
fn laws_are_found_again_without_noise() {
    let worlds = worlds(3);
    let failures = parallel::map(worlds.len(), 0, |at| {
        let world = &worlds[at];
        let mut failures = Vec::new();
        for truth in &world.truths {
            let data = unnoisy(world, truth);
            let fit = fitted(world, &data, &[]);
            let away = error(&fit, &data);
            if !(away <= EXACT) {
                failures.push(format!("{}: error {away:e} at {truth:?}", world.card.id));
            }
        }
        failures
    });
    let failures = failures.concat();
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn units_do_not_matter() {
    let worlds = worlds(1);
    let failures = parallel::map(worlds.len(), 0, |at| {
        let world = &worlds[at];
        let truth = &world.truths[0];
        let mut failures = Vec::new();
        // A law that adds or divides two counts of parameters, or of tokens, needs both in one unit.
        for unit in [&["N", "N_active", "N_looped", "N_vocabulary"][..], &["D", "U"]] {
            let mut data = unnoisy(world, truth);
            let has_unit = |axis: &&mut Column| axis.quantity.symbol().is_some_and(|own| unit.contains(&own));
            let scaled: Vec<_> = data.axes.iter_mut().filter(has_unit).collect();
            if scaled.is_empty() {
                continue;
            }
            scaled.into_iter().for_each(|axis| axis.values.iter_mut().for_each(|value| *value /= 1000.0));
            let fit = fitted(world, &data, &[]);
            let away = error(&fit, &data);
            let wrong = |name: &String| {
                let at = world.model.parameters().iter().position(|known| known == name).unwrap();
                let found = fit.parameter(name).unwrap().value;
                (found / truth[at] - 1.0).abs() > SAME
            };
            let moved: Vec<String> = match fit.status {
                Status::Converged => world.exponents().into_iter().filter(wrong).collect(),
                _ => Vec::new(),
            };
            let valley = VALLEYS.iter().find(|(id, _)| *id == world.card.id);
            let most = valley.map_or(EXACT, |(_, most)| *most);
            if !(away <= most) || !moved.is_empty() {
                failures.push(format!("{}: error {away:e}, {moved:?} moved", world.card.id));
            }
        }
        failures
    });
    let failures = failures.concat();
    assert!(failures.is_empty(), "{failures:#?}");
}

/// Draws of noise for each card; a card is held to them only if nearly all of the first few are determined.
const DRAWS: u64 = 40;
const FIRST: u64 = 8;
/// Noise, relative: small, so that intervals that are right to first order cover as they say.
const NOISE: f64 = 2e-4;
/// Least coverage of the 95 % intervals of one card over its parameters: three standard errors of forty draws below,
/// as if all parameters missed together.
const LEAST: f64 = 0.85;
/// Coverage over all cards.
const OVERALL: std::ops::RangeInclusive<f64> = 0.935..=0.965;
/// Cards that must have been held to it; the others have more parameters than their design determines.
const HELD: usize = 65;

#[test]
fn intervals_cover_the_truth() {
    let worlds = worlds(1);
    let shares = parallel::map(worlds.len(), 0, |at| coverage(&worlds[at], at as u64));
    let held: Vec<(&str, f64)> =
        worlds.iter().zip(&shares).filter_map(|(world, share)| Some((world.card.id, (*share)?))).collect();
    let low: Vec<_> = held.iter().filter(|(_, share)| *share < LEAST).collect();
    assert!(low.is_empty(), "{low:?}");
    let overall = held.iter().map(|(_, share)| share).sum::<f64>() / held.len() as f64;
    println!("coverage {overall:.3} over {} of {} cards", held.len(), worlds.len());
    assert!(OVERALL.contains(&overall) && held.len() >= HELD, "{overall} over {} cards", held.len());
}

/// Share of the 95 % intervals that hold the truth, over draws and parameters; none where the law is not determined.
fn coverage(world: &World, key: u64) -> Option<f64> {
    let truth = world.truths.last().unwrap();
    let start: Vec<(String, f64)> =
        world.model.parameters().iter().cloned().zip(truth.iter().copied()).collect();
    let mut shares = Vec::new();
    for draw in 0..DRAWS {
        let data = world.observe(truth, NOISE, &mut Stream::keyed(95, &[key, draw]));
        let fit = fitted(world, &data, &start);
        if fit.status == Status::Converged {
            let holds =
                |(estimate, truth): (&Estimate, &f64)| (estimate.lo95..=estimate.hi95).contains(truth);
            let covered = fit.parameters.iter().zip(truth).filter(|pair| holds(*pair)).count();
            shares.push(covered as f64 / truth.len() as f64);
        }
        if draw + 1 == FIRST && shares.len() < 6 {
            return None;
        }
    }
    Some(shares.iter().sum::<f64>() / shares.len() as f64).filter(|_| shares.len() >= 30)
}
