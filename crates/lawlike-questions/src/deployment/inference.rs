//! The cheapest model of a quality that will be used: training plus inference.
//!
//! Sardana & Frankle 2024 (arXiv 2401.00448), equation 3: the least of `6 N D + 2 N T` over sizes and tokens that reach a
//! loss, for `T` tokens of inference. At the optimum the elasticities of the loss have the ratio `1 + T / (3 D)`: the more a
//! model is used, the smaller it should be and the longer it should be trained.

use lawlike::allocation::{
    AllocationOptions, DRAWS, EqualCompute, Fitted, Surface, TokenSearch, axes, fitted,
};
use lawlike::error::{Error, Result};
use lawlike::interval::Interval;
use lawlike::observations::Observations;
use lawlike_num::parallel;
use lawlike_num::quantile::{mean, quantile};
use serde::Serialize;

/// Sizes of each round of the search, and rounds: each looks between the neighbours of the best size.
const PLACES: usize = 96;
const ROUNDS: usize = 4;
/// Sizes down to this share of the compute-optimal one are searched, and up to this multiple.
const SEARCHED: (f64, f64) = (1e-4, 4.0);
/// Natural logarithm of the most tokens that are thought of, and halvings of the range.
pub(super) const SEARCH: TokenSearch = TokenSearch { most: 80.0, halvings: HALVINGS };
pub(super) const HALVINGS: usize = 60;
/// FLOP of inference over those of training, for a parameter and token.
const SHARE: f64 = 1.0 / 3.0;

/// How good the model must be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quality {
    /// As good as a compute-optimal model of so many parameters.
    Like(f64),
    /// At this loss.
    Loss(f64),
}

impl Quality {
    /// Whether it can be planned for.
    pub(super) fn check(self) -> Result<()> {
        let (Self::Like(asked) | Self::Loss(asked)) = self;
        if asked.is_finite() && asked > 0.0 {
            return Ok(());
        }
        Err(Error::option(format!("a quality of {asked} cannot be planned for: it must be above zero")))
    }
}

/// The cheapest model for so much inference.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Used {
    /// Tokens of inference, in and out, over the life of the model.
    pub inference_tokens: f64,
    /// Best number of parameters.
    pub parameters: Interval,
    /// Training tokens that reach the quality.
    pub tokens: Interval,
    /// Training tokens per parameter.
    pub ratio: Interval,
    /// FLOP of training and of inference.
    pub flop: (f64, f64),
    /// Share of all FLOP saved against the compute-optimal model of the same quality.
    pub saved: Interval,
    /// Share of the FLOP that this size costs above the best one if the truth is another draw: mean and 95 % quantile.
    pub regret: Option<(f64, f64)>,
}

/// A plan for a model that will be used.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Deployment {
    /// Series.
    pub label: String,
    /// What was asked for.
    pub quality: Quality,
    /// Loss of that quality.
    pub loss: Interval,
    /// Compute-optimal parameters and tokens for it.
    pub compute_optimal: (f64, f64),
    /// One row for each amount of inference.
    pub rows: Vec<Used>,
    /// Draws in which the quality cannot be reached.
    pub unreached: usize,
    /// Draws in all.
    pub draws: usize,
    /// The surface.
    pub surface: Fitted,
}

/// Plans training and inference together, from the surface fitted to all runs.
///
/// # Errors
/// As [`lawlike::allocation::allocate`]; an amount of inference is below zero; the quality is not above zero or cannot be reached.
pub fn deploy(
    observations: &Observations,
    quality: Quality,
    inference_tokens: &[f64],
    options: &AllocationOptions,
) -> Result<Deployment> {
    let part = observations.select_part();
    let observations = part.as_ref().unwrap_or(observations);
    let axes = axes(observations)?;
    quality.check()?;
    if let Some(wrong) = inference_tokens.iter().find(|tokens| !(tokens.is_finite() && **tokens >= 0.0)) {
        return Err(Error::option(format!("{wrong} tokens of inference: the number must be zero or more")));
    }
    let found = fitted(axes, observations, options).map_err(Error::observations)?;
    let product = axes.product();
    let answer = |parameters: &[f64]| {
        let surface = Surface::new(axes, &found.model, parameters)?;
        let base = Base::new(&surface, quality, product)?;
        let rows: Option<Vec<Best>> = inference_tokens.iter().map(|tokens| base.best(*tokens)).collect();
        Some(Answer { loss: base.loss, size: base.size, tokens: base.tokens, rows: rows? })
    };
    let Answer { loss, size, tokens, rows } = answer(&found.parameters).ok_or_else(|| {
        Error::option(format!(
            "the quality cannot be planned for: {} never reaches it, or has no cheapest size",
            found.fitted.law
        ))
    })?;
    let draws = found.draws(options);
    let answers = parallel::map(draws.len(), options.run.threads, |index| answer(&draws[index]));
    let unreached = answers.iter().filter(|answer| answer.is_none()).count();
    let answers: Vec<Answer> = answers.into_iter().flatten().collect();
    let over = |value: f64, of: &dyn Fn(&Answer) -> f64| Interval::of_draws(value, answers.iter().map(of));
    let regret = |place: usize, size: f64| {
        let loss_of_draw = |index: usize| {
            let surface = Surface::new(axes, &found.model, &draws[index])?;
            let base = Base::new(&surface, quality, product)?;
            let least = base.best(inference_tokens[place])?.total;
            let own = base.total(&[size], inference_tokens[place])?[0];
            own.is_finite().then(|| (own - least).exp_m1().max(0.0))
        };
        let mut lost: Vec<f64> = parallel::map(draws.len().min(DRAWS), options.run.threads, loss_of_draw)
            .into_iter()
            .flatten()
            .collect();
        lost.sort_by(f64::total_cmp);
        (!lost.is_empty()).then(|| (mean(&lost), quantile(&lost, 0.95)))
    };
    let row = |(place, best): (usize, &Best)| Used {
        inference_tokens: inference_tokens[place],
        parameters: over(best.size.exp(), &|answer| answer.rows[place].size.exp()),
        tokens: over(best.tokens.exp(), &|answer| answer.rows[place].tokens.exp()),
        ratio: over((best.tokens - best.size).exp(), &|answer| {
            (answer.rows[place].tokens - answer.rows[place].size).exp()
        }),
        flop: (
            (best.size + best.tokens - product).exp(),
            SHARE * inference_tokens[place] * (best.size - product).exp(),
        ),
        saved: over(best.saved, &|answer| answer.rows[place].saved),
        regret: regret(place, best.size),
    };
    Ok(Deployment {
        label: observations.label.clone(),
        quality,
        loss: over(loss, &|answer| answer.loss),
        compute_optimal: (size.exp(), tokens.exp()),
        rows: rows.iter().enumerate().map(row).collect(),
        unreached,
        draws: draws.len(),
        surface: found.fitted,
    })
}

/// What one draw says: loss of the quality, natural logarithms of compute-optimal parameters and tokens, and the best
/// model for each amount of inference.
struct Answer {
    loss: f64,
    size: f64,
    tokens: f64,
    rows: Vec<Best>,
}

/// A quality on a surface: its loss, and the compute-optimal model that has it.
pub(super) struct Base<'a> {
    pub(super) surface: &'a Surface<'a>,
    /// Natural logarithm of parameters times tokens over compute.
    pub(super) product: f64,
    pub(super) loss: f64,
    /// Natural logarithms of compute-optimal parameters and tokens.
    pub(super) size: f64,
    pub(super) tokens: f64,
}

/// The cheapest model: natural logarithms of parameters, tokens and FLOP in all, and the share saved.
#[derive(Clone, Copy)]
struct Best {
    size: f64,
    tokens: f64,
    total: f64,
    saved: f64,
}

impl<'a> Base<'a> {
    pub(super) fn new(surface: &'a Surface<'a>, quality: Quality, product: f64) -> Option<Self> {
        // The compute of the quality lies where the least loss, or the best size, crosses what was asked for.
        let wanted = |compute: f64| {
            let middle = 0.5 * (compute + product);
            surface.best(EqualCompute { compute, product }, middle, middle)
        };
        let is_enough = |compute: f64| {
            let best = wanted(compute)?;
            Some(match quality {
                Quality::Like(parameters) => best.size >= parameters.ln(),
                Quality::Loss(loss) => best.loss <= loss,
            })
        };
        let (mut lo, mut hi) = (20.0, 100.0);
        if is_enough(lo)? || !is_enough(hi)? {
            return None;
        }
        for _ in 0..HALVINGS {
            let middle = 0.5 * (lo + hi);
            if is_enough(middle)? { hi = middle } else { lo = middle }
        }
        let best = wanted(hi)?;
        Some(Self { surface, product, loss: best.loss, size: best.size, tokens: hi + product - best.size })
    }

    /// Natural logarithm of the FLOP in all by size; infinite where the loss is out of reach.
    fn total(&self, sizes: &[f64], inference_tokens: f64) -> Option<Vec<f64>> {
        let tokens = self.surface.tokens_for(sizes, self.loss, self.product, SEARCH)?;
        let total = |(size, tokens): (&f64, &f64)| {
            size - self.product + (tokens.exp() + SHARE * inference_tokens).ln()
        };
        Some(sizes.iter().zip(&tokens).map(total).collect())
    }

    fn best(&self, inference_tokens: f64) -> Option<Best> {
        let (mut from, mut to) = (self.size + SEARCHED.0.ln(), self.size + SEARCHED.1.ln());
        for _ in 0..ROUNDS {
            let step = (to - from) / (PLACES - 1) as f64;
            let places: Vec<f64> = (0..PLACES).map(|i| from + step * i as f64).collect();
            let totals = self.total(&places, inference_tokens)?;
            let best = (0..PLACES).min_by(|a, b| totals[*a].total_cmp(&totals[*b]))?;
            if best == 0 || best == PLACES - 1 || !totals[best].is_finite() {
                return None;
            }
            (from, to) = (places[best - 1], places[best + 1]);
        }
        let size = 0.5 * (from + to);
        let total = self.total(&[size], inference_tokens)?[0];
        let tokens = self.surface.tokens_for(&[size], self.loss, self.product, SEARCH)?[0];
        let plain = self.size - self.product + (self.tokens.exp() + SHARE * inference_tokens).ln();
        Some(Best { size, tokens, total, saved: -(total - plain).exp_m1() })
    }
}
