//! From forecasts and what happened to scores.

use super::held::held;
use super::{About, Backtest, CutScore, DistanceClass, HeldOutPoint, Outcome, Scores, Skill};
use crate::forecast::Baseline;
use crate::interval::Interval;
use crate::observations::{Pieces, distinct};
use crate::score::{LEVELS, coverage, coverage_error, crps, interval_score, median_absolute, rmse, skill};
use lawlike_num::quantile::spearman;

/// Levels of the seven quantiles of an outcome.
const QUANTILES: [f64; 7] = [0.025, 0.10, 0.25, 0.50, 0.75, 0.90, 0.975];
/// Number of distance classes.
const CLASSES: usize = 4;

/// Scores over outcomes of one or more series.
pub(super) fn summarise(outcomes: &[&Outcome], about: &About, pieces: &[Pieces]) -> Backtest {
    let overall = scores(outcomes);
    let held_out_points: Vec<HeldOutPoint> =
        outcomes.iter().flat_map(|outcome| outcome.held_out_points.iter().cloned()).collect();
    let by_distance = distances(outcomes);
    let reach = reach(outcomes, about.tolerance);
    let held = held(outcomes, pieces);
    let mut series: Vec<usize> = outcomes.iter().map(|outcome| outcome.series).collect();
    series.dedup();
    Backtest {
        law: about.law.clone(),
        axis: about.axis.clone(),
        series: distinct(series),
        cuts: cuts(outcomes),
        overall,
        skill: skills(outcomes),
        by_distance,
        reach,
        order: order(outcomes),
        held_out_points,
        held,
    }
}

/// Errors of the median, on the scale of the response.
fn errors(outcome: &Outcome) -> Vec<f64> {
    outcome.quantiles.iter().zip(&outcome.truth).map(|(q, y)| q[3] - y).collect()
}

fn scores(outcomes: &[&Outcome]) -> Scores {
    let all: Vec<f64> = outcomes.iter().flat_map(|outcome| errors(outcome)).collect();
    let n = all.len();
    let mean = |values: Vec<f64>| values.iter().sum::<f64>() / n as f64;
    let points = || outcomes.iter().flat_map(|o| o.quantiles.iter().zip(&o.truth));
    let ends = [(2, 4), (1, 5), (0, 6)];
    let inside = |(lo, hi): (usize, usize)| -> Vec<bool> {
        points().map(|(q, y)| q[lo] <= *y && *y <= q[hi]).collect()
    };
    // Forecasts of one series overlap from cut to cut: they hang together, and count as one cluster. A lone series
    // has only its cuts.
    let several = outcomes.iter().any(|o| o.series != outcomes[0].series);
    let clusters: Vec<usize> = outcomes
        .iter()
        .flat_map(|o| std::iter::repeat_n(if several { o.series } else { o.cut }, o.truth.len()))
        .collect();
    let score = |(lo, hi): (usize, usize), level: f64| {
        let interval = |q: &[f64; 7]| Interval::new(q[3], q[lo], q[hi]).at_level(level);
        mean(points().map(|(q, y)| interval_score(interval(q), *y)).collect())
    };
    let ranked = points().map(|(q, y)| {
        let pairs: Vec<(f64, f64)> = QUANTILES.iter().copied().zip(q.iter().copied()).collect();
        crps(&pairs, *y)
    });
    let shares: Vec<Vec<bool>> = ends.iter().map(|pair| inside(*pair)).collect();
    Scores {
        n,
        rmse: rmse(&all),
        median_error: median_absolute(&all),
        bias: mean(all),
        crps: mean(ranked.collect()),
        interval80: score(ends[1], 0.80),
        interval95: score(ends[2], 0.95),
        coverage: [0, 1, 2].map(|k| coverage(&shares[k])),
        coverage_se: [0, 1, 2].map(|k| coverage_error(&shares[k], &clusters, LEVELS[k])),
    }
}

fn cuts(outcomes: &[&Outcome]) -> Vec<CutScore> {
    let mut names: Vec<usize> = outcomes.iter().map(|outcome| outcome.cut).collect();
    names.sort_unstable();
    names.dedup();
    let score = |cut: usize| {
        let here: Vec<&Outcome> = outcomes.iter().filter(|o| o.cut == cut).copied().collect();
        let lone = here.len() == 1;
        let farthest = here.iter().flat_map(|o| &o.held_out_points).map(|h| h.distance).fold(0.0, f64::max);
        let label = if lone { here[0].label.clone() } else { format!("{} series", here.len()) };
        CutScore {
            label,
            past: here.iter().map(|o| o.past).sum(),
            future: here.iter().map(|o| o.truth.len()).sum(),
            distance: farthest,
            law: scores(&here),
            baselines: baseline_names(&here)
                .iter()
                .map(|baseline| (baseline.name().to_owned(), baseline_rmse(&here, *baseline)))
                .collect(),
            parameters: if lone { here[0].parameters.clone() } else { Vec::new() },
        }
    };
    names.into_iter().map(score).collect()
}

fn baseline_names(outcomes: &[&Outcome]) -> Vec<Baseline> {
    outcomes.first().map_or_else(Vec::new, |o| o.baselines.iter().map(|(baseline, _)| *baseline).collect())
}

fn baseline_errors(outcome: &Outcome, name: Baseline) -> Vec<f64> {
    let values = outcome.baselines.iter().find(|(known, _)| *known == name);
    values
        .map_or_else(Vec::new, |(_, values)| values.iter().zip(&outcome.truth).map(|(f, y)| f - y).collect())
}

fn baseline_rmse(outcomes: &[&Outcome], name: Baseline) -> f64 {
    rmse(&outcomes.iter().flat_map(|o| baseline_errors(o, name)).collect::<Vec<_>>())
}

/// Skill against each baseline, over series (over cuts of a lone series), strongest baseline first.
fn skills(outcomes: &[&Outcome]) -> Vec<Skill> {
    let several = outcomes.iter().any(|o| o.series != outcomes[0].series);
    let mut clusters: Vec<usize> = outcomes.iter().map(|o| if several { o.series } else { o.cut }).collect();
    clusters.sort_unstable();
    clusters.dedup();
    let squares = |of: &dyn Fn(&Outcome) -> Vec<f64>| -> Vec<f64> {
        clusters
            .iter()
            .map(|cluster| {
                let here = outcomes.iter().filter(|o| (if several { o.series } else { o.cut }) == *cluster);
                here.flat_map(|o| of(o)).map(|e| e * e).sum()
            })
            .collect()
    };
    let law = squares(&errors);
    let mut out: Vec<Skill> = baseline_names(outcomes)
        .into_iter()
        .map(|name| {
            let baseline = squares(&|o: &Outcome| baseline_errors(o, name));
            let (value, se) = skill(&law, &baseline);
            let wins = law.iter().zip(&baseline).filter(|(a, b)| a < b).count();
            Skill {
                baseline: name.name().to_owned(),
                rmse: baseline_rmse(outcomes, name),
                skill: value,
                se,
                wins: (wins, clusters.len()),
            }
        })
        .collect();
    out.sort_by(|a, b| a.rmse.total_cmp(&b.rmse));
    out
}

/// A point that was forecast.
struct Miss {
    distance: f64,
    /// Absolute error.
    error: f64,
    /// Whether it lies inside the 80 % interval.
    is_inside: bool,
}

/// Every point, by distance.
fn by_point(outcomes: &[&Outcome]) -> Vec<Miss> {
    let mut points: Vec<Miss> = outcomes
        .iter()
        .flat_map(|o| {
            o.held_out_points.iter().zip(&o.quantiles).zip(&o.truth).map(|((h, q), y)| Miss {
                distance: h.distance,
                error: (q[3] - y).abs(),
                is_inside: q[1] <= *y && *y <= q[5],
            })
        })
        .collect();
    points.sort_by(|a, b| a.distance.total_cmp(&b.distance));
    points
}

fn distances(outcomes: &[&Outcome]) -> Vec<DistanceClass> {
    let points = by_point(outcomes);
    let n = points.len();
    let classes = CLASSES.min(n);
    (0..classes)
        .map(|k| {
            let part = &points[k * n / classes..(k + 1) * n / classes];
            let errors: Vec<f64> = part.iter().map(|point| point.error).collect();
            let hits: Vec<bool> = part.iter().map(|point| point.is_inside).collect();
            DistanceClass {
                up_to: part[part.len() - 1].distance,
                points: part.len(),
                median_error: median_absolute(&errors),
                coverage80: coverage(&hits),
            }
        })
        .collect()
}

/// Mean over outcomes of how well direction and order were forecast; see [`Backtest::order`].
fn order(outcomes: &[&Outcome]) -> f64 {
    let order_of = |o: &Outcome| {
        let medians: Vec<f64> = o.quantiles.iter().map(|q| q[3]).collect();
        match o.level {
            Some(level) => {
                let agree = medians.iter().zip(&o.truth).filter(|(f, y)| (*f - level) * (*y - level) > 0.0);
                agree.count() as f64 / o.truth.len() as f64
            }
            None => 0.5 + 0.5 * spearman(&medians, &o.truth),
        }
    };
    let values: Vec<f64> = outcomes.iter().map(|o| order_of(o)).filter(|v| v.is_finite()).collect();
    values.iter().sum::<f64>() / values.len() as f64
}

/// Farthest distance up to which the median error of all points, nearest first, keeps to the tolerance.
fn reach(outcomes: &[&Outcome], tolerance: f64) -> f64 {
    let mut reach = f64::NAN;
    for class in distances(outcomes) {
        if class.median_error > tolerance {
            break;
        }
        reach = class.up_to;
    }
    reach
}
