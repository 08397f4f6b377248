//! `lawlike fit`: the parameters of a law, with their certificate.

use super::Answer;
use crate::args::Fit;
use crate::cards::{self, NO_FIT};
use crate::checkpoint::{self, Checkpoint};
use crate::progress::Progress;
use crate::{output, resolve};
use anyhow::Result;
use lawlike::check::{Finding, Published, Severity, check, check_published, check_series};
use lawlike::ensemble::Replicates;
use lawlike::fit::{Fit as Fitted, Objective, Options, auto_objective, fit};
use lawlike::law::{self, Law};
use lawlike::observations::Observations;
use lawlike_report::view;
use std::cmp::Reverse;
use std::collections::HashSet;

/// Fits every series and prints the fits.
pub(super) fn run(args: &Fit) -> Result<Answer> {
    let law = resolve::law(&args.model.law)?;
    let mut options = options(args)?;
    if let Some(path) = &args.resume {
        checkpoint::check(path, args)?;
        // These are made in pieces, after the fits.
        options.bootstrap = 0;
    }
    let published = resolve::published(&args.claim)?;
    output::check(&args.out)?;
    let source = resolve::open(&args.data, &args.columns, law.as_slice())?;
    let series = &source.observed.series;
    source.say(&args.out);
    if !args.out.quiet {
        rules(series, law.as_ref(), options.objective)?.iter().for_each(|rule| output::say(rule));
    }
    let provenance = source
        .provenance(args.run.seed, resolve::options(&args.columns, &args.model).claim(&args.claim).fit(args));
    let checkpoint =
        args.resume.as_ref().map(|path| Checkpoint::open(path, &provenance, args.out.quiet)).transpose()?;
    let progress = Progress::start("fitting", args.out.quiet);
    let mut attempts = attempts(series, law.as_ref(), &options, &published);
    if let Some(checkpoint) = checkpoint {
        bootstrap(checkpoint, args.bootstrap, series, (law.as_ref(), &options), &mut attempts)?;
    }
    drop(progress);
    let findings = findings(source.findings(), series, &attempts);
    let fits = fits(attempts)?;
    output::answer(&args.out, move |format, style| view::fits(&provenance, &fits, &findings, format, style))?;
    Ok(Answer::Done)
}

/// Adds the bootstrap to every fit, in pieces that are kept.
fn bootstrap(
    mut checkpoint: Checkpoint,
    count: usize,
    series: &[Observations],
    (law, options): (Option<&Law>, &Options),
    attempts: &mut [Attempt],
) -> Result<()> {
    for (attempt, observations) in attempts.iter_mut().zip(series) {
        let Ok(fit) = &mut attempt.fit else { continue };
        let law = match law {
            Some(law) => law.clone(),
            None => law::auto(observations)?.0,
        };
        let replicates = Replicates::new(&law, observations, options)?;
        fit.bootstrap = Some(checkpoint.bootstrap((&law, &*fit), replicates, count)?);
    }
    Ok(())
}

fn options(args: &Fit) -> Result<Options> {
    Ok(Options {
        objective: resolve::objective(&args.model.objective)?,
        stderr_relative: args.stderr_relative,
        bootstrap: args.bootstrap,
        seed: args.run.seed,
        threads: args.run.threads.unwrap_or_default(),
        ..Options::default()
    }
    .with_constraints(&resolve::constraints(&args.parameters)?))
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

/// What came of one series.
pub(super) struct Attempt {
    label: String,
    /// Its fit, or why there is none.
    fit: lawlike::Result<Fitted>,
    /// What the checks of the fit found.
    found: Vec<Finding>,
}

/// Fits every series, by the rule of `auto` where no law is named, and checks the fits and what is published of them.
pub(super) fn attempts(
    series: &[Observations],
    law: Option<&Law>,
    options: &Options,
    published: &Published,
) -> Vec<Attempt> {
    let one = |observations: &Observations| -> lawlike::Result<(Fitted, Vec<Finding>)> {
        let law = match law {
            Some(law) => law.clone(),
            None => law::auto(observations)?.0,
        };
        let fit = fit(&law, observations, options)?;
        let mut found = check(&law, observations, options, &fit);
        if !published.is_empty() {
            let names: Vec<String> = fit.parameters.iter().map(|estimate| estimate.name.clone()).collect();
            published.check(&names)?;
            found.extend(check_published(&law, observations, options, &fit, published));
        }
        Ok((fit, found))
    };
    let attempt = |observations: &Observations| {
        let label = observations.label.clone();
        match one(observations) {
            Ok((fit, found)) => Attempt { label, fit: Ok(fit), found },
            Err(error) => Attempt { label, fit: Err(error), found: Vec::new() },
        }
    };
    series.iter().map(attempt).collect()
}

/// What was noticed before, what the checks of the fits found, and which series have no fit; most serious first.
pub(super) fn findings(noticed: Vec<Finding>, series: &[Observations], attempts: &[Attempt]) -> Vec<Finding> {
    let mut findings = noticed;
    for attempt in attempts {
        findings.extend(attempt.found.iter().cloned());
        if let Err(error) = &attempt.fit {
            findings.push(cards::finding(&NO_FIT, Severity::Serious, &attempt.label, error.to_string()));
        }
    }
    findings.extend(check_series(series, attempts.iter().map(|attempt| attempt.fit.as_ref().ok())));
    findings.sort_by_key(|finding| Reverse(finding.severity));
    findings
}

impl Attempt {
    /// The series and its fit, if there is one.
    pub(super) fn fitted(self) -> lawlike::Result<(String, Fitted)> {
        Ok((self.label, self.fit?))
    }
}

/// The fits that there are; if there are none, the first reason is the error.
fn fits(attempts: Vec<Attempt>) -> Result<Vec<(String, Fitted)>> {
    let mut fits = Vec::new();
    let mut failure = None;
    for attempt in attempts {
        match attempt.fitted() {
            Ok(fit) => fits.push(fit),
            Err(error) => drop(failure.get_or_insert(error)),
        }
    }
    match failure {
        Some(error) if fits.is_empty() => Err(error.into()),
        _ => Ok(fits),
    }
}
