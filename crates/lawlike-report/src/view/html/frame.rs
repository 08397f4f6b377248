//! The frame of every page: head, contents, controls. The page allows only its own style and script, by their hashes.

use crate::escape::escape;
use crate::theme::DARK;
use sha2::{Digest, Sha256};
use std::fmt::Write;

const STYLE: &str = include_str!("style.css");
/// The script, one file a subject; all share one scope.
const SCRIPT: [&str; 6] = [
    include_str!("script/state.js"),
    include_str!("script/theme.js"),
    include_str!("script/tables.js"),
    include_str!("script/figures.js"),
    include_str!("script/cutoff.js"),
    include_str!("script/sections.js"),
];

/// A section of a page.
pub(super) struct Section {
    /// Its anchor.
    pub(super) id: String,
    pub(super) title: String,
    pub(super) body: String,
    /// Whether it is closed until it is asked for.
    pub(super) is_folded: bool,
}

impl Section {
    /// An open section.
    pub(super) fn new(id: impl Into<String>, title: impl Into<String>, body: String) -> Self {
        Self { id: id.into(), title: title.into(), body, is_folded: false }
    }

    /// A closed section.
    pub(super) fn folded(id: impl Into<String>, title: impl Into<String>, body: String) -> Self {
        Self { is_folded: true, ..Self::new(id, title, body) }
    }

    fn html(&self) -> String {
        let (id, title, body) = (&self.id, escape(&self.title), &self.body);
        if self.is_folded {
            return format!(
                "<section><details class=\"fold\" id=\"{id}\"><summary><h2>{title}</h2></summary>\n{body}</details></section>\n"
            );
        }
        format!("<section id=\"{id}\"><h2>{title}</h2>\n{body}</section>\n")
    }
}

/// A page: what stands above all, and its sections with a list of contents. Empty sections are left out.
pub(super) fn sectioned(title: &str, head: &str, sections: &[Section]) -> String {
    let shown: Vec<&Section> = sections.iter().filter(|section| !section.body.is_empty()).collect();
    let entry =
        |section: &&Section| format!("<li><a href=\"#{}\">{}</a></li>\n", section.id, escape(&section.title));
    let contents: String = shown.iter().map(entry).collect();
    let nav = format!("<nav class=\"contents\" aria-label=\"Contents\">\n<ul>\n{contents}</ul>\n</nav>\n");
    let body: String = shown.iter().map(|section| section.html()).collect();
    page(title, &nav, &format!("{head}{body}"))
}

/// A page from its navigation and its body.
pub(super) fn page(title: &str, nav: &str, body: &str) -> String {
    let (style, script) = (style(), script());
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{}'; script-src '{}'; \
         img-src data: blob:; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{}</title>\n<style>{style}</style>\n</head>\n\
         <body>\n<a class=\"skip\" href=\"#main\">Skip to the text</a>\n\
         <div class=\"bar\"><span>lawlike</span><button type=\"button\" id=\"theme\" hidden>Theme: as the system</button></div>\n\
         {nav}<main id=\"main\">\n{body}</main>\n<div id=\"tip\" role=\"status\" aria-live=\"polite\"></div>\n\
         <script>{script}</script>\n</body>\n</html>\n",
        source_hash(&style),
        source_hash(&script),
        escape(title)
    )
}

/// The style, with the colours of figures on dark pages.
fn style() -> String {
    let (mut rules, mut dark) = (String::new(), String::new());
    for (index, (light, night)) in DARK.iter().enumerate() {
        for attribute in ["fill", "stroke"] {
            // Writing into a String does not fail.
            let _ =
                writeln!(rules, "svg [{attribute}=\"{light}\"] {{ {attribute}: var(--f{index}, {light}); }}");
        }
        let _ = write!(dark, " --f{index}: {night};");
    }
    format!(
        "{STYLE}{rules}@media screen {{ :root[data-theme=\"dark\"] {{{dark} }} }}\n\
         @media screen and (prefers-color-scheme: dark) {{ :root:not([data-theme=\"light\"]) {{{dark} }} }}\n"
    )
}

fn script() -> String {
    format!("\"use strict\";\n(() => {{\n{}}})();\n", SCRIPT.concat())
}

/// A hash as the policy of a page names it.
fn source_hash(text: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(text.as_bytes())))
}

/// Bytes in base 64 (RFC 4648), padded.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            let place = (bits >> (18 - 6 * digit)) as usize & 63;
            out.push(if digit <= chunk.len() { char::from(DIGITS[place]) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_64_is_that_of_the_standard() {
        let cases = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (text, expected) in cases {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }

    #[test]
    fn style_and_script_cannot_end_their_element() {
        assert!(!style().contains("</") && !script().contains("</"));
    }
}
