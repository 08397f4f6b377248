//! `lawlike backtest`: hide the future, forecast it, score the answer.

use super::fit::rules;
use super::{Answer, Typed};
use crate::args::Backtest;
use crate::cards::{self, UNTESTED};
use crate::checkpoint::Work;
use crate::resolve;
use crate::run::Asking;
use anyhow::Result;
use lawlike::answered::Answered;
use lawlike::backtest::{self as domain, BacktestOptions, Backtested, Question, backtest};
use lawlike::finding::{Finding, Severity};
use lawlike::observations::Observations;
use lawlike::quantity::Scale;
use lawlike_report::shown::BacktestView;

/// Back-tests all series and prints the scores.
pub(super) fn run(args: &Backtest, typed: &Typed) -> Result<Answer> {
    let mut options = options(args)?;
    Work::check(args.trial.resume.as_ref())?;
    let asking = Asking::plain(typed, &args.out)?;
    let source = asking.observations(&args.data, &args.columns, options.question.law.as_slice())?;
    let observed = &source.observed.series;
    resolve::tolerance_on(args.trial.tolerance.as_deref(), observed)?;
    let provenance = typed.provenance(args.run.seed, source.files());
    let work = Work::open(args.trial.resume.as_ref(), &provenance, args.out.quiet)?;
    options.kept = work.kept();
    let tested = asking.work("back-testing", || backtest(observed, &options))?;
    work.close();
    if !args.out.quiet {
        asking.say(&chosen(observed, &tested, &options)?);
    }
    let mut findings = source.findings();
    findings.extend(
        tested.series.iter().filter(|(_, result)| result.is_none()).map(|(label, _)| untested(label)),
    );
    let answer = if tested.overall.overall.n == 0 { Answer::Untested } else { Answer::Done };
    let result = BacktestView {
        scale: observed.first().map_or(Scale::Raw, |series| series.scale()),
        distance_unit: tested.distance_unit.name().to_owned(),
        series: results(&tested.series),
        overall: tested.overall,
    };
    asking.show(Answered { provenance, findings, result })?;
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
        ..BacktestOptions::default()
    })
}

/// How everything was chosen that the user left open: the first series decides for all.
fn chosen(series: &[Observations], tested: &Backtested, options: &BacktestOptions) -> Result<Vec<String>> {
    let first = series.get(..1).unwrap_or_default();
    let mut said = rules(first, options.question.law.as_ref(), options.question.objective)?;
    if options.question.tolerance.is_none() {
        said.push(format!("tolerance = {}", tested.tolerance.1));
    }
    Ok(said)
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
