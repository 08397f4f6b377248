//! The first screen of an audit: the word, why, and what would change it.

use super::super::document::{Block, Cell, Document, Entry, Piece, Plot};
use super::super::{tables, words};
use super::{series, series_heading};
use crate::number::{counted, error, told_apart};
use lawlike::audit::{Audit, Series, Stability};
use lawlike::fit::Fit;
use lawlike::law::{CARDS, Spacing};
use lawlike::quantity::Scale;
use lawlike::verdict::{Condition, ConditionId, Word};

/// Warnings that are shown.
const WARNINGS: usize = 2;

/// Conditions that have an entry of their own, under what the first screen calls them.
const OWN: [(&str, &[ConditionId]); 3] = [
    ("error", &[ConditionId::Typical]),
    ("coverage", &[ConditionId::Cover80]),
    ("skill", &[ConditionId::Extrapolating, ConditionId::SeriesSkill]),
];

/// Adds the first screen to the document of an audit.
pub(super) fn add(document: &mut Document, audit: &Audit) {
    let verdict = &audit.verdict;
    // The word comes first and alone: that is what a reader and a script look for.
    let name = words::word(verdict.word);
    let headline = words::headline(verdict, audit.stability.as_ref());
    let rest = headline.strip_prefix(name).unwrap_or(&headline).trim_start_matches([' ', ':', ';']);
    let headline =
        if rest.is_empty() { name.to_uppercase() } else { format!("{}: {rest}", name.to_uppercase()) };
    document.show(Piece::Headline(Cell::toned(headline, words::word_tone(verdict.word))));
    let sentence = match verdict.word {
        Word::Broken | Word::Untested => words::reason(verdict),
        Word::Strong | Word::Weak | Word::Absent => words::gloss(verdict).to_owned(),
    };
    document.show(Piece::Block(Block::Paragraph(sentence))).show(Piece::Gap);
    if audit.series.len() > 1 {
        document.show(Piece::Block(Block::Heading(series_heading(audit))));
        document.show(Piece::Block(Block::Table(series(audit, &telling(&audit.series)))));
        document.show(Piece::Gap);
    }
    let mut entries = vec![entry("asked", asked(audit))];
    scores(audit, &mut entries);
    entries.extend(conditions(&verdict.conditions));
    document.first.extend(entries.into_iter().map(Piece::Entry));
    if let [one] = audit.series.as_slice() {
        document.show(Piece::Plot(plot(one, audit)));
    }
    let mut entries = Vec::new();
    if let Some(stability) = &audit.stability {
        entries.push(entry("choices", choices(stability, verdict.word)));
    }
    if let [one] = audit.series.as_slice() {
        entries.extend(one.fit.as_ref().map(|fit| entry("law", law(fit))));
    }
    warnings(audit, &mut entries);
    entries.extend(verdict.would_change.first().map(|change| entry("to change", change.clone())));
    document.first.extend(entries.into_iter().map(Piece::Entry));
    document.show(Piece::Next(next(audit)));
}

fn entry(name: &str, text: String) -> Entry {
    Entry { name: name.to_owned(), standing: None, text }
}

/// What was asked of what data.
fn asked(audit: &Audit) -> String {
    let subject = &audit.subject;
    let axes: Vec<&str> = subject.axes.iter().map(|axis| axis.name.as_str()).collect();
    format!(
        "{}, {}: does {} foretell {} over {}?",
        subject.source,
        counted(subject.rows, "row"),
        audit.law.name,
        subject.response.name,
        axes.join(" and ")
    )
}

/// Error, coverage and skill, each with its standing where it is a condition of the verdict.
fn scores(audit: &Audit, entries: &mut Vec<Entry>) {
    for (name, ids) in OWN {
        let condition = ids.iter().find_map(|id| audit.verdict.conditions.iter().find(|one| one.id == *id));
        if let Some(condition) = condition {
            let standing = Some(words::met(condition.met));
            entries.push(Entry { name: name.to_owned(), standing, text: condition.text.clone() });
        } else if let Some(text) = measured(audit, name) {
            entries.push(entry(name, text));
        }
    }
}

/// A score of the back-test that is no condition.
fn measured(audit: &Audit, name: &str) -> Option<String> {
    let backtest = audit.backtest.as_ref()?;
    let scale = audit.subject.scale;
    let held_out_points = &backtest.held_out_points;
    match name {
        "error" => Some(format!(
            "{} median over {}; tolerance {}",
            error(backtest.overall.median_error, scale),
            counted(backtest.overall.n, "held-out point"),
            error(audit.tolerance.0, scale)
        )),
        "coverage" if !held_out_points.is_empty() => {
            let inside = |run: &&lawlike::backtest::HeldOutPoint| {
                (run.fan.interval80.lo..=run.fan.interval80.hi).contains(&run.truth)
            };
            let inside = held_out_points.iter().filter(inside).count();
            Some(format!(
                "80 % intervals hold {inside} of {}",
                counted(held_out_points.len(), "held-out point")
            ))
        }
        "skill" => {
            let best = tables::strongest(backtest)?;
            Some(format!("{} against the hardest baseline, {}", tables::skill(best), best.baseline))
        }
        _ => None,
    }
}

/// The other conditions: how many are met, and which are not.
fn conditions(all: &[Condition]) -> Option<Entry> {
    let has_own = |id: ConditionId| OWN.iter().any(|(_, ids)| ids.contains(&id));
    let missed: Vec<&str> =
        all.iter().filter(|one| !one.met && !has_own(one.id)).map(|one| one.asks.as_str()).collect();
    let met = all.iter().filter(|one| one.met).count();
    let rest =
        if missed.is_empty() { String::new() } else { format!("; also missed: {}", missed.join("; ")) };
    (!all.is_empty()).then(|| entry("conditions", format!("{met} of {} met{rest}", all.len())))
}

/// The words under other choices.
fn choices(stability: &Stability, own: Word) -> String {
    let turning: Vec<String> =
        stability.turning(own).map(|one| format!("{}: {}", one.what, words::word(one.word))).collect();
    let rest = if turning.is_empty() { String::new() } else { format!("; {}", turning.join(", ")) };
    format!("{} of {} others keep the word{rest}", stability.same, stability.of)
}

/// The irreducible part and the exponents; all parameters of a law that has no card.
fn law(fit: &Fit) -> String {
    let card = CARDS.iter().find(|card| card.id == fit.law);
    let is_told = |name: &str| {
        let parameter = card.and_then(|card| card.parameter(name));
        name == "E" || parameter.is_none_or(|parameter| parameter.spacing != Spacing::Coefficient)
    };
    let told: Vec<String> = fit
        .parameters
        .iter()
        .filter(|one| is_told(&one.name))
        .map(|one| format!("{} {}", one.name, told_apart(one.estimate.interval)))
        .collect();
    told.join(", ")
}

/// How many warnings there are, and the first of them; findings come most serious first.
fn warnings(audit: &Audit, entries: &mut Vec<Entry>) {
    let warnings = tables::findings(&audit.findings);
    let count = audit.findings.len();
    for (index, item) in warnings.iter().take(WARNINGS).enumerate() {
        let name = if index == 0 { counted(count, "finding") } else { String::new() };
        let head = Cell::toned(item.head.text.clone(), item.head.tone);
        entries.push(Entry { name, standing: Some(head), text: item.body.clone() });
    }
}

/// What to type next.
fn next(audit: &Audit) -> String {
    let mut text = "next: add --full or --report audit.html".to_owned();
    if let Some(first) = audit.findings.first() {
        text.push_str(&format!("; lawlike explain {}", first.code));
    }
    text
}

/// Series in an order in which the first ones tell most: one of each word, then the next of each.
fn telling(series: &[Series]) -> Vec<Series> {
    let mut by_word: Vec<Vec<&Series>> = Word::ALL
        .iter()
        .map(|word| series.iter().filter(|one| one.verdict.word == *word).rev().collect())
        .collect();
    let mut out = Vec::new();
    while out.len() < series.len() {
        out.extend(by_word.iter_mut().filter_map(Vec::pop).cloned());
    }
    out
}

/// The runs, those beyond the last cut, and the law; over several axes the law is its least value so far.
fn plot(one: &Series, audit: &Audit) -> Plot {
    let place = |future: bool| {
        one.points
            .iter()
            .filter(move |point| point.future == future)
            .map(|point| (point.x, point.y))
            .collect()
    };
    let mut law: Vec<(f64, f64)> =
        one.points.iter().map(|point| (point.x, point.fitted)).filter(|point| point.1.is_finite()).collect();
    law.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let falls = law.first().map(|point| point.1) > law.last().map(|point| point.1);
    if audit.subject.axes.len() > 1 {
        let mut best = law.first().map_or(f64::NAN, |point| point.1);
        for point in &mut law {
            best = if falls { best.min(point.1) } else { best.max(point.1) };
            point.1 = best;
        }
    }
    Plot {
        runs: place(false),
        held_out: place(true),
        law,
        names: (one.plot_axis.0.clone(), audit.subject.response.name.clone()),
        is_log: (one.plot_axis.1, audit.subject.scale == Scale::Log),
    }
}
