//! The audit: the road from observations to a verdict. The only module that knows all others.

mod apart;
mod facts;
mod judged;
mod onset;
mod points;
mod regime;
mod stability;
mod subject;
mod trend;
mod turning;
mod wide;
mod wrong_law;

pub use points::PlotPoint;
pub use stability::{Specification, SpecificationChange, Stability};
pub use subject::{AxisRange, LawText, ResponseName, Subject};

/// Cards of the findings that an audit makes itself.
pub const CARDS: &[&CheckCard] =
    &[&wrong_law::CARD, &apart::COPIES, &apart::CRASHED, &onset::CARD, &wide::CARD];

use crate::accounting::Assumed;
use crate::allocation::{self, Spread, Trait, spread};
use crate::backtest::{self, Backtest, Backtested, Cut, DistanceUnit, Question, backtest};
use crate::check::{Published, check_series};
use crate::error::{Error, Result};
use crate::finding::{CheckCard, Finding, by_severity};
use crate::fit::{self, Fit, Model, Objective, auto_objective, fit};
use crate::forecast::record::{Record, ReferenceClass};
use crate::interval::Interval;
use crate::kept::Kept;
use crate::law::{self, Law};
use crate::noise::Noise;
use crate::observations::{Observations, parted};
use crate::provenance::Provenance;
use crate::rule::{Ask, Effects, effects};
use crate::run::Run;
use crate::verdict::{Design, Evidence, Verdict, Word, judge_series};
use apart::Apart;
use facts::Facts;
use judged::{Asked, Judged, judged_series};
use lawlike_num::parallel;
use lawlike_num::progress::part;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use stability::Base;
use std::borrow::Cow;
use subject::subject;

/// One series of an audit (the whole data without `--by`).
#[derive(Debug, Clone, Serialize)]
pub struct Series {
    /// Value of the `--by` column, or empty.
    pub label: String,
    /// Fit of the law on all rows.
    pub fit: Option<Fit>,
    /// Why there is no fit, if there is none.
    pub failure: Option<String>,
    /// Back-test of this series.
    pub backtest: Option<Backtest>,
    /// How much repeats of one run differ, where there are any.
    pub noise: Option<Noise>,
    /// Verdict on this series alone.
    pub verdict: Verdict,
    /// Observed and fitted points for plots.
    #[serde(skip)]
    pub points: Vec<PlotPoint>,
    /// Name and unit of the axis of the plot, and whether it is logarithmic.
    #[serde(skip)]
    pub plot_axis: (String, bool),
}

/// The result of an audit.
#[derive(Debug, Clone, Serialize)]
pub struct Audit {
    /// Where it comes from.
    pub provenance: Provenance,
    /// What was audited.
    pub subject: Subject,
    /// The law, as it is written.
    pub law: LawText,
    /// How the law was chosen.
    pub law_rule: String,
    /// Objective and how it was chosen.
    pub objective: (String, String),
    /// Error that counts as right, on the scale of the response, and how it was chosen.
    pub tolerance: (f64, String),
    /// Unit of the distances in the back-test.
    pub distance_unit: DistanceUnit,
    /// The verdict.
    pub verdict: Verdict,
    /// Whether the word would be the same if choices had been made otherwise; none where there is no word.
    pub stability: Option<Stability>,
    /// Number of series by word, if there is more than one.
    pub words: Vec<(Word, usize)>,
    /// Back-test over all series: at the cut that was named, or at rolling cuts.
    pub backtest: Option<Backtest>,
    /// Back-test over all series at rolling cuts, where a cut was named beside them.
    pub rolling: Option<Backtest>,
    /// What the checks found, most serious first.
    pub findings: Vec<Finding>,
    /// The irreducible part of the response as known from its source, against the estimate.
    pub floor: Option<Floor>,
    /// The exponent of the optimal size by definition of size and compute, for losses over parameters and tokens.
    pub definitions: Option<Spread>,
    /// Which runs may be used: every rule, and what would follow from it.
    pub rules: Effects,
    /// The track record behind the intervals.
    pub reference: ReferenceClass,
    /// Every series.
    pub series: Vec<Series>,
}

/// The irreducible part of a response where its source is known, such as the entropy of a text.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Floor {
    /// What it is.
    pub known: f64,
    /// What the law estimates from all rows, with its 95 % interval.
    #[serde(flatten, serialize_with = "estimate")]
    pub estimate: Interval,
}

/// Writes the estimate of a floor, and the ends of its interval as a pair.
fn estimate<S: Serializer>(estimate: &Interval, to: S) -> std::result::Result<S::Ok, S::Error> {
    let mut map = to.serialize_map(Some(2))?;
    map.serialize_entry("estimate", &estimate.value)?;
    map.serialize_entry("interval", &estimate.ends())?;
    map.end()
}

/// What shapes an audit.
#[derive(Debug, Clone, Default)]
pub struct AuditOptions {
    /// What is put to the trial.
    pub question: Question,
    /// The irreducible part of the response, where it is known from its source.
    pub floor: Option<f64>,
    /// Published numbers that are held against the fit of every series.
    pub published: Published,
    /// Columns of words that tell the series apart, with one value for each series.
    pub traits: Vec<Trait>,
    /// Parts of the shapes of the models that all runs share and no column says.
    pub assumed: Assumed,
    /// Seed of all random streams, and threads.
    pub run: Run,
    /// Where trials and checks of every series are kept.
    pub kept: Kept,
}

impl AuditOptions {
    /// The same with a law and an objective that are settled.
    fn with_law(&self, law: &Law, objective: Objective) -> Self {
        let settled =
            Question { law: Some(law.clone()), objective: Some(objective), ..self.question.clone() };
        Self { question: settled, ..self.clone() }
    }
}

/// Shares of an audit that its steps take, about, each of what is left by then: the road to the verdict, its back-test, and the
/// exponents by definition, what follows from rules.
const WALKED: f64 = 0.7;
const TESTED: f64 = 0.75;
const DEFINED: f64 = 0.3;
const RULED: f64 = 0.7;
/// Replicates behind the intervals of the exponents by definition.
const REPLICATES: usize = 200;

/// Walks the road: fit, back-test, checks, verdict, for every series and for all together.
///
/// `understood` is what was made of the columns, one sentence each; it is passed on to the report.
///
/// # Errors
/// No series, a law that the columns cannot feed, a cut on a column that is not there, or published numbers of another
/// law. Series that cannot be fitted are results, not errors.
pub fn audit(
    series: &[Observations],
    understood: Vec<String>,
    provenance: Provenance,
    options: &AuditOptions,
) -> Result<Audit> {
    let all = series;
    let apart = apart::set_apart(series);
    let is_apart = apart.is_any();
    let Apart { wholes, parts: looked_at, series: kept, findings: apart } = apart;
    let series = kept.as_slice();
    let Road { tests, law, objective, mut parts, mut findings, verdict, words, facts, middle } =
        part(WALKED, || walk(series, options))?;
    findings.splice(0..0, apart);
    let Tests { rolling, named } = tests;
    let has_cut = named.is_some();
    let test = named.unwrap_or_else(|| rolling.clone());
    let shown = |test: Backtest| (test.overall.n > 0).then_some(test);
    let definitions = part(DEFINED, || by_definition(series, options, &law, objective));
    let base = Base {
        series,
        held: rolling.series.iter().map(|(_, test)| test.as_ref().map(|test| &test.held)).collect(),
        overall: &rolling.overall.held,
        fits: parts.iter().map(|part| part.fit.as_ref()).collect(),
        facts: &facts,
        middle: &middle,
        law: &law,
        objective,
        common: common(series, &parts, &rolling),
        threads: options.run.threads,
    };
    let ask = Ask {
        law: &law,
        objective,
        cut: options.question.cut.as_ref(),
        threads: options.run.threads,
        kept: &options.kept,
    };
    let rules = part(RULED, || {
        effects(series, &ask, (verdict.word, estimates(&parts)), |left, gone| {
            // A law that broke may hold without these runs: that is found by the whole road.
            if verdict.word == Word::Broken {
                let fixed = options.with_law(&law, objective);
                let road = walk(left, &fixed)?;
                return Ok((road.verdict.word, estimates(&road.parts)));
            }
            Ok((base.without(gone), refitted(left, &law, objective)))
        })
    });
    let stability = (verdict.word != Word::Untested).then(|| {
        let mut specifications = base.specifications();
        specifications.extend(rules.effects.iter().filter_map(|effect| {
            let what = format!("without {}", effect.title);
            effect.verdict.map(|word| Specification { choice: SpecificationChange::Runs, what, word })
        }));
        if is_apart {
            let fixed = options.with_law(&law, objective);
            let parts = parted(all);
            let word = walk(parts.as_deref().unwrap_or(all), &fixed)
                .map_or(Word::Untested, |road| road.verdict.word);
            let what = "with the rows that are set apart".to_owned();
            specifications.push(Specification { choice: SpecificationChange::Runs, what, word });
        }
        Stability::new(verdict.word, specifications)
    });
    polish(&mut parts, wholes.iter().zip(&looked_at), &law, objective);
    Ok(Audit {
        provenance,
        subject: subject(series, &wholes, understood),
        law: LawText { name: law.id.clone(), formula: law.formula.text(), latex: law.formula.latex() },
        law_rule: test.law_rule,
        objective: (objective.to_string(), test.objective_rule),
        tolerance: test.tolerance,
        distance_unit: test.distance_unit,
        verdict,
        stability,
        words,
        backtest: shown(test.overall),
        rolling: shown(rolling.overall).filter(|_| has_cut),
        findings,
        floor: options.floor.and_then(|known| floor(known, &parts)),
        definitions,
        rules,
        reference: Record::shipped().class(&series.iter().collect::<Vec<_>>()),
        series: parts,
    })
}

/// The exponent of the optimal size by definition of size and compute.
fn by_definition(
    series: &[Observations],
    options: &AuditOptions,
    law: &Law,
    objective: Objective,
) -> Option<Spread> {
    let dividing = allocation::AllocationOptions {
        law: Some(law.clone()),
        objective: Some(objective),
        replicates: REPLICATES,
        is_drawn: false,
        run: options.run,
        budgets: Vec::new(),
    };
    spread(series, &options.traits, &options.assumed, &dividing)
}

/// Where a part stood for a large series, the fit of all its rows is the one that is shown.
fn polish<'a>(
    series: &mut [Series],
    wholes: impl Iterator<Item = (&'a Cow<'a, Observations>, &'a Option<Observations>)>,
    law: &Law,
    objective: Objective,
) {
    let options = fit::FitOptions::default().with_objective(objective);
    for (own, (whole, part)) in series.iter_mut().zip(wholes).filter(|(_, (_, part))| part.is_some()) {
        own.fit = fit::fit_by_part(law, whole, part.as_ref(), &options).ok().or(own.fit.take());
    }
}

/// What the road from observations to a verdict leads to.
struct Road {
    tests: Tests,
    law: Law,
    objective: Objective,
    parts: Vec<Series>,
    findings: Vec<Finding>,
    verdict: Verdict,
    words: Vec<(Word, usize)>,
    /// Facts of each series, and those of the middle one.
    facts: Vec<Facts>,
    middle: Facts,
}

/// Back-tests: at rolling cuts always, and at the cut that was named.
struct Tests {
    rolling: Backtested,
    named: Option<Backtested>,
}

impl Tests {
    fn new(series: &[Observations], options: &AuditOptions) -> Result<Self> {
        let at = |cut: Option<Cut>| {
            let question = Question { cut, ..options.question.clone() };
            let options =
                backtest::BacktestOptions { question, run: options.run, kept: options.kept.clone() };
            backtest(series, &options)
        };
        let named = options.question.cut.clone().map(|cut| part(0.5, || at(Some(cut)))).transpose()?;
        Ok(Self { rolling: at(None)?, named })
    }

    /// The back-tests of one series.
    fn of<'a>(&'a self, index: usize) -> (Option<&'a Backtest>, Option<&'a Backtest>) {
        let own = |tested: &'a Backtested| tested.series[index].1.as_ref();
        (own(&self.rolling), self.named.as_ref().and_then(own))
    }
}

/// Fits, back-tests, checks and judges.
fn walk(series: &[Observations], options: &AuditOptions) -> Result<Road> {
    let first = series.first().ok_or_else(|| Error::observations("no series to audit"))?;
    let tests = part(TESTED, || Tests::new(series, options))?;
    let law = match &options.question.law {
        Some(law) => law.clone(),
        None => law::auto(first)?.0,
    };
    options.published.check(Model::new(&law, first, &[])?.parameters())?;
    let objective = options.question.objective.unwrap_or_else(|| auto_objective(first).0);
    let fitting = fit::FitOptions {
        run: Run::seeded(options.run.seed),
        ..fit::FitOptions::default().with_objective(objective)
    };
    let asked =
        Asked { law: &law, objective, fitting: &fitting, published: &options.published, kept: &options.kept };
    let judged: Vec<Judged> = parallel::map(series.len(), options.run.threads, |index| {
        judged_series(&series[index], &asked, &tests, index)
    });
    let (mut parts, mut findings, mut facts) = (Vec::new(), Vec::new(), Vec::new());
    for own in judged {
        parts.push(own.part);
        findings.extend(own.findings);
        facts.push(own.facts);
    }
    findings.extend(check_series(series, parts.iter().map(|part| part.fit.as_ref())));
    let findings = by_severity(findings);
    let middle = Facts::middle(&facts, &parts);
    let (verdict, words) = overall(series, &parts, &middle, &tests);
    Ok(Road { tests, law, objective, parts, findings, verdict, words, facts, middle })
}

/// Estimates of the law, where there is one series.
fn estimates(parts: &[Series]) -> Vec<(String, f64)> {
    let [Series { fit: Some(fit), .. }] = parts else { return Vec::new() };
    fit.parameters.iter().map(|parameter| (parameter.name.clone(), parameter.value())).collect()
}

/// Estimates of the law on the rows that are left, where there is one series.
fn refitted(left: &[Observations], law: &Law, objective: Objective) -> Vec<(String, f64)> {
    let [one] = left else { return Vec::new() };
    let options = fit::FitOptions { run: Run::on(1), ..fit::FitOptions::default().with_objective(objective) };
    let Ok(fit) = fit(law, one, &options) else { return Vec::new() };
    fit.parameters.iter().map(|parameter| (parameter.name.clone(), parameter.value())).collect()
}

/// The floor of the only series, where its law has one: the parameter `E` of the catalogue.
fn floor(known: f64, parts: &[Series]) -> Option<Floor> {
    let [Series { fit: Some(fit), .. }] = parts else { return None };
    let estimate = fit.parameters.iter().find(|parameter| parameter.name == "E")?;
    Some(Floor { known, estimate: estimate.estimate.interval })
}

/// Evidence that all series share.
fn common<'a>(series: &[Observations], parts: &[Series], test: &'a Backtested) -> Evidence<'a> {
    let counts = parts.iter().filter_map(|part| part.fit.as_ref()).map(|fit| fit.parameters.len());
    Evidence {
        held: None,
        named: None,
        scale: series[0].scale(),
        tolerance: (test.tolerance.0, &test.tolerance.1),
        unit: test.distance_unit,
        parameters: counts.min().unwrap_or(0),
        runs: 0,
        worth: 1.0,
        is_bent: false,
        turning: None,
        design: Design::default(),
        trend: None,
        regime: None,
    }
}

/// The verdict over all series, and how many series got each word.
fn overall(
    series: &[Observations],
    parts: &[Series],
    facts: &Facts,
    tests: &Tests,
) -> (Verdict, Vec<(Word, usize)>) {
    if let [only] = parts {
        return (only.verdict.clone(), Vec::new());
    }
    let words: Vec<Word> = parts.iter().map(|part| part.verdict.word).collect();
    let test = &tests.rolling;
    let common = common(series, parts, test);
    let held = (test.overall.overall.n > 0).then_some(&test.overall.held);
    let verdict = judge_series(
        &Evidence {
            held,
            named: None,
            scale: common.scale,
            tolerance: common.tolerance,
            unit: common.unit,
            parameters: common.parameters,
            ..facts.evidence()
        },
        &words,
    );
    let words = Word::ALL
        .into_iter()
        .map(|word| (word, words.iter().filter(|one| **one == word).count()))
        .filter(|(_, count)| *count > 0)
        .collect();
    (verdict, words)
}
