//! Held-out runs as evidence: what is forecast several times, or stands in several rows, counts once.

use super::Outcome;
use crate::forecast::Baseline;
use crate::interval::Fan;
use crate::observations::Pieces;
use lawlike_num::quantile::median;
use std::collections::BTreeMap;

/// One independent held-out run at one cut. Errors are forecast minus truth, on the scale of the response.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldOut {
    /// Series it belongs to.
    pub series: usize,
    /// The run: rows that are one piece of evidence have one number, unlike any other series'.
    pub run: usize,
    /// Where it stands: runs that agree on all axes have one number.
    pub place: usize,
    /// The cut.
    pub cut: usize,
    /// Distance beyond the past of the cut, in the unit of the back-test.
    pub distance: f64,
    /// Error of the law.
    pub error: f64,
    /// What happened, on the scale of the response.
    pub truth: f64,
    /// Whether the truth lay inside the 50, 80 and 95 % interval.
    pub inside: [bool; 3],
    /// The 50, 80 and 95 % interval, from the median.
    pub around: Fan,
    /// Whether it moved from the level of the last third of the past the way the law said; none over several axes.
    pub followed: Option<bool>,
    /// Errors of the baselines, in the order of the list; NaN where one said nothing.
    pub baselines: Vec<f64>,
    /// Rows of the series that speak for it.
    pub rows: Vec<usize>,
}

/// Held-out runs, once a cut, and the baselines beside them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Held {
    /// The baselines, in the order of the errors of every run.
    pub baselines: Vec<Baseline>,
    /// The runs.
    pub runs: Vec<HeldOut>,
}

/// Median absolute errors of the held-out runs of one class of distances.
#[derive(Debug, Clone, PartialEq)]
pub struct DistanceErrors {
    /// Upper end of the class.
    pub up_to: f64,
    /// Held-out runs in it.
    pub runs: usize,
    /// Of the law.
    pub law: f64,
    /// Of the baselines, in the order of [`Held::baselines`]; NaN where one said nothing.
    pub baselines: Vec<f64>,
}

impl Held {
    /// Errors of the law and of the baselines in classes of distances, which end at `ends`; a class without runs is left out.
    pub fn errors_by_distance(&self, ends: &[f64]) -> Vec<DistanceErrors> {
        let mut start = f64::NEG_INFINITY;
        let mut classes = Vec::new();
        for end in ends {
            let inside = |run: &&HeldOut| start < run.distance && run.distance <= end + SAME;
            let here: Vec<&HeldOut> = self.runs.iter().filter(inside).collect();
            start = end + SAME;
            if here.is_empty() {
                continue;
            }
            let middle = |of: &dyn Fn(&HeldOut) -> f64| {
                let errors: Vec<f64> =
                    here.iter().map(|run| of(run).abs()).filter(|error| error.is_finite()).collect();
                if errors.is_empty() { f64::NAN } else { median(&errors) }
            };
            classes.push(DistanceErrors {
                up_to: *end,
                runs: here.len(),
                law: middle(&|run| run.error),
                baselines: (0..self.baselines.len()).map(|at| middle(&|run| run.baselines[at])).collect(),
            });
        }
        classes
    }
}

/// Held-out runs of some outcomes.
pub(super) fn held(outcomes: &[&Outcome], pieces: &[Pieces]) -> Held {
    let baselines = baselines(outcomes);
    Held { runs: held_out(outcomes, pieces, &baselines), baselines }
}

/// All baselines, in the order in which they first appear.
fn baselines(outcomes: &[&Outcome]) -> Vec<Baseline> {
    let mut found: Vec<Baseline> = Vec::new();
    for (baseline, _) in outcomes.iter().flat_map(|outcome| &outcome.baselines) {
        if !found.contains(baseline) {
            found.push(*baseline);
        }
    }
    found
}

/// Every run of every cut; of its rows those that lie farthest speak, by their mean.
fn held_out(outcomes: &[&Outcome], pieces: &[Pieces], names: &[Baseline]) -> Vec<HeldOut> {
    let base = |series: usize| pieces[..series].iter().map(|one| one.of.len()).sum::<usize>();
    let mut out = Vec::new();
    for outcome in outcomes {
        let (own, base) = (&pieces[outcome.series], base(outcome.series));
        let mut runs: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (point, held_out) in outcome.held_out_points.iter().enumerate() {
            runs.entry(own.of[held_out.row]).or_default().push(point);
        }
        out.extend(runs.into_iter().map(|(run, points)| {
            let points = farthest(outcome, &points);
            let place = own.place[outcome.held_out_points[points[0]].row];
            HeldOut { run: base + run, place: base + place, ..together(outcome, &points, names) }
        }));
    }
    out
}

/// The points that lie farthest beyond the past.
fn farthest(outcome: &Outcome, points: &[usize]) -> Vec<usize> {
    let distance = |point: &usize| outcome.held_out_points[*point].distance;
    let most = points.iter().map(distance).fold(f64::NEG_INFINITY, f64::max);
    // Copies and seeds may differ by the rounding of their axes.
    points.iter().copied().filter(|point| distance(point) >= most - SAME).collect()
}

/// Distances that differ by less are one: half a per mille of the axis.
const SAME: f64 = 5e-4;

/// Some points as one: means of what is a number, and inside if at least half of them are.
fn together(outcome: &Outcome, points: &[usize], names: &[Baseline]) -> HeldOut {
    let count = points.len() as f64;
    let mean = |of: &dyn Fn(usize) -> f64| points.iter().map(|point| of(*point)).sum::<f64>() / count;
    let error = |values: &[f64], point: usize| values[point] - outcome.truth[point];
    let share =
        |of: &dyn Fn(usize) -> bool| points.iter().filter(|point| of(**point)).count() as f64 / count >= 0.5;
    let inside = |lo: usize, hi: usize| {
        share(&|point| {
            let (q, y) = (&outcome.quantiles[point], outcome.truth[point]);
            q[lo] <= y && y <= q[hi]
        })
    };
    let end = |at: usize| mean(&|point| outcome.quantiles[point][at] - outcome.quantiles[point][MEDIAN]);
    let baseline = |name: &Baseline| {
        let values = outcome.baselines.iter().find(|(known, _)| known == name);
        values.map_or(f64::NAN, |(_, values)| mean(&|point| error(values, point)))
    };
    HeldOut {
        truth: mean(&|point| outcome.truth[point]),
        series: outcome.series,
        run: 0,
        place: 0,
        cut: outcome.cut,
        distance: mean(&|point| outcome.held_out_points[point].distance),
        error: mean(&|point| outcome.quantiles[point][MEDIAN] - outcome.truth[point]),
        inside: [inside(2, 4), inside(1, 5), inside(0, 6)],
        around: Fan::new(0.0, [0, 1, 2, 4, 5, 6].map(end)),
        rows: points.iter().map(|point| outcome.held_out_points[*point].row).collect(),
        followed: outcome.level.map(|level| {
            share(&|point| (outcome.quantiles[point][MEDIAN] - level) * (outcome.truth[point] - level) > 0.0)
        }),
        baselines: names.iter().map(baseline).collect(),
    }
}

/// Place of the median among the quantiles of an outcome.
const MEDIAN: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_medians_of_their_class() {
        let run = |distance: f64, error: f64, baseline: f64| HeldOut {
            series: 0,
            run: 0,
            place: 0,
            cut: 0,
            distance,
            error,
            truth: 1.0,
            inside: [true; 3],
            around: Fan::new(0.0, [0.0; 6]),
            followed: None,
            baselines: vec![baseline],
            rows: vec![0],
        };
        let runs =
            vec![run(0.1, -0.2, 0.5), run(0.3, 0.1, f64::NAN), run(0.4, 0.4, 1.0), run(2.0, 0.9, f64::NAN)];
        let held = Held { baselines: vec![Baseline::Line], runs };
        let classes = held.errors_by_distance(&[0.4, 1.0, 2.0]);
        assert_eq!(classes.len(), 2, "a class without runs is left out");
        assert_eq!((classes[0].runs, classes[0].law), (3, 0.2));
        assert_eq!(classes[0].baselines, [0.75]);
        assert_eq!((classes[1].up_to, classes[1].law), (2.0, 0.9));
        assert!(classes[1].baselines[0].is_nan());
    }
}
