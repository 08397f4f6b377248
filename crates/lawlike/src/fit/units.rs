//! Which rows count as one observation, and what stated standard errors say of the noise.

use super::objective::{Link, Objective};
use crate::observations::Observations;
use std::collections::BTreeMap;

/// The rows of a fit as independent observations.
///
/// Where weights say how much each row counts, a copy of a row is no second observation: the two are one with the sum of
/// their weights. So rows that are doubled at half their weight keep all standard errors. Without weights every row
/// counts, since equal rows may be repeats.
#[derive(Debug, Clone)]
pub(crate) struct Units {
    /// Observation of each row; observations of one group bear one number where groups were named.
    pub(super) group: Vec<usize>,
    /// Number of the observation of each row.
    pub(super) copy_of: Vec<usize>,
    /// Number of different observations of a weight above zero.
    pub(crate) distinct: usize,
}

impl Units {
    pub(super) fn new(observations: &Observations) -> Self {
        let n = observations.n();
        if observations.weights.is_empty() {
            return Self { group: observations.groups.clone(), copy_of: (0..n).collect(), distinct: n };
        }
        let own_groups = observations.group_count() == n;
        let mut seen: BTreeMap<Vec<u64>, usize> = BTreeMap::new();
        let mut copy_of = Vec::with_capacity(n);
        for row in 0..n {
            let columns = observations.columns().chain([&observations.response]);
            let mut key: Vec<u64> = columns.map(|column| column.values[row].to_bits()).collect();
            key.extend(observations.stderr.get(row).map(|error| error.to_bits()));
            if !own_groups {
                key.push(observations.groups[row] as u64);
            }
            let next = seen.len();
            copy_of.push(*seen.entry(key).or_insert(next));
        }
        let mut weighty: Vec<usize> =
            (0..n).filter(|row| observations.weights[*row] > 0.0).map(|row| copy_of[row]).collect();
        weighty.sort_unstable();
        weighty.dedup();
        let group = if own_groups { copy_of.clone() } else { observations.groups.clone() };
        Self { group, copy_of, distinct: weighty.len() }
    }

    /// Whether no observation hangs together with another one.
    pub(super) fn is_independent(&self) -> bool {
        let count = |numbers: &[usize]| {
            let mut numbers = numbers.to_vec();
            numbers.sort_unstable();
            numbers.dedup();
            numbers.len()
        };
        count(&self.group) == count(&self.copy_of)
    }
}

/// The noise that standard errors state.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stated {
    /// Variance of a row of weight one on the scale of the link.
    pub(crate) variance: f64,
    /// Whether it is taken as it is; else the standard errors only say how rows compare.
    pub(crate) is_absolute: bool,
}

/// Weights of the rows, and what they mean.
pub(super) struct RowWeights {
    /// One a row; empty for ones.
    pub(super) weights: Vec<f64>,
    /// Variance of a row of weight one on the scale of the link, where standard errors are stated.
    pub(super) variance: Option<f64>,
}

/// Weights of the rows: those given, over the variance where standard errors are known.
pub(super) fn row_weights(observations: &Observations, objective: Objective, units: &Units) -> RowWeights {
    let n = observations.n();
    let mut weights = observations.weights.clone();
    if observations.stderr.is_empty() {
        return RowWeights { weights, variance: None };
    }
    weights.resize(n, 1.0);
    // Weights beside standard errors say how much a row counts against others: an observation counts one on average.
    let counted = weights.iter().sum::<f64>() / units.distinct as f64;
    let mut total = 0.0;
    for i in 0..n {
        let y = observations.response.values[i];
        let slope = if objective.link == Link::Identity { 1.0 } else { objective.link.slope(y) };
        let error = observations.stderr[i] * slope;
        weights[i] /= counted * error * error;
        total += weights[i];
    }
    // Weights with mean one: the objective keeps its unit.
    let variance = n as f64 / total;
    weights.iter_mut().for_each(|w| *w *= variance);
    RowWeights { weights, variance: Some(variance) }
}
