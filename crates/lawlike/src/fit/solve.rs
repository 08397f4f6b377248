//! From a law and its observations to the optimum of the objective.

use super::FitOptions;
use super::constraints::ParameterBounds;
use super::exact::{Exact, Rows, flatten};
use super::model::Model;
use super::objective::{Link, Objective, auto_objective};
use super::pool::Pool;
use super::projected::Projected;
use super::search::{Depth, ProgramBasis, Space, Start, survey};
use super::symmetry::Symmetry;
use super::units::{Stated, Units, row_weights};
use crate::error::{Error, Result};
use crate::law::Law;
use crate::observations::Observations;
use lawlike_formula::{Bound, Workspace};
use lawlike_num::levmar;
use lawlike_num::varpro::{Patience, VarproTarget};
use std::sync::Arc;

/// How hard to search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// A full grid of candidates and several descents, for the fit that is shown.
    Thorough,
    /// A coarser grid and two descents, for back-tests.
    Quick,
    /// As quick, without the last steps to rounding level, for replicates: a draw is known to a millionth of the spread of
    /// all draws.
    Draw,
}

/// A law tied to observations, ready to be solved under any weights.
pub struct Prepared {
    pub(super) model: Arc<Model>,
    pub(super) space: Space,
    pub(super) objective: Objective,
    pub(super) bound: Bound,
    /// Responses as they stand.
    pub(super) response: Vec<f64>,
    /// Responses on the scale of the link.
    pub(super) target: Vec<f64>,
    pub(super) weights: Vec<f64>,
    /// The noise that standard errors state, if there are any.
    pub(super) stated: Option<Stated>,
    pub(super) units: Units,
    pub(super) start: Vec<(String, f64)>,
    pub(super) symmetry: Arc<Symmetry>,
}

/// The optimum and how it was found.
#[derive(Debug, Clone)]
pub struct Solution {
    /// Parameters, in the order of the formula.
    pub parameters: Vec<f64>,
    /// Objective; infinite if none was defined.
    pub objective: f64,
    /// Largest cosine between slopes and Jacobian.
    pub gradient: f64,
    /// Whether the best descent converged.
    pub converged: bool,
    /// Whether enough starts agree on it; always so where none were sought.
    pub confirmed: bool,
    /// Starts that were followed down.
    pub starts: usize,
    /// Those that reached the best objective to 1e-6.
    pub agree: usize,
    /// Objective over the best, and parameters, of the next-best basin.
    pub next: Option<(f64, Vec<f64>)>,
    /// Evaluations of terms or objective.
    pub evaluations: usize,
}

/// How the exact objective is descended.
#[derive(Clone, Copy)]
struct Descending<'a> {
    /// Weights of the rows; empty for equal ones.
    weights: &'a [f64],
    options: levmar::MinimiseOptions,
}

/// The law at some parameters, to first order.
#[derive(Debug, Clone, PartialEq)]
pub struct Linearised {
    /// Fitted values.
    pub values: Vec<f64>,
    /// Fitted minus observed, on the scale of the link.
    pub residuals: Vec<f64>,
    /// Derivatives of the residuals: a column of rows for each parameter, one after the other.
    pub jacobian: Vec<f64>,
}

impl Prepared {
    /// Ties the law to the observations.
    ///
    /// # Errors
    /// The columns do not feed the law, the objective does not suit the response, or an option names no parameter.
    pub fn new(law: &Law, observations: &Observations, options: &FitOptions) -> Result<Self> {
        observations.check()?;
        let objective = options.objective.unwrap_or_else(|| auto_objective(observations).0);
        objective.check(observations)?;
        let model = Model::compiled(law, observations, &options.fix)?;
        for name in
            options.start.iter().map(|(name, _)| name).chain(options.bound.iter().map(|own| &own.name))
        {
            let known = model.parameters();
            if !known.contains(name) {
                let list = known.join(", ");
                return Err(Error::option(format!(
                    "`{name}` is not a parameter of the law; parameters are {list}"
                )));
            }
        }
        if let Some(ParameterBounds { name, lo, hi }) =
            options.bound.iter().find(|own| own.lo > own.hi || own.lo.is_nan() || own.hi.is_nan())
        {
            return Err(Error::option(format!(
                "--bound {name}={lo}:{hi}: the lower bound is above the upper"
            )));
        }
        let space = Space::new(law, &model, observations, &options.bound);
        Self::build(model, space, observations, objective, options)
    }

    fn build(
        model: Arc<Model>,
        space: Space,
        observations: &Observations,
        objective: Objective,
        options: &FitOptions,
    ) -> Result<Self> {
        let bound = model.bind(&observations.points())?;
        let response = observations.response.values.clone();
        let target = response.iter().map(|y| objective.link.forward(*y)).collect();
        let units = Units::new(observations);
        let rows = row_weights(observations, objective, &units);
        let stated = |variance| Stated { variance, is_absolute: !options.stderr_relative };
        let (weights, stated) = (rows.weights, rows.variance.map(stated));
        let start = options.start.clone();
        let symmetry = Arc::new(Symmetry::new(&model, &space));
        Ok(Self { model, space, objective, bound, response, target, weights, stated, units, start, symmetry })
    }

    /// Descends from one set of parameters and looks nowhere else.
    pub fn solve_from(&self, parameters: &[f64]) -> Solution {
        self.solve_near(parameters, &self.weights)
    }

    /// As [`Prepared::solve_from`], under these weights of the rows (empty for equal ones).
    pub fn solve_near(&self, parameters: &[f64], weights: &[f64]) -> Solution {
        let pick = |which: &[usize]| which.iter().map(|index| parameters[*index]).collect();
        let start = Start {
            shapes: pick(self.model.shapes()),
            coefficients: pick(self.model.coefficients()),
            sum: f64::INFINITY,
            count: 1,
            projected: false,
        };
        let mut workspace = Workspace::default();
        let rows = Rows { objective: self.objective, target: &self.target, weights };
        let mut exact = Exact::new(&self.model, &self.bound, &mut workspace, &self.space, rows);
        let descent = exact.descend(&start, &levmar::MinimiseOptions::default());
        let mut pool = Pool::new(self.rounding(weights));
        pool.add(f64::INFINITY, descent);
        let rounding = self.rounding(weights);
        Solution::best(pool, parameters.len(), rounding)
    }

    /// Weights of the rows; empty for equal ones.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Responses on the scale of the link.
    pub fn target(&self) -> &[f64] {
        &self.target
    }

    /// Group of each row; copies of a weighted row are of one group.
    pub fn groups(&self) -> &[usize] {
        &self.units.group
    }

    /// Number of different observations.
    pub fn distinct(&self) -> usize {
        self.units.distinct
    }

    /// Variance of a row of weight one on the scale of the link, where standard errors are stated and taken as they are.
    pub fn variance(&self) -> Option<f64> {
        self.stated.filter(|stated| stated.is_absolute).map(|stated| stated.variance)
    }

    /// Names of the parameters.
    pub fn parameters(&self) -> &[String] {
        self.model.parameters()
    }

    /// The model, to predict with.
    pub fn model(&self) -> &Arc<Model> {
        &self.model
    }

    /// Fitted values on the scale of the link.
    pub fn target_of(&self, parameters: &[f64]) -> Vec<f64> {
        self.at(parameters).values.iter().map(|v| self.objective.link.forward(*v)).collect()
    }

    /// The same law and rows with other responses, on the scale of the link.
    pub fn with_target(&self, target: Vec<f64>) -> Self {
        Self {
            model: self.model.clone(),
            space: self.space.clone(),
            objective: self.objective,
            bound: self.bound.clone(),
            response: target.iter().map(|v| self.objective.link.inverse(*v)).collect(),
            target,
            weights: self.weights.clone(),
            stated: self.stated,
            units: self.units.clone(),
            start: self.start.clone(),
            symmetry: self.symmetry.clone(),
        }
    }

    /// The same law on the rows that weigh something under these weights, which become their own.
    pub(crate) fn drawn(&self, weights: &[f64]) -> Self {
        let rows: Vec<usize> = (0..weights.len()).filter(|row| weights[*row] > 0.0).collect();
        let pick = |values: &[f64]| rows.iter().map(|row| values[*row]).collect();
        let number = |numbers: &[usize]| rows.iter().map(|row| numbers[*row]).collect();
        let Units { group, copy_of, distinct } = &self.units;
        Self {
            model: self.model.clone(),
            space: self.space.clone(),
            objective: self.objective,
            bound: self.bound.with_rows(&rows),
            response: pick(&self.response),
            target: pick(&self.target),
            weights: pick(weights),
            stated: self.stated,
            units: Units { group: number(group), copy_of: number(copy_of), distinct: *distinct },
            start: self.start.clone(),
            symmetry: self.symmetry.clone(),
        }
    }

    /// The law at some parameters, to first order.
    pub fn at(&self, parameters: &[f64]) -> Linearised {
        let (n, p) = (self.target.len(), parameters.len());
        let (mut values, mut jacobian) = (vec![0.0; n], vec![0.0; n * p]);
        self.bound.values_and_jacobian(parameters, &mut Workspace::default(), &mut values, &mut jacobian);
        flatten(&mut jacobian);
        let link = self.objective.link;
        for j in 0..p {
            for (slot, value) in jacobian[j * n..(j + 1) * n].iter_mut().zip(&values) {
                *slot *= link.slope(*value);
            }
        }
        let residuals = values.iter().zip(&self.target).map(|(v, t)| link.forward(*v) - t).collect();
        Linearised { values, residuals, jacobian }
    }

    /// Finds the optimum under these weights of the rows (empty for equal ones).
    pub fn solve(&self, weights: &[f64], effort: Effort) -> Solution {
        let mut workspace = Workspace::default();
        let projected = self.projected(weights);
        let mut pool = Pool::new(self.rounding(weights));
        let thorough = effort == Effort::Thorough;
        let (starts, evaluations) = self.starts(&projected, thorough, &mut workspace);
        pool.evaluations += evaluations;
        let options = levmar::MinimiseOptions { finish: effort != Effort::Draw, ..Default::default() };
        self.descend_as(Descending { weights, options }, starts, &mut pool, &mut workspace);
        if thorough {
            self.explore(weights, &projected, &mut pool, &mut workspace);
        }
        self.choose(weights, &projected, &mut pool, &mut workspace);
        Solution::best(pool, self.parameters().len(), self.rounding(weights))
    }

    /// Descends the exact objective from starts, to rounding level.
    pub(super) fn descend(
        &self,
        weights: &[f64],
        starts: Vec<Start>,
        pool: &mut Pool,
        workspace: &mut Workspace,
    ) {
        let options = levmar::MinimiseOptions::default();
        self.descend_as(Descending { weights, options }, starts, pool, workspace);
    }

    fn descend_as(
        &self,
        how: Descending<'_>,
        starts: Vec<Start>,
        pool: &mut Pool,
        workspace: &mut Workspace,
    ) {
        let Descending { weights, options } = how;
        let rows = Rows { objective: self.objective, target: &self.target, weights };
        let mut exact = Exact::new(&self.model, &self.bound, workspace, &self.space, rows);
        for start in starts {
            let descent = exact.descend(&start, &options);
            pool.add(start.sum, descent);
        }
    }

    /// Objectives below this are rounding: residuals of 1e-12 of the response on the scale of the link.
    fn rounding(&self, weights: &[f64]) -> f64 {
        let size = |t: &f64| if self.objective.link == Link::Identity { t.abs() } else { 1.0 + t.abs() };
        let small: Vec<f64> = self.target.iter().map(|t| 1e-12 * size(t)).collect();
        self.objective.loss.total(&small, weights)
    }

    /// What the projection needs under these weights of the rows.
    fn projected(&self, weights: &[f64]) -> Projected {
        Projected::new(&self.model, &self.space, self.objective.link, &self.response, weights)
    }

    /// The projection that searches.
    pub(super) fn projection<'a>(&'a self, projected: &'a Projected) -> VarproTarget<'a> {
        projected.target(&self.model, &self.space, &self.response)
    }

    /// Value at which the search of a parameter begins, if it was told.
    fn given(&self, index: usize) -> Option<f64> {
        let name = &self.parameters()[index];
        self.start.iter().find(|(known, _)| known == name).map(|(_, value)| *value)
    }

    /// Shapes at which the search begins: those that were given, the middle of the range for the others.
    pub(super) fn place(&self) -> Vec<f64> {
        let middle = self.space.middle();
        let shapes = self.model.shapes().iter().zip(&middle);
        shapes.map(|(index, middle)| self.given(*index).unwrap_or(*middle)).collect()
    }

    fn starts(
        &self,
        projected: &Projected,
        thorough: bool,
        workspace: &mut Workspace,
    ) -> (Vec<Start>, usize) {
        let target = self.projection(projected);
        let mut basis = ProgramBasis::new(&self.model, &self.bound, workspace);
        if self.start.is_empty() {
            // Of unknown shapes a fit that is shown explores from the beginning.
            if thorough && self.space.is_unknown() {
                return (Vec::new(), 0);
            }
            let candidates = self.space.candidates(thorough);
            let wide = self.space.ranges.len() > 2;
            let keep = match (thorough, wide) {
                (true, true) => 12,
                (true, false) => 4,
                (false, true) => 4,
                (false, false) => 2,
            };
            let patience = Patience { iterations: 25, tolerance: 1e-7 };
            return survey(&mut basis, &target, &candidates, Depth { keep, patience });
        }
        let place = self.place();
        let (mut starts, evaluations) = survey(
            &mut basis,
            &target,
            std::slice::from_ref(&place),
            Depth { keep: 1, patience: Patience { iterations: 500, tolerance: 1e-10 } },
        );
        // The start as it was typed as well: the projection may lead to another basin than it.
        let coefficients: Option<Vec<f64>> =
            self.model.coefficients().iter().map(|index| self.given(*index)).collect();
        if let Some(coefficients) = coefficients {
            starts.push(Start {
                shapes: place,
                coefficients,
                sum: f64::INFINITY,
                count: 1,
                projected: false,
            });
        }
        (starts, evaluations)
    }
}

impl Solution {
    /// The best of a pool. An objective that is rounding has no direction left in which it falls.
    fn best(pool: Pool, parameters: usize, rounding: f64) -> Self {
        let Some(best) = pool.best() else {
            return Self {
                parameters: vec![f64::NAN; parameters],
                objective: f64::INFINITY,
                gradient: f64::NAN,
                converged: false,
                confirmed: false,
                starts: 0,
                agree: 0,
                next: None,
                evaluations: pool.evaluations,
            };
        };
        let least = best.outcome.objective;
        let next = pool.next();
        Self {
            parameters: best.parameters.clone(),
            objective: least,
            gradient: if least <= rounding { 0.0 } else { best.outcome.gradient },
            converged: best.outcome.converged || least <= rounding,
            confirmed: pool.confirmed,
            starts: pool.starts(),
            agree: pool.agree(),
            next: next.map(|d| (d.outcome.objective / least, d.parameters.clone())),
            evaluations: pool.evaluations,
        }
    }
}
