//! A power law with one smooth break (BNSL, Caballero et al. 2022) on all rows.

use super::Past;
use super::local::{Axes, Window};
use super::power::at;
use crate::fit::Objective;
use crate::forecast::frame::Places;

/// Forecast by BNSL with one break; by the power law with a floor where there are fewer than seven rows.
pub(super) fn answer(past: Past<'_>, places: &Places) -> Vec<f64> {
    let n = past.frame.n();
    let window = Window::last(&past.frame.z, &past.frame.y, n, Axes::Logarithms);
    let broken = if n >= 7 { window.solve("bnsl", Objective::LOG_LS, None) } else { None };
    let law = broken.or_else(|| window.solve("power-floor", Objective::LOG_LS, None));
    at(law.as_ref(), past, places)
}
