//! A series on its natural scales: logarithms where they belong, ordered from the past to the future.

use super::parts::parts_of_one;
use crate::observations::{Column, Observations, Points};
use crate::quantity::{Quantity, Scale};
use serde::Serialize;

/// What kind of extrapolation it is; each kind has its own candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExtrapolationKind {
    /// One axis, positive response in logarithms that falls towards the future.
    Log,
    /// One axis, positive response in logarithms that rises towards the future.
    Growth,
    /// One axis, response as it stands (shares, ratings).
    Raw,
    /// Calendar time, positive response in logarithms.
    Calendar,
    /// Calendar time, response as it stands (shares, ratings).
    DatedScore,
    /// Several axes.
    Several,
}

impl ExtrapolationKind {
    /// All kinds.
    pub const ALL: [Self; 6] =
        [Self::Log, Self::Growth, Self::Raw, Self::Calendar, Self::DatedScore, Self::Several];

    /// Whether the axis is calendar time.
    pub fn is_dated(self) -> bool {
        matches!(self, Self::Calendar | Self::DatedScore)
    }
}

/// An axis and whether it is taken in logarithms.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct AxisScale {
    pub(crate) name: String,
    pub(crate) quantity: Quantity,
    pub(crate) log: bool,
    /// Taken from the position after scaling, so that the past is centred.
    pub(crate) centre: f64,
    /// Length of one unit of position: the spread of the past on an axis that is neither in logarithms nor a date.
    pub(crate) unit: f64,
}

/// How responses of a frame go back to the scale of the response: `offset + unit * y`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Units {
    pub(crate) offset: f64,
    pub(crate) unit: f64,
}

impl Units {
    const PLAIN: Self = Self { offset: 0.0, unit: 1.0 };

    pub(crate) fn inverse(self, value: f64) -> f64 {
        self.offset + self.unit * value
    }

    pub(crate) fn forward(self, value: f64) -> f64 {
        (value - self.offset) / self.unit
    }
}

/// Steps per unit to which positions and responses are rounded: `2^36`, about ten digits. The same table in another
/// unit differs in the last bits only; rounding takes them away, so that no search can turn on them.
const GRID: f64 = (1u64 << 36) as f64;

/// A jump is so many times larger than any step after it, and than the typical one.
const JUMP: f64 = 5.0;
/// Rows that must lie behind a jump: fewer say nothing of what comes after.
const AFTER: usize = 5;

fn rounded(value: f64) -> f64 {
    (value * GRID).round() / GRID
}

/// The past of one series: rows ordered by position, nearest to the future last.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) kind: ExtrapolationKind,
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
    /// Responses on their scale, in units of the frame.
    pub(crate) y: Vec<f64>,
    /// From these units to the scale of the response.
    pub(crate) units: Units,
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
            (1, Quantity::Date, Scale::Log) => ExtrapolationKind::Calendar,
            (1, Quantity::Date, Scale::Raw) => ExtrapolationKind::DatedScore,
            (1, _, Scale::Log) => ExtrapolationKind::Log,
            (1, _, Scale::Raw) => ExtrapolationKind::Raw,
            _ => ExtrapolationKind::Several,
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
            units: Units::PLAIN,
            rows: Vec::new(),
            groups: Vec::new(),
            weights: Vec::new(),
        };
        let here = frame.places(&observations.points());
        if kind != ExtrapolationKind::Several
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
        let value = |row: &usize| observations.response.values[*row];
        let weight = |row: &usize| observations.weights.get(*row).copied().unwrap_or(1.0);
        // Rows at one place are ordered by what they say, not by where they stand in the file.
        order.sort_by(|a, b| {
            let places = here.x[*a].iter().zip(&here.x[*b]).map(|(p, q)| p.total_cmp(q));
            let places = places.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then);
            let said = value(a).total_cmp(&value(b)).then(weight(a).total_cmp(&weight(b)));
            here.z[*a].total_cmp(&here.z[*b]).then(places).then(said).then(a.cmp(b))
        });
        frame.z = order.iter().map(|i| here.z[*i]).collect();
        frame.x = order.iter().map(|i| here.x[*i].clone()).collect();
        frame.y = order.iter().map(|i| frame.scale.forward(observations.response.values[*i])).collect();
        frame.groups = order.iter().map(|i| observations.groups[*i]).collect();
        let mean = lawlike_num::quantile::mean(&observations.weights);
        if !observations.weights.is_empty() && mean > 0.0 {
            frame.weights = order.iter().map(|i| observations.weights[*i] / mean).collect();
        }
        frame.rows = order;
        if kind == ExtrapolationKind::Log && frame.rises() {
            frame.kind = ExtrapolationKind::Growth;
        }
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
                    self.sign * rounded((scaled - axis.centre) / axis.unit)
                })
                .collect()
        };
        let x: Vec<Vec<f64>> = (0..n).map(position).collect();
        let z = x.iter().map(|position| position.iter().sum()).collect();
        Places { x, z }
    }

    /// The same in units that do not depend on those of the response: logarithms about their mean, other responses over
    /// their largest size; shares stay as they are.
    pub(crate) fn canonical(mut self) -> Self {
        let largest = self.y.iter().fold(0.0_f64, |most, y| most.max(y.abs()));
        self.units = match self.scale {
            Scale::Log => Units { offset: lawlike_num::quantile::mean(&self.y), unit: 1.0 },
            Scale::Raw if self.share => Units::PLAIN,
            // All zero: in any unit.
            Scale::Raw if largest == 0.0 => Units { offset: 0.0, unit: f64::MIN_POSITIVE },
            Scale::Raw => Units { offset: 0.0, unit: largest },
        };
        self.y.iter_mut().for_each(|y| *y = rounded(self.units.forward(*y)));
        self
    }

    /// Whether the response rises towards the future, by the straight line through all rows.
    pub(crate) fn rises(&self) -> bool {
        super::straight::weighted_line(&self.z, &self.y, |i| self.weight(i)).1 > 0.0
    }

    /// The rows after the last jump, where there is one: a step far larger than all that follow and than the typical one,
    /// over no wider gap, to a level that stays (an outlying row is none), with rows enough behind it. What was before says nothing of what comes after.
    pub(crate) fn since_jump(self) -> Self {
        let n = self.n();
        if self.kind == ExtrapolationKind::Several || n < 2 * AFTER {
            return self;
        }
        let steps: Vec<f64> = self.y.windows(2).map(|w| (w[1] - w[0]).abs()).collect();
        let gaps: Vec<f64> = self.z.windows(2).map(|w| w[1] - w[0]).collect();
        let (typical, gap) = (lawlike_num::quantile::median(&steps), lawlike_num::quantile::median(&gaps));
        let mut after = steps[n - AFTER..].iter().copied().fold(0.0, f64::max);
        for i in (0..n - AFTER).rev() {
            // An outlying row is no jump: without it, or without the row after it, the step must still be there.
            let stays = (i == 0 || 2.0 * (self.y[i + 1] - self.y[i - 1]).abs() > steps[i])
                && 2.0 * (self.y[i + 2] - self.y[i]).abs() > steps[i];
            if steps[i] > JUMP * after && steps[i] > JUMP * typical && gaps[i] <= JUMP * gap && stays {
                return self.pick(&(i + 1..n).collect::<Vec<_>>());
            }
            after = after.max(steps[i]);
        }
        self
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
            units: self.units,
            rows: which.iter().map(|i| self.rows[*i]).collect(),
            groups: which.iter().map(|i| self.groups[*i]).collect(),
            weights: self.weights_of(which),
        }
    }

    /// The same rows with other responses.
    pub(crate) fn with(&self, y: Vec<f64>) -> Self {
        Self { y, ..self.clone() }
    }

    /// The same rows upside down: in logarithms, with `1/y` for `y`.
    pub(crate) fn mirrored(&self) -> Self {
        self.with(self.y.iter().map(|y| -y).collect())
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
            ExtrapolationKind::Several => {
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
        if self.kind == ExtrapolationKind::Several || n < 4 {
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
        if n <= most || self.kind == ExtrapolationKind::Several {
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
    let mut scaled: Vec<f64> =
        column.values.iter().map(|v| if log { v.ln() } else { *v }).filter(|v| v.is_finite()).collect();
    // Sorted, so that the centre does not depend on the order of the rows.
    scaled.sort_by(f64::total_cmp);
    let spread = scaled.last().zip(scaled.first()).map_or(0.0, |(high, low)| high - low);
    let plain = log || part || column.quantity == Quantity::Date || spread <= 0.0;
    AxisScale {
        name: column.name.clone(),
        quantity: column.quantity,
        log,
        centre: lawlike_num::quantile::mean(&scaled),
        unit: if plain { 1.0 } else { spread },
    }
}
