//! `lawlike explain`: what the code of a finding means.

use super::Answer;
use crate::args::Explain;
use crate::{output, resolve};
use anyhow::{Context, Result};
use lawlike::check::CARDS;
use lawlike_report::view;

/// Explains one code, or lists all.
pub(super) fn run(args: &Explain) -> Result<Answer> {
    let (format, style) = resolve::form(&args.out);
    let text = match &args.code {
        None => view::checks(CARDS, format, &style),
        Some(code) => {
            let card = CARDS.iter().find(|card| card.code == code);
            let card = card.with_context(|| {
                format!("no finding has the code `{code}`: `lawlike explain` lists all codes")
            })?;
            view::explain(card, format, &style)
        }
    };
    output::result(&text, &args.out)?;
    Ok(Answer::Done)
}
