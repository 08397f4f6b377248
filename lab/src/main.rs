//! The laboratory: trains the language models behind the bundled sweep.
//!
//! `README.md` beside this crate says what is measured and how to make it again.

mod after;
mod args;
mod bench;
mod bundle;
mod evaluate;
mod kernel;
mod model;
mod optimiser;
mod plan;
mod random;
mod run;
mod status;
mod store;
mod sweep;
mod text;
mod trainer;
mod tune;

use after::{finetune, inference, reinforce};
use args::{Args, USAGE};
use plan::{Group, Plan};
use std::io::{Write, stdout};
use std::process::ExitCode;
use store::Store;

fn main() -> ExitCode {
    match Args::parse(std::env::args().skip(1)).and_then(|args| execute(&args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            let _ = writeln!(std::io::stderr(), "{message}");
            ExitCode::FAILURE
        }
    }
}

fn execute(args: &Args) -> Result<(), String> {
    let out = &mut stdout();
    match args.command.as_str() {
        "bench" => bench::bench(out).map_err(|e| e.to_string()),
        "entropy" => writeln!(out, "{}", text::entropy::Entropy::of_the_source()).map_err(|e| e.to_string()),
        "tune" => {
            let store = Store::open(args.out()?)?;
            let _held = store.lock()?;
            sweep::pretrain(&plan::tuning(), &store, args.workers())?;
            tune::table(&store, out)
        }
        "sweep" => sweep(args),
        "run" => {
            let id = args.id.as_deref().ok_or("run needs --id ID")?;
            let plan = plan::pretraining().into_iter().find(|plan| plan.id == id);
            let plan = plan.ok_or_else(|| format!("no run {id} in the plan"))?;
            let record = run::run(&plan, &Store::open(args.out()?)?)?;
            let text = serde_json::to_string_pretty(&record).map_err(|e| e.to_string())?;
            writeln!(out, "{text}").map_err(|e| e.to_string())
        }
        "bundle" => {
            let to = args.to.as_deref().ok_or("bundle needs --to DIR")?;
            let commit = args.commit.as_deref().unwrap_or("unknown");
            let sets = bundle::write(&Store::open(args.out()?)?, to, commit)?;
            sets.iter()
                .try_for_each(|(set, rows)| writeln!(out, "{set}: {rows} rows"))
                .map_err(|e| e.to_string())
        }
        "status" => status::status(&Store::open(args.out()?)?, out),
        _ => Err(USAGE.into()),
    }
}

fn sweep(args: &Args) -> Result<(), String> {
    let store = Store::open(args.out()?)?;
    let _held = store.lock()?;
    let stage = |name: &str| args.only.as_deref().is_none_or(|only| only == name);
    let (held_out, others): (Vec<Plan>, Vec<Plan>) =
        plan::pretraining().into_iter().partition(|plan| plan.group == Group::HeldOut);
    if stage("pretrain") {
        sweep::pretrain(&others, &store, args.workers())?;
    }
    if stage("posttrain") {
        sweep::work(&finetune::plans(), args.workers(), |plan| finetune::run(plan, &store))?;
        sweep::work(&reinforce::plans(), args.workers(), |plan| reinforce::run(plan, &store))?;
    }
    if stage("inference") {
        sweep::work(&inference::bases(&store)?, args.workers(), |base| inference::run(base, &store))?;
    }
    if stage("held-out") {
        sweep::pretrain(&held_out, &store, args.workers())?;
    }
    Ok(())
}
