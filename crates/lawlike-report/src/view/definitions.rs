//! The exponent of the optimal size by definition of size and compute.

use super::document::{Block, Cell, Document, Table};
use super::exponents;
use super::words;
use crate::number::{NONE, percent, significant};
use lawlike::allocation::AllocationMethod::{Cubic, Envelope, Parabola, Surface};
use lawlike::allocation::{AllocationMethod, Contrast, Counted, Explained, Spread};
use lawlike::interval::Interval;

/// Contrasts that are shown; the others are in the JSON.
const SHOWN: usize = 8;

/// Heading of the exponents.
pub(crate) const HEADING: &str = "Exponent of the optimal size, by definition";
/// Heading of what moves them.
pub(crate) const MOVES: &str = "What moves this exponent, all else equal";

/// Adds the exponents, what moves them, and what they mean in sentences.
pub(crate) fn add(document: &mut Document, spread: &Spread) {
    match spread.method {
        Some(_) => document.section(HEADING, Block::Table(exponents(spread))),
        None => document.push(Block::Heading(HEADING.to_owned())),
    };
    if !spread.contrasts.is_empty() {
        document.section(MOVES, Block::Table(moves(spread)));
    }
    document.push(Block::Bullets(sentences(spread)));
}

/// One row a series and definition; with the interval for the approach that most answers share.
pub(crate) fn exponents(spread: &Spread) -> Table {
    let several = spread.answers.iter().any(|own| own.label != spread.answers[0].label);
    let differ = spread.answers.iter().any(|own| own.definition != spread.answers[0].definition);
    let mut titles = Vec::new();
    titles.extend(several.then_some("series"));
    titles.extend((differ || !several).then_some("size and compute"));
    let has = |method: &AllocationMethod| spread.answers.iter().any(|own| own.by(*method).is_some());
    let methods: Vec<AllocationMethod> =
        [Envelope, Parabola, Cubic, Surface].into_iter().filter(has).collect();
    let mut titles: Vec<String> = titles.into_iter().map(str::to_owned).collect();
    titles.extend(methods.iter().map(|method| format!(">{}", method.name())));
    let mut table = Table::new(&titles);
    for own in &spread.answers {
        let mut cells: Vec<Cell> = Vec::new();
        cells.extend(several.then(|| words::label(&own.label).into()));
        cells.extend((differ || !several).then(|| own.definition.as_str().into()));
        cells.extend(methods.iter().map(|method| {
            let is_lead = !several || spread.method == Some(*method);
            let shown =
                |of: Interval| if is_lead { exponents::narrow(of) } else { format!("{:.3}", of.value) };
            Cell::from(own.by(*method).map_or_else(|| NONE.to_owned(), shown))
        }));
        table.row(cells);
    }
    table
}

/// The largest changes between answers that differ in one thing.
pub(crate) fn moves(spread: &Spread) -> Table {
    let most = spread.contrasts.len().min(SHOWN);
    exponents::moves(&spread.contrasts[..most])
}

/// What the exponents say.
pub(crate) fn sentences(spread: &Spread) -> Vec<String> {
    let mut lines = Vec::new();
    if let (Some(method), Some((low, high))) = (spread.method, spread.range) {
        lines.extend(range(spread, method, low, high));
        lines.extend(explained(spread));
        lines.extend(largest(spread, method).filter(|_| spread.contrasts.len() > 1));
    }
    lines.extend(biases(spread));
    lines.extend(failures(spread));
    lines.extend(spread.missing.iter().map(|own| format!("Not shown: {} ({}).", own.name, own.reason)));
    lines
}

/// Answers without an exponent; those with one reason together.
fn failures(spread: &Spread) -> Vec<String> {
    let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
    for own in &spread.answers {
        let Some(reason) = own.failure.as_deref() else { continue };
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, names)) => names.push(named(spread, own)),
            None => reasons.push((reason, vec![named(spread, own)])),
        }
    }
    reasons.iter().map(|(reason, names)| format!("No exponent of {}: {reason}.", names.join("; "))).collect()
}

/// Where the exponents begin and end.
fn range(spread: &Spread, method: AllocationMethod, low: f64, high: f64) -> Option<String> {
    let at = |value: f64| spread.answers.iter().find(|own| own.by(method).is_some_and(|a| a.value == value));
    let (least, most) = (at(low)?, at(high)?);
    let told = |own: &Counted| {
        own.by(method)
            .map_or_else(String::new, |a| format!("{} ({})", exponents::narrow(a), named(spread, own)))
    };
    if spread.answers.len() < 2 {
        return Some(format!(
            "The optimal size grows as compute to the power {} by {}: the only definition that the columns allow.",
            told(least),
            method.name()
        ));
    }
    Some(format!(
        "The optimal size grows as compute to the power {} at least and {} at most, by {}.",
        told(least),
        told(most),
        method.name()
    ))
}

/// What an answer is of: its series, its definition, or both.
fn named(spread: &Spread, own: &Counted) -> String {
    let differ = spread.answers.iter().any(|other| other.definition != own.definition);
    match (own.label.as_str(), differ) {
        ("", _) => own.definition.clone(),
        (label, false) => label.to_owned(),
        (label, true) => format!("{label}, {}", own.definition),
    }
}

/// How much the columns explain, and by what effects.
fn explained(spread: &Spread) -> Option<String> {
    let last = spread.explained.last()?;
    let column = |own: &Explained| {
        let effects: Vec<String> = own.effects.iter().map(|(to, by)| format!("{to} {by:+.3}")).collect();
        format!("{} (from {}: {})", own.column, own.from, effects.join(", "))
    };
    let columns: Vec<String> = spread.explained.iter().map(column).collect();
    Some(format!(
        "Sums of one effect a column explain {} of the spread between series, {} allowing for chance: {}.",
        percent(last.share),
        percent(last.adjusted.max(0.0)),
        columns.join("; ")
    ))
}

/// The largest single change.
fn largest(spread: &Spread, method: AllocationMethod) -> Option<String> {
    let mean_change =
        |own: &Contrast| own.changes.iter().find(|(m, _)| *m == method).map(|(_, [mean, ..])| *mean);
    let largest = spread.contrasts.iter().filter_map(|own| Some((own, mean_change(own)?)));
    let (own, change) = largest.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))?;
    Some(format!(
        "The largest single change: {} from {} to {} moves it by {}.",
        own.columns.join(" with "),
        own.from.join(" with "),
        own.to.join(" with "),
        format_args!("{change:+.3}")
    ))
}

/// Bias of parabolas where it is more than a rounding: one by one, or the largest of many.
fn biases(spread: &Spread) -> Vec<String> {
    const FEW: usize = 3;
    let size =
        |own: &&Counted| own.parabolas_of_surface.map_or(0.0, |(parabolas, surface)| parabolas - surface);
    let tried: Vec<&Counted> =
        spread.answers.iter().filter(|own| own.by(Parabola).is_some() && size(own) != 0.0).collect();
    let mut biased: Vec<&Counted> = tried.iter().copied().filter(|own| size(own).abs() >= 0.005).collect();
    biased.sort_by(|a, b| size(b).abs().total_cmp(&size(a).abs()));
    let shown = if biased.len() > FEW { 1 } else { biased.len() };
    let told = |own: &&Counted| {
        let (parabolas, surface) = own.parabolas_of_surface.unwrap_or_default();
        format!(
            "Parabolas are biased on the sizes at hand ({}): through the fitted surface itself they lead to {}, where its own \
             exponent is {}.",
            named(spread, own),
            significant(parabolas, 3),
            significant(surface, 3)
        )
    };
    let mut lines: Vec<String> = biased[..shown].iter().map(told).collect();
    if biased.len() > shown {
        lines.push(format!(
            "So they are, by less, in {} of the other {}.",
            biased.len() - shown,
            tried.len() - shown
        ));
    }
    lines
}
