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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::fitted::{Fitted, is_near, losses, sizes};
    use crate::fit::{FitOptions, tests::surface};
    use crate::observations::{Column, Observations};
    use crate::quantity::{Quantity, TokenCount};

    /// Shares over tokens from `1e7` to `1e11`.
    fn shares(of: impl Fn(f64) -> f64) -> Observations {
        let tokens = sizes(12);
        let right = tokens.iter().map(|x| of((x / 1e7).ln())).collect();
        let axis = Column::new("tokens", Quantity::Tokens(TokenCount::Seen), tokens);
        Observations::new(Column::new("accuracy", Quantity::Accuracy, right), vec![axis]).unwrap()
    }

    fn floored() -> Observations {
        let tokens = sizes(12);
        let loss = tokens.iter().map(|x| 1.5 + 2.0 * (x / 1e7).powf(-0.4)).collect();
        losses(tokens, loss)
    }

    fn name_and_kind(law: &str, data: Observations) -> Option<(String, bool)> {
        Asymptote::of(&Fitted::new(law, data).context()).map(|limit| (limit.name, limit.is_ceiling))
    }

    #[test]
    fn laws_end_at_a_floor_at_a_ceiling_or_nowhere() {
        assert_eq!(name_and_kind("chinchilla", surface(0.001, 1)), Some(("E".to_owned(), false)));
        assert_eq!(name_and_kind("power-floor", floored()), Some(("E".to_owned(), false)));
        let risen = shares(|at| 0.1 + 0.8 / (1.0 + (4.0 - at).exp()));
        assert_eq!(name_and_kind("log-sigmoid", risen), Some(("hi".to_owned(), true)));
        assert_eq!(name_and_kind("power", floored()), None);
    }

    #[test]
    fn a_constant_is_no_limit_of_a_law_that_goes_on() {
        // However slowly it grows: at 1e100 the line has risen by 0.46, be its values near 0.5 or near 0.05.
        for level in [0.5, 0.05] {
            let line = "a + b*ln(x/1e7)";
            assert_eq!(name_and_kind(line, shares(|at| level + 0.002 * at)), None, "{level}");
        }
        assert_eq!(name_and_kind("a + b*ln(x)", shares(|at| 0.1 + 0.05 * at)), None);
    }

    #[test]
    fn a_held_limit_is_known_and_the_others_stay_held() {
        let held = |name: &str, value: f64| (name.to_owned(), value);
        let options = FitOptions { fix: vec![held("E", 1.4), held("c", 0.4)], ..FitOptions::default() };
        let it = Fitted::with("power-floor", floored(), options);
        let limit = Asymptote::of(&it.context()).unwrap();
        assert_eq!((limit.name.as_str(), limit.held), ("E", Some(1.4)));
        assert_eq!(limit.options.fix, [held("c", 0.4)]);
        let set = limit.profile(&it.context()).unwrap();
        assert!(set.name == "E" && is_near(set.interval.value, 1.5, 1e-6), "{set:?}");
        let free = Asymptote::of(&Fitted::new("power-floor", floored()).context()).unwrap();
        assert_eq!(free.held, None);
    }

    #[test]
    fn the_forecast_is_that_of_the_best_law_with_the_limit_held() {
        let it = Fitted::new("power-floor", floored());
        let context = it.context();
        let limit = Asymptote::of(&context).unwrap();
        let mut end = it.observations.points().select(&[11]);
        end.columns[0].values[0] = 1e13;
        let truth = 1.5 + 2.0 * 1e6f64.powf(-0.4);
        assert!(is_near(limit.forecast(&context, 1.5, &end).unwrap(), truth, 1e-6));
        let (low, high) = (limit.forecast(&context, 1.4, &end), limit.forecast(&context, 1.52, &end));
        assert!(low.unwrap() < truth - 0.02 && high.unwrap() > truth + 0.005);
    }
}
