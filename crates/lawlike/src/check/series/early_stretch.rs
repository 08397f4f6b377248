//! Does one of several curves of shares begin with another process than the one that its law describes?
//!
//! A model that must first learn the format of its answers starts near zero and jumps; what it can do changes slowly
//! all the while. For every cut in the first half of a curve the law is fitted to the rows after it, its exponents or
//! widths no farther than half beyond the quartiles of those of the other curves. If the rows before are of the same law, the sum of
//! squares (each over `f (1 - f)`, the variance of a share but for a factor) that leaving them out saves is that of noise,
//! and noise is known from the other curves: an F test of predictive failure (Chow 1960). A stretch is reported if its
//! rows also rise more than twice as fast, in log-odds, as those of the other curves over the same range.

use super::{CheckCard, Found, Member, SeriesCheck};
use crate::check::context::chance;
use crate::finding::Severity;
use crate::fit::{Effort, Fit, FitOptions, LOGIT_EDGE, Link, ParameterBounds, Prepared};
use crate::forecast::Frame;
use crate::law::{Law, slopes};
use crate::observations::Observations;
use lawlike_num::dist::fisher_tail;
use lawlike_num::quantile::{median, quantile};

/// Chance below which a stretch is not of the law, over all curves and cuts.
const LIMIT: f64 = 0.01;
/// Curves that there must be beside the one in question.
const OTHERS: usize = 2;
/// Rows that a law must have beyond its parameters.
const SPARE: usize = 2;
/// Rise in log-odds of a stretch over the middle one of the other curves.
const FASTER: f64 = 2.0;
/// Least rise in log-odds of a stretch: a factor e of the odds.
const RISE: f64 = 1.0;
/// How far beyond the quartiles of those of the other curves exponents and widths may lie: a share of them.
const BEYOND: f64 = 0.5;
/// Squares over `f (1 - f)` count shares as if they were no closer to 0 and 1 than this.
const EDGE: f64 = 0.01;

pub(super) const CHECK: SeriesCheck = SeriesCheck {
    card: CheckCard {
        code: "early-stretch",
        title: "a curve begins with another process",
        says: "the first rows of a curve of shares change fast in a way that the law of its later rows does not explain, and \
               more than twice as fast as the other curves do over the same range: another process runs there, such as \
               learning the format of the answers",
        caution: "a real jump of ability looks the same; a law of the wrong form may fail at the start of every curve",
        hint: "look at answers from that stretch; score without regard to the format, or leave the stretch out (--where) and \
               fit again",
        source: "predictive failure (Chow 1960) against the noise of the other curves, 1 % over all curves and cuts; the \
                 early stretch is left out of fits by Khatri et al. 2025 (arXiv 2510.13786)",
    },
    run,
};

fn run(members: &[Member<'_>]) -> Option<Found> {
    let curves: Vec<Curve<'_>> = members.iter().filter_map(Curve::new).collect();
    if curves.len() <= OTHERS {
        return None;
    }
    let trials: usize = curves.iter().map(|curve| curve.cuts().count()).sum();
    let mut found: Vec<(&Curve<'_>, Stretch)> = curves
        .iter()
        .enumerate()
        .filter_map(|(at, curve)| {
            let others: Vec<&Curve<'_>> =
                curves.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| other).collect();
            Some((curve, curve.stretch(&others, trials)?))
        })
        .collect();
    found.sort_by(|a, b| b.1.faster().total_cmp(&a.1.faster()));
    let parts: Vec<String> = found.iter().map(|(curve, stretch)| stretch.says(curve)).collect();
    Some(Found {
        severity: Severity::Warning,
        number: found.first()?.1.faster(),
        threshold: FASTER,
        message: parts.join("; "),
    })
}

/// A curve of shares with the law that was fitted to it.
struct Curve<'a> {
    observations: &'a Observations,
    frame: Frame,
    law: Law,
    fit: &'a Fit,
    /// Sum of squares of the law fitted to all rows, each over the variance of a share.
    whole: f64,
}

/// The first rows of a curve that the law of the others does not explain.
struct Stretch {
    /// Rows in it.
    rows: usize,
    /// Chance of as much under the law, over all curves and cuts.
    chance: f64,
    /// Mean square of what the law does not explain, over that of noise.
    ratio: f64,
    /// Rise in log-odds, here and in the middle one of the other curves.
    rise: (f64, f64),
}

impl<'a> Curve<'a> {
    fn new(member: &Member<'a>) -> Option<Self> {
        let (observations, fit) = (member.observations, member.fit?);
        let frame = Frame::new(observations, None);
        if !observations.is_share() || observations.axes.len() != 1 || observations.group_count() < frame.n()
        {
            return None;
        }
        let law = Law::named(&fit.law).or_else(|_| Law::from_formula(&fit.formula)).ok()?;
        let mut curve = Self { observations, frame, law, fit, whole: f64::NAN };
        curve.whole = squares(&observations.response.values, &fit.fitted);
        (curve.whole.is_finite() && curve.noise().is_some()).then_some(curve)
    }

    /// Places where the curve may be cut: the number of rows before.
    fn cuts(&self) -> std::ops::RangeInclusive<usize> {
        2..=(self.frame.n() / 2).min(self.frame.n().saturating_sub(self.fit.parameters.len() + SPARE))
    }

    /// Variance of the rows about the law, and degrees of freedom.
    fn noise(&self) -> Option<(f64, f64)> {
        let freedom =
            self.frame.n().checked_sub(self.fit.parameters.len()).filter(|freedom| *freedom >= SPARE)? as f64;
        Some((self.whole / freedom, freedom))
    }

    /// The cut at which the rows before are least of the law of those after, if they are another process.
    fn stretch(&self, others: &[&Self], trials: usize) -> Option<Stretch> {
        let noise: Vec<(f64, f64)> = others.iter().filter_map(|other| other.noise()).collect();
        let usual = median(&noise.iter().map(|(variance, _)| *variance).collect::<Vec<f64>>());
        // The middle variance of several is known no better than a single one: half of all degrees of freedom.
        let freedom = 0.5 * noise.iter().map(|(_, freedom)| freedom).sum::<f64>();
        let bound = self.usual(others);
        let whole = self.sum(0, &bound)?;
        let stretch_up_to = |cut: usize| {
            let late = self.sum(cut, &bound)?;
            let after = (self.frame.n() - cut - self.fit.parameters.len()) as f64;
            let ratio = (whole - late).max(0.0) / cut as f64 / usual.max(late / after);
            let p = (fisher_tail(ratio, cut as f64, freedom) * trials as f64).min(1.0);
            let (from, to) = self.range(cut);
            let rise = (self.rise(from, to)?, median(&rises(others, from, to)));
            Some(Stretch { rows: cut, chance: p, ratio, rise })
        };
        let is_other =
            |stretch: &Stretch| stretch.chance < LIMIT && stretch.rise.0 >= RISE && stretch.faster() > FASTER;
        self.cuts()
            .filter_map(stretch_up_to)
            .filter(is_other)
            .min_by(|a, b| a.chance.total_cmp(&b.chance).then(b.rise.0.total_cmp(&a.rise.0)))
    }

    /// Bounds of the exponents or widths of the law, from the other curves.
    fn usual(&self, others: &[&Self]) -> Vec<ParameterBounds> {
        let names: Vec<&str> = self.fit.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        let bound = |name: String| {
            let values = others.iter().filter_map(|other| Some(other.fit.parameter(&name)?.value()));
            let mut values: Vec<f64> = values.collect();
            values.sort_by(f64::total_cmp);
            // Quartiles: a curve that is nearly flat may have any width.
            let (lo, hi) = (quantile(&values, 0.25), quantile(&values, 0.75));
            let card = self.law.parameter(&name).map_or((f64::NEG_INFINITY, f64::INFINITY), |p| (p.lo, p.hi));
            let (lo, hi) = ((lo - BEYOND * lo.abs()).max(card.0), (hi + BEYOND * hi.abs()).min(card.1));
            (lo < hi).then_some(ParameterBounds { name, lo, hi })
        };
        slopes(&self.law.formula, &names).into_iter().filter_map(bound).collect()
    }

    /// The sum of squares of the law fitted to the rows after a cut, within bounds.
    fn sum(&self, cut: usize, bound: &[ParameterBounds]) -> Option<f64> {
        let part = self.observations.select(&self.frame.rows[cut..]);
        let options = FitOptions { bound: bound.to_vec(), ..FitOptions::default() };
        let prepared = Prepared::new(&self.law, &part, &options).ok()?;
        let solution = prepared.solve(prepared.weights(), Effort::Quick);
        let fitted = prepared.at(&solution.parameters).values;
        Some(squares(&part.response.values, &fitted))
    }

    /// Positions of the first row and of the first row after a cut.
    fn range(&self, cut: usize) -> (f64, f64) {
        (
            self.observations.axes[0].values[self.frame.rows[0]],
            self.observations.axes[0].values[self.frame.rows[cut]],
        )
    }

    /// Change of the log-odds over a range of the axis, interpolated; none where the curve does not reach over it.
    fn rise(&self, from: f64, to: f64) -> Option<f64> {
        Some((self.odds(to)? - self.odds(from)?).abs())
    }

    /// Log-odds at a place of the axis.
    fn odds(&self, at: f64) -> Option<f64> {
        let x = |row: usize| self.observations.axes[0].values[self.frame.rows[row]];
        let y = |row: usize| Link::Logit.forward(self.frame.y[row].clamp(LOGIT_EDGE, 1.0 - LOGIT_EDGE));
        let after = (0..self.frame.n()).find(|row| x(*row) >= at)?;
        if x(after) == at {
            return Some(y(after));
        }
        let before = after.checked_sub(1)?;
        let share = (at - x(before)) / (x(after) - x(before));
        Some(y(before) + share * (y(after) - y(before)))
    }
}

/// Rises of other curves over a range.
fn rises(others: &[&Curve<'_>], from: f64, to: f64) -> Vec<f64> {
    others.iter().filter_map(|other| other.rise(from, to)).collect()
}

impl Stretch {
    fn faster(&self) -> f64 {
        self.rise.0 / self.rise.1
    }

    fn says(&self, curve: &Curve<'_>) -> String {
        let axis = &curve.observations.axes[0];
        let (first, next) = curve.range(self.rows);
        let last = axis.values[curve.frame.rows[self.rows - 1]];
        let share = |row: usize| curve.frame.y[row];
        format!(
            "{}: the first {} of {} rows ({} = {first} to {last}) are another process: `{}` goes from {:.3} to {:.3} before \
             {} = {next}, in log-odds {:.1} times as far as the middle one of the other curves, and the law of the later rows \
             does not explain it (mean square {:.1} times that of noise, chance {})",
            curve.observations.label,
            self.rows,
            curve.frame.n(),
            axis.name,
            curve.observations.response.name,
            share(0),
            share(self.rows),
            axis.name,
            self.faster(),
            self.ratio,
            chance(self.chance),
        )
    }
}

/// The sum of squares, each over the variance of a share but for the number of items.
fn squares(observed: &[f64], fitted: &[f64]) -> f64 {
    let square = |(y, f): (&f64, &f64)| {
        let share = f.clamp(EDGE, 1.0 - EDGE);
        (y - f).powi(2) / (share * (1.0 - share))
    };
    observed.iter().zip(fitted).map(square).sum()
}

#[cfg(test)]
mod tests;
