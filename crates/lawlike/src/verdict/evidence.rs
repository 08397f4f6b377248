//! What the table looks at.

use crate::backtest::{DistanceUnit, Held};
use crate::law::course::Course;
use crate::quantity::Scale;

/// Everything that decides a word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Evidence<'a> {
    /// Held-out runs at rolling cuts, if the series could be cut.
    pub(crate) held: Option<&'a Held>,
    /// Held-out runs at the cut that was named, if one was.
    pub(crate) named: Option<&'a Held>,
    /// Scale of the errors.
    pub(crate) scale: Scale,
    /// Error that counts as right, and the rule behind it.
    pub(crate) tolerance: (f64, &'a str),
    /// Unit of distances.
    pub(crate) unit: DistanceUnit,
    /// Independent runs.
    pub(crate) runs: usize,
    /// How many independent runs one run is worth, where a check says that neighbours err together.
    pub(crate) worth: f64,
    /// Whether a check says that one law does not go through all runs.
    pub(crate) is_bent: bool,
    /// A curve that turns back within reach and describes the runs as well, if there is one.
    pub(crate) turning: Option<Turning>,
    /// Parameters of the law.
    pub(crate) parameters: usize,
    /// Spread of the runs over the axes.
    pub(crate) design: Design,
    /// Whether there is a trend at all; none where that cannot be asked.
    pub(crate) trend: Option<Trend>,
    /// Both sides of the place where one law ceases to fit, if there is one.
    pub(crate) regime: Option<&'a Regime>,
}

/// Spread of the runs over the axes of the law.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Design {
    /// Powers of ten from the smallest run to the largest, where the axes count something.
    pub(crate) decades: Option<f64>,
    /// Condition index of the axes, where there are several.
    pub(crate) collinear: Option<f64>,
    /// Where growth and saturation cannot be told apart: the chance of the points under the less likely of the two.
    pub(crate) open: Option<f64>,
    /// Whether all values of the response are equal.
    pub(crate) is_still: bool,
    /// Where the law cannot follow the direction of the data.
    pub(crate) wrong: Option<Wrong>,
}

/// A curve that turns back: a parabola on natural scales that the runs do not rule out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Turning {
    /// Where it turns, beyond the largest run, in the unit of the back-test.
    pub(crate) distance: f64,
    /// How much better the parabola describes the runs than the law does, by Akaike's criterion; negative if worse.
    pub(crate) criterion: f64,
}

/// A law that cannot follow the direction in which the response moves beyond doubt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Wrong {
    /// The direction of the response.
    pub(crate) course: Course,
    /// Share of the variance of the response that the law explains at its best.
    pub(crate) explained: f64,
}

/// Whether the law says more than noise and more than a random walk would.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Trend {
    /// Chance that noise about one level is explained as well (F test).
    pub(crate) chance: f64,
    /// Along one axis, the law against a random walk.
    pub(crate) walk: Option<Walk>,
}

/// A law against a random walk without drift.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Walk {
    /// Mean squared step from run to run over twice the variance about the law: one for noise about a law (von Neumann
    /// 1941, with a standard error of one over the root of the places), about ten over the places for a walk, whose
    /// errors add up.
    pub(crate) white: f64,
    /// Distinct places along the axis.
    pub(crate) places: f64,
    /// Steps of the law in the steps from run to run, over their standard error.
    pub(crate) drift: f64,
}

/// A law on both sides of the place where it ceased to fit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Regime {
    /// The place, for readers.
    pub(crate) place: String,
    /// Held-out runs of a back-test of the runs up to the place alone.
    pub(crate) before: Option<Held>,
    /// Trend of these runs.
    pub(crate) trend: Option<Trend>,
    /// Runs beyond.
    pub(crate) beyond: usize,
    /// Median absolute error, in the farther half of the runs beyond, of the law fitted to the runs before.
    pub(crate) failed: f64,
    /// Median absolute error of these runs in the back-test of all runs; NaN if none of them was held out there.
    pub(crate) missed: f64,
    /// Larger share of these errors with the same sign.
    pub(crate) one_sided: f64,
    /// Whether the forecasts came out above what happened.
    pub(crate) is_above: bool,
}
