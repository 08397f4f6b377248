//! `lawlike audit`: the road from observations to a verdict.

use super::{Answer, Typed};
use crate::args::{Audit, Out};
use crate::desk::Figures;
use crate::progress::{self, Progress};
use crate::resolve::Source;
use crate::{output, pages, resolve, write};
use anyhow::{Result, anyhow};
use lawlike::audit::{Audit as Audited, AuditOptions, audit};
use lawlike::backtest::Question;
use lawlike::ensemble::{Profile, profile};
use lawlike::fit::{self, auto_objective};
use lawlike::law;
use lawlike::verdict::Word;
use lawlike_report::figure::{self, Figure};
use lawlike_report::view::{self, Output, ReportView};
use std::sync::Arc;

/// Audits the data, prints the verdict, and writes the report if one is asked for.
pub(super) fn run(args: &Audit, typed: &Typed) -> Result<Answer> {
    if let [name] = args.data.as_slice()
        && crate::claims::is_claim(name)
    {
        return Ok(super::claims::audit(name, &args.out)?.or_zero(args.exit_zero));
    }
    let mut options = options(args)?;
    output::check(&args.out)?;
    args.report.as_deref().map_or(Ok(()), pages::check_report)?;
    pages::check_figure(args.figure.as_deref(), &figure::audit_names(), &args.out)?;
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
    let report = args.report.as_ref().map(|path| (path, page.html()));
    match &args.figure {
        Some(name) => pages::figure(&page.drawn(name)?, &args.out)?,
        None => lay_down(page, &args.out)?,
    }
    if let Some((path, page)) = report {
        write::whole(path, page.as_bytes())?;
    }
    Ok(answer(word).or_zero(args.exit_zero))
}

/// The audit in every form, and its figures.
fn lay_down(page: Page, out: &Out) -> Result<()> {
    let page = Arc::new(page);
    let drawn = Arc::clone(&page);
    output::figures(
        out,
        Figures { names: figure::audit_names(), draw: Box::new(move |name| drawn.figure(name)) },
    );
    output::answer(out, move |format, style| match format {
        Output::Html => page.html(),
        _ => view::audit(&page.audited, format, style),
    })
}

/// An audit with what its page shows beside it.
struct Page {
    audited: Audited,
    source: Source,
    options: AuditOptions,
}

impl Page {
    fn html(&self) -> String {
        self.with_view(true, view::html::audit)
    }

    fn drawn(&self, name: &str) -> Result<String> {
        let figure = self.figure(name).ok_or_else(|| {
            let is_there = |name: &&str| self.with_view(false, |view| figure::audit(view, name).is_some());
            let there: Vec<&str> = figure::audit_names().into_iter().filter(is_there).collect();
            let there = there.join(", ");
            anyhow!("--figure {name}: this audit does not hold what it shows; it has {there}")
        })?;
        Ok(figure.svg())
    }

    fn figure(&self, name: &str) -> Option<Figure> {
        self.with_view(name == PROFILE, |view| figure::audit(view, name))
    }

    /// What is drawn, with the profile of the irreducible loss or without: each of its points is a fit.
    fn with_view<T>(&self, is_profiled: bool, draw: impl Fn(&ReportView<'_>) -> T) -> T {
        let (names, profile) = (self.source.run_names(), is_profiled.then(|| self.profile()).flatten());
        let name = |line: usize| names.at(line);
        draw(&ReportView { runs: Some(&name), profile: profile.as_ref(), ..ReportView::from(&self.audited) })
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
