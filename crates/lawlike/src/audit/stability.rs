//! Would the word be the same if choices had been made otherwise?
//!
//! Every choice that could as well have been made otherwise is made otherwise, one at a time: the tolerance, the cuts, the
//! objective, the law beside its neighbours, single runs. The law is fitted anew where that is needed; baselines and the
//! widths of intervals are those of the audit. What is reported is the share of these specifications with the same word.

use super::facts::Facts;
use crate::backtest::{Held, HeldOut, splits};
use crate::fit::{Fit, Objective};
use crate::forecast::Chosen;
use crate::law::Law;
use crate::observations::{Observations, Pieces, distinct};
use crate::verdict::{Evidence, Word, judge, judge_series};
use lawlike_num::parallel;
use lawlike_num::robust::Loss;
use serde::Serialize;

/// What a specification changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpecificationChange {
    /// The error that counts as right.
    Tolerance,
    /// Where the past ends.
    Cut,
    /// What the fit minimises.
    Objective,
    /// The law.
    Law,
    /// Which runs are used.
    Runs,
}

/// One specification and its word.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Specification {
    /// What is chosen otherwise.
    pub choice: SpecificationChange,
    /// How, in a few words.
    pub what: String,
    /// The word.
    pub word: Word,
}

/// The word under all specifications.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stability {
    /// Specifications with the same word.
    pub same: usize,
    /// Specifications that give a word.
    pub of: usize,
    /// The word that most of them give, the audit's own counted as one.
    pub most: Word,
    /// Every specification.
    pub specifications: Vec<Specification>,
}

/// A word that fewer share is not given bare.
const BARE: f64 = 2.0 / 3.0;

impl Stability {
    /// The stability of a word under some specifications; those without a word of their own say nothing.
    pub(super) fn new(word: Word, specifications: Vec<Specification>) -> Self {
        let given = || specifications.iter().filter(|one| one.word != Word::Untested);
        let same = given().filter(|one| one.word == word).count();
        let of = given().count();
        let count = |of: Word| usize::from(of == word) + given().filter(|one| one.word == of).count();
        let most = Word::ALL.into_iter().rev().max_by_key(|word| count(*word)).unwrap_or(word);
        Self { same, of, most, specifications }
    }

    /// Whether the word may stand without its share.
    pub fn is_bare(&self) -> bool {
        self.same as f64 >= BARE * self.of as f64
    }

    /// Specifications that turn the word.
    pub fn turning(&self, word: Word) -> impl Iterator<Item = &Specification> {
        self.specifications.iter().filter(move |one| one.word != word && one.word != Word::Untested)
    }
}

/// What an audit rests on.
pub(super) struct Base<'a> {
    pub(super) series: &'a [Observations],
    /// Held-out runs of each series at rolling cuts.
    pub(super) held: Vec<Option<&'a Held>>,
    pub(super) overall: &'a Held,
    pub(super) fits: Vec<Option<&'a Fit>>,
    pub(super) facts: &'a [Facts],
    pub(super) middle: &'a Facts,
    pub(super) law: &'a Law,
    pub(super) objective: Objective,
    /// Evidence that all series share: scale, tolerance, unit, parameters.
    pub(super) common: Evidence<'a>,
    pub(super) threads: usize,
}

/// Rows beyond which no single run can turn a word, and refits without one are not made.
const MANY: usize = 2000;
/// Runs with the largest residuals that are left out in turn, beside the smallest and the largest run.
const EXTREME: usize = 2;
/// Laws that stand for one another, by the columns that they need.
const NEIGHBOURS: [&[&str]; 2] = [&["power-floor", "power"], &["chinchilla", "skaling"]];

impl Base<'_> {
    /// All specifications but those that need a road of their own.
    pub(super) fn specifications(&self) -> Vec<Specification> {
        let mut out = self.tolerances();
        out.extend(self.cuts());
        let mut refits = self.fits_otherwise();
        refits.extend(self.without_runs());
        out.extend(parallel::map(refits.len(), self.threads, |at| {
            let Refit { choice, what, chosen, dropped } = &refits[at];
            Specification { choice: *choice, what: what.clone(), word: self.refitted(chosen, dropped) }
        }));
        out
    }

    /// The word without some rows of each series.
    pub(super) fn without(&self, gone: &[Vec<usize>]) -> Word {
        self.refitted(&Chosen::new(self.law.clone(), Some(self.objective)), gone)
    }

    /// The word by another fit, without some rows of each series; all stay where nothing is said.
    fn refitted(&self, chosen: &Chosen, gone: &[Vec<usize>]) -> Word {
        let gone_of = |index: usize| gone.get(index).map_or(&[] as &[usize], Vec::as_slice);
        let held: Vec<Option<Held>> =
            (0..self.series.len()).map(|index| self.refit(index, chosen, gone_of(index))).collect();
        self.word(self.common.tolerance.0, &held.iter().map(Option::as_ref).collect::<Vec<_>>())
    }

    /// The word with other held-out runs or another tolerance.
    fn word(&self, tolerance: f64, held: &[Option<&Held>]) -> Word {
        let evidence = |index: usize| Evidence {
            held: held[index],
            named: None,
            scale: self.common.scale,
            tolerance: (tolerance, self.common.tolerance.1),
            unit: self.common.unit,
            parameters: self.common.parameters,
            ..self.facts[index].evidence()
        };
        let words: Vec<Word> = (0..held.len()).map(|index| judge(&evidence(index)).word).collect();
        if let [word] = words.as_slice() {
            return *word;
        }
        let runs = held.iter().flatten().flat_map(|held| held.runs.iter().cloned()).collect();
        let together = Held { baselines: self.overall.baselines.clone(), runs };
        judge_series(
            &Evidence {
                held: Some(&together),
                scale: self.common.scale,
                tolerance: (tolerance, self.common.tolerance.1),
                unit: self.common.unit,
                parameters: self.common.parameters,
                ..self.middle.evidence()
            },
            &words,
        )
        .word
    }

    fn tolerances(&self) -> Vec<Specification> {
        let with_tolerance = |(factor, what): (f64, &str)| Specification {
            choice: SpecificationChange::Tolerance,
            what: what.to_owned(),
            word: self.word(factor * self.common.tolerance.0, &self.held),
        };
        [(0.5, "half the tolerance"), (2.0, "twice the tolerance")].map(with_tolerance).into_iter().collect()
    }

    /// Every rolling cut alone.
    fn cuts(&self) -> Vec<Specification> {
        let cuts = distinct(self.overall.runs.iter().map(|run| run.cut).collect());
        let alone = |cut: usize| {
            let pick = |held: &Held| Held {
                baselines: held.baselines.clone(),
                runs: held.runs.iter().filter(|run| run.cut == cut).cloned().collect(),
            };
            let held: Vec<Option<Held>> = self.held.iter().map(|held| held.map(pick)).collect();
            let word =
                self.word(self.common.tolerance.0, &held.iter().map(Option::as_ref).collect::<Vec<_>>());
            Specification {
                choice: SpecificationChange::Cut,
                what: format!("cut {} of {cuts} alone", cut + 1),
                word,
            }
        };
        if cuts > 1 { (0..cuts).map(alone).collect() } else { Vec::new() }
    }

    /// Other objectives and neighbouring laws.
    fn fits_otherwise(&self) -> Vec<Refit> {
        let losses: &[Loss] = match self.objective.loss {
            Loss::Squares => &[Loss::Absolute, Loss::Huber(1e-3)],
            _ => &[Loss::Squares],
        };
        let mut out: Vec<Refit> = losses
            .iter()
            .map(|loss| {
                let objective = Objective { loss: *loss, ..self.objective };
                let chosen = Chosen::new(self.law.clone(), Some(objective));
                Refit {
                    choice: SpecificationChange::Objective,
                    what: format!("objective {objective}"),
                    chosen,
                    dropped: Vec::new(),
                }
            })
            .collect();
        let list = NEIGHBOURS.iter().find(|list| list.contains(&self.law.id.as_str()));
        let others = list.into_iter().flat_map(|list| list.iter()).filter(|id| **id != self.law.id);
        out.extend(others.filter_map(|id| Law::named(id).ok()).map(|law| Refit {
            choice: SpecificationChange::Law,
            what: format!("law {}", law.id),
            chosen: Chosen::new(law, Some(self.objective)),
            dropped: Vec::new(),
        }));
        out
    }

    /// The audit's own fit without single runs: the smallest, the largest, and those that lie farthest from the law.
    fn without_runs(&self) -> Vec<Refit> {
        let [one] = self.series else { return Vec::new() };
        if one.n() > MANY {
            return Vec::new();
        }
        let pieces = Pieces::of(one);
        let mut rows: Vec<usize> = Vec::new();
        if let Some(main) = crate::check::Direction::main(one) {
            let all: Vec<usize> = (0..one.n()).collect();
            let order = main.order(&all);
            rows.extend([order[0], order[order.len() - 1]]);
        }
        if let Some(fit) = self.fits[0].filter(|fit| fit.residuals.len() == one.n()) {
            let mut far: Vec<usize> = (0..one.n()).collect();
            far.sort_by(|a, b| fit.residuals[*b].abs().total_cmp(&fit.residuals[*a].abs()));
            rows.extend(far.into_iter().filter(|row| !rows.contains(row)).take(EXTREME).collect::<Vec<_>>());
        }
        let refit = |row: usize| Refit {
            choice: SpecificationChange::Runs,
            what: format!("without the run of line {}", one.lines[row]),
            chosen: Chosen::new(self.law.clone(), Some(self.objective)),
            dropped: vec![(0..one.n()).filter(|other| pieces.of[*other] == pieces.of[row]).collect()],
        };
        rows.into_iter().map(refit).collect()
    }

    /// Held-out runs of a series forecast by another fit; those that are left out are gone.
    fn refit(&self, index: usize, chosen: &Chosen, dropped: &[usize]) -> Option<Held> {
        let (one, held) = (&self.series[index], self.held[index]?);
        let gone = |row: &usize| dropped.binary_search(row).is_ok();
        let splits = splits(one, None).ok()?;
        let points = one.points();
        let scale = one.scale();
        let mut runs: Vec<HeldOut> = Vec::new();
        for (cut, split) in splits.iter().enumerate() {
            let Some(split) = split else { continue };
            let here: Vec<&HeldOut> =
                held.runs.iter().filter(|run| run.cut == cut && !run.rows.iter().any(&gone)).collect();
            let past: Vec<usize> = split.past.iter().copied().filter(|row| !gone(row)).collect();
            let rows: Vec<usize> = here.iter().flat_map(|run| run.rows.iter().copied()).collect();
            if rows.is_empty() || past.is_empty() {
                continue;
            }
            let answers = chosen.trial(&one.select(&past), &points.select(&rows));
            let mut at = 0;
            for run in here {
                let own = &answers[at..at + run.rows.len()];
                at += run.rows.len();
                let truth = |row: &usize| scale.forward(one.response.values[*row]);
                let errors = own.iter().zip(&run.rows).map(|(answer, row)| answer - truth(row));
                let error = errors.sum::<f64>() / own.len() as f64;
                if error.is_finite() {
                    let inside =
                        run.around.intervals().map(|around| around.map(|end| error + end).contains(0.0));
                    runs.push(HeldOut { error, inside, ..run.clone() });
                }
            }
        }
        Some(Held { baselines: held.baselines.clone(), runs })
    }
}

/// A fit that is made anew.
struct Refit {
    choice: SpecificationChange,
    what: String,
    chosen: Chosen,
    /// Rows of each series that are left out, ascending.
    dropped: Vec<Vec<usize>>,
}
