//! `lawlike fit`: the parameters of a law, with their certificate.

use super::{Answer, Typed};
use crate::args::{self as arguments, Fit};
use crate::checkpoint::{self, Checkpoint};
use crate::run::Asking;
use crate::{desk, resolve, write};
use anyhow::{Context, Result, ensure};
use lawlike::answered::Answered;
use lawlike::check::{CheckLevel, Published};
use lawlike::ensemble::{Ensemble, Prior, Replicates};
use lawlike::examine::{Examined, Posterior, Request, examine, findings};
use lawlike::fit::{Fit as Fitted, FitOptions, Objective, auto_objective};
use lawlike::law::{self, Law};
use lawlike::observations::Observations;
use lawlike_num::progress::part;
use lawlike_report::shown::FitsView;
use lawlike_report::view;
use std::collections::HashSet;

/// Fits every series and prints the fits.
pub(super) fn run(args: &Fit, typed: &Typed) -> Result<Answer> {
    let request = request(args)?;
    if let Some(path) = &args.resume {
        checkpoint::check(path, args)?;
    }
    ensure!(
        args.posterior.draws.is_none() || args.posterior.posterior.is_some() || args.bootstrap > 0,
        "--draws: say of what: --posterior DRAWS or --bootstrap B"
    );
    let asking = Asking::plain(typed, &args.out)?;
    args.posterior.draws.as_deref().map_or(Ok(()), |path| write::check(path).context("--draws"))?;
    let source = asking.observations(&args.data, &args.columns, request.law.as_slice())?;
    let series = &source.observed.series;
    if !args.out.quiet {
        asking.say(&rules(series, request.law.as_ref(), request.options.objective)?);
    }
    let provenance = typed.provenance(args.run.seed, source.files());
    let checkpoint =
        args.resume.as_ref().map(|path| Checkpoint::open(path, &provenance, args.out.quiet)).transpose()?;
    let examined = asking.work("fitting", || -> Result<_> {
        let share = if checkpoint.is_some() { BEFORE } else { 1.0 };
        let mut examined = part(share, || examine(series, &request));
        if let Some(checkpoint) = checkpoint {
            bootstrap(checkpoint, args.bootstrap, series, &request, &mut examined)?;
        }
        Ok(examined)
    })?;
    let mut noticed = source.findings();
    noticed.extend(request.left_out(series.len()));
    let findings = findings(noticed, series, &examined);
    let draws = args.posterior.draws.as_ref().map(|path| (path, draws(&examined)));
    desk::with(|desk| desk.draws = laid_down(&examined));
    let result = FitsView { fits: fits(examined)? };
    if let Some((path, draws)) = draws {
        write::whole(path, draws.as_bytes()).context("--draws")?;
    }
    asking.show(Answered { provenance, findings, result })?;
    Ok(Answer::Done)
}

/// Share of the work that comes before bootstraps, about.
const BEFORE: f64 = 0.1;

/// Adds the bootstrap to every fit, in pieces that are kept.
fn bootstrap(
    mut checkpoint: Checkpoint,
    count: usize,
    series: &[Observations],
    request: &Request,
    examined: &mut [Examined],
) -> Result<()> {
    for (at, (one, observations)) in examined.iter_mut().zip(series).enumerate() {
        let Ok(fit) = &mut one.fit else { continue };
        let law = match &request.law {
            Some(law) => law.clone(),
            None => law::auto(observations)?.0,
        };
        let replicates = Replicates::new(&law, observations, &request.options)?;
        let share = 1.0 / (series.len() - at) as f64;
        fit.bootstrap = Some(part(share, || checkpoint.bootstrap(&law, fit, replicates, count))?);
    }
    Ok(())
}

/// What is asked. Replicates that are kept in a file are made in pieces, after the fits.
fn request(args: &Fit) -> Result<Request> {
    let at_once = if args.resume.is_some() { 0 } else { args.bootstrap };
    let options = FitOptions {
        objective: resolve::objective(&args.model.objective)?,
        stderr_relative: args.stderr_relative,
        run: resolve::run(&args.run),
        ..FitOptions::default()
    };
    let checks = args.checks.map(|checks| match checks {
        arguments::Checks::All => CheckLevel::All,
        arguments::Checks::Quick => CheckLevel::Quick,
        arguments::Checks::None => CheckLevel::None,
    });
    Ok(Request {
        law: resolve::law(&args.model.law)?,
        options: options.with_constraints(&resolve::constraints(&args.parameters)?),
        bootstrap: at_once,
        posterior: posterior(&args.posterior)?,
        checks,
        published: Published { replicates: at_once, ..resolve::published(&args.claim)? },
    })
}

/// The draws of every series, as CSV.
fn draws(examined: &[Examined]) -> String {
    let ensembles: Vec<(&str, &Ensemble)> =
        examined.iter().filter_map(|one| Some((one.label.as_str(), one.ensemble.as_ref()?))).collect();
    view::draws(&ensembles)
}

/// The draws of every series that has some.
fn laid_down(examined: &[Examined]) -> Vec<(String, Ensemble)> {
    let drawn = examined.iter().filter(|one| one.fit.is_ok());
    drawn.filter_map(|one| Some((one.label.clone(), one.ensemble.clone()?))).collect()
}

/// What is asked of the posterior.
fn posterior(args: &arguments::Posterior) -> Result<Option<Posterior>> {
    let Some(draws) = args.posterior else { return Ok(None) };
    let prior = |text: &String| -> Result<(String, Prior)> {
        let (name, prior) = text
            .split_once('=')
            .with_context(|| format!("--prior {text}: write NAME=PRIOR, such as E=normal(1.7,0.2)"))?;
        Ok((name.trim().to_owned(), prior.parse().context("--prior")?))
    };
    let priors: Vec<(String, Prior)> = args.prior.iter().map(prior).collect::<Result<_>>()?;
    let mut seen = HashSet::new();
    for (name, _) in &priors {
        ensure!(seen.insert(name), "--prior {name}: it is given twice");
    }
    Ok(Some(Posterior { draws, priors }))
}

/// The laws and objectives that the user left open, and how they were chosen, each once.
pub(super) fn rules(
    series: &[Observations],
    law: Option<&Law>,
    objective: Option<Objective>,
) -> Result<Vec<String>> {
    let mut rules = Vec::new();
    for observations in series {
        if law.is_none() {
            let (law, rule) = law::auto(observations)?;
            let name = if law.card.is_some() { law.id } else { law.formula.text() };
            rules.push(format!("law = {name}, {rule}"));
        }
        if objective.is_none() {
            let (objective, rule) = auto_objective(observations);
            rules.push(format!("objective = {objective}, {rule}"));
        }
    }
    let mut seen = HashSet::new();
    rules.retain(|rule| seen.insert(rule.clone()));
    Ok(rules)
}

/// The fits that there are; if there are none, the first reason is the error.
fn fits(examined: Vec<Examined>) -> Result<Vec<(String, Fitted)>> {
    let mut fits = Vec::new();
    let mut failure = None;
    for one in examined {
        match one.fit {
            Ok(fit) => fits.push((one.label, fit)),
            Err(error) => drop(failure.get_or_insert(error)),
        }
    }
    match failure {
        Some(error) if fits.is_empty() => Err(error.into()),
        _ => Ok(fits),
    }
}
