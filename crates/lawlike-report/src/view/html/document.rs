//! Any document as one self-contained page.

use super::frame::page;
use super::write;
use crate::escape::escape;
use crate::view::document::{Block, Document};

/// The document as a page; its title is the first heading.
pub(crate) fn render(document: &Document) -> String {
    let title = document.blocks.iter().find_map(|block| match block {
        Block::Verdict { word, .. } => Some(word.text.as_str()),
        Block::Heading(text) => Some(text.as_str()),
        _ => None,
    });
    let body: String = document.blocks.iter().map(block).collect();
    page(title.unwrap_or("lawlike"), "", &body)
}

fn block(block: &Block) -> String {
    match block {
        Block::Verdict { word, gloss, sentence } => format!(
            "<h1 class=\"{}\">{}</h1>\n<p class=\"gloss\">{}</p>\n<p class=\"sentence\">{}</p>\n",
            write::class(word.tone),
            escape(&word.text),
            escape(gloss),
            write::numbers(sentence)
        ),
        Block::Heading(text) => format!("<h2>{}</h2>\n", escape(text)),
        Block::Formula { left, formula } => {
            format!("<p class=\"law\">{} = {}</p>\n", escape(left), super::formula::typeset(formula))
        }
        Block::Paragraph(text) => format!("<p>{}</p>\n", escape(text)),
        Block::Note(text) => format!("<p class=\"prov muted\">{}</p>\n", escape(text.trim())),
        Block::Facts(facts) => write::facts(facts),
        Block::Table(table) => write::table("", table),
        Block::Items(items) => write::items(items),
        Block::Bullets(lines) => write::bullets(lines),
        Block::Code(lines) => {
            let lines: Vec<String> = lines.iter().map(|line| escape(line)).collect();
            format!("<p><code>{}</code></p>\n", lines.join("<br>"))
        }
    }
}
