//! A Rust file taken apart: code, comments, text in quotes, and the lines that belong to tests.

use crate::paths::{Token, tokens};

/// A Rust file. `code`, `comments` and `literals` have the same lines; what belongs to the others is blank.
#[derive(Debug)]
pub(crate) struct Source {
    /// Path from the root of the workspace.
    pub(crate) path: String,
    /// The code.
    pub(crate) code: String,
    /// The comments.
    pub(crate) comments: String,
    /// Characters and strings in quotes.
    pub(crate) literals: String,
    /// Whether each line belongs to tests.
    tests: Vec<bool>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Code,
    Comment,
    Literal,
}

impl Source {
    /// Takes a file apart.
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let characters: Vec<char> = text.chars().collect();
        let kinds = kinds(&characters);
        let only = |kind: Kind| -> String {
            let keep = |(c, of): (&char, &Kind)| if *of == kind || *c == '\n' { *c } else { ' ' };
            characters.iter().zip(&kinds).map(keep).collect()
        };
        let code = only(Kind::Code);
        let is_test = path.ends_with("/tests.rs") || path.contains("/tests/");
        let mut tests = vec![is_test; text.lines().count()];
        if !is_test {
            mark_tests(&code, &mut tests);
        }
        Self {
            path: path.to_owned(),
            comments: only(Kind::Comment),
            literals: only(Kind::Literal),
            code,
            tests,
        }
    }

    /// The crate that the file belongs to, by the name of its folder.
    pub(crate) fn package(&self) -> &str {
        let path = self.path.strip_prefix("crates/").unwrap_or(&self.path);
        path.split('/').next().unwrap_or(path)
    }

    /// Whether the file is part of what the crate does: not a test, example or measurement.
    pub(crate) fn is_shipped(&self) -> bool {
        self.path.contains("/src/") && self.tests.iter().any(|is_test| !is_test)
    }

    /// Whether a line, from 1, belongs to tests.
    pub(crate) fn is_test(&self, line: usize) -> bool {
        self.tests.get(line - 1).copied().unwrap_or(false)
    }

    /// Number of lines without those of tests.
    pub(crate) fn length(&self) -> usize {
        self.tests.iter().filter(|is_test| !**is_test).count()
    }

    /// Names in lines such as `mod name;`.
    pub(crate) fn modules(&self) -> Vec<String> {
        let found = tokens(&self.code);
        let triple = |three: &[(usize, Token)]| match three {
            [(_, Token::Name(word)), (_, Token::Name(name)), (_, Token::Other(';'))] if word == "mod" => {
                Some(name.clone())
            }
            _ => None,
        };
        found.windows(3).filter_map(triple).collect()
    }
}

/// The kind of every character.
fn kinds(text: &[char]) -> Vec<Kind> {
    let mut kinds = vec![Kind::Code; text.len()];
    let mut at = 0;
    while at < text.len() {
        let (kind, end) = piece(text, at);
        kinds[at..end].fill(kind);
        at = end;
    }
    kinds
}

/// The kind of the piece that begins here, and its end.
fn piece(text: &[char], at: usize) -> (Kind, usize) {
    let next = text.get(at + 1).copied();
    match text[at] {
        '/' if next == Some('/') => {
            let length = text[at..].iter().position(|c| *c == '\n');
            (Kind::Comment, length.map_or(text.len(), |length| at + length))
        }
        '/' if next == Some('*') => (Kind::Comment, block_comment(text, at)),
        '"' => (Kind::Literal, quoted(text, at)),
        'r' if !follows_name(text, at) => match raw(text, at) {
            Some(end) => (Kind::Literal, end),
            None => (Kind::Code, at + 1),
        },
        '\'' if next == Some('\\') => (Kind::Literal, quoted(text, at)),
        '\'' if text.get(at + 2) == Some(&'\'') => (Kind::Literal, at + 3),
        _ => (Kind::Code, at + 1),
    }
}

/// Whether the character before belongs to a name; `b` and `c` before a raw string do not.
fn follows_name(text: &[char], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).map(|place| text[place]);
    let is_name = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    is_name(before(1)) && (is_name(before(2)) || !matches!(before(1), Some('b' | 'c')))
}

fn block_comment(text: &[char], start: usize) -> usize {
    let (mut depth, mut at) = (0, start);
    while at < text.len() {
        match (text[at], text.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

fn quoted(text: &[char], start: usize) -> usize {
    let mut at = start + 1;
    while at < text.len() {
        match text[at] {
            '\\' => at += 2,
            c if c == text[start] => return at + 1,
            _ => at += 1,
        }
    }
    text.len()
}

/// The end of a raw string such as `r#"..."#`, if one begins here.
fn raw(text: &[char], start: usize) -> Option<usize> {
    let hashes = text[start + 1..].iter().take_while(|c| **c == '#').count();
    let open = start + 1 + hashes;
    if text.get(open) != Some(&'"') {
        return None;
    }
    let closes =
        |at: &usize| text[*at] == '"' && text[at + 1..].iter().take_while(|c| **c == '#').count() >= hashes;
    Some((open + 1..text.len()).find(closes).map_or(text.len(), |at| at + 1 + hashes))
}

/// Marks the lines of items under `#[cfg(test)]`.
fn mark_tests(code: &str, tests: &mut [bool]) {
    const MARK: &str = "#[cfg(test)]";
    let line_at = |at: usize| code[..at].matches('\n').count();
    for (start, _) in code.match_indices(MARK) {
        let (mut depth, mut end) = (0_i32, code.len());
        for (at, c) in code[start + MARK.len()..].char_indices() {
            match c {
                '{' | '[' => depth += 1,
                '}' | ']' => depth -= 1,
                _ => {}
            }
            if depth == 0 && matches!(c, '}' | ';') {
                end = start + MARK.len() + at;
                break;
            }
        }
        for is_test in tests.iter_mut().take(line_at(end) + 1).skip(line_at(start)) {
            *is_test = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r####"
//! `unsafe` in a comment /* not nested
/* outer /* inner */ still "a comment" */ fn first<'a>(x: &'a str) -> char { '"' }
const A: &str = "a // string \" with a quote";
const B: &str = r#"raw " string"#; const C: char = '\'';
#[cfg(test)]
mod tests {
    fn body() { let x = [1]; }
}
mod more;
#[cfg(test)]
mod tests_elsewhere;
fn last() {}
"####;

    #[test]
    fn pieces_are_told_apart() {
        let source = Source::new("crates/a/src/lib.rs", TEXT);
        assert!(source.code.contains("fn first<'a>(x: &'a str) -> char {"));
        for word in ["unsafe", "comment", "string", "quote"] {
            assert!(!source.code.contains(word), "{word}");
        }
        assert!(source.literals.contains("a // string") && source.literals.contains("raw \" string"));
        assert!(source.comments.contains("still \"a comment\""));
        assert_eq!(source.modules(), ["more", "tests_elsewhere"]);
        assert_eq!(source.package(), "a");
    }

    #[test]
    fn tests_do_not_count() {
        let source = Source::new("crates/a/src/lib.rs", TEXT);
        let marked: Vec<usize> = (1..=TEXT.lines().count()).filter(|line| source.is_test(*line)).collect();
        assert_eq!(marked, [6, 7, 8, 9, 11, 12]);
        assert_eq!(source.length(), TEXT.lines().count() - 6);
        assert!(source.is_shipped());
        assert!(!Source::new("crates/a/src/dense/tests.rs", TEXT).is_shipped());
        assert!(!Source::new("crates/a/tests/all.rs", TEXT).is_shipped());
    }
}
