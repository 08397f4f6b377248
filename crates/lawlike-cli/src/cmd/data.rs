//! `lawlike data`: the sets that have names, and what a file holds.

mod catalogue;

use super::Answer;
use crate::args::{Data, DataAction, Out};
use crate::catalogue::Wish;
use crate::resolve::Input;
use crate::{output, progress, resolve, write};
use anyhow::{Result, bail};
use lawlike_data::bundle::Bundled;
use lawlike_data::{ColumnSummary, Long, Note, Observed, Reader, Roles, Table, observe, quoted};
use lawlike_report::shown::{ColumnView, DataView};
use lawlike_report::view::{self, Output};
use std::path::{Path, PathBuf};

/// First values shown of a column of text.
const EXAMPLES: usize = 3;
/// What observations without any option are.
type Read = lawlike_data::Result<Observed>;
/// Letters of a cell that are shown.
const WIDTH: usize = 40;

/// Lists or shows.
pub(super) fn run(args: &Data) -> Result<Answer> {
    match &args.action {
        None => catalogue::list(&args.out),
        Some(DataAction::List { out }) => catalogue::list(out),
        Some(DataAction::Fetch { id, mirror, offline, out }) => {
            catalogue::fetch(id, &Wish { mirrors: mirror, offline: *offline }, out)
        }
        Some(DataAction::Cite { id, out }) => catalogue::cite(id, out),
        Some(DataAction::Show { files, reading, skip_bad, out }) => {
            show(files, &resolve::reader(reading, *skip_bad)?, out)
        }
        Some(DataAction::Convert { files, reading, skip_bad, output }) => {
            convert(files, &resolve::reader(reading, *skip_bad)?, output.as_deref())
        }
    }
}

/// Writes what was read as one tidy table.
fn convert(files: &[PathBuf], reader: &Reader, output: Option<&Path>) -> Result<Answer> {
    let is_parquet = match output.and_then(Path::extension).and_then(|end| end.to_str()) {
        Some("parquet") => true,
        Some("csv") => false,
        None if output.is_none() => false,
        _ => bail!("-o: name a file that ends in .csv or .parquet"),
    };
    if let Some(path) = output {
        write::check(path)?;
    }
    let table = resolve::read_with(files, reader)?.table;
    let size =
        format!("{} rows, {} columns, from {}", table.rows(), table.columns.len(), table.format.name());
    let said: Vec<String> = table.said.iter().cloned().chain([size]).collect();
    match output {
        Some(path) => {
            let bytes = if is_parquet { table.to_parquet()? } else { table.to_csv()? };
            write::whole(path, &bytes)?;
        }
        None => output::table(table)?,
    }
    said.iter().for_each(|line| output::say(line));
    Ok(Answer::Done)
}

fn show(files: &[PathBuf], reader: &Reader, out: &Out) -> Result<Answer> {
    let input = progress::reading(out.quiet, || resolve::read_with(files, reader))?;
    let table = &input.table;
    let checksums: Vec<&str> = table.files.iter().map(|file| file.sha256.as_str()).collect();
    let summaries = table.summary();
    let observed = observe(table, &Roles::default());
    let next = next(&observed, files, &input, reader);
    let data = DataView {
        source: table.name.clone(),
        format: table.format.name().to_owned(),
        sha256: checksums.join(", "),
        rows: table.rows(),
        columns: summaries.iter().map(|summary| column(table, summary)).collect(),
        understood: input
            .origin()
            .into_iter()
            .chain(understood(table, &observed, &summaries))
            .chain([next])
            .collect(),
    };
    let set = input.set;
    output::answer(out, move |format, style| {
        let card = set.filter(|_| format == Output::Text).map(|set| card(set, style.width));
        card.unwrap_or_default() + &view::data(&data, format, style)
    })?;
    Ok(Answer::Done)
}

/// The command to type next, or that there is none.
fn next(observed: &Read, files: &[PathBuf], input: &Input, reader: &Reader) -> String {
    let names: Vec<String> = files.iter().map(|path| quoted(&path.to_string_lossy())).collect();
    if input.set.is_some() {
        return format!("next: lawlike audit {}", names.join(" "));
    }
    match lawlike_data::next(&input.table, observed) {
        None => "next: nothing that this file can answer alone; it needs an outcome (--y) and a size, a count or a date (--x) that differ from row to row"
            .to_owned(),
        Some(next) => {
            let long = reader.long.as_ref().map(Long::option).filter(|_| next.command == "audit");
            let head = ["lawlike".to_owned(), next.command.to_owned()];
            let words: Vec<String> = head.into_iter().chain(names).chain(long).chain(next.options).collect();
            format!("next: {}    ({})", words.join(" "), next.why)
        }
    }
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
        let cell = column.raw.text(row);
        if !column.is_missing(row) && !found.iter().any(|known| *known == cell) {
            found.push(short(&cell));
        }
    }
    found
}

/// A cell in one short line.
fn short(cell: &str) -> String {
    let line: String = cell.split_whitespace().collect::<Vec<&str>>().join(" ");
    match line.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// What would be understood without any option, or why nothing would; then the first impossible values.
fn understood(table: &Table, observed: &Read, summaries: &[ColumnSummary]) -> Vec<String> {
    let mut sentences: Vec<String> = match observed {
        Ok(observed) => {
            let notes = observed.notes.iter().map(Note::to_string);
            observed.understood.iter().cloned().chain(notes).collect()
        }
        Err(error) => {
            let place =
                if error.place() == table.name { String::new() } else { format!("{}: ", error.place()) };
            table.said.iter().cloned().chain([format!("{place}{}", error.message())]).collect()
        }
    };
    sentences.extend(summaries.iter().filter_map(|summary| summary.first_bad.clone()));
    sentences
}
