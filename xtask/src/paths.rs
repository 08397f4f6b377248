//! Paths in code: `std::fs::read`, also out of `use std::{fs, io::{self, Read}}`, and names of macros.

/// A piece of code; blanks are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    /// A name or keyword.
    Name(String),
    /// `::`.
    Separator,
    /// Any other character.
    Other(char),
}

/// The tokens of code that holds no comments and strings, each with its line from 1.
pub(crate) fn tokens(code: &str) -> Vec<(usize, Token)> {
    let mut found = Vec::new();
    for (index, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let name = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            let (token, length) = if name > 0 {
                (Token::Name(rest[..name].to_owned()), name)
            } else if rest.starts_with("::") {
                (Token::Separator, 2)
            } else {
                (Token::Other(first), first.len_utf8())
            };
            found.push((index + 1, token));
            rest = rest[length..].trim_start();
        }
    }
    found
}

/// All paths in code with their lines; a single name is a path as well, and `name!` is the name of a macro.
pub(crate) fn paths(code: &str) -> Vec<(usize, String)> {
    let tokens = tokens(code);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        at = if matches!(tokens[at].1, Token::Name(_)) { tree(&tokens, at, "", &mut found) } else { at + 1 };
    }
    found
}

/// Reads the path or the tree of paths that begins here; returns the place after it.
fn tree(tokens: &[(usize, Token)], start: usize, prefix: &str, found: &mut Vec<(usize, String)>) -> usize {
    let mut path = prefix.to_owned();
    let mut at = start;
    while let Some((line, token)) = tokens.get(at) {
        let next = tokens.get(at + 1).map(|(_, token)| token);
        match token {
            Token::Name(name) => {
                path += name;
                if next == Some(&Token::Separator) {
                    path += "::";
                    at += 2;
                    continue;
                }
                if next == Some(&Token::Other('!'))
                    && tokens.get(at + 2).map(|(_, t)| t) != Some(&Token::Other('='))
                {
                    path.push('!');
                }
                found.push((*line, path));
                return at + 1;
            }
            Token::Other('{') if path.ends_with("::") => return group(tokens, at + 1, &path, found),
            _ => {
                found.push((*line, path));
                return at;
            }
        }
    }
    at
}

/// Reads the paths between braces; returns the place after the closing one.
fn group(tokens: &[(usize, Token)], start: usize, prefix: &str, found: &mut Vec<(usize, String)>) -> usize {
    let mut at = start;
    while let Some((line, token)) = tokens.get(at) {
        match token {
            Token::Other('}') => return at + 1,
            Token::Name(word) if word == "as" => at += 2,
            Token::Name(_) => at = tree(tokens, at, prefix, found),
            Token::Other('*') => {
                found.push((*line, format!("{prefix}*")));
                at += 1;
            }
            _ => at += 1,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_are_spelt_out() {
        let code =
            "use std::{fs as files, io::{self, Read}};\nlet x = a::b::<u8>(1) != 2; println!(y); ::lib::z();";
        let found: Vec<String> =
            paths(code).into_iter().map(|(line, path)| format!("{line} {path}")).collect();
        for path in ["1 std::fs", "1 std::io::self", "1 std::io::Read", "2 a::b::", "2 println!", "2 lib::z"]
        {
            assert!(found.iter().any(|one| one == path), "{path} in {found:?}");
        }
        assert!(!found.iter().any(|path| path.contains("files") || path == "2 b!"));
    }
}
