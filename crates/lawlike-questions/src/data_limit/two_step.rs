//! The two-step fit: a surface with one exponent by runs of one epoch, then what repeats add by the others.

use super::runs::Runs;
use lawlike::error::{Error, Result};
use lawlike::fit::{self, Effort, Model, Objective, Prepared, Solution};
use lawlike::law::Law;
use lawlike::observations::Observations;
use std::sync::Arc;

/// Constants of decay that Muennighoff et al. 2023 print (arXiv 2305.16264, appendix A): of repeats, and of excess
/// parameters.
pub const PUBLISHED: (f64, f64) = (15.387756, 5.309743);
/// Least distinct runs of one epoch for the four parameters of the surface, and least that repeat.
const LEAST_FRESH_AND_REPEATED: (usize, usize) = (6, 4);

/// A law of repeats over a surface that single epochs decide.
pub(super) struct TwoStep {
    law: Law,
    objective: Objective,
    /// The surface; absent where it is held.
    base: Option<Prepared>,
    held: Vec<(String, f64)>,
    singles: Vec<usize>,
    repeated: Vec<usize>,
    rest: Observations,
    /// All parameters free, for prediction.
    pub(super) model: Arc<Model>,
}

/// A solution: all parameters, and the objective of the second step.
pub(super) struct Solved {
    pub(super) parameters: Vec<f64>,
    pub(super) objective: f64,
}

impl TwoStep {
    /// Ready to be solved on these rows. Parameters in `held` are not fitted; if they hold the whole surface there is one
    /// step, by all rows.
    pub(super) fn new(
        runs: &Runs,
        law: &str,
        rows: &[usize],
        held: &[(String, f64)],
        objective: Objective,
    ) -> Result<Self> {
        let law = Law::named(law)?;
        let is_held = SURFACE.iter().all(|name| held.iter().any(|(known, _)| known == name));
        let model = Model::compiled(&law, &runs.all, &[])?;
        if let Some((name, _)) = held.iter().find(|(name, _)| !model.parameters().contains(name)) {
            let list = model.parameters().join(", ");
            return Err(Error::option(format!("--fix {name}: parameters of {} are {list}", law.id)));
        }
        // With a surface that is given, runs of one epoch still tell what parameters in excess are worth.
        let (singles, repeated) =
            if is_held { (Vec::new(), rows.to_vec()) } else { (runs.singles(rows), runs.repeated(rows)) };
        if !is_held && singles.len() < LEAST_FRESH_AND_REPEATED.0
            || repeated.len() < LEAST_FRESH_AND_REPEATED.1
        {
            return Err(Error::observations(format!(
                "{} runs of one epoch and {} that repeat: two steps need {} and {}",
                singles.len(),
                repeated.len(),
                LEAST_FRESH_AND_REPEATED.0,
                LEAST_FRESH_AND_REPEATED.1
            )));
        }
        let base = if is_held {
            None
        } else {
            let options = fit::FitOptions::default().with_objective(objective);
            Some(Prepared::new(&Law::named("over-training")?, &runs.all.select(&singles), &options)?)
        };
        let rest = runs.all.select(&repeated);
        Ok(Self { law, objective, base, held: held.to_vec(), singles, repeated, rest, model })
    }

    /// Rows of both steps.
    pub(super) fn rows(&self) -> impl Iterator<Item = usize> {
        self.singles.iter().chain(&self.repeated).copied()
    }

    /// The optimum where each row of the runs counts so often; `None` if too few are left.
    pub(super) fn solve(&self, times: &[f64], effort: Effort) -> Option<Solved> {
        self.solve_with(times, effort, &[])
    }

    /// As [`TwoStep::solve`], with more parameters held in the second step.
    pub(super) fn solve_with(&self, times: &[f64], effort: Effort, more: &[(String, f64)]) -> Option<Solved> {
        let count = |rows: &[usize]| rows.iter().filter(|row| times[**row] > 0.0).count();
        if self.base.is_some() && count(&self.singles) < LEAST_FRESH_AND_REPEATED.0
            || count(&self.repeated) < LEAST_FRESH_AND_REPEATED.1
        {
            return None;
        }
        let weights = |rows: &[usize]| -> Vec<f64> { rows.iter().map(|row| times[*row]).collect() };
        let mut fix = match &self.base {
            Some(base) => {
                let found = base.solve(&weights(&self.singles), effort);
                self.surface(base.parameters(), &found.parameters)?
            }
            None => Vec::new(),
        };
        fix.retain(|(name, _)| !self.held.iter().any(|(known, _)| known == name));
        fix.extend(self.held.iter().cloned());
        fix.extend(more.iter().cloned());
        let options = fit::FitOptions {
            objective: Some(self.objective),
            fix: fix.clone(),
            ..fit::FitOptions::default()
        };
        let second = Prepared::new(&self.law, &self.rest, &options).ok()?;
        let found = self.second(&second, &weights(&self.repeated), effort);
        let value = |name: &String| {
            let fixed = fix.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
            let place = || second.parameters().iter().position(|known| known == name);
            fixed.or_else(|| Some(found.parameters[place()?]))
        };
        let parameters: Vec<f64> = self.model.parameters().iter().map(value).collect::<Option<_>>()?;
        let is_finite = found.objective.is_finite() && parameters.iter().all(|v| v.is_finite());
        is_finite.then_some(Solved { parameters, objective: found.objective })
    }

    /// The optimum of the second step. Decay of repeats and of excess parameters trade against each other in a long flat
    /// valley: where it matters the search sets out from the published constants as well.
    fn second(&self, prepared: &Prepared, weights: &[f64], effort: Effort) -> Solution {
        let found = prepared.solve(weights, effort);
        if effort == Effort::Quick {
            return found;
        }
        let begin = |(name, value): (&String, &f64)| match name.as_str() {
            "RD" => PUBLISHED.0,
            "RN" => PUBLISHED.1,
            _ => *value,
        };
        let start: Vec<f64> = prepared.parameters().iter().zip(&found.parameters).map(begin).collect();
        let other = prepared.solve_near(&start, weights);
        if other.objective < found.objective { other } else { found }
    }

    /// The surface of the first step under the names of the law: `a (6 N^2)^-e + b (6 D^2)^-e`. Parameters are in excess
    /// beyond the compute-optimal number for the unique tokens, `(A/B)^(1/alpha) U` where both exponents are equal.
    fn surface(&self, names: &[String], values: &[f64]) -> Option<Vec<(String, f64)>> {
        let value_of = |name: &str| Some(values[names.iter().position(|known| known == name)?]);
        let e = value_of("e")?;
        let (a, b, alpha) = (value_of("a")? * 6f64.powf(-e), value_of("b")? * 6f64.powf(-e), 2.0 * e);
        let q = (a / b).powf(1.0 / alpha).clamp(1e-9, 1e9);
        let all = [("E", value_of("E")?), ("A", a), ("alpha", alpha), ("B", b), ("beta", alpha), ("q", q)];
        let known = |name: &str| self.model.parameters().iter().any(|parameter| parameter == name);
        Some(
            all.into_iter()
                .filter(|(name, _)| known(name))
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    }
}

/// Parameters of the surface.
pub(super) const SURFACE: [&str; 5] = ["E", "A", "alpha", "B", "beta"];
