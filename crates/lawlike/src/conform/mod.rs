//! The conformance kit: what every law must hold, built-in or a user's.
//!
//! A [`World`] makes inputs and true parameters for a law from the law alone. Derivatives, and the limits and trends that
//! the law claims, are held against numbers; the law must find itself again in data drawn from it, whatever the units,
//! and with intervals that cover the truth where there is noise. `tests/laws/` holds all built-in laws to it.

mod recovery;
mod world;

pub use recovery::{coverage, recovery, units};
pub use world::{World, inputs};

use crate::error::Result;
use crate::law::{End, Law};
use lawlike_formula::{Formula, Workspace};
use serde::Serialize;

/// Largest error of a derivative, relative to the largest one of its parameter over the rows.
const SLOPES: f64 = 1e-6;
/// Stands for what grows beyond all bounds, and its inverse for what vanishes.
const HUGE: f64 = 1e250;
/// Largest distance to a limit there, relative to the response.
const LIMITS: f64 = 1e-6;
/// Largest step against a trend, relative to the response.
const TRENDS: f64 = 1e-12;
/// Random sets of parameters that a law is examined at.
const SETS: u64 = 3;

/// How an examination ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExamOutcome {
    /// The law holds it.
    Held,
    /// The law does not.
    Failed,
    /// There was nothing to examine, or the data cannot say.
    Open,
}

/// One examination of a law.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Exam {
    /// What is examined.
    pub name: &'static str,
    /// How it ended.
    pub outcome: ExamOutcome,
    /// The worst number found; NaN if there is none.
    pub found: f64,
    /// What is allowed.
    pub allowed: f64,
    /// What the number is, and where it was worst.
    pub message: String,
}

impl Exam {
    /// An examination in which a number must not exceed another.
    fn at_most(name: &'static str, allowed: f64, found: f64, message: String) -> Self {
        let outcome = if found <= allowed { ExamOutcome::Held } else { ExamOutcome::Failed };
        Self { name, outcome, found, allowed, message }
    }

    /// An examination without an answer.
    fn open(name: &'static str, message: impl Into<String>) -> Self {
        Self { name, outcome: ExamOutcome::Open, found: f64::NAN, allowed: f64::NAN, message: message.into() }
    }
}

/// All examinations of a law.
///
/// # Errors
/// The law names nothing that could be measured, or a limit that it claims is no formula.
pub fn conform(law: &Law) -> Result<Vec<Exam>> {
    let world = World::new(law, SETS)?;
    Ok(vec![
        derivatives(&world)?,
        limits(&world)?,
        trends(&world)?,
        recovery(&world)?,
        units(&world)?,
        coverage(&world)?,
    ])
}

/// The worst of several numbers, with what is to be said of it.
fn worst(all: impl IntoIterator<Item = (f64, String)>) -> Option<(f64, String)> {
    // What is no number is the worst of all.
    let rank = |value: f64| if value.is_nan() { f64::INFINITY } else { value };
    all.into_iter().max_by(|a, b| rank(a.0).total_cmp(&rank(b.0)))
}

/// Derivatives, as the fit takes them, against differences of the fourth order.
///
/// # Errors
/// As for [`conform`].
pub fn derivatives(world: &World) -> Result<Exam> {
    let name = "derivatives";
    let bound = world.model.bind(&world.inputs.points())?;
    let rows = bound.rows();
    let mut errors = Vec::new();
    for truth in &world.truths {
        let (mut values, mut jacobian) = (vec![0.0; rows], vec![0.0; rows * truth.len()]);
        bound.values_and_jacobian(truth, &mut Workspace::default(), &mut values, &mut jacobian);
        if !values.iter().all(|value| value.is_finite()) {
            let message = format!("the law has no value at {truth:?}");
            return Ok(Exam::at_most(name, SLOPES, f64::NAN, message));
        }
        let most = values.iter().fold(0.0f64, |most, value| most.max(value.abs()));
        for (j, column) in jacobian.chunks(rows).enumerate() {
            let h = 1e-4 * if truth[j] == 0.0 { 1.0 } else { truth[j].abs() };
            let at = |multiple: f64| {
                let (mut moved, mut out) = (truth.clone(), vec![0.0; rows]);
                moved[j] += multiple * h;
                bound.values(&moved, &mut Workspace::default(), &mut out);
                out
            };
            let [far, near, back, farther] = [2.0, 1.0, -1.0, -2.0].map(at);
            let largest = column.iter().fold(0.0f64, |most, slope| most.max(slope.abs()));
            // Differences of values have an error of their own where the parameter hardly matters.
            let allowed = SLOPES * largest + 1e-11 * most / h;
            let difference =
                |row: usize| (8.0 * (near[row] - back[row]) - (far[row] - farther[row])) / (12.0 * h);
            let error = |row: usize| SLOPES * (column[row] - difference(row)).abs() / allowed;
            let parameter = &world.model.parameters()[j];
            let message = format!("by {parameter}, of the largest over the rows");
            errors.extend(
                (0..rows).map(|row| (if allowed == 0.0 { 0.0 } else { error(row) }, message.clone())),
            );
        }
    }
    Ok(worst(errors).map_or_else(
        || Exam::open(name, "the law has no parameters"),
        |(found, message)| Exam::at_most(name, SLOPES, found, message),
    ))
}

/// Where the response goes at the ends of the inputs, against what the law claims.
///
/// # Errors
/// A limit is no formula.
pub fn limits(world: &World) -> Result<Exam> {
    let mut errors = Vec::new();
    for truth in &world.truths {
        let usual = world.values(truth)?;
        for limit in &world.law.limits {
            let at = |end: End| if end == End::Zero { HUGE.recip() } else { HUGE };
            let ends: Vec<(&str, f64)> =
                limit.towards.iter().map(|(name, end)| (name.as_str(), at(*end))).collect();
            let found = world.model.predict(truth, &world.with(&ends))?;
            let expected = stated(world, &limit.value, truth)?;
            for ((value, expected), usual) in found.iter().zip(&expected).zip(&usual) {
                let size = usual.abs() + expected.abs();
                let error = if value == expected { 0.0 } else { (value - expected).abs() / size };
                errors.push((error, format!("{}: {}", limit.words(), limit.value)));
            }
        }
    }
    Ok(worst(errors).map_or_else(
        || Exam::open("limits", "the law claims none"),
        |(found, message)| Exam::at_most("limits", LIMITS, found, message),
    ))
}

/// A formula of the parameters and the inputs, row by row.
fn stated(world: &World, text: &str, truth: &[f64]) -> Result<Vec<f64>> {
    let columns: Vec<&str> = world.inputs.columns().map(|column| column.name.as_str()).collect();
    let formula = Formula::parse(text)?.expand(&columns)?;
    let value_in_row = |row: usize| {
        let value = |name: &str| {
            let parameter = world.model.parameters().iter().position(|known| known == name);
            parameter.map(|at| truth[at]).or_else(|| Some(world.inputs.resolve(name)?.values[row]))
        };
        formula.eval(&value).unwrap_or(f64::NAN)
    };
    Ok((0..world.inputs.n()).map(value_in_row).collect())
}

/// Whether the response falls and rises as the law claims.
///
/// # Errors
/// As for [`conform`].
pub fn trends(world: &World) -> Result<Exam> {
    let mut errors = Vec::new();
    for truth in &world.truths {
        let here = world.values(truth)?;
        for (along, rises) in &world.law.trends {
            for factor in [1.001, 1.05] {
                let there = world.model.predict(truth, &world.scaled(along, factor))?;
                for (a, b) in here.iter().zip(&there) {
                    let loss = if *rises { a - b } else { b - a };
                    let against = if loss <= 0.0 { 0.0 } else { loss / a.abs() };
                    errors.push((against, format!("along {along}, against the trend")));
                }
            }
        }
    }
    Ok(worst(errors).map_or_else(
        || Exam::open("trends", "the law claims none"),
        |(found, message)| Exam::at_most("trends", TRENDS, found, message),
    ))
}
