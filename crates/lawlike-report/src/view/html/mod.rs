//! The HTML report: one file, no script, no network.
//!
//! The page forbids itself scripts and remote content, and escapes every text where it is written.

mod document;
mod formula;
mod sections;
mod write;

use crate::escape::escape;
use crate::view::words;
pub(crate) use document::render;
use lawlike::audit::Audit;
use write::Figures;

const STYLE: &str = include_str!("style.css");

/// The report of an audit as one self-contained page.
pub fn audit(audit: &Audit) -> String {
    let word = words::word(audit.verdict.word);
    let title = format!("{word}: {} on {}", audit.law.0, audit.subject.source);
    let mut figures = Figures::default();
    let body = [
        sections::verdict(audit),
        sections::reach_and_stability(audit),
        sections::conditions(audit),
        sections::claim(audit),
        sections::data(audit, &mut figures),
        sections::parameters(audit),
        sections::backtest(audit, &mut figures),
        sections::definitions(audit),
        sections::rules(audit),
        sections::findings(audit),
        sections::series(audit),
        sections::method(audit),
        sections::would_change(audit),
        sections::provenance(audit),
    ];
    page(&title, &body.concat())
}

fn page(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         img-src data:; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        escape(title)
    )
}
