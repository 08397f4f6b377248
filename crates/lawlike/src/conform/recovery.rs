//! Every law finds itself again in data drawn from it: exactly without noise and in any units, and with intervals that
//! cover with noise.

use super::{Exam, ExamOutcome, World, worst};
use crate::error::Result;
use crate::fit::{Fit, FitOptions, Status, fit};
use crate::interval::NamedEstimate;
use crate::observations::{Column, Observations};
use crate::run::Run;
use lawlike_num::stream::Stream;

/// Largest relative error of a prediction without noise.
const EXACT: f64 = 1e-6;
/// Laws whose search may end this far away in other units: nine parameters make a valley that is flat to 1e-4.
const VALLEYS: &[(&str, f64)] = &[("farseer", 1e-3)];
/// Largest relative error of an exponent that the data determine, without noise.
const SAME: f64 = 1e-3;
/// Draws of noise; a law is held to them only if nearly all of the first few are determined.
const DRAWS: u64 = 40;
const FIRST: u64 = 8;
/// Draws that must be determined, of the first few and of all.
const SETTLED: (usize, usize) = (6, 30);
/// Noise, relative: small, so that intervals that are right to first order cover as they say.
const NOISE: f64 = 2e-4;
/// Least coverage of the 95 % intervals over the parameters: three standard errors of forty draws below, as if all
/// parameters missed together.
const LEAST_COVERAGE: f64 = 0.85;

/// Fits of one thread: those who examine many laws spread them over the threads.
fn fitted(world: &World, data: &Observations, start: &[(String, f64)]) -> Result<Fit> {
    fit(&world.law, data, &FitOptions { run: Run::on(1), start: start.to_vec(), ..FitOptions::default() })
}

/// Largest error of the fitted values: relative where all are positive, else as a share of the largest.
fn error(fit: &Fit, data: &Observations) -> f64 {
    let y = &data.response.values;
    let largest = y.iter().fold(0.0f64, |most, value| most.max(value.abs()));
    let positive = y.iter().all(|value| *value > 0.0);
    let size = |value: f64| if positive { value } else { largest };
    let errors = fit.fitted.iter().zip(y).map(|(found, value)| (found - value).abs() / size(*value));
    errors.fold(0.0, |most: f64, error| if error.is_nan() { f64::NAN } else { most.max(error) })
}

fn unnoisy(world: &World, truth: &[f64]) -> Result<Observations> {
    world.observe(truth, 0.0, &mut Stream::keyed(0, &[]))
}

/// Whether fitted values are those of data without noise.
///
/// # Errors
/// The law cannot be fitted to its own data.
pub fn recovery(world: &World) -> Result<Exam> {
    let mut errors = Vec::new();
    for truth in &world.truths {
        let data = unnoisy(world, truth)?;
        let away = error(&fitted(world, &data, &[])?, &data);
        errors.push((away, "error of a fitted value without noise".to_owned()));
    }
    Ok(worst(errors).map_or_else(
        || Exam::open("recovery", "no true parameters"),
        |(found, message)| Exam::at_most("recovery", EXACT, found, message),
    ))
}

/// Whether the fit is the same with parameters, or tokens, counted in thousands.
///
/// # Errors
/// As for [`recovery`].
pub fn units(world: &World) -> Result<Exam> {
    let name = "units";
    let Some(truth) = world.truths.first() else { return Ok(Exam::open(name, "no true parameters")) };
    let mut errors = Vec::new();
    // A law that adds or divides two counts of parameters, or of tokens, needs both in one unit.
    for unit in [&["N", "N_active", "N_looped", "N_vocabulary"][..], &["D", "U"]] {
        let mut data = unnoisy(world, truth)?;
        let has_unit = |axis: &&mut Column| axis.quantity.symbol().is_some_and(|own| unit.contains(&own));
        let scaled: Vec<_> = data.axes.iter_mut().filter(has_unit).collect();
        if scaled.is_empty() {
            continue;
        }
        scaled.into_iter().for_each(|axis| axis.values.iter_mut().for_each(|value| *value /= 1000.0));
        let fit = fitted(world, &data, &[])?;
        errors.push((error(&fit, &data), format!("error of a fitted value, {} in thousands", unit[0])));
        let moved = |name: &String| {
            let at = world.model.parameters().iter().position(|known| known == name)?;
            let away = (fit.parameter(name)?.value() / truth[at] - 1.0).abs();
            // An exponent may differ by more than a fitted value.
            Some((away * EXACT / SAME, format!("change of the exponent {name}, {} in thousands", unit[0])))
        };
        if fit.status == Status::Converged {
            errors.extend(world.exponents().iter().filter_map(moved));
        }
    }
    let valley = VALLEYS.iter().find(|(id, _)| *id == world.law.id);
    let most = valley.map_or(EXACT, |(_, most)| *most);
    Ok(worst(errors).map_or_else(
        || Exam::open(name, "neither parameters nor tokens are inputs"),
        |(found, message)| Exam::at_most(name, most, found, message),
    ))
}

/// Share of the 95 % intervals that hold the truth, over draws of noise and parameters; open where the design does not
/// determine the law.
///
/// # Errors
/// As for [`recovery`].
pub fn coverage(world: &World) -> Result<Exam> {
    let name = "coverage";
    let Some(truth) = world.truths.last() else { return Ok(Exam::open(name, "no true parameters")) };
    let names = world.model.parameters().iter().cloned();
    let start: Vec<(String, f64)> = names.zip(truth.iter().copied()).collect();
    let key: Vec<u64> = world.law.id.bytes().map(u64::from).collect();
    let unsettled = || Ok(Exam::open(name, "the design does not determine all parameters"));
    let mut shares = Vec::new();
    for draw in 0..DRAWS {
        let stream_key: Vec<u64> = key.iter().copied().chain([draw]).collect();
        let data = world.observe(truth, NOISE, &mut Stream::keyed(95, &stream_key))?;
        let fit = fitted(world, &data, &start)?;
        if fit.status == Status::Converged {
            let holds =
                |(estimate, truth): (&NamedEstimate, &f64)| estimate.estimate.interval.contains(*truth);
            let covered = fit.parameters.iter().zip(truth).filter(|pair| holds(*pair)).count();
            shares.push(covered as f64 / truth.len() as f64);
        }
        if draw + 1 == FIRST && shares.len() < SETTLED.0 {
            return unsettled();
        }
    }
    if shares.len() < SETTLED.1 {
        return unsettled();
    }
    let found = shares.iter().sum::<f64>() / shares.len() as f64;
    let outcome = if found >= LEAST_COVERAGE { ExamOutcome::Held } else { ExamOutcome::Failed };
    let message = format!("share of 95 % intervals that hold the truth, {} draws", shares.len());
    Ok(Exam { name, outcome, found, allowed: LEAST_COVERAGE, message })
}
