//! Several series under one word: it follows from the words of the series and the skill over all of them.

use super::conditions::{ConditionId, condition};
use super::tally::Tally;
use super::{Condition, Evidence, Verdict, Word, judge};
use crate::backtest::{Held, HeldOut};
use crate::score::{median_absolute, skill};
use lawlike_num::quantile::mean;
use std::collections::BTreeMap;

/// Share of the tested series that must be Strong.
const STRONG: f64 = 0.75;
/// Share of them that must be Strong or Weak.
const HOLD: f64 = 0.5;

/// The word over all series; `words` are those of the series, the evidence holds the runs of all of them.
///
/// Where most series are too short for a word of their own, each counts as one run: its typical error at its farthest cut.
pub(crate) fn judge_series(evidence: &Evidence<'_>, words: &[Word]) -> Verdict {
    let tested = words.iter().filter(|word| **word != Word::Untested).count();
    let Some(held) = evidence.held.filter(|_| 2 * tested >= words.len()) else {
        let short = evidence.held.map(as_runs);
        return judge(&Evidence { held: short.as_ref(), named: None, ..*evidence });
    };
    let count = |word: Word| words.iter().filter(|one| **one == word).count();
    let (strong, lasting) = (count(Word::Strong), count(Word::Strong) + count(Word::Weak));
    let share = |k: usize| k as f64 / tested as f64;
    let of_tested = |k: usize, least: f64| format!("{k} of {tested} (at least {:.0} %)", 100.0 * least);
    let mut conditions = vec![
        condition(
            ConditionId::SeriesTested,
            tested as f64,
            0.5 * words.len() as f64,
            true,
            format!("{tested} of {} (at least half)", words.len()),
        ),
        condition(
            ConditionId::SeriesHold,
            share(lasting),
            HOLD,
            share(lasting) > HOLD,
            format!("{lasting} of {tested} (more than {:.0} %)", 100.0 * HOLD),
        ),
        condition(
            ConditionId::SeriesStrong,
            share(strong),
            STRONG,
            share(strong) >= STRONG,
            of_tested(strong, STRONG),
        ),
    ];
    conditions.extend(over_series(held));
    let met = |id: ConditionId| conditions.iter().all(|c| c.id != id || c.met);
    let word = if met(ConditionId::SeriesHold) {
        let is_strong = met(ConditionId::SeriesStrong) && met(ConditionId::SeriesSkill);
        if is_strong { Word::Strong } else { Word::Weak }
    } else if count(Word::Broken) >= count(Word::Absent) {
        Word::Broken
    } else {
        Word::Absent
    };
    let listed: Vec<String> = Word::ALL
        .into_iter()
        .filter(|word| count(*word) > 0)
        .map(|word| format!("{} {word}", count(word)))
        .collect();
    let tally = Tally::new(held);
    let sentence = format!(
        "Of {} series {}; {} held-out runs, up to {} beyond the data, missed by {} typically, and the 80 % intervals held {} \
         of them.",
        words.len(),
        listed.join(", "),
        tally.n(),
        evidence.unit.show(tally.farthest()),
        evidence.scale.error_in_words(tally.typical()),
        tally.inside(1)
    );
    let missed = conditions.iter().filter(|c| !c.met);
    let would_change = missed.map(|c| format!("Strong needs: {}, now {}", c.asks, c.text)).collect();
    let headline = format!("{word}: {}", listed.join(", "));
    Verdict { word, headline, sentence, conditions, horizons: Vec::new(), would_change }
}

/// The hardest baseline over series: mean squares by series, so that long ones do not speak for short ones.
fn over_series(held: &Held) -> Option<Condition> {
    let tally = Tally::new(held);
    let squares = |of: &dyn Fn(&HeldOut) -> f64| -> Vec<f64> {
        let mut series: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        tally.runs.iter().for_each(|run| series.entry(run.series).or_default().push(of(run).powi(2)));
        series.into_values().map(|squares| mean(&squares)).collect()
    };
    let law = squares(&|run| run.error);
    let scores = held
        .baselines
        .iter()
        .enumerate()
        .filter(|(_, baseline)| baseline.stands_still() || baseline.extrapolates());
    let found = scores.filter_map(|(at, baseline)| {
        let (value, se) = skill(&law, &squares(&|run| run.baselines[at]));
        value.is_finite().then_some((value, if se.is_finite() { se } else { 0.0 }, baseline.name()))
    });
    let (value, se, name) = found.min_by(|a, b| a.0.total_cmp(&b.0))?;
    let text = format!(
        "error {:.0} ± {:.0} % {} than that of the {name} (smaller)",
        100.0 * value.abs(),
        100.0 * se,
        if value < 0.0 { "larger" } else { "smaller" }
    );
    Some(condition(ConditionId::SeriesSkill, value, 0.0, value > 0.0, text))
}

/// A back-test in which every series is one run at each cut.
fn as_runs(held: &Held) -> Held {
    let mut members: BTreeMap<(usize, usize), Vec<&HeldOut>> = BTreeMap::new();
    held.runs.iter().for_each(|one| members.entry((one.series, one.cut)).or_default().push(one));
    let runs = members.into_iter().map(|((series, cut), runs)| {
        let numbers = |of: &dyn Fn(&HeldOut) -> f64| -> Vec<f64> { runs.iter().map(|run| of(run)).collect() };
        // Typical size with the sign of most: what a run of this series is off by.
        let typical = |values: Vec<f64>| median_absolute(&values).copysign(mean(&values));
        let most =
            |of: &dyn Fn(&HeldOut) -> bool| 2 * runs.iter().filter(|run| of(run)).count() >= runs.len();
        HeldOut {
            series,
            run: series,
            place: series,
            cut,
            distance: runs.iter().map(|run| run.distance).fold(0.0, f64::max),
            error: typical(numbers(&|run| run.error)),
            truth: mean(&numbers(&|run| run.truth)),
            inside: [0, 1, 2].map(|level| most(&|run| run.inside[level])),
            around: runs[0].around,
            rows: Vec::new(),
            followed: runs[0].followed.map(|_| most(&|run| run.followed == Some(true))),
            baselines: (0..held.baselines.len())
                .map(|at| typical(numbers(&|run| run.baselines[at])))
                .collect(),
        }
    });
    Held { runs: runs.collect(), baselines: held.baselines.clone() }
}
