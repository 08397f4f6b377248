//! `lawlike plan`: what to do with a budget.

use super::Answer;
use crate::args::{ComputeOptimal, Plan, PlanAction};
use crate::progress::Progress;
use crate::{output, resolve};
use anyhow::{Context, Result, ensure};
use lawlike::allocation::{Allocation, Options, Trait, allocate, contrasts};
use lawlike::law::Law;
use lawlike::observations::Observations;
use lawlike_report::view;

/// Plans and prints.
pub(super) fn run(args: &Plan) -> Result<Answer> {
    match &args.action {
        PlanAction::ComputeOptimal(args) => compute_optimal(args),
    }
}

fn compute_optimal(args: &ComputeOptimal) -> Result<Answer> {
    output::check(&args.out)?;
    let law = match resolve::law(&args.model.law)? {
        Some(law) => law,
        None => Law::named("chinchilla")?,
    };
    let source = resolve::open(&args.data, &args.columns, std::slice::from_ref(&law))?;
    source.say(&args.out);
    ensure!(args.replicates > 1, "--replicates {}: an interval needs two or more", args.replicates);
    let options = Options {
        law: Some(law),
        objective: resolve::objective(&args.model.objective)?,
        budgets: args.budget.clone(),
        replicates: args.replicates,
        seed: args.run.seed,
        threads: args.run.threads.unwrap_or_default(),
    };
    let progress = Progress::start("dividing", args.out.quiet);
    let one = |observations: &Observations| -> Result<Allocation> {
        allocate(observations, &options).with_context(|| match observations.label.as_str() {
            "" => "the budget cannot be divided".to_owned(),
            label => format!("the budget of `{label}` cannot be divided"),
        })
    };
    let allocations: Vec<Allocation> = source.observed.series.iter().map(one).collect::<Result<_>>()?;
    drop(progress);
    let shaped = resolve::options(&args.columns, &args.model).plan(args);
    let provenance = source.provenance(args.run.seed, shaped);
    let (format, style) = resolve::form(&args.out);
    let named = |(name, values): &(String, Vec<String>)| Trait { name: name.clone(), values: values.clone() };
    let traits: Vec<Trait> = source.observed.traits.iter().map(named).collect();
    let plan = view::PlanView {
        provenance: &provenance,
        allocations: &allocations,
        contrasts: &contrasts(&allocations, &traits),
        dollars: args.usd_per_flop,
        findings: &source.findings(),
    };
    output::result(&view::plan(plan, format, &style), &args.out)?;
    Ok(Answer::Done)
}
