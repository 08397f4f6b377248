//! Shapes of growth: what the same points say if growth is exponential, logistic, hyperbolic or has a break.
//!
//! All are fitted to base-2 logarithms by least squares over years, after the sign is turned for a quantity that falls.
//! Which one is told by Akaike's criterion for small samples (Hurvich & Tsai 1989), whose errors may hang together over time (a
//! random walk looks bent or broken to independent errors), and by forecasts of later points from earlier ones; how little
//! that may be is told by how far their forecasts part. No forecast is worse than the standing record.

use super::{Better, LevelScale, Point, YEAR};
use lawlike_num::simplex::simplex;
use serde::Serialize;

/// Fewest points from which a later one is forecast.
const FEWEST: usize = 5;
/// Correlations of errors one mean step apart that a shape may have.
const CORRELATIONS: [f64; 8] = [0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.97, 0.999];
/// Steps nearer than this share of the mean one count as so long.
const NEAREST: f64 = 0.1;
/// Mean square of residuals, in doublings, below which a shape is exact.
const EXACT: f64 = 1e-12;
/// Fewest points on each side of a break.
const SIDE: usize = 3;

/// A shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TrendShape {
    /// `a 2^(b t)`: a straight line of levels. Of a share, its odds; of a rating, the rating itself.
    Exponential,
    /// `L / (1 + e^(-r (t - m)))`; of a share, its odds.
    Logistic,
    /// `A / (T - t)^p`: infinite at `T`.
    Hyperbolic,
    /// Two exponentials that meet at a break.
    Piecewise,
    /// The last best value stays.
    Flat,
}

/// The shapes that mean something on a scale, in the order of tables: odds have no end in time, and a curve in powers of two
/// is none of a value that has no doublings.
pub(crate) fn shapes_of(scale: LevelScale) -> &'static [TrendShape] {
    match scale {
        LevelScale::Log => &[
            TrendShape::Exponential,
            TrendShape::Logistic,
            TrendShape::Hyperbolic,
            TrendShape::Piecewise,
            TrendShape::Flat,
        ],
        LevelScale::Odds { .. } => {
            &[TrendShape::Exponential, TrendShape::Logistic, TrendShape::Piecewise, TrendShape::Flat]
        }
        LevelScale::Raw => &[TrendShape::Exponential, TrendShape::Piecewise, TrendShape::Flat],
    }
}

/// A shape with its parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Curve {
    shape: TrendShape,
    /// Meaning by shape: level and slope; ceiling, rate and middle; level, year of infinity and power; level,
    /// slope, change, break.
    values: [f64; 4],
    /// Sign of growth: one, or minus one for a quantity that falls.
    sign: f64,
    /// The day that years count from.
    origin: f64,
    /// The best level of the points, with the sign of growth: a record never gets worse.
    record: f64,
}

/// What a shape says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShapeFit {
    /// The shape.
    pub shape: TrendShape,
    /// Number of parameters, the spread not counted.
    pub parameters: usize,
    /// Root mean square of the residuals, in doublings.
    pub rms: f64,
    /// Akaike's criterion less that of the best shape; NaN with too few points, and for the last value.
    pub behind: f64,
    /// Akaike weight; NaN as above.
    pub weight: f64,
    /// Root mean square error of forecasts of the following points from at least five, in doublings; NaN if there are none.
    pub forecast_error: f64,
    /// Number of these forecasts.
    pub forecasts: usize,
    /// The value at each day asked for.
    pub at: Vec<f64>,
    /// The day on which it is infinite (hyperbolic) or breaks (piecewise); NaN for the others.
    pub day: f64,
    /// Greatest value, or least where the quantity falls (logistic); NaN for the others.
    pub ceiling: f64,
    /// What the points rule out, at 95 %: ceilings nearer to them than this value (logistic), ends earlier than this day
    /// (hyperbolic); NaN if they rule out none, and for the others.
    pub nearest: f64,
}

/// The shapes of points in order of time, with values at days.
pub(crate) fn shapes(points: &[Point], better: Better, days: &[f64], scale: LevelScale) -> Vec<ShapeFit> {
    let mut fits: Vec<ShapeFit> =
        shapes_of(scale).iter().filter_map(|shape| fit(*shape, points, better, days, scale)).collect();
    let best = fits.iter().map(|fit| fit.behind).filter(|v| v.is_finite()).fold(f64::INFINITY, f64::min);
    let all: f64 = fits.iter().map(|fit| (-0.5 * (fit.behind - best)).exp()).filter(|v| v.is_finite()).sum();
    for fit in &mut fits {
        fit.behind -= best;
        fit.weight = (-0.5 * fit.behind).exp() / all;
    }
    fits
}

fn fit(
    shape: TrendShape,
    points: &[Point],
    better: Better,
    days: &[f64],
    scale: LevelScale,
) -> Option<ShapeFit> {
    let curve = Curve::through(shape, points, better)?;
    let n = points.len() as f64;
    let squares = curve.squares(points);
    let parameters = shape.parameters();
    let criterion = if shape == TrendShape::Flat { f64::NAN } else { curve.criterion(points) };
    let errors = rolling(shape, points, better);
    let mean = errors.iter().map(|e| e * e).sum::<f64>() / errors.len() as f64;
    Some(ShapeFit {
        shape,
        parameters,
        rms: (squares / n).sqrt(),
        behind: criterion,
        weight: f64::NAN,
        forecast_error: mean.sqrt(),
        forecasts: errors.len(),
        at: days.iter().map(|day| scale.value(curve.held(*day))).collect(),
        day: match shape {
            TrendShape::Hyperbolic => curve.origin + YEAR * curve.values[1],
            TrendShape::Piecewise => curve.origin + YEAR * curve.values[3],
            _ => f64::NAN,
        },
        ceiling: if shape == TrendShape::Logistic {
            scale.value(curve.no_worse(curve.values[0]))
        } else {
            f64::NAN
        },
        nearest: curve.nearest(points, scale),
    })
}

/// Errors of forecasts of every later point from every past of at least five points.
fn rolling(shape: TrendShape, points: &[Point], better: Better) -> Vec<f64> {
    let mut errors = Vec::new();
    for end in FEWEST..points.len() {
        let (past, future) = points.split_at(end);
        if let Some(curve) = Curve::through(shape, past, better) {
            errors.extend(
                future.iter().map(|point| curve.held(point.day) - point.level).filter(|e| e.is_finite()),
            );
        }
    }
    errors
}

impl TrendShape {
    /// Name in tables, on a scale.
    pub fn name(self, scale: LevelScale) -> &'static str {
        match (self, scale) {
            (Self::Exponential, LevelScale::Log) => "exponential",
            (Self::Exponential, LevelScale::Odds { .. }) => "logistic to the whole",
            (Self::Exponential, LevelScale::Raw) => "straight line",
            (Self::Logistic, LevelScale::Odds { .. }) => "logistic to less",
            (Self::Logistic, _) => "logistic",
            (Self::Hyperbolic, _) => "hyperbolic",
            (Self::Piecewise, _) => "piecewise",
            (Self::Flat, _) => "last value",
        }
    }

    fn parameters(self) -> usize {
        match self {
            Self::Exponential => 2,
            Self::Logistic | Self::Hyperbolic => 3,
            Self::Piecewise => 4,
            Self::Flat => 0,
        }
    }
}

impl Curve {
    /// The curve of least squares; none with too few points.
    pub(crate) fn through(shape: TrendShape, points: &[Point], better: Better) -> Option<Self> {
        let origin = points.first()?.day;
        let sign = if better == Better::Higher { 1.0 } else { -1.0 };
        let span = (points.last()?.day - origin) / YEAR;
        if !(span > 0.0) || points.len() < shape.parameters().max(1) {
            return None;
        }
        let data: Vec<(f64, f64)> =
            points.iter().map(|p| ((p.day - origin) / YEAR, sign * p.level)).collect();
        let values = match shape {
            TrendShape::Flat => [data.iter().map(|d| d.1).fold(f64::NEG_INFINITY, f64::max), 0.0, 0.0, 0.0],
            TrendShape::Exponential => {
                let (level, slope) = line(&data);
                [level, slope, 0.0, 0.0]
            }
            TrendShape::Logistic => logistic(&data, span),
            TrendShape::Hyperbolic => hyperbolic(&data, span),
            TrendShape::Piecewise => piecewise(&data)?,
        };
        let record = data.iter().map(|d| d.1).fold(f64::NEG_INFINITY, f64::max);
        Some(Self { shape, values, sign, origin, record })
    }

    /// The base-2 logarithm on a day; infinite at and after the end of a hyperbola.
    pub(crate) fn at(&self, day: f64) -> f64 {
        self.sign * value(self.shape, &self.values, (day - self.origin) / YEAR)
    }

    /// The level on a day, no worse than the standing record.
    pub(crate) fn held(&self, day: f64) -> f64 {
        self.no_worse(self.sign * self.at(day))
    }

    /// A level, given with the sign of growth, that is no worse than the standing record.
    fn no_worse(&self, level: f64) -> f64 {
        self.sign * level.max(self.record)
    }

    /// Akaike's criterion for small samples: the least over independent errors and errors that hang together, whose
    /// correlation is one parameter more; NaN with too few points.
    fn criterion(&self, points: &[Point]) -> f64 {
        let n = points.len() as f64;
        let aicc = |correlation: f64| {
            // The spread is a parameter too.
            let k = self.shape.parameters() as f64 + if correlation > 0.0 { 2.0 } else { 1.0 };
            if n - k - 1.0 < 1.0 {
                return f64::NAN;
            }
            self.deviance(points, correlation) + 2.0 * k + 2.0 * k * (k + 1.0) / (n - k - 1.0)
        };
        CORRELATIONS.iter().map(|correlation| aicc(*correlation)).fold(f64::NAN, f64::min)
    }

    /// Minus twice the logarithm of the likelihood of the residuals, whose correlation from one mean step to the next is
    /// given (a continuous autoregression of order one), without what all shapes share.
    fn deviance(&self, points: &[Point], correlation: f64) -> f64 {
        let n = points.len() as f64;
        let step = points.last().map_or(f64::NAN, |last| (last.day - self.origin) / (n - 1.0));
        let (mut squares, mut ln_determinant, mut before) = (0.0, 0.0, (0.0, self.origin));
        for (at, point) in points.iter().enumerate() {
            let residual = self.at(point.day) - point.level;
            let kept = match correlation {
                rho if rho > 0.0 && at > 0 => rho.powf(((point.day - before.1) / step).max(NEAREST)),
                _ => 0.0,
            };
            let variance = 1.0 - kept * kept;
            squares += (residual - kept * before.0).powi(2) / variance;
            ln_determinant += variance.ln();
            before = (residual, point.day);
        }
        n * (squares / n).max(EXACT).ln() + ln_determinant
    }

    /// What the points rule out; see [`ShapeFit::nearest`].
    fn nearest(&self, points: &[Point], scale: LevelScale) -> f64 {
        let data: Vec<(f64, f64)> =
            points.iter().map(|p| ((p.day - self.origin) / YEAR, self.sign * p.level)).collect();
        let best = self.squares(points);
        match self.shape {
            TrendShape::Logistic => {
                nearest(self.shape, &data, best).map_or(f64::NAN, |at| scale.value(self.sign * at))
            }
            TrendShape::Hyperbolic => {
                nearest(self.shape, &data, best).map_or(f64::NAN, |at| self.origin + YEAR * at)
            }
            _ => f64::NAN,
        }
    }

    fn squares(&self, points: &[Point]) -> f64 {
        points.iter().map(|p| (self.at(p.day) - p.level).powi(2)).sum()
    }
}

fn value(shape: TrendShape, v: &[f64; 4], t: f64) -> f64 {
    match shape {
        TrendShape::Flat => v[0],
        TrendShape::Exponential => v[0] + v[1] * t,
        TrendShape::Logistic => v[0] - bend(v[1], v[2], t),
        TrendShape::Hyperbolic if t >= v[1] => f64::INFINITY,
        TrendShape::Hyperbolic => v[0] - v[2] * (v[1] - t).log2(),
        TrendShape::Piecewise => v[0] + v[1] * t + v[2] * (t - v[3]).max(0.0),
    }
}

/// `log2(1 + e^(-r (t - m)))`.
fn bend(rate: f64, middle: f64, t: f64) -> f64 {
    let x = -rate * (t - middle);
    (x.max(0.0) + (-x.abs()).exp().ln_1p()) / std::f64::consts::LN_2
}

fn line(data: &[(f64, f64)]) -> (f64, f64) {
    let n = data.len() as f64;
    let (t0, y0) = (data.iter().map(|d| d.0).sum::<f64>() / n, data.iter().map(|d| d.1).sum::<f64>() / n);
    let sxx: f64 = data.iter().map(|d| (d.0 - t0).powi(2)).sum();
    let slope = data.iter().map(|d| (d.0 - t0) * (d.1 - y0)).sum::<f64>() / sxx;
    (y0 - slope * t0, slope)
}

/// Ceiling, rate and middle: for each rate and middle, the ceiling is a mean. The middle lies at most ten spans ahead: farther
/// off, the curve is an exponential.
fn logistic(data: &[(f64, f64)], span: f64) -> [f64; 4] {
    let n = data.len() as f64;
    let place = |z: &[f64]| {
        let rate = z[0].clamp(-8.0, 8.0).exp() / span;
        (rate, z[1].clamp(-2.0, 10.0) * span)
    };
    let ceiling =
        |(rate, middle): (f64, f64)| data.iter().map(|d| d.1 + bend(rate, middle, d.0)).sum::<f64>() / n;
    let sum_of_squares = |z: &[f64]| {
        let (rate, middle) = place(z);
        let top = ceiling((rate, middle));
        data.iter().map(|d| (top - bend(rate, middle, d.0) - d.1).powi(2)).sum::<f64>()
    };
    let starts = [[1.0, 0.5], [2.0, 0.5], [1.0, 1.0], [2.0, 1.0], [1.5, 2.0], [1.0, 5.0]];
    let found = starts.iter().map(|start| simplex(&sum_of_squares, start)).min_by(|a, b| a.1.total_cmp(&b.1));
    let (rate, middle) = place(&found.map_or_else(|| vec![0.0, 0.0], |(z, _)| z));
    [ceiling((rate, middle)), rate, middle, 0.0]
}

/// Level, end and power: for each end, level and power are a line. The end lies between a thousandth of the span and a
/// hundred spans after the last point: farther off, the curve is an exponential.
fn hyperbolic(data: &[(f64, f64)], span: f64) -> [f64; 4] {
    let end = |z: f64| span * (1.0 + z.clamp(-7.0, 4.6).exp());
    let sum_of_squares = |z: &[f64]| squares(TrendShape::Hyperbolic, &ending(data, end(z[0])), data);
    let found = [-4.0, -1.0, 2.0]
        .iter()
        .map(|start| simplex(&sum_of_squares, &[*start]))
        .min_by(|a, b| a.1.total_cmp(&b.1));
    ending(data, end(found.map_or(0.0, |(z, _)| z[0])))
}

/// The hyperbola of an end; its power is at least zero.
fn ending(data: &[(f64, f64)], end: f64) -> [f64; 4] {
    let bent: Vec<(f64, f64)> = data.iter().map(|d| (-(end - d.0).log2(), d.1)).collect();
    let (level, power) = line(&bent);
    if power > 0.0 {
        return [level, end, power, 0.0];
    }
    [data.iter().map(|d| d.1).sum::<f64>() / data.len() as f64, end, 0.0, 0.0]
}

fn squares(shape: TrendShape, values: &[f64; 4], data: &[(f64, f64)]) -> f64 {
    data.iter().map(|d| (value(shape, values, d.0) - d.1).powi(2)).sum()
}

/// The lowest ceiling, or the earliest end, at which the likelihood is not 1.92 below its best (95 %, one number profiled);
/// none if even the nearest to the points is not.
fn nearest(shape: TrendShape, data: &[(f64, f64)], best: f64) -> Option<f64> {
    let n = data.len() as f64;
    let span = data.last()?.0;
    let top = data.iter().map(|d| d.1).fold(f64::NEG_INFINITY, f64::max);
    let place = |i: i32| match shape {
        TrendShape::Logistic => top + 0.02 * 1.12f64.powi(i),
        _ => span * (1.0 + 0.001 * 1.15f64.powi(i)),
    };
    let squares_at = |at: f64| match shape {
        TrendShape::Logistic => capped(data, span, at),
        _ => squares(shape, &ending(data, at), data),
    };
    let is_in = |i: &i32| n * (squares_at(place(*i)) / best.max(1e-12)).ln() <= 3.841_459;
    (0..80).find(is_in).filter(|i| *i > 0).map(place)
}

/// Least squares of a logistic curve with a ceiling.
fn capped(data: &[(f64, f64)], span: f64, ceiling: f64) -> f64 {
    let sum_of_squares = |z: &[f64]| {
        let (rate, middle) = (z[0].clamp(-8.0, 8.0).exp() / span, z[1].clamp(-2.0, 10.0) * span);
        squares(TrendShape::Logistic, &[ceiling, rate, middle, 0.0], data)
    };
    let starts = [[1.0, 0.5], [1.5, 1.0], [2.0, 2.0]];
    starts.iter().map(|start| simplex(&sum_of_squares, start).1).fold(f64::INFINITY, f64::min)
}

/// Level, slope, change of slope and break: the break is tried halfway between points, with at least three on each side.
fn piecewise(data: &[(f64, f64)]) -> Option<[f64; 4]> {
    let mut best: Option<(f64, [f64; 4])> = None;
    for at in SIDE..=data.len().saturating_sub(SIDE) {
        let knot = 0.5 * (data.get(at - 1)?.0 + data.get(at)?.0);
        let Some(values) = broken(data, knot) else { continue };
        let found = squares(TrendShape::Piecewise, &values, data);
        if best.is_none_or(|(least, _)| found < least) {
            best = Some((found, values));
        }
    }
    best.map(|(_, values)| values)
}

fn broken(data: &[(f64, f64)], knot: f64) -> Option<[f64; 4]> {
    use lawlike_num::dense::{Matrix, Qr};
    let column = |of: &dyn Fn(f64) -> f64| data.iter().map(|d| of(d.0)).collect::<Vec<f64>>();
    let columns = [column(&|_| 1.0), column(&|t| t), column(&|t| (t - knot).max(0.0))];
    let qr = Qr::new(Matrix::from_columns(&columns));
    if qr.rank(1e-10) < 3 {
        return None;
    }
    let found = qr.solve(&data.iter().map(|d| d.1).collect::<Vec<f64>>());
    Some([*found.first()?, *found.get(1)?, *found.get(2)?, knot])
}

#[cfg(test)]
mod tests;
