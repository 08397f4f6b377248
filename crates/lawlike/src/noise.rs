//! Noise in its parts: how much repeats of one run differ, and how much of that is the evaluation.
//!
//! Rows with the same axes are repeats. Repeats in different groups differ by seed and by evaluation; repeats inside one
//! group (one run evaluated again) by evaluation alone. The parts are the components of variance of the nested
//! design (Searle, Casella & McCulloch 1992, section 3.6), pooled over all places with repeats, on the scale of the
//! response. A standard error that comes with the data counts as the noise of the evaluation where no run was
//! evaluated twice. What a law misses beyond all noise is its own (see the check `lack-of-fit`).

use crate::interval::Interval;
use crate::observations::{Observations, places};
use crate::quantity::Scale;
use lawlike_num::dist::fisher_quantile;
use serde::Serialize;
use std::collections::BTreeMap;

mod keys {
    crate::interval_keys!(sd);
}

/// One part of the noise: a standard deviation on the scale of the response (a share of it for logarithms).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct NoisePart {
    /// The standard deviation with its 95 % interval.
    #[serde(flatten, serialize_with = "keys::sd")]
    pub sd: Interval,
    /// Degrees of freedom behind it; zero where it came with the data.
    pub freedom: usize,
}

/// The noise of one series, as far as repeats tell.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Noise {
    /// Places (values of the axes) with repeats.
    pub places: usize,
    /// Rows at these places.
    pub rows: usize,
    /// From one run to another of the same size, evaluation apart where it is known.
    pub runs: Option<NoisePart>,
    /// From one evaluation to another of the same run.
    pub evaluation: Option<NoisePart>,
    /// Whether the noise of runs still holds that of the evaluation.
    pub together: bool,
}

/// Degrees of freedom without which a standard deviation is not worth its interval.
const LEAST_FREEDOM: usize = 3;

/// The parts of the noise; none where no place has repeats enough and no standard errors are given.
pub fn apart(observations: &Observations) -> Option<Noise> {
    let scale = observations.scale();
    let y: Vec<f64> = observations.response.values.iter().map(|y| scale.forward(*y)).collect();
    let places: Vec<Vec<usize>> = places(observations).into_iter().filter(|rows| rows.len() > 1).collect();
    let mut sums = Sums::default();
    for rows in &places {
        sums.add(rows, observations, &y);
    }
    let seen =
        (sums.inside >= LEAST_FREEDOM).then(|| NoisePart::of(sums.inner / sums.inside as f64, sums.inside));
    let evaluation = seen.or_else(|| given(observations, scale));
    let runs = (sums.between >= LEAST_FREEDOM).then(|| sums.runs(evaluation));
    let together = runs.is_some() && evaluation.is_none();
    let rows = places.iter().map(Vec::len).sum();
    (runs.is_some() || evaluation.is_some()).then_some(Noise {
        places: places.len(),
        rows,
        runs,
        evaluation,
        together,
    })
}

/// Sums of squares inside runs and between runs of one place, over all places.
#[derive(Debug, Default)]
struct Sums {
    inner: f64,
    inside: usize,
    outer: f64,
    between: usize,
    /// Rows less the rows that a run has on average at its place, summed: its mean is the weight of the runs.
    spare: f64,
}

impl Sums {
    fn add(&mut self, rows: &[usize], observations: &Observations, y: &[f64]) {
        let mut runs: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        rows.iter().for_each(|row| runs.entry(observations.groups[*row]).or_default().push(y[*row]));
        let all: Vec<f64> = rows.iter().map(|row| y[*row]).collect();
        let mean = lawlike_num::quantile::mean(&all);
        let (mut squares, n) = (0.0, rows.len() as f64);
        for values in runs.values() {
            let (m, own) = (values.len() as f64, lawlike_num::quantile::mean(values));
            self.inner += values.iter().map(|v| (v - own).powi(2)).sum::<f64>();
            self.outer += m * (own - mean).powi(2);
            squares += m * m;
        }
        self.inside += rows.len() - runs.len();
        self.between += runs.len() - 1;
        self.spare += n - squares / n;
    }

    /// Noise of runs: the mean square between them less that of the evaluation, over the evaluations of a run.
    fn runs(&self, evaluation: Option<NoisePart>) -> NoisePart {
        let each = self.spare / self.between as f64;
        let plain = NoisePart::of(self.outer / self.between as f64, self.between);
        let less = evaluation.map_or(0.0, |part| part.sd.value.powi(2));
        let cleared = |sd: f64| ((sd * sd - less).max(0.0) / each).sqrt();
        NoisePart { sd: plain.sd.map(cleared), ..plain }
    }
}

impl NoisePart {
    /// A variance with its degrees of freedom; the interval is that of normal noise.
    fn of(variance: f64, freedom: usize) -> Self {
        // A chi-square over its degrees of freedom is Fisher's F with countless others.
        let shrink = |p: f64| (variance / fisher_quantile(p, freedom as f64, 1e9)).sqrt();
        let sd = Interval::new(variance.sqrt(), shrink(0.975), shrink(0.025));
        Self { sd, freedom }
    }
}

/// The root mean square of the standard errors that came with the data, on the scale of the response.
fn given(observations: &Observations, scale: Scale) -> Option<NoisePart> {
    let n = observations.stderr.len();
    let pairs = observations.stderr.iter().zip(&observations.response.values);
    let squares: f64 = pairs.map(|(se, y)| if scale == Scale::Log { se / y } else { *se }.powi(2)).sum();
    let sd = (squares / n as f64).sqrt();
    (n > 0 && sd.is_finite()).then_some(NoisePart { sd: Interval::exact(sd), freedom: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observations::Column;
    use crate::quantity::{LossUnit, Quantity, TokenCount};
    use lawlike_num::stream::Stream;

    /// `places` sizes, `runs` seeds each, each evaluated `times` times: losses near 3 with noise of both kinds.
    fn table(seed: u64, [places, runs, times]: [usize; 3], between: f64, inside: f64) -> Observations {
        let mut stream = Stream::keyed(seed, &[77]);
        let (mut x, mut y, mut groups) = (Vec::new(), Vec::new(), Vec::new());
        for place in 0..places {
            for run in 0..runs {
                let own = between * stream.normal();
                for _ in 0..times {
                    x.push(1e8 * 2f64.powi(place as i32));
                    y.push(3.0 * (own + inside * stream.normal()).exp());
                    groups.push(place * runs + run);
                }
            }
        }
        let mut table = Observations::new(
            Column::new("loss", Quantity::Loss(LossUnit::Nats), y),
            vec![Column::new("tokens", Quantity::Tokens(TokenCount::Seen), x)],
        )
        .expect("a table");
        table.groups = groups;
        table
    }

    #[test]
    fn both_parts_are_found_and_their_intervals_hold_them() {
        let (mut runs, mut evaluation, draws) = (0, 0, 400);
        for seed in 0..draws {
            let noise = apart(&table(seed, [8, 4, 3], 0.01, 0.004)).expect("repeats");
            let holds = |part: NoisePart, truth: f64| usize::from(part.sd.contains(truth));
            runs += holds(noise.runs.expect("seeds"), 0.01);
            evaluation += holds(noise.evaluation.expect("evaluations"), 0.004);
            assert_eq!((noise.places, noise.rows, noise.together), (8, 96, false));
        }
        // 95 % of 400, with three standard errors of 1.1 %.
        for count in [runs, evaluation] {
            assert!((count as f64 / draws as f64 - 0.95).abs() < 0.033, "{count} of {draws}");
        }
    }

    #[test]
    fn without_repeats_of_a_run_both_parts_stay_together_unless_errors_are_given() {
        let mut plain = table(1, [10, 5, 1], 0.003, 0.004);
        let noise = apart(&plain).expect("repeats");
        let both = noise.runs.expect("runs");
        assert!(noise.together && noise.evaluation.is_none());
        assert!(both.sd.contains(0.005), "{both:?}");
        plain.stderr = plain.response.values.iter().map(|y| 0.004 * y).collect();
        let noise = apart(&plain).expect("repeats");
        let runs = noise.runs.expect("runs");
        assert!((noise.evaluation.expect("given").sd.value - 0.004).abs() < 1e-12);
        assert!(((runs.sd.value.powi(2) + 0.004f64.powi(2)).sqrt() - both.sd.value).abs() < 1e-12);
    }

    #[test]
    fn a_table_without_repeats_says_nothing() {
        assert_eq!(apart(&table(2, [12, 1, 1], 0.01, 0.0)), None);
    }
}
