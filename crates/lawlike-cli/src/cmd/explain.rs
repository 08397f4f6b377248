//! `lawlike explain`: what the code of a finding means, or what a candidate of a forecast says.

use super::Answer;
use crate::args::Explain;
use crate::{cards, output};
use anyhow::{Context, Result};
use lawlike::check;
use lawlike::finding::CheckCard;
use lawlike::{audit, examine, forecast, rule};
use lawlike_questions::{compare, passk, tasks, trend};
use lawlike_report::view;

/// What the candidates of that name forecast; the same name may stand for one over one axis and one over several.
fn candidates(name: &str) -> Option<String> {
    let cards = forecast::candidates();
    let own = cards.iter().filter(|card| card.name == name);
    let text: Vec<String> = own
        .map(|card| {
            format!(
                "{}: a candidate of the ensemble of a forecast\n\n  {}\n  source: {}\n",
                card.name, card.says, card.source
            )
        })
        .collect();
    (!text.is_empty()).then(|| text.join("\n"))
}

/// Explains one code, or lists all.
pub(super) fn run(args: &Explain) -> Result<Answer> {
    // The checks of a fit first, then those of commands, then what is noticed in data and in series, then the rules of
    // --rule.
    let known: Vec<&CheckCard> = [
        check::CARDS,
        audit::CARDS,
        examine::CARDS,
        compare::CARDS,
        passk::CARDS,
        trend::CARDS,
        tasks::CARDS,
        lawlike_data::CARDS,
        cards::CARDS,
        rule::CARDS,
    ]
    .concat();
    match &args.code {
        None => output::answer(&args.out, move |format, style| view::checks(&known, format, style))?,
        Some(code) => {
            if let Some(text) = candidates(code) {
                output::answer(&args.out, move |_, _| text.clone())?;
                return Ok(Answer::Done);
            }
            let card = known.iter().copied().find(|card| card.code == code);
            let card = card.with_context(|| {
                let codes: Vec<&str> = known.iter().map(|card| card.code).collect();
                format!(
                    "no finding has the code `{code}`: codes are {}; `lawlike explain` says more of each",
                    codes.join(", ")
                )
            })?;
            output::answer(&args.out, move |format, style| view::explain(card, format, style))?;
        }
    }
    Ok(Answer::Done)
}
