//! The exact objective as a function of unknowns on their natural scale.

use super::model::Model;
use super::objective::{Link, Objective};
use super::search::{Space, Start};
use lawlike_formula::{Bound, Workspace};
use lawlike_num::kernel;
use lawlike_num::levmar::{Options, Outcome, Problem, Residuals, minimise};

/// How an unknown becomes a parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Scale {
    /// The unknown is the parameter.
    Plain,
    /// The unknown is the logarithm of the parameter.
    Log,
}

/// The law, its data and the objective, ready to be minimised over all parameters.
pub(super) struct Exact<'a> {
    bound: &'a Bound,
    workspace: &'a mut Workspace,
    objective: Objective,
    /// Responses on the scale of the link.
    target: &'a [f64],
    weights: &'a [f64],
    space: &'a Space,
    model: &'a Model,
    scales: Vec<Scale>,
    parameters: Vec<f64>,
    values: Vec<f64>,
}

/// Where a descent of the exact objective ended.
#[derive(Debug, Clone)]
pub(super) struct Descent {
    /// Parameters, in the order of the formula.
    pub(super) parameters: Vec<f64>,
    /// How it ended.
    pub(super) outcome: Outcome,
    /// Starts that led here.
    pub(super) count: usize,
}

impl<'a> Exact<'a> {
    pub(super) fn new(
        model: &'a Model,
        bound: &'a Bound,
        workspace: &'a mut Workspace,
        space: &'a Space,
        rows: Rows<'a>,
    ) -> Self {
        let p = model.parameters().len();
        Self {
            bound,
            workspace,
            objective: rows.objective,
            target: rows.target,
            weights: rows.weights,
            space,
            model,
            scales: vec![Scale::Plain; p],
            parameters: vec![0.0; p],
            values: vec![0.0; rows.target.len()],
        }
    }

    /// Descends from a start; a coefficient that the projection set to zero is released if that pays.
    pub(super) fn descend(&mut self, start: &Start, options: &Options) -> Descent {
        let p = self.parameters.len();
        for (value, index) in start.shapes.iter().zip(self.model.shapes()) {
            self.parameters[*index] = *value;
        }
        for (value, index) in start.coefficients.iter().zip(self.model.coefficients()) {
            self.parameters[*index] = *value;
        }
        for (j, value) in self.parameters.iter_mut().enumerate() {
            *value = value.max(self.space.lower[j]).min(self.space.upper[j]);
        }
        for (range, index) in self.space.ranges.iter().zip(self.model.shapes()) {
            self.scales[*index] = if range.is_wide() { Scale::Log } else { Scale::Plain };
        }
        let mut evaluations = 0;
        let mut best: Option<Descent> = None;
        // The second and third rounds run only when a coefficient at zero wants to grow.
        for _ in 0..3 {
            let mut descent = self.round(options);
            descent.count = start.count;
            evaluations += descent.outcome.evaluations;
            descent.outcome.evaluations = evaluations;
            let improved = best.as_ref().is_none_or(|b| descent.outcome.objective < b.outcome.objective);
            if improved {
                best = Some(descent);
            }
            if !improved || !self.release(p) {
                break;
            }
        }
        best.unwrap_or_else(|| Descent {
            parameters: self.parameters.clone(),
            outcome: Outcome {
                objective: f64::INFINITY,
                gradient: f64::NAN,
                iterations: 0,
                evaluations,
                converged: false,
            },
            count: start.count,
        })
    }

    fn round(&mut self, options: &Options) -> Descent {
        let p = self.parameters.len();
        let (mut lower, mut upper) = (self.space.lower.clone(), self.space.upper.clone());
        for index in self.model.coefficients() {
            let value = self.parameters[*index];
            let positive = self.space.lower[*index] >= 0.0;
            self.scales[*index] = if positive && value > 0.0 { Scale::Log } else { Scale::Plain };
            if positive && value == 0.0 {
                (lower[*index], upper[*index]) = (0.0, 0.0);
            }
        }
        let mut unknowns = vec![0.0; p];
        for j in 0..p {
            if self.scales[j] == Scale::Log {
                unknowns[j] = self.parameters[j].ln();
                // A coefficient may shrink to nothing but not to a denormal, where its gradient vanishes.
                lower[j] = if lower[j] > 0.0 { lower[j].ln() } else { unknowns[j] - 60.0 };
                upper[j] = upper[j].ln();
            } else {
                unknowns[j] = self.parameters[j];
            }
        }
        let (loss, weights) = (self.objective.loss, self.weights);
        let problem = Problem { loss, weights, lower: &lower, upper: &upper };
        let mut outcome = minimise(self, &problem, options, &mut unknowns);
        self.set(&unknowns);
        self.drop_negligible(&mut outcome);
        Descent { parameters: self.parameters.clone(), outcome, count: 1 }
    }

    /// A positive coefficient whose term is lost in rounding is zero.
    fn drop_negligible(&mut self, outcome: &mut Outcome) {
        let coefficients = self.model.coefficients();
        if coefficients.is_empty() {
            return;
        }
        let shapes: Vec<f64> = self.model.shapes().iter().map(|index| self.parameters[*index]).collect();
        self.bound.basis(&shapes, self.workspace);
        let size = |column: &[f64]| column.iter().fold(0.0f64, |most, v| most.max(v.abs()));
        let sizes: Vec<f64> = (0..coefficients.len())
            .map(|k| size(self.workspace.term(k)) * self.parameters[coefficients[k]].abs())
            .collect();
        let total = sizes.iter().fold(0.0f64, |most, v| most.max(*v));
        for (k, index) in coefficients.iter().enumerate() {
            if self.scales[*index] == Scale::Log && sizes[k] < 1e-9 * total {
                self.parameters[*index] = 0.0;
                outcome.converged = true;
            }
        }
    }

    /// Gives coefficients that lie at zero a small value if the objective falls that way.
    fn release(&mut self, p: usize) -> bool {
        let zero: Vec<usize> = self
            .model
            .coefficients()
            .iter()
            .copied()
            .filter(|index| self.space.lower[*index] == 0.0 && self.parameters[*index] == 0.0)
            .collect();
        if zero.is_empty() {
            return false;
        }
        let n = self.target.len();
        let (mut values, mut jacobian) = (vec![0.0; n], vec![0.0; n * p]);
        self.bound.values_and_jacobian(&self.parameters, self.workspace, &mut values, &mut jacobian);
        let mut released = false;
        for index in zero {
            let column = &jacobian[index * n..(index + 1) * n];
            let mut slope = 0.0;
            let mut reach = 0.0f64;
            for i in 0..n {
                let r = self.objective.link.forward(values[i]) - self.target[i];
                let w = self.weights.get(i).copied().unwrap_or(1.0);
                slope += w * self.objective.loss.psi(r) * self.objective.link.slope(values[i]) * column[i];
                reach = reach.max(column[i].abs() / values[i].abs().max(f64::MIN_POSITIVE));
            }
            if slope < 0.0 && reach > 0.0 {
                self.parameters[index] = 1e-3 / reach;
                released = true;
            }
        }
        released
    }

    fn set(&mut self, unknowns: &[f64]) {
        for (j, u) in unknowns.iter().enumerate() {
            self.parameters[j] = match self.scales[j] {
                Scale::Plain => *u,
                Scale::Log => u.exp(),
            };
        }
    }

    fn residual(&self, out: &mut [f64]) -> bool {
        let defined = self.objective.link != Link::Log || self.values.iter().all(|v| *v > 0.0);
        match self.objective.link {
            Link::Log => kernel::ln(&self.values, out),
            link => out.iter_mut().zip(&self.values).for_each(|(r, v)| *r = link.forward(*v)),
        }
        for (r, t) in out.iter_mut().zip(self.target) {
            *r -= t;
        }
        defined && out.iter().all(|r| r.is_finite())
    }
}

/// What is fitted: responses on the scale of the link, weights, objective.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rows<'a> {
    /// Objective.
    pub(super) objective: Objective,
    /// Responses on the scale of the link.
    pub(super) target: &'a [f64],
    /// Weights; empty for ones.
    pub(super) weights: &'a [f64],
}

impl Residuals for Exact<'_> {
    fn rows(&self) -> usize {
        self.target.len()
    }

    fn unknowns(&self) -> usize {
        self.parameters.len()
    }

    fn residuals(&mut self, u: &[f64], out: &mut [f64]) -> bool {
        self.set(u);
        self.bound.values(&self.parameters, self.workspace, &mut self.values);
        self.residual(out)
    }

    fn linearise(&mut self, u: &[f64], out: &mut [f64], jacobian: &mut [f64]) -> bool {
        self.set(u);
        self.bound.values_and_jacobian(&self.parameters, self.workspace, &mut self.values, jacobian);
        let n = self.target.len();
        for j in 0..self.parameters.len() {
            let factor = if self.scales[j] == Scale::Log { self.parameters[j] } else { 1.0 };
            let column = &mut jacobian[j * n..(j + 1) * n];
            match self.objective.link {
                Link::Log => kernel::divide(factor, column, &self.values),
                link => column.iter_mut().zip(&self.values).for_each(|(v, y)| *v *= factor * link.slope(*y)),
            }
        }
        self.residual(out)
    }
}
