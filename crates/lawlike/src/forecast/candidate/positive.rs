//! Candidates for positive responses that are scored as they stand: lines in their logarithm, and a power law.
//!
//! `log-line` takes all rows, `log-linew` weighs them by `exp(-(z_n - z)/tau)`; `growth` is `E + B x^c` (or `x^-c` where
//! the series falls) by squares of the response.

use super::power::growth;
use super::{Answers, Past, line};
use crate::fit::Objective;
use crate::forecast::frame::Places;
use crate::quantity::Scale;

/// Factor that responses must span for a line in their logarithm: within it that line is hardly another than the line
/// through the responses themselves, and would count twice.
const WIDE: f64 = 2.0;

/// The logarithms of the responses, where all have one and the series is not in logarithms already.
fn logs(past: Past<'_>) -> Option<Vec<f64>> {
    let raw = past.frame.scale == Scale::Raw && past.frame.y.iter().all(|y| *y > 0.0);
    raw.then(|| past.frame.y.iter().map(|y| y.ln()).collect())
}

/// The lines. A share has its line in logits, which is this one as long as the share is small and keeps its bound.
pub(super) fn lines(past: Past<'_>, places: &Places) -> Answers {
    let Some(logs) = logs(past) else { return Vec::new() };
    let (low, high) =
        logs.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(*v), b.max(*v)));
    if past.frame.share || high - low < WIDE.ln() {
        return Vec::new();
    }
    let frame = past.frame.with(logs);
    let found = line::answers(Past { frame: &frame, ..past }, places, &["line", "linew"]);
    let back = |(name, values): (&str, Vec<f64>)| {
        let name = if name == "line" { "log-line" } else { "log-linew" };
        (name, values.into_iter().map(f64::exp).collect())
    };
    found.into_iter().map(back).collect()
}

/// The lines, and the power law.
pub(super) fn answers(past: Past<'_>, places: &Places) -> Answers {
    let mut out = lines(past, places);
    if let Some(logs) = logs(past) {
        let values = growth(past, places, &logs, Objective::LS);
        out.push(("growth", values.into_iter().map(f64::exp).collect()));
    }
    out
}
