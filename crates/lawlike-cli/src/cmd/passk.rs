//! `lawlike passk`: what repeated sampling solves.

use super::{Answer, Typed};
use crate::args::Passk;
use crate::progress::{self, Progress};
use crate::{output, pages, resolve};
use anyhow::{Context, Result};
use lawlike_data::{Reader, SampleRoles, tallied};
use lawlike_questions::passk::{PasskOptions, passk};
use lawlike_report::view::PasskView;
use std::cmp::Reverse;

/// Reads the counts and prints pass@k of every model.
pub(super) fn run(args: &Passk, typed: &Typed) -> Result<Answer> {
    let options = PasskOptions {
        k: resolve::counts("--k", &args.k)?,
        verifier: args.verifier.as_ref().map(|text| text.parse().context("--verifier")).transpose()?,
        is_drawn: pages::is_drawn(&args.pages, &args.out),
        run: resolve::run(&args.run),
    };
    pages::check::<PasskView<'_>>(&args.pages, &args.out)?;
    let input = progress::reading(args.out.quiet, || {
        resolve::read_with(&args.data, &Reader { items: true, ..Reader::default() })
    })?;
    let origin = input.origin();
    let table = resolve::selected(input.table, args.columns.filter.as_deref())?;
    let found = tallied(&table, &roles(args))?;
    if !args.out.quiet {
        origin.iter().chain(&found.understood).for_each(|line| output::say(line));
    }
    let progress = Progress::start("sampling", args.out.quiet);
    let mut result = passk(&found.models, &options)?;
    drop(progress);
    result.findings.sort_by_key(|finding| Reverse(finding.severity));
    let provenance = typed.provenance(args.run.seed, &table.files);
    pages::answer(&args.pages, &args.out, move |_, show| {
        show(&PasskView { provenance: &provenance, passk: &result, models: &found.models });
    })?;
    Ok(Answer::Done)
}

fn roles(args: &Passk) -> SampleRoles {
    let columns = &args.columns;
    SampleRoles {
        task: columns.task.clone(),
        samples: columns.samples.clone(),
        correct: columns.correct.clone(),
        model: columns.model.clone(),
        cost: columns.cost.clone(),
    }
}
