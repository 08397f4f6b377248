//! How the worth of repeated tokens decays, with intervals over stocks drawn with replacement.

use super::runs::Runs;
use super::two_step::{PUBLISHED, SURFACE, TwoStep};
use super::{DataLimitOptions, interval};
use lawlike::error::{Error, Result};
use lawlike::fit::{self, Effort, Model, Prepared};
use lawlike::interval::Interval;
use lawlike::law::Law;
use lawlike_num::parallel;
use lawlike_num::stream::Stream;
use serde::Serialize;
use std::sync::Arc;

/// The law.
pub(super) const LAW: &str = "data-constrained";
/// Beyond so many repeats a constant of decay is open: repeats are as good as new.
const OPEN: f64 = 9e4;
/// Epochs for which effective tokens are listed.
const EPOCHS: [f64; 7] = [2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0];
/// Keeps these streams apart from those of other uses of the same seed.
const REPEATS_STREAM: u64 = 0x7265_7065_6174;

/// How the law was fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Steps {
    /// The surface by runs of one epoch, the decay by the others.
    Two,
    /// All parameters by all runs at once.
    One,
}

/// Which runs decide a fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Which {
    /// All.
    All,
    /// Those that no run with no more parameters, tokens and unique tokens beats.
    AtTheirBest,
    /// Those of few epochs: the past of the contest.
    FewEpochs,
}

/// The decay of repeats, found in one way.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decay {
    /// Steps of the fit.
    pub steps: Steps,
    /// Which runs decide it.
    pub which: Which,
    /// How many they are.
    pub runs: usize,
    /// Repeats at which a repeated token is worth `1/e` of a fresh one (`R_D*`).
    pub repeats: Interval,
    /// The same of parameters in excess (`R_N*`).
    pub excess: Interval,
    /// Repeats over which the worth of a further repeat halves, `R_D* ln 2`, in epochs.
    pub half_life: Interval,
    /// Epoch at which repeats stop paying.
    pub stops: Interval,
    /// Effective tokens for each unique one after so many epochs.
    pub effective: Vec<(f64, Interval)>,
    /// Share by which the objective is higher with the published decay of repeats; the rest of the last step is fitted
    /// again.
    pub published_costs: f64,
    /// Names and values of the parameters.
    pub parameters: Vec<(String, f64)>,
    /// Draws that could be fitted, of those asked for.
    pub draws: (usize, usize),
}

/// All ways, and the one that plans rest on.
pub(super) struct Found {
    pub(super) decays: Vec<Decay>,
    pub(super) main: Main,
    pub(super) missing: Vec<String>,
}

/// The fit that plans rest on: two steps on all runs.
pub(super) struct Main {
    pub(super) model: Arc<Model>,
    pub(super) parameters: Vec<f64>,
    pub(super) draws: Vec<Vec<f64>>,
    /// Stocks of the runs that repeat.
    pub(super) stocks: usize,
}

/// A fit that can be made again on other draws of the runs.
pub(super) enum Way {
    Two(Box<TwoStep>),
    One(Box<Prepared>, Vec<usize>),
}

impl Way {
    /// All parameters of a law at once.
    pub(super) fn in_one_step(
        runs: &Runs,
        law: &str,
        rows: &[usize],
        options: &DataLimitOptions,
    ) -> Result<Self> {
        let asked = fit::FitOptions::default().with_objective(options.objective);
        let prepared = Prepared::new(&Law::named(law)?, &runs.all.select(rows), &asked)?;
        Ok(Self::One(Box::new(prepared), rows.to_vec()))
    }

    /// In two steps.
    pub(super) fn two(runs: &Runs, law: &str, rows: &[usize], options: &DataLimitOptions) -> Result<Self> {
        // A baseline shares the surface that is held, not the rest.
        let is_shared = |(name, _): &&(String, f64)| law == LAW || SURFACE.contains(&name.as_str());
        let held: Vec<(String, f64)> = options.held.iter().filter(is_shared).cloned().collect();
        Ok(Self::Two(Box::new(TwoStep::new(runs, law, rows, &held, options.objective)?)))
    }

    pub(super) fn model(&self) -> &Arc<Model> {
        match self {
            Self::Two(two) => &two.model,
            Self::One(one, _) => one.model(),
        }
    }

    /// Parameters and objective where each row of the runs counts so often.
    pub(super) fn solve(&self, times: &[f64], effort: Effort) -> Option<(Vec<f64>, f64)> {
        match self {
            Self::Two(two) => two.solve(times, effort).map(|found| (found.parameters, found.objective)),
            Self::One(one, rows) => {
                let weights: Vec<f64> = rows.iter().map(|row| times[*row]).collect();
                if weights.iter().filter(|weight| **weight > 0.0).count() <= one.parameters().len() {
                    return None;
                }
                let found = one.solve(&weights, effort);
                let is_finite = found.objective.is_finite() && found.parameters.iter().all(|v| v.is_finite());
                is_finite.then_some((found.parameters, found.objective))
            }
        }
    }

    fn rows(&self) -> Vec<usize> {
        match self {
            Self::Two(two) => two.rows().collect(),
            Self::One(_, rows) => rows.clone(),
        }
    }

    /// The least objective with the published decay, as a share above the least.
    fn published_costs(&self, times: &[f64], least: f64) -> f64 {
        let rd = ("RD".to_owned(), PUBLISHED.0);
        let objective = match self {
            Self::Two(two) => two.solve_with(times, Effort::Thorough, &[rd]).map(|found| found.objective),
            Self::One(..) => None,
        };
        objective.map_or(f64::NAN, |objective| objective / least - 1.0)
    }
}

/// Draws stocks with replacement: how often each row of the runs counts.
pub(super) fn draw(runs: &Runs, rows: &[usize], stream: &mut Stream) -> Vec<f64> {
    let clusters = runs.clusters(rows);
    let mut times = vec![0.0; runs.n() + 1];
    for _ in 0..clusters.len() {
        times[clusters[stream.below(clusters.len())]] += 1.0;
    }
    runs.all.groups.iter().map(|group| times[*group]).collect()
}

/// Parameters fitted to draws of the stocks.
pub(super) fn draws(runs: &Runs, way: &Way, options: &DataLimitOptions) -> Vec<Vec<f64>> {
    let rows = way.rows();
    let replicate = |number: usize| {
        let mut stream = Stream::keyed(options.run.seed, &[REPEATS_STREAM, number as u64]);
        way.solve(&draw(runs, &rows, &mut stream), Effort::Quick).map(|(parameters, _)| parameters)
    };
    parallel::map(options.replicates, options.run.threads, replicate).into_iter().flatten().collect()
}

/// The decay by two steps and by one, on each set of runs; the first that can be had is the one to plan with.
pub(super) fn decays(runs: &Runs, sets: &[(Which, Vec<usize>)], options: &DataLimitOptions) -> Result<Found> {
    let (mut decays, mut missing, mut main) = (Vec::new(), Vec::new(), None);
    let is_held = !options.held.is_empty();
    for steps in [Steps::Two, Steps::One] {
        if is_held && steps == Steps::One {
            continue;
        }
        for (which, rows) in sets {
            let way = runs.can_tell(rows, is_held).and_then(|()| match steps {
                Steps::Two => Way::two(runs, LAW, rows, options),
                Steps::One => Way::in_one_step(runs, LAW, rows, options),
            });
            match way.and_then(|way| decay(runs, &way, steps, *which, options)) {
                Ok((decay, found)) => {
                    decays.push(decay);
                    main.get_or_insert(found);
                }
                Err(reason) if is_held && *which == Which::All => return Err(reason),
                Err(reason) => {
                    missing.push(format!("the decay of repeats {}: {reason}", named(steps, *which)))
                }
            }
        }
    }
    let main = main.ok_or_else(|| Error::observations(missing.join("; ")))?;
    Ok(Found { decays, main, missing })
}

fn named(steps: Steps, which: Which) -> String {
    let steps = if steps == Steps::Two { "in two steps" } else { "in one step" };
    let runs = match which {
        Which::All => "on all runs",
        Which::AtTheirBest => "on runs at their best",
        Which::FewEpochs => "on runs of few epochs",
    };
    format!("{steps} {runs}")
}

fn decay(
    runs: &Runs,
    way: &Way,
    steps: Steps,
    which: Which,
    options: &DataLimitOptions,
) -> Result<(Decay, Main)> {
    let whole = vec![1.0; runs.n()];
    let failed = || Error::observations("the fit found no optimum");
    let (parameters, objective) = way.solve(&whole, Effort::Thorough).ok_or_else(failed)?;
    let draws = draws(runs, way, options);
    let model = way.model().clone();
    let place = |name: &str| model.parameters().iter().position(|known| known == name).ok_or_else(failed);
    let (rd, rn) = (place("RD")?, place("RN")?);
    let stocks = runs.clusters(&runs.repeated(&way.rows())).len();
    let over = |of: &dyn Fn(&[f64]) -> f64, most: f64| {
        interval(of(&parameters), draws.iter().map(|draw| of(draw)), most, stocks)
    };
    let stops = -options.worth.ln();
    let effective = EPOCHS.map(|epochs| (epochs, over(&|p| effective_tokens(epochs, p[rd]), f64::INFINITY)));
    let decay = Decay {
        steps,
        which,
        runs: way.rows().len(),
        repeats: over(&|p| p[rd], OPEN),
        excess: over(&|p| p[rn], OPEN),
        half_life: over(&|p| p[rd] * std::f64::consts::LN_2, OPEN * std::f64::consts::LN_2),
        stops: over(&|p| 1.0 + p[rd] * stops, 1.0 + OPEN * stops),
        effective: effective.to_vec(),
        published_costs: way.published_costs(&whole, objective),
        parameters: model.parameters().iter().cloned().zip(parameters.iter().copied()).collect(),
        draws: (draws.len(), options.replicates),
    };
    Ok((decay, Main { model, parameters, draws, stocks }))
}

/// Effective tokens for each unique one (equation 5 of Muennighoff et al. 2023).
pub fn effective_tokens(epochs: f64, decay: f64) -> f64 {
    1.0 - decay * (-(epochs - 1.0) / decay).exp_m1()
}
