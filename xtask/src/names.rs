//! Names that say nothing of what they name: a function, a closure or a constant has a name of its own.

use crate::house::{House, Problem};
use crate::paths::{Token, tokens};
use crate::source::Source;

/// The keyword in front of a name, and the name that is refused behind it. Behind `let` only closures are meant: a value for
/// which nothing but its being one of several matters may be `one`.
const MEANINGLESS: [(&str, &str); 5] =
    [("fn", "one"), ("let", "one"), ("let", "of"), ("const", "LEAST"), ("const", "KEY")];

/// Names without a meaning, tests included.
pub(crate) fn names(house: &House) -> Vec<Problem> {
    let problem = |source: &Source, line: usize, name: &str| {
        let message = format!(
            "`{name}` says nothing: name it after what it is, such as `fitted_series` or `LEAST_ROWS`"
        );
        Problem::new(&source.path, line, message)
    };
    let in_source = |source: &Source| -> Vec<Problem> {
        meaningless(&source.code).into_iter().map(|(line, name)| problem(source, line, &name)).collect()
    };
    house.sources.iter().flat_map(in_source).collect()
}

/// Such names in code, with their lines.
fn meaningless(code: &str) -> Vec<(usize, String)> {
    let all = tokens(code);
    let is_closure = |behind: &[(usize, Token)]| {
        let is = |at: usize, wanted: Token| behind.get(at).is_some_and(|(_, token)| *token == wanted);
        let start = usize::from(is(1, Token::Name("move".to_owned())));
        is(0, Token::Other('=')) && is(1 + start, Token::Other('|'))
    };
    let mut found = Vec::new();
    for (at, pair) in all.windows(2).enumerate() {
        let [(_, Token::Name(word)), (line, Token::Name(name))] = pair else { continue };
        let is_refused = MEANINGLESS.contains(&(word.as_str(), name.as_str()));
        if is_refused && (word != "let" || is_closure(&all[at + 2..])) {
            found.push((*line, name.clone()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_a_meaning_are_found() {
        for code in [
            "fn one(x: u8) {}",
            "pub(crate) fn one<T>() {}",
            "let one = |x: u8| x;",
            "let of = move |x| x;",
            "let of =\n    |x: u8| x;",
            "const LEAST: usize = 3;",
            "pub(super) const KEY: u64 = 7;",
        ] {
            assert_eq!(meaningless(code).len(), 1, "{code}");
        }
        assert_eq!(meaningless("\nfn f() {\n    let one = || 1;\n}"), [(3, "one".to_owned())]);
    }

    #[test]
    fn names_with_a_meaning_are_left_alone() {
        for code in [
            "fn one_of(x: u8) {}",
            "fn of(rows: &[u8]) {}",
            "let one = series.first();",
            "let one = a | b;",
            "let share_of = |x| x;",
            "const LEAST_ROWS: usize = 3;",
            "const KEYS: u8 = 1;",
            "use dependence::LEAST;",
            "for one in series {}",
        ] {
            assert!(meaningless(code).is_empty(), "{code}");
        }
    }

    #[test]
    fn tests_count_as_well() {
        let files = vec![("crates/a/src/tests.rs".to_owned(), "fn one() {}".to_owned())];
        assert_eq!(names(&House::new(files)).len(), 1);
    }
}
