//! Do all series improve with scale, or only their mean?

use super::{CheckCard, Found, Member, SeriesCheck};
use crate::finding::Severity;
use crate::forecast::Frame;
use crate::observations::Observations;
use crate::quantity::Quantity;
use lawlike_num::dist::student_cdf;
use lawlike_num::regression::line;
use lawlike_num::several::{gini, step_up};

/// Share of the series that must get worse.
const LIMIT: f64 = 0.1;
/// Share of false ones allowed among the series that are said to get worse (or to improve).
const FALSE: f64 = 0.025;
/// Least independent rows of a series.
const ROWS: usize = 4;

pub(super) const CHECK: SeriesCheck = SeriesCheck {
    card: CheckCard {
        code: "uniformity",
        title: "the mean improves, but some series get worse",
        says: "with scale the mean over the series improves while a considerable share of them gets worse: a law of the \
               mean says nothing about the single task",
        caution: "noise that hangs together along a series (one training run) looks like a trend; a series may fall \
                  before it rises",
        hint: "forecast the series that matter by themselves, and report the share that improves beside the mean",
        source: "a tenth of the series, by t tests of their slopes with at most 2.5 % false ones among those named \
                 (Benjamini & Hochberg 1995); Gini coefficient of Raffinetti, Siletti & Vernizzi 2015, which allows losses",
    },
    run,
};

/// What scale does to one series.
#[derive(Debug, Clone, Copy)]
struct Gain {
    /// Improvement from the smallest to the largest scale, on the scale of the response.
    size: f64,
    /// Probability of as small a gain if there is none.
    worse: f64,
    /// Probability of as large a gain if there is none.
    better: f64,
}

fn run(members: &[Member<'_>]) -> Option<Found> {
    let better = direction(members.first()?.observations.response.quantity)?;
    let gains: Vec<(&str, Gain)> = members
        .iter()
        .filter_map(|member| Some((member.observations.label.as_str(), gain(member.observations, better)?)))
        .collect();
    let k = gains.len();
    let mut worse = told(&gains, |gain| gain.worse);
    worse.sort_by(|a, b| gains[*a].1.size.total_cmp(&gains[*b].1.size));
    let improve = told(&gains, |gain| gain.better).len();
    let sizes: Vec<f64> = gains.iter().map(|(_, gain)| gain.size).collect();
    let share = worse.len() as f64 / k as f64;
    if k < 2 || worse.is_empty() || share <= LIMIT || sizes.iter().sum::<f64>() <= 0.0 {
        return None;
    }
    let labels: Vec<&str> = worse.iter().take(5).map(|at| gains[*at].0).collect();
    let more = if worse.len() > 5 { ", ..." } else { "" };
    Some(Found {
        severity: Severity::Warning,
        number: share,
        threshold: LIMIT,
        message: format!(
            "of {k} series {improve} improve, {} get worse ({}{more}) and {} show no clear trend; Gini coefficient of \
             the gains {:.2} (0: all gain alike, 1: one gains all)",
            worse.len(),
            labels.join(", "),
            k - improve - worse.len(),
            gini(&sizes)
        ),
    })
}

/// Whether more of it is better (1) or worse (-1); nothing is known of plain measures.
fn direction(quantity: Quantity) -> Option<f64> {
    match quantity {
        Quantity::Loss(_) | Quantity::ErrorRate | Quantity::Price => Some(-1.0),
        Quantity::Accuracy | Quantity::Rating | Quantity::Horizon => Some(1.0),
        _ => None,
    }
}

/// The gain of a series by a straight line along its axes.
fn gain(observations: &Observations, better: f64) -> Option<Gain> {
    let freedom = observations.group_count().checked_sub(2)?;
    if freedom + 2 < ROWS {
        return None;
    }
    let frame = Frame::new(observations, None);
    let fit = line(&frame.z, &frame.y)?;
    let slope = better * fit.coefficients[1];
    // Rows of one group count once.
    let error = fit.errors[1] * (fit.freedom as f64 / freedom as f64).sqrt();
    let ratio = if slope == 0.0 { 0.0 } else { slope / error };
    let tail = |ratio: f64| student_cdf(ratio, freedom as f64);
    Some(Gain { size: slope * frame.span(), worse: tail(ratio), better: tail(-ratio) })
}

/// The series of which it can be told, by the step-up rule of Benjamini & Hochberg.
fn told(gains: &[(&str, Gain)], p: fn(&Gain) -> f64) -> Vec<usize> {
    step_up(&gains.iter().map(|(_, gain)| p(gain)).collect::<Vec<_>>(), FALSE)
}
