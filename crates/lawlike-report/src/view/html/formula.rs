//! A formula of the language of laws, typeset: italic names, Greek letters, raised exponents, lowered digits.

use crate::escape::escape;
use crate::plain::plain;

/// Deepest nesting of raised groups; deeper ones stay on the line.
const DEEPEST: usize = 8;

/// The formula as HTML. Text that is no formula comes out escaped and readable.
pub(crate) fn typeset(formula: &str) -> String {
    let tokens = tokens(&plain(formula));
    let mut out = String::new();
    write(&tokens, 0, &mut out);
    out
}

/// Splits a formula into names, numbers and single signs.
pub(crate) fn tokens(formula: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut open = false;
    for c in formula.chars() {
        let is_word = c.is_alphanumeric() || c == '_' || c == '.';
        let after_exponent =
            (c == '-' || c == '+') && open && tokens.last().is_some_and(|last| is_open_number(last));
        match tokens.last_mut() {
            Some(last) if open && (is_word || after_exponent) => last.push(c),
            _ if c != ' ' => tokens.push(c.to_string()),
            _ => {}
        }
        open = is_word || after_exponent;
    }
    tokens
}

/// Whether the token is a number that still waits for its exponent, such as `1e`.
fn is_open_number(token: &str) -> bool {
    token.starts_with(|c: char| c.is_ascii_digit())
        && token.strip_suffix('e').is_some_and(|head| head.parse::<f64>().is_ok())
}

fn write(tokens: &[String], depth: usize, out: &mut String) {
    let mut index = 0;
    while index < tokens.len() {
        let token = tokens[index].as_str();
        index += 1;
        match token {
            "^" if depth < DEEPEST => {
                let end = operand(tokens, index);
                out.push_str("<sup>");
                write(unwrapped(&tokens[index..end]), depth + 1, out);
                out.push_str("</sup>");
                index = end;
            }
            "*" => out.push_str(if needs_dot(tokens, index) { " · " } else { "\u{2009}" }),
            "+" | "-" if starts_term(tokens, index) => out.push_str(sign(token)),
            "+" | "-" => {
                let spaced = if depth == 0 { format!(" {} ", sign(token)) } else { sign(token).to_owned() };
                out.push_str(&spaced);
            }
            "," => out.push_str(", "),
            _ => out.push_str(&word(token, tokens.get(index).is_some_and(|next| next == "("))),
        }
    }
}

fn sign(token: &str) -> &'static str {
    if token == "-" { "−" } else { "+" }
}

/// Whether a product needs a dot because a number stands on its right.
fn needs_dot(tokens: &[String], index: usize) -> bool {
    tokens.get(index).is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether the sign before `index` stands at the beginning of a term, so that it is no operation.
fn starts_term(tokens: &[String], index: usize) -> bool {
    index < 2
        || tokens
            .get(index - 2)
            .is_none_or(|before| matches!(before.as_str(), "(" | "^" | "*" | "/" | "," | "+" | "-"))
}

/// End of the operand that begins at `start`: a sign, then a group, a call or one word.
pub(crate) fn operand(tokens: &[String], start: usize) -> usize {
    let mut end = start;
    while tokens.get(end).is_some_and(|token| token == "-" || token == "+") {
        end += 1;
    }
    let is_group = tokens.get(end).is_some_and(|token| token == "(");
    let is_call =
        !is_group && tokens.get(end + 1).is_some_and(|token| token == "(") && is_function(tokens.get(end));
    if !is_group && !is_call {
        return (end + 1).min(tokens.len());
    }
    let mut depth = 0_usize;
    for (offset, token) in tokens[end..].iter().enumerate() {
        match token.as_str() {
            "(" => depth += 1,
            ")" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return end + offset + 1;
                }
            }
            _ => {}
        }
    }
    tokens.len()
}

fn is_function(token: Option<&String>) -> bool {
    token.is_some_and(|token| token.starts_with(char::is_alphabetic))
}

/// A group without its outer parentheses, which a raised position makes needless.
pub(crate) fn unwrapped(tokens: &[String]) -> &[String] {
    match tokens {
        [first, inner @ .., last] if first == "(" && last == ")" && is_balanced(inner) => inner,
        other => other,
    }
}

fn is_balanced(tokens: &[String]) -> bool {
    let mut depth = 0_i64;
    for token in tokens {
        depth += i64::from(token == "(") - i64::from(token == ")");
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

fn word(token: &str, is_call: bool) -> String {
    if token.starts_with(|c: char| c.is_ascii_digit()) {
        return number(token);
    }
    if is_call || !token.starts_with(char::is_alphabetic) {
        return escape(token);
    }
    let head = token.trim_end_matches(|c: char| c.is_ascii_digit());
    let tail = &token[head.len()..];
    let (head, tail) =
        if tail.is_empty() { token.split_once('_').unwrap_or((token, "")) } else { (head, tail) };
    let name = greek(head).map_or_else(|| escape(head), str::to_owned);
    let low = if tail.is_empty() { String::new() } else { format!("<sub>{}</sub>", escape(tail)) };
    format!("<i>{name}</i>{low}")
}

/// A number with its power of ten raised: `1.2e21` as 1.2 × 10 to the 21.
pub(crate) fn number(text: &str) -> String {
    let parts = text.split_once('e').filter(|_| text.parse::<f64>().is_ok());
    match parts {
        Some((digits, power)) => {
            format!(
                "{} × 10<sup>{}</sup>",
                escape(&digits.replace('-', "−")),
                escape(&power.replace('-', "−"))
            )
        }
        None => escape(text),
    }
}

fn greek(name: &str) -> Option<&'static str> {
    Some(match name {
        "alpha" => "α",
        "beta" => "β",
        "gamma" => "γ",
        "delta" => "δ",
        "epsilon" | "eps" => "ε",
        "zeta" => "ζ",
        "eta" => "η",
        "theta" => "θ",
        "kappa" => "κ",
        "lambda" => "λ",
        "mu" => "μ",
        "nu" => "ν",
        "xi" => "ξ",
        "rho" => "ρ",
        "sigma" => "σ",
        "tau" => "τ",
        "phi" => "φ",
        "psi" => "ψ",
        "omega" => "ω",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_typeset() {
        let cases = [
            ("E + A*N^-alpha", "<i>E</i> + <i>A</i>\u{2009}<i>N</i><sup>−<i>α</i></sup>"),
            ("b*(1/x + g)^c", "<i>b</i>\u{2009}(1/<i>x</i> + <i>g</i>)<sup><i>c</i></sup>"),
            ("x^(a+b)*2", "<i>x</i><sup><i>a</i>+<i>b</i></sup> · 2"),
            ("c0*ln(x)", "<i>c</i><sub>0</sub>\u{2009}ln(<i>x</i>)"),
            ("1e-3*k", "1 × 10<sup>−3</sup>\u{2009}<i>k</i>"),
            ("N_ne^-a", "<i>N</i><sub>ne</sub><sup>−<i>a</i></sup>"),
            ("<b>", "&lt;<i>b</i>&gt;"),
            ("x^", "<i>x</i><sup></sup>"),
            ("x^(", "<i>x</i><sup>(</sup>"),
        ];
        for (formula, html) in cases {
            assert_eq!(typeset(formula), html, "{formula}");
        }
    }

    #[test]
    fn deep_formulas_end() {
        for formula in ["^".repeat(20_000), "(".repeat(20_000), "x^(".repeat(5_000)] {
            assert!(!typeset(&formula).is_empty());
        }
    }
}
