//! Public types: no two of the workspace share a name, so that a name says what it is wherever it stands.

use crate::house::{House, Problem};
use crate::paths::{Token, tokens};
use crate::source::Source;
use std::collections::BTreeMap;

/// Names that every crate may have one of: its error, the kinds of it, and its result.
const ONE_A_CRATE: [&str; 3] = ["Error", "ErrorKind", "Result"];
/// The Python package: its types are those of the language that it speaks to, and no other crate sees them.
const APART: &str = "lawlike-py";

/// Words in front of the name of a type.
const WORDS: [&str; 4] = ["struct", "enum", "trait", "type"];

/// Public types of the crates that bear the name of another one.
pub(crate) fn types(house: &House) -> Vec<Problem> {
    let is_asked = |source: &&Source| source.path.starts_with("crates/") && source.package() != APART;
    let mut known: BTreeMap<(String, String), &str> = BTreeMap::new();
    let mut problems = Vec::new();
    for source in house.sources.iter().filter(is_asked).filter(|source| source.is_shipped()) {
        for (line, name) in public(source) {
            let owner = if ONE_A_CRATE.contains(&name.as_str()) { source.package() } else { "" };
            let key = (owner.to_owned(), name);
            if let Some(first) = known.get(&key) {
                let message =
                    format!("`{}` is public in {first} too: give each the name of what it is", key.1);
                problems.push(Problem::new(&source.path, line, message));
            } else {
                known.insert(key, &source.path);
            }
        }
    }
    problems
}

/// Public types of a file, with their lines.
fn public(source: &Source) -> Vec<(usize, String)> {
    let found = tokens(&source.code);
    let three = |three: &[(usize, Token)]| match three {
        [(_, Token::Name(public)), (_, Token::Name(word)), (line, Token::Name(name))]
            if public == "pub" && WORDS.contains(&word.as_str()) && !source.is_test(*line) =>
        {
            Some((*line, name.clone()))
        }
        _ => None,
    };
    found.windows(3).filter_map(three).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house(files: &[(&str, &str)]) -> House {
        House::new(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }

    #[test]
    fn a_public_type_has_a_name_of_its_own() {
        let pair = |path: &'static str, code: &'static str| {
            types(&house(&[("crates/a/src/x.rs", "/// What shapes x.\npub struct Options;"), (path, code)]))
        };
        for code in ["pub enum Options {}", "\npub trait Options {}", "pub type Options = u8;"] {
            assert_eq!(pair("crates/b/src/y.rs", code).len(), 1, "{code}");
            assert_eq!(pair("crates/a/src/y.rs", code).len(), 1, "{code}");
        }
        for code in [
            "pub struct FitOptions;",
            "struct Options;",
            "pub(crate) struct Options;",
            "pub use crate::x::Options;",
            "#[cfg(test)]\nmod tests {\n    pub struct Options;\n}",
            "// pub struct Options;",
        ] {
            assert!(pair("crates/b/src/y.rs", code).is_empty(), "{code}");
        }
        assert!(pair("crates/lawlike-py/src/y.rs", "pub struct Options;").is_empty());
        assert!(pair("crates/b/tests/y.rs", "pub struct Options;").is_empty());
        assert!(pair("studies/src/y.rs", "pub struct Options;").is_empty());
    }

    #[test]
    fn a_crate_has_one_error() {
        let own = ("crates/a/src/error.rs", "pub struct Error;");
        assert!(types(&house(&[own, ("crates/b/src/error.rs", "pub struct Error;")])).is_empty());
        assert_eq!(types(&house(&[own, ("crates/a/src/other.rs", "pub enum Error {}")])).len(), 1);
    }
}
