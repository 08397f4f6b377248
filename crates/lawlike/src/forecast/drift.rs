//! How wrong a forecast may be: laws drift beyond the data, and the farther the more.
//!
//! Scale at a point, with `D` the disagreement of the candidates there, `own` the root mean square of the series' own
//! errors in trials, `h` the distance in horizons (kept between .02 and 3) and `rho` the usual ratio of own errors to
//! disagreement in the track record: `u^2 = own^2 h + noise^2`, `v^2 = rho^2 (D^2 + own^2/4) + noise^2`, and
//! `sigma = u^.3 v^.7`. Errors over sigma are pooled over the trials of the file, widened by what real futures asked
//! beyond trials in the record, and shrunk towards the quantiles of the record's real futures.

use super::record::{Quantiles, Reference};

/// What is known of the errors of one series.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Errors {
    /// Root mean square error in the trials, if there are any.
    pub(crate) own: Option<f64>,
    pub(crate) noise: f64,
    pub(crate) horizon: f64,
}

/// Scale of the error at each point, given the disagreement and the distance there.
pub(crate) fn scales(
    errors: &Errors,
    reference: &Reference,
    disagreement: &[f64],
    ahead: &[f64],
) -> Vec<f64> {
    let (rho, share) = (reference.ratio, reference.constants.own_scale);
    let known: Vec<f64> = disagreement.iter().filter(|d| d.is_finite()).map(|d| d * d).collect();
    let mean = known.iter().sum::<f64>() / known.len().max(1) as f64;
    let own = errors.own.unwrap_or(rho * mean.sqrt());
    disagreement
        .iter()
        .zip(ahead)
        .map(|(d, a)| {
            let h = reach(*a, errors.horizon);
            let u = own * own * h + errors.noise.powi(2);
            let v = rho * rho * (d * d + own * own / 4.0) + errors.noise.powi(2);
            u.powf(0.5 * share) * v.powf(0.5 * (1.0 - share)) + FLOOR
        })
        .collect()
}

/// Least scale of an error, in units in which responses are near one: a series that never varied may still do so, and
/// positions are rounded to a hundredth of this.
const FLOOR: f64 = 1e-8;

/// A distance in horizons, kept where errors are known to grow with it.
pub(crate) fn reach(ahead: f64, horizon: f64) -> f64 {
    (ahead / horizon).clamp(0.02, 3.0)
}

/// An error over its scale, and its weight.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Normalised {
    pub(crate) error: f64,
    pub(crate) weight: f64,
}

/// Quantiles of the normalised error for a file of so many series with trials.
pub(crate) fn quantiles(reference: &Reference, pool: &[Normalised], series: f64) -> Quantiles {
    if pool.is_empty() {
        return reference.outcomes.nested();
    }
    let values: Vec<f64> = pool.iter().map(|e| e.error).collect();
    let weights: Vec<f64> = pool.iter().map(|e| e.weight).collect();
    Quantiles::between(
        Quantiles::balanced(&values, &weights),
        reference,
        series / (series + reference.constants.quantiles),
    )
}
