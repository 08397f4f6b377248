//! What a law tends to beyond all data: its floor or its ceiling.

use super::Context;
use crate::ensemble::{Profile, profile};
use crate::fit::{self, Effort, Prepared};
use crate::observations::Points;
use lawlike_formula::Workspace;

/// Far enough for the smallest exponents: what is left of a term there is lost beside the limit.
const EVER: f64 = 1e100;

/// The parameter that a law tends to.
#[derive(Debug, Clone)]
pub(crate) struct Asymptote {
    /// Its name.
    pub(crate) name: String,
    /// Whether the law rises towards it: then it is a ceiling, else a floor.
    pub(crate) is_ceiling: bool,
    /// The value at which it is held, if it is.
    pub(crate) held: Option<f64>,
    /// How the law is fitted with the limit free.
    options: fit::FitOptions,
}

impl Asymptote {
    /// The limit of the law, held or not; none if the law has no limit, or one that is no parameter of its own.
    pub(crate) fn of(context: &Context<'_>) -> Option<Self> {
        let open = fit::FitOptions { fix: Vec::new(), ..context.options.clone() };
        let prepared = Prepared::new(context.law, context.observations, &open).ok()?;
        let value = |name: &String| Some(context.fit.parameter(name)?.value());
        let parameters: Vec<f64> = prepared.parameters().iter().map(value).collect::<Option<_>>()?;
        let mut end = context.observations.points().select(&[0]);
        for axis in 0..context.observations.axes.len() {
            end.columns[axis].values[0] *= EVER;
        }
        let bound = prepared.model().bind(&end).ok()?;
        let (mut limit, mut slopes) = (vec![0.0], vec![0.0; parameters.len()]);
        bound.values_and_jacobian(&parameters, &mut Workspace::default(), &mut limit, &mut slopes);
        let size = context.fit.fitted.iter().fold(0.0f64, |most, v| most.max(v.abs()));
        let is_it =
            |j: &usize| (slopes[*j] - 1.0).abs() < 1e-6 && (limit[0] - parameters[*j]).abs() < 0.05 * size;
        let index = (0..parameters.len()).find(is_it)?;
        let mean = context.fit.fitted.iter().sum::<f64>() / context.fit.fitted.len() as f64;
        let name = prepared.parameters()[index].clone();
        let held = context.options.fix.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        let mut options = context.options.clone();
        options.fix.retain(|(known, _)| *known != name);
        options.start.clear();
        Some(Self { name, is_ceiling: limit[0] > mean, held, options })
    }

    /// Its 95 % set by profile.
    pub(crate) fn profile(&self, context: &Context<'_>) -> Option<Profile> {
        profile(context.law, context.observations, &self.options, &[&self.name], 0.95).ok()?.pop()
    }

    /// The forecast at some points with the limit held at a value and all else fitted anew.
    pub(crate) fn forecast(&self, context: &Context<'_>, value: f64, points: &Points) -> Option<f64> {
        let mut options = self.options.clone();
        options.fix.push((self.name.clone(), value));
        let prepared = Prepared::new(context.law, context.observations, &options).ok()?;
        let solution = prepared.solve(prepared.weights(), Effort::Quick);
        let forecast = *prepared.model().predict(&solution.parameters, points).ok()?.first()?;
        (solution.objective.is_finite() && forecast.is_finite()).then_some(forecast)
    }
}
