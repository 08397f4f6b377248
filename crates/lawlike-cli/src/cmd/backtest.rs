//! `lawlike backtest`: hide the future, forecast it, score the answer.

use super::fit::rules;
use super::{Answer, Typed};
use crate::args::Backtest;
use crate::cards::{self, UNTESTED};
use crate::progress::{self, Progress};
use crate::{output, resolve};
use anyhow::Result;
use lawlike::backtest::{self as domain, BacktestOptions, Backtested, Question, backtest};
use lawlike::finding::{Finding, Severity};
use lawlike::observations::Observations;
use lawlike::quantity::Scale;
use lawlike_report::view::{self, BacktestView};

/// Back-tests all series and prints the scores.
pub(super) fn run(args: &Backtest, typed: &Typed) -> Result<Answer> {
    let options = options(args)?;
    output::check(&args.out)?;
    let source = progress::reading(args.out.quiet, || {
        resolve::open(&args.data, &args.columns, options.question.law.as_slice())
    })?;
    resolve::tolerance_on(args.trial.tolerance.as_deref(), &source.observed.series)?;
    source.say(&args.out);
    let progress = Progress::start("back-testing", args.out.quiet);
    let tested = backtest(&source.observed.series, &options)?;
    drop(progress);
    if !args.out.quiet {
        say_rules(&source.observed.series, &tested, &options)?;
    }
    let provenance = typed.provenance(args.run.seed, source.files());
    let mut findings = source.findings();
    findings.extend(
        tested.series.iter().filter(|(_, result)| result.is_none()).map(|(label, _)| untested(label)),
    );
    let answer = if tested.overall.overall.n == 0 { Answer::Untested } else { Answer::Done };
    let scale = source.observed.series.first().map_or(Scale::Raw, |series| series.scale());
    let series = results(&tested.series);
    output::answer(&args.out, move |format, style| {
        let view = BacktestView {
            provenance: &provenance,
            scale,
            overall: &tested.overall,
            series: &series,
            distance_unit: tested.distance_unit.name(),
            findings: &findings,
        };
        view::backtest(&view, format, style)
    })?;
    Ok(answer.or_zero(args.exit_zero))
}

fn options(args: &Backtest) -> Result<BacktestOptions> {
    Ok(BacktestOptions {
        question: Question {
            law: resolve::law(&args.model.law)?,
            objective: resolve::objective(&args.model.objective)?,
            cut: resolve::cut(resolve::cut_of(&args.data, args.trial.cut.as_deref()).as_deref())?,
            tolerance: resolve::tolerance(args.trial.tolerance.as_deref())?,
        },
        run: resolve::run(&args.run),
    })
}

/// Says how everything was chosen that the user left open: the first series decides for all.
fn say_rules(series: &[Observations], tested: &Backtested, options: &BacktestOptions) -> Result<()> {
    let first = series.get(..1).unwrap_or_default();
    rules(first, options.question.law.as_ref(), options.question.objective)?
        .iter()
        .for_each(|rule| output::say(rule));
    if options.question.tolerance.is_none() {
        output::say(&format!("tolerance = {}", tested.tolerance.1));
    }
    Ok(())
}

/// The series that could be tested, if there is more than one.
fn results(series: &[(String, Option<domain::Backtest>)]) -> Vec<(String, domain::Backtest)> {
    if series.len() < 2 {
        return Vec::new();
    }
    let tested =
        |(label, result): &(String, Option<domain::Backtest>)| Some((label.clone(), result.clone()?));
    series.iter().filter_map(tested).collect()
}

fn untested(label: &str) -> Finding {
    let message = "too few or too near rows to hold some out and forecast them".to_owned();
    cards::finding(&UNTESTED, Severity::Warning, label, message)
}
