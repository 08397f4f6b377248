//! Are there runs that the law cannot explain and the others can do without?

use super::{Check, CheckCard, Context, Found, Severity};
use lawlike_num::robust::{Outliers, outliers};

/// False alarms allowed, over all runs of a lawful table together.
const ALARMS: f64 = 0.02;

pub(super) const CHECK: Check = Check {
    card: CheckCard {
        code: "outliers",
        title: "single runs lie far from the law",
        says: "residuals of some runs are many times larger than those of the rest: diverged, misread or of another kind",
        caution: "where the law is wrong in one corner of the data, all runs of that corner look like outliers",
        hint: "look at these runs; take a robust objective (huber-log:1e-3, lad) and report the answer with and without them",
        source: "residuals over 1.4826 times their median absolute deviation, against the quantile of a t distribution \
                 with 6 degrees of freedom at which 2 % of lawful tables raise an alarm",
    },
    run,
};

/// Rows that lie far from the law, farthest first, the size of each residual in deviations, and the limit.
pub(super) fn far(residuals: &[f64]) -> (Vec<usize>, Vec<f64>, f64) {
    match outliers(residuals, ALARMS) {
        Some(Outliers { rows, sizes, limit }) => (rows, sizes, limit),
        None => (Vec::new(), vec![0.0; residuals.len()], f64::INFINITY),
    }
}

fn run(context: &Context<'_>) -> Option<Found> {
    let residuals = &context.fit.residuals;
    let n = residuals.len();
    let (far, sizes, limit) = far(residuals);
    let worst = far.first().map(|i| sizes[*i])?;
    let places: Vec<String> = far
        .iter()
        .take(5)
        .map(|i| {
            format!(
                "line {} ({:+.1} deviations)",
                context.observations.lines[*i],
                residuals[*i].signum() * sizes[*i]
            )
        })
        .collect();
    let more = if far.len() > 5 { format!(" and {} more", far.len() - 5) } else { String::new() };
    Some(Found {
        severity: if far.len() * 10 > n { Severity::Warning } else { Severity::Note },
        number: worst,
        threshold: limit,
        message: format!("{} of {n} runs: {}{more}", far.len(), places.join(", ")),
    })
}
