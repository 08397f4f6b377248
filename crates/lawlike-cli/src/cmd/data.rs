//! `lawlike data`: the bundled sets, and what a file holds.

use super::Answer;
use crate::args::{Data, DataAction, Out};
use crate::{output, resolve};
use anyhow::Result;
use lawlike_data::bundle::{self, Bundled};
use lawlike_data::{ColumnSummary, Format, Note, Roles, Table, observe};
use lawlike_report::view::{self, ColumnView, DataView, Output, SetView};
use std::path::PathBuf;

/// First values shown of a column of text.
const EXAMPLES: usize = 3;

/// Lists or shows.
pub(super) fn run(args: &Data) -> Result<Answer> {
    let (text, out) = match &args.action {
        None => (list(&args.out)?, &args.out),
        Some(DataAction::List { out }) => (list(out)?, out),
        Some(DataAction::Show { files, out }) => (show(files, out)?, out),
    };
    output::result(&text, out)?;
    Ok(Answer::Done)
}

fn list(out: &Out) -> Result<String> {
    let sets: Vec<SetView> = bundle::list().iter().map(set).collect::<Result<_>>()?;
    let (format, style) = resolve::form(out);
    Ok(view::sets(&sets, format, &style))
}

fn set(set: &Bundled) -> Result<SetView> {
    Ok(SetView {
        id: set.id.clone(),
        title: set.title.clone(),
        rows: Some(bundle::table(&set.id)?.rows()),
        licence: set.licence.clone(),
        source: format!("bundled, {}", set.kind),
    })
}

fn show(files: &[PathBuf], out: &Out) -> Result<String> {
    let input = resolve::read(files)?;
    let table = &input.table;
    let (format, style) = resolve::form(out);
    let checksums: Vec<&str> = table.files.iter().map(|file| file.sha256.as_str()).collect();
    let data = DataView {
        source: table.name.clone(),
        format: format_name(table.format).to_owned(),
        sha256: checksums.join(", "),
        rows: table.rows(),
        columns: table.summary().iter().map(|summary| column(table, summary)).collect(),
        understood: input.origin().into_iter().chain(understood(table)).collect(),
    };
    let card = input.set.filter(|_| format == Output::Text).map(|set| card(set, style.width));
    Ok(card.unwrap_or_default() + &view::data(&data, format, &style))
}

/// The card of a bundled set as text: title, how it was made, licence, limits, and an empty line.
fn card(set: &Bundled, width: usize) -> String {
    let mut text = format!("{}\n", set.title);
    for (name, value) in [("made", &set.made), ("licence", &set.licence), ("limits", &set.limits)] {
        let mut line = format!("  {name:<8}");
        for word in value.split_whitespace() {
            if line.chars().count() + 1 + word.chars().count() > width {
                text += &format!("{line}\n");
                line = " ".repeat(10);
            }
            line += &format!(" {word}");
        }
        text += &format!("{line}\n");
    }
    text + "\n"
}

fn format_name(format: Format) -> &'static str {
    match format {
        Format::Csv => "csv",
        Format::Tsv => "tsv",
        Format::JsonLines => "json lines",
        Format::Parquet => "parquet",
    }
}

fn column(table: &Table, summary: &ColumnSummary) -> ColumnView {
    ColumnView {
        name: summary.name.clone(),
        quantity: summary.quantity.map(|quantity| quantity.to_string()).unwrap_or_default(),
        unit: summary.quantity.map(|quantity| quantity.unit().to_owned()).unwrap_or_default(),
        missing: summary.missing,
        distinct: summary.distinct,
        range: summary.min.zip(summary.max),
        examples: if summary.quantity.is_none() { examples(table, &summary.name) } else { Vec::new() },
    }
}

fn examples(table: &Table, name: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let Some(column) = table.column(name) else { return found };
    for row in 0..table.rows() {
        if found.len() == EXAMPLES {
            break;
        }
        if !column.is_missing(row) && !found.contains(&column.raw[row]) {
            found.push(column.raw[row].clone());
        }
    }
    found
}

/// What would be understood without any option, or why nothing would; then the first impossible values.
fn understood(table: &Table) -> Vec<String> {
    let mut sentences = match observe(table, &Roles::default()) {
        Ok(observed) => {
            let notes = observed.notes.iter().map(Note::to_string);
            observed.understood.iter().cloned().chain(notes).collect()
        }
        Err(error) => vec![error.message().to_owned()],
    };
    sentences.extend(table.summary().into_iter().filter_map(|summary| summary.first_bad));
    sentences
}
