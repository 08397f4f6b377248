//! Prints a hand-made audit: `cargo run -p lawlike-report --example sample [html|by|text|md|json|csv]`.
#![allow(clippy::print_stdout)]

#[path = "../tests/sample/mod.rs"]
mod sample;

use lawlike_report::view::{self, Output, Style};

fn main() {
    let kind = std::env::args().nth(1).unwrap_or_default();
    let many = sample::audit_by(&["c4", "wikipedia", "code", "arxiv", "books", "dialogue"]);
    let style = Style { color: std::env::args().any(|word| word == "--color"), ..Style::default() };
    let text = match kind.as_str() {
        "by" => view::audit(&many, Output::Html, &style),
        "text" => view::audit(&sample::audit(), Output::Text, &style),
        "text-by" => view::audit(&many, Output::Text, &style),
        "md" => view::audit(&sample::audit(), Output::Markdown, &style),
        "json" => view::audit(&sample::audit(), Output::Json, &style),
        "csv" => view::audit(&many, Output::Csv, &style),
        "laws" => view::laws(lawlike::law::CARDS, Output::Text, &style),
        "law" => view::law(lawlike::law::CARDS[14], "E", Output::Text, &style),
        _ => view::audit(&sample::audit(), Output::Html, &style),
    };
    println!("{text}");
}
