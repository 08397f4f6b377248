//! Sums of powers, one an axis, of either sign: for responses of both signs, and for axes along which they rise.

use super::super::CandidateCard;
use super::super::{Answers, Past};
use super::regression::{Regression, Rows};
use super::spreads;
use crate::forecast::frame::Places;

pub(super) const CARDS: [CandidateCard; 1] = [CandidateCard {
    name: "additive",
    says: "a sum of powers of the axes, each of its own exponent and sign, that may level off",
    source: "Box & Tidwell 1962; additive laws: Hoffmann et al. 2022 (arXiv 2203.15556), equation 2",
}];

/// Exponents tried on an axis: from a logarithm to a power that levels off within a factor of three.
const EXPONENTS: [f64; 5] = [0.0, 0.15, 0.3, 0.6, 1.2];
/// Rounds over the axes: exponents hang together only through the other columns.
const ROUNDS: usize = 2;

/// Forecast of the sum of powers.
pub(super) fn answers(past: Past<'_>, places: &Places) -> Answers {
    let (exponents, rate) = exponents(past);
    let column = |x: &[Vec<f64>]| columns(x, &exponents, &rate);
    let (here, there) = (column(&past.frame.x), column(&places.x));
    let rows = Rows { x: &here, y: &past.frame.y, weights: &past.frame.weights };
    vec![("additive", Regression::careful(rows).at(&there))]
}

/// The exponents of least squares on their grid, and the unit of each axis: one for logarithms, else its spread.
fn exponents(past: Past<'_>) -> (Vec<f64>, Vec<f64>) {
    let frame = past.frame;
    let rate: Vec<f64> = units(past);
    let mut best = vec![EXPONENTS[2]; frame.axes.len()];
    for _ in 0..ROUNDS {
        for axis in 0..best.len() {
            let tried = EXPONENTS.map(|exponent| {
                let mut other = best.clone();
                other[axis] = exponent;
                (squares(past, &other, &rate), exponent)
            });
            if let Some((_, exponent)) = tried.iter().min_by(|a, b| a.0.total_cmp(&b.0)) {
                best[axis] = *exponent;
            }
        }
    }
    (best, rate)
}

/// Sum of squares of the best sum of powers.
pub(super) fn loss(past: Past<'_>) -> f64 {
    let (exponents, rate) = exponents(past);
    squares(past, &exponents, &rate)
}

fn squares(past: Past<'_>, exponents: &[f64], rate: &[f64]) -> f64 {
    let frame = past.frame;
    let x = columns(&frame.x, exponents, rate);
    let found = Regression::new(Rows { x: &x, y: &frame.y, weights: &frame.weights }, 0.0).at(&x);
    let miss = found.iter().zip(&frame.y).enumerate();
    miss.map(|(i, (f, y))| frame.weight(i) * (f - y).powi(2)).sum()
}

/// By what a position is divided: nothing in logarithms, the spread where the unit says nothing.
fn units(past: Past<'_>) -> Vec<f64> {
    let spread = spreads(past.frame);
    past.frame.axes.iter().zip(spread).map(|(axis, spread)| if axis.log { 1.0 } else { spread }).collect()
}

/// `(1 - exp(-a x)) / a`, which is `x` for `a` of zero.
fn columns(x: &[Vec<f64>], exponents: &[f64], unit: &[f64]) -> Vec<Vec<f64>> {
    let power = |((x, a), unit): ((&f64, &f64), &f64)| {
        let x = x / unit;
        if *a > 0.0 { -(-a * x).exp_m1() / a } else { x }
    };
    x.iter().map(|row| row.iter().zip(exponents).zip(unit).map(power).collect()).collect()
}
