//! A data set of the catalogue: what it is, whose it is, where it lies.

use super::csv::{Csv, Field};
use super::document::{Block, Document};
use super::json;
use super::tables::fact;
use super::{Output, Style, write};
use serde::Serialize;

/// A data set of the catalogue, or one that comes with the program.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct EntryView {
    /// Name, as typed on the command line.
    pub id: String,
    /// Title in a few words.
    pub title: String,
    /// What it holds, or how it was made.
    pub holds: String,
    /// What to cite.
    pub citation: String,
    /// Licence.
    pub licence: String,
    /// Where it is published.
    pub address: String,
    /// SHA-256 of the file, where it is known.
    pub checksum: Option<String>,
    /// Its size in bytes, where it is known.
    pub bytes: Option<u64>,
    /// Columns with their units.
    pub columns: Vec<String>,
    /// What to know before it is used.
    pub note: String,
    /// Where its file lies, if it is here.
    pub file: Option<String>,
}

/// A data set of the catalogue. The CSV has one row.
pub fn entry(view: &EntryView, output: Output, style: &Style) -> String {
    write(output, &style.whole(), || document(view), || self::json(view), || csv(view))
}

/// The entry as a document.
pub(crate) fn document(entry: &EntryView) -> Document {
    let mut document = Document::default();
    let checksum = entry.checksum.as_deref().unwrap_or(match entry.columns.is_empty() {
        true => "–",
        false => "unpinned: not known",
    });
    let mut facts = vec![
        fact("holds", &entry.holds),
        fact("cite", &entry.citation),
        fact("licence", &entry.licence),
        fact("address", &entry.address),
        fact("sha256", checksum),
    ];
    facts.extend(entry.bytes.map(|bytes| fact("bytes", bytes.to_string())));
    if !entry.columns.is_empty() {
        facts.push(fact("columns", entry.columns.join("; ")));
    }
    if !entry.note.is_empty() {
        facts.push(fact("note", &entry.note));
    }
    facts.extend(entry.file.as_deref().map(|file| fact("file", file)));
    document.section(format!("{}: {}", entry.id, entry.title), Block::Facts(facts));
    document
}

/// One row.
pub(crate) fn csv(entry: &EntryView) -> String {
    let header =
        ["id", "title", "holds", "citation", "licence", "address", "sha256", "bytes", "note", "file"];
    let mut csv = Csv::new(&header);
    csv.row(&[
        Field::Text(&entry.id),
        Field::Text(&entry.title),
        Field::Text(&entry.holds),
        Field::Text(&entry.citation),
        Field::Text(&entry.licence),
        Field::Text(&entry.address),
        Field::Text(entry.checksum.as_deref().unwrap_or_default()),
        entry.bytes.map_or(Field::Text(""), |bytes| Field::Count(bytes as usize)),
        Field::Text(&entry.note),
        Field::Text(entry.file.as_deref().unwrap_or_default()),
    ]);
    csv.finish()
}

#[derive(Serialize)]
struct Json<'a> {
    set: &'a EntryView,
}

/// The entry as JSON.
pub(crate) fn json(entry: &EntryView) -> String {
    json::render("set", &json::no_data(), Json { set: entry })
}
