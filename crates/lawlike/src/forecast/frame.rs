//! A series on its natural scales: logarithms where they belong, ordered from the past to the future.

use super::parts::parts_of_one;
use crate::observations::{Column, Observations, Points};
use crate::quantity::{Quantity, Scale};
use serde::Serialize;

/// What kind of extrapolation it is; each kind has its own candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// One axis, positive response in logarithms.
    Log,
    /// One axis, response as it stands (shares, ratings).
    Raw,
    /// Calendar time.
    Calendar,
    /// Several axes.
    Several,
}

/// An axis and whether it is taken in logarithms.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AxisScale {
    pub(crate) name: String,
    pub(crate) quantity: Quantity,
    pub(crate) log: bool,
    /// Added to the position after scaling, so that the past is centred.
    pub(crate) centre: f64,
}

/// The past of one series: rows ordered by position, nearest to the future last.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) kind: Kind,
    pub(crate) scale: Scale,
    /// Forecasts stay between 0 and 1.
    pub(crate) share: bool,
    pub(crate) axes: Vec<AxisScale>,
    /// 1 if the future lies at larger positions, -1 if at smaller ones (one axis only).
    sign: f64,
    /// Positions on each axis, by row.
    pub(crate) x: Vec<Vec<f64>>,
    /// Position along the road to the future, rising.
    pub(crate) z: Vec<f64>,
    /// Responses on their scale.
    pub(crate) y: Vec<f64>,
    /// Row in the observations.
    pub(crate) rows: Vec<usize>,
    /// Group of each row.
    pub(crate) groups: Vec<usize>,
    /// Weight of each row, with mean one; empty for equal ones.
    pub(crate) weights: Vec<f64>,
}

/// Places in the future, on the scales of a frame.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places {
    /// Positions on each axis, by place.
    pub(crate) x: Vec<Vec<f64>>,
    /// Position along the road.
    pub(crate) z: Vec<f64>,
}

impl Frame {
    /// The frame of a series, oriented towards its points (towards larger positions if there are none).
    pub(crate) fn new(observations: &Observations, points: Option<&Points>) -> Self {
        let kind = match (observations.axes.len(), observations.axes[0].quantity, observations.scale()) {
            (1, Quantity::Date, _) => Kind::Calendar,
            (1, _, Scale::Log) => Kind::Log,
            (1, _, Scale::Raw) => Kind::Raw,
            _ => Kind::Several,
        };
        let parts = parts_of_one(observations);
        let axes: Vec<AxisScale> =
            observations.axes.iter().zip(parts).map(|(axis, part)| axis_scale(axis, part)).collect();
        let mut frame = Self {
            kind,
            scale: observations.scale(),
            share: observations.is_share(),
            axes,
            sign: 1.0,
            x: Vec::new(),
            z: Vec::new(),
            y: Vec::new(),
            rows: Vec::new(),
            groups: Vec::new(),
            weights: Vec::new(),
        };
        let here = frame.places(&observations.points());
        if kind != Kind::Several
            && let Some(points) = points
        {
            let there = frame.places(points);
            if !there.z.is_empty()
                && lawlike_num::quantile::median(&there.z) < lawlike_num::quantile::median(&here.z)
            {
                frame.sign = -1.0;
            }
        }
        let here = frame.places(&observations.points());
        let mut order: Vec<usize> = (0..observations.n()).collect();
        order.sort_by(|a, b| here.z[*a].total_cmp(&here.z[*b]).then(a.cmp(b)));
        frame.z = order.iter().map(|i| here.z[*i]).collect();
        frame.x = order.iter().map(|i| here.x[*i].clone()).collect();
        frame.y = order.iter().map(|i| frame.scale.forward(observations.response.values[*i])).collect();
        frame.groups = order.iter().map(|i| observations.groups[*i]).collect();
        let mean = lawlike_num::quantile::mean(&observations.weights);
        if !observations.weights.is_empty() && mean > 0.0 {
            frame.weights = order.iter().map(|i| observations.weights[*i] / mean).collect();
        }
        frame.rows = order;
        frame
    }

    /// Points on the scales of the frame; a column that is missing gives NaN.
    pub(crate) fn places(&self, points: &Points) -> Places {
        let n = points.n();
        let columns: Vec<Option<&Column>> = self.axes.iter().map(|axis| points.column(&axis.name)).collect();
        let position = |row: usize| -> Vec<f64> {
            self.axes
                .iter()
                .zip(&columns)
                .map(|(axis, column)| {
                    let value = column.map_or(f64::NAN, |column| column.values[row]);
                    // A value of zero or less has no place on a logarithmic axis.
                    let scaled = if axis.log && value <= 0.0 {
                        f64::NAN
                    } else if axis.log {
                        value.ln()
                    } else {
                        value
                    };
                    self.sign * (scaled - axis.centre)
                })
                .collect()
        };
        let x: Vec<Vec<f64>> = (0..n).map(position).collect();
        let z = x.iter().map(|position| position.iter().sum()).collect();
        Places { x, z }
    }

    /// Number of rows.
    pub(crate) fn n(&self) -> usize {
        self.z.len()
    }

    /// The first `n` rows.
    pub(crate) fn head(&self, n: usize) -> Self {
        self.pick(&(0..n).collect::<Vec<_>>())
    }

    /// The rows named, in that order.
    pub(crate) fn pick(&self, which: &[usize]) -> Self {
        Self {
            kind: self.kind,
            scale: self.scale,
            share: self.share,
            axes: self.axes.clone(),
            sign: self.sign,
            x: which.iter().map(|i| self.x[*i].clone()).collect(),
            z: which.iter().map(|i| self.z[*i]).collect(),
            y: which.iter().map(|i| self.y[*i]).collect(),
            rows: which.iter().map(|i| self.rows[*i]).collect(),
            groups: which.iter().map(|i| self.groups[*i]).collect(),
            weights: self.weights_of(which),
        }
    }

    /// Weight of a row.
    pub(crate) fn weight(&self, row: usize) -> f64 {
        self.weights.get(row).copied().unwrap_or(1.0)
    }

    /// Weights of the rows named; empty for equal ones.
    pub(crate) fn weights_of(&self, which: &[usize]) -> Vec<f64> {
        if self.weights.is_empty() { Vec::new() } else { which.iter().map(|i| self.weights[*i]).collect() }
    }

    /// Rows as places, from `from` on.
    pub(crate) fn places_of(&self, which: &[usize]) -> Places {
        Places {
            x: which.iter().map(|i| self.x[*i].clone()).collect(),
            z: which.iter().map(|i| self.z[*i]).collect(),
        }
    }

    /// Position of the last row.
    pub(crate) fn end(&self) -> f64 {
        self.z.last().copied().unwrap_or(f64::NAN)
    }

    /// Range of positions.
    pub(crate) fn span(&self) -> f64 {
        self.end() - self.z.first().copied().unwrap_or(f64::NAN)
    }

    /// How far the places lie beyond the past: the greatest distance in one axis, the 95 % quantile in several.
    pub(crate) fn horizon(&self, places: &Places) -> f64 {
        let mut ahead: Vec<f64> = places.z.iter().copied().filter(|z| z.is_finite()).collect();
        ahead.sort_by(f64::total_cmp);
        if ahead.is_empty() {
            return self.span().max(1e-9);
        }
        match self.kind {
            Kind::Several => {
                let far = lawlike_num::quantile::quantile(&ahead, 0.95);
                (far - self.end()).max(0.05 * self.span()).max(1e-9)
            }
            _ => (ahead[ahead.len() - 1] - self.end()).max(1e-9),
        }
    }

    /// Roughness of the last third: the root mean square of second differences over root six, which is the noise of
    /// a smooth curve with even steps. Zero where it cannot be had.
    pub(crate) fn noise(&self) -> f64 {
        let n = self.n();
        if self.kind == Kind::Several || n < 4 {
            return 0.0;
        }
        let tail = &self.y[n - (n / 3).max(8).min(n)..];
        let squares: Vec<f64> = tail.windows(3).map(|w| (w[2] - 2.0 * w[1] + w[0]).powi(2)).collect();
        if squares.is_empty() {
            0.0
        } else {
            (squares.iter().sum::<f64>() / squares.len() as f64 / 6.0).sqrt()
        }
    }

    /// Neighbours averaged until at most `most` rows are left: long curves are smooth enough.
    pub(crate) fn thinned(&self, most: usize) -> Self {
        let n = self.n();
        if n <= most || self.kind == Kind::Several {
            return self.clone();
        }
        let edge = |k: usize| k * n / most;
        let total = |k: usize| (edge(k)..edge(k + 1)).map(|i| self.weight(i)).sum::<f64>();
        let mean = |values: &[f64], k: usize| {
            (edge(k)..edge(k + 1)).map(|i| self.weight(i) * values[i]).sum::<f64>() / total(k)
        };
        let mut frame = self.pick(&(0..most).map(edge).collect::<Vec<_>>());
        frame.z = (0..most).map(|k| mean(&self.z, k)).collect();
        frame.y = (0..most).map(|k| mean(&self.y, k)).collect();
        frame.x = frame.z.iter().map(|z| vec![*z]).collect();
        if !self.weights.is_empty() {
            frame.weights = (0..most).map(|k| total(k) / (edge(k + 1) - edge(k)) as f64).collect();
        }
        frame
    }
}

fn axis_scale(column: &Column, part: bool) -> AxisScale {
    let log = column.is_log() && !part;
    let scaled: Vec<f64> =
        column.values.iter().map(|v| if log { v.ln() } else { *v }).filter(|v| v.is_finite()).collect();
    AxisScale {
        name: column.name.clone(),
        quantity: column.quantity,
        log,
        centre: lawlike_num::quantile::mean(&scaled),
    }
}
