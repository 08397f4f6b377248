//! `lawlike plan`: what to do with a budget.

mod data_limit;
mod over_training;
mod stock;
mod test_time;

use super::{Answer, Typed};
use crate::args::{Agent, ComputeOptimal, Goal, Inference, Plan, PlanAction};
use crate::progress::{self, Progress};
use crate::{pages, resolve};
use anyhow::{Context, Result, bail, ensure};
use lawlike::allocation::{Allocation, AllocationOptions, allocate, allows_several, contrasts, spread};
use lawlike::law::Law;
use lawlike::observations::Observations;
use lawlike_questions::agent::{Prices, Right, Workflow, policies};
use lawlike_questions::deployment::{Deployment, Quality, deploy};
use lawlike_report::view::{AgentView, DeploymentView, PlanView};

/// Plans and prints.
pub(super) fn run(args: &Plan, typed: &Typed) -> Result<Answer> {
    match &args.action {
        PlanAction::ComputeOptimal(args) => compute_optimal(args, typed),
        PlanAction::Inference(args) => inference(args, typed),
        PlanAction::DataLimit(args) => data_limit::run(args, typed),
        PlanAction::OverTraining(args) => over_training::run(args, typed),
        PlanAction::Stock(args) => stock::run(args, typed),
        PlanAction::TestTime(args) => test_time::run(args, typed),
        PlanAction::Agent(args) => agent(args),
    }
}

fn compute_optimal(args: &ComputeOptimal, typed: &Typed) -> Result<Answer> {
    pages::check::<PlanView<'_>>(&args.pages, &args.out)?;
    let law = match resolve::law(&args.model.law)? {
        Some(law) => law,
        None => Law::named("chinchilla")?,
    };
    let assumed = resolve::assumed(&args.counting)?;
    let source = progress::reading(args.out.quiet, || {
        resolve::open(&args.data, &args.columns, std::slice::from_ref(&law))
    })?;
    source.say(&args.out);
    ensure!(args.replicates > 1, "--replicates {}: an interval needs two or more", args.replicates);
    let options = AllocationOptions {
        law: Some(law),
        objective: resolve::objective(&args.model.objective)?,
        budgets: args.budget.clone(),
        replicates: args.replicates,
        is_drawn: pages::is_drawn(&args.pages, &args.out),
        run: resolve::run(&args.run),
    };
    let progress = Progress::start("dividing", args.out.quiet);
    let allocated = |observations: &Observations| -> Result<Allocation> {
        allocate(observations, &options).with_context(|| planned(observations))
    };
    let series = &source.observed.series;
    let allocations: Vec<Allocation> = series.iter().map(allocated).collect::<Result<_>>()?;
    let definitions = allows_several(series, &assumed)
        .then(|| spread(series, &source.traits(), &assumed, &options))
        .flatten();
    drop(progress);
    let provenance = typed.provenance(args.run.seed, source.files());
    let exponents: Vec<_> = allocations.iter().map(Allocation::exponents).collect();
    let contrasts = contrasts(&exponents, &source.traits());
    let (dollars, findings) = (args.usd_per_flop, source.findings());
    pages::answer(&args.pages, &args.out, move |_, show| {
        show(&PlanView {
            provenance: &provenance,
            allocations: &allocations,
            contrasts: &contrasts,
            definitions: definitions.as_ref(),
            dollars,
            findings: &findings,
        });
    })?;
    Ok(Answer::Done)
}

/// What could not be planned, for the head of an error.
fn planned(observations: &Observations) -> String {
    match observations.label.as_str() {
        "" => "nothing can be planned".to_owned(),
        label => format!("nothing can be planned for `{label}`"),
    }
}

/// How good the model must be, as it was typed.
fn quality(goal: &Goal) -> Result<Quality> {
    match (goal.like, goal.loss) {
        (Some(parameters), _) => Ok(Quality::Like(parameters)),
        (None, Some(loss)) => Ok(Quality::Loss(loss)),
        (None, None) => bail!("name a quality: --like PARAMETERS or --loss LOSS"),
    }
}

fn inference(args: &Inference, typed: &Typed) -> Result<Answer> {
    pages::check::<DeploymentView<'_>>(&args.pages, &args.out)?;
    let law = match resolve::law(&args.model.law)? {
        Some(law) => law,
        None => Law::named("chinchilla")?,
    };
    let quality = quality(&args.goal)?;
    ensure!(args.replicates > 1, "--replicates {}: an interval needs two or more", args.replicates);
    let source = progress::reading(args.out.quiet, || {
        resolve::open(&args.data, &args.columns, std::slice::from_ref(&law))
    })?;
    source.say(&args.out);
    let options = AllocationOptions {
        law: Some(law),
        objective: resolve::objective(&args.model.objective)?,
        budgets: Vec::new(),
        replicates: args.replicates,
        is_drawn: false,
        run: resolve::run(&args.run),
    };
    let progress = Progress::start("planning", args.out.quiet);
    let deployed = |observations: &Observations| {
        deploy(observations, quality, &args.tokens, &options).with_context(|| planned(observations))
    };
    let plans: Vec<Deployment> = source.observed.series.iter().map(deployed).collect::<Result<_>>()?;
    drop(progress);
    let provenance = typed.provenance(args.run.seed, source.files());
    let findings = source.findings();
    pages::answer(&args.pages, &args.out, move |_, show| {
        show(&DeploymentView { provenance: &provenance, plans: &plans, findings: &findings });
    })?;
    Ok(Answer::Done)
}

fn agent(args: &Agent) -> Result<Answer> {
    pages::check::<AgentView<'_>>(&args.pages, &args.out)?;
    let prices = Prices {
        prompt: args.prompt,
        written: args.written,
        added: args.added,
        usd_in: args.usd_in,
        usd_cached: args.usd_cached.unwrap_or(args.usd_in),
        usd_out: args.usd_out,
    };
    let workflow = Workflow {
        right: right(&args.right)?,
        noticed: args.noticed,
        retries: args.retries,
        calls: args.calls.clone(),
        prices,
    };
    let rows = lawlike_questions::agent::plan(&workflow)?;
    let is_drawn = pages::is_drawn(&args.pages, &args.out);
    let policies = if is_drawn { policies(&workflow)? } else { Vec::new() };
    pages::answer(&args.pages, &args.out, move |_, show| {
        show(&AgentView { workflow: &workflow, rows: &rows, policies: &policies });
    })?;
    Ok(Answer::Done)
}

/// A share, or a count of right calls out of all.
fn right(text: &str) -> Result<Right> {
    let asked = || format!("--right {text}: a share such as 0.97, or right calls out of all such as 97/100");
    match text.split_once('/') {
        Some((right, all)) => Ok(Right::Counted(
            right.trim().parse().with_context(asked)?,
            all.trim().parse().with_context(asked)?,
        )),
        None => Ok(Right::Known(text.trim().parse().with_context(asked)?)),
    }
}
