//! `lawlike audit`: the road from observations to a verdict.

use super::Answer;
use crate::args::Audit;
use crate::progress::Progress;
use crate::resolve::Source;
use crate::{output, pages, resolve, write};
use anyhow::{Context, Result};
use lawlike::audit::{Audit as Audited, Options, audit};
use lawlike::ensemble::{Profile, profile};
use lawlike::fit::{self, auto_objective};
use lawlike::law;
use lawlike::verdict::Word;
use lawlike_report::figure;
use lawlike_report::view::{self, Output, ReportView};

/// Audits the data, prints the verdict, and writes the report if one is asked for.
pub(super) fn run(args: &Audit) -> Result<Answer> {
    if let [name] = args.data.as_slice()
        && crate::claims::is_claim(name)
    {
        return Ok(super::claims::audit(name, &args.out)?.or_zero(args.exit_zero));
    }
    let mut options = options(args)?;
    output::check(&args.out)?;
    args.report.as_deref().map_or(Ok(()), pages::check_report)?;
    pages::check_figure(args.figure.as_deref(), &figure::audit_names(), &args.out)?;
    let source = resolve::open(&args.data, &args.columns, options.law.as_slice())?;
    source.say(&args.out);
    let understood = source.understood();
    options.floor = source.floor();
    options.traits = source.traits();
    options.assumed = resolve::assumed(&args.counting)?;
    let shaped = resolve::options(&args.columns, &args.model).counting(&args.counting);
    let typed = shaped.claim(&args.claim).trial(&args.trial);
    let provenance = source.provenance(args.run.seed, typed);
    let progress = Progress::start("auditing", args.out.quiet);
    let audited = audit(&source.observed.series, understood, provenance, &options)?;
    drop(progress);
    let (format, style) = resolve::form(&args.out);
    let (names, profile) = (source.run_names(), profiled(&source, &audited, &options, args));
    let name = |line: usize| names.at(line);
    let view = ReportView {
        audit: &audited,
        runs: Some(&name),
        profile: profile.as_ref(),
        ..ReportView::from(&audited)
    };
    match &args.figure {
        Some(name) => pages::figure(&drawn(&view, name)?, &args.out)?,
        None if format == Output::Html => output::result(&view::html::audit(&view), &args.out)?,
        None => output::result(&view::audit(&audited, format, &style), &args.out)?,
    }
    if let Some(path) = &args.report {
        write::whole(path, view::html::audit(&view).as_bytes())?;
    }
    Ok(answer(audited.verdict.word).or_zero(args.exit_zero))
}

fn drawn(view: &ReportView<'_>, name: &str) -> Result<String> {
    let figure = figure::audit(view, name);
    let figure = figure.with_context(|| {
        let there = figure::audit_names().into_iter().filter(|name| figure::audit(view, name).is_some());
        let there: Vec<&str> = there.collect();
        format!("--figure {name}: this audit does not hold what it shows; it has {}", there.join(", "))
    })?;
    Ok(figure.svg())
}

/// Rows up to which the irreducible loss is profiled: each of its points is a fit.
const PROFILED: usize = 5000;

/// The profile of the irreducible loss, where a page or a figure asks for it and the only series has one.
fn profiled(source: &Source, audited: &Audited, options: &Options, args: &Audit) -> Option<Profile> {
    let is_page = args.report.is_some() || resolve::form(&args.out).0 == Output::Html;
    let ([observations], [series]) = (source.observed.series.as_slice(), audited.series.as_slice()) else {
        return None;
    };
    let has_floor = series.fit.as_ref()?.parameters.iter().any(|one| one.name == FLOOR);
    if !has_floor || observations.n() > PROFILED || !(is_page || args.figure.as_deref() == Some("profile")) {
        return None;
    }
    let law = options.law.clone().or_else(|| Some(law::auto(observations).ok()?.0))?;
    let objective = options.objective.unwrap_or_else(|| auto_objective(observations).0);
    let fitting = fit::Options {
        seed: options.seed,
        threads: options.threads,
        ..fit::Options::default().with_objective(objective)
    };
    profile(&law, observations, &fitting, &[FLOOR], 0.95).ok()?.pop()
}

/// The irreducible loss in the laws of the catalogue.
const FLOOR: &str = "E";

fn options(args: &Audit) -> Result<Options> {
    Ok(Options {
        law: resolve::law(&args.model.law)?,
        objective: resolve::objective(&args.model.objective)?,
        cut: resolve::cut(args.trial.cut.as_deref())?,
        tolerance: resolve::tolerance(args.trial.tolerance.as_deref())?,
        published: resolve::published(&args.claim)?,
        seed: args.run.seed,
        threads: args.run.threads.unwrap_or_default(),
        ..Options::default()
    })
}

fn answer(word: Word) -> Answer {
    match word {
        Word::Strong => Answer::Done,
        Word::Weak | Word::Broken | Word::Absent => Answer::DoesNotHold,
        Word::Untested => Answer::Untested,
    }
}
