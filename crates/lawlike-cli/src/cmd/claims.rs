//! `lawlike claims`: claims on trial.

use super::Answer;
use crate::args::{Claims, ClaimsAction, Out};
use crate::claims::{self, Mirrors, Tester};
use crate::progress::shown;
use crate::{output, pages};
use anyhow::Result;
use lawlike::verdict::Word;
use lawlike_num::progress;
use lawlike_report::view::{self, ClaimView};
use std::path::{Path, PathBuf};

/// Lists, shows or runs claims.
pub(super) fn run(args: &Claims) -> Result<Answer> {
    match &args.action {
        None => list(&args.out),
        Some(ClaimsAction::List { out }) => list(out),
        Some(ClaimsAction::Show { id, out }) => show(id, out),
        // Without names all claims are tested, so that --all says only what happens anyway.
        Some(ClaimsAction::Run { ids, all: _, report, mirror, out }) => {
            tested(ids, report.as_deref(), mirror, out)
        }
    }
}

fn list(out: &Out) -> Result<Answer> {
    let sources = claims::sources()?;
    let register = claims::register()?;
    let shown = register.iter().map(|claim| claims::shown(claim, &sources)).collect::<Result<Vec<_>>>()?;
    output::answer(out, move |format, style| view::claims(&shown, format, style))?;
    Ok(Answer::Done)
}

fn show(id: &str, out: &Out) -> Result<Answer> {
    let (claim, _) = claims::own(Path::new(id))?;
    let shown = claims::shown(&claim, &claims::sources()?)?;
    output::answer(out, move |format, style| view::claim(&shown, format, style))?;
    Ok(Answer::Done)
}

/// Exits with 1 if a word is not that of the register.
fn tested(ids: &[String], report: Option<&Path>, mirror: &[PathBuf], out: &Out) -> Result<Answer> {
    output::check(out)?;
    report.map_or(Ok(()), pages::check_folder)?;
    let sources = claims::sources()?;
    let mirrors = Mirrors::new(mirror, None)?;
    let named = claims::named(ids)?;
    let mut tester = Tester::new(&sources, &mirrors)?.drawing(report.is_some());
    let found = shown("testing claims", out.quiet, || {
        let counted = named.iter().enumerate();
        let tested = counted
            .map(|(at, claim)| progress::part(1.0 / (named.len() - at) as f64, || tester.tested(claim)));
        tested.collect::<Result<Vec<ClaimView>>>()
    })?;
    let pages = report.map(|folder| (view::html::site(&found), folder));
    let differs = found.iter().any(|claim| claim.differs);
    output::answer(out, move |format, style| view::claim_runs(&found, format, style))?;
    if let Some((pages, folder)) = pages {
        pages::folder(&pages, folder)?;
    }
    Ok(if differs { Answer::DoesNotHold } else { Answer::Done })
}

/// Audits one claim: of the register, or in a file of its own.
pub(super) fn audit(name: &Path, out: &Out) -> Result<Answer> {
    output::check(out)?;
    let (claim, beside) = claims::own(name)?;
    let (sources, mirrors) = (claims::sources()?, Mirrors::new(&[], beside)?);
    let found = Tester::new(&sources, &mirrors)?.tested(&claim)?;
    let word = found.found;
    output::answer(out, move |format, style| view::claim(&found, format, style))?;
    Ok(match word {
        Some(Word::Strong) => Answer::Done,
        Some(Word::Untested) | None => Answer::Untested,
        Some(Word::Weak | Word::Broken | Word::Absent) => Answer::DoesNotHold,
    })
}
