//! Does the order of the losses hold for the scores, and where does it fail?

use super::{Suite, SuiteTask};
use lawlike::interval::Interval;
use lawlike_num::dist::{normal_cdf, normal_quantile};
use lawlike_num::quantile::spearman;
use lawlike_num::several::kendall;
use serde::Serialize;

mod keys {
    lawlike::interval_keys!(paired spearman);
    lawlike::interval_keys!(prefixed tau);
}

/// Fewest runs of a part.
const LEAST_RUNS_OF_A_PART: usize = 8;

/// Agreement of losses and scores by ranks: 1 if a lower loss always means a higher score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// Over all runs.
    #[serde(flatten)]
    pub whole: PartAgreement,
    /// Spearman's rank correlation over all runs, with its 95 % interval (Bonett & Wright 2000, *Psychometrika* 65).
    #[serde(flatten, serialize_with = "keys::spearman")]
    pub spearman: Interval,
    /// Over the third of the runs with the greatest losses, the middle third, and the third with the least; fewer where
    /// there are not enough runs.
    pub thirds: Vec<PartAgreement>,
}

/// Agreement over a part of the runs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PartAgreement {
    /// Number of runs with a score.
    pub n: usize,
    /// Greatest loss of the part.
    pub loss_from: f64,
    /// Least loss of the part.
    pub loss_to: f64,
    /// Kendall's tau-b of minus the loss and the score; NaN if all scores are equal. The 95 % interval has the width
    /// `2 * 1.96 * sqrt(0.437/(n - 4))` in `atanh tau` (Fieller, Hartley & Pearson 1957, *Biometrika* 44).
    #[serde(flatten, serialize_with = "keys::tau")]
    pub tau: Interval,
    /// Chance of so high an agreement if there is none.
    pub p: f64,
}

impl PartAgreement {
    /// Whether a lower loss can be said to mean a higher score here.
    pub fn is_told(&self) -> bool {
        self.p < 0.025
    }
}

/// The agreement on every task; none without losses or with too few runs.
pub(super) fn agreements(suite: &Suite) -> Vec<Option<Agreement>> {
    suite.tasks.iter().map(|task| agreement(&suite.loss, task)).collect()
}

fn agreement(loss: &[f64], task: &SuiteTask) -> Option<Agreement> {
    let mut runs: Vec<(f64, f64)> = loss
        .iter()
        .copied()
        .zip(task.scores.iter().copied())
        .filter(|(loss, score)| loss.is_finite() && score.is_finite())
        .collect();
    runs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let n = runs.len();
    if n < LEAST_RUNS_OF_A_PART {
        return None;
    }
    let (quality, score): (Vec<f64>, Vec<f64>) = runs.iter().map(|(loss, score)| (-loss, *score)).unzip();
    let rho = spearman(&quality, &score);
    let edges = [0, n / 3, 2 * n / 3, n];
    let thirds = edges
        .windows(2)
        .map(|edge| &runs[edge[0]..edge[1]])
        .filter(|part| part.len() >= LEAST_RUNS_OF_A_PART);
    Some(Agreement {
        whole: part(&runs),
        spearman: around(rho, ((1.0 + rho * rho / 2.0) / (n as f64 - 3.0)).sqrt()),
        thirds: thirds.map(part).collect(),
    })
}

/// Agreement over runs in order of falling loss.
fn part(runs: &[(f64, f64)]) -> PartAgreement {
    let (quality, score): (Vec<f64>, Vec<f64>) = runs.iter().map(|(loss, score)| (-loss, *score)).unzip();
    let found = kendall(&quality, &score);
    PartAgreement {
        n: runs.len(),
        loss_from: runs.first().map_or(f64::NAN, |run| run.0),
        loss_to: runs.last().map_or(f64::NAN, |run| run.0),
        tau: around(found.tau, (0.437 / (runs.len() as f64 - 4.0)).sqrt()),
        p: normal_cdf(-found.z),
    }
}

/// The 95 % interval of a correlation from the standard error of its inverse hyperbolic tangent.
fn around(value: f64, error: f64) -> Interval {
    // A correlation of one has no tangent: its interval then begins where one pair less would have put it.
    let centre = value.clamp(-0.999, 0.999).atanh();
    let half = normal_quantile(0.975) * error;
    Interval::new(value, (centre - half).tanh(), (centre + half).tanh())
}

#[cfg(test)]
mod tests {
    use super::*;
    use lawlike_num::stream::Stream;

    #[test]
    fn intervals_of_tau_hold_the_truth() {
        // Normal pairs of correlation r have tau = 2/pi asin r.
        for (r, n) in [(0.3, 12), (0.7, 12), (0.7, 35), (0.9, 35)] {
            let truth = 2.0 / std::f64::consts::PI * f64::asin(r);
            let held = (0..600).filter(|seed| {
                let mut stream = Stream::keyed(*seed, &[5]);
                let runs: Vec<(f64, f64)> = (0..n)
                    .map(|_| {
                        let (a, b) = (stream.normal(), stream.normal());
                        (-a, r * a + (1.0 - r * r).sqrt() * b)
                    })
                    .collect();
                let mut runs = runs;
                runs.sort_by(|a, b| b.0.total_cmp(&a.0));
                let part = part(&runs);
                part.tau.contains(truth)
            });
            let held = held.count() as f64 / 600.0;
            assert!((0.93..=0.985).contains(&held), "r {r}, n {n}: {held}");
        }
    }

    #[test]
    fn agreement_that_ends_is_seen_where_it_ends() {
        let mut stream = Stream::keyed(1, &[6]);
        let loss: Vec<f64> = (0..36).map(|i| 4.0 - 0.05 * f64::from(i)).collect();
        let scores = (0..36).map(|i| 0.3 + 0.02 * f64::from(i.min(22)) + 0.01 * stream.normal()).collect();
        let task = SuiteTask { name: "t".to_owned(), scores, items: f64::NAN, chance: f64::NAN };
        let found = agreement(&loss, &task).unwrap();
        assert!(found.whole.tau.value > 0.7 && found.spearman.value > 0.85, "{found:?}");
        assert!(
            found.thirds[0].is_told() && found.thirds[1].is_told() && !found.thirds[2].is_told(),
            "{found:?}"
        );
    }
}
