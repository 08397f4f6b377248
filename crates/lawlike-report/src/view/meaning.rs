//! A word of the verdict, apart from any data.

use super::csv::{Csv, Field};
use super::document::{Block, Document, Table};
use super::{Output, Style, check, json, write};
use lawlike::finding::CheckCard;
use lawlike::verdict::{ConditionId, Word};
use serde::Serialize;

/// A word of the verdict, with the finding of that name, if there is one. The CSV has one row a condition.
pub fn word(word: Word, card: Option<&CheckCard>, output: Output, style: &Style) -> String {
    let document = || self::document(word, card);
    write(output, &style.whole(), document, || self::json(word, card), || self::csv(word))
}

/// When the word is said, its conditions, and the finding of the same name, if there is one.
pub(crate) fn document(word: Word, card: Option<&CheckCard>) -> Document {
    let mut document = Document::default();
    let mut table = Table::new(&["condition", "threshold"]);
    for id in word.conditions() {
        table.row(vec![id.asks().into(), id.threshold().unwrap_or_default().into()]);
    }
    let name = word.to_string().to_lowercase();
    document.section(format!("{name}: a word of the verdict"), Block::Paragraph(word.says()));
    document.push(Block::Table(table));
    if let Some(card) = card {
        document.blocks.extend(check::card(card).blocks);
    }
    document
}

/// One row a condition.
pub(crate) fn csv(word: Word) -> String {
    let mut csv = Csv::new(&["word", "condition", "asks", "threshold"]);
    let name = word.to_string();
    for row in rows(word) {
        csv.row(&[
            Field::Text(&name),
            Field::Text(&id(row.id)),
            Field::Text(row.asks),
            Field::Text(row.threshold.as_deref().unwrap_or_default()),
        ]);
    }
    csv.finish()
}

/// The identifier of a condition as JSON has it.
fn id(id: ConditionId) -> String {
    serde_json::to_value(id).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

#[derive(Serialize)]
struct Row {
    id: ConditionId,
    asks: &'static str,
    threshold: Option<String>,
}

fn rows(word: Word) -> Vec<Row> {
    let row = |id: &ConditionId| Row { id: *id, asks: id.asks(), threshold: id.threshold() };
    word.conditions().iter().map(row).collect()
}

#[derive(Serialize)]
struct Json<'a> {
    word: Word,
    says: String,
    conditions: Vec<Row>,
    finding: Option<&'a CheckCard>,
}

/// The word as JSON.
pub(crate) fn json(word: Word, card: Option<&CheckCard>) -> String {
    let result = Json { word, says: word.says(), conditions: rows(word), finding: card };
    json::render("word", &json::no_data(), result)
}
