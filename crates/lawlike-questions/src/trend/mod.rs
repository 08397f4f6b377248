//! Calendar time: how fast the frontier moves, what the points can tell of its shape, and how long a task may be.
//!
//! A trend is a line through base-2 logarithms over days (`line.rs`): its slope is doublings a year, and the doubling time
//! comes as a set, because a slope that may be zero leaves no interval. The frontier (`frontier.rs`) is selected by the
//! outcome, and what that does to the slope is simulated. `shape.rs` asks what logistic, hyperbolic and broken growth make of
//! the same points, `rank.rs` whether the biggest is the best, `horizon.rs` turns runs of tasks into time horizons.
//! `effective.rs` splits a gain into compute and progress, `implied.rs` reads sizes from prices.

mod cards;
mod claim;
mod course;
mod dependence;
pub mod effective;
mod frontier;
mod horizon;
pub mod implied;
mod line;
mod outlook;
mod rank;
mod scale;
mod shape;
mod stock;

pub use cards::CARDS;
pub use claim::{JudgedClaim, JudgedPace, PaceClaim, Standing};
pub use course::Course;
pub use frontier::Selected;
pub use horizon::{Horizons, ModelHorizon, RunsOf, TaskAttempt, Told, horizons};
pub use line::{DoublingTime, Line};
pub use rank::Ranks;
pub use scale::LevelScale;
pub use shape::{ShapeFit, TrendShape};
pub use stock::{Meeting, Meetings, Stock, meetings};

use dependence::Kind;
use lawlike::error::{Error, Result};
use lawlike::finding::{Finding, by_severity};
use lawlike::interval::Interval;
use outlook::Outlook;
use serde::{Serialize, Serializer};

mod keys {
    lawlike::interval_keys!(forecast);
}

/// Days of a year.
pub const YEAR: f64 = 365.25;

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Better {
    /// More is better, such as a capability.
    #[default]
    Higher,
    /// Less is better, such as a price.
    Lower,
}

/// A value on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// What it is the value of.
    pub label: String,
    /// Days since 1 January 1970.
    pub day: f64,
    /// The value on the scale of its series: in doublings, unless it has none.
    pub level: f64,
    /// Standard error of the level; NaN if unknown.
    pub se: f64,
    /// Standard error of the day, in days; zero if it is known.
    pub day_se: f64,
    /// Size of the model, in any unit; NaN if unknown.
    pub size: f64,
}

/// Values over time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Dated {
    /// Name of the series, empty if there is only one.
    pub label: String,
    /// The scale of the levels.
    pub scale: LevelScale,
    /// The points, in any order.
    pub points: Vec<Point>,
}

/// What shapes a trend.
#[derive(Debug, Clone, Default)]
pub struct TrendOptions {
    /// Which way is better.
    pub better: Better,
    /// Points up to this day are the past, which is fitted; later ones are forecast. None: all are the past.
    pub cut: Option<f64>,
    /// Days for which values are forecast.
    pub at: Vec<f64>,
    /// Seed of the draws.
    pub seed: u64,
}

/// A point after the cut, and what was forecast for it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Later {
    /// What it is the value of.
    pub label: String,
    /// Days since 1 January 1970.
    pub day: f64,
    /// The value.
    pub value: f64,
    /// Forecast by the shape in the headline, with its 95 % interval for a new point.
    #[serde(flatten, serialize_with = "keys::forecast")]
    pub forecast: Interval,
    /// Forecast of each shape, in the order of the shapes.
    pub shapes: Vec<f64>,
}

/// How forecasts of later frontier points turned out, in doublings.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Score {
    /// Number of later points at the frontier.
    pub n: usize,
    /// Root mean square error of the line.
    pub rms: f64,
    /// Mean error of the line: above zero if forecasts were too high.
    pub bias: f64,
    /// Share of later points in the 95 % interval.
    pub coverage: f64,
    /// Root mean square error of each shape, in the order of the shapes; infinite where one had no value left.
    pub shapes: Vec<f64>,
}

/// A value on a day asked for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct DayForecast {
    /// Days since 1 January 1970.
    pub day: f64,
    /// By the shape in the headline, with its 95 % interval for a new point.
    #[serde(flatten)]
    pub value: Interval,
}

/// The shape in the headline: the exponential unless the points refute it, then the best of the others.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Headline {
    /// The shape.
    pub shape: TrendShape,
    /// Day of its break (piecewise); NaN for the others.
    pub since: f64,
    /// Levels a year before the break; NaN without one.
    pub slope_before: f64,
    /// Levels a year since.
    pub slope_since: f64,
    /// The line before the break.
    #[serde(skip)]
    pub before: Option<Line>,
    /// The line since the break.
    #[serde(skip)]
    pub after: Option<Line>,
}

/// The trend of one series.
#[derive(Debug, Clone, Serialize)]
pub struct Trend {
    /// Name of the series, empty if there is only one.
    pub label: String,
    /// The scale on which it is followed.
    pub scale: LevelScale,
    /// The shape behind forecasts.
    pub headline: Option<Headline>,
    /// The frontier of the past.
    pub frontier: Vec<FrontierPoint>,
    /// The line through the frontier; none with fewer than two days.
    pub line: Option<Line>,
    /// Its doubling time; none of a value without doublings.
    pub doubling: Option<DoublingTime>,
    /// Number of points of the past.
    pub n: usize,
    /// The line through all points of the past.
    pub all: Option<Line>,
    /// Doubling time of the line through all points.
    pub all_doubling: Option<DoublingTime>,
    /// For horizons of runs: the doubling time with the interval of the bootstrap over families, tasks and runs.
    pub over_tasks: Option<DoublingTime>,
    /// What selecting the frontier does to a slope.
    pub selected: Option<Selected>,
    /// Shapes fitted to the frontier.
    pub shapes: Vec<ShapeFit>,
    /// Values on the days asked for.
    pub ahead: Vec<DayForecast>,
    /// Points after the cut that were the best of their day.
    pub later: Vec<Later>,
    /// How their forecasts turned out.
    pub score: Option<Score>,
    /// Whether the biggest is the best.
    pub ranks: Option<Ranks>,
    /// The headline day by day, to be drawn.
    #[serde(skip)]
    pub course: Course,
}

/// The trends of all series.
#[derive(Debug, Clone, Serialize)]
pub struct Trends {
    /// Which way is better.
    pub better: Better,
    /// One entry a series.
    pub series: Vec<Trend>,
    /// What is to be said of them.
    pub findings: Vec<Finding>,
}

/// The trend of every series.
///
/// # Errors
/// No series has two points of the past on different days, or a level is not finite.
pub fn trend(series: &[Dated], options: &TrendOptions) -> Result<Trends> {
    if let Some(point) =
        series.iter().flat_map(|s| &s.points).find(|p| !p.level.is_finite() || !p.day.is_finite())
    {
        let message = format!("`{}` has no positive value or no day: a trend needs both", point.label);
        return Err(Error::observations(message));
    }
    let found: Vec<Trend> = series.iter().map(|dated| series_trend(dated, options)).collect();
    if found.iter().all(|trend| trend.line.is_none()) {
        let cut = if options.cut.is_some() { " before the cut" } else { "" };
        return Err(Error::observations(format!("a trend needs two frontier points on different days{cut}")));
    }
    let findings = by_severity(found.iter().flat_map(cards::findings));
    Ok(Trends { better: options.better, series: found, findings })
}

fn series_trend(dated: &Dated, options: &TrendOptions) -> Trend {
    let is_past = |point: &&Point| options.cut.is_none_or(|cut| point.day <= cut);
    let past: Vec<Point> = dated.points.iter().filter(is_past).cloned().collect();
    let scale = dated.scale;
    let frontier = frontier::frontier(&past, options.better);
    let kind = Kind::records(&past);
    let line = Line::of(&frontier, kind);
    let all = Line::through(&past);
    let shapes = shape::shapes(&frontier, options.better, &options.at, scale);
    let headline = line.map(|_| Headline::of(&frontier, &shapes));
    let near = headline.map_or_else(Vec::new, |headline| headline.near(&shapes));
    let since = headline.map_or(f64::NAN, |headline| headline.since);
    let outlook = Outlook::new(&frontier, options.better, &near, since, kind);
    let (later, score) = later(dated, &frontier, outlook.as_ref(), options);
    let ahead = |day: &f64| {
        let found = outlook.as_ref()?.at(*day);
        Some(DayForecast { day: *day, value: found.map(|level| scale.value(level)) })
    };
    let doubling = |line: Option<Line>| line.filter(|_| scale.has_doublings()).map(|line| line.doubling());
    Trend {
        label: dated.label.clone(),
        scale,
        headline,
        frontier: frontier
            .iter()
            .map(|point| FrontierPoint {
                label: point.label.clone(),
                day: point.day,
                value: scale.value(point.level),
            })
            .collect(),
        line,
        doubling: doubling(line),
        n: past.len(),
        all,
        all_doubling: doubling(all),
        over_tasks: None,
        selected: frontier::selected(&past, options.better, options.seed),
        shapes,
        ahead: options.at.iter().filter_map(ahead).collect(),
        later,
        score,
        ranks: rank::ranks(&past, options.better, options.seed),
        course: course::course(dated, &frontier, headline.as_ref(), outlook.as_ref(), options),
    }
}

/// A value that was the best of its day. In JSON it is a list: label, day, value.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontierPoint {
    /// What has it.
    pub label: String,
    /// The day.
    pub day: f64,
    /// The value.
    pub value: f64,
}

impl Serialize for FrontierPoint {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        (&self.label, self.day, self.value).serialize(to)
    }
}

impl Headline {
    /// The exponential if the points do not refute it or cannot tell; the best shape otherwise.
    fn of(frontier: &[Point], shapes: &[ShapeFit]) -> Self {
        let told = |fit: &&ShapeFit| fit.behind.is_finite();
        let is_plain = |fit: &ShapeFit| fit.shape == TrendShape::Exponential;
        let best = shapes.iter().filter(told).min_by(|a, b| a.behind.total_cmp(&b.behind));
        let refuted = shapes.iter().any(|fit| is_plain(fit) && fit.behind > cards::UNTOLD);
        let found = best.filter(|_| refuted);
        let (shape, since) = found.map_or((TrendShape::Exponential, f64::NAN), |fit| {
            (fit.shape, if fit.shape == TrendShape::Piecewise { fit.day } else { f64::NAN })
        });
        let part = |is_in: &dyn Fn(f64) -> bool| {
            let points: Vec<Point> = frontier.iter().filter(|point| is_in(point.day)).cloned().collect();
            Line::through(&points)
        };
        let (before, after) = (part(&|day| day < since), part(&|day| day >= since));
        let slope = |line: Option<Line>| line.map_or(f64::NAN, |line| line.slope.value());
        Self { shape, since, slope_before: slope(before), slope_since: slope(after), before, after }
    }

    /// The shapes that the points do not refute, that of the headline first.
    fn near(&self, shapes: &[ShapeFit]) -> Vec<TrendShape> {
        let others = shapes.iter().filter(|fit| fit.shape != self.shape && fit.behind <= cards::UNTOLD);
        std::iter::once(self.shape).chain(others.map(|fit| fit.shape)).collect()
    }
}

/// Adds to the trend of horizons what the bootstrap over tasks says of its slope: the set that tasks, not models, leave open.
pub fn with_horizons(trends: &mut Trends, horizons: &Horizons, since: Option<f64>, options: &TrendOptions) {
    let is_used =
        |day: f64| since.is_none_or(|since| day >= since) && options.cut.is_none_or(|cut| day <= cut);
    let slopes = horizons.slopes(options.better, is_used);
    for trend in &mut trends.series {
        trend.over_tasks =
            trend.line.map(|line| line::doubling(Interval::of_sorted(line.slope.value(), &slopes)));
    }
    let own = std::mem::take(&mut trends.findings);
    trends.findings = by_severity(own.into_iter().chain(cards::left_out(&horizons.models)));
}

/// Points after the cut that beat all before them, with their forecasts.
fn later(
    dated: &Dated,
    past: &[Point],
    outlook: Option<&Outlook>,
    options: &TrendOptions,
) -> (Vec<Later>, Option<Score>) {
    let (Some(cut), Some(outlook)) = (options.cut, outlook) else { return (Vec::new(), None) };
    let scale = dated.scale;
    let whole = frontier::frontier(&dated.points, options.better);
    let curves: Vec<shape::Curve> = shape::shapes_of(scale)
        .iter()
        .filter_map(|shape| shape::Curve::through(*shape, past, options.better))
        .collect();
    let later_point = |point: &Point| {
        let found = outlook.at(point.day);
        Later {
            label: point.label.clone(),
            day: point.day,
            value: scale.value(point.level),
            forecast: found.map(|level| scale.value(level)),
            shapes: curves.iter().map(|curve| scale.value(curve.held(point.day))).collect(),
        }
    };
    let later: Vec<Later> = whole.iter().filter(|point| point.day > cut).map(later_point).collect();
    if later.is_empty() {
        return (later, None);
    }
    let n = later.len() as f64;
    let errors: Vec<f64> =
        later.iter().map(|point| scale.level(point.forecast.value) - scale.level(point.value)).collect();
    let rms = |errors: &mut dyn Iterator<Item = f64>| (errors.map(|e| e * e).sum::<f64>() / n).sqrt();
    let of_shape = |at: usize| {
        rms(&mut later.iter().map(|point| scale.level(point.shapes[at]) - scale.level(point.value)))
    };
    let score = Score {
        n: later.len(),
        rms: rms(&mut errors.iter().copied()),
        bias: errors.iter().sum::<f64>() / n,
        coverage: later.iter().filter(|p| p.forecast.contains(p.value)).count() as f64 / n,
        shapes: (0..curves.len()).map(of_shape).collect(),
    };
    (later, Some(score))
}

#[cfg(test)]
mod tests;
