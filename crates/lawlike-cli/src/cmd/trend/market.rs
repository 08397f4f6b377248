//! `lawlike trend --implied-size` and `--split`: sizes from prices, progress apart from compute.

use crate::args::Trend;
use crate::cmd::Answer;
use crate::output;
use anyhow::{Result, bail};
use lawlike::provenance::Provenance;
use lawlike_data::{MadeOf, QualityScale, Table, TrendRoles, day, labelled, made, priced};
use lawlike_questions::trend::effective::effective;
use lawlike_questions::trend::implied::implied;
use lawlike_report::view;

/// Says lines on standard error.
type Say<'a> = &'a dyn Fn(&[String]);

/// Answers one of the two, if it was asked for.
pub(super) fn run(
    args: &Trend,
    table: &Table,
    roles: &TrendRoles,
    provenance: &Provenance,
    say: Say<'_>,
) -> Result<Option<Answer>> {
    if !args.market.implied_size.is_empty() {
        let (rows, understood) = priced(table, roles)?;
        say(&understood);
        let ask = |label: &String| Ok((label.clone(), labelled(table, roles, label)?));
        let asked = args.market.implied_size.iter().map(ask).collect::<Result<Vec<_>>>()?;
        let lines = implied(&rows, &asked)?;
        let provenance = provenance.clone();
        output::answer(&args.out, move |format, style| view::implied(&provenance, &lines, format, style))?;
        return Ok(Some(Answer::Done));
    }
    if args.market.split {
        let MadeOf { mut models, scale, understood } = made(table, roles, args.market.family.as_deref())?;
        say(&understood);
        if let Some(text) = &args.since {
            let Some(since) = day(text) else {
                bail!("--since {text}: not a date, write 2024-05-01 or 2024-05")
            };
            models.retain(|made| made.year >= 1970.0 + since / lawlike_questions::trend::YEAR);
        }
        let found = effective(&models, args.run.seed)?;
        let unit = match scale {
            QualityScale::Plain => "",
            QualityScale::LogOdds => "log-odds",
            QualityScale::LogLoss => "of minus the logarithm of the loss",
        };
        let provenance = provenance.clone();
        output::answer(&args.out, move |format, style| {
            view::effective(&provenance, &found, unit, format, style)
        })?;
        return Ok(Some(Answer::Done));
    }
    Ok(None)
}
