//! `lawlike fit`: the parameters of a law, with their certificate.

use super::Answer;
use crate::args::Fit;
use crate::progress::Progress;
use crate::{output, resolve};
use anyhow::{Result, anyhow};
use lawlike::check::{Finding, Severity};
use lawlike::fit::{Fit as Fitted, Options, auto_objective, fit};
use lawlike::law::{self, Law};
use lawlike::observations::Observations;
use lawlike_report::view;
use std::collections::HashSet;

/// Fits every series and prints the fits.
pub(super) fn run(args: &Fit) -> Result<Answer> {
    let law = resolve::law(&args.model.law)?;
    let options = options(args)?;
    let source = resolve::open(&args.data, &args.columns, law.as_ref())?;
    let series = &source.observed.series;
    source.say(&args.out);
    if !args.out.quiet {
        rules(series, law.as_ref(), &options)?.iter().for_each(|rule| output::say(rule));
    }
    let mut findings = source.findings();
    let progress = Progress::start("fitting", args.out.quiet);
    let fits = fit_all(series, law.as_ref(), &options, &mut findings)?;
    drop(progress);
    let provenance = source.provenance(args.run.seed, resolve::options(&args.columns, &args.model).fit(args));
    let (format, style) = resolve::form(&args.out);
    output::result(&view::fits(&provenance, &fits, &findings, format, &style), &args.out)?;
    Ok(Answer::Done)
}

fn options(args: &Fit) -> Result<Options> {
    Ok(Options {
        objective: resolve::objective(&args.model.objective)?,
        start: resolve::assignments("--start", &args.start)?,
        fix: resolve::assignments("--fix", &args.fix)?,
        bound: resolve::bounds(&args.bound)?,
        bootstrap: args.bootstrap,
        seed: args.run.seed,
        threads: args.run.threads.unwrap_or_default(),
    })
}

/// How the laws and objectives were chosen that the user left open, each rule once.
fn rules(series: &[Observations], law: Option<&Law>, options: &Options) -> Result<Vec<String>> {
    let mut rules = Vec::new();
    for observations in series {
        let law = if law.is_none() { Some(law::auto(observations)?.1) } else { None };
        let objective = options.objective.is_none().then(|| auto_objective(observations).1);
        let said =
            [law.map(|rule| format!("law = {rule}")), objective.map(|rule| format!("objective = {rule}"))];
        rules.extend(said.into_iter().flatten());
    }
    let mut seen = HashSet::new();
    rules.retain(|rule| seen.insert(rule.clone()));
    Ok(rules)
}

/// A series that cannot be fitted becomes a finding; if none can, the first reason is the error.
fn fit_all(
    series: &[Observations],
    law: Option<&Law>,
    options: &Options,
    findings: &mut Vec<Finding>,
) -> Result<Vec<(String, Fitted)>> {
    let mut fits = Vec::new();
    let mut first_failure = None;
    for observations in series {
        let label = observations.label.clone();
        let chosen =
            law.map_or_else(|| law::auto(observations).map(|(law, _)| law), |law| Ok(law.clone()))?;
        match fit(&chosen, observations, options) {
            Ok(fitted) => fits.push((label, fitted)),
            Err(error) => {
                findings.push(no_fit(label, error.to_string()));
                first_failure.get_or_insert(error);
            }
        }
    }
    match first_failure {
        Some(error) if fits.is_empty() => Err(anyhow!(error)),
        _ => Ok(fits),
    }
}

fn no_fit(label: String, message: String) -> Finding {
    Finding {
        code: "no-fit",
        severity: Severity::Serious,
        label,
        message,
        number: f64::NAN,
        threshold: f64::NAN,
        hint: "leave the series out with --where, or give it more rows",
    }
}
