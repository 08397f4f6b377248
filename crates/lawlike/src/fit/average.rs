//! A law averaged over its parameters: what all curves of the law that fit the past say of places beyond it.
//!
//! The best fit is one of many curves that fit the past about as well. Where floor, exponent and place trade off
//! against each other it is often an extreme one, and its forecast with it. Here shapes are spread over the ranges in
//! which their cards search, amounts that stand alone (floors) between zero and the least response, and all other
//! coefficients are those of least squares. A curve weighs `S^(-n/(2 T))` with `S` its sum of squares on the scale of
//! the objective and `n` rows: the likelihood of normal noise of unknown size, to the power `1/T`. Residuals of a
//! curve hang together, so that `n` rows are worth `n/T` independent ones.
//!
//! `T` and the width of the ranges were chosen on two fine-tuning tasks of 30 models (`wmt19` and `gigaword` of
//! arXiv 2402.02314). Where floor and ceiling are both free, as in sigmoids, the average was worse than the best curve:
//! figures are in docs/reference/post-training.md.

use super::Prepared;
use super::objective::Link;
use crate::error::Result;
use crate::observations::Points;
use lawlike_formula::Workspace;
use lawlike_num::nnls::{Sign, solve_columns};
use lawlike_num::starts;

/// Rows that are worth one independent row.
const TOGETHER: f64 = 2.0;
/// Curves that are tried.
const CURVES: usize = 6000;
/// Curves that must carry the weight between them (Kish 1965); with fewer the average is that of chance.
const LEAST_CURVES: f64 = 5.0;

/// A curve: its sum of squares over the past and its values at the points, both on the scale of the link.
struct Curve {
    sum: f64,
    values: Vec<f64>,
}

impl Prepared {
    /// The law averaged over its parameters, at points, on the scale of the link; none where too few curves carry the
    /// weight.
    ///
    /// # Errors
    /// The points lack a column of the law.
    pub(crate) fn average(&self, points: &Points) -> Result<Option<Vec<f64>>> {
        let ahead = self.model.bind(points)?;
        let mut workspace = Workspace::default();
        let mut terms = Vec::new();
        // Which coefficients are floors does not depend on the shapes.
        self.bound.basis(&self.place(), &mut workspace);
        let count = self.model.coefficients().len();
        let least = self.response.iter().copied().fold(f64::INFINITY, f64::min);
        let floors: Vec<usize> = (0..count)
            .filter(|k| {
                let is_one = workspace.term(*k).iter().all(|value| *value == 1.0);
                is_one && self.space.signs[*k] == Sign::NonNegative && least > 0.0
            })
            .collect();
        let shapes = self.model.shapes().len();
        let mut curves = Vec::new();
        for point in starts::points(CURVES, shapes + floors.len()) {
            let ranges = point.iter().zip(&self.space.ranges);
            let place: Vec<f64> = ranges.map(|(u, range)| range.at(*u)).collect();
            let fixed: Vec<(usize, f64)> =
                floors.iter().zip(&point[shapes..]).map(|(k, u)| (*k, u * least)).collect();
            self.bound.basis(&place, &mut workspace);
            terms.clear();
            terms.extend((0..count).map(|k| workspace.term(k).to_vec()));
            let offset = workspace.offset().map(<[f64]>::to_vec);
            let Some((coefficients, sum)) = self.coefficients(&terms, offset.as_deref(), &fixed) else {
                continue;
            };
            ahead.basis(&place, &mut workspace);
            let link = self.objective.link;
            let value = |row: usize| {
                let start = workspace.offset().map_or(0.0, |offset| offset[row]);
                let value = (0..count).fold(start, |sum, k| sum + coefficients[k] * workspace.term(k)[row]);
                link.forward(positive(link, value))
            };
            let values: Vec<f64> = (0..points.n()).map(value).collect();
            if sum.is_finite() && values.iter().all(|value| value.is_finite()) {
                curves.push(Curve { sum, values });
            }
        }
        Ok(self.weighed(&curves, points.n()))
    }

    /// The coefficients of least squares with the floors given, and the sum of squares on the scale of the link.
    fn coefficients(
        &self,
        terms: &[Vec<f64>],
        offset: Option<&[f64]>,
        fixed: &[(usize, f64)],
    ) -> Option<(Vec<f64>, f64)> {
        let link = self.objective.link;
        let rows = self.response.len();
        let given = |row: usize| {
            let start = offset.map_or(0.0, |offset| offset[row]);
            fixed.iter().fold(start, |sum, (k, value)| sum + value * terms[*k][row])
        };
        let free: Vec<usize> =
            (0..terms.len()).filter(|k| fixed.iter().all(|(known, _)| known != k)).collect();
        let known: Vec<f64> = (0..rows).map(given).collect();
        let rest: Vec<f64> = self.response.iter().zip(&known).map(|(y, known)| y - known).collect();
        let own = |row: usize| self.weights.get(row).copied().unwrap_or(1.0);
        // To first order a residual on the scale of the link is one of the response times the slope there.
        let weights: Vec<f64> =
            (0..rows).map(|row| own(row) * link.slope(self.response[row]).powi(2)).collect();
        let columns: Vec<&[f64]> = free.iter().map(|k| terms[*k].as_slice()).collect();
        let signs: Vec<Sign> = free.iter().map(|k| self.space.signs[*k]).collect();
        let mut found = vec![0.0; free.len()];
        if !solve_columns(&columns, Some(&weights), &rest, &signs, &mut found) {
            return None;
        }
        let square = |row: usize| {
            let value = columns.iter().zip(&found).fold(known[row], |sum, (column, c)| sum + c * column[row]);
            own(row) * (link.forward(positive(link, value)) - self.target[row]).powi(2)
        };
        let sum = (0..rows).map(square).sum();
        let mut all = vec![0.0; terms.len()];
        fixed.iter().for_each(|(k, value)| all[*k] = *value);
        free.iter().zip(found).for_each(|(k, value)| all[*k] = value);
        Some((all, sum))
    }

    /// The curves by their weights.
    fn weighed(&self, curves: &[Curve], points: usize) -> Option<Vec<f64>> {
        let least = curves.iter().map(|curve| curve.sum).fold(f64::INFINITY, f64::min);
        let rounding = self.target.iter().map(|t| (1e-12 * (1.0 + t.abs())).powi(2)).sum::<f64>();
        let power = self.target.len() as f64 / (2.0 * TOGETHER);
        let weight = |curve: &Curve| ((least + rounding) / (curve.sum + rounding)).powf(power);
        let weights: Vec<f64> = curves.iter().map(weight).collect();
        let total: f64 = weights.iter().sum();
        let worth = total * total / weights.iter().map(|w| w * w).sum::<f64>();
        let mean = |at: usize| {
            curves.iter().zip(&weights).map(|(curve, w)| w * curve.values[at]).sum::<f64>() / total
        };
        (worth >= LEAST_CURVES).then(|| (0..points).map(mean).collect())
    }
}

/// A value that the link can take: laws without a floor may fall below zero.
fn positive(link: Link, value: f64) -> f64 {
    if link == Link::Log { value.max(1e-300) } else { value }
}
