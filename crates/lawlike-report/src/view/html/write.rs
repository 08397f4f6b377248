//! Pieces of a page: tables, facts, findings, figures. Every text is escaped here.

use super::formula::{number, typeset};
use crate::escape::escape;
use crate::number::{GLUE, counted};
use crate::view::document::{Align, Cell, Item, Table, Tone};

/// Class of a tone.
pub(crate) fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Good => "good",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
        Tone::Muted => "muted",
    }
}

/// Text of ours in which numbers such as `1.2e21` are set with raised powers.
pub(crate) fn numbers(text: &str) -> String {
    text.split_inclusive([' ', GLUE]).map(word).collect()
}

fn word(word: &str) -> String {
    let inner = word.trim_end_matches([',', ';', ')', '.', ' ', GLUE]);
    let Ok(_) = inner.parse::<f64>() else { return escape(word) };
    let rest = escape(&word[inner.len()..]);
    match inner.strip_prefix('-') {
        Some(size) => format!("−{}{rest}", number(size)),
        None => format!("{}{rest}", number(inner)),
    }
}

/// Rows of a table on a page: it stays small enough to be sent, whatever it is about.
const MOST_ROWS: usize = 200;

/// A table with its caption; nothing if it has no rows.
pub(crate) fn table(caption: &str, table: &Table) -> String {
    if table.rows.is_empty() {
        return String::new();
    }
    let align = |index: usize| table.columns.get(index).map_or(Align::Left, |(_, align)| *align);
    let side = |index: usize| if align(index) == Align::Right { " class=\"num\"" } else { "" };
    let head: String = table
        .columns
        .iter()
        .enumerate()
        .map(|(index, (title, _))| format!("<th scope=\"col\"{}>{}</th>", side(index), escape(title)))
        .collect();
    let cell = |(index, cell): (usize, &Cell)| {
        let text = match align(index) {
            Align::Right => numbers(&cell.text),
            Align::Left if cell.symbol => typeset(&cell.text),
            Align::Left => escape(&cell.text),
        };
        let text = if cell.tone == Tone::Plain {
            text
        } else {
            format!("<span class=\"{}\">{text}</span>", class(cell.tone))
        };
        format!("<td{}>{text}</td>", side(index))
    };
    let rows: String = table
        .rows
        .iter()
        .take(MOST_ROWS)
        .map(|row| format!("<tr>{}</tr>\n", row.iter().enumerate().map(cell).collect::<String>()))
        .collect();
    let caption =
        if caption.is_empty() { String::new() } else { format!("<caption>{}</caption>", escape(caption)) };
    let left_out = table.rows.len().saturating_sub(MOST_ROWS);
    let more = match left_out {
        0 => String::new(),
        rows => format!("<p class=\"muted\">{} are in the CSV and JSON.</p>", counted(rows, "more row")),
    };
    let class = if table.rows.len() <= 14 { "wide short" } else { "wide" };
    format!(
        "<div class=\"{class}\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>{caption}<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table>{more}</div>\n"
    )
}

/// Names and what belongs to them.
pub(crate) fn facts(facts: &[(String, String)]) -> String {
    list(facts, escape)
}

/// Names and numbers of ours, set with raised powers.
pub(crate) fn measures(facts: &[(String, String)]) -> String {
    list(facts, numbers)
}

fn list(facts: &[(String, String)], set: fn(&str) -> String) -> String {
    let row = |(name, text): &(String, String)| format!("<dt>{}</dt><dd>{}</dd>\n", escape(name), set(text));
    format!("<dl>{}</dl>\n", facts.iter().map(row).collect::<String>())
}

/// Findings with their hints.
pub(crate) fn items(items: &[Item]) -> String {
    items_with(items, &[])
}

/// Findings with their hints and links, which are markup, one an item where there is one.
pub(crate) fn items_with(items: &[Item], links: &[Option<String>]) -> String {
    let item = |(at, item): (usize, &Item)| {
        let hint = if item.hint.is_empty() {
            String::new()
        } else {
            format!("<br><span class=\"hint\">→ {}</span>", escape(&item.hint))
        };
        let link = links.get(at).and_then(Option::as_ref);
        let link = link.map_or_else(String::new, |link| format!("<br>See {link}."));
        format!(
            "<li><span class=\"head {}\">{}</span><br>{}{hint}{link}</li>\n",
            class(item.head.tone),
            escape(&item.head.text),
            escape(&item.body)
        )
    };
    format!("<ul class=\"findings\">{}</ul>\n", items.iter().enumerate().map(item).collect::<String>())
}

/// Sentences as a list.
pub(crate) fn bullets(lines: &[String]) -> String {
    let line = |line: &String| format!("<li>{}</li>\n", escape(line));
    format!("<ul>{}</ul>\n", lines.iter().map(line).collect::<String>())
}
