//! A formula of the language of laws as mathematics of LaTeX.

use super::escape;
use crate::plain::plain;
use crate::view::html::formula::{operand, tokens, unwrapped};

/// Deepest nesting of raised groups; deeper ones stay on the line.
const DEEPEST: usize = 8;
const GREEK: [&str; 22] = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu",
    "nu", "xi", "pi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega",
];
const FUNCTIONS: [&str; 8] = ["exp", "log", "ln", "min", "max", "sin", "cos", "tanh"];

/// The formula without the signs that begin mathematics.
pub(super) fn formula(text: &str) -> String {
    let mut out = String::new();
    write(&tokens(&plain(text)), 0, &mut out);
    out
}

fn write(tokens: &[String], depth: usize, out: &mut String) {
    let mut index = 0;
    while index < tokens.len() {
        let token = tokens[index].as_str();
        index += 1;
        match token {
            "^" if depth < DEEPEST => {
                let end = operand(tokens, index);
                out.push_str("^{");
                write(unwrapped(&tokens[index..end]), depth + 1, out);
                out.push('}');
                index = end;
            }
            "*" => out.push_str(r"\,"),
            "+" | "-" | "/" | "(" | ")" | "," | "=" => out.push_str(token),
            _ => out.push_str(&word(token, tokens.get(index).is_some_and(|next| next == "("))),
        }
    }
}

fn word(token: &str, is_call: bool) -> String {
    if token.starts_with(|c: char| c.is_ascii_digit()) {
        return match token.split_once('e').filter(|_| token.parse::<f64>().is_ok()) {
            Some((digits, power)) => format!(r"{digits}\times 10^{{{power}}}"),
            None => token.to_owned(),
        };
    }
    if is_call && FUNCTIONS.contains(&token) {
        return format!(r"\{token}");
    }
    if !token.starts_with(char::is_alphabetic) {
        return format!(r"\mbox{{{}}}", escape(token));
    }
    let head = token.trim_end_matches(|c: char| c.is_ascii_digit());
    let tail = &token[head.len()..];
    let (head, tail) =
        if tail.is_empty() { token.split_once('_').unwrap_or((token, "")) } else { (head, tail) };
    let low =
        if tail.is_empty() { String::new() } else { format!(r"_{{\mbox{{\scriptsize {}}}}}", escape(tail)) };
    format!("{}{low}", name(if head.len() > 1 { head.trim_end_matches('_') } else { head }))
}

fn name(head: &str) -> String {
    if GREEK.contains(&head) {
        return format!(r"\{head} ");
    }
    let is_letter = head.chars().count() == 1 && head.is_ascii();
    if is_letter { head.to_owned() } else { format!(r"\mbox{{\textit{{{}}}}}", escape(head)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn laws_are_mathematics() {
        assert_eq!(formula("E + A*N^-alpha + 1.2e21"), r"E+A\,N^{-\alpha }+1.2\times 10^{21}");
        assert_eq!(formula("a_1*exp(-(x/k)^b)"), r"a_{\mbox{\scriptsize 1}}\,\exp(-(x/k)^{b})");
    }

    #[test]
    fn what_is_no_formula_is_text() {
        let text = formula(r"\input{x} $ & 模");
        let bare = text.replace(r"\$", "").replace(r"\&", "");
        assert!(!bare.contains(r"\input") && !bare.contains(['$', '&']) && bare.is_ascii(), "{text}");
    }
}
