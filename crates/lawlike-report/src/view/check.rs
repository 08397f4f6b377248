//! Checks: the list, and one in full for `explain`.

use super::csv::{Csv, Field};
use super::document::{Block, Document, Table};
use super::json;
use super::tables::fact;
use lawlike::finding::CheckCard;
use serde::Serialize;

/// The list of checks as a document.
pub(crate) fn list(cards: &[&CheckCard]) -> Document {
    let mut document = Document::default();
    let mut table = Table::new(&["code", "check", "says"]);
    for card in cards {
        table.row(vec![card.code.into(), card.title.into(), card.says.into()]);
    }
    document.push(Block::Table(table));
    document.push(Block::Note("`lawlike explain CODE` shows one in full.".to_owned()));
    document
}

/// One check as a document.
pub(crate) fn card(card: &CheckCard) -> Document {
    let mut document = Document::default();
    let facts = [
        fact("says", card.says),
        fact("caution", card.caution),
        fact("do", card.hint),
        fact("source", card.source),
    ];
    document.section(format!("{}: {}", card.code, card.title), Block::Facts(facts.into()));
    document
}

/// One row a check.
pub(crate) fn csv(cards: &[&CheckCard]) -> String {
    let mut csv = Csv::new(&["code", "title", "says", "caution", "hint", "source"]);
    for card in cards {
        let cells = [card.code, card.title, card.says, card.caution, card.hint, card.source];
        csv.row(&cells.map(Field::Text));
    }
    csv.finish()
}

#[derive(Serialize)]
struct ListJson<'a> {
    checks: &'a [&'a CheckCard],
}

#[derive(Serialize)]
struct CardJson<'a> {
    check: &'a CheckCard,
}

/// The list of checks as JSON.
pub(crate) fn list_json(cards: &[&CheckCard]) -> String {
    json::render("checks", &json::no_data(), ListJson { checks: cards })
}

/// One check as JSON.
pub(crate) fn card_json(card: &CheckCard) -> String {
    json::render("explain", &json::no_data(), CardJson { check: card })
}
