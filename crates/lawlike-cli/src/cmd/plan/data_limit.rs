//! `lawlike plan data`: what a limited stock of data allows.

use super::{Answer, Typed, planned};
use crate::args::DataLimit;
use crate::progress::{self, Progress};
use crate::{pages, resolve};
use anyhow::{Context, Result, ensure};
use lawlike::fit::Objective;
use lawlike::law::Law;
use lawlike::observations::Observations;
use lawlike_questions::data_limit::{DataLimitOptions, DataLimits, limits};
use lawlike_report::view::DataLimitsView;

/// Plans and prints.
pub(super) fn run(args: &DataLimit, typed: &Typed) -> Result<Answer> {
    pages::check::<DataLimitsView<'_>>(&args.pages, &args.out)?;
    ensure!(args.replicates > 1, "--replicates {}: an interval needs two or more", args.replicates);
    let source =
        progress::reading(args.out.quiet, || resolve::open(&args.data, &args.columns, &[law(args)?]))?;
    source.say(&args.out);
    let options = DataLimitOptions {
        cut: args.cut,
        objective: resolve::objective(&args.objective)?.unwrap_or(Objective::huber_log(1e-3)),
        held: resolve::assignments("--fix", &args.fix)?,
        tolerance: args.tolerance,
        worth: args.worth,
        stocks: args.stock.clone(),
        budgets: args.budget.clone(),
        mixed: args.mixed.clone(),
        replicates: args.replicates,
        run: resolve::run(&args.run),
    };
    let progress = Progress::start("planning", args.out.quiet);
    let limits_of =
        |observations: &Observations| limits(observations, &options).with_context(|| planned(observations));
    let plans: Vec<DataLimits> = source.observed.series.iter().map(limits_of).collect::<Result<_>>()?;
    drop(progress);
    let provenance = typed.provenance(args.run.seed, source.files());
    let findings = source.findings();
    pages::answer(&args.pages, &args.out, move |_, show| {
        show(&DataLimitsView { provenance: &provenance, plans: &plans, findings: &findings });
    })?;
    Ok(Answer::Done)
}

/// A law that names every column that is looked for.
fn law(args: &DataLimit) -> Result<Law> {
    let mut law = Law::named("data-constrained")?;
    law.inputs.push("epochs".to_owned());
    law.inputs.extend(args.mixed.clone());
    Ok(law)
}
