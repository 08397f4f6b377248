//! Escaping for HTML and SVG, done at the place where text is written out.

use crate::plain::plain;

/// The text as character data or a quoted attribute value.
pub(crate) fn escape(text: &str) -> String {
    let clean = plain(text);
    let mut out = String::with_capacity(clean.len());
    for c in clean.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '`' => out.push_str("&#96;"),
            c => out.push(c),
        }
    }
    out
}
