//! Errors of a trend that hang together: what they do to the error of a slope, and to forecasts.
//!
//! Values over time wander: a point above the line is followed by one above it. Least squares then states a standard error
//! that is far too small (for a random walk, intervals of 95 % hold the slope in a fifth of cases). Here errors have a
//! correlation `rho` from one mean step to the next, `rho^(steps)` over others (a continuous autoregression of order one; Jones
//! 1981), up to a random walk. Every `rho` of a grid counts by its restricted likelihood (Patterson & Thompson 1971), which
//! does not bend towards small `rho` as residuals do, times a prior. Half of the prior or more is at the random walk: short
//! series cannot tell it from strong correlation, and the mistake is costly on one side only. Intervals are those of the
//! mixture of Student's t over the grid.

use super::{Point, YEAR};
use lawlike_num::dist::{student_cdf, student_quantile};
use lawlike_num::root::root;

/// Fewest points at which dependence is asked for: fewer leave at most three degrees of freedom, which cannot tell it.
pub(super) const FEWEST: usize = 6;
/// Correlations of errors one mean step apart; the last stands for a random walk.
const GRID: [f64; 13] = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.9999];
/// Share of the prior at the random walk: simulated walks of 8 to 60 points have their slope covered in nine of ten with it.
const WALK: f64 = 0.6;
/// Points nearer than this share of the mean step count as so far apart: errors of one day are not all the same.
const NEAREST: f64 = 0.1;
/// Weight up to which a random walk is ruled out.
const OPEN: f64 = 0.05;

/// What is taken of the points beside their values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// All points: their errors may be independent or hang together.
    All,
    /// The records among points.
    Records {
        /// Number of the points.
        all: usize,
        /// Whether all points leave it open that they are a random walk: the records of one hang together even more.
        may_walk: bool,
    },
}

impl Kind {
    /// Of the records of points.
    pub(crate) fn records(points: &[Point]) -> Self {
        let found = Dependence::of(points, &vec![1.0; points.len()], Self::All);
        let walk = found.and_then(|found| found.scenarios.last().copied());
        Self::Records { all: points.len(), may_walk: may_walk(walk) }
    }

    /// Of the records of simulated sets of points on the same days, which stand in order: for each day the levels of all
    /// sets, whose standard deviations are one.
    pub(crate) fn simulated<const L: usize>(days: &[f64], levels: &[[f64; L]]) -> [Self; L] {
        let all = days.len();
        let none = [Self::Records { all, may_walk: true }; L];
        let Some(first) = days.first() else { return none };
        let row = |day: &f64| {
            let years = (day - first) / YEAR;
            Row { one: 1.0, t: years, y: f64::NAN, years }
        };
        let rows: Vec<Row> = days.iter().map(row).collect();
        let last = rows.last().map_or(f64::NAN, |row| row.years);
        let step = last / (rows.len() as f64 - 1.0);
        if rows.len() < 3 || !(step > 0.0) {
            return none;
        }
        let grid = grid(all);
        let found: Vec<[Option<(f64, Scenario)>; L]> =
            grid.iter().map(|rho| scenarios(&rows, levels, *rho, step)).collect();
        std::array::from_fn(|set| {
            let logs = found.iter().filter_map(|sets| sets[set]).collect();
            let (weighed, sum) = weighed(logs);
            let walk = weighed.last().copied().filter(|_| sum > 0.0);
            Self::Records { all, may_walk: may_walk(walk) }
        })
    }

    fn number(self, points: usize) -> usize {
        match self {
            Self::All => points,
            Self::Records { all, .. } => all,
        }
    }
}

/// Whether points may be a random walk, by the last correlation of the grid.
fn may_walk(walk: Option<Scenario>) -> bool {
    walk.is_none_or(|walk| walk.rho == 0.0 || walk.weight > OPEN)
}

/// The correlations that are asked for with so many points.
fn grid(points: usize) -> &'static [f64] {
    if points < FEWEST { &GRID[..1] } else { &GRID[..] }
}

/// Scenarios weighed by their restricted log-likelihood and the prior, and the sum of the weights before they were divided by it.
fn weighed(logs: Vec<(f64, Scenario)>) -> (Vec<Scenario>, f64) {
    let most = logs.iter().map(|(log, _)| *log).fold(f64::NEG_INFINITY, f64::max);
    let weight = |(log, scenario): (f64, Scenario)| Scenario {
        weight: prior(scenario.rho) * (log - most).exp(),
        ..scenario
    };
    let mut scenarios: Vec<Scenario> = logs.into_iter().map(weight).collect();
    let sum: f64 = scenarios.iter().map(|scenario| scenario.weight).sum();
    scenarios.iter_mut().for_each(|scenario| scenario.weight /= sum);
    (scenarios, sum)
}

/// One correlation, and what follows from it.
#[derive(Debug, Clone, Copy)]
struct Scenario {
    rho: f64,
    weight: f64,
    /// Level and slope by generalised least squares, years counted from the first point.
    at: [f64; 2],
    /// Their covariance: of the level, of both, of the slope.
    covariance: [f64; 3],
    /// Variance of an error.
    variance: f64,
    /// Standard error of the slope by ordinary least squares under this correlation.
    se: f64,
}

/// The line through points whose errors may hang together.
#[derive(Debug, Clone)]
pub(crate) struct Dependence {
    scenarios: Vec<Scenario>,
    free: f64,
    first: f64,
    last: Row,
    /// Mean step in years.
    step: f64,
    /// Standard deviation of a new point relative to the unit of the weights.
    unit: f64,
}

/// A point in units of its own standard deviation.
#[derive(Debug, Clone, Copy)]
struct Row {
    one: f64,
    t: f64,
    y: f64,
    years: f64,
}

impl Dependence {
    /// Of points with the standard deviations `sds` (all one where they are unknown); none with fewer than three points
    /// or two days.
    pub(crate) fn of(points: &[Point], sds: &[f64], kind: Kind) -> Option<Self> {
        let mut order: Vec<usize> = (0..points.len()).collect();
        order.sort_by(|a, b| points[*a].day.total_cmp(&points[*b].day));
        let first = points[*order.first()?].day;
        let row = |at: &usize| {
            let (sd, years) = (sds[*at], (points[*at].day - first) / YEAR);
            Row { one: 1.0 / sd, t: years / sd, y: points[*at].level / sd, years }
        };
        let rows: Vec<Row> = order.iter().map(row).collect();
        let last = *rows.last()?;
        let step = last.years / (rows.len() as f64 - 1.0);
        if rows.len() < 3 || !(step > 0.0) {
            return None;
        }
        let levels: Vec<[f64; 1]> = rows.iter().map(|row| [row.y]).collect();
        let scenario_at = |rho: &f64| scenarios(&rows, &levels, *rho, step)[0];
        let (scenarios, sum) =
            weighed(grid(kind.number(rows.len())).iter().filter_map(scenario_at).collect());
        let unit = sds.iter().sum::<f64>() / sds.len() as f64;
        (sum > 0.0).then_some(Self { scenarios, free: rows.len() as f64 - 2.0, first, last, step, unit })
    }

    /// By how much the half-width of the 95 % interval of a slope by least squares exceeds that of independent errors; at
    /// least one.
    pub(crate) fn wider(&self, kind: Kind) -> f64 {
        let Some(independent) = self.scenarios.iter().find(|scenario| scenario.rho == 0.0) else {
            return 1.0;
        };
        let t = student_quantile(0.975, self.free);
        let most = self.scenarios.iter().map(|scenario| scenario.se).fold(0.0, f64::max);
        let outside = |half: f64| -> f64 {
            let share_outside =
                |scenario: &Scenario| scenario.weight * 2.0 * student_cdf(-half / scenario.se, self.free);
            self.scenarios.iter().map(share_outside).sum()
        };
        let half = root(|half| outside(half) - 0.05, 0.0, most * t);
        let walk = match (kind, self.scenarios.last()) {
            (Kind::Records { all, may_walk: true }, Some(walk)) if all as f64 > self.free + 2.0 => {
                walk.se * t
            }
            _ => 0.0,
        };
        let factor = half.max(walk) / (independent.se * t);
        if factor.is_finite() { factor.max(1.0) } else { 1.0 }
    }

    /// Quantiles of a new point on a day.
    pub(crate) fn quantiles(&self, day: f64, levels: &[f64]) -> Vec<f64> {
        let years = (day - self.first) / YEAR;
        let parts: Vec<(f64, f64, f64)> = self
            .scenarios
            .iter()
            .map(|scenario| {
                let (mean, variance) = self.forecast(scenario, years);
                (scenario.weight, mean, variance.max(0.0).sqrt())
            })
            .collect();
        let below = |value: f64| -> f64 {
            let weighted_share = |(weight, mean, sd): &(f64, f64, f64)| match *sd {
                sd if sd > 0.0 => weight * student_cdf((value - mean) / sd, self.free),
                _ => weight * f64::from(u8::from(value >= *mean)),
            };
            parts.iter().map(weighted_share).sum()
        };
        let wide = student_quantile(0.9999, self.free);
        let ends = |sign: f64| parts.iter().map(move |(_, mean, sd)| mean + sign * wide * sd);
        let (least, most) =
            (ends(-1.0).fold(f64::INFINITY, f64::min), ends(1.0).fold(f64::NEG_INFINITY, f64::max));
        let quantile = |level: &f64| root(|value| below(value) - level, least, most);
        levels.iter().map(quantile).collect()
    }

    /// Mean and variance of a new point so many years after the first: the line, and what is left of the last error.
    fn forecast(&self, scenario: &Scenario, years: f64) -> (f64, f64) {
        let steps = ((years - self.last.years) / self.step).max(0.0);
        let kept = if scenario.rho > 0.0 { scenario.rho.powf(steps) } else { 0.0 };
        let [level, slope] = scenario.at;
        let sd = 1.0 / self.last.one;
        let off = (self.last.y - self.last.one * level - self.last.t * slope) * self.unit;
        let x = [1.0 - kept * self.unit / sd, years - kept * self.unit / sd * self.last.years];
        let [a, b, c] = scenario.covariance;
        let line = a * x[0] * x[0] + 2.0 * b * x[0] * x[1] + c * x[1] * x[1];
        let own = scenario.variance * self.unit * self.unit * (1.0 - kept * kept);
        (level + slope * years + kept * off, line + own)
    }
}

/// The prior of a correlation.
fn prior(rho: f64) -> f64 {
    let others = GRID.len() as f64 - 1.0;
    if rho == GRID[GRID.len() - 1] { WALK } else { (1.0 - WALK) / others }
}

/// Sums over rows of one correlation.
struct Sums<const L: usize> {
    /// Products of the whitened columns.
    normal: [f64; 3],
    ln_determinant: f64,
    /// Products of the columns as they are, and at every distance, for the variance of ordinary least squares.
    plain: [f64; 3],
    meat: [f64; 3],
    /// Products of the whitened columns with the whitened levels of each set, and of those with themselves.
    right: [[f64; L]; 2],
    squares: [f64; L],
}

impl<const L: usize> Sums<L> {
    /// Of rows in order, with the levels of each set in units of their standard deviations.
    fn over(rows: &[Row], levels: &[[f64; L]], rho: f64, step: f64) -> Self {
        let mut sums = Self {
            normal: [0.0; 3],
            ln_determinant: 0.0,
            plain: [0.0; 3],
            meat: [0.0; 3],
            right: [[0.0; L]; 2],
            squares: [0.0; L],
        };
        let mut carried = [0.0; 2];
        let (mut before, mut levels_before) = (Row { one: 0.0, t: 0.0, y: 0.0, years: 0.0 }, &[0.0; L]);
        // Distance, and the correlation over it; many steps are alike, such as those within a day.
        let (mut apart, mut a, mut scale, mut ln_scale) = (f64::NAN, 0.0, 1.0_f64, 0.0);
        for (at, (row, levels)) in rows.iter().zip(levels).enumerate() {
            let distance = (row.years - before.years).max(NEAREST * step);
            if at > 0 && distance != apart {
                apart = distance;
                a = if rho > 0.0 { rho.powf(apart / step) } else { 0.0 };
                scale = (1.0 - a * a).sqrt();
                ln_scale = scale.ln();
            }
            let white = |now: f64, before: f64| (now - a * before) / scale;
            let (one, t) = (white(row.one, before.one), white(row.t, before.t));
            let Self { normal, plain, meat, right, squares, .. } = &mut sums;
            *normal = [normal[0] + one * one, normal[1] + one * t, normal[2] + t * t];
            for set in 0..L {
                let y = white(levels[set], levels_before[set]);
                right[0][set] += one * y;
                right[1][set] += t * y;
                squares[set] += y * y;
            }
            carried = [a * (carried[0] + before.one), a * (carried[1] + before.t)];
            *plain = [plain[0] + row.one * row.one, plain[1] + row.one * row.t, plain[2] + row.t * row.t];
            *meat = [
                meat[0] + row.one * row.one + 2.0 * row.one * carried[0],
                meat[1] + row.one * row.t + row.one * carried[1] + row.t * carried[0],
                meat[2] + row.t * row.t + 2.0 * row.t * carried[1],
            ];
            sums.ln_determinant += 2.0 * ln_scale;
            (before, levels_before) = (*row, levels);
        }
        sums
    }
}

/// For each set of levels, the restricted log-likelihood of a correlation, and the scenario; none if the rows are degenerate.
fn scenarios<const L: usize>(
    rows: &[Row],
    levels: &[[f64; L]],
    rho: f64,
    step: f64,
) -> [Option<(f64, Scenario)>; L] {
    let Sums { normal, ln_determinant, plain, meat, right, squares } = Sums::over(rows, levels, rho, step);
    let determinant = normal[0] * normal[2] - normal[1] * normal[1];
    let inverse = [normal[2] / determinant, -normal[1] / determinant, normal[0] / determinant];
    let base = plain[0] * plain[2] - plain[1] * plain[1];
    // The second row of the inverse of the plain products, on both sides of the meat.
    let bread = [-plain[1] / base, plain[0] / base];
    let sandwich =
        bread[0] * bread[0] * meat[0] + 2.0 * bread[0] * bread[1] * meat[1] + bread[1] * bread[1] * meat[2];
    let free = rows.len() as f64 - 2.0;
    std::array::from_fn(|set| {
        let right = [right[0][set], right[1][set]];
        let at =
            [inverse[0] * right[0] + inverse[1] * right[1], inverse[1] * right[0] + inverse[2] * right[1]];
        // Rounding must not make an exact line look infinitely sure.
        let floor = 1e-14 * squares[set];
        let left = (squares[set] - at[0] * right[0] - at[1] * right[1]).max(floor).max(f64::MIN_POSITIVE);
        let variance = left / free;
        let se = (sandwich * variance).sqrt();
        let log = -0.5 * (ln_determinant + determinant.ln() + free * left.ln());
        let covariance = inverse.map(|v| v * variance);
        let found = Scenario { rho, weight: 0.0, at, covariance, variance, se };
        (log.is_finite() && se.is_finite() && determinant > 0.0).then_some((log, found))
    })
}

#[cfg(test)]
mod tests;
