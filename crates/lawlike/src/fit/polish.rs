//! From the optimum on a part of a large table to that on all of its rows, in blocks of rows.

use super::exact::flatten;
use super::objective::Link;
use super::solve::{Prepared, Solution};
use lawlike_formula::{Bound, Workspace};
use lawlike_num::kernel::{self, Columns};
use lawlike_num::parallel;
use lawlike_num::refine::{Refined, Sums, refine};
use lawlike_num::robust::Loss;

/// Rows of a block: what is worked out of them stays in the cache.
const BLOCK: usize = 8192;

/// What is worked out of a block of rows.
#[derive(Default)]
struct Scratch {
    workspace: Workspace,
    values: Vec<f64>,
    residuals: Vec<f64>,
    slopes: Vec<f64>,
    curvatures: Vec<f64>,
    jacobian: Vec<f64>,
}

impl Prepared {
    /// Descends from an optimum that was found on a part of the rows. Starts, agreement and basins are those of the search.
    pub(super) fn polish(&self, found: Solution) -> Solution {
        let polished = self.refined(&found).unwrap_or_else(|| self.solve_from(&found.parameters));
        let evaluations = found.evaluations + polished.evaluations;
        let Solution { confirmed, starts, agree, next, .. } = found;
        Solution { confirmed, starts, agree, next, evaluations, ..polished }
    }

    /// The optimum from sums over blocks of rows; none where a bound holds a parameter, where the loss has no second derivative,
    /// or where the steps do not settle.
    fn refined(&self, found: &Solution) -> Option<Solution> {
        let has_curvature = matches!(self.objective.loss, Loss::Squares | Loss::Huber(_));
        let (lower, upper) = self.bounds();
        let is_within = |parameters: &[f64]| {
            (0..lower.len()).all(|j| lower[j] < parameters[j] && parameters[j] < upper[j])
        };
        if !has_curvature || !found.parameters.iter().all(|value| value.is_finite()) {
            return None;
        }
        let n = self.target().len();
        let blocks: Vec<Bound> =
            (0..n.div_ceil(BLOCK)).map(|at| self.bound.part(at * BLOCK..n.min((at + 1) * BLOCK))).collect();
        let sums_at = |parameters: &[f64]| {
            if !is_within(parameters) {
                return None;
            }
            let sums = parallel::map_with(blocks.len(), 0, Scratch::default, |scratch, at| {
                self.sums(&blocks[at], at * BLOCK, parameters, scratch)
            });
            let mut all = Sums::new(parameters.len());
            sums.iter().for_each(|sums| all.add(sums));
            all.objective.is_finite().then_some(all)
        };
        let Refined { unknowns, sums, evaluations } = refine(&found.parameters, sums_at)?;
        Some(Solution {
            parameters: unknowns,
            objective: sums.objective,
            gradient: sums.cosine(),
            converged: true,
            evaluations,
            ..found.clone()
        })
    }

    /// Sums over the rows of a block, the first of which is named.
    fn sums(&self, block: &Bound, first: usize, parameters: &[f64], scratch: &mut Scratch) -> Sums {
        let (n, p) = (block.rows(), parameters.len());
        let rows = first..first + n;
        let weights = if self.weights.is_empty() { &[] } else { &self.weights[rows.clone()] };
        let Scratch { workspace, values, residuals, slopes, curvatures, jacobian } = scratch;
        [&mut *values, residuals, slopes, curvatures].into_iter().for_each(|room| room.resize(n, 0.0));
        jacobian.resize(n * p, 0.0);
        block.values_and_jacobian(parameters, workspace, values, jacobian);
        flatten(jacobian);
        self.link_values(values, residuals, slopes, jacobian);
        kernel::axpy(-1.0, &self.target[rows], residuals);
        let mut sums = Sums::new(p);
        let loss = self.objective.loss;
        sums.objective = loss.total(residuals, weights);
        match loss {
            Loss::Huber(d) => kernel::huber_slopes(residuals, weights, d, (slopes, curvatures)),
            loss => {
                for (i, r) in residuals.iter().enumerate() {
                    let weight = weights.get(i).copied().unwrap_or(1.0);
                    (slopes[i], curvatures[i]) = (weight * loss.psi(*r), weight * loss.curvature(*r));
                }
            }
        }
        let columns: Columns<'_> = jacobian.chunks_exact(n).collect();
        sums.slopes = kernel::dot(slopes, slopes);
        kernel::dots(slopes, &columns, &mut sums.gradient);
        kernel::gram(curvatures, &columns, &mut sums.hessian);
        sums.squares.iter_mut().zip(&*columns).for_each(|(sum, column)| *sum = kernel::dot(column, column));
        sums
    }

    /// Takes values and their derivatives to the scale of the link; the slopes are left as room.
    fn link_values(&self, values: &[f64], linked: &mut [f64], slopes: &mut [f64], jacobian: &mut [f64]) {
        let n = values.len();
        match self.objective.link {
            Link::Identity => return linked.copy_from_slice(values),
            Link::Log => {
                kernel::ln(values, linked);
                slopes.copy_from_slice(values);
                kernel::divide(1.0, slopes);
            }
            link => {
                for (i, value) in values.iter().enumerate() {
                    (linked[i], slopes[i]) = (link.forward(*value), link.slope(*value));
                }
            }
        }
        for column in jacobian.chunks_exact_mut(n) {
            column.iter_mut().zip(&*slopes).for_each(|(value, slope)| *value *= slope);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::{FitOptions, Objective, ParameterBounds};
    use crate::law::Law;
    use crate::observations::{Column, Observations};
    use crate::quantity::{LossUnit, ParameterCount, Quantity, TokenCount};
    use lawlike_num::stream::Stream;

    /// Runs in several blocks, the last of which is short.
    fn runs() -> Observations {
        let mut stream = Stream::keyed(11, &[2]);
        let mut columns = [Vec::new(), Vec::new(), Vec::new()];
        for _ in 0..2 * BLOCK + 100 {
            let (size, tokens) =
                (10f64.powf(7.0 + 3.0 * stream.uniform()), 10f64.powf(9.0 + 3.0 * stream.uniform()));
            let loss = 1.7 + 400.0 * size.powf(-0.34) + 410.0 * tokens.powf(-0.28);
            let row = [size, tokens, loss * (0.01 * stream.normal()).exp()];
            columns.iter_mut().zip(row).for_each(|(column, value)| column.push(value));
        }
        let [sizes, tokens, losses] = columns;
        let axes = vec![
            Column::new("params", Quantity::Parameters(ParameterCount::Total), sizes),
            Column::new("tokens", Quantity::Tokens(TokenCount::Seen), tokens),
        ];
        Observations::new(Column::new("loss", Quantity::Loss(LossUnit::Nats), losses), axes).unwrap()
    }

    fn prepared(observations: &Observations, options: &FitOptions) -> Prepared {
        Prepared::new(&Law::named("chinchilla").unwrap(), observations, options).unwrap()
    }

    /// As a search on a part of the rows would find it: near the optimum.
    fn found(prepared: &Prepared) -> Solution {
        let near = prepared.solve_from(&[1.7, 400.0, 0.34, 410.0, 0.28]);
        let off = [1.002, 0.97, 0.998, 1.02, 1.001];
        let parameters = near.parameters.iter().zip(off).map(|(value, off)| value * off).collect();
        Solution { parameters, ..near }
    }

    #[test]
    fn blocks_lead_to_the_optimum_of_all_rows_on_any_number_of_threads() {
        let mut runs = runs();
        for is_weighted in [false, true] {
            if is_weighted {
                runs.weights = (0..runs.n()).map(|row| 0.5 + (row % 7) as f64).collect();
            }
            for objective in [Objective::LS, Objective::LOG_LS, "huber-log:1e-3".parse().unwrap()] {
                let prepared = prepared(&runs, &FitOptions::default().with_objective(objective));
                let found = found(&prepared);
                let all = prepared.solve_from(&found.parameters);
                let refined = parallel::on(1, || prepared.refined(&found)).unwrap();
                for (own, expected) in refined.parameters.iter().zip(&all.parameters) {
                    assert!((own / expected - 1.0).abs() < 1e-8, "{objective}: {own} {expected}");
                }
                let relative = refined.objective / all.objective - 1.0;
                assert!(relative.abs() < 1e-12 && refined.gradient < 1e-8, "{objective}: {relative:e}");
                let three = parallel::on(3, || prepared.refined(&found)).unwrap();
                assert_eq!(three.parameters, refined.parameters, "the same bits");
            }
        }
    }

    #[test]
    fn where_blocks_do_not_lead_all_rows_are_descended_at_once() {
        let runs = runs();
        // No second derivative.
        let kinked = prepared(&runs, &FitOptions::default().with_objective("lad".parse().unwrap()));
        assert!(kinked.refined(&found(&kinked)).is_none());
        // The optimum lies beyond a bound.
        let bound = vec![ParameterBounds { name: "E".to_owned(), lo: 1.71, hi: 5.0 }];
        let options = FitOptions { bound, ..FitOptions::default().with_objective(Objective::LOG_LS) };
        let bounded = prepared(&runs, &options);
        let mut start = found(&bounded);
        start.parameters[0] = 1.72;
        assert!(bounded.refined(&start).is_none());
        let polished = bounded.polish(start);
        assert!((polished.parameters[0] - 1.71).abs() < 1e-9 && polished.objective.is_finite());
    }
}
