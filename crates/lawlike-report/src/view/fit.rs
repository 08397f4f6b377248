//! Fits: parameters with intervals, and the certificate.

use super::csv::{Csv, Field};
use super::document::{Block, Document};
use super::json;
use super::shapes::FitJson;
use super::tables;
use super::words;
use crate::number::counted;
use lawlike::finding::Finding;
use lawlike::fit::Fit;
use lawlike::provenance::Provenance;
use serde::Serialize;

/// The fits as a document.
pub(crate) fn document(provenance: &Provenance, fits: &[(String, Fit)], findings: &[Finding]) -> Document {
    let mut document = Document::default();
    for (group, fit) in fits {
        let about = if group.is_empty() { String::new() } else { format!("{group} · ") };
        document.push(Block::Heading(format!("{about}{}: {}", fit.law, fit.formula)));
        document.push(Block::Formula { left: "y".to_owned(), formula: fit.formula.clone() });
        document.push(Block::Table(tables::parameters(fit)));
        if !fit.derived.is_empty() {
            document.push(Block::Table(tables::derived(fit)));
        }
        document.push(Block::Facts(tables::certificate(fit)));
        let certificate = &fit.certificate;
        if let (Some(_), Some(values)) = (certificate.next_basin, &certificate.next_parameters) {
            let names = fit.parameters.iter().map(|entry| entry.name.as_str());
            let pairs: Vec<String> = names
                .zip(values)
                .map(|(name, value)| format!("{name} = {}", crate::number::short(*value)))
                .collect();
            document.push(Block::Note(format!("Next-best basin: {}", pairs.join(", "))));
        }
    }
    if fits.is_empty() {
        document.push(Block::Paragraph("No fit was made.".to_owned()));
    }
    if !findings.is_empty() {
        let heading = counted(findings.len(), "finding");
        document.section(heading, Block::Items(tables::findings(findings)));
    }
    document.push(Block::Note(words::provenance(provenance)));
    document
}

/// One row a parameter.
pub(crate) fn csv(fits: &[(String, Fit)]) -> String {
    let mut csv = Csv::new(&["group", "law", "n", "status", "parameter", "value", "se", "lo95", "hi95"]);
    for (group, fit) in fits {
        for entry in &fit.parameters {
            csv.row(&[
                Field::Text(group),
                Field::Text(&fit.law),
                Field::Count(fit.n),
                Field::Text(words::status_code(fit.status)),
                Field::Text(&entry.name),
                Field::Number(entry.value),
                Field::Number(entry.se),
                Field::Number(entry.lo95),
                Field::Number(entry.hi95),
            ]);
        }
    }
    csv.finish()
}

#[derive(Serialize)]
struct One<'a> {
    fit: FitJson<'a>,
    findings: &'a [Finding],
}

#[derive(Serialize)]
struct Many<'a> {
    fits: Vec<GroupJson<'a>>,
    findings: &'a [Finding],
}

/// A fit and the group it belongs to.
#[derive(Serialize)]
pub(crate) struct GroupJson<'a> {
    group: &'a str,
    fit: FitJson<'a>,
}

/// Fits with their groups.
pub(crate) fn grouped(fits: &[(String, Fit)]) -> Vec<GroupJson<'_>> {
    fits.iter().map(|(group, fit)| GroupJson { group, fit: FitJson::new(fit) }).collect()
}

/// One fit without a group is `fit`; anything else is a list under `fits`.
pub(crate) fn json(provenance: &Provenance, fits: &[(String, Fit)], findings: &[Finding]) -> String {
    match fits {
        [(group, fit)] if group.is_empty() => {
            json::render("fit", provenance, One { fit: FitJson::new(fit), findings })
        }
        _ => json::render("fit", provenance, Many { fits: grouped(fits), findings }),
    }
}
