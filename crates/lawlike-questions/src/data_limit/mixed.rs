//! What a token of another kind (synthetic, translated, of another domain) is worth in natural tokens.
//!
//! Tokens add up at an exchange rate: `E + A N^-alpha + B (D + w S)^-beta`. A rate of zero says that they are worth
//! nothing, one that they are as good. One rate for all amounts is the plainest such law; no public set of runs in this
//! project has both counts, so that it is tested by simulation alone.

use super::runs::Runs;
use super::{DataLimitOptions, interval};
use lawlike::error::{Error, Result};
use lawlike::fit::{self, Effort, Prepared};
use lawlike::interval::Interval;
use lawlike::law::Law;
use lawlike::observations::{Column, Observations};
use lawlike::quantity::Quantity;
use lawlike_num::parallel;
use lawlike_num::stream::Stream;
use serde::Serialize;

/// Keeps these streams apart from those of other uses of the same seed.
const MIXED_STREAM: u64 = 0x006d_6978_6564;
/// Rates that are searched.
const RATES: (f64, f64) = (0.0, 100.0);

/// The worth of other tokens.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mixed {
    /// Column of the other tokens.
    pub column: String,
    /// Natural tokens that one of them is worth.
    pub rate: Interval,
    /// Runs with other tokens.
    pub runs: usize,
    /// Draws that could be fitted, of those asked for.
    pub draws: (usize, usize),
    /// Names and values of the parameters.
    pub parameters: Vec<(String, f64)>,
}

/// Fits the rate. Intervals are over the groups of the observations, drawn with replacement.
pub(super) fn mixed(observations: &Observations, column: &str, options: &DataLimitOptions) -> Result<Mixed> {
    let found = observations.columns().find(|known| known.name == column);
    let other = found
        .ok_or_else(|| Error::option(format!("--mixed {column}: there is no such column of numbers")))?
        .values
        .clone();
    if let Some(row) = other.iter().position(|v| !(v.is_finite() && *v >= 0.0)) {
        let line = observations.lines.get(row).copied().unwrap_or(row + 1);
        return Err(Error::observations(format!(
            "line {line}, column `{column}`: other tokens must be zero or more, found {}",
            other[row]
        )));
    }
    let with = other.iter().filter(|v| **v > 0.0).count();
    if with == 0 || with == other.len() && other.iter().all(|v| *v == other[0]) {
        return Err(Error::observations(format!(
            "column `{column}`: the runs do not differ in it, so that the worth of its tokens cannot be told"
        )));
    }
    let mut runs = Runs::new(observations)?.all;
    runs.axes.truncate(2);
    runs.axes.push(Column::new("S", Quantity::Plain, other));
    runs.groups.clone_from(&observations.groups);
    let law = Law::parse("E + A*N^-alpha + B*(D + w*S)^-beta")?;
    let bound = fit::ParameterBounds::new;
    let asked = fit::FitOptions {
        objective: Some(options.objective),
        bound: vec![
            bound("E", 0.0, f64::INFINITY),
            bound("A", 0.0, f64::INFINITY),
            bound("B", 0.0, f64::INFINITY),
            bound("alpha", 0.001, 5.0),
            bound("beta", 0.001, 5.0),
            bound("w", RATES.0, RATES.1),
        ],
        ..fit::FitOptions::default()
    };
    let prepared = Prepared::new(&law, &runs, &asked)?;
    let whole = prepared.solve(prepared.weights(), Effort::Thorough);
    let place = prepared.parameters().iter().position(|name| name == "w").unwrap_or_default();
    let groups = runs.groups.iter().copied().max().unwrap_or_default() + 1;
    let replicate = |number: usize| {
        let mut stream = Stream::keyed(options.run.seed, &[MIXED_STREAM, number as u64]);
        let mut times = vec![0.0; groups];
        let mut names = runs.groups.clone();
        names.sort_unstable();
        names.dedup();
        (0..names.len()).for_each(|_| times[names[stream.below(names.len())]] += 1.0);
        let weights: Vec<f64> = runs.groups.iter().map(|group| times[*group]).collect();
        let found = prepared.solve(&weights, Effort::Quick);
        found.objective.is_finite().then(|| found.parameters[place])
    };
    let draws: Vec<f64> =
        parallel::map(options.replicates, options.run.threads, replicate).into_iter().flatten().collect();
    Ok(Mixed {
        column: column.to_owned(),
        rate: interval(whole.parameters[place], draws.iter().copied(), 0.999 * RATES.1, runs.group_count()),
        runs: with,
        draws: (draws.len(), options.replicates),
        parameters: prepared.parameters().iter().cloned().zip(whole.parameters.iter().copied()).collect(),
    })
}
