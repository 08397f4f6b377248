//! `lawlike explain`: what the code of a finding means, a word of the verdict, a law, or a candidate of a forecast.

use super::{Answer, laws};
use crate::args::Explain;
use crate::{cards, output};
use anyhow::{Result, bail};
use lawlike::check;
use lawlike::finding::CheckCard;
use lawlike::law;
use lawlike::verdict::Word;
use lawlike::{audit, examine, forecast, rule};
use lawlike_formula::did_you_mean;
use lawlike_questions::{compare, passk, tasks, trend};
use lawlike_report::view;

/// The checks of a fit first, then those of commands, then what is noticed in data and in series, then the rules of --rule.
fn findings() -> Vec<&'static CheckCard> {
    [
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
    .concat()
}

/// Everything that can be explained: findings, words, laws, candidates.
pub(super) fn names() -> Vec<String> {
    let candidates = forecast::candidates();
    let mut names: Vec<String> = findings().iter().map(|card| card.code.to_owned()).collect();
    names.extend(Word::ALL.iter().map(|word| word.to_string().to_lowercase()));
    names.extend(law::CARDS.iter().map(|card| card.id.to_owned()));
    names.extend(candidates.iter().map(|card| card.name.to_owned()));
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    names
}

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

/// Explains one name, or lists all codes of findings.
pub(super) fn run(args: &Explain) -> Result<Answer> {
    let known = findings();
    let Some(code) = &args.code else {
        output::answer(&args.out, move |format, style| view::checks(&known, format, style))?;
        return Ok(Answer::Done);
    };
    let word = Word::ALL.into_iter().find(|word| word.to_string().eq_ignore_ascii_case(code));
    let card = known.into_iter().find(|card| card.code.eq_ignore_ascii_case(code));
    if let Some(text) = candidates(code) {
        output::answer(&args.out, move |_, _| text.clone())?;
    } else if let Some(word) = word {
        // A finding may bear the name of a word: both are meant.
        output::answer(&args.out, move |format, style| view::word(word, card, format, style))?;
    } else if let Some(card) = card {
        output::answer(&args.out, move |format, style| view::explain(card, format, style))?;
    } else if law::CARDS.iter().any(|card| card.id == code) {
        return laws::show(code, &args.out);
    } else {
        let names = names();
        let near = did_you_mean(code, names.iter().map(String::as_str), str::to_owned);
        let near = near.map(|asked| format!(" {asked}")).unwrap_or_default();
        bail!(
            "nothing is called `{code}`:{near} `lawlike explain` lists all findings, `lawlike laws` all laws"
        );
    }
    Ok(Answer::Done)
}
