//! `lawlike explain`: what the code of a finding means.

use super::Answer;
use crate::args::Explain;
use crate::{cards, output, resolve};
use anyhow::{Context, Result};
use lawlike::check::{self, CheckCard};
use lawlike::{audit, compare, passk, rule, tasks, trend};
use lawlike_report::view;

/// Explains one code, or lists all.
pub(super) fn run(args: &Explain) -> Result<Answer> {
    let (format, style) = resolve::form(&args.out);
    // The checks of a fit first, then those of commands, then what is noticed in data and in series, then the rules of
    // --rule.
    let known: Vec<&CheckCard> = [
        check::CARDS,
        audit::CARDS,
        compare::CARDS,
        passk::CARDS,
        trend::CARDS,
        tasks::CARDS,
        lawlike_data::CARDS,
        cards::CARDS,
        rule::CARDS,
    ]
    .concat();
    let text = match &args.code {
        None => view::checks(&known, format, &style),
        Some(code) => {
            let card = known.iter().find(|card| card.code == code);
            let card = card.with_context(|| {
                let codes: Vec<&str> = known.iter().map(|card| card.code).collect();
                format!(
                    "no finding has the code `{code}`: codes are {}; `lawlike explain` says more of each",
                    codes.join(", ")
                )
            })?;
            view::explain(card, format, &style)
        }
    };
    output::result(&text, &args.out)?;
    Ok(Answer::Done)
}
