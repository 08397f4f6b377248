//! The second stage: a score from a loss, by curves with a floor and a ceiling.
//!
//! - `sigmoid`: `lo + (hi - lo) sigmoid((m - L)/w)`, the second step of the ladder (Bhagia et al. 2024, arXiv 2412.04403,
//!   equation 2), with the floor free; `sigmoid from chance` holds it at the score of guessing, where that is known.
//! - `exponential`: `a + k exp(-g L)`, which is `Err = eps - k exp(-g L)` of Gadre et al. 2024 (arXiv 2403.08540,
//!   equation 5) in shares of right answers: `a = 1 - eps`.
//! - `flat`: the mean, for tasks that the loss says nothing of.
//! - `near sigmoid`, `near exponential`, `near line`: the same, and a straight line, with weights that fall by a factor e over
//!   the distance of the forecast from the best runs of the past. In the forecasts of this program curves of the near past
//!   extrapolate better than those of all of it (docs/reference/forecasts.md).
//!
//! Floor and ceiling lie between 0 and 1; each curve may also fall. The curves are mixed by how they forecast the better
//! runs of the past from the worse ones, and each is fitted anew to runs drawn with replacement.

use lawlike::ensemble::{self, Maker};
use lawlike::fit::{Fit, FitOptions, Model, Objective, ParameterBounds, fit};
use lawlike::law::Law;
use lawlike::observations::{Column, Observations, Points};
use lawlike::quantity::Quantity;
use lawlike::run::Run;
use lawlike_num::quantile::{mean, variance};
use serde::Serialize;

/// Bootstrap replicates of a curve.
pub(super) const REPLICATES: usize = 40;
/// Shares of the past that inner forecasts are made from.
const ORIGINS: [f64; 3] = [0.5, 0.65, 0.8];
/// Fewest runs that a curve is fitted to.
pub(super) const LEAST_RUNS: usize = 6;

/// A form of the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Sigmoid,
    FromChance,
    Exponential,
    NearSigmoid,
    NearExponential,
    NearLine,
    Flat,
}

/// All forms.
pub(super) const FORMS: [Form; 7] = [
    Form::Sigmoid,
    Form::FromChance,
    Form::Exponential,
    Form::NearSigmoid,
    Form::NearExponential,
    Form::NearLine,
    Form::Flat,
];

impl Form {
    fn is_near(self) -> bool {
        matches!(self, Self::NearSigmoid | Self::NearExponential | Self::NearLine)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Sigmoid => "sigmoid",
            Self::FromChance => "sigmoid from chance",
            Self::Exponential => "exponential",
            Self::NearSigmoid => "near sigmoid",
            Self::NearExponential => "near exponential",
            Self::NearLine => "near line",
            Self::Flat => "flat",
        }
    }
}

/// A form of the link in the mixture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LinkWeight {
    /// Name of the form.
    pub form: &'static str,
    /// Weight, all add to one.
    pub weight: f64,
    /// Root mean square error of its inner forecasts.
    pub error: f64,
}

/// Losses and scores of the runs that a link is fitted to, the greatest loss first.
#[derive(Debug, Clone)]
pub(super) struct Pairs {
    pub(super) loss: Vec<f64>,
    pub(super) score: Vec<f64>,
    pub(super) chance: f64,
    /// How far the forecast lies beyond the least loss; none if nothing is forecast.
    horizon: Option<f64>,
}

/// A curve fitted to pairs.
pub(super) enum Curve {
    Fitted(Box<Fit>),
    Constant { mean: f64, error: f64 },
}

/// Parameters of a curve on runs drawn with replacement.
pub(super) enum Replicate<'a> {
    Fitted(&'a Model, &'a [f64]),
    Constant(f64),
}

impl Pairs {
    /// The pairs of the runs named that have a score.
    pub(super) fn new(loss: &[f64], score: &[f64], chance: f64, runs: &[usize]) -> Self {
        let mut order: Vec<usize> = runs.iter().copied().filter(|run| score[*run].is_finite()).collect();
        order.sort_by(|a, b| loss[*b].total_cmp(&loss[*a]).then(a.cmp(b)));
        Self {
            loss: order.iter().map(|run| loss[*run]).collect(),
            score: order.iter().map(|run| score[*run]).collect(),
            chance,
            horizon: None,
        }
    }

    /// The same pairs for forecasts at these losses. A horizon below a tenth of the range of the past is taken for that.
    pub(super) fn towards(mut self, losses: &[f64]) -> Self {
        let (Some(most), Some(least)) = (self.loss.first(), self.loss.last()) else { return self };
        let farthest = losses.iter().copied().fold(f64::INFINITY, f64::min);
        self.horizon = Some((least - farthest).max(0.1 * (most - least)));
        self
    }

    pub(super) fn n(&self) -> usize {
        self.loss.len()
    }

    /// The forms that may be tried.
    pub(super) fn forms(&self) -> Vec<Form> {
        let is_possible = |form: &Form| match form {
            Form::FromChance => self.chance.is_finite(),
            other => self.horizon.is_some() || !other.is_near(),
        };
        FORMS.into_iter().filter(is_possible).collect()
    }

    fn head(&self, n: usize) -> Self {
        Self { loss: self.loss[..n].to_vec(), score: self.score[..n].to_vec(), ..self.clone() }
    }

    fn observations(&self, form: Form) -> Option<Observations> {
        let axis = Column::new("x", Quantity::Plain, self.loss.clone());
        let mut rows =
            Observations::new(Column::new("y", Quantity::Accuracy, self.score.clone()), vec![axis]).ok()?;
        if form.is_near() {
            let (least, horizon) = (self.loss.last()?, self.horizon?);
            rows.weights = self.loss.iter().map(|loss| (-(loss - least) / horizon).exp().max(1e-6)).collect();
        }
        Some(rows)
    }

    /// The law of a form and its bounds, which depend on where the losses lie.
    fn law(&self, form: Form) -> Option<(Law, FitOptions)> {
        let (most, least) = (*self.loss.first()?, *self.loss.last()?);
        let range = most - least;
        if range <= 0.0 {
            return None;
        }
        let (text, bound) = match form {
            Form::NearLine => ("a + b*x".to_owned(), Vec::new()),
            Form::Exponential | Form::NearExponential => (
                // The amount is that at the least loss: at a loss of zero it may be astronomical.
                format!("a + k*exp(-g*(x - {least}))"),
                vec![
                    ParameterBounds::new("a", 0.0, 1.0),
                    ParameterBounds::new("k", -1.0, 1.0),
                    ParameterBounds::new("g", 0.05 / range, 20.0 / range),
                ],
            ),
            _ => (
                "lo + (hi - lo)*sigmoid((m - x)/w)".to_owned(),
                vec![
                    ParameterBounds::new("lo", 0.0, 1.0),
                    ParameterBounds::new("hi", 0.0, 1.0),
                    ParameterBounds::new("m", least - range, most + 0.5 * range),
                    ParameterBounds::new("w", 0.02 * range, 2.0 * range),
                ],
            ),
        };
        let mut options =
            FitOptions { bound, run: Run::on(1), ..FitOptions::default() }.with_objective(Objective::LS);
        if form == Form::FromChance {
            options.bound.retain(|own| own.name != "lo");
            options.fix.push(("lo".to_owned(), self.chance));
        }
        Some((Law::parse(&text).ok()?, options))
    }

    /// The curve of a form; none if it cannot be had from so few runs.
    pub(super) fn fit(&self, form: Form) -> Option<Curve> {
        if form == Form::Flat {
            let error = (variance(&self.score) / self.n() as f64).sqrt();
            return Some(Curve::Constant { mean: mean(&self.score), error });
        }
        let (law, options) = self.law(form).filter(|_| self.n() >= LEAST_RUNS)?;
        Some(Curve::Fitted(Box::new(fit(&law, &self.observations(form)?, &options).ok()?)))
    }

    /// Parameters of the curve on runs drawn with replacement. Two tasks with the same runs are given the same draws.
    pub(super) fn resampled(&self, form: Form, seed: u64) -> Option<ensemble::Ensemble> {
        let (law, options) = self.law(form)?;
        let sample = ensemble::EnsembleOptions {
            replicates: REPLICATES,
            run: Run { seed, threads: 1 },
            ..ensemble::EnsembleOptions::default()
        };
        let found =
            ensemble::resample(&law, &self.observations(form)?, &options, Maker::PairsBootstrap, &sample)
                .ok()?;
        (!found.draws.is_empty()).then_some(found)
    }

    /// Errors of every form in forecasts of the better runs from the worse ones, by form; `None` where there were none.
    pub(super) fn trials(&self, forms: &[Form]) -> Option<Trials> {
        let mut trials = Trials { errors: vec![Vec::new(); forms.len()], mean: Vec::new() };
        for share in ORIGINS {
            let n = (share * self.n() as f64).round() as usize;
            if n < LEAST_RUNS || n >= self.n() {
                continue;
            }
            let head = self.head(n);
            // No farther than the forecast goes, and one run at least.
            let reach = self.horizon.map_or(f64::NEG_INFINITY, |horizon| self.loss[n - 1] - 1.1 * horizon);
            let end = n + self.loss[n..].iter().filter(|loss| **loss >= reach).count().max(1);
            for (form, errors) in forms.iter().zip(&mut trials.errors) {
                let curve = head.fit(*form).or_else(|| head.fit(Form::Flat))?;
                let found = curve.at(&self.loss[n..end]);
                errors.extend(found.iter().zip(&self.score[n..end]).map(|(f, y)| f - y));
            }
            let level = mean(&head.score);
            trials.mean.extend(self.score[n..end].iter().map(|y| level - y));
        }
        (!trials.mean.is_empty()).then_some(trials)
    }
}

/// Errors of inner forecasts.
#[derive(Debug, Clone)]
pub(super) struct Trials {
    /// Of every form.
    pub(super) errors: Vec<Vec<f64>>,
    /// Of the mean of the past.
    pub(super) mean: Vec<f64>,
}

impl Trials {
    /// Mean square error of every form.
    pub(super) fn squares(&self) -> Vec<f64> {
        self.errors.iter().map(|errors| square(errors)).collect()
    }

    /// Mean square error of a mixture.
    pub(super) fn mixed(&self, weights: &[f64]) -> f64 {
        let error = |at: usize| self.errors.iter().zip(weights).map(|(e, w)| w * e[at]).sum::<f64>();
        square(&(0..self.mean.len()).map(error).collect::<Vec<_>>())
    }

    /// Mean square error of the mean of the past.
    pub(super) fn naive(&self) -> f64 {
        square(&self.mean)
    }
}

fn square(errors: &[f64]) -> f64 {
    errors.iter().map(|e| e * e).sum::<f64>() / errors.len() as f64
}

impl Curve {
    /// Scores at losses, between 0 and 1.
    pub(super) fn at(&self, loss: &[f64]) -> Vec<f64> {
        match self {
            Self::Constant { mean, .. } => vec![*mean; loss.len()],
            Self::Fitted(fit) => {
                let values = fit.predict(&points(loss)).unwrap_or_else(|_| vec![f64::NAN; loss.len()]);
                values.into_iter().map(|v| v.clamp(0.0, 1.0)).collect()
            }
        }
    }
}

impl Replicate<'_> {
    /// Scores at losses, between 0 and 1.
    pub(super) fn at(&self, loss: &[f64]) -> Vec<f64> {
        match self {
            Self::Constant(level) => vec![*level; loss.len()],
            Self::Fitted(model, parameters) => {
                let values = model.predict(parameters, &points(loss));
                let values = values.unwrap_or_else(|_| vec![f64::NAN; loss.len()]);
                values.into_iter().map(|v| v.clamp(0.0, 1.0)).collect()
            }
        }
    }
}

/// Losses as points of a curve.
pub(super) fn points(loss: &[f64]) -> Points {
    Points { columns: vec![Column::new("x", Quantity::Plain, loss.to_vec())] }
}

/// Weights of the forms from the mean squares of a task and those of all tasks of its suite, half each in logarithms, to the
/// power -2.
pub(super) fn weights(own: &[f64], all: &[f64], forms: &[Form]) -> (Vec<f64>, Vec<LinkWeight>) {
    let log = |square: &f64| square.max(1e-8).ln();
    let logs: Vec<f64> = own.iter().zip(all).map(|(own, all)| 0.5 * (log(own) + log(all))).collect();
    let least = logs.iter().copied().fold(f64::INFINITY, f64::min);
    let raw: Vec<f64> = logs.iter().map(|l| (-2.0 * (l - least)).exp()).collect();
    let total: f64 = raw.iter().sum();
    let weights: Vec<f64> = raw.iter().map(|w| w / total).collect();
    let shown = forms.iter().zip(&weights).zip(own).map(|((form, weight), own)| LinkWeight {
        form: form.name(),
        weight: *weight,
        error: own.sqrt(),
    });
    let shown = shown.collect();
    (weights, shown)
}
