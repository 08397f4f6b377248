//! Which law says best what more epochs do: fitted on few, asked for many.

use super::DataLimitOptions;
use super::decay::{self, LAW, Way};
use super::runs::Runs;
use crate::compare::dependence;
use lawlike::error::{Error, Result};
use lawlike::fit::Effort;
use lawlike_num::quantile::{mean, median, quantile, variance};
use lawlike_num::stream::Stream;
use serde::Serialize;

/// Least stocks and runs that are held out.
const LEAST_STOCKS_AND_RUNS: (usize, usize) = (3, 8);
/// Keeps these streams apart from those of other uses of the same seed.
const CONTEST_STREAM: u64 = 0x0063_6f6e_7465_7374;

/// How much better a law is than the surface that knows of no repeats.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LawGain {
    /// Root mean square error of the surface minus that of the law, in logarithms of the loss.
    pub value: f64,
    /// Its standard error: the jackknife over stocks of unique tokens.
    pub se: f64,
    /// Mean absolute error of the surface minus that of the law; each stock counts once.
    pub by_stock: f64,
    /// Its standard error over stocks.
    pub by_stock_se: f64,
    /// Chance of as large a mean over stocks if both were as good.
    pub p: f64,
}

/// One law on the held-out runs. Errors are of the logarithm of the loss.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scored {
    /// Name of the law.
    pub law: String,
    /// How it was fitted: `one step`, `two steps`, or `one epoch` where only runs of one epoch are used.
    pub fitted: String,
    /// Root mean square error.
    pub rmse: f64,
    /// Root mean square error over held-out runs at their best: those that no run with no more parameters, tokens and unique
    /// tokens beats. Who plans a run does not know whether it will be one of these.
    pub rmse_at_best: f64,
    /// Median absolute error.
    pub median_error: f64,
    /// Mean error: above zero if forecasts were too high.
    pub bias: f64,
    /// Gain over the surface that is fitted to all runs of the past; absent for itself.
    pub gain: Option<LawGain>,
    /// Share of held-out runs in the intervals of 80 and 95 % for a new run.
    pub coverage: [f64; 2],
}

/// Laws compared on runs with more epochs than the past.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contest {
    /// Most epochs of the past.
    pub cut: f64,
    /// Runs of the past.
    pub past: usize,
    /// Held-out runs.
    #[serde(rename = "hidden")]
    pub held_out: usize,
    /// Stocks of unique tokens of the held-out runs.
    pub stocks: usize,
    /// The laws, the plain surface first.
    pub laws: Vec<Scored>,
    /// Baselines that could not be fitted, and why.
    pub dropped: Vec<String>,
}

/// Laws of the contest, and the steps in which they are fitted; the first is the plain surface.
const LAWS: [(&str, &str); 7] = [
    ("chinchilla", "one step"),
    ("over-training", "one epoch"),
    (LAW, "two steps"),
    (LAW, "one step"),
    ("over-fit", "two steps"),
    ("over-fit", "one step"),
    ("bounded-repeats", "one step"),
];

/// Fits all laws to the past and scores their forecasts of the rest.
pub(super) fn contest(runs: &Runs, options: &DataLimitOptions) -> Result<Contest> {
    let rows = 0..runs.n();
    let (past, held_out): (Vec<usize>, Vec<usize>) = rows.partition(|row| runs.epochs[*row] <= options.cut);
    let stocks = runs.clusters(&held_out);
    if stocks.len() < LEAST_STOCKS_AND_RUNS.0 || held_out.len() < LEAST_STOCKS_AND_RUNS.1 {
        return Err(Error::observations(format!(
            "{} runs of {} stocks have more than {} epochs: at least {} of {} are needed",
            held_out.len(),
            stocks.len(),
            options.cut,
            LEAST_STOCKS_AND_RUNS.1,
            LEAST_STOCKS_AND_RUNS.0
        )));
    }
    let best = runs.at_their_best(options.tolerance);
    let is_best: Vec<bool> = held_out.iter().map(|row| best.binary_search(row).is_ok()).collect();
    let (mut laws, mut dropped): (Vec<Scored>, Vec<String>) = (Vec::new(), Vec::new());
    let mut plain: Option<Vec<f64>> = None;
    for (law, fitted) in LAWS {
        let way = match fitted {
            "two steps" => Way::two(runs, law, &past, options),
            "one epoch" => Way::in_one_step(runs, law, &runs.singles(&past), options),
            _ => Way::in_one_step(runs, law, &past, options),
        };
        let answer = way.and_then(|way| answer(runs, &way, &past, &held_out, options));
        match (answer, &plain) {
            (Ok(answer), _) => {
                let gain = plain
                    .as_ref()
                    .map(|plain| gain(runs, &held_out, plain, &answer.errors, options.run.seed));
                laws.push(scored(law, fitted, &answer, &is_best, gain));
                plain.get_or_insert(answer.errors);
            }
            // Without the surface there is nothing to compare with; a baseline that has no fit drops out.
            (Err(reason), None) => return Err(reason),
            (Err(reason), Some(_)) => dropped.push(format!("{law} ({fitted}): {reason}")),
        }
    }
    Ok(Contest {
        cut: options.cut,
        past: past.len(),
        held_out: held_out.len(),
        stocks: stocks.len(),
        laws,
        dropped,
    })
}

/// Errors of a law on the held-out runs, and which of them lie in its intervals.
struct Answer {
    errors: Vec<f64>,
    held: [f64; 2],
}

fn answer(
    runs: &Runs,
    way: &Way,
    past: &[usize],
    held_out: &[usize],
    options: &DataLimitOptions,
) -> Result<Answer> {
    let mut times = vec![0.0; runs.n()];
    past.iter().for_each(|row| times[*row] = 1.0);
    let failed = || Error::observations("the fit found no optimum");
    let (parameters, _) = way.solve(&times, Effort::Thorough).ok_or_else(failed)?;
    let model = way.model();
    let logs = |parameters: &[f64], rows: &[usize]| -> Result<Vec<f64>> {
        Ok(model.predict(parameters, &runs.points(rows))?.iter().map(|value| value.ln()).collect())
    };
    let truth = |row: &usize| runs.all.response.values[*row].ln();
    let errors: Vec<f64> =
        logs(&parameters, held_out)?.iter().zip(held_out).map(|(f, row)| f - truth(row)).collect();
    let noise: Vec<f64> = logs(&parameters, past)?.iter().zip(past).map(|(f, row)| truth(row) - f).collect();
    let mut stream = Stream::keyed(options.run.seed, &[CONTEST_STREAM]);
    let mut values: Vec<Vec<f64>> = vec![Vec::new(); held_out.len()];
    for draw in decay::draws(runs, way, options) {
        for (list, value) in values.iter_mut().zip(logs(&draw, held_out)?) {
            list.push(value + noise[stream.below(noise.len())]);
        }
    }
    let inside = |level: f64| {
        let within = |(list, row): (&Vec<f64>, &usize)| {
            let mut sorted = list.clone();
            sorted.sort_by(f64::total_cmp);
            let (lo, hi) = (quantile(&sorted, 0.5 - 0.5 * level), quantile(&sorted, 0.5 + 0.5 * level));
            (lo..=hi).contains(&truth(row))
        };
        values.iter().zip(held_out).filter(|pair| within(*pair)).count() as f64 / held_out.len() as f64
    };
    Ok(Answer { held: [inside(0.8), inside(0.95)], errors })
}

fn rmse(errors: &[f64]) -> f64 {
    (errors.iter().map(|e| e * e).sum::<f64>() / errors.len() as f64).sqrt()
}

fn scored(law: &str, fitted: &str, answer: &Answer, is_best: &[bool], gain: Option<LawGain>) -> Scored {
    let best: Vec<f64> =
        answer.errors.iter().zip(is_best).filter(|(_, is_best)| **is_best).map(|(error, _)| *error).collect();
    let sizes: Vec<f64> = answer.errors.iter().map(|e| e.abs()).collect();
    Scored {
        law: law.to_owned(),
        fitted: fitted.to_owned(),
        rmse: rmse(&answer.errors),
        rmse_at_best: rmse(&best),
        median_error: median(&sizes),
        bias: mean(&answer.errors),
        gain,
        coverage: answer.held,
    }
}

/// Runs of one stock share what its tokens are: a stock, not a run, is one observation.
fn gain(runs: &Runs, held_out: &[usize], plain: &[f64], own: &[f64], seed: u64) -> LawGain {
    let stocks = runs.clusters(held_out);
    let errors_where = |keep: &dyn Fn(usize) -> bool, errors: &[f64]| -> Vec<f64> {
        let kept = held_out.iter().zip(errors).filter(|(row, _)| keep(runs.all.groups[**row]));
        kept.map(|(_, error)| *error).collect()
    };
    let difference =
        |keep: &dyn Fn(usize) -> bool| rmse(&errors_where(keep, plain)) - rmse(&errors_where(keep, own));
    let left: Vec<f64> = stocks.iter().map(|out| difference(&|stock| stock != *out)).collect();
    let k = stocks.len() as f64;
    let by_stock: Vec<f64> = stocks
        .iter()
        .map(|only| {
            let size = |errors: &[f64]| {
                mean(
                    &errors_where(&|stock| stock == *only, errors)
                        .iter()
                        .map(|e| e.abs())
                        .collect::<Vec<_>>(),
                )
            };
            size(plain) - size(own)
        })
        .collect();
    LawGain {
        value: rmse(plain) - rmse(own),
        se: ((k - 1.0).powi(2) / k * variance(&left)).sqrt(),
        by_stock: mean(&by_stock),
        by_stock_se: dependence::error(&by_stock),
        p: dependence::chance(&by_stock, seed),
    }
}
