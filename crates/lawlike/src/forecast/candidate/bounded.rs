//! Candidates for shares and other responses taken as they stand.
//!
//! `logit` is a fading line in logits, `logit-mix` its mean with the fading line; `sigmoid` has free floor and
//! ceiling; `gap-power` lets the distance to one (or, where it is no share, to a limit beyond the data) fall as a
//! power law with a floor; `exp` saturates exponentially.

use super::local::{Axes, Window};
use super::power::at;
use super::{Answers, Past, line};
use crate::fit::Objective;
use crate::forecast::frame::Places;
use crate::forecast::straight::weighted_line;

/// Forecasts of the bounded candidates.
pub(super) fn answers(past: Past<'_>, places: &Places) -> Answers {
    let all = Window::last(past.frame, &past.frame.y, past.frame.n(), Axes::Straight);
    let sigmoid = all.solve("sigmoid", Objective::LS, None);
    let exponential = all.solve("exponential", Objective::LS, None);
    let mut out = logits(past, places);
    out.extend([
        ("sigmoid", at(sigmoid.as_ref(), past, places)),
        ("gap-power", gap(past, places)),
        ("exp", at(exponential.as_ref(), past, places)),
    ]);
    out
}

/// The lines in logits; none where the response is no share.
pub(super) fn logits(past: Past<'_>, places: &Places) -> Answers {
    let Some(logit) = logit(past, places) else { return Vec::new() };
    let fading = line::answers(past, places, &["linew"]).remove(0).1;
    let mix = logit.iter().zip(&fading).map(|(a, b)| 0.5 * (a + b.clamp(0.0, 1.0))).collect();
    vec![("logit", logit), ("logit-mix", mix)]
}

fn logit(past: Past<'_>, places: &Places) -> Option<Vec<f64>> {
    if !past.frame.share {
        return None;
    }
    let (z, end) = (&past.frame.z, past.frame.end());
    let share = |y: &f64| y.clamp(0.005, 0.995);
    let y: Vec<f64> = past.frame.y.iter().map(|y| (share(y) / (1.0 - share(y))).ln()).collect();
    let tau = past.horizon.max(0.15 * past.frame.span()).max(1e-9);
    let (level, slope) = weighted_line(z, &y, |i| past.frame.weight(i) * (-(end - z[i]) / tau).exp());
    Some(places.z.iter().map(|p| 1.0 / (1.0 + (-(level + slope * p)).exp())).collect())
}

/// The distance to a limit falls as a power law with a floor.
fn gap(past: Past<'_>, places: &Places) -> Vec<f64> {
    let (z, y) = (&past.frame.z, &past.frame.y);
    let rising = weighted_line(z, y, |i| past.frame.weight(i)).1 >= 0.0;
    let (least, most) = y.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(*v), b.max(*v)));
    let room = 5.0 * (most - least + 1e-3);
    let (limit, side) = match (past.frame.share, rising) {
        (true, true) => (1.0, -1.0),
        (true, false) => (0.0, 1.0),
        (false, true) => (most + room, -1.0),
        (false, false) => (least - room, 1.0),
    };
    let gaps: Vec<f64> = y.iter().map(|v| (side * (v - limit)).max(1e-4).ln()).collect();
    // Squares of the gaps as they stand: a share near its limit must not decide by its logarithm.
    let window = Window::last(past.frame, &gaps, gaps.len(), Axes::Logarithms);
    let law = window.solve("power-floor", Objective::LS, None);
    let last = y.last().copied().unwrap_or(f64::NAN);
    law.map_or_else(
        || vec![last; places.z.len()],
        |law| law.at(&places.z).iter().map(|g| limit + side * g.exp()).collect(),
    )
}
