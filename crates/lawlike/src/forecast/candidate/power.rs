//! Power laws with a floor on windows of the past.
//!
//! The law holds better near the end than over the whole past: `pl-2.5h` sees the rows within 2.5 horizons of the
//! end, `pl-fade` weighs them by `exp(-(z_n - z)/H)`, `pl-half` and `pl-half-robust` take the last half, `pl-all`
//! takes all.

use super::local::{Axes, Local, Window};
use super::{Answers, Past};
use crate::fit::Objective;
use crate::forecast::frame::Places;
use lawlike_num::quantile::mad;

/// Forecasts of the windowed power laws.
pub(super) fn answers(past: Past<'_>, places: &Places) -> Answers {
    let (frame, z, y, h) = (past.frame, &past.frame.z, &past.frame.y, past.horizon);
    let n = z.len();
    let end = past.frame.end();
    let half = (n / 2).max(5).min(n);
    let near = z.iter().filter(|p| **p >= end - 2.5 * h).count().max(5).min(n);
    let tau = h.max(end - z[n - n.min(4)]).max(1e-9);
    let fit = |window: &Window<'_>| window.solve("power-floor", Objective::LOG_LS, None);
    let late = Window::last(frame, y, half, Axes::Logarithms);
    let plain = fit(&late);
    let robust = plain.as_ref().and_then(|law| {
        let residuals: Vec<f64> = law.at(late.z).iter().zip(late.y).map(|(f, y)| y - f).collect();
        let threshold = 1.345 * mad(&residuals) + 1e-7;
        late.solve("power-floor", Objective::huber_log(threshold), Some(law))
    });
    let mut faded = Window::last(frame, y, n, Axes::Logarithms);
    faded.weights = (0..n).map(|i| frame.weight(i) * (-(end - z[i]) / tau).exp()).collect();
    let solved = [
        ("pl-all", fit(&Window::last(frame, y, n, Axes::Logarithms))),
        ("pl-half-robust", robust.or_else(|| plain.clone())),
        ("pl-half", plain),
        ("pl-2.5h", fit(&Window::last(frame, y, near, Axes::Logarithms))),
        ("pl-fade", fit(&faded)),
    ];
    solved.into_iter().map(|(name, law)| (name, at(law.as_ref(), past, places))).collect()
}

/// A power of the axis above a floor, in the direction that the series takes: `E + B x^c` where it rises (or
/// `E + B x^-c` where it falls), by squares of the response for `LS` and of its logarithm for `LOG_LS`. `y` are
/// logarithms of the response.
pub(super) fn growth(past: Past<'_>, places: &Places, y: &[f64], objective: Objective) -> Vec<f64> {
    let frame = past.frame;
    let rises = crate::forecast::straight::weighted_line(&frame.z, y, |i| frame.weight(i)).1 > 0.0;
    let towards = |z: &[f64]| -> Vec<f64> { z.iter().map(|z| if rises { -z } else { *z }).collect() };
    let z = towards(&frame.z);
    let window = Window { z: &z, y, weights: frame.weights.clone(), axes: Axes::Logarithms };
    let law = window.solve("power-floor", objective, None);
    law.map_or_else(|| vec![f64::NAN; places.z.len()], |law| law.at(&towards(&places.z)))
}

/// Forecast of a fitted law; the last response where there is none.
pub(super) fn at(law: Option<&Local>, past: Past<'_>, places: &Places) -> Vec<f64> {
    let last = past.frame.y.last().copied().unwrap_or(f64::NAN);
    law.map_or_else(|| vec![last; places.z.len()], |law| law.at(&places.z))
}
