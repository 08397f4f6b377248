//! Minimises `F(u) = sum_i w_i rho(r_i(u))` under bounds, for a convex loss `rho` and smooth residuals `r`.
//!
//! Each step solves the problem with the residuals made linear (the generalised Gauss-Newton method):
//! `min_d sum w rho(r + J d) + (lambda/2) |D d|^2`, with `D^2` the diagonal of `J' W J` and `lambda` after
//! Levenberg (1944) and Marquardt (1963). For squares this is one linear solve; for Huber and absolute losses it is
//! a convex piecewise problem, solved by Newton steps with a line search
//! that ends where the slope has fallen to a tenth (after Madsen & Nielsen 1993). Because the
//! kink is handled inside the step, convergence stays fast where iterative reweighting is slow.
//!
//! A finish takes undamped steps until they stop shrinking, so parameters are right to rounding level even though
//! the objective alone is flat to about the square root of that.

mod step;

use crate::dense::{Matrix, Qr};
use crate::kernel;
use crate::robust::Loss;
use step::{Linear, Step};

/// Residuals and their Jacobian as a function of the unknowns.
pub trait Residuals {
    /// Number of residuals.
    fn rows(&self) -> usize;
    /// Number of unknowns.
    fn unknowns(&self) -> usize;
    /// Writes the residuals at `u`; false where they are not defined.
    fn residuals(&mut self, u: &[f64], out: &mut [f64]) -> bool;
    /// Writes residuals and Jacobian `d r_i / d u_j` (column-major); false where they are not defined.
    fn linearise(&mut self, u: &[f64], out: &mut [f64], jacobian: &mut [f64]) -> bool;
}

/// What is minimised, apart from the residuals.
#[derive(Debug, Clone, Copy)]
pub struct Problem<'a> {
    /// Loss of each residual.
    pub loss: Loss,
    /// Weights; empty for ones.
    pub weights: &'a [f64],
    /// Lower bounds; equal bounds fix an unknown.
    pub lower: &'a [f64],
    /// Upper bounds.
    pub upper: &'a [f64],
}

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Most iterations.
    pub iterations: usize,
    /// Stop when a step promises a relative gain below this.
    pub tolerance: f64,
    /// Whether to take undamped steps to rounding level at the end.
    pub finish: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { iterations: 200, tolerance: 1e-14, finish: true }
    }
}

/// How a minimisation ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// `F` at the end; infinite if the start is not defined.
    pub objective: f64,
    /// Largest cosine between `w psi(r)` and a column of `J` over the unknowns that may move.
    pub gradient: f64,
    /// Linear models made.
    pub iterations: usize,
    /// Evaluations of the residuals, linear models included.
    pub evaluations: usize,
    /// Whether it stopped because no step promised a gain.
    pub converged: bool,
}

/// Minimises from `u`, which holds the optimum afterwards.
pub fn minimise<R: Residuals>(
    model: &mut R,
    problem: &Problem<'_>,
    options: &Options,
    u: &mut [f64],
) -> Outcome {
    let mut search = Search::new(model, problem, options);
    clip(u, problem);
    match problem.loss {
        Loss::Absolute => search.absolute(u),
        loss => {
            let outcome = search.descend(u, loss, options.iterations);
            if options.finish && outcome.objective.is_finite() {
                search.finish(u, loss);
                search.report(u, loss, outcome)
            } else {
                outcome
            }
        }
    }
}

fn clip(u: &mut [f64], problem: &Problem<'_>) {
    for (j, value) in u.iter_mut().enumerate() {
        *value = value.max(problem.lower[j]).min(problem.upper[j]);
    }
}

struct Search<'a, R: Residuals> {
    model: &'a mut R,
    problem: &'a Problem<'a>,
    tolerance: f64,
    evaluations: usize,
    iterations: usize,
    r: Vec<f64>,
    trial: Vec<f64>,
    jacobian: Vec<f64>,
    free: Vec<bool>,
    next: Vec<f64>,
    step: Step,
}

impl<'a, R: Residuals> Search<'a, R> {
    fn new(model: &'a mut R, problem: &'a Problem<'a>, options: &Options) -> Self {
        let (n, p) = (model.rows(), model.unknowns());
        Self {
            model,
            problem,
            tolerance: options.tolerance,
            evaluations: 0,
            iterations: 0,
            r: vec![0.0; n],
            trial: vec![0.0; n],
            jacobian: vec![0.0; n * p],
            free: vec![true; p],
            next: vec![0.0; p],
            step: Step::new(n, p),
        }
    }

    fn linearise(&mut self, u: &[f64]) -> bool {
        self.evaluations += 1;
        self.model.linearise(u, &mut self.r, &mut self.jacobian)
            && self.r.iter().all(|v| v.is_finite())
            && self.jacobian.iter().all(|v| v.is_finite())
    }

    fn objective_at(&mut self, u: &[f64], loss: Loss) -> f64 {
        self.evaluations += 1;
        if !self.model.residuals(u, &mut self.trial) {
            return f64::INFINITY;
        }
        let total = loss.total(&self.trial, self.problem.weights);
        if total.is_finite() { total } else { f64::INFINITY }
    }

    /// An unknown may move unless its bounds are equal or the gradient pushes it out of its box.
    fn find_free(&mut self, u: &[f64], loss: Loss) {
        let n = self.r.len();
        self.step.slope(&self.r, self.problem.weights, loss);
        for j in 0..u.len() {
            let gradient = kernel::dot(self.step.psi(), &self.jacobian[j * n..(j + 1) * n]);
            let (lo, hi) = (self.problem.lower[j], self.problem.upper[j]);
            self.free[j] = lo < hi && !(u[j] <= lo && gradient > 0.0) && !(u[j] >= hi && gradient < 0.0);
        }
    }

    fn step_with(&mut self, loss: Loss, lambda: f64) -> f64 {
        let weights = self.problem.weights;
        let at = Linear { r: &self.r, jacobian: &self.jacobian, weights, loss, free: &self.free };
        self.step.solve(at, lambda)
    }

    fn cosine(&mut self, loss: Loss) -> f64 {
        let weights = self.problem.weights;
        let at = Linear { r: &self.r, jacobian: &self.jacobian, weights, loss, free: &self.free };
        self.step.gradient(at)
    }

    fn descend(&mut self, u: &mut [f64], loss: Loss, iterations: usize) -> Outcome {
        let mut lambda = 1e-4;
        let mut converged = false;
        if !self.linearise(u) {
            return self.outcome(f64::INFINITY, false);
        }
        let mut objective = loss.total(&self.r, self.problem.weights);
        for _ in 0..iterations {
            self.iterations += 1;
            self.find_free(u, loss);
            let mut moved = false;
            let mut stalled = 0;
            while !moved {
                let gain = self.step_with(loss, lambda);
                if !(gain > self.tolerance * objective) {
                    converged = true;
                    break;
                }
                for (j, value) in self.next.iter_mut().enumerate() {
                    let target = u[j] + self.step.direction[j];
                    *value = target.max(self.problem.lower[j]).min(self.problem.upper[j]);
                }
                let next = std::mem::take(&mut self.next);
                let value = self.objective_at(&next, loss);
                self.next = next;
                let ratio = (objective - value) / gain;
                if value < objective && ratio > 1e-4 {
                    moved = true;
                    u.copy_from_slice(&self.next);
                    objective = value;
                    lambda = if ratio > 0.75 {
                        (lambda * 0.1).max(1e-15)
                    } else if ratio < 0.25 {
                        lambda * 4.0
                    } else {
                        lambda
                    };
                } else {
                    lambda *= 8.0;
                    stalled += 1;
                    // Beyond this damping the step no longer changes the unknowns.
                    if stalled > 30 {
                        converged = ratio.abs() < 1.0 && gain < 1e-9 * objective;
                        break;
                    }
                }
            }
            if !moved || !self.linearise(u) {
                break;
            }
        }
        self.outcome(objective, converged)
    }

    /// Undamped steps to rounding level: kept while each is shorter than the one before.
    fn finish(&mut self, u: &mut [f64], loss: Loss) {
        let mut last = f64::INFINITY;
        let mut best = self.objective_at(u, loss);
        for _ in 0..200 {
            if !self.linearise(u) {
                return;
            }
            self.find_free(u, loss);
            if loss == Loss::Squares {
                self.newton_by_qr();
            } else {
                self.step_with(loss, 0.0);
            }
            let length = self.step.relative_length(u);
            if !length.is_finite() || length > 1e-2 || length > 0.95 * last {
                return;
            }
            for j in 0..u.len() {
                let target = u[j] + self.step.direction[j];
                self.next[j] = target.max(self.problem.lower[j]).min(self.problem.upper[j]);
            }
            let next = std::mem::take(&mut self.next);
            let value = self.objective_at(&next, loss);
            self.next = next;
            // Near the optimum the objective is flat and its digits are those of rounding.
            if !(value <= best * (1.0 + 1e-8) + f64::MIN_POSITIVE) {
                return;
            }
            best = best.min(value);
            u.copy_from_slice(&self.next);
            last = length;
            if length < 1e-16 {
                return;
            }
        }
    }

    /// Gauss-Newton step of the squares by QR of the scaled, weighted Jacobian.
    fn newton_by_qr(&mut self) {
        let n = self.r.len();
        let unknowns: Vec<usize> = (0..self.free.len()).filter(|j| self.free[*j]).collect();
        self.step.direction.fill(0.0);
        if unknowns.is_empty() {
            return;
        }
        let root: Vec<f64> = self.problem.weights.iter().map(|w| w.sqrt()).collect();
        let weigh = |i: usize, v: f64| if root.is_empty() { v } else { v * root[i] };
        let mut matrix = Matrix::zeros(n, unknowns.len());
        let mut scales = Vec::with_capacity(unknowns.len());
        for (k, j) in unknowns.iter().enumerate() {
            let column = &self.jacobian[j * n..(j + 1) * n];
            let norm = column.iter().enumerate().map(|(i, v)| weigh(i, *v).powi(2)).sum::<f64>().sqrt();
            let scale = if norm > 0.0 { 1.0 / norm } else { 1.0 };
            scales.push(scale);
            for (i, v) in column.iter().enumerate() {
                matrix.set(i, k, weigh(i, *v) * scale);
            }
        }
        let target: Vec<f64> = self.r.iter().enumerate().map(|(i, v)| -weigh(i, *v)).collect();
        let solution = Qr::new(matrix).solve(&target);
        for (k, j) in unknowns.iter().enumerate() {
            self.step.direction[*j] = solution[k] * scales[k];
        }
    }

    /// Least absolute deviations: Huber with a threshold that shrinks, then the vertex itself.
    fn absolute(&mut self, u: &mut [f64]) -> Outcome {
        let first = self.descend(u, Loss::Squares, 60);
        if !first.objective.is_finite() {
            return first;
        }
        let scale = spread(&self.r);
        for power in 0..8 {
            let threshold = scale * 10f64.powi(-power);
            self.descend(u, Loss::Huber(threshold), 60);
        }
        self.vertex(u);
        let objective = self.objective_at(u, Loss::Absolute);
        self.linearise(u);
        let small = Loss::Huber(scale * 1e-7);
        self.find_free(u, small);
        let gradient = self.cosine(small);
        Outcome { gradient, ..self.outcome(objective, true) }
    }

    /// A least absolute solution passes through as many points as it has unknowns: solve for these exactly.
    fn vertex(&mut self, u: &mut [f64]) {
        let n = self.r.len();
        let mut best = self.objective_at(u, Loss::Absolute);
        if !self.linearise(u) {
            return;
        }
        self.find_free(u, Loss::Huber(spread(&self.r) * 1e-7));
        let unknowns: Vec<usize> = (0..u.len()).filter(|j| self.free[*j]).collect();
        let order = self.touched(&unknowns);
        for _ in 0..8 {
            let mut matrix = Matrix::zeros(order.len(), unknowns.len());
            for (row, i) in order.iter().enumerate() {
                for (k, j) in unknowns.iter().enumerate() {
                    matrix.set(row, k, self.jacobian[j * n + i]);
                }
            }
            let target: Vec<f64> = order.iter().map(|i| -self.r[*i]).collect();
            let solution = Qr::new(matrix).solve(&target);
            let mut next = u.to_vec();
            for (k, j) in unknowns.iter().enumerate() {
                next[*j] += solution[k];
            }
            clip(&mut next, self.problem);
            let value = self.objective_at(&next, Loss::Absolute);
            if !(value <= best * (1.0 + 1e-13)) {
                return;
            }
            best = best.min(value);
            u.copy_from_slice(&next);
            if !self.linearise(u) {
                return;
            }
        }
    }

    /// The rows with the smallest residuals whose Jacobian rows are independent, one for each unknown.
    fn touched(&self, unknowns: &[usize]) -> Vec<usize> {
        let n = self.r.len();
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|a, b| self.r[*a].abs().total_cmp(&self.r[*b].abs()).then(a.cmp(b)));
        let scales: Vec<f64> = unknowns
            .iter()
            .map(|j| {
                self.jacobian[j * n..(j + 1) * n].iter().fold(f64::MIN_POSITIVE, |most, v| most.max(v.abs()))
            })
            .collect();
        let (mut chosen, mut basis): (Vec<usize>, Vec<Vec<f64>>) = (Vec::new(), Vec::new());
        for i in order {
            if chosen.len() == unknowns.len() {
                break;
            }
            // Gram-Schmidt against the rows taken so far: a repeated row leaves nothing.
            let mut row: Vec<f64> =
                unknowns.iter().zip(&scales).map(|(j, scale)| self.jacobian[j * n + i] / scale).collect();
            let whole = kernel::dot(&row, &row);
            for known in &basis {
                let part = kernel::dot(known, &row);
                kernel::axpy(-part, known, &mut row);
            }
            let rest = kernel::dot(&row, &row);
            if rest > 1e-16 * whole {
                let length = rest.sqrt();
                row.iter_mut().for_each(|v| *v /= length);
                basis.push(row);
                chosen.push(i);
            }
        }
        chosen
    }

    /// The outcome after the finish: gradient and objective are taken anew.
    fn report(&mut self, u: &[f64], loss: Loss, outcome: Outcome) -> Outcome {
        if !self.linearise(u) {
            return outcome;
        }
        self.find_free(u, loss);
        let gradient = self.cosine(loss);
        let objective = loss.total(&self.r, self.problem.weights);
        let converged = outcome.converged || gradient < 1e-6;
        Outcome { gradient, ..self.outcome(objective, converged) }
    }

    fn outcome(&self, objective: f64, converged: bool) -> Outcome {
        Outcome {
            objective,
            gradient: f64::NAN,
            iterations: self.iterations,
            evaluations: self.evaluations,
            converged,
        }
    }
}

/// Mean absolute residual, the natural unit of a threshold.
fn spread(r: &[f64]) -> f64 {
    let mean = r.iter().map(|v| v.abs()).sum::<f64>() / r.len().max(1) as f64;
    if mean > 0.0 { mean } else { f64::MIN_POSITIVE }
}

#[cfg(test)]
mod tests;
