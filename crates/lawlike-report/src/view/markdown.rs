//! A document as Markdown with tables. Text of users is escaped: no markup, link or HTML comes through.

use super::document::{Align, Block, Cell, Document, Table};
use crate::number::GLUE;
use crate::plain::plain;

/// The document as Markdown.
pub(crate) fn render(document: &Document) -> String {
    let blocks: Vec<String> = document.blocks.iter().map(block).filter(|text| !text.is_empty()).collect();
    format!("{}\n", blocks.join("\n\n"))
}

fn block(block: &Block) -> String {
    match block {
        Block::Verdict { word, gloss, sentence } => {
            format!("# {}: {}\n\n{}", escape(&word.text), escape(gloss), escape(sentence))
        }
        Block::Heading(text) => format!("## {}", escape(text)),
        // The formula stands in the text as well.
        Block::Formula { .. } => String::new(),
        Block::Paragraph(text) => escape(text),
        Block::Note(text) => format!("*{}*", escape(text.trim())),
        Block::Facts(facts) => {
            lines(facts.iter().map(|(name, text)| format!("- **{}**: {}", escape(name), escape(text))))
        }
        Block::Table(content) => table(content),
        Block::Items(items) => lines(items.iter().map(|item| {
            let hint =
                if item.hint.is_empty() { String::new() } else { format!(" → {}", escape(&item.hint)) };
            format!("- **{}**: {}{hint}", escape(&item.head.text), escape(&item.body))
        })),
        Block::Bullets(bullets) => lines(bullets.iter().map(|text| format!("- {}", escape(text)))),
        Block::Code(code) => fenced(code),
    }
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}

fn table(table: &Table) -> String {
    let row = |cells: &mut dyn Iterator<Item = String>| {
        let cells: Vec<String> = cells.collect();
        format!("| {} |", cells.join(" | "))
    };
    let rule = |align: &Align| match align {
        Align::Left => ":---".to_owned(),
        Align::Right => "---:".to_owned(),
    };
    let mut out = vec![
        row(&mut table.columns.iter().map(|(title, _)| escape(title))),
        row(&mut table.columns.iter().map(|(_, align)| rule(align))),
    ];
    let text = |cell: &Cell| escape(&cell.text);
    out.extend(table.rows.iter().map(|cells| row(&mut cells.iter().map(text))));
    out.join("\n")
}

/// Lines in a fence that is longer than any run of backticks in them.
fn fenced(code: &[String]) -> String {
    let text = lines(code.iter().map(|line| plain(line)));
    let mut fence = "```".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    format!("{fence}\n{text}\n{fence}")
}

/// The text with every character escaped that Markdown or HTML would read as markup.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in plain(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '$' | '!' => {
                out.push('\\');
                out.push(c);
            }
            GLUE => out.push(' '),
            c => out.push(c),
        }
    }
    out.replace("://", ":&#47;/").replace("www.", "www&#46;")
}
