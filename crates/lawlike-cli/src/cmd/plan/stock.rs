//! `lawlike plan stock`: when a need that grows meets a stock.

use super::{Answer, Typed};
use crate::args::Stock;
use crate::cmd::trend;
use crate::{output, pages, progress, resolve};
use anyhow::{Context, Result, bail};
use lawlike::interval::Interval;
use lawlike_data::{dated, iso_date};
use lawlike_questions::trend::{self as domain, Dated, meetings};
use lawlike_report::view::StockView;

/// Dates the meeting and prints.
pub(super) fn run(args: &Stock, typed: &Typed) -> Result<Answer> {
    pages::check::<StockView<'_>>(&args.pages, &args.out)?;
    let since = args.since.as_deref().map(|text| trend::date("--since", text)).transpose()?;
    let roles = trend::roles(&args.columns)?;
    let input = progress::reading(args.out.quiet, || resolve::read(&args.data))?;
    let origin = input.origin();
    let table = resolve::selected(input.table, args.columns.filter.as_deref())?;
    let found = dated(&table, &roles)?;
    if !args.out.quiet {
        origin.iter().chain(&found.understood).for_each(|line| output::say(line));
    }
    let recent = |mut dated: Dated| {
        dated.points.retain(|point| since.is_none_or(|since| point.day >= since));
        dated
    };
    let series: Vec<Dated> = found.series.into_iter().map(recent).collect();
    let last = series.iter().flat_map(|dated| &dated.points).map(|point| point.day).fold(f64::NAN, f64::max);
    let on = args.on.as_deref().map(|text| trend::date("--on", text)).transpose()?;
    let size = stock(&args.stock)?;
    let stock = domain::Stock { size, growth: args.growth, day: on.unwrap_or(last) };
    let meetings = meetings(&series, &stock, args.run.seed)?;
    let provenance = typed.provenance(args.run.seed, &table.files);
    let need = found.value;
    pages::answer(&args.pages, &args.out, move |_, show| {
        show(&StockView {
            provenance: &provenance,
            stock: &stock,
            meetings: &meetings,
            need: &need,
            series: &series,
            date: &iso_date,
        });
    })?;
    Ok(Answer::Done)
}

/// A median, and the ends of its interval; a stock without them is known exactly.
fn stock(text: &str) -> Result<Interval> {
    let asked = || format!("--stock {text}: write MEDIAN or MEDIAN:LO:HI, such as 3e14:1e14:1e15");
    let numbers = text.split(':').map(|part| part.trim().parse::<f64>()).collect::<Result<Vec<_>, _>>();
    match numbers.with_context(asked)?.as_slice() {
        [value] => Ok(Interval::exact(*value)),
        [value, lo, hi] => Ok(Interval::new(*value, *lo, *hi)),
        _ => bail!(asked()),
    }
}
