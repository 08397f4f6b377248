//! From the optima that the first starts led to towards the best there is.

use super::exact::{Descent, Exact, Rows};
use super::explore::Explorer;
use super::objective::Objective;
use super::pool::{KNOWN, Pool, UNKNOWN};
use super::projected::Projected;
use super::search::{ProgramBasis, Start};
use super::solve::Prepared;
use lawlike_formula::Workspace;
use lawlike_num::levmar;
use lawlike_num::robust::Loss;
use lawlike_num::stream::Stream;
use lawlike_num::varpro::{Patience, Projection, VarproTarget};

/// Descents under resampled rows, where the projection is not the objective and nothing tells the size of some shape.
const PROBES: usize = 3;
/// The same where cards or bounds tell: on 4,000 resampled tables of runs (two surfaces, Huber and absolute losses) two
/// optima were missed with none, one, two or three of them.
const SURVEYED: usize = 1;
/// The same for a loss that is not convex, which has optima of its own.
const BENT: usize = 8;
/// When the descent of a probe by the projection ends.
const PROBE: Patience = Patience { iterations: 25, tolerance: 1e-4 };
/// How far a probe is followed before it is compared.
const ROUGH: levmar::MinimiseOptions =
    levmar::MinimiseOptions { iterations: 40, tolerance: 1e-7, finish: false };
/// Keeps the streams of the probes apart from those of other uses of a seed.
const PROBE_STREAM: u64 = 0x0070_726f_6265;

impl Prepared {
    /// Adds starts until the best optimum is confirmed, or there have been enough.
    pub(super) fn explore(
        &self,
        weights: &[f64],
        projected: &Projected,
        pool: &mut Pool,
        workspace: &mut Workspace,
    ) {
        let known = !self.space.is_unknown();
        let lead = if known { KNOWN } else { UNKNOWN };
        // Candidates spread over known ranges have been compared with each other before they were descended; a shape at
        // the end of its range says that they were not spread widely enough.
        let surveyed = known && self.start.is_empty() && pool.has_majority() && !self.is_at_end(pool);
        pool.confirmed = surveyed || pool.agrees(lead);
        if pool.confirmed && !self.probe(weights, projected, pool, workspace) {
            return;
        }
        let origin = (!self.start.is_empty()).then(|| self.place());
        let explorer = Explorer::new(&self.space.ranges, self.model.blocks(), origin);
        let most = if self.model.shapes().is_empty() { 0 } else { explorer.most(self.target.len()) };
        pool.confirmed = most == 0 || pool.agrees(lead);
        for index in 0..most {
            if pool.confirmed {
                break;
            }
            let target = self.projection(projected);
            let mut basis = ProgramBasis::new(&self.model, &self.bound, workspace);
            let (start, evaluations) = explorer.start(&mut basis, &target, index);
            pool.evaluations += evaluations;
            if let Some(start) = start.filter(|start| !pool.knows(start.sum)) {
                self.descend(weights, vec![start], pool, workspace);
            }
            pool.confirmed = pool.agrees(lead);
            if pool.confirmed && self.probe(weights, projected, pool, workspace) {
                pool.confirmed = pool.agrees(lead);
            }
        }
    }

    /// Whether the best optimum has a shape at a bound.
    fn is_at_end(&self, pool: &Pool) -> bool {
        pool.best().is_some_and(|best| {
            self.model.shapes().iter().any(|index| {
                let (value, lo, hi) =
                    (best.parameters[*index], self.space.lower[*index], self.space.upper[*index]);
                lo < hi && (value <= lo || value >= hi)
            })
        })
    }

    /// Where the projection is not the objective, its one optimum may hide several of the objective: descends from where
    /// it leads when rows are drawn with replacement. Whether a better optimum was met.
    fn probe(
        &self,
        weights: &[f64],
        projected: &Projected,
        pool: &mut Pool,
        workspace: &mut Workspace,
    ) -> bool {
        let Some(best) = pool.best().filter(|_| self.objective != Objective::LS) else { return false };
        let least = best.outcome.objective;
        let shapes: Vec<f64> = self.model.shapes().iter().map(|index| best.parameters[*index]).collect();
        let n = self.target.len();
        let rows = Rows { objective: self.objective, target: &self.target, weights };
        let probes = match self.objective.loss {
            Loss::Student(_) => BENT,
            _ if self.space.is_unknown() => PROBES,
            _ => SURVEYED,
        };
        for number in 0..probes {
            let mut stream = Stream::keyed(PROBE_STREAM, &[number as u64]);
            let mut drawn = vec![0.0; n];
            (0..n).for_each(|_| drawn[stream.below(n)] += 1.0);
            drawn.iter_mut().zip(&projected.weights).for_each(|(times, weight)| *times *= weight);
            let target = VarproTarget { weights: &drawn, ..self.projection(projected) };
            let mut projection = Projection::default();
            let mut place = shapes.clone();
            let mut basis = ProgramBasis::new(&self.model, &self.bound, workspace);
            let sum = projection.descend(&mut basis, &target, &mut place, PROBE);
            pool.evaluations += projection.evaluations();
            if !sum.is_finite() {
                continue;
            }
            let coefficients = projection.coefficients;
            let start = Start { shapes: place, coefficients, sum: f64::INFINITY, count: 1, projected: true };
            let mut exact = Exact::new(&self.model, &self.bound, workspace, &self.space, rows);
            let rough = exact.descend(&start, &ROUGH);
            pool.evaluations += rough.outcome.evaluations;
            if rough.outcome.objective < least * (1.0 - 1e-6) {
                self.descend(weights, vec![start], pool, workspace);
            }
        }
        pool.best().is_some_and(|best| best.outcome.objective < least * (1.0 - 1e-6))
    }

    /// Of the copies of the best optimum, takes the one that comes first by rule.
    pub(super) fn choose(
        &self,
        weights: &[f64],
        projected: &Projected,
        pool: &mut Pool,
        workspace: &mut Workspace,
    ) {
        let shapes = |descent: &Descent| -> Vec<f64> {
            self.model.shapes().iter().map(|index| descent.parameters[*index]).collect()
        };
        pool.prefer(|a, b| self.symmetry.before(&shapes(a), &shapes(b)));
        let Some(best) = pool.best() else { return };
        let (at, target) = (shapes(best), self.projection(projected));
        if self.symmetry.is_first(&at, &target) {
            return;
        }
        let fitted = self.at(&best.parameters).values;
        let mut basis = ProgramBasis::new(&self.model, &self.bound, workspace);
        if let Some(start) = self.symmetry.copy(&mut basis, &target, &fitted, &at) {
            let rows = Rows { objective: self.objective, target: &self.target, weights };
            let mut exact = Exact::new(&self.model, &self.bound, workspace, &self.space, rows);
            pool.replace(exact.descend(&start, &levmar::MinimiseOptions::default()));
        }
    }
}
