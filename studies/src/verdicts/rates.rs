//! Drawing, auditing, and what came after.

use super::aftermath::{Audited, Met};
use super::lists::{Group, all};
use super::worlds::World;
use crate::checks::case::Case;
use lawlike::audit::Audit;
use lawlike::backtest::Cut;
use lawlike::forecast::{self, forecast};
use lawlike::law::Law;
use lawlike::observations::{Column, Observations};
use lawlike::run::Run;
use lawlike::verdict::Word;
use lawlike_num::parallel;
use lawlike_num::stream::Stream;

/// Seed of the tables on which the rules are developed.
pub(crate) const DEVELOP: u64 = 20_261_122;
/// Seed of the tables of the page.
pub(crate) const REPORT: u64 = 31_415_926;

/// Every word, in the order of the table.
pub(crate) const WORDS: [Word; 5] = [Word::Strong, Word::Weak, Word::Broken, Word::Absent, Word::Untested];

/// Of so many tables one is audited again under other choices.
pub(crate) const AGAIN: usize = 4;
/// The other cut.
const CUT: f64 = 0.2;
/// Keeps the streams of runs that are dropped apart from those of tables.
const DROP: u64 = 0x6472_6f70;

/// One table: its word, and what else is counted.
pub(crate) struct Outcome {
    /// The word.
    pub(crate) word: Word,
    /// Whether some horizon is Strong.
    pub(crate) is_strong_somewhere: bool,
    /// Codes of the findings.
    pub(crate) codes: Vec<&'static str>,
    /// Share of the specifications of the audit that give the same word.
    pub(crate) same: Option<f64>,
    /// Whether the word is the same at the other cut, and without one run; for some tables.
    pub(crate) again: Option<(bool, bool)>,
    /// What became of the forecasts of its future.
    pub(super) met: Vec<Met>,
}

/// What was found in one world.
pub(crate) struct Rates {
    /// The group of the world.
    pub(crate) group: Group,
    /// The world.
    pub(crate) world: &'static World,
    /// Its tables.
    pub(crate) tables: Vec<Outcome>,
}

impl Rates {
    /// Audits so many tables of each world.
    pub(crate) fn simulate(seed: u64, draws: usize) -> Vec<Self> {
        let worlds: Vec<(Group, &'static World)> = all().collect();
        // All tables at once: one slow world does not keep the others waiting.
        let tables = parallel::map(worlds.len() * draws, 0, |at| {
            let (world, number) = (at / draws, at % draws);
            table(worlds[world].1, seed, &[world as u64, number as u64], number.is_multiple_of(AGAIN))
        });
        let mut tables = tables.into_iter();
        let rates_of = |(group, world)| {
            let own: Vec<Option<Outcome>> = tables.by_ref().take(draws).collect();
            Self { group, world, tables: own.into_iter().flatten().collect() }
        };
        worlds.into_iter().map(rates_of).collect()
    }

    /// Tables with a word.
    pub(crate) fn count(&self, word: Word) -> usize {
        self.tables.iter().filter(|one| one.word == word).count()
    }

    /// Tables that got a fair word.
    pub(crate) fn right(&self) -> usize {
        self.world.fair.iter().map(|word| self.count(*word)).sum()
    }

    /// Whether Strong is a fair word.
    pub(crate) fn may_be_strong(&self) -> bool {
        self.world.fair.contains(&Word::Strong)
    }
}

/// The world whose points are the best of several runs: no table says so, but a finding does.
pub(crate) const BEST: &str = "best of many";

/// Tables that were called Strong where that is not fair, and all that were called Strong; `BEST` apart.
pub(crate) fn strongly_wrong<'a>(rates: impl Iterator<Item = &'a Rates>) -> (usize, usize) {
    let counted = rates.filter(|one| one.world.name != BEST);
    counted.fold((0, 0), |(wrong, all), one| {
        let strong = one.count(Word::Strong);
        (wrong + if one.may_be_strong() { 0 } else { strong }, all + strong)
    })
}

/// Draws and audits a table; `is_again` says whether it is audited under other choices as well.
fn table(world: &World, seed: u64, key: &[u64], is_again: bool) -> Option<Outcome> {
    let case = (world.draw)(&mut Stream::keyed(seed, key))?;
    let audit = case.audit()?;
    let word = audit.verdict.word;
    let again = || {
        let mut stream = Stream::keyed(seed, &[DROP, key[0], key[1]]);
        let row = stream.below(case.runs().n());
        let same = |other: Option<Audit>| other.is_some_and(|other| other.verdict.word == word);
        (same(case.audit_at(Some(Cut::Last(CUT)))), same(case.clone().without(row).audit()))
    };
    let share = |one: &lawlike::audit::Stability| one.same as f64 / one.of as f64;
    Some(Outcome {
        word,
        is_strong_somewhere: word == Word::Strong
            || audit.verdict.horizons.iter().any(|one| one.word == Word::Strong),
        codes: audit.findings.iter().map(|finding| finding.code).collect(),
        same: audit.stability.as_ref().filter(|one| one.of > 0).map(share),
        again: is_again.then(again),
        met: met(&case, &audit).unwrap_or_default(),
    })
}

/// What became of the forecasts that the audited law makes of the future.
fn met(case: &Case, audit: &Audit) -> Option<Vec<Met>> {
    let law = Law::parse(&audit.law.name).ok()?;
    let options =
        forecast::ForecastOptions { law: Some(law), run: Run::on(1), ..forecast::ForecastOptions::default() };
    let points: Vec<_> = case.future().iter().map(Observations::points).collect();
    let found = forecast(case.series(), &points, &options).ok()?;
    let series = case.series().iter().zip(&audit.series).zip(case.future().iter().zip(&found));
    let of = series.map(|((past, part), (future, forecast))| {
        let audited =
            Audited { past, verdict: &part.verdict, unit: audit.distance_unit, tolerance: audit.tolerance.0 };
        let medians: Vec<f64> = forecast.rows.iter().map(|row| row.fan.median()).collect();
        audited.met(&future.axes.iter().collect::<Vec<&Column>>(), &medians, &future.response.values)
    });
    Some(of.flatten().collect())
}
