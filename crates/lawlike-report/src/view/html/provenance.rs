//! What is needed to make a report again, and to cite it.

use super::write::facts;
use crate::escape::escape;
use crate::view::{tables, words};
use lawlike::audit::Audit;

/// Version, seed, options, hashes of the data, the command, and an entry for a bibliography.
pub(super) fn section(audit: &Audit) -> String {
    let provenance = &audit.provenance;
    let mut rows = vec![
        tables::fact("version", format!("lawlike {}", provenance.version)),
        tables::fact("seed", provenance.seed.to_string()),
        tables::fact("options", provenance.options.join(" ")),
    ];
    rows.extend(
        provenance
            .data
            .iter()
            .map(|data| tables::fact("data", format!("{}, sha256 {}", data.name, data.sha256))),
    );
    rows.retain(|(_, text)| !text.is_empty());
    format!("{}<h3>To cite</h3>\n<pre><code>{}</code></pre>\n", facts(&rows), escape_lines(&bibtex(audit)))
}

/// Lines of text, each escaped; their ends stay.
fn escape_lines(text: &str) -> String {
    text.lines().map(escape).collect::<Vec<_>>().join("\n")
}

/// The program and this audit as an entry of BibTeX.
fn bibtex(audit: &Audit) -> String {
    let provenance = &audit.provenance;
    let hashes: Vec<String> =
        provenance.data.iter().map(|data| data.sha256.chars().take(12).collect()).collect();
    let word = words::word(audit.verdict.word);
    format!(
        "@software{{lawlike,\n  title   = {{lawlike: audits of scaling laws}},\n  version = {{{}}},\n  url     = {{{}}},\n  \
         note    = {{Audit of {}: {word}; seed {}; data sha256 {}}}\n}}",
        braced(&provenance.version),
        env!("CARGO_PKG_REPOSITORY"),
        braced(&audit.law.name),
        provenance.seed,
        braced(&hashes.join(", "))
    )
}

/// Text that cannot close the braces of an entry or begin a command.
fn braced(text: &str) -> String {
    text.chars().filter(|c| !"{}\\\"".contains(*c)).collect()
}
