//! From what was typed to what is written.

use crate::args::{
    Command, ExecutorArguments, FitArguments, Form, FrontierArguments, PasskArguments, QueryArguments,
    Reading, ReleaseArguments, SchedulerArguments, Writing,
};
use lawlike_engine::counts::{FrontierRequest, Outcome, PasskRequest, frontier, passk};
use lawlike_engine::fit::{FitRequest, fit};
use lawlike_engine::query::{self, RowForm};
use lawlike_engine::sheet::{Sheet, SheetForm};
use lawlike_engine::stores::is_address;
use lawlike_engine::{Engine, EngineLimits, Error, Result, source};
use lawlike_worker::cluster::{
    ClusterAddress, ExecutorOptions, Release, SchedulerOptions, Secret, engine, fresh_secret, serve_executor,
    serve_scheduler,
};
use std::io::{Write, stderr, stdout};

/// Runs a command.
pub(crate) async fn run(command: Command) -> Result<()> {
    match command {
        Command::Query(arguments) => run_query(arguments).await,
        Command::Fit(arguments) => run_fit(arguments).await,
        Command::Passk(arguments) => run_passk(arguments).await,
        Command::Frontier(arguments) => run_frontier(arguments).await,
        Command::ServeScheduler(arguments) => run_scheduler(arguments).await,
        Command::ServeExecutor(arguments) => run_executor(arguments).await,
        Command::Secret => Ok(writeln!(stdout(), "{}", fresh_secret()?)?),
    }
}

fn release(arguments: &ReleaseArguments) -> Release {
    arguments.claim_version.as_deref().map_or_else(Release::own, Release::of)
}

/// An engine with the data registered.
async fn opened(reading: &Reading) -> Result<Engine> {
    let limits =
        EngineLimits { memory: reading.max_memory, threads: reading.threads, spill: reading.spill.clone() };
    let engine = match (&reading.cluster, &reading.secret) {
        (Some(scheduler), Some(secret)) => {
            let address = ClusterAddress {
                scheduler: scheduler.clone(),
                secret: Secret::read(secret)?,
                release: release(&reading.release),
                partitions: reading.partitions.max(1),
            };
            engine(&address, limits).await?
        }
        _ => Engine::local(limits)?,
    };
    // Other machines may stand in another folder.
    let data = match &reading.cluster {
        Some(_) => reading.data.iter().map(|source| absolute(source)).collect::<Result<Vec<String>>>()?,
        None => reading.data.clone(),
    };
    source::register(engine.context(), &data).await?;
    Ok(engine)
}

/// The path of a source from the root; an address is one already.
fn absolute(source: &str) -> Result<String> {
    if is_address(source) {
        return Ok(source.to_owned());
    }
    let path = std::path::absolute(source).map_err(|error| Error::new(format!("{source}: {error}")))?;
    let slash = if source.ends_with('/') { "/" } else { "" };
    Ok(format!("{}{slash}", path.to_string_lossy().trim_end_matches('/')))
}

async fn run_query(arguments: QueryArguments) -> Result<()> {
    let engine = opened(&arguments.reading).await?;
    match &arguments.output {
        Some(path) => query::write_file(&engine, &arguments.query, path).await?,
        None => query::write(&engine, &arguments.query, RowForm::Csv, stdout()).await?,
    };
    Ok(())
}

async fn run_fit(arguments: FitArguments) -> Result<()> {
    let mut axes = Vec::new();
    for axis in &arguments.axis {
        let (name, column) = axis
            .split_once('=')
            .ok_or_else(|| Error::new(format!("--axis {axis}: write NAME=COLUMN, such as N=params")))?;
        axes.push((name.to_owned(), column.to_owned()));
    }
    if let Some(column) = &arguments.x {
        axes.push(("x".to_owned(), column.clone()));
    }
    if axes.is_empty() {
        return Err(Error::new(
            "say which column the law runs along: --x COLUMN, or --axis NAME=COLUMN for each",
        ));
    }
    let engine = opened(&arguments.reading).await?;
    let request = FitRequest {
        law: arguments.law,
        response: arguments.y,
        axes,
        by: arguments.by,
        query: arguments.query,
        bootstrap: arguments.bootstrap,
        key: arguments.key,
        seed: arguments.seed,
        degree: arguments.degree,
    };
    let answer = fit(&engine, &request).await?;
    write_sheet(&answer.sheet(), &arguments.writing)?;
    answer.notes.iter().try_for_each(|note| note_down(note))
}

async fn run_passk(arguments: PasskArguments) -> Result<()> {
    let engine = opened(&arguments.reading).await?;
    let outcome = match arguments.samples {
        Some(samples) => Outcome::Counted { samples, correct: arguments.correct },
        None => Outcome::Each(arguments.correct),
    };
    let request = PasskRequest {
        model: arguments.model,
        problem: arguments.problem,
        outcome,
        k: arguments.k,
        query: arguments.query,
        seed: arguments.seed,
    };
    let (sheet, answer) = passk(&engine, &request).await?;
    write_sheet(&sheet, &arguments.writing)?;
    answer.findings.iter().try_for_each(|finding| note_down(&finding.message))
}

async fn run_frontier(arguments: FrontierArguments) -> Result<()> {
    let engine = opened(&arguments.reading).await?;
    let request = FrontierRequest {
        along: arguments.along,
        value: arguments.value,
        by: arguments.by,
        is_lower_better: arguments.lower,
        query: arguments.query,
    };
    write_sheet(&frontier(&engine, &request).await?, &arguments.writing)
}

async fn run_scheduler(arguments: SchedulerArguments) -> Result<()> {
    let secret = Secret::read(&arguments.secret)?;
    note_down(&format!("scheduler on {}", arguments.listen))?;
    serve_scheduler(SchedulerOptions {
        listen: arguments.listen,
        secret,
        release: release(&arguments.release),
    })
    .await
}

async fn run_executor(arguments: ExecutorArguments) -> Result<()> {
    let secret = Secret::read(&arguments.secret)?;
    note_down(&format!("executor on {}, for {}", arguments.listen, arguments.scheduler))?;
    serve_executor(ExecutorOptions {
        scheduler: arguments.scheduler,
        listen: arguments.listen,
        advertise: arguments.advertise,
        memory: arguments.max_memory,
        threads: arguments.threads,
        folder: arguments.folder,
        secret,
        release: release(&arguments.release),
    })
    .await
}

fn write_sheet(sheet: &Sheet, writing: &Writing) -> Result<()> {
    let form = match writing.format {
        Form::Text => SheetForm::Text,
        Form::Csv => SheetForm::Csv,
        Form::Jsonl => SheetForm::JsonLines,
    };
    let text = sheet.written(form);
    match &writing.output {
        Some(path) => {
            std::fs::write(path, text).map_err(|error| Error::new(format!("{}: {error}", path.display())))
        }
        None => Ok(stdout().write_all(text.as_bytes())?),
    }
}

fn note_down(note: &str) -> Result<()> {
    Ok(writeln!(stderr(), "{note}")?)
}
