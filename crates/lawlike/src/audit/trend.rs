//! Whether a law explains more than noise would, and more than the path of a random walk.

use crate::fit::Fit;
use crate::observations::{Observations, Pieces};
use crate::quantity::Scale;
use crate::verdict::{Trend, Walk};
use lawlike_num::dist::fisher_tail;
use lawlike_num::quantile::mean;

/// Whether the law explains more than noise would, and whether it is more than the path of a random walk.
pub(super) fn trend(observations: &Observations, fit: &Fit) -> Option<Trend> {
    let scale = observations.scale();
    let forward = |v: &f64| if scale == Scale::Log { scale.forward(v.max(1e-300)) } else { *v };
    let y: Vec<f64> = observations.response.values.iter().map(forward).collect();
    let law: Vec<f64> = fit.fitted.iter().map(forward).collect();
    if law.len() != y.len() || law.iter().any(|v| !v.is_finite()) {
        return None;
    }
    let residuals: Vec<f64> = y.iter().zip(&law).map(|(y, f)| y - f).collect();
    let n = y.len() as f64;
    let parameters =
        fit.parameters.iter().filter(|parameter| parameter.estimate.se != 0.0).count().max(2) as f64;
    let freedom = Pieces::of(observations).count() as f64 - parameters;
    if freedom < 1.0 {
        return None;
    }
    let (total, left) = (n * variance_about_mean(&y), squares(&residuals));
    let ratio = (total / left - 1.0).max(0.0) * freedom / (parameters - 1.0);
    let chance = fisher_tail(ratio, parameters - 1.0, freedom);
    Some(Trend { chance, walk: walk(observations, &y, &law, parameters) })
}

pub(super) fn squares(values: &[f64]) -> f64 {
    values.iter().map(|v| v * v).sum()
}

pub(super) fn variance_about_mean(values: &[f64]) -> f64 {
    let centre = mean(values);
    values.iter().map(|v| (v - centre).powi(2)).sum::<f64>() / values.len() as f64
}

/// Compares the law along the only axis with a random walk; none with several axes or fewer than six places.
fn walk(observations: &Observations, y: &[f64], law: &[f64], parameters: f64) -> Option<Walk> {
    let [axis] = observations.axes.as_slice() else { return None };
    let mut order: Vec<usize> = (0..y.len()).collect();
    order.sort_by(|a, b| axis.values[*a].total_cmp(&axis.values[*b]));
    // Rows at one place are one place: (response, law).
    let mut places: Vec<(f64, f64)> = Vec::new();
    for same in order.chunk_by(|a, b| axis.values[*a] == axis.values[*b]) {
        let pick = |values: &[f64]| same.iter().map(|row| values[*row]).sum::<f64>() / same.len() as f64;
        places.push((pick(y), pick(law)));
    }
    let m = places.len() as f64;
    if m < 6.0 || m <= parameters {
        return None;
    }
    let steps: Vec<(f64, f64)> = places.windows(2).map(|w| (w[1].0 - w[0].0, w[1].1 - w[0].1)).collect();
    let scatter = places.iter().map(|(y, f)| (y - f).powi(2)).sum::<f64>() / (m - parameters);
    let step = steps.iter().map(|(dy, _)| dy * dy).sum::<f64>() / (m - 1.0);
    // Steps regressed on those of the law, through the origin.
    let (xy, xx) = steps.iter().fold((0.0, 0.0), |(a, b), (dy, df)| (a + dy * df, b + df * df));
    let slope = xy / xx;
    let left = steps.iter().map(|(dy, df)| (dy - slope * df).powi(2)).sum::<f64>() / (m - 2.0);
    let (white, drift) = (step / (2.0 * scatter), xy / (xx * left).sqrt());
    // A law without noise leaves nothing to be compared.
    (white.is_finite() && drift.is_finite()).then_some(Walk { white, places: m, drift })
}
