//! The best size and number of epochs at a stock of unique tokens, and what the wall costs.

use super::decay::{Main, Way};
use super::runs::Runs;
use super::{DataLimitOptions, interval};
use lawlike::error::{Error, Result};
use lawlike::fit::{Effort, Model};
use lawlike::interval::Interval;
use lawlike::observations::{Column, Points};
use lawlike::quantity::{ParameterCount, Quantity, TokenCount};
use lawlike_num::quantile::{mean, median, quantile};
use serde::Serialize;
use std::sync::Arc;

/// Places of each round of the search for a size, and rounds: each looks between the neighbours of the best place.
const PLACES: usize = 64;
const ROUNDS: usize = 4;
/// Sizes so many times off the square root of the budget are searched, as natural logarithms.
const SEARCHED: f64 = 12.0;
/// Halves of a budget that are thought of where not all need be spent.
const HALVES: i32 = 40;
/// FLOP for each parameter and token.
const FLOP: f64 = 6.0;
/// A size, tokens and unique tokens that stand for endless ones.
const ENDLESS: f64 = 1e80;
/// The law in which repeats may do harm.
const OVER_FIT: &str = "over-fit";

/// A division of a budget under a stock.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Division {
    /// Best number of parameters.
    pub parameters: Interval,
    /// Tokens seen.
    pub tokens: Interval,
    /// Passes over the stock; below one if the budget does not use it up.
    pub epochs: Interval,
    /// Loss.
    pub loss: Interval,
    /// Share of the budget that is spent: less than all where more repeats would do harm.
    pub spent: Interval,
}

/// A plan at one stock and budget.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Wall {
    /// Unique tokens.
    pub stock: f64,
    /// Training compute, FLOP.
    pub budget: f64,
    /// The best division by the law of repeats.
    pub choice: Division,
    /// The best division if no token had to be repeated.
    pub fresh: Division,
    /// Loss that the wall costs at this budget.
    pub costs: Interval,
    /// Loss that is never undercut with this stock, at any compute.
    pub floor: Interval,
    /// Loss in excess of the best division if another draw is the truth: mean and 95 % quantile.
    pub regret: (f64, f64),
    /// The best division by the surface with a penalty for repeats, if it could be fitted.
    #[serde(rename = "rival")]
    pub alternative: Option<Division>,
    /// Loss in excess if that law is the truth and the plan of the law of repeats is followed.
    #[serde(rename = "regret_rival")]
    pub regret_alternative: Option<f64>,
    /// Stock from which on the budget needs no second epoch.
    pub enough: Interval,
    /// Whether the plan has more epochs than any run.
    pub is_beyond: bool,
}

/// What there is to train with.
#[derive(Clone, Copy)]
struct Means {
    /// Unique tokens.
    stock: f64,
    /// FLOP.
    budget: f64,
}

/// Plans at all stocks and budgets.
pub(super) fn walls(runs: &Runs, main: &Main, options: &DataLimitOptions) -> Result<Vec<Wall>> {
    let axis = |index: usize| &runs.all.axes[index].values;
    let stocks = if options.stocks.is_empty() { vec![median(axis(2))] } else { options.stocks.clone() };
    let most = axis(0).iter().zip(axis(1)).map(|(n, d)| FLOP * n * d).fold(0.0, f64::max);
    let budgets = if options.budgets.is_empty() { vec![most, 10.0 * most] } else { options.budgets.clone() };
    let every: Vec<usize> = (0..runs.n()).collect();
    let free = DataLimitOptions { held: Vec::new(), ..options.clone() };
    let alternative = Way::two(runs, OVER_FIT, &every, &free).ok().and_then(|way| {
        let (parameters, _) = way.solve(&vec![1.0; runs.n()], Effort::Thorough)?;
        let draws = super::decay::draws(runs, &way, options);
        Some(Main { model: way.model().clone(), parameters, draws, stocks: main.stocks })
    });
    let seen = runs.epochs.iter().copied().fold(1.0, f64::max);
    let mut walls = Vec::new();
    for stock in stocks {
        for budget in &budgets {
            let mut found =
                wall(main, alternative.as_ref(), Means { stock, budget: *budget }).ok_or_else(|| {
                    Error::option(format!(
                        "the budget of {budget:e} FLOP has no best size at a stock of {stock:e} tokens"
                    ))
                })?;
            found.is_beyond = found.choice.epochs.value > seen;
            walls.push(found);
        }
    }
    Ok(walls)
}

/// What one draw says.
struct Drawn {
    own: Found,
    fresh: Found,
    /// Loss of the size that the fit plans.
    followed: f64,
    floor: f64,
}

fn wall(main: &Main, alternative: Option<&Main>, means: Means) -> Option<Wall> {
    let Means { stock, budget } = means;
    let at = |parameters: &[f64]| best(&main.model, parameters, budget, Some(stock));
    let own = at(&main.parameters)?;
    let drawn = |parameters: &[f64]| {
        Some(Drawn {
            own: at(parameters)?,
            fresh: best(&main.model, parameters, budget, None)?,
            followed: *losses(&main.model, parameters, budget, Some(stock), &[own.size])?.first()?,
            floor: floor(&main.model, parameters, stock)?,
        })
    };
    let fit = drawn(&main.parameters)?;
    let each: Vec<Drawn> = main.draws.iter().filter_map(|draw| drawn(draw)).collect();
    let mut lost: Vec<f64> = each.iter().map(|one| (one.followed - one.own.loss).max(0.0)).collect();
    lost.sort_by(f64::total_cmp);
    let over =
        |of: &dyn Fn(&Drawn) -> f64| interval(of(&fit), each.iter().map(of), f64::INFINITY, main.stocks);
    let others = alternative.and_then(|alternative| harm(alternative, own.size, means));
    let chosen = |of: fn(&Drawn) -> Found| {
        let draws: Vec<Found> = each.iter().map(of).collect();
        choice(of(&fit), &draws, means, main.stocks)
    };
    Some(Wall {
        stock,
        budget,
        choice: chosen(|one| one.own),
        fresh: chosen(|one| one.fresh),
        costs: over(&|one| one.own.loss - one.fresh.loss),
        floor: over(&|one| one.floor),
        regret: (mean(&lost), quantile(&lost, 0.95)),
        regret_alternative: others.map(|(_, regret)| regret),
        alternative: others.map(|(choice, _)| choice),
        enough: over(&|one| one.fresh.tokens()),
        is_beyond: false,
    })
}

/// The best division where repeats may do harm, and what the size of the law of repeats then costs.
fn harm(alternative: &Main, size: f64, means: Means) -> Option<(Division, f64)> {
    let Means { stock, budget } = means;
    let at = |parameters: &[f64]| best_within(&alternative.model, parameters, budget, stock);
    let best = at(&alternative.parameters)?;
    let draws: Vec<Found> = alternative.draws.iter().filter_map(|draw| at(draw)).collect();
    let followed =
        *losses(&alternative.model, &alternative.parameters, budget, Some(stock), &[size])?.first()?;
    Some((choice(best, &draws, means, alternative.stocks), (followed - best.loss).max(0.0)))
}

/// The best size, as a natural logarithm, its loss, and the compute spent.
#[derive(Clone, Copy)]
struct Found {
    size: f64,
    loss: f64,
    compute: f64,
}

impl Found {
    fn tokens(&self) -> f64 {
        self.compute / FLOP / self.size.exp()
    }
}

fn choice(found: Found, draws: &[Found], means: Means, stocks: usize) -> Division {
    let over = |of: &dyn Fn(&Found) -> f64| interval(of(&found), draws.iter().map(of), f64::INFINITY, stocks);
    Division {
        parameters: over(&|found| found.size.exp()),
        tokens: over(&|found| found.tokens()),
        epochs: over(&|found| found.tokens() / means.stock),
        loss: over(&|found| found.loss),
        spent: over(&|found| found.compute / means.budget),
    }
}

/// As [`best`], but what would do harm is not spent: of the budget and its halves the one with the least loss.
fn best_within(model: &Arc<Model>, parameters: &[f64], budget: f64, stock: f64) -> Option<Found> {
    let at = |halves: i32| best(model, parameters, budget * 0.5f64.powi(halves), Some(stock));
    (0..HALVES).filter_map(at).min_by(|a, b| a.loss.total_cmp(&b.loss))
}

/// Losses of sizes at a budget; no stock means that every token is new.
fn losses(
    model: &Arc<Model>,
    parameters: &[f64],
    budget: f64,
    stock: Option<f64>,
    sizes: &[f64],
) -> Option<Vec<f64>> {
    let n: Vec<f64> = sizes.iter().map(|size| size.exp()).collect();
    let d: Vec<f64> = n.iter().map(|n| budget / FLOP / n).collect();
    // Tokens that are not read are no part of the stock: no law here knows more unique tokens than were seen.
    let u = d.iter().map(|d| stock.map_or(*d, |stock| stock.min(*d))).collect();
    let mut parameters = parameters.to_vec();
    // Without a wall no parameter is in excess.
    if let (None, Some(place)) = (stock, model.parameters().iter().position(|name| name == "q")) {
        parameters[place] = ENDLESS;
    }
    predict(model, &parameters, n, d, u)
}

fn predict(
    model: &Arc<Model>,
    parameters: &[f64],
    n: Vec<f64>,
    d: Vec<f64>,
    u: Vec<f64>,
) -> Option<Vec<f64>> {
    let columns = vec![
        Column::new("N", Quantity::Parameters(ParameterCount::Total), n),
        Column::new("D", Quantity::Tokens(TokenCount::Seen), d),
        Column::new("U", Quantity::Tokens(TokenCount::Unique), u),
    ];
    model.predict(parameters, &Points { columns }).ok()
}

/// Loss of endless parameters and epochs on a stock.
fn floor(model: &Arc<Model>, parameters: &[f64], stock: f64) -> Option<f64> {
    predict(model, parameters, vec![ENDLESS], vec![ENDLESS], vec![stock])?.first().copied()
}

fn best(model: &Arc<Model>, parameters: &[f64], budget: f64, stock: Option<f64>) -> Option<Found> {
    let middle = 0.5 * (budget / FLOP).ln();
    let (mut from, mut to) = (middle - SEARCHED, middle + SEARCHED);
    let mut loss = f64::NAN;
    for _ in 0..ROUNDS {
        let step = (to - from) / (PLACES - 1) as f64;
        let places: Vec<f64> = (0..PLACES).map(|i| from + step * i as f64).collect();
        let values = losses(model, parameters, budget, stock, &places)?;
        let least = (0..PLACES).min_by(|a, b| values[*a].total_cmp(&values[*b]))?;
        if least == 0 || least == PLACES - 1 || !values[least].is_finite() {
            return None;
        }
        (from, to) = (places[least - 1], places[least + 1]);
        loss = values[least];
    }
    Some(Found { size: 0.5 * (from + to), loss, compute: budget })
}
