//! Smaller models that are trained longer: the price in compute at equal loss, and the smallest that a limit allows.
//!
//! At equal loss a size below the compute-optimal one needs more compute, and below a critical size no number of tokens
//! suffices. On a Chinchilla surface both are free of scale: with the share `x` of the compute-optimal size the compute is
//! `x ((1 - p) / (1 - p x^-alpha))^(1/beta)` times the least, where `p = beta / (alpha + beta)` is the share of the parameter
//! term in the reducible loss at the optimum, and the critical share is `p^(1/alpha)` (own algebra from the condition
//! `alpha A N^-alpha = beta B D^-beta`; a test holds the search against it). The law of over-training (Gadre et al. 2024,
//! arXiv 2403.08540) is the case of equal exponents.

use super::inference::{Base, HALVINGS, Quality, SEARCH};
use lawlike::allocation::{AllocationOptions, EqualCompute, Fitted, Surface, TokenSearch, axes, fitted};
use lawlike::error::{Error, Result};
use lawlike::interval::Interval;
use lawlike::law::Law;
use lawlike::observations::Observations;
use lawlike_num::parallel;
use lawlike_num::quantile::{mean, quantile};
use serde::Serialize;

/// Shares of the compute-optimal size that are listed.
const SHARES: [f64; 7] = [1.0, 0.7, 0.5, 0.35, 0.25, 0.18, 0.125];
/// Prices at which the smallest size is told, as multiples of the least compute.
const PRICES: [f64; 4] = [1.1, 1.25, 1.5, 2.0];
/// Sizes down to this share of the compute-optimal one are searched.
const LEAST_SIZE: f64 = 1e-6;

/// What is asked of smaller models.
#[derive(Debug, Clone, Default)]
pub struct Limits {
    /// Training compute that may be spent, FLOP.
    pub budget: Option<f64>,
    /// Most parameters that memory or latency allow.
    pub parameters: Option<f64>,
}

/// A model of equal loss that is smaller than the compute-optimal one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Longer {
    /// Size as a share of the compute-optimal one.
    pub share: f64,
    /// Number of parameters.
    pub parameters: f64,
    /// Tokens that reach the loss; infinite where none do.
    pub tokens: Interval,
    /// Tokens per parameter.
    pub ratio: Interval,
    /// Compute over the least that reaches the loss.
    pub price: Interval,
    /// Training compute, FLOP.
    pub compute: Interval,
    /// Share of draws in which no number of tokens reaches the loss.
    pub unreached: f64,
}

/// The smallest model within a price or budget.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Smallest {
    /// Compute over the least that reaches the loss.
    pub price: f64,
    /// Training compute, FLOP.
    pub compute: f64,
    /// Number of parameters.
    pub parameters: Interval,
    /// Tokens at that size.
    pub tokens: f64,
    /// Tokens per parameter.
    pub ratio: f64,
    /// Share of draws in which this size needs more than that compute.
    pub missed: f64,
    /// Compute in excess if another draw is the truth, as a share: mean and 95 % quantile over draws that reach the loss.
    pub regret: (f64, f64),
}

/// A plan for smaller models that are trained longer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OverTraining {
    /// Series.
    pub label: String,
    /// Runs.
    pub n: usize,
    /// Tokens per parameter of the runs: least and most.
    pub ratios: (f64, f64),
    /// What was asked for.
    pub quality: Quality,
    /// Its loss.
    pub loss: f64,
    /// Compute-optimal parameters.
    pub parameters: Interval,
    /// Compute-optimal tokens.
    pub tokens: Interval,
    /// Least compute, FLOP.
    pub compute: Interval,
    /// Size below which no number of tokens reaches the loss.
    pub critical: Interval,
    /// Smaller models.
    pub rows: Vec<Longer>,
    /// The smallest size at each price.
    pub prices: Vec<Smallest>,
    /// The smallest size within the budget; absent if none was given, or it lies below the least compute.
    pub within: Option<Smallest>,
    /// The model at the most parameters allowed; the compute-optimal one if it is smaller.
    pub limited: Option<Longer>,
    /// The budget and parameters allowed.
    pub limits: (Option<f64>, Option<f64>),
    /// Draws in which the loss cannot be reached.
    pub unreached: usize,
    /// Draws in all.
    pub draws: usize,
    /// The surface.
    pub surface: Fitted,
}

/// Plans smaller models from the surface fitted to all runs; without a law in the options that of over-training.
///
/// # Errors
/// As [`super::deploy`]; a limit is not above zero.
pub fn over_train(
    observations: &Observations,
    quality: Quality,
    limits: &Limits,
    options: &AllocationOptions,
) -> Result<OverTraining> {
    let part = observations.select_part();
    let observations = part.as_ref().unwrap_or(observations);
    let axes = axes(observations)?;
    quality.check()?;
    for (what, limit) in [("a budget", limits.budget), ("a limit of parameters", limits.parameters)] {
        if let Some(wrong) = limit.filter(|limit| !(limit.is_finite() && *limit > 0.0)) {
            return Err(Error::option(format!(
                "{what} of {wrong} cannot be planned for: it must be above zero"
            )));
        }
    }
    let law = options.law.clone().map_or_else(|| Law::named("over-training"), Ok)?;
    let options = AllocationOptions { law: Some(law), ..options.clone() };
    let found = fitted(axes, observations, &options).map_err(Error::observations)?;
    let product = axes.product();
    let surface = |parameters| Surface::new(axes, &found.model, parameters);
    let never = || {
        Error::option(format!("the loss is never reached by {}, or has no cheapest size", found.fitted.law))
    };
    let own_surface = surface(&found.parameters).ok_or_else(never)?;
    let own = Place::new(&own_surface, quality, product).ok_or_else(never)?;
    // One target for all draws: a price is one of equal loss.
    let target = Quality::Loss(own.base.loss);
    let draws = found.draws(&options);
    let surfaces: Vec<Surface<'_>> = draws.iter().filter_map(|draw| surface(draw)).collect();
    let places: Vec<Place<'_>> = parallel::map(surfaces.len(), options.run.threads, |index| {
        Place::new(&surfaces[index], target, product)
    })
    .into_iter()
    .flatten()
    .collect();
    let all = All { own: &own, places: &places, threads: options.run.threads };
    let size = |share: f64| own.base.size + share.ln();
    let rows = SHARES.iter().map(|share| all.longer(size(*share))).collect::<Option<Vec<_>>>();
    let prices = PRICES.iter().filter_map(|price| all.smallest(own.least() + price.ln())).collect();
    let limited = limits.parameters.and_then(|most| all.longer(most.ln().min(own.base.size)));
    let ratio: Vec<f64> = (0..observations.n()).filter_map(|row| axes.ratio(row)).collect();
    Ok(OverTraining {
        label: observations.label.clone(),
        n: observations.n(),
        ratios: ratio.iter().fold((f64::INFINITY, 0.0), |(lo, hi), r| (lo.min(*r), hi.max(*r))),
        quality,
        loss: own.base.loss,
        parameters: all.over(&|place| place.base.size.exp()),
        tokens: all.over(&|place| place.base.tokens.exp()),
        compute: all.over(&|place| place.least().exp()),
        critical: all.over(&|place| place.critical),
        rows: rows.ok_or_else(never)?,
        prices,
        within: limits.budget.and_then(|budget| all.smallest(budget.ln())),
        limited,
        limits: (limits.budget, limits.parameters),
        unreached: options.replicates - places.len(),
        draws: options.replicates,
        surface: found.fitted.clone(),
    })
}

/// One surface, its cheapest model of the loss, and the size below which there is none.
struct Place<'a> {
    base: Base<'a>,
    critical: f64,
}

impl<'a> Place<'a> {
    fn new(surface: &'a Surface<'a>, quality: Quality, product: f64) -> Option<Self> {
        let mut place = Self { base: Base::new(surface, quality, product)?, critical: f64::NAN };
        let (mut lo, mut hi) = (place.base.size + LEAST_SIZE.ln(), place.base.size);
        for _ in 0..HALVINGS {
            let middle = 0.5 * (lo + hi);
            if place.reaches(middle)? { hi = middle } else { lo = middle }
        }
        place.critical = hi.exp();
        Some(place)
    }

    /// Whether any number of tokens is enough for a size.
    fn reaches(&self, size: f64) -> Option<bool> {
        let Base { surface, loss, product, .. } = self.base;
        Some(
            surface
                .tokens_for(&[size], loss, product, TokenSearch { halvings: 0, ..SEARCH })?
                .first()?
                .is_finite(),
        )
    }

    /// Natural logarithm of the tokens at which a size reaches the loss.
    fn tokens(&self, size: f64) -> Option<f64> {
        let Base { surface, loss, product, .. } = self.base;
        surface.tokens_for(&[size], loss, product, SEARCH)?.first().copied()
    }

    /// Natural logarithm of the compute of a size.
    fn compute(&self, size: f64) -> Option<f64> {
        Some(size + self.tokens(size)? - self.base.product)
    }

    /// Natural logarithm of the least compute.
    fn least(&self) -> f64 {
        self.base.size + self.base.tokens - self.base.product
    }

    /// Natural logarithm of the smallest size that needs no more than a compute; `None` below the least.
    fn smallest(&self, compute: f64) -> Option<f64> {
        if compute < self.least() {
            return None;
        }
        let (mut lo, mut hi) = (self.critical.ln(), self.base.size);
        for _ in 0..HALVINGS {
            let middle = 0.5 * (lo + hi);
            let at = EqualCompute { compute, product: self.base.product };
            let loss = *self.base.surface.along(at, &[middle])?.first()?;
            if loss <= self.base.loss { hi = middle } else { lo = middle }
        }
        Some(hi)
    }
}

/// The fitted surface and the draws.
struct All<'a> {
    own: &'a Place<'a>,
    places: &'a [Place<'a>],
    threads: usize,
}

impl All<'_> {
    fn over(&self, of: &dyn Fn(&Place<'_>) -> f64) -> Interval {
        ends(of(self.own), self.places.iter().map(of).collect())
    }

    fn longer(&self, size: f64) -> Option<Longer> {
        let tokens = self.own.tokens(size)?;
        let each: Vec<(f64, f64)> = parallel::map(self.places.len(), self.threads, |index| {
            let place = &self.places[index];
            Some((place.tokens(size)?, place.least()))
        })
        .into_iter()
        .flatten()
        .collect();
        let product = self.own.base.product;
        let over = |value: f64, of: &dyn Fn(&(f64, f64)) -> f64| ends(value, each.iter().map(of).collect());
        let unreached = each.iter().filter(|(tokens, _)| tokens.is_infinite()).count();
        Some(Longer {
            share: (size - self.own.base.size).exp(),
            parameters: size.exp(),
            tokens: over(tokens.exp(), &|(tokens, _)| tokens.exp()),
            ratio: over((tokens - size).exp(), &|(tokens, _)| (tokens - size).exp()),
            price: over((size + tokens - product - self.own.least()).exp(), &|(tokens, least)| {
                (size + tokens - product - least).exp()
            }),
            compute: over((size + tokens - product).exp(), &|(tokens, _)| (size + tokens - product).exp()),
            unreached: unreached as f64 / each.len().max(1) as f64,
        })
    }

    /// The smallest size within a compute, given as a natural logarithm.
    fn smallest(&self, compute: f64) -> Option<Smallest> {
        let size = self.own.smallest(compute)?;
        let tokens = self.own.tokens(size)?;
        let each: Vec<(Option<f64>, f64)> = parallel::map(self.places.len(), self.threads, |index| {
            let place = &self.places[index];
            (place.smallest(compute), place.compute(size).unwrap_or(f64::INFINITY))
        });
        let missed = each.iter().filter(|(_, needed)| *needed > compute + 1e-9).count();
        let mut lost: Vec<f64> = each
            .iter()
            .map(|(_, needed)| (needed - compute).exp_m1().max(0.0))
            .filter(|lost| lost.is_finite())
            .collect();
        lost.sort_by(f64::total_cmp);
        Some(Smallest {
            price: (compute - self.own.least()).exp(),
            compute: compute.exp(),
            parameters: ends(
                size.exp(),
                each.iter().filter_map(|(size, _)| Some(size.as_ref()?.exp())).collect(),
            ),
            tokens: tokens.exp(),
            ratio: (tokens - size).exp(),
            missed: missed as f64 / each.len().max(1) as f64,
            regret: (mean(&lost), quantile(&lost, 0.95)),
        })
    }
}

/// An estimate with the middle 95 % of draws, which may be infinite.
fn ends(value: f64, mut draws: Vec<f64>) -> Interval {
    draws.sort_by(f64::total_cmp);
    let finite = draws.iter().take_while(|draw| draw.is_finite()).count();
    let at = |p: f64| {
        // Between the last finite draw and an infinite one there is nothing to interpolate.
        let place = p * (draws.len().max(1) - 1) as f64;
        if place > finite as f64 - 1.0 && finite < draws.len() { f64::INFINITY } else { quantile(&draws, p) }
    };
    Interval::of_quantiles(value, at)
}

#[cfg(test)]
mod tests;
