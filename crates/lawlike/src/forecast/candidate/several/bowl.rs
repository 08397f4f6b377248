//! Bowls: settings with a best value that moves with the scale, over a surface of the other axes.
//!
//! The quadratic in all positions shows on which axes the response has an optimum within the past. Around the line of
//! optima the excess `(s - s*)' Q (s - s*)` is taken off, with `s* = s0 + B x` linear in the other positions, and what is
//! left is forecast along the other axes alone: by the surface `add` (`bowl`) or `coupled` (`bowl-coupled`).

use super::super::CandidateCard;
use super::super::{Answers, Past, average};
use super::curves::Curves;
use super::regression::{Regression, Rows};
use super::table::Table;
use super::{additive, spreads};
use crate::forecast::frame::{Frame, Places};
use crate::quantity::Scale;
use lawlike_num::dense::{cholesky_in_place, cholesky_solve};

pub(super) const CARDS: [CandidateCard; 2] = [
    CandidateCard {
        name: "bowl",
        says: "settings have an optimum that moves with the scale as a power law; what is left follows `add`",
        source: "Li et al. 2025 (Step law, arXiv 2503.04715), equation 2",
    },
    CandidateCard {
        name: "bowl-coupled",
        says: "the same over `coupled`",
        source: "Li et al. 2025 (Step law, arXiv 2503.04715), equation 2",
    },
];

/// Standard errors above zero of a curvature that is no accident.
const CLEAR: f64 = 3.0;
/// An optimum within the past has this share of the runs on either side at least.
const SIDES: f64 = 0.1;
/// A curvature counts if it moves the response by this share of its spread, half a range from the optimum.
const FELT: f64 = 0.1;

/// Forecasts over bowls; nothing where no axis has one.
pub(super) fn answers(past: Past<'_>, bowl: Option<&Bowl>, places: &Places) -> Answers {
    let Some(bowl) = bowl else { return Vec::new() };
    let frame = bowl.rest(past.frame);
    let rest = bowl.places(places);
    let left = Past { frame: &frame, horizon: past.horizon };
    let over = |values: Vec<f64>| -> Vec<f64> {
        values.iter().zip(&places.x).map(|(v, x)| v + bowl.excess(x)).collect()
    };
    if !bowl.leaves_axes(past.frame) {
        return vec![("bowl", over(vec![average(&frame.y); places.x.len()]))];
    }
    if frame.scale != Scale::Log {
        return additive::answers(left, &rest).into_iter().map(|(_, v)| ("bowl", over(v))).collect();
    }
    let Some(table) = Table::new(left) else { return Vec::new() };
    let surface = |coupled: bool| table.solve(coupled, &rest).map(|(values, _)| over(values));
    let mut out: Answers = surface(false).map(|values| ("bowl", values)).into_iter().collect();
    // One axis alone has nothing to couple.
    if frame.axes.len() > 1 {
        out.extend(surface(true).map(|values| ("bowl-coupled", values)));
    }
    out
}

/// A quadratic form about an optimum that is linear in the other positions.
pub(super) struct Bowl {
    /// Axes with an optimum.
    axes: Vec<usize>,
    /// The form.
    form: Vec<Vec<f64>>,
    /// Optimum on each of these axes: level, then slopes along all axes (zero along their own).
    level: Vec<f64>,
    slopes: Vec<Vec<f64>>,
}

impl Bowl {
    /// The bowl of a past; none where no axis has a clear optimum.
    pub(super) fn new(past: Past<'_>) -> Option<Self> {
        let frame = past.frame;
        let k = frame.axes.len();
        let curves = Curves::new(frame);
        if curves.is_flat() {
            return None;
        }
        let x = curves.columns(&frame.x);
        let rows = Rows { x: &x, y: &frame.y, weights: &frame.weights };
        let slopes = Regression::careful(rows).slopes();
        let clear = Regression::significance(rows);
        let curved = curves.matrix(k, &slopes[k..]);
        let clear: Vec<f64> =
            curves.matrix(k, &clear[k..]).iter().enumerate().map(|(j, row)| row[j]).collect();
        // A loss has a least value; what rises as it gets better has a greatest one.
        let sides: &[f64] = if frame.scale == Scale::Log { &[1.0] } else { &[1.0, -1.0] };
        sides.iter().find_map(|side| {
            let told: Vec<usize> = (0..k).filter(|j| side * clear[*j] > CLEAR).collect();
            Self::along(frame, &slopes[..k], &curved, told, *side)
        })
    }

    /// Of the axes with a clear curvature those with an optimum well within the past, and the form over them; the
    /// flattest axis goes until the form is definite.
    fn along(
        frame: &Frame,
        slopes: &[f64],
        curved: &[Vec<f64>],
        told: Vec<usize>,
        side: f64,
    ) -> Option<Self> {
        let whole = lawlike_num::quantile::variance(&frame.y).sqrt();
        let spread = spreads(frame);
        let felt = |j: usize| side * curved[j][j] * spread[j] * spread[j];
        let within = |j: usize| {
            let best = -0.5 * slopes[j] / curved[j][j];
            let below = frame.x.iter().filter(|row| row[j] < best).count() as f64 / frame.n() as f64;
            (SIDES..=1.0 - SIDES).contains(&below)
        };
        let mut axes = told;
        axes.retain(|j| felt(*j) > FELT * whole && within(*j));
        while !axes.is_empty() {
            if let Some(found) = Self::over(&axes, slopes, curved, side) {
                return Some(found);
            }
            let flattest = axes.iter().copied().min_by(|a, b| felt(*a).total_cmp(&felt(*b)))?;
            axes.retain(|axis| *axis != flattest);
        }
        None
    }

    fn over(axes: &[usize], slopes: &[f64], curved: &[Vec<f64>], side: f64) -> Option<Self> {
        let p = axes.len();
        let mut factor: Vec<f64> =
            axes.iter().flat_map(|i| axes.iter().map(|j| side * curved[*i][*j])).collect();
        if !cholesky_in_place(&mut factor, p) {
            return None;
        }
        let solved = |values: Vec<f64>| {
            let mut values = values;
            cholesky_solve(&factor, p, &mut values);
            values
        };
        let level = solved(axes.iter().map(|i| -0.5 * side * slopes[*i]).collect());
        let mut lines = vec![vec![0.0; slopes.len()]; p];
        for other in (0..slopes.len()).filter(|other| !axes.contains(other)) {
            let moved = solved(axes.iter().map(|i| -side * curved[*i][other]).collect());
            lines.iter_mut().zip(moved).for_each(|(line, slope)| line[other] = slope);
        }
        let form = axes.iter().map(|i| axes.iter().map(|j| curved[*i][*j]).collect()).collect();
        Some(Self { axes: axes.to_vec(), form, level, slopes: lines })
    }

    /// What a position costs by being away from the optimum.
    pub(super) fn excess(&self, x: &[f64]) -> f64 {
        let away: Vec<f64> = (0..self.axes.len())
            .map(|i| {
                let moved: f64 = self.slopes[i].iter().zip(x).map(|(slope, x)| slope * x).sum();
                x[self.axes[i]] - self.level[i] - moved
            })
            .collect();
        let row = |form: &Vec<f64>| form.iter().zip(&away).map(|(q, a)| q * a).sum::<f64>();
        self.form.iter().zip(&away).map(|(form, a)| a * row(form)).sum()
    }

    fn others(&self, x: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let kept = |row: &Vec<f64>| {
            row.iter().enumerate().filter(|(j, _)| !self.axes.contains(j)).map(|(_, x)| *x).collect()
        };
        x.iter().map(kept).collect()
    }

    /// The places along the other axes.
    pub(super) fn places(&self, places: &Places) -> Places {
        Places { x: self.others(&places.x), z: places.z.clone() }
    }

    /// Whether any axis is left beside those with an optimum.
    pub(super) fn leaves_axes(&self, frame: &Frame) -> bool {
        self.axes.len() < frame.axes.len()
    }

    /// The past without the excess, along the other axes.
    pub(super) fn rest(&self, frame: &Frame) -> Frame {
        let mut rest = frame.clone();
        rest.y = frame.y.iter().zip(&frame.x).map(|(y, x)| y - self.excess(x)).collect();
        rest.x = self.others(&frame.x);
        rest.axes =
            (0..frame.axes.len()).filter(|j| !self.axes.contains(j)).map(|j| frame.axes[j].clone()).collect();
        rest
    }
}
