//! Rules: which runs may be used. One file a rule.
//!
//! A rule marks rows for a stated reason and drops nothing. What would follow from leaving its rows out is shown by an
//! audit ([`crate::audit`]), and a user applies it by name. Every rule says its threshold, where that comes from, and how
//! often it marks a row of lawful runs (`docs/reference/rules.md`).

mod checkpoints;
mod cool_down;
mod diverged;
mod duplicates;
mod effect;
mod schedule;
mod under_tuned;
mod unfinished;
mod warm_up;

pub(crate) use effect::{Ask, effects};
pub use effect::{Effect, Effects, LargestHeldOut};

use crate::check::Context;
use crate::error::{Error, Result};
use crate::finding::CheckCard;
use crate::fit::{self, Fit};
use crate::law::{self, Law};
use crate::observations::Observations;
use crate::quantity::{Quantity, Setting};
use crate::run::Run;
use std::cell::OnceCell;

/// What a rule is about, in the words of a check: what it marks, why it may mark a sound run, and what to do.
pub type RuleCard = CheckCard;

/// What a rule makes of some runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Marks {
    /// Rows that it marks, ascending.
    Rows(Vec<usize>),
    /// It cannot be asked: what the runs do not say.
    Lacks(&'static str),
}

/// A rule: its card and what it does.
pub(crate) struct Rule {
    /// The card.
    pub(crate) card: RuleCard,
    /// Marks rows.
    pub(crate) mark: fn(&Runs<'_>) -> Marks,
}

/// All rules, in the order in which they are shown.
pub(crate) const RULES: &[&Rule] = &[
    &unfinished::RULE,
    &warm_up::RULE,
    &cool_down::RULE,
    &diverged::RULE,
    &under_tuned::RULE,
    &duplicates::RULE,
    &checkpoints::RULE,
];

/// Cards of all rules, in the same order.
pub const CARDS: &[&RuleCard] = &{
    let mut cards = [&RULES[0].card; RULES.len()];
    let mut i = 0;
    while i < cards.len() {
        cards[i] = &RULES[i].card;
        i += 1;
    }
    cards
};

/// The name that stands for all rules.
pub const ALL: &str = "all";

/// Runs, with what several rules share.
pub(crate) struct Runs<'a> {
    /// The runs.
    pub(crate) observations: &'a Observations,
    fitted: OnceCell<Option<(Law, fit::FitOptions, Fit)>>,
}

impl<'a> Runs<'a> {
    pub(crate) fn new(observations: &'a Observations) -> Self {
        Self { observations, fitted: OnceCell::new() }
    }

    /// The values of a setting, if all are finite.
    pub(crate) fn setting(&self, setting: Setting) -> Option<&'a [f64]> {
        self.quantity(Quantity::Setting(setting))
    }

    /// The values of a quantity, if all are finite.
    pub(crate) fn quantity(&self, quantity: Quantity) -> Option<&'a [f64]> {
        let mut columns = self.observations.columns();
        let column = columns.find(|column| column.quantity == quantity)?;
        column.values.iter().all(|value| value.is_finite()).then_some(column.values.as_slice())
    }

    /// Whether a small response is a good one: a loss or a share of wrong answers.
    pub(crate) fn is_loss(&self) -> bool {
        let quantity = self.observations.response.quantity;
        matches!(quantity, Quantity::Loss(_) | Quantity::ErrorRate)
            && self.observations.response.values.iter().all(|value| *value > 0.0)
    }

    /// What checks look at, with the law of the rule by what was measured fitted to all runs: a mark does not depend on the
    /// law that somebody asks for.
    pub(crate) fn with_context<T>(&self, ask: impl FnOnce(&Context<'_>) -> T) -> Option<T> {
        let fitted = self.fitted.get_or_init(|| {
            let (law, _) = law::auto(self.observations).ok()?;
            let options = fit::FitOptions { run: Run::on(1), ..fit::FitOptions::default() };
            let fit = fit::fit(&law, self.observations, &options).ok()?;
            Some((law, options, fit))
        });
        let (law, options, fit) = fitted.as_ref()?;
        Some(ask(&Context::new(law, self.observations, options, fit)))
    }
}

/// The rules of these names.
///
/// # Errors
/// A name that no rule has.
pub(crate) fn named(names: &[String]) -> Result<Vec<&'static Rule>> {
    let rule_of = |name: &String| {
        let found = RULES.iter().find(|rule| rule.card.code == name.as_str());
        found.copied().ok_or_else(|| {
            let known: Vec<&str> = RULES.iter().map(|rule| rule.card.code).chain([ALL]).collect();
            Error::option(format!("no rule is called `{name}`: rules are {}", known.join(", ")))
        })
    };
    if names.iter().any(|name| name == ALL) {
        names.iter().filter(|name| *name != ALL).try_for_each(|name| rule_of(name).map(|_| ()))?;
        return Ok(RULES.to_vec());
    }
    names.iter().map(rule_of).collect()
}

/// Leaves out the rows that the rules of these names mark, and says of each rule what it left out. All rules see all rows.
/// `kept` are the indices of the series that still have rows.
///
/// # Errors
/// A name that no rule has, or no row is left.
pub fn apply(series: &[Observations], names: &[String]) -> Result<Applied> {
    let rules = named(names)?;
    let mut marked: Vec<Vec<bool>> = series.iter().map(|one| vec![false; one.n()]).collect();
    let mut said = Vec::new();
    let runs: Vec<Runs<'_>> = series.iter().map(Runs::new).collect();
    for rule in rules {
        let (mut lines, mut lacks) = (Vec::new(), None);
        for (runs, marked) in runs.iter().zip(&mut marked) {
            match (rule.mark)(runs) {
                Marks::Rows(rows) => {
                    lines.extend(rows.iter().map(|row| runs.observations.lines[*row]));
                    rows.iter().for_each(|row| marked[*row] = true);
                }
                Marks::Lacks(what) => lacks = Some(what),
            }
        }
        said.push(match (lines.as_slice(), lacks) {
            ([], Some(what)) => format!("rule {}: not applied, {what}", rule.card.code),
            (lines, _) => format!("rule {}: {}", rule.card.code, left_out(lines)),
        });
    }
    let (mut left, mut kept) = (Vec::new(), Vec::new());
    for (index, (one, marked)) in series.iter().zip(&marked).enumerate() {
        let rows: Vec<usize> = (0..one.n()).filter(|row| !marked[*row]).collect();
        if rows.len() == one.n() {
            left.push(one.clone());
        } else if !rows.is_empty() {
            left.push(one.select(&rows));
        } else {
            said.push(format!("series {}: no row is left, it is left out", one.label));
            continue;
        }
        kept.push(index);
    }
    if left.is_empty() {
        return Err(Error::observations(format!("no row is left after {}", said.join("; "))));
    }
    Ok(Applied { series: left, kept, said })
}

/// Rows that ended worse than smaller ones.
pub(crate) fn diverged(observations: &Observations) -> Vec<usize> {
    match (diverged::RULE.mark)(&Runs::new(observations)) {
        Marks::Rows(rows) => rows,
        Marks::Lacks(_) => Vec::new(),
    }
}

/// Rows that every rule marks, by its name; `None` where it cannot be asked.
pub fn marks(observations: &Observations) -> Vec<(&'static str, Option<Vec<usize>>)> {
    let runs = Runs::new(observations);
    let marked_rows = |rule: &&Rule| match (rule.mark)(&runs) {
        Marks::Rows(rows) => (rule.card.code, Some(rows)),
        Marks::Lacks(_) => (rule.card.code, None),
    };
    RULES.iter().map(marked_rows).collect()
}

/// Runs that are left after rules.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// The series that still have rows.
    pub series: Vec<Observations>,
    /// Their places among those before.
    pub kept: Vec<usize>,
    /// What each rule left out, one sentence each.
    pub said: Vec<String>,
}

/// How many rows, and the first of their lines.
fn left_out(lines: &[usize]) -> String {
    const SHOWN: usize = 8;
    if lines.is_empty() {
        return "marks no row".to_owned();
    }
    let shown: Vec<String> = lines.iter().take(SHOWN).map(ToString::to_string).collect();
    let more = if lines.len() > SHOWN { ", ..." } else { "" };
    let noun = if lines.len() == 1 { "row" } else { "rows" };
    format!("{} {noun} left out (lines {}{more})", lines.len(), shown.join(", "))
}

#[cfg(test)]
mod tests;
