//! `lawlike plan over-training`: smaller models that are trained longer.

use super::{Answer, Typed, planned, quality};
use crate::args::OverTraining;
use crate::progress::{self, Progress};
use crate::{pages, resolve};
use anyhow::{Context, Result, ensure};
use lawlike::allocation::AllocationOptions;
use lawlike::law::Law;
use lawlike::observations::Observations;
use lawlike_questions::deployment::{self, Limits, over_train};
use lawlike_report::view::OverTrainingView;

/// Plans and prints.
pub(super) fn run(args: &OverTraining, typed: &Typed) -> Result<Answer> {
    pages::check::<OverTrainingView<'_>>(&args.pages, &args.out)?;
    let law = match resolve::law(&args.model.law)? {
        Some(law) => law,
        None => Law::named("over-training")?,
    };
    let quality = quality(&args.goal)?;
    ensure!(args.replicates > 1, "--replicates {}: an interval needs two or more", args.replicates);
    let source = progress::reading(args.out.quiet, || {
        resolve::open(&args.data, &args.columns, std::slice::from_ref(&law))
    })?;
    source.say(&args.out);
    let limits = Limits { budget: args.budget, parameters: args.max_params };
    let options = AllocationOptions {
        law: Some(law),
        objective: resolve::objective(&args.model.objective)?,
        budgets: Vec::new(),
        replicates: args.replicates,
        is_drawn: false,
        run: resolve::run(&args.run),
    };
    let progress = Progress::start("planning", args.out.quiet);
    let over_trained = |observations: &Observations| {
        over_train(observations, quality, &limits, &options).with_context(|| planned(observations))
    };
    let plans: Vec<deployment::OverTraining> =
        source.observed.series.iter().map(over_trained).collect::<Result<_>>()?;
    drop(progress);
    let provenance = typed.provenance(args.run.seed, source.files());
    let findings = source.findings();
    pages::answer(&args.pages, &args.out, move |_, show| {
        show(&OverTrainingView { provenance: &provenance, plans: &plans, findings: &findings });
    })?;
    Ok(Answer::Done)
}
