//! Parameters that are tuples and are taken apart where they stand: a pair with a meaning is a struct, and two things are
//! two parameters. Tests count as well.

use crate::house::{House, Problem};
use crate::source::Source;

/// So many may stand in the workspace: those whose type a trait of the language gives, such as the place of an `Index`.
const MOST: usize = 5;

/// All of them, if there are too many.
pub(crate) fn tuples(house: &House) -> Vec<Problem> {
    let problem = |source: &Source, line: usize| {
        let message = format!(
            "a parameter is a tuple taken apart, and the workspace has more than {MOST}: name a struct, or take two parameters"
        );
        Problem::new(&source.path, line, message)
    };
    let all =
        house.sources.iter().flat_map(|source| lines(&source.code).into_iter().map(move |at| (source, at)));
    let found: Vec<Problem> = all.map(|(source, line)| problem(source, line)).collect();
    if found.len() > MOST { found } else { Vec::new() }
}

/// The lines, from 1, with such a parameter of a function.
fn lines(code: &str) -> Vec<usize> {
    let starts = code.match_indices("fn ").filter(|(at, _)| !code[..*at].ends_with(is_name));
    let mut lines = Vec::new();
    for (start, _) in starts {
        let Some(list) = parameters(&code[start..]) else { continue };
        let line = |at: usize| 1 + code[..start + at].matches('\n').count();
        lines.extend(patterns(&code[start..], list).into_iter().map(line));
    }
    lines
}

fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Where the parameters of the function begin: behind its name and what stands in angle brackets.
fn parameters(code: &str) -> Option<usize> {
    let mut depth = 0_i32;
    let mut last = ' ';
    for (at, letter) in code.char_indices() {
        match letter {
            '<' => depth += 1,
            // The arrow of a bound such as `F: Fn(f64) -> f64` closes nothing.
            '>' if last != '-' => depth -= 1,
            '(' if depth == 0 => return Some(at + 1),
            '{' | ';' if depth == 0 => return None,
            _ => {}
        }
        last = letter;
    }
    None
}

/// Where a parameter begins with a tuple, in the list that begins at `list`.
fn patterns(code: &str, list: usize) -> Vec<usize> {
    // Depth in brackets, and in the angle brackets of types.
    let (mut depth, mut angles) = (0_i32, 0_i32);
    let (mut is_start, mut last) = (true, ' ');
    let mut found = Vec::new();
    for (at, letter) in code.char_indices().skip_while(|(at, _)| *at < list) {
        match letter {
            ')' | ']' | '}' if depth == 0 => break,
            '(' | '[' | '{' => {
                // A parameter is a pattern, so that what opens it is no type.
                found.extend((depth == 0 && is_start && letter == '(').then_some(at));
                depth += 1;
                is_start = false;
            }
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 && angles == 0 => is_start = true,
            '<' => angles += 1,
            '>' if last != '-' => angles -= 1,
            '&' => {}
            _ if letter.is_whitespace() => {}
            _ => is_start = false,
        }
        last = letter;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tuples_are_found_where_they_are_parameters() {
        let at = |code: &str| lines(code);
        assert_eq!(at("fn f((x, y): (f64, f64)) {}"), [1]);
        assert_eq!(at("\nfn f<T: Fn(f64) -> f64>(\n    one: T,\n    (x, y): (f64, f64),\n) {}"), [4]);
        assert_eq!(at("fn f(one: u8, &(x, y): &(f64, f64), (_, b): P) {}"), [1, 1]);
        assert_eq!(at("impl A { fn f(&self, ((a, b), c): Q) {} }"), [1]);
        for code in [
            "fn f(x: (f64, f64), y: Vec<(u8, u8)>) -> (f64, f64) { (x.0, x.1) }",
            "fn f(x: &dyn Fn((f64, f64)) -> f64, y: fn((u8, u8))) {}",
            "fn f(x: [u8; 2], [a, b]: [u8; 2], c: HashMap<u8, (u8, u8)>) {}",
            "fn f() { let g = |(x, y): (f64, f64)| x + y; g((1.0, 2.0)); }",
            "type F = fn (u8); struct S { often: (u8, u8) }",
        ] {
            assert!(at(code).is_empty(), "{code}");
        }
    }

    #[test]
    fn a_few_are_allowed_and_more_are_not() {
        let house = |count: usize| {
            let code = "fn f((x, y): (f64, f64)) {}\n".repeat(count);
            House::new(vec![("crates/a/src/tests.rs".to_owned(), code)])
        };
        assert!(tuples(&house(MOST)).is_empty());
        assert_eq!(tuples(&house(MOST + 1)).len(), MOST + 1);
    }
}
