//! Approach 3: a surface fitted to all runs, and its least loss along lines of equal compute.

use super::budget::{Axes, EqualCompute};
use super::surface::Surface;
use super::{AllocationMethod, AllocationOptions, Approach, Fitted, Place};
use crate::ensemble;
use crate::fit::{self, Model, Prepared, Status, fit};
use crate::interval::Interval;
use crate::law::Law;
use crate::observations::Observations;
use crate::run::Run;
use lawlike_num::parallel;
use lawlike_num::quantile::{mean, quantile};
use std::sync::Arc;

/// Draws for which the regret is taken.
pub const DRAWS: usize = 200;

/// The approach, with the surface that it rests on.
pub(super) struct Three {
    pub(super) approach: Approach,
    pub(super) found: FittedSurface,
}

/// A surface fitted to all runs.
pub struct FittedSurface {
    /// What is told of it.
    pub fitted: Fitted,
    /// The law tied to the columns.
    pub model: Arc<Model>,
    /// Parameters, in the order of the formula.
    pub parameters: Vec<f64>,
    prepared: Prepared,
}

impl FittedSurface {
    /// Parameters fitted to runs drawn with replacement.
    pub fn draws(&self, options: &AllocationOptions) -> Vec<Vec<f64>> {
        let sample = ensemble::EnsembleOptions {
            replicates: options.replicates,
            run: options.run,
            ..ensemble::EnsembleOptions::default()
        };
        ensemble::pairs(&self.prepared, &sample).draws
    }
}

/// Fits the surface, or says why it cannot be had.
pub fn fitted(
    axes: Axes<'_>,
    observations: &Observations,
    options: &AllocationOptions,
) -> Result<FittedSurface, String> {
    let chinchilla = || Law::named("chinchilla");
    let law = options.law.clone().map_or_else(chinchilla, Ok).map_err(|error| error.to_string())?;
    let asked = fit::FitOptions {
        objective: options.objective,
        run: Run::on(options.run.threads),
        ..fit::FitOptions::default()
    };
    let found = fit(&law, observations, &asked).map_err(|error| error.to_string())?;
    if found.status == Status::NotConverged {
        return Err(format!("the fit of {} did not converge", found.law));
    }
    let prepared = Prepared::new(&law, observations, &asked).map_err(|error| error.to_string())?;
    let model = prepared.model().clone();
    let parameters: Vec<f64> = found.parameters.iter().map(|estimate| estimate.value()).collect();
    if Surface::new(axes, &model, &parameters).is_none() {
        return Err(format!("{} is no surface of parameters and tokens or compute", found.law));
    }
    let fitted = Fitted {
        law: found.law,
        formula: found.formula,
        objective: found.objective.name,
        status: found.status,
        parameters: found.parameters.iter().map(|e| (e.name.clone(), e.value())).collect(),
    };
    Ok(FittedSurface { fitted, model, parameters, prepared })
}

/// What is asked of every draw.
struct Question<'a> {
    axes: Axes<'a>,
    model: &'a Model,
    budgets: &'a [f64],
    product: f64,
    /// Natural logarithms of the smallest and largest size.
    ends: (f64, f64),
    /// Natural logarithms of the least and largest compute of the runs.
    span: (f64, f64),
}

/// The approach, or why it cannot be taken.
pub(super) fn approach(
    axes: Axes<'_>,
    observations: &Observations,
    options: &AllocationOptions,
) -> Result<Three, String> {
    let found = fitted(axes, observations, options)?;
    let rows = observations.n();
    let range = |of: &dyn Fn(usize) -> f64| {
        let bounds = (f64::INFINITY, f64::NEG_INFINITY);
        (0..rows).map(of).fold(bounds, |(lo, hi), value| (lo.min(value), hi.max(value)))
    };
    let question = Question {
        axes,
        model: &found.model,
        budgets: &options.budgets,
        product: axes.product(),
        ends: range(&|row| axes.size(row)),
        span: range(&|row| axes.compute(row).unwrap_or(f64::NAN)),
    };
    let best = question
        .answer(&found.parameters)
        .ok_or_else(|| format!("{} has no least loss at equal compute", found.fitted.law))?;
    let draws = found.draws(options);
    let answers: Vec<Option<Vec<f64>>> =
        parallel::map(draws.len(), options.run.threads, |index| question.answer(&draws[index]));
    let lost = answers.iter().filter(|answer| answer.is_none()).count() + options.replicates - draws.len();
    let answers: Vec<Vec<f64>> = answers.into_iter().flatten().collect();
    let over = |place: usize| Interval::of_draws(best[place], answers.iter().map(|answer| answer[place]));
    let mut places: Vec<Place> = Vec::new();
    for (index, compute) in options.budgets.iter().enumerate() {
        let is_beyond = compute.ln() > question.span.1 + 1e-9;
        let size = over(index + 1);
        let product = question.product + axes.trend.at(size.value);
        let mut place = Place::new(*compute, product, size, is_beyond);
        place.regret = question.regret(&draws, *compute, best[index + 1], options.run.threads);
        places.push(place);
    }
    let approach = Approach {
        method: AllocationMethod::Surface,
        exponent: over(0),
        places,
        path: question.path(&super::drawn(axes, rows, options), &found.parameters, &draws),
        runs: rows,
        points: rows,
        remark: (lost > 0).then(|| format!("{lost} of {} replicates have no optimum", options.replicates)),
    };
    Ok(Three { approach, found })
}

impl Question<'_> {
    /// The exponent between the least and largest compute of the runs, then the natural logarithm of the best size at
    /// each budget.
    fn answer(&self, parameters: &[f64]) -> Option<Vec<f64>> {
        let surface = Surface::new(self.axes, self.model, parameters)?;
        let (first, last) = self.ends;
        let at = |compute: f64| EqualCompute { compute, product: self.product };
        let best = |compute: f64| Some(surface.best(at(compute), first, last)?.size);
        let (from, to) = self.span;
        let exponent = if to - from > 1e-6 {
            (best(to)? - best(from)?) / (to - from)
        } else {
            best(to + 1.0)? - best(to)?
        };
        let mut out = vec![exponent];
        for compute in self.budgets {
            out.push(best(compute.ln())?);
        }
        Some(out)
    }

    /// The optimum at each of these budgets at which the surface has one.
    fn path(&self, budgets: &[f64], parameters: &[f64], draws: &[Vec<f64>]) -> Vec<Place> {
        let (first, last) = self.ends;
        let size = |parameters: &[f64], compute: f64| {
            let surface = Surface::new(self.axes, self.model, parameters)?;
            Some(surface.best(EqualCompute { compute, product: self.product }, first, last)?.size)
        };
        let place = |budget: &f64| {
            let best = size(parameters, budget.ln())?;
            let drawn = draws.iter().filter_map(|draw| size(draw, budget.ln()));
            let found = Interval::of_draws(best, drawn);
            let product = self.product + self.axes.trend.at(best);
            Some(Place::new(*budget, product, found, budget.ln() > self.span.1 + 1e-9))
        };
        budgets.iter().filter_map(place).collect()
    }

    /// Share of a budget that is lost by a size where a draw is the truth: mean and 95 % quantile over draws.
    fn regret(&self, draws: &[Vec<f64>], compute: f64, size: f64, threads: usize) -> Option<(f64, f64)> {
        let at = EqualCompute { compute: compute.ln(), product: self.product };
        let waste_of_draw =
            |index: usize| Surface::new(self.axes, self.model, &draws[index])?.waste(at, size);
        let mut lost: Vec<f64> =
            parallel::map(draws.len().min(DRAWS), threads, waste_of_draw).into_iter().flatten().collect();
        lost.sort_by(f64::total_cmp);
        (!lost.is_empty()).then(|| (mean(&lost), quantile(&lost, 0.95)))
    }
}
