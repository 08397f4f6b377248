//! Linear and quadratic functions of the positions, and levels.
//!
//! `line3` is linear on the last third, `quad` quadratic on all rows with a ridge by cross-validation, `quadw`
//! quadratic with weights that fade. What is not in logarithms may be noise without a trend: there `near` is the mean
//! of the nearest rows. Shares bend within their bounds, so that no quadratic of all rows is asked of them.

use super::super::CandidateCard;
use super::super::{Answers, Past};
use super::curves::Curves;
use super::regression::{Regression, Rows};
use super::{fade, spreads};
use crate::forecast::frame::Places;
use crate::quantity::Scale;

pub(super) const CARDS: [CandidateCard; 4] = [
    CandidateCard {
        name: "line3",
        says: "linear in the positions on the last third of the runs",
        source: "baseline: linear extrapolation",
    },
    CandidateCard {
        name: "quad",
        says: "quadratic in the positions with all products, so bowls whose optimum moves with the other axes",
        source: "response surfaces: Box & Wilson 1951; loss over rate and batch: Li et al. 2025 (arXiv 2503.04715)",
    },
    CandidateCard {
        name: "quadw",
        says: "quadratic in the positions, runs near the forecast counting more",
        source: "response surfaces: Box & Wilson 1951",
    },
    CandidateCard {
        name: "near",
        says: "the mean of the runs nearest to the point",
        source: "Fix & Hodges 1951: nearest neighbours",
    },
];

/// Ridge of the quadratic with fading weights: only against columns that repeat each other.
const RIDGE: f64 = 1e-4;
/// Share of the rows that a mean of the nearest takes, and the least number of them: fewer follow single runs.
const NEAREST: (usize, usize) = (10, 3);

/// Forecasts of lines and quadratics, and of the nearest runs.
pub(super) fn answers(past: Past<'_>, places: &Places) -> Answers {
    let frame = past.frame;
    let (x, y, weights) = (&frame.x, &frame.y, &frame.weights);
    let n = y.len();
    let few = (frame.axes.len() + 2).max(n / 3).min(n);
    let curves = Curves::new(frame);
    let (past2, places2) = (curves.columns(x), curves.columns(&places.x));
    let third =
        Rows { x: &x[n - few..], y: &y[n - few..], weights: weights.get(n - few..).unwrap_or_default() };
    let fading = fade(past, 2.0);
    let all = Rows { x, y, weights };
    let mut out = vec![
        ("line3", Regression::new(third, 0.0).at(&places.x)),
        ("quadw", Regression::new(Rows { x: &past2, weights: &fading, ..all }, RIDGE).at(&places2)),
    ];
    if !frame.share {
        out.push(("quad", Regression::careful(Rows { x: &past2, ..all }).at(&places2)));
    }
    if frame.scale != Scale::Log {
        out.push(("near", near(past, places)));
    }
    out
}

fn level(past: Past<'_>, rows: impl Iterator<Item = usize> + Clone) -> f64 {
    let total: f64 = rows.clone().map(|i| past.frame.weight(i)).sum();
    rows.map(|i| past.frame.weight(i) * past.frame.y[i]).sum::<f64>() / total
}

fn near(past: Past<'_>, places: &Places) -> Vec<f64> {
    let frame = past.frame;
    let spread = spreads(frame);
    let few = (frame.n() / NEAREST.0).max(NEAREST.1).min(frame.n());
    let nearest_level = |place: &Vec<f64>| {
        let far = |row: &Vec<f64>| -> f64 {
            row.iter().zip(place).zip(&spread).map(|((a, b), s)| ((a - b) / s).powi(2)).sum()
        };
        let mut order: Vec<(f64, usize)> = frame.x.iter().map(far).zip(0..).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        if order.first().is_none_or(|(far, _)| !far.is_finite()) {
            return f64::NAN;
        }
        level(past, order[..few].iter().map(|(_, row)| *row))
    };
    places.x.iter().map(nearest_level).collect()
}
