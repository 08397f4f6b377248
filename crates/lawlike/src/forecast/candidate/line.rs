//! Straight lines through the end of the series, some of them damped or bent.
//!
//! `line3` and `theil3` take the last third (at least three rows), the second by Theil (1950) and Sen (1968);
//! `line` takes all rows; `linew` and `linew2` weigh rows by `exp(-(z_n - z)/tau)`. `damp1` and `damp3` let the
//! slope die out with relaxation length H and 3 H (Gardner & McKenzie 1985), `damp` with twice its own `tau`.
//! `quadw` is a weighted quadratic. Weights of the rows count in all but `theil3`, whose medians take rows as equals.

use super::{Answers, Past};
use crate::forecast::frame::Places;
use crate::forecast::straight::weighted_line;
use lawlike_num::dense::{Matrix, Qr};
use lawlike_num::quantile::median;

/// Forecasts of the lines named.
pub(super) fn answers(past: Past<'_>, places: &Places, names: &[&'static str]) -> Answers {
    names.iter().map(|name| (*name, line_forecast(past, places, name))).collect()
}

fn line_forecast(past: Past<'_>, places: &Places, name: &str) -> Vec<f64> {
    let (z, y, h) = (&past.frame.z, &past.frame.y, past.horizon);
    let n = z.len();
    let (end, span) = (past.frame.end(), past.frame.span());
    let third = (n / 3).max(3).min(n);
    let far = h.max(0.15 * span).max(1e-9);
    let near = (0.5 * h).max(end - z[n - n.min(4)]).max(1e-9);
    let weight = |i: usize| past.frame.weight(i);
    let fading = |tau: f64| weighted_line(z, y, |i| weight(i) * (-(end - z[i]) / tau).exp());
    let straight = |(level, slope): (f64, f64)| places.z.iter().map(|p| level + slope * p).collect();
    let damped = |(level, slope): (f64, f64), length: f64| {
        let start = level + slope * end;
        places.z.iter().map(|p| start + slope * length * (1.0 - (-(p - end) / length).exp())).collect()
    };
    match name {
        "line3" => straight(weighted_line(&z[n - third..], &y[n - third..], |i| weight(n - third + i))),
        "line" => straight(weighted_line(z, y, weight)),
        "theil3" => straight(theil(&z[n - third..], &y[n - third..])),
        "linew" => straight(fading(far)),
        "linew2" => straight(fading(near)),
        "damp" => damped(fading(far), 2.0 * far),
        "damp1" => damped(fading(near), h),
        "damp3" => damped(fading(near), 3.0 * h),
        _ => quadratic(past, places, 2.0 * far),
    }
}

/// Median of the slopes of all pairs, and the median level that goes with it; at most 60 rows are paired.
fn theil(z: &[f64], y: &[f64]) -> (f64, f64) {
    let few = z.len().min(60);
    let which: Vec<usize> =
        (0..few).map(|k| if few > 1 { k * (z.len() - 1) / (few - 1) } else { k }).collect();
    let mut slopes = Vec::with_capacity(few * few / 2);
    for (k, i) in which.iter().enumerate() {
        for j in &which[k + 1..] {
            if (z[*j] - z[*i]).abs() > 1e-9 {
                slopes.push((y[*j] - y[*i]) / (z[*j] - z[*i]));
            }
        }
    }
    let slope = if slopes.is_empty() { 0.0 } else { median(&slopes) };
    (median(&which.iter().map(|i| y[*i] - slope * z[*i]).collect::<Vec<_>>()), slope)
}

fn quadratic(past: Past<'_>, places: &Places, tau: f64) -> Vec<f64> {
    let (z, y, end) = (&past.frame.z, &past.frame.y, past.frame.end());
    let root = |i: usize| (past.frame.weight(i) * (-(end - z[i]) / tau).exp()).sqrt();
    let column = |power: i32| (0..z.len()).map(|i| root(i) * (z[i] - end).powi(power)).collect::<Vec<_>>();
    let matrix = Matrix::from_columns(&[column(0), column(1), column(2)]);
    let target: Vec<f64> = (0..z.len()).map(|i| root(i) * y[i]).collect();
    let c = Qr::new(matrix).solve(&target);
    places.z.iter().map(|p| c[0] + c[1] * (p - end) + c[2] * (p - end).powi(2)).collect()
}
