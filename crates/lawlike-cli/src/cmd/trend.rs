//! `lawlike trend`: values and horizons over calendar time.

mod market;

use super::{Answer, Typed};
use crate::args::{self, Trend, TrendColumns};
use crate::progress::{self, Progress};
use crate::{output, pages, resolve};
use anyhow::{Context, Result, bail, ensure};
use lawlike_data::{Table, TrendRoles, dated, day, is_runs, iso_date, labelled, runs};
use lawlike_questions::trend::{
    Better, Dated, Horizons, PaceClaim, Standing, TrendOptions, horizons, trend, with_horizons,
};
use lawlike_report::view::{self, StepView, TrendView};
use std::cmp::Reverse;

/// Follows the values, or the horizons of runs; or says how the values of labels compare.
pub(super) fn run(args: &Trend, typed: &Typed) -> Result<Answer> {
    let asked = options(args)?;
    let better = args.better.map(|better| match better {
        args::Better::Higher => Better::Higher,
        args::Better::Lower => Better::Lower,
    });
    let since = args.since.as_deref().map(|text| date("--since", text)).transpose()?;
    let claim: Option<PaceClaim> = args.claim.as_deref().map(str::parse).transpose().context("--claim")?;
    let roles = roles(&args.columns)?;
    pages::check::<TrendView<'_>>(&args.pages, &args.out)?;
    if args.market.split || !args.market.implied_size.is_empty() || !args.step.is_empty() {
        pages::check_none(&args.pages, "a question beside the trend")?;
    }
    let input = progress::reading(args.out.quiet, || resolve::read(&args.data))?;
    let origin = input.origin();
    let table = resolve::selected(input.table, args.columns.filter.as_deref())?;
    let provenance = typed.provenance(args.run.seed, &table.files);
    let say = |lines: &[String]| {
        if !args.out.quiet {
            origin.iter().chain(lines).for_each(|line| output::say(line));
        }
    };
    if let Some(answer) = market::run(args, &table, &roles, &provenance, &say)? {
        return Ok(answer);
    }
    if !args.step.is_empty() {
        let steps =
            args.step.iter().map(|step| compared(&table, &roles, step)).collect::<Result<Vec<_>>>()?;
        output::answer(&args.out, move |format, style| view::steps(&provenance, &steps, format, style))?;
        return Ok(Answer::Done);
    }
    let is_runs = is_runs(&table);
    let found =
        if is_runs { from_runs(args, &table, &roles, &say)? } else { from_values(&table, &roles, &say)? };
    let Found { series, better: by_name, value, horizons } = found;
    let options = TrendOptions { better: better.unwrap_or(by_name), ..asked };
    let recent = |mut dated: Dated| {
        dated.points.retain(|point| since.is_none_or(|since| point.day >= since));
        dated
    };
    let series: Vec<Dated> = series.into_iter().map(recent).collect();
    let mut result = trend(&series, &options)?;
    if let Some(horizons) = &horizons {
        with_horizons(&mut result, horizons, since, &options);
    }
    result.findings.sort_by_key(|finding| Reverse(finding.severity));
    let models = horizons.map(|horizons| horizons.models).unwrap_or_default();
    let judged = claim.map(|claim| claim.judge(&result)).transpose().context("--claim")?;
    let answer = judged.as_ref().map_or(Answer::Done, |judged| standing(judged.standing));
    pages::answer(&args.pages, &args.out, move |_, show| {
        show(&TrendView {
            provenance: &provenance,
            trends: &result,
            value: &value,
            series: &series,
            cut: options.cut,
            horizons: &models,
            claim: judged.as_ref(),
            date: &iso_date,
        });
    })?;
    Ok(answer)
}

fn standing(standing: Standing) -> Answer {
    match standing {
        Standing::Holds => Answer::Done,
        Standing::Fails => Answer::DoesNotHold,
        Standing::Open => Answer::Untested,
    }
}

/// The series of a table, which way is better by the name of the value, that name, and the horizons behind them.
struct Found {
    series: Vec<Dated>,
    better: Better,
    value: String,
    horizons: Option<Horizons>,
}

fn from_values(table: &Table, roles: &TrendRoles, say: &dyn Fn(&[String])) -> Result<Found> {
    let found = dated(table, roles)?;
    say(&found.understood);
    Ok(Found { series: found.series, better: found.better, value: found.value, horizons: None })
}

fn from_runs(args: &Trend, table: &Table, roles: &TrendRoles, say: &dyn Fn(&[String])) -> Result<Found> {
    let found = runs(table, roles)?;
    say(&found.understood);
    let progress = Progress::start("measuring horizons", args.out.quiet);
    let horizons = horizons(&found.models, args.run.seed, args.run.threads.unwrap_or_default())?;
    drop(progress);
    let series = vec![horizons.dated(args.columns.date_error)];
    Ok(Found { series, better: Better::Higher, value: String::new(), horizons: Some(horizons) })
}

fn options(args: &Trend) -> Result<TrendOptions> {
    Ok(TrendOptions {
        cut: args.cut.as_deref().map(|text| date("--cut", text)).transpose()?,
        at: args.at.iter().map(|text| date("--at", text)).collect::<Result<_>>()?,
        seed: args.run.seed,
        ..TrendOptions::default()
    })
}

pub(crate) fn roles(columns: &TrendColumns) -> Result<TrendRoles> {
    let interval = match columns.interval.as_slice() {
        [] => None,
        [lo, hi] => Some((lo.clone(), hi.clone())),
        other => bail!("--interval {}: name two columns, the lower end and the upper end", other.join(",")),
    };
    let days = columns.date_error;
    ensure!(days.is_finite() && days >= 0.0, "--date-error {days}: write a number of days, zero or more");
    Ok(TrendRoles {
        date: columns.x.clone(),
        value: columns.y.clone(),
        label: columns.label.clone(),
        by: columns.by.clone(),
        stderr: columns.stderr.clone(),
        interval,
        size: columns.size.clone(),
        weight: columns.weight.clone(),
        date_error: days,
    })
}

pub(crate) fn date(option: &str, text: &str) -> Result<f64> {
    day(text).with_context(|| format!("{option} {text}: not a date, write 2024-05-01 or 2024-05"))
}

fn compared(table: &Table, roles: &TrendRoles, step: &str) -> Result<StepView> {
    let (from, to) = step
        .split_once(':')
        .with_context(|| format!("--step {step}: write FROM:TO, two labels with a colon between"))?;
    Ok(StepView {
        from: from.to_owned(),
        to: to.to_owned(),
        column: roles.value.clone().unwrap_or_default(),
        from_value: labelled(table, roles, from)?,
        to_value: labelled(table, roles, to)?,
    })
}
