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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::fitted::{losses, sizes};
    use crate::quantity::LossUnit;

    /// A loss over eight sizes whose logarithm changes by so much, with a residual to either side.
    fn series_with(label: &str, change: f64, noise: f64) -> Observations {
        let tokens = sizes(8);
        let value = |row: usize| 2.0 + change * row as f64 / 7.0 + noise * [1.0, -1.0, -1.0, 1.0][row % 4];
        let mut data = losses(tokens, (0..8).map(|row| value(row).exp()).collect());
        data.label = label.to_owned();
        data
    }

    fn found(all: &[Observations]) -> Option<Found> {
        run(&all.iter().map(|observations| Member { observations, fit: None }).collect::<Vec<_>>())
    }

    #[test]
    fn a_gain_is_the_slope_over_the_range_with_its_t_test() {
        let data = series_with("", -0.3, 0.02);
        let logs = |values: &[f64]| values.iter().map(|v| v.ln()).collect::<Vec<f64>>();
        let (x, y) = (logs(&data.axes[0].values), logs(&data.response.values));
        let fit = line(&x, &y).unwrap();
        let t = -fit.coefficients[1] / fit.errors[1];
        let near = |a: f64, b: f64| (a - b).abs() < 1e-6 * b.abs();
        let of = gain(&data, -1.0).unwrap();
        assert!(
            near(of.size, -fit.coefficients[1] * 1e4f64.ln()) && near(of.better, student_cdf(-t, 6.0)),
            "{of:?}"
        );
        assert!(near(of.worse, student_cdf(t, 6.0)));
        assert!(near(gain(&data, 1.0).unwrap().size, -of.size));
        // Pairs of rows count once: two degrees of freedom, and errors larger by the root of three.
        let mut pairs = data.clone();
        pairs.groups = (0..8).map(|row| row / 2).collect();
        assert!(near(gain(&pairs, -1.0).unwrap().better, student_cdf(-t / 3f64.sqrt(), 2.0)));
        pairs.groups = (0..8).map(|row| row / 3).collect();
        assert!(gain(&pairs, -1.0).is_none(), "three independent rows");
        let flat = gain(&series_with("", 0.0, 0.0), -1.0).unwrap();
        assert!((flat.worse - 0.5).abs() < 1e-9 && (flat.better - 0.5).abs() < 1e-9, "{flat:?}");
    }

    #[test]
    fn less_loss_and_more_accuracy_are_better() {
        for (quantity, better) in [
            (Quantity::Loss(LossUnit::Nats), Some(-1.0)),
            (Quantity::ErrorRate, Some(-1.0)),
            (Quantity::Price, Some(-1.0)),
            (Quantity::Accuracy, Some(1.0)),
            (Quantity::Rating, Some(1.0)),
            (Quantity::Horizon, Some(1.0)),
            (Quantity::Plain, None),
        ] {
            assert_eq!(direction(quantity), better, "{quantity:?}");
        }
    }

    /// So many series that get better, worse, and neither.
    fn series(better: usize, worse: usize, level: usize) -> Vec<Observations> {
        let many = |count: usize, name: &str, change: f64, more: f64, noise: f64| {
            let member = |k: usize| series_with(&format!("{name} {k}"), change + more * k as f64, noise);
            (0..count).map(member).collect::<Vec<_>>()
        };
        let all = [many(better, "up", -0.5, 0.0, 0.001), many(worse, "down", 0.1, 0.01, 0.001)];
        [all.concat(), many(level, "level", 0.0, 0.0, 0.05)].concat()
    }

    #[test]
    fn a_tenth_may_get_worse_and_more_are_told_the_worst_first() {
        assert!(found(&series(9, 1, 0)).is_none() && found(&series(10, 0, 0)).is_none());
        let two = found(&series(7, 2, 1)).unwrap();
        assert_eq!((two.number, two.threshold), (0.2, 0.1));
        let says = "of 10 series 7 improve, 2 get worse (down 1, down 0) and 1 show no clear trend; Gini";
        assert!(two.message.starts_with(says), "{}", two.message);
        let seven = found(&series(9, 7, 0)).unwrap().message;
        assert!(seven.contains("7 get worse (down 6, down 5, down 4, down 3, down 2, ...)"), "{seven}");
        let five = found(&series(9, 5, 0)).unwrap().message;
        assert!(five.contains("down 1, down 0) and 0 show"), "{five}");
    }

    #[test]
    fn the_mean_must_improve_and_two_series_are_needed() {
        let both = |up: f64| found(&[series_with("a", -up, 0.001), series_with("b", 0.2, 0.001)]).is_some();
        assert!(both(0.21) && !both(0.19));
        assert!(found(&[series_with("b", 0.2, 0.001)]).is_none());
    }
}
