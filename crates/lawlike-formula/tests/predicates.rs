//! Conditions on rows.

use lawlike_formula::{ErrorKind, Predicate, Value};

fn row(name: &str) -> Value {
    match name {
        "N" => Value::Number(2e9),
        "loss" => Value::Number(2.5),
        "zero" => Value::Number(0.0),
        "nan" => Value::Number(f64::NAN),
        "setting" => Value::Text("x".into()),
        "date" => Value::Text("2024-06-01".into()),
        "year" => Value::Number(2024.0),
        "tokens per parameter" => Value::Number(20.0),
        _ => Value::Missing,
    }
}

#[test]
fn conditions_hold_or_do_not() {
    let cases = [
        ("N > 1e9", true),
        ("N > 1e9 and setting == 'x' or not (loss >= 3)", true),
        ("N < 1e9 or loss < 2", false),
        ("not N < 1e9 and loss < 3", true),
        ("not (N < 1e9 or loss < 3)", false),
        ("N*2 + 1 >= 4e9 && ln(N) < 22", true),
        ("!(N == 2e9) || false_name == 1", false),
        ("(N + 1) > 3", true),
        ("((N)) > (((3)))", true),
        ("-loss < -2", true),
        ("setting in ('a', \"x\")", true),
        ("setting not in ('a', 'b')", true),
        ("loss in (-1, 2.5)", true),
        ("N - 2e9 in (0)", true),
        ("'x' == setting", true),
        ("setting != 'y' AND setting < 'y'", true),
        ("date >= '2024-01-01' and date < 2025-01-01", true),
        ("year >= 2024", true),
        ("`tokens per parameter` == 20", true),
        ("absent == 1", false),
        ("absent != 1", false),
        ("not absent == 1", true),
        ("absent in (1)", false),
        ("absent not in (1)", false),
        ("absent + N > 1", false),
        ("nan != 1", false),
        ("nan == nan", false),
        ("1/zero > 1", true),
    ];
    for (text, expected) in cases {
        let predicate = Predicate::parse(text).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(predicate.holds(&row).unwrap(), expected, "{text}");
    }
}

#[test]
fn names_are_found_once_and_in_order() {
    let predicate = Predicate::parse("b > a + c and not b in (1) or 'x' == `d e`").unwrap();
    assert_eq!(predicate.names(), ["b", "a", "c", "d e"]);
}

#[test]
fn conditions_that_make_no_sense_are_refused() {
    let cases = [
        ("", ErrorKind::Empty),
        ("N", ErrorKind::Mixed),
        ("N + 1", ErrorKind::Mixed),
        ("1 < N < 3", ErrorKind::Mixed),
        ("'a' + 1 == N", ErrorKind::Mixed),
        ("'a' < 3", ErrorKind::Mixed),
        ("(N > 1) + 1 == 2", ErrorKind::Mixed),
        ("exp(N > 1) == 2", ErrorKind::Mixed),
        ("N and loss", ErrorKind::Mixed),
        ("not N", ErrorKind::Mixed),
        ("N = 3", ErrorKind::UnexpectedCharacter),
        ("N >", ErrorKind::UnexpectedEnd),
        ("N > 3 and", ErrorKind::UnexpectedEnd),
        ("setting in 'a'", ErrorKind::UnexpectedToken),
        ("setting in ()", ErrorKind::UnexpectedToken),
        ("setting in ('a',)", ErrorKind::UnexpectedToken),
        ("setting in ('a'", ErrorKind::UnexpectedToken),
        ("setting not 'a'", ErrorKind::UnexpectedToken),
        ("setting == 'a", ErrorKind::Unbalanced),
        ("(N > 1", ErrorKind::Unbalanced),
    ];
    for (text, kind) in cases {
        let error = Predicate::parse(text).expect_err(text);
        assert_eq!(error.kind(), kind, "{text}: {error}");
    }
}

#[test]
fn numbers_and_texts_do_not_compare() {
    for text in ["N == 'a'", "setting > 1", "setting in (1, 2)", "setting == N"] {
        let error = Predicate::parse(text).unwrap().holds(&row).expect_err(text);
        assert!(error.is_mixed(), "{error}");
        assert!(error.span().is_some());
    }
    let error = Predicate::parse("N > 1 and setting*2 > 1").unwrap().holds(&row).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`setting` is text and cannot be used in arithmetic\n  N > 1 and setting*2 > 1\n            ^^^^^^^^^\n\
         use a column of numbers"
    );
}
