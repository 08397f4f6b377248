//! A stored audit, the JSON of `audit --format json`, shown again.
//!
//! The JSON is a contract of its own: what is read here is named by its schema, not by the types of the engine. What a figure
//! needs is not in it, and the page says so.

use super::csv::{Csv, Field};
use super::document::{Block, Cell, Document, Item, Table};
use super::tables::fact;
use super::words;
use super::{Output, Style, write};
use crate::number::{NONE, range, short};
use lawlike::verdict::Word;
use serde::Deserialize;

/// A stored audit, with the JSON that it was read from. The CSV has one row a series.
pub fn stored(audit: &Stored, json: &str, output: Output, style: &Style) -> String {
    let document = || self::document(audit);
    write(output, &style.whole(), document, || json.to_owned(), || self::csv(audit))
}

/// The schema that is read.
const SCHEMA: &str = "lawlike/audit/1";

/// An audit as its JSON holds it.
#[derive(Debug, Clone, Deserialize)]
pub struct Stored {
    provenance: Provenance,
    verdict: Verdict,
    subject: Subject,
    law: Law,
    objective: Named,
    tolerance: Tolerance,
    findings: Vec<Finding>,
    series: Vec<Series>,
}

#[derive(Debug, Clone, Deserialize)]
struct Provenance {
    version: String,
    seed: u64,
    options: Vec<String>,
    data: Vec<Data>,
}

#[derive(Debug, Clone, Deserialize)]
struct Data {
    name: String,
    sha256: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Verdict {
    word: String,
    headline: String,
    sentence: String,
    conditions: Vec<Condition>,
    horizons: Vec<Horizon>,
    would_change: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct Condition {
    asks: String,
    text: String,
    met: bool,
}

#[derive(Debug, Clone, Deserialize)]
struct Horizon {
    name: String,
    runs: usize,
    within: usize,
    inside80: usize,
    word: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Subject {
    source: String,
    response: Measured,
    axes: Vec<Axis>,
    rows: usize,
    groups: usize,
    understood: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct Measured {
    name: String,
    unit: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Axis {
    name: String,
    unit: String,
    lo: Option<f64>,
    hi: Option<f64>,
}

#[derive(Debug, Clone, Deserialize)]
struct Law {
    name: String,
    formula: String,
    chosen: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Named {
    name: String,
    chosen: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Tolerance {
    value: Option<f64>,
    chosen: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Finding {
    code: String,
    severity: String,
    label: String,
    message: String,
    hint: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Series {
    label: String,
    verdict: Verdict,
    fit: Option<Fit>,
    failure: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
struct Fit {
    status: String,
    parameters: Vec<Parameter>,
}

#[derive(Debug, Clone, Deserialize)]
struct Parameter {
    name: String,
    value: Option<f64>,
    se: Option<f64>,
    lo95: Option<f64>,
    hi95: Option<f64>,
}

/// The schema of a stored answer, to be looked at before anything else is read.
#[derive(Deserialize)]
struct Head {
    schema: Option<String>,
}

impl Stored {
    /// Reads the JSON of an audit.
    ///
    /// # Errors
    /// No JSON, the answer of another command, another version of the schema, or a part that is missing; in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let head: Head =
            serde_json::from_str(text).map_err(|error| format!("it is no JSON object: {error}"))?;
        let schema = head.schema.ok_or("it has no `schema`: write it with `lawlike audit --format json`")?;
        if schema != SCHEMA {
            let what = match schema.strip_prefix("lawlike/audit/") {
                Some(_) => "an audit of another version of lawlike: audit the data again",
                None => "the answer of another command, and only audits are shown again",
            };
            return Err(format!("its schema is `{schema}`, not `{SCHEMA}`: it is {what}"));
        }
        serde_json::from_str(text).map_err(|error| format!("a part of the audit cannot be read: {error}"))
    }
}

/// The audit as a document.
pub(crate) fn document(audit: &Stored) -> Document {
    let mut document = Document::default();
    let verdict = &audit.verdict;
    document.push(Block::Verdict {
        word: cell(&verdict.word),
        gloss: verdict.headline.clone(),
        sentence: verdict.sentence.clone(),
    });
    if audit.series.len() > 1 {
        let mut table = Table::new(&["series", "word", "how far"]);
        for one in &audit.series {
            table.row(vec![
                one.label.as_str().into(),
                cell(&one.verdict.word),
                one.verdict.headline.as_str().into(),
            ]);
        }
        document.section(format!("{} series", audit.series.len()), Block::Table(table));
    }
    if !verdict.horizons.is_empty() {
        document.section("How far", Block::Table(horizons(verdict)));
    }
    if !verdict.conditions.is_empty() {
        let mut table = Table::new(&["", "condition", "found"]);
        for one in &verdict.conditions {
            table.row(vec![words::met(one.met), one.asks.as_str().into(), one.text.as_str().into()]);
        }
        document.section("Conditions", Block::Table(table));
    }
    document.push(Block::Heading("Data and law".to_owned()));
    let (left, formula) = (audit.subject.response.name.clone(), audit.law.formula.clone());
    document.push(Block::Formula { left, formula });
    document.push(Block::Facts(facts(audit)));
    for one in &audit.series {
        fit(&mut document, one);
    }
    if !audit.findings.is_empty() {
        document.section("Findings", Block::Items(audit.findings.iter().map(item).collect()));
    }
    if !verdict.would_change.is_empty() {
        document.section("What would change the word", Block::Bullets(verdict.would_change.clone()));
    }
    if !audit.subject.understood.is_empty() {
        document.section("As understood", Block::Bullets(audit.subject.understood.clone()));
    }
    provenance(&mut document, &audit.provenance);
    document
}

/// A word of the verdict, or what stands in its place.
fn cell(word: &str) -> Cell {
    let known = Word::ALL.into_iter().find(|known| known.to_string() == word);
    known.map_or_else(|| word.into(), words::word_cell)
}

fn horizons(verdict: &Verdict) -> Table {
    let mut table = Table::new(&["up to", ">held-out runs", ">within tolerance", ">in 80\u{a0}%", "word"]);
    for one in &verdict.horizons {
        table.row(vec![
            one.name.as_str().into(),
            one.runs.to_string().into(),
            format!("{} of {}", one.within, one.runs).into(),
            format!("{} of {}", one.inside80, one.runs).into(),
            cell(&one.word),
        ]);
    }
    table
}

fn facts(audit: &Stored) -> Vec<(String, String)> {
    let subject = &audit.subject;
    let unit = |unit: &str| if unit.is_empty() { String::new() } else { format!(" ({unit})") };
    let axis = |axis: &Axis| {
        let range = axis.lo.zip(axis.hi).map_or_else(String::new, |(lo, hi)| format!(", {}", range(lo, hi)));
        format!("{}{}{range}", axis.name, unit(&axis.unit))
    };
    let axes: Vec<String> = subject.axes.iter().map(axis).collect();
    vec![
        fact("data", &subject.source),
        fact("response", format!("{}{}", subject.response.name, unit(&subject.response.unit))),
        fact("axes", axes.join("; ")),
        fact("rows", format!("{} in {} independent groups", subject.rows, subject.groups)),
        fact("law", format!("{}: {}", audit.law.name, audit.law.chosen)),
        fact("objective", format!("{}: {}", audit.objective.name, audit.objective.chosen)),
        fact("tolerance", format!("{}: {}", number(audit.tolerance.value), audit.tolerance.chosen)),
    ]
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| NONE.to_owned(), short)
}

/// The parameters of a series, or why there are none.
fn fit(document: &mut Document, one: &Series) {
    let whose = words::label(&one.label);
    if let Some(failure) = &one.failure {
        document.section(format!("{whose}: no fit"), Block::Paragraph(failure.clone()));
    }
    let Some(fit) = &one.fit else { return };
    let mut table = Table::new(&["parameter", ">estimate", ">s.e.", ">95\u{a0}% interval"]);
    for each in &fit.parameters {
        let range = each.lo95.zip(each.hi95).map_or_else(|| NONE.to_owned(), |(lo, hi)| range(lo, hi));
        table.row(vec![
            Cell::symbol(&each.name),
            number(each.value).into(),
            number(each.se).into(),
            range.into(),
        ]);
    }
    document.section(format!("{whose}: parameters ({})", fit.status), Block::Table(table));
}

fn item(finding: &Finding) -> Item {
    let about = if finding.label.is_empty() { String::new() } else { format!(" · {}", finding.label) };
    Item {
        head: format!("{} · {}{about}", finding.severity, finding.code).into(),
        body: finding.message.clone(),
        hint: finding.hint.clone(),
    }
}

fn provenance(document: &mut Document, from: &Provenance) {
    let mut facts = vec![fact("version", &from.version), fact("seed", from.seed.to_string())];
    if !from.options.is_empty() {
        facts.push(fact("options", from.options.join(" ")));
    }
    facts.extend(from.data.iter().map(|data| fact("data", format!("{} {}", data.name, data.sha256))));
    document.section("Where it comes from", Block::Facts(facts));
    document.push(Block::Note(
        "Shown from stored JSON. Back-tests by baseline, definitions and rules of runs are in it in numbers; the runs and the \
         forecasts of held-out runs, which plots and figures need, are not: for those audit the data again with --report."
            .to_owned(),
    ));
}

/// One row a series.
pub(crate) fn csv(audit: &Stored) -> String {
    let mut csv = Csv::new(&["series", "word", "headline", "sentence"]);
    for one in &audit.series {
        let verdict = &one.verdict;
        let cells = [&one.label, &verdict.word, &verdict.headline, &verdict.sentence];
        csv.row(&cells.map(|cell| Field::Text(cell)));
    }
    csv.finish()
}
