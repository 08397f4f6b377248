//! Minimises `F(u) = sum_i w_i rho(r_i(u))` under bounds, for a loss `rho` and smooth residuals `r`.
//!
//! Each step solves the problem with the residuals made linear (the generalised Gauss-Newton method):
//! `min_d sum w rho(r + J d) + (lambda/2) |D d|^2`, with `D^2` the diagonal of `J' W J` and `lambda` after
//! Levenberg (1944) and Marquardt (1963). For squares this is one linear solve; for Huber and absolute losses it is
//! a convex piecewise problem, solved by Newton steps with a line search
//! that ends where the slope has fallen to a tenth (after Madsen & Nielsen 1993). Because the
//! kink is handled inside the step, convergence stays fast where iterative reweighting is slow.
//!
//! A loss that is not convex (Student's t) is bent upwards where it is not; a loss with a kink at zero is rounded there,
//! ever less, and then solved for the rows that the optimum passes through.
//!
//! A finish takes undamped steps until they stop shrinking, so parameters are right to rounding level even though
//! the objective alone is flat to about the square root of that.

mod curved;
mod kinked;
mod step;
mod student;

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
pub struct ResidualProblem<'a> {
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
pub struct MinimiseOptions {
    /// Most iterations.
    pub iterations: usize,
    /// Stop when a step promises a relative gain below this.
    pub tolerance: f64,
    /// Whether to take undamped steps to rounding level at the end.
    pub finish: bool,
}

impl Default for MinimiseOptions {
    fn default() -> Self {
        Self { iterations: 200, tolerance: 1e-14, finish: true }
    }
}

/// How a minimisation ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Minimised {
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
    problem: &ResidualProblem<'_>,
    options: &MinimiseOptions,
    u: &mut [f64],
) -> Minimised {
    let mut search = Search::new(model, problem, options);
    clip(u, problem);
    match problem.loss {
        Loss::Absolute | Loss::Pinball(_) => search.kinked(u),
        Loss::Student(student) => search.student(u, student, options),
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

/// Iterations after which a descent that has not ended is in a narrow bent valley.
const PATIENCE: usize = 40;
/// Steps shorter than this, in units of the unknowns, may be rounding.
const ROUNDING: f64 = 1e-12;
/// Longer ones may grow so many times before the finish gives up.
const GROWN: usize = 3;

fn clip(u: &mut [f64], problem: &ResidualProblem<'_>) {
    for (j, value) in u.iter_mut().enumerate() {
        *value = value.max(problem.lower[j]).min(problem.upper[j]);
    }
}

fn add(values: &mut [f64], shift: &[f64]) {
    values.iter_mut().zip(shift).for_each(|(value, shift)| *value += shift);
}

/// Residuals and Jacobian at some place.
struct Place {
    r: Vec<f64>,
    jacobian: Vec<f64>,
}

impl Place {
    fn new(n: usize, p: usize) -> Self {
        Self { r: vec![0.0; n], jacobian: vec![0.0; n * p] }
    }

    fn linear<'b>(&'b self, problem: &ResidualProblem<'b>, loss: Loss, free: &'b [bool]) -> Linear<'b> {
        Linear { r: &self.r, jacobian: &self.jacobian, weights: problem.weights, loss, free }
    }
}

struct Search<'a, R: Residuals> {
    model: &'a mut R,
    problem: &'a ResidualProblem<'a>,
    tolerance: f64,
    /// Damping of the first step of a descent, in units of the diagonal.
    damping: f64,
    evaluations: usize,
    iterations: usize,
    /// Where the search stands, as last linearised.
    here: Place,
    /// Where it tries to go. Most trials are kept, so they are made linear at once.
    there: Place,
    free: Vec<bool>,
    next: Vec<f64>,
    /// Added to the residuals; empty for nothing.
    shift: Vec<f64>,
    step: Step,
}

impl<'a, R: Residuals> Search<'a, R> {
    fn new(model: &'a mut R, problem: &'a ResidualProblem<'a>, options: &MinimiseOptions) -> Self {
        let (n, p) = (model.rows(), model.unknowns());
        Self {
            model,
            problem,
            tolerance: options.tolerance,
            damping: 1e-4,
            evaluations: 0,
            iterations: 0,
            here: Place::new(n, p),
            there: Place::new(n, p),
            free: vec![true; p],
            next: vec![0.0; p],
            shift: Vec::new(),
            step: Step::new(n, p),
        }
    }

    /// Makes the problem linear at `u`; false where it is not defined.
    fn linearise(&mut self, u: &[f64]) -> bool {
        self.evaluations += 1;
        let defined = self.model.linearise(u, &mut self.here.r, &mut self.here.jacobian);
        add(&mut self.here.r, &self.shift);
        defined && kernel::is_finite(&self.here.r) && kernel::is_finite(&self.here.jacobian)
    }

    /// Objective after the step in `next`, made linear there; infinite where it is not defined.
    fn try_next(&mut self, loss: Loss) -> f64 {
        self.evaluations += 1;
        let defined = self.model.linearise(&self.next, &mut self.there.r, &mut self.there.jacobian)
            && kernel::is_finite(&self.there.jacobian);
        add(&mut self.there.r, &self.shift);
        let total = loss.total(&self.there.r, self.problem.weights);
        if defined && total.is_finite() { total } else { f64::INFINITY }
    }

    /// Goes to `next`, where the last trial was.
    fn go(&mut self, u: &mut [f64]) {
        u.copy_from_slice(&self.next);
        std::mem::swap(&mut self.here, &mut self.there);
    }

    fn objective_at(&mut self, u: &[f64], loss: Loss) -> f64 {
        self.evaluations += 1;
        if !self.model.residuals(u, &mut self.there.r) {
            return f64::INFINITY;
        }
        add(&mut self.there.r, &self.shift);
        let total = loss.total(&self.there.r, self.problem.weights);
        if total.is_finite() { total } else { f64::INFINITY }
    }

    /// Prepares the steps from here. An unknown may move unless its bounds are equal or the gradient pushes it out of
    /// its box.
    fn find_free(&mut self, u: &[f64], loss: Loss) {
        self.step.prepare(self.here.linear(self.problem, loss, &self.free));
        for (j, gradient) in self.step.slope().iter().enumerate() {
            let (lo, hi) = (self.problem.lower[j], self.problem.upper[j]);
            self.free[j] = lo < hi && !(u[j] <= lo && *gradient > 0.0) && !(u[j] >= hi && *gradient < 0.0);
        }
    }

    fn step_with(&mut self, loss: Loss, lambda: f64) -> f64 {
        self.step.solve(self.here.linear(self.problem, loss, &self.free), lambda)
    }

    fn cosine(&mut self, loss: Loss) -> f64 {
        self.step.cosine(self.here.linear(self.problem, loss, &self.free))
    }

    /// Writes `u` and the step, kept in the box, into `next`.
    fn set_next(&mut self, u: &[f64]) {
        for (j, value) in self.next.iter_mut().enumerate() {
            *value = u[j] + self.step.direction[j];
        }
        clip(&mut self.next, self.problem);
    }

    fn descend(&mut self, u: &mut [f64], loss: Loss, iterations: usize) -> Minimised {
        let mut lambda = self.damping;
        let mut converged = false;
        if !self.linearise(u) {
            return self.outcome(f64::INFINITY, false);
        }
        let mut objective = loss.total(&self.here.r, self.problem.weights);
        self.step.curved = false;
        for iteration in 0..iterations {
            self.iterations += 1;
            self.step.steady = iteration >= PATIENCE;
            self.find_free(u, loss);
            let mut moved = false;
            let mut stalled = 0;
            while !moved {
                let gain = self.step_with(loss, lambda);
                if !(gain > self.tolerance * objective) {
                    converged = true;
                    break;
                }
                self.set_next(u);
                let value = self.try_next(loss);
                let ratio = (objective - value) / gain;
                if value < objective && ratio > 1e-4 {
                    moved = true;
                    self.go(u);
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
            if !moved {
                break;
            }
        }
        self.outcome(objective, converged)
    }

    /// Undamped steps to rounding level: kept while they become shorter. Where several directions settle at different
    /// speeds a few may grow on the way.
    fn finish(&mut self, u: &mut [f64], loss: Loss) {
        let (mut last, mut grown) = (f64::INFINITY, 0);
        let mut best = loss.total(&self.here.r, self.problem.weights);
        (self.step.curved, self.step.steady) = (true, false);
        for _ in 0..200 {
            self.find_free(u, loss);
            if loss == Loss::Squares {
                self.newton_by_qr();
            } else {
                self.step_with(loss, 0.0);
            }
            let length = self.step.relative_length(u);
            grown += usize::from(length > 0.95 * last);
            let settled = length > 0.95 * last && (length < ROUNDING || grown > GROWN);
            if !length.is_finite() || length > 1e-2 || settled {
                return;
            }
            self.set_next(u);
            let value = self.try_next(loss);
            // Near the optimum the objective is flat and its digits are those of rounding.
            if !(value <= best * (1.0 + 1e-8) + f64::MIN_POSITIVE) {
                return;
            }
            best = best.min(value);
            self.go(u);
            last = length;
            if length < 1e-16 {
                return;
            }
        }
    }

    /// Gauss-Newton step of the squares by QR of the scaled, weighted Jacobian.
    fn newton_by_qr(&mut self) {
        let n = self.here.r.len();
        let unknowns: Vec<usize> = (0..self.free.len()).filter(|j| self.free[*j]).collect();
        self.step.direction.fill(0.0);
        if unknowns.is_empty() {
            return;
        }
        let weights = self.problem.weights;
        let root: Vec<f64> =
            if weights.is_empty() { vec![1.0; n] } else { weights.iter().map(|w| w.sqrt()).collect() };
        let mut matrix = Matrix::zeros(n, unknowns.len());
        let mut scales = Vec::with_capacity(unknowns.len());
        for (k, j) in unknowns.iter().enumerate() {
            let column = matrix.column_mut(k);
            kernel::multiply(&self.here.jacobian[j * n..(j + 1) * n], &root, column);
            let norm = kernel::dot(column, column).sqrt();
            let scale = if norm > 0.0 { 1.0 / norm } else { 1.0 };
            scales.push(scale);
            column.iter_mut().for_each(|v| *v *= scale);
        }
        let mut target = vec![0.0; n];
        kernel::scaled(-1.0, &self.here.r, &root, &mut target);
        let solution = Qr::new(matrix).solve(&target);
        for (k, j) in unknowns.iter().enumerate() {
            self.step.direction[*j] = solution[k] * scales[k];
        }
    }

    /// The outcome after the finish: gradient and objective are taken anew.
    fn report(&mut self, u: &[f64], loss: Loss, outcome: Minimised) -> Minimised {
        self.find_free(u, loss);
        let gradient = self.cosine(loss);
        let objective = loss.total(&self.here.r, self.problem.weights);
        let converged = outcome.converged || gradient < 1e-6;
        Minimised { gradient, ..self.outcome(objective, converged) }
    }

    fn outcome(&self, objective: f64, converged: bool) -> Minimised {
        Minimised {
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
