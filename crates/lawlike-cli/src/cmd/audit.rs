//! `lawlike audit`: the road from observations to a verdict.

use super::{Answer, Typed};
use crate::args::Audit;
use crate::checkpoint::Work;
use crate::resolve;
use crate::run::Asking;
use anyhow::{Result, ensure};
use lawlike::audit::{Audit as Audited, AuditOptions, Series, audit};
use lawlike::backtest::Question;
use lawlike::ensemble::profile;
use lawlike::fit::{self, auto_objective};
use lawlike::kept::Kept;
use lawlike::law;
use lawlike::observations::Observations;
use lawlike::verdict::Word;
use lawlike_report::shown::{LaterProfile, Report};
use std::sync::LazyLock;

/// Audits the data, prints the verdict, and writes the report if one is asked for.
pub(super) fn run(args: &Audit, typed: &Typed) -> Result<Answer> {
    if let [name] = args.data.as_slice()
        && crate::claims::is_claim(name)
    {
        ensure!(
            args.trial.resume.is_none(),
            "--resume keeps the work of an audit of runs: a claim has no file of its own"
        );
        return Ok(super::claims::audit(name, &args.out)?.or_zero(args.exit_zero));
    }
    let mut options = options(args)?;
    Work::check(args.trial.resume.as_ref())?;
    let asking = Asking::charted::<Report>(typed, &args.out, &args.pages)?;
    let source = asking.observations(&args.data, &args.columns, options.question.law.as_slice())?;
    resolve::tolerance_on(args.trial.tolerance.as_deref(), &source.observed.series)?;
    let understood = source.understood();
    options.floor = source.floor();
    options.traits = source.traits();
    options.assumed = resolve::assumed(&args.counting)?;
    let provenance = typed.provenance(args.run.seed, source.files());
    let observed = &source.observed.series;
    let work = Work::open(args.trial.resume.as_ref(), &provenance, args.out.quiet)?;
    options.kept = work.kept();
    let audit = asking.work("auditing", || audit(observed, understood, provenance, &options))?;
    work.close();
    options.kept = Kept::default();
    let word = audit.verdict.word;
    let names = source.run_names();
    let runs = Box::new(move |line| names.at(line));
    let profile = later_profile(source.observed.series, &audit, options);
    asking.show(Report { audit, runs, profile })?;
    Ok(answer(word).or_zero(args.exit_zero))
}

/// The profile of the irreducible loss, where the only series has one; worked out if it is looked at.
fn later_profile(series: Vec<Observations>, audit: &Audited, options: AuditOptions) -> LaterProfile {
    let has_floor = |series: &Series| {
        series.fit.as_ref().is_some_and(|fit| fit.parameters.iter().any(|one| one.name == FLOOR))
    };
    let is_profiled = matches!(audit.series.as_slice(), [one] if has_floor(one));
    LazyLock::new(Box::new(move || {
        let [observations] = series.as_slice() else { return None };
        if !is_profiled || observations.n() > PROFILED {
            return None;
        }
        let Question { law, objective, .. } = options.question;
        let law = law.or_else(|| Some(law::auto(observations).ok()?.0))?;
        let objective = objective.unwrap_or_else(|| auto_objective(observations).0);
        let fitting =
            fit::FitOptions { run: options.run, ..fit::FitOptions::default().with_objective(objective) };
        profile(&law, observations, &fitting, &[FLOOR], 0.95).ok()?.pop()
    }))
}

/// Rows up to which the irreducible loss is profiled: each of its points is a fit.
const PROFILED: usize = 5000;

/// The irreducible loss in the laws of the catalogue.
const FLOOR: &str = "E";

fn options(args: &Audit) -> Result<AuditOptions> {
    Ok(AuditOptions {
        question: Question {
            law: resolve::law(&args.model.law)?,
            objective: resolve::objective(&args.model.objective)?,
            cut: resolve::cut(args.trial.cut.as_deref())?,
            tolerance: resolve::tolerance(args.trial.tolerance.as_deref())?,
        },
        published: resolve::published(&args.claim)?,
        run: resolve::run(&args.run),
        ..AuditOptions::default()
    })
}

fn answer(word: Word) -> Answer {
    match word {
        Word::Strong => Answer::Done,
        Word::Weak | Word::Broken | Word::Absent => Answer::DoesNotHold,
        Word::Untested => Answer::Untested,
    }
}
