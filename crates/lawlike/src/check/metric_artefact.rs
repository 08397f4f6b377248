//! Does a jump of a sharp metric follow from a smooth one?

use super::{Check, CheckCard, Context, Found, Severity};
use crate::fit::{Fit, FitOptions, Objective, ParameterBounds, fit};
use crate::forecast::Frame;
use crate::law::Law;
use crate::observations::{Column, Observations};
use crate::quantity::{LossUnit, Quantity};
use crate::run::Run;
use lawlike_num::dist::{fisher_quantile, fisher_tail};
use lawlike_num::regression::line;

/// Least rows with both metrics.
const ROWS: usize = 8;
/// Rise of the share from which on it is a jump.
const RISE: f64 = 0.2;
/// Share of the range of scales over which a jump has hardly begun, and what is hardly: a share of the rise.
const QUIET: (f64, f64) = (0.25, 0.1);
/// Share of the variance that the sigmoid along scale must explain.
const SEEN: f64 = 0.7;
/// Mean square of the residuals from the smooth metric, over that from the jump along scale, up to which it explains
/// the jump, and from which on (if the F test at 1 % agrees) it does not.
const EXPLAINED: f64 = 1.5;
const UNEXPLAINED: f64 = 2.0;

pub(super) const CHECK: Check = Check {
    card: CheckCard {
        code: "metric-artefact",
        title: "a jump in a sharp metric, seen beside a smooth one",
        says: "the share of right answers stays flat and then jumps. As a warning: the jump follows from the smooth \
               metric, as that of an exact match of many tokens does, and comes from the metric, not from the models. As a \
               note: the smooth metric does not show it",
        caution: "a loss on other text than the task may move with scale and still say nothing of the task; the only link \
                  that is tried is the exponential one",
        hint: "forecast the smooth metric and carry the forecast through the link; do not extrapolate the jump along scale",
        source: "Schaeffer, Miranda & Koyejo 2023 (arXiv 2304.15004): exact match = (accuracy a token)^length = \
                 exp(-length loss); with floor and factor the link of Gadre et al. 2024 (arXiv 2403.08540), equation 5. \
                 Residuals from the link up to 1.5 times (mean square) those of a sigmoid along scale",
    },
    is_dear: false,
    run,
};

fn run(context: &Context<'_>) -> Option<Found> {
    let observations = context.observations;
    let (name, costs) = smooth(observations)?;
    let frame = Frame::new(observations, None);
    let rows: Vec<usize> = (0..frame.n()).filter(|i| costs[frame.rows[*i]].is_finite()).collect();
    let pick = |value: &dyn Fn(usize) -> f64| rows.iter().map(|i| value(*i)).collect::<Vec<f64>>();
    let sign = if observations.response.quantity == Quantity::ErrorRate { -1.0 } else { 1.0 };
    let right = pick(&|i| if sign < 0.0 { 1.0 - frame.y[i] } else { frame.y[i] });
    let scale = pick(&|i| frame.z[i]);
    let cost = pick(&|i| costs[frame.rows[i]]);
    let jump = jump(&scale, &right)?;
    let link = link(&cost, &right)?;
    let n = rows.len() as f64;
    let ratio = link.objective.value / (n - 3.0) / (jump.objective.value / (n - 4.0));
    let limit = fisher_quantile(0.99, n - 3.0, n - 4.0).max(UNEXPLAINED);
    let rise = right.last()? - right.first()?;
    let about = format!("`{}` moves by {rise:.2} after a flat start", observations.response.name);
    let length = link.parameter("l")?.value();
    if ratio <= EXPLAINED {
        Some(Found {
            severity: Severity::Warning,
            number: ratio,
            threshold: EXPLAINED,
            message: format!(
                "{about}, and `{name}` explains it as well as a jump along scale does (mean square of the residuals {ratio:.2} \
                 times as large): it follows exp(-{length:.3} `{name}`) with floor and factor"
            ),
        })
    } else if ratio > limit {
        Some(Found {
            severity: Severity::Note,
            number: ratio,
            threshold: limit,
            message: format!(
                "{about}, and an exponential link to `{name}` does not explain it: its residuals are {ratio:.1} times (mean \
                 square) those of a jump along scale"
            ),
        })
    } else {
        None
    }
}

/// The first smooth metric that goes with the response, as a cost (lower is better) that adds up over tokens.
fn smooth(observations: &Observations) -> Option<(String, Vec<f64>)> {
    let sharp = matches!(observations.response.quantity, Quantity::Accuracy | Quantity::ErrorRate);
    if !sharp || !observations.is_share() {
        return None;
    }
    let task = task_words(&observations.response.name);
    let found: Vec<(&Column, Vec<f64>)> = observations
        .columns()
        .filter_map(|column| Some((column, smooth_cost(column)?)))
        .filter(|(_, costs)| costs.iter().filter(|cost| cost.is_finite()).count() >= ROWS)
        .collect();
    let of_task = |column: &Column| {
        let words = words(&column.name);
        task.iter().all(|word| words.contains(word))
    };
    let (column, costs) = found
        .iter()
        .find(|(column, _)| of_task(column))
        .or_else(|| found.iter().find(|(column, _)| matches!(column.quantity, Quantity::Loss(_))))?;
    Some((column.name.clone(), costs.clone()))
}

/// The words of the name of a sharp metric that say which task it is of.
pub fn task_words(name: &str) -> Vec<String> {
    const METRIC: [&str; 10] =
        ["acc", "accuracy", "em", "exact", "match", "pass", "error", "success", "rate", "score"];
    words(name).into_iter().filter(|word| !METRIC.contains(&word.as_str())).collect()
}

/// A column as a cost a token (lower is better), if its name and quantity say that it is a smooth metric.
pub fn smooth_cost(column: &Column) -> Option<Vec<f64>> {
    let words = words(&column.name);
    let has = |word: &str| words.iter().any(|known| known == word);
    let each = |f: fn(f64) -> f64| Some(column.values.iter().map(|v| f(*v)).collect());
    match column.quantity {
        Quantity::Loss(LossUnit::Perplexity) => each(f64::ln),
        Quantity::Loss(_) => each(|loss| loss),
        _ if has("token") && (has("accuracy") || has("acc")) => each(|share| -share.ln()),
        _ if has("logprob") || has("loglikelihood") || (has("log") && has("likelihood")) => each(|log| -log),
        _ if has("brier") || (has("edit") && has("distance")) => each(|distance| distance),
        _ => None,
    }
}

/// The words of a name, in small letters.
pub fn words(name: &str) -> Vec<String> {
    name.to_lowercase().split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect()
}

/// The sigmoid along scale, if the response stays flat and then rises.
fn jump(scale: &[f64], right: &[f64]) -> Option<Fit> {
    let n = right.len();
    let (first, last) = (*scale.first()?, *scale.last()?);
    let straight = line(scale, right)?;
    let sigmoid = fitted("sigmoid", scale, right, &FitOptions::default())?;
    let value = |name: &str| sigmoid.parameter(name).map_or(f64::NAN, |p| p.value());
    let at = |z: f64| {
        let (lo, hi) = (value("lo"), value("hi"));
        lo + (hi - lo) / (1.0 + (-(z - value("m")) / value("w")).exp())
    };
    let total = lawlike_num::quantile::variance(right) * (n as f64 - 1.0);
    let freedom = n as f64 - 4.0;
    let better = (straight.sum - sigmoid.objective.value) / 2.0 / (sigmoid.objective.value / freedom);
    let rise = at(last) - at(first);
    let quiet = at(first + QUIET.0 * (last - first)) - at(first) < QUIET.1 * rise;
    let is_jump = quiet
        && rise >= RISE
        && sigmoid.objective.value < (1.0 - SEEN) * total
        && fisher_tail(better, 2.0, freedom) < 0.01;
    is_jump.then_some(sigmoid)
}

/// The exponential link from the cost to the share.
fn link(cost: &[f64], right: &[f64]) -> Option<Fit> {
    let least = cost.iter().copied().fold(f64::INFINITY, f64::min);
    let range = cost.iter().copied().fold(f64::NEG_INFINITY, f64::max) - least;
    // Amounts at the least cost: a factor at zero cost may be astronomical.
    let shifted: Vec<f64> = cost.iter().map(|c| c - least).collect();
    let bound = vec![
        ParameterBounds::new("c", 0.0, 1.0),
        ParameterBounds::new("u", 0.0, 1.0),
        ParameterBounds::new("l", 0.05 / range, 100.0 / range),
    ];
    fitted("c + u*exp(-l*x)", &shifted, right, &FitOptions { bound, ..FitOptions::default() })
}

/// A law of one axis fitted to shares by least squares.
fn fitted(law: &str, x: &[f64], y: &[f64], options: &FitOptions) -> Option<Fit> {
    let axis = Column::new("x", Quantity::Plain, x.to_vec());
    let rows = Observations::new(Column::new("y", Quantity::Accuracy, y.to_vec()), vec![axis]).ok()?;
    let options = FitOptions { run: Run { threads: 1, ..options.run }, ..options.clone() }
        .with_objective(Objective::LS);
    fit(&Law::parse(law).ok()?, &rows, &options).ok()
}

#[cfg(test)]
mod tests;
