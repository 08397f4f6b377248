//! Documents at the root: every file that they name in back-quotes exists.

use crate::house::{House, Problem};

/// Names of files that do not exist, outside blocks of code.
pub(crate) fn names(house: &House) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in house.texts.iter().filter(|(path, _)| path.ends_with(".md")) {
        let mut is_block = false;
        for (index, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("```") {
                is_block = !is_block;
            }
            // Every second piece stands between back-quotes.
            for name in line.split('`').skip(1).step_by(2).filter(|name| !is_block && is_file(name)) {
                if !exists(house, name) {
                    problems.push(Problem::new(
                        path,
                        index + 1,
                        format!("`{name}` does not exist: correct its name"),
                    ));
                }
            }
        }
    }
    problems
}

/// Whether a word is meant as a file or folder of the workspace: a name without a placeholder.
fn is_file(name: &str) -> bool {
    let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "._-/".contains(c));
    let is_here = ["crates/", "scripts/", "xtask/", "lab/", "docs/", ".ci/"]
        .iter()
        .any(|start| name.starts_with(start));
    is_plain && (is_here || name.ends_with(".rs"))
}

fn exists(house: &House, name: &str) -> bool {
    let name = name.trim_end_matches('/');
    let is_it = |path: &String| {
        let ends = path.strip_suffix(name).is_some_and(|head| head.is_empty() || head.ends_with('/'));
        ends || path.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'))
    };
    house.paths.iter().any(is_it)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_nowhere_are_found() {
        let text = "`fit/mod.rs` and `crates/a/` stand\n`gone.rs`, `crates/b`, `law/<name>.rs`\n```\n`in_block.rs`\n```\n";
        let files = [("A.md", text), ("crates/a/src/fit/mod.rs", "")];
        let house =
            House::new(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect());
        let found: Vec<String> = names(&house).iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("A.md:2: `gone.rs`"));
    }
}
