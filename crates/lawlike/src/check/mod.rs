//! Checks: what may be wrong with a law that looks right. One file a check.

mod at_bound;
mod autocorrelation;
mod best_of_k;
mod breaks;
mod chance_floor;
mod claim;
mod context;
mod few_rows;
mod identifiability;
mod irreducible_loss;
mod isoflop_bias;
mod lack_of_fit;
mod leave_one_group_out;
mod leverage;
mod metric_artefact;
pub(crate) mod near_duplicates;
mod outliers;
mod pseudo_replication;
mod saturation;
mod scan;
mod search;
mod selection;
mod series;
mod span;
mod specification;
mod tokens_per_parameter;
mod told_apart;

pub use claim::{Published, StatedInterval, StatedValue, check_published};
pub use metric_artefact::{smooth_cost, task_words, words};
pub use series::check_series;

pub(crate) use crate::finding::{CheckCard, Finding, Found, Severity};

use crate::fit::{self, Fit};
use crate::kept::{Digest, Kept, Words, words};
use crate::law::Law;
use crate::observations::Observations;
pub use context::Linear;
pub(crate) use context::{Context, Direction, tracks};
pub(crate) use pseudo_replication::hang_together;
pub use scan::{Bend, Scan};

/// A check: its card and what it does.
pub(crate) struct Check {
    /// The card.
    pub(crate) card: CheckCard,
    /// Whether it fits anew or draws many times, and so takes longer than the fit itself.
    pub(crate) is_dear: bool,
    /// Looks, and says what it found.
    pub(crate) run: fn(&Context<'_>) -> Option<Found>,
}

/// All checks, in the order in which they run.
pub(crate) const CHECKS: &[&Check] = &[
    &identifiability::CHECK,
    &tokens_per_parameter::CHECK,
    &span::CHECK,
    &few_rows::CHECK,
    &at_bound::CHECK,
    &search::CHECK,
    &outliers::CHECK,
    &leverage::CHECK,
    &leave_one_group_out::CHECK,
    &irreducible_loss::CHECK,
    &saturation::CHECK,
    &breaks::CHECK,
    &lack_of_fit::CHECK,
    &autocorrelation::CHECK,
    &pseudo_replication::CHECK,
    &near_duplicates::CHECK,
    &selection::CHECK,
    &best_of_k::CHECK,
    &specification::CHECK,
    &chance_floor::CHECK,
    &metric_artefact::CHECK,
    &isoflop_bias::CHECK,
    &told_apart::CHECK,
];

/// Cards of all checks, in the same order; those over series and those of claims last.
pub const CARDS: &[&CheckCard] = &{
    const ALONE: usize = CHECKS.len();
    const TOGETHER: usize = ALONE + series::CHECKS.len();
    let mut cards = [&CHECKS[0].card; TOGETHER + claim::CHECKS.len()];
    let mut i = 0;
    while i < cards.len() {
        cards[i] = match i {
            ..ALONE => &CHECKS[i].card,
            ALONE..TOGETHER => &series::CHECKS[i - ALONE].card,
            _ => &claim::CHECKS[i - TOGETHER].card,
        };
        i += 1;
    }
    cards
};

/// Which checks look at a fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckLevel {
    /// All.
    All,
    /// Those that take no longer than the fit.
    Quick,
    /// None.
    None,
}

impl CheckLevel {
    fn takes(self, check: &Check) -> bool {
        match self {
            Self::All => true,
            Self::Quick => !check.is_dear,
            Self::None => false,
        }
    }
}

/// Codes of the checks that only [`CheckLevel::All`] runs.
pub fn dear() -> impl Iterator<Item = &'static str> {
    CHECKS.iter().filter(|check| check.is_dear).map(|check| check.card.code)
}

/// Runs every check on one fitted series: `fit` is that of `law` on `observations` with `options`.
pub fn check(law: &Law, observations: &Observations, options: &fit::FitOptions, fit: &Fit) -> Vec<Finding> {
    run(CheckLevel::All, &Context::new(law, observations, options, fit))
}

/// The same with the checks of a level.
pub(crate) fn run(level: CheckLevel, context: &Context<'_>) -> Vec<Finding> {
    let taken = CHECKS.iter().filter(|check| level.takes(check));
    let label = &context.observations.label;
    taken.filter_map(|check| Some(check.card.finding((check.run)(context)?, label))).collect()
}

/// What all checks found on a series, by the code of each, and how many independent runs one run is worth: less than one
/// where neighbours err together.
struct Looked {
    found: Vec<(String, Found)>,
    worth: f64,
}

words!(Looked { found, worth });
words!(Found { severity, number, threshold, message });

impl Words for Severity {
    fn write(&self, to: &mut Vec<u64>) {
        (*self as usize).write(to);
    }

    fn read(from: &mut &[u64]) -> Option<Self> {
        [Self::Note, Self::Warning, Self::Serious].get(usize::read(from)?).copied()
    }
}

impl Looked {
    fn new(context: &Context<'_>) -> Self {
        let found: Vec<(String, Found)> = CHECKS
            .iter()
            .filter_map(|check| Some((check.card.code.to_owned(), (check.run)(context)?)))
            .collect();
        let fired = |check: &Check| found.iter().any(|(code, _)| code == check.card.code);
        let serial = if fired(&autocorrelation::CHECK) { autocorrelation::worth(context) } else { 1.0 };
        let chained =
            if fired(&pseudo_replication::CHECK) { pseudo_replication::worth(context) } else { 1.0 };
        Self { found, worth: serial.min(chained) }
    }
}

/// All checks, and how many independent runs one run is worth.
pub(crate) fn check_worth(
    law: &Law,
    observations: &Observations,
    options: &fit::FitOptions,
    fit: &Fit,
    kept: &Kept,
) -> (Vec<Finding>, f64) {
    let key = || {
        let mut digest = Digest::new("checks");
        observations.digest(&mut digest);
        digest.text(&format!("{} {} {:?} {options:?}", law.id, law.formula.text(), law.parameters));
        digest.key()
    };
    let Looked { found, worth } =
        kept.or(key, || Looked::new(&Context::new(law, observations, options, fit)));
    let card = |code: &str| CHECKS.iter().map(|check| &check.card).find(|card| card.code == code);
    let findings =
        found.into_iter().filter_map(|(code, found)| Some(card(&code)?.finding(found, &observations.label)));
    (findings.collect(), worth)
}

#[cfg(test)]
mod tests;
