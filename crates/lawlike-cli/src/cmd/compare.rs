//! `lawlike compare`: laws by what they forecast, or arms by the compute they save.

use super::{Answer, Typed};
use crate::args::{Columns, Compare};
use crate::progress::{self, Progress};
use crate::resolve::Source;
use crate::{output, resolve};
use anyhow::{Result, ensure};
use lawlike::finding::Finding;
use lawlike::law::Law;
use lawlike_questions::compare::{ArmOptions, CompareOptions, compare_arms, compare_laws};
use lawlike_report::view;
use std::cmp::Reverse;

/// Compares and prints.
pub(super) fn run(args: &Compare, typed: &Typed) -> Result<Answer> {
    let laws: Vec<Law> =
        args.law.iter().filter_map(|text| resolve::law(text).transpose()).collect::<Result<_>>()?;
    match &args.arm {
        None => {
            ensure!(
                args.law.len() > 1 && laws.len() == args.law.len(),
                "a comparison needs two or more laws by name or formula: --law A --law B; or --arm COL"
            );
            compared_laws(args, typed, laws)
        }
        Some(arm) => {
            ensure!(args.law.len() < 2, "--arm: one --law is fitted to all arms, name at most one");
            compared_arms(args, typed, laws.into_iter().next(), arm)
        }
    }
}

fn compared_laws(args: &Compare, typed: &Typed, laws: Vec<Law>) -> Result<Answer> {
    output::check(&args.out)?;
    let source = progress::reading(args.out.quiet, || resolve::open(&args.data, &args.columns, &laws))?;
    source.say(&args.out);
    let options = CompareOptions {
        laws,
        objective: resolve::objective(&args.objective)?,
        cut: resolve::cut(args.cut.as_deref())?,
        run: resolve::run(&args.run),
    };
    let progress = Progress::start("comparing", args.out.quiet);
    let mut result = compare_laws(&source.observed.series, &options)?;
    drop(progress);
    result.findings = findings(&source, result.findings);
    let answer = if result.points == 0 { Answer::Untested } else { Answer::Done };
    let provenance = typed.provenance(args.run.seed, source.files());
    output::answer(&args.out, move |format, style| view::comparison(&provenance, &result, format, style))?;
    Ok(answer.or_zero(args.exit_zero))
}

fn compared_arms(args: &Compare, typed: &Typed, law: Option<Law>, arm: &str) -> Result<Answer> {
    output::check(&args.out)?;
    // Every arm is a series of its own.
    let columns = Columns { by: Some(arm.to_owned()), ..args.columns.clone() };
    let source = progress::reading(args.out.quiet, || resolve::open(&args.data, &columns, law.as_slice()))?;
    source.say(&args.out);
    let options = ArmOptions {
        law,
        objective: resolve::objective(&args.objective)?,
        reference: args.reference.clone(),
        run: resolve::run(&args.run),
    };
    let progress = Progress::start("comparing", args.out.quiet);
    let mut result = compare_arms(&source.observed.series, &options)?;
    drop(progress);
    result.findings = findings(&source, result.findings);
    let provenance = typed.provenance(args.run.seed, source.files());
    output::answer(&args.out, move |format, style| view::arms(&provenance, &result, format, style))?;
    Ok(Answer::Done)
}

/// What was noticed in the data, and in the comparison; most serious first.
fn findings(source: &Source, found: Vec<Finding>) -> Vec<Finding> {
    let mut findings = source.findings();
    findings.extend(found);
    findings.sort_by_key(|finding| Reverse(finding.severity));
    findings
}
