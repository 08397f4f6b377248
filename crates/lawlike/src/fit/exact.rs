//! The exact objective as a function of unknowns on their natural scale.

use super::model::Model;
use super::objective::{Link, Objective};
use super::search::{Space, Start};
use lawlike_formula::{Bound, Workspace};
use lawlike_num::kernel::{self, Columns};
use lawlike_num::levmar::{MinimiseOptions, Minimised, ResidualProblem, Residuals, minimise};

/// How an unknown becomes a parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Scale {
    /// The unknown is the parameter.
    Plain,
    /// The unknown is the logarithm of the parameter.
    Log,
    /// The unknown is the coefficient times the size of its term (the root of its sum of squares). In a term such as
    /// `A N^-alpha` the coefficient has to change by powers of ten when the exponent moves; its product with the term
    /// does not. For amounts the logarithm does the same, and keeps them above zero.
    Size,
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
    /// Whether the descent starts from the best coefficients for its shapes.
    projected: bool,
    /// By parameter.
    scales: Vec<Scale>,
    parameters: Vec<f64>,
    shapes: Vec<f64>,
    coefficients: Vec<f64>,
    /// By coefficient: the size of its term.
    sizes: Vec<f64>,
    values: Vec<f64>,
    /// Slope of the link at each value.
    slopes: Vec<f64>,
}

/// Where a descent of the exact objective ended.
#[derive(Debug, Clone)]
pub(super) struct Descent {
    /// Parameters, in the order of the formula.
    pub(super) parameters: Vec<f64>,
    /// How it ended.
    pub(super) outcome: Minimised,
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
        let (n, p) = (rows.target.len(), model.parameters().len());
        let terms = model.coefficients().len();
        Self {
            bound,
            workspace,
            objective: rows.objective,
            target: rows.target,
            weights: rows.weights,
            space,
            model,
            projected: false,
            scales: vec![Scale::Plain; p],
            parameters: vec![0.0; p],
            shapes: vec![0.0; model.shapes().len()],
            coefficients: vec![0.0; terms],
            sizes: vec![1.0; terms],
            values: vec![0.0; n],
            slopes: vec![1.0; n],
        }
    }

    /// Descends from a start; a coefficient that the projection set to zero is released if that pays.
    pub(super) fn descend(&mut self, start: &Start, options: &MinimiseOptions) -> Descent {
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
        self.projected = start.projected;
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
            outcome: Minimised {
                objective: f64::INFINITY,
                gradient: f64::NAN,
                iterations: 0,
                evaluations,
                converged: false,
            },
            count: start.count,
        })
    }

    fn round(&mut self, options: &MinimiseOptions) -> Descent {
        let (mut lower, mut upper) = (self.space.lower.clone(), self.space.upper.clone());
        let model = self.model;
        for (k, index) in model.coefficients().iter().enumerate() {
            let (value, lo, hi) = (self.parameters[*index], lower[*index], upper[*index]);
            let free = lo == f64::NEG_INFINITY && hi == f64::INFINITY;
            self.scales[*index] = match lo >= 0.0 {
                true if value > 0.0 => Scale::Log,
                true => Scale::Plain,
                false if self.projected && free && model.term_shapes(k) != 0 => Scale::Size,
                false => Scale::Plain,
            };
            if lo >= 0.0 && value == 0.0 {
                (lower[*index], upper[*index]) = (0.0, 0.0);
            }
        }
        let mut unknowns = self.unknowns();
        for (j, u) in unknowns.iter().enumerate() {
            if self.scales[j] == Scale::Log {
                // A coefficient may shrink to nothing but not to a denormal, where its gradient vanishes.
                lower[j] = if lower[j] > 0.0 { lower[j].ln() } else { u - 60.0 };
                upper[j] = upper[j].ln();
            }
        }
        let (loss, weights) = (self.objective.loss, self.weights);
        let problem = ResidualProblem { loss, weights, lower: &lower, upper: &upper };
        let mut outcome = minimise(self, &problem, options, &mut unknowns);
        self.set(&unknowns, false);
        self.drop_negligible(&mut outcome);
        Descent { parameters: self.parameters.clone(), outcome, count: 1 }
    }

    /// The unknowns that give the parameters.
    fn unknowns(&mut self) -> Vec<f64> {
        let mut unknowns: Vec<f64> = self.parameters.clone();
        for (u, scale) in unknowns.iter_mut().zip(&self.scales) {
            if *scale == Scale::Log {
                *u = u.ln();
            }
        }
        if self.scales.contains(&Scale::Size) {
            for (shape, index) in self.shapes.iter_mut().zip(self.model.shapes()) {
                *shape = self.parameters[*index];
            }
            self.bound.basis(&self.shapes, self.workspace);
            for (k, index) in self.model.coefficients().iter().enumerate() {
                if self.scales[*index] == Scale::Size {
                    unknowns[*index] *= self.size(k);
                }
            }
        }
        unknowns
    }

    /// Size of a term as last computed; one for a term that is zero or not defined.
    fn size(&self, k: usize) -> f64 {
        let term = self.workspace.term(k);
        let size = kernel::dot(term, term).sqrt();
        if size > 0.0 && size.is_finite() { size } else { 1.0 }
    }

    /// A positive coefficient whose term is lost in rounding is zero.
    fn drop_negligible(&mut self, outcome: &mut Minimised) {
        let coefficients = self.model.coefficients();
        let amount = |k: usize| self.size(k) * self.parameters[coefficients[k]].abs();
        let total = (0..coefficients.len()).fold(0.0f64, |most, k| most.max(amount(k)));
        let lost: Vec<usize> = (0..coefficients.len())
            .filter(|k| self.scales[coefficients[*k]] == Scale::Log && amount(*k) < 1e-9 * total)
            .collect();
        for k in lost {
            self.parameters[coefficients[k]] = 0.0;
            outcome.converged = true;
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
        let link = self.objective.link;
        let residuals: Vec<f64> = values.iter().zip(self.target).map(|(v, t)| link.forward(*v) - t).collect();
        let loss = self.objective.loss.at(&residuals, self.weights);
        let mut released = false;
        for index in zero {
            let column = &jacobian[index * n..(index + 1) * n];
            let mut slope = 0.0;
            let mut reach = 0.0f64;
            for i in 0..n {
                let w = self.weights.get(i).copied().unwrap_or(1.0);
                slope += w * loss.psi(residuals[i]) * link.slope(values[i]) * column[i];
                reach = reach.max(column[i].abs() / values[i].abs().max(f64::MIN_POSITIVE));
            }
            if slope < 0.0 && reach > 0.0 {
                self.parameters[index] = 1e-3 / reach;
                released = true;
            }
        }
        released
    }

    /// Computes parameters and terms, and the derivatives of the terms if asked.
    fn set(&mut self, unknowns: &[f64], derivatives: bool) {
        for (j, u) in unknowns.iter().enumerate() {
            self.parameters[j] = if self.scales[j] == Scale::Log { u.exp() } else { *u };
        }
        for (shape, index) in self.shapes.iter_mut().zip(self.model.shapes()) {
            *shape = self.parameters[*index];
        }
        if derivatives {
            self.bound.basis_and_derivatives(&self.shapes, self.workspace);
        } else {
            self.bound.basis(&self.shapes, self.workspace);
        }
        for (k, index) in self.model.coefficients().iter().enumerate() {
            if self.scales[*index] == Scale::Size {
                self.sizes[k] = self.size(k);
                self.parameters[*index] /= self.sizes[k];
            }
            self.coefficients[k] = self.parameters[*index];
        }
    }

    fn evaluate(&mut self, unknowns: &[f64], derivatives: bool) {
        self.set(unknowns, derivatives);
        let terms: Columns<'_> = (0..self.coefficients.len()).map(|k| self.workspace.term(k)).collect();
        let offset = self.workspace.offset().unwrap_or(&[]);
        kernel::combine(offset, &self.coefficients, &terms, &mut self.values);
    }

    /// Residuals at the last evaluation; false where they are not defined.
    fn residual(&self, out: &mut [f64]) -> bool {
        match self.objective.link {
            // Of values that are not above zero, the logarithm is not finite.
            Link::Log => kernel::ln(&self.values, out),
            link => out.iter_mut().zip(&self.values).for_each(|(r, v)| *r = link.forward(*v)),
        }
        kernel::axpy(-1.0, self.target, out);
        kernel::is_finite(out)
    }

    fn take_slopes(&mut self) {
        match self.objective.link {
            Link::Identity => {}
            Link::Log => {
                self.slopes.copy_from_slice(&self.values);
                kernel::divide(1.0, &mut self.slopes);
            }
            link => self.slopes.iter_mut().zip(&self.values).for_each(|(s, v)| *s = link.slope(*v)),
        }
    }

    /// Derivatives of the residuals by the unknowns, at the last evaluation.
    fn differentiate(&self, jacobian: &mut [f64]) {
        let (n, model) = (self.target.len(), self.model);
        let factor =
            |index: usize| if self.scales[index] == Scale::Log { self.parameters[index] } else { 1.0 };
        for (k, index) in model.coefficients().iter().enumerate() {
            let unit = if self.scales[*index] == Scale::Size { 1.0 / self.sizes[k] } else { factor(*index) };
            let column = &mut jacobian[index * n..(index + 1) * n];
            kernel::scaled(unit, self.workspace.term(k), &self.slopes, column);
        }
        for index in model.shapes() {
            jacobian[index * n..(index + 1) * n].fill(0.0);
        }
        let derivatives = self.workspace.term_derivatives().map(|(j, k, slope)| (j, Some(k), slope));
        let rest = self.workspace.offset_derivatives().map(|(j, slope)| (j, None, slope));
        for (j, k, slope) in derivatives.chain(rest) {
            let index = model.shapes()[j];
            let column = &mut jacobian[index * n..(index + 1) * n];
            let by = factor(index) * k.map_or(1.0, |k| self.coefficients[k]);
            kernel::add_scaled(by, slope, &self.slopes, column);
            if let Some(k) = k.filter(|k| self.scales[model.coefficients()[*k]] == Scale::Size) {
                // The product of coefficient and size stays, so the coefficient falls as the size grows.
                let term = self.workspace.term(k);
                let growth = kernel::dot(term, slope) / (self.sizes[k] * self.sizes[k]);
                kernel::add_scaled(-by * growth, term, &self.slopes, column);
            }
        }
    }
}

/// Takes the law as flat where a slope is lost in overflow: zero times infinity, or one infinity over another, as in
/// `b/(1 + exp(-z))` for a very small `z`. The values are right there, and all steps are judged by them.
pub(super) fn flatten(jacobian: &mut [f64]) {
    kernel::flatten(jacobian);
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
        self.evaluate(u, false);
        self.residual(out)
    }

    fn linearise(&mut self, u: &[f64], out: &mut [f64], jacobian: &mut [f64]) -> bool {
        self.evaluate(u, true);
        self.take_slopes();
        self.differentiate(jacobian);
        flatten(jacobian);
        self.residual(out)
    }
}
