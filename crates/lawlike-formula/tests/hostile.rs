//! Input that means no good: an error with a place, and soon.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::time::{Duration, Instant};

use lawlike_formula::{Error, ErrorKind, Formula, MAX_DEPTH, MAX_NODES, Predicate};

fn refused(text: &str) -> Error {
    let start = Instant::now();
    let error = Formula::parse(text).expect_err(text);
    let _ = Predicate::parse(text).map(|_| ()).map_err(|error| error.to_string());
    assert!(!error.to_string().is_empty());
    assert!(start.elapsed() < Duration::from_secs(2));
    error
}

#[test]
fn deep_and_long_texts_are_refused() {
    let cases = [
        ("(".repeat(10_000), ErrorKind::TooDeep),
        (format!("{}x{}", "(".repeat(8_000), ")".repeat(8_000)), ErrorKind::TooDeep),
        ("(".repeat(1_000_000), ErrorKind::TooLong),
        ("-".repeat(30_000), ErrorKind::TooLong),
        ("-".repeat(10_000), ErrorKind::TooDeep),
        ("exp(".repeat(3_000), ErrorKind::TooDeep),
        ("2^".repeat(3_000), ErrorKind::TooDeep),
        (vec!["x"; 6_000].join("+"), ErrorKind::TooLarge),
        (")".repeat(10_000), ErrorKind::UnexpectedToken),
        ("x".repeat(20_000), ErrorKind::TooLong),
        ("+".repeat(16_000), ErrorKind::UnexpectedEnd),
        ("9".repeat(16_000), ErrorKind::BadNumber),
        ("sum(".repeat(4_000), ErrorKind::BadSum),
    ];
    for (text, kind) in cases {
        assert_eq!(refused(&text).kind(), kind, "{}", &text[..20]);
    }
}

#[test]
fn the_limits_can_be_used_in_full() {
    let nested = format!("{}x{}", "(".repeat(MAX_DEPTH), ")".repeat(MAX_DEPTH));
    assert_eq!(Formula::parse(&nested).unwrap().text(), "x");
    for sign in ["+", "-", "*", "/"] {
        let chain = Formula::parse(&vec!["x"; MAX_NODES / 2].join(sign)).unwrap();
        let again = Formula::parse(&chain.derivative("x").unwrap().text().replace(' ', ""));
        assert!(again.is_ok() || again.is_err_and(|error| error.is_limit()));
        assert!(chain.latex().len() > MAX_NODES / 2);
        assert_eq!(Formula::parse(&chain.text()).unwrap(), chain);
        chain.separate(&[]).unwrap();
        chain.separate(&["x"]).unwrap();
    }
}

#[test]
fn odd_texts_are_refused_with_their_kind() {
    let cases = [
        ("", ErrorKind::Empty),
        (" \n\t", ErrorKind::Empty),
        ("a\0b", ErrorKind::UnexpectedCharacter),
        ("a + \u{1F600}", ErrorKind::UnexpectedCharacter),
        ("\u{03b1}*N", ErrorKind::UnexpectedCharacter),
        ("a \u{2212} b", ErrorKind::UnexpectedCharacter),
        ("L = E", ErrorKind::UnexpectedCharacter),
        ("a + (b", ErrorKind::Unbalanced),
        ("a + b)", ErrorKind::Unbalanced),
        ("`a", ErrorKind::Unbalanced),
        ("``", ErrorKind::UnexpectedToken),
        ("a +", ErrorKind::UnexpectedEnd),
        ("a + * b", ErrorKind::UnexpectedToken),
        ("2 N", ErrorKind::UnexpectedToken),
        ("2N", ErrorKind::UnexpectedToken),
        ("(a)(b)", ErrorKind::UnexpectedToken),
        ("()", ErrorKind::UnexpectedToken),
        ("exp()", ErrorKind::UnexpectedToken),
        ("a, b", ErrorKind::UnexpectedToken),
        ("(a, b)", ErrorKind::UnexpectedToken),
        ("a < b", ErrorKind::UnexpectedToken),
        ("a and b", ErrorKind::UnexpectedToken),
        ("'a'", ErrorKind::UnexpectedToken),
        ("!a", ErrorKind::UnexpectedToken),
        ("a in (1)", ErrorKind::UnexpectedToken),
        ("a : b", ErrorKind::UnexpectedToken),
        ("1e999", ErrorKind::BadNumber),
        ("exp(a, b)", ErrorKind::WrongArguments),
        ("max(a)", ErrorKind::WrongArguments),
        ("crossover(a)", ErrorKind::WrongArguments),
        ("expp(a)", ErrorKind::UnknownFunction),
        ("trigamma(a)", ErrorKind::UnknownFunction),
        ("a(b)", ErrorKind::UnknownFunction),
        ("sum(a)", ErrorKind::BadSum),
        ("sum(a_*)", ErrorKind::BadSum),
        ("sum(a_*: sum(b_*: c))", ErrorKind::BadSum),
        ("sum(a_*: )", ErrorKind::UnexpectedToken),
    ];
    for (text, kind) in cases {
        let error = refused(text);
        assert_eq!(error.kind(), kind, "{text:?}: {error}");
    }
}

#[test]
fn every_prefix_and_single_change_is_read_or_refused() {
    let text = "E + (y0-E)*crossover(lnb - c*ln(`x y`), a)^-2 ** max(1e-3, .5) + sum(s_*: k_* * s_*)";
    let predicate = "a > 0.45 and s == 'x' or not (date >= 2024-01-31) && b not in (1, -2, 'c')";
    for whole in [text, predicate] {
        for end in 0..whole.len() {
            let _ = (Formula::parse(&whole[..end]), Predicate::parse(&whole[..end]));
            for sign in ["(", ")", "*", "-", "'", "`", ",", ":", " ", "\0", "\u{e9}", "9", "e"] {
                let changed = format!("{}{sign}{}", &whole[..end], &whole[end + 1..]);
                for error in [Formula::parse(&changed).err(), Predicate::parse(&changed).err()] {
                    let _ = error.map(|error| error.to_string());
                }
            }
        }
    }
}

#[test]
fn errors_show_the_place() {
    let shown = refused("E + A*expp(-x)").to_string();
    let (head, hint) = shown.rsplit_once('\n').unwrap();
    assert_eq!(head, "unknown function `expp`\n  E + A*expp(-x)\n        ^^^^");
    assert!(hint.starts_with("did you mean `exp`? The functions are: "), "{hint}");

    assert_eq!(
        refused("E + (A*N").to_string(),
        "this parenthesis is not closed\n  E + (A*N\n      ^\nadd a `)`"
    );
    assert_eq!(
        refused("E + 2N").to_string(),
        "a sign is missing before this value\n  E + 2N\n       ^\nput a sign between the two values: 2*N, not 2N or 2 N"
    );
    let long = format!("{} + \u{3b1} + {}", vec!["x"; 500].join("+"), vec!["x"; 500].join("+"));
    let error = refused(&long);
    let lines: Vec<String> = error.to_string().lines().map(String::from).collect();
    let caret = lines[2].find('^').unwrap();
    assert_eq!(lines[1].chars().nth(caret), Some('\u{3b1}'));
    assert!(lines[1].len() < 120);
    assert_eq!(error.span(), Some(1002..1004));
}
