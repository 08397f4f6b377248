//! `lawlike emergence`: does a sharp metric follow from a smooth one?

use super::{Answer, Typed};
use crate::args::Emergence;
use crate::progress::{self, Progress};
use crate::{output, pages, resolve};
use anyhow::{Result, ensure};
use lawlike_data::{ModelRoles, models};
use lawlike_questions::emergence::emergence;
use lawlike_questions::observational::trial;
use lawlike_report::view::EmergenceView;

/// Judges the tasks, and forecasts them past a cut.
pub(super) fn run(args: &Emergence, typed: &Typed) -> Result<Answer> {
    if let Some(cut) = args.cut {
        ensure!(cut > 0.0 && cut.is_finite(), "--cut {cut}: give a scale above zero, such as 8.4e22");
    }
    pages::check::<EmergenceView<'_>>(&args.pages, &args.out)?;
    let input = progress::reading(args.out.quiet, || resolve::read(&args.data))?;
    let mut said: Vec<String> = input.origin().into_iter().collect();
    let proposed = input.set.and_then(|set| set.roles.filter.as_deref());
    let filter = args.columns.filter.as_deref().or(proposed);
    if let (None, Some(filter)) = (&args.columns.filter, filter) {
        said.push(format!("its card proposes --where '{filter}'"));
    }
    let table = resolve::selected(input.table, filter)?;
    let found = models(&table, &roles(args))?;
    if !args.out.quiet {
        said.iter().chain(&found.understood).for_each(|line| output::say(line));
    }
    let threads = args.run.threads.unwrap_or_default();
    let progress = Progress::start("judging", args.out.quiet);
    let judged = emergence(&found.models, threads)?;
    drop(progress);
    let progress = Progress::start("forecasting", args.out.quiet);
    let trial = args.cut.map(|cut| trial(&found.models, cut, args.run.seed, threads)).transpose()?;
    drop(progress);
    let provenance = typed.provenance(args.run.seed, &table.files);
    pages::answer(&args.pages, &args.out, move |_, show| {
        show(&EmergenceView {
            provenance: &provenance,
            models: &found.models,
            emergence: &judged,
            trial: trial.as_ref(),
        });
    })?;
    Ok(Answer::Done)
}

fn roles(args: &Emergence) -> ModelRoles {
    let columns = &args.columns;
    ModelRoles {
        tasks: columns.task.clone(),
        benchmarks: columns.benchmark.clone(),
        scale: columns.x.clone(),
        model: columns.model.clone(),
        family: columns.family.clone(),
        items: columns.items.clone(),
    }
}
