//! Do published values lose digits that matter?

use super::{Claim, ClaimCheck};
use crate::finding::{CheckCard, Found, Severity};
use lawlike_num::quantile::{median, variance};

/// Share of the error of a prediction that rounding may move it by.
const LIMIT: f64 = 0.1;

pub(super) const CHECK: ClaimCheck = ClaimCheck {
    card: CheckCard {
        code: "rounding",
        title: "published values are rounded too far",
        says: "the digits that are missing from the published values move predictions by more than a tenth of the error \
               that the fit has there: whoever takes the printed numbers does not get the published law",
        caution: "the values may be exact, with zeros that were not printed",
        hint: "ask for more digits of the exponents first, or fit again; publish as many digits as the fit gives in JSON",
        source: "a tenth of the standard error of the fitted curve, at the median run; half a unit of the last digit of \
                 each value, over root three as for uniform errors, added in squares",
    },
    run,
};

fn run(claim: &Claim<'_>) -> Option<Found> {
    let stated = |name: &str| claim.published.value(name);
    let held = |name: &str| claim.fit.parameter(name).filter(|p| p.estimate.se == 0.0).map(|p| p.value());
    let base = claim.values(&|name| stated(name).or_else(|| held(name)))?;
    let mut squares = vec![0.0; base.len()];
    let mut worst = ("", 0.0);
    for value in &claim.published.values {
        let moved = claim.values(&|name| {
            let more = if name == value.name { value.half_unit / 3f64.sqrt() } else { 0.0 };
            stated(name).or_else(|| held(name)).map(|known| known + more)
        })?;
        let shifts: Vec<f64> = moved.iter().zip(&base).map(|(a, b)| (a - b).abs()).collect();
        squares.iter_mut().zip(&shifts).for_each(|(sum, shift)| *sum += shift * shift);
        let typical = median(&shifts);
        if typical > worst.1 {
            worst = (&value.name, typical);
        }
    }
    let curves = claim.ensemble.values(&claim.observations.points()).ok()?;
    let error = |row: usize| {
        let values: Vec<f64> = curves.iter().map(|curve| claim.link.forward(curve[row])).collect();
        variance(&values.into_iter().filter(|v| v.is_finite()).collect::<Vec<_>>()).sqrt()
    };
    let ratios: Vec<f64> = (0..base.len()).map(|row| squares[row].sqrt() / error(row)).collect();
    let ratio = median(&ratios);
    (ratio.is_finite() && ratio > LIMIT).then(|| Found {
        severity: if ratio > 1.0 { Severity::Warning } else { Severity::Note },
        number: ratio,
        threshold: LIMIT,
        message: format!(
            "the digits that are missing move predictions by {ratio:.2} of their standard error, most of all those of {}",
            worst.0
        ),
    })
}
