//! `lawlike audit`: the road from observations to a verdict.

use super::{Answer, Typed};
use crate::args::Audit;
use crate::pages::{self, Want};
use crate::progress::{self, Progress};
use crate::resolve;
use crate::resolve::Source;
use anyhow::Result;
use lawlike::audit::{Audit as Audited, AuditOptions, audit};
use lawlike::backtest::Question;
use lawlike::ensemble::{Profile, profile};
use lawlike::fit::{self, auto_objective};
use lawlike::law;
use lawlike::verdict::Word;
use lawlike_report::view::ReportView;

/// Audits the data, prints the verdict, and writes the report if one is asked for.
pub(super) fn run(args: &Audit, typed: &Typed) -> Result<Answer> {
    if let [name] = args.data.as_slice()
        && crate::claims::is_claim(name)
    {
        return Ok(super::claims::audit(name, &args.out)?.or_zero(args.exit_zero));
    }
    let mut options = options(args)?;
    pages::check::<ReportView<'_>>(&args.pages, &args.out)?;
    let source = progress::reading(args.out.quiet, || {
        resolve::open(&args.data, &args.columns, options.question.law.as_slice())
    })?;
    resolve::tolerance_on(args.trial.tolerance.as_deref(), &source.observed.series)?;
    source.say(&args.out);
    let understood = source.understood();
    options.floor = source.floor();
    options.traits = source.traits();
    options.assumed = resolve::assumed(&args.counting)?;
    let provenance = typed.provenance(args.run.seed, source.files());
    let progress = Progress::start("auditing", args.out.quiet);
    let audited = audit(&source.observed.series, understood, provenance, &options)?;
    drop(progress);
    let word = audited.verdict.word;
    let page = Page { audited, source, options };
    pages::answer(&args.pages, &args.out, move |want, show| {
        let is_profiled = want == Want::Page || want == Want::Figure(PROFILE);
        page.with_view(is_profiled, |view| show(view));
    })?;
    Ok(answer(word).or_zero(args.exit_zero))
}

/// An audit with what its page shows beside it.
struct Page {
    audited: Audited,
    source: Source,
    options: AuditOptions,
}

impl Page {
    /// What is drawn, with the profile of the irreducible loss or without: each of its points is a fit.
    fn with_view(&self, is_profiled: bool, show: impl FnOnce(&ReportView<'_>)) {
        let (names, profile) = (self.source.run_names(), is_profiled.then(|| self.profile()).flatten());
        let name = |line: usize| names.at(line);
        show(&ReportView { runs: Some(&name), profile: profile.as_ref(), ..ReportView::from(&self.audited) });
    }

    /// The profile of the irreducible loss, where the only series has one.
    fn profile(&self) -> Option<Profile> {
        let ([observations], [series]) =
            (self.source.observed.series.as_slice(), self.audited.series.as_slice())
        else {
            return None;
        };
        let has_floor = series.fit.as_ref()?.parameters.iter().any(|one| one.name == FLOOR);
        if !has_floor || observations.n() > PROFILED {
            return None;
        }
        let law = self.options.question.law.clone().or_else(|| Some(law::auto(observations).ok()?.0))?;
        let objective = self.options.question.objective.unwrap_or_else(|| auto_objective(observations).0);
        let fitting =
            fit::FitOptions { run: self.options.run, ..fit::FitOptions::default().with_objective(objective) };
        profile(&law, observations, &fitting, &[FLOOR], 0.95).ok()?.pop()
    }
}

/// The figure that shows the profile.
const PROFILE: &str = "profile";
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
