//! The verdict: the word, its numbers, how far it reaches, what it rests on and what would change it.

use super::write::{bullets, class, numbers, table};
use crate::escape::escape;
use crate::number::{counted, distance, error, percent};
use crate::view::{tables, words};
use lawlike::audit::Audit;
use lawlike::backtest::Backtest;
use lawlike::verdict::Horizon;

/// The word, the sentence, the key numbers and the word at every cut.
pub(super) fn header(audit: &Audit, strip: &str) -> String {
    let verdict = &audit.verdict;
    let subject = &audit.subject;
    format!(
        "<header>\n<p class=\"eyebrow\">lawlike audit · {} · {} · {}</p>\n<h1 class=\"{}\">{}</h1>\n\
         <p class=\"gloss\">{}.</p>\n<p class=\"sentence\">{}</p>\n{}{strip}</header>\n",
        escape(&subject.source),
        escape(&subject.response.name),
        escape(&counted(subject.rows, "row")),
        class(words::word_tone(verdict.word)),
        escape(&words::headline(verdict, audit.stability.as_ref())),
        escape(&capital(words::gloss(verdict))),
        escape(&words::reason(verdict)),
        tiles(audit)
    )
}

pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// The numbers under the word: those of its reach, which the sentence and the conditions give as well; of the back-test where the
/// word has no reach of its own.
fn tiles(audit: &Audit) -> String {
    let Some(backtest) = &audit.backtest else { return String::new() };
    let reached = audit.verdict.horizons.iter().rev().find(|horizon| horizon.word == audit.verdict.word);
    let tiles = match reached {
        Some(horizon) => of_reach(audit, horizon),
        None => of_backtest(audit, backtest),
    };
    let tile = |(value, text): &(String, String)| {
        format!("<div><b>{}</b><span>{}</span></div>\n", numbers(value), escape(text))
    };
    format!("<div class=\"tiles\">\n{}</div>\n", tiles.iter().map(tile).collect::<String>())
}

fn of_reach(audit: &Audit, horizon: &Horizon) -> Vec<(String, String)> {
    let scale = audit.subject.scale;
    let of_runs = |count: usize| format!("{count} of {}", horizon.runs);
    let mut tiles = vec![
        (
            error(horizon.median_error, scale),
            format!("median absolute error of {}", counted(horizon.runs, "held-out run")),
        ),
        (of_runs(horizon.within), "of them within the tolerance".to_owned()),
        (of_runs(horizon.inside80), "inside their 80 % intervals".to_owned()),
    ];
    tiles.extend(horizon.skill.map(|skill| (format!("{skill:.2}"), "skill over standing still".to_owned())));
    tiles.push((horizon.name.clone(), "beyond the data: how far the word reaches".to_owned()));
    tiles
}

fn of_backtest(audit: &Audit, backtest: &Backtest) -> Vec<(String, String)> {
    let overall = &backtest.overall;
    let scale = audit.subject.scale;
    let mut tiles = vec![
        (
            error(overall.median_error, scale),
            format!("median absolute error of {}", counted(overall.n, "held-out point")),
        ),
        (percent(overall.coverage[1]), "of outcomes inside the 80 % intervals".to_owned()),
        (percent(overall.coverage[2]), "of outcomes inside the 95 % intervals".to_owned()),
    ];
    if let Some(best) = tables::strongest(backtest) {
        tiles.push((tables::skill(best), format!("skill against the strongest baseline, {}", best.baseline)));
    }
    tiles.push(reach(audit, backtest));
    tiles
}

fn reach(audit: &Audit, backtest: &Backtest) -> (String, String) {
    if !backtest.reach.is_finite() {
        return ("none".to_owned(), "reach: the error keeps to the tolerance at no distance".to_owned());
    }
    let unit = audit.distance_unit.name();
    let along = if unit == "years" { String::new() } else { format!(" in {}", backtest.axis) };
    (distance(backtest.reach, unit), format!("reach beyond the data{along}"))
}

/// The word at every horizon and under other choices, with its figure.
pub(super) fn reach_and_stability(audit: &Audit, choices: &str) -> String {
    let mut body = String::new();
    if !audit.verdict.horizons.is_empty() {
        body.push_str(&table("", &tables::horizons(&audit.verdict, audit.subject.scale)));
    }
    if let Some(stability) = &audit.stability {
        let said = words::stability(stability, audit.verdict.word);
        body.push_str(&format!("<p>{}.</p>\n", escape(&said)));
        body.push_str(choices);
    }
    body
}

/// Every condition of the table of rules, met or missed.
pub(super) fn conditions(audit: &Audit) -> String {
    table("", &tables::conditions(&audit.verdict))
}

/// What would change the verdict.
pub(super) fn would_change(audit: &Audit) -> String {
    if audit.verdict.would_change.is_empty() { String::new() } else { bullets(&audit.verdict.would_change) }
}
