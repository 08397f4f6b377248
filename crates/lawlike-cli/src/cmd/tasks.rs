//! `lawlike tasks`: what users feel of loss and compute.

use super::{Answer, Typed};
use crate::args::Tasks;
use crate::progress::{self, Progress};
use crate::{output, pages, resolve};
use anyhow::{Context, Result, ensure};
use lawlike_data::{TaskRoles, task_scores};
use lawlike_questions::tasks::{TaskOptions, tasks};
use lawlike_report::view::TasksView;
use std::cmp::Reverse;

/// Reads the scores and answers the four questions.
pub(super) fn run(args: &Tasks, typed: &Typed) -> Result<Answer> {
    let options = TaskOptions {
        cut: resolve::cut(args.cut.as_deref())?,
        law: resolve::law(&args.law)?,
        steps: args.step.iter().map(|text| step(text)).collect::<Result<_>>()?,
        run: resolve::run(&args.run),
    };
    pages::check::<TasksView<'_>>(&args.pages, &args.out)?;
    let input = progress::reading(args.out.quiet, || resolve::read(&args.data))?;
    let origin = input.origin();
    let table = resolve::selected(input.table, args.columns.filter.as_deref())?;
    let found = task_scores(&table, &roles(args))?;
    if !args.out.quiet {
        origin.iter().chain(&found.understood).for_each(|line| output::say(line));
    }
    let progress = Progress::start("forecasting tasks", args.out.quiet);
    let mut result = tasks(&found.suites, &options)?;
    drop(progress);
    result.findings.sort_by_key(|finding| Reverse(finding.severity));
    let provenance = typed.provenance(args.run.seed, &table.files);
    let held_out = result.suites.iter().any(|suite| suite.forecasts.is_some());
    pages::answer(&args.pages, &args.out, move |_, show| {
        show(&TasksView {
            provenance: &provenance,
            tasks: &result,
            suites: &found.suites,
            loss: &found.loss,
        });
    })?;
    Ok(if held_out { Answer::Done } else { Answer::Untested }.or_zero(args.exit_zero))
}

fn step(text: &str) -> Result<(String, String)> {
    let wrong = || format!("--step {text}: write FROM:TO, two runs with a colon between");
    let (from, to) = text.split_once(':').with_context(wrong)?;
    ensure!(!from.is_empty() && !to.is_empty() && from != to, wrong());
    Ok((from.to_owned(), to.to_owned()))
}

fn roles(args: &Tasks) -> TaskRoles {
    let columns = &args.columns;
    TaskRoles {
        task: columns.task.clone(),
        score: columns.y.clone(),
        loss: columns.loss.clone(),
        axes: columns.x.clone(),
        compute: columns.compute.clone(),
        run: columns.name.clone(),
        by: columns.by.clone(),
        items: columns.items.clone(),
        chance: columns.chance.clone(),
    }
}
