//! Random laws of positive parts: programs and Jacobians against direct evaluation.
#![allow(clippy::unwrap_used)]

use lawlike_formula::{Formula, Program, Workspace};
use proptest::prelude::*;

const COLUMNS: &[(&str, &[f64])] = &[("x", &[0.3, 1.0, 2.5, 40.0]), ("y", &[3.0, 0.8, 1.5, 0.02])];
const PARAMETERS: &[(&str, f64)] = &[("p", 0.7), ("q", 1.9), ("r", 0.4)];

fn law_text() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => prop_oneof![Just("x"), Just("y"), Just("p"), Just("q"), Just("r")].prop_map(String::from),
        1 => (1..9u8).prop_map(|n| format!("{}", f64::from(n) / 4.0)),
    ];
    leaf.prop_recursive(5, 24, 2, |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            (pair.clone(), prop_oneof![Just("+"), Just("*"), Just("/")])
                .prop_map(|((a, b), sign)| format!("({a}{sign}{b})")),
            (
                pair.clone(),
                prop_oneof![Just("p"), Just("(p/q)"), Just("2"), Just("-3"), Just("0.5"), Just("-1.5")]
            )
                .prop_map(|((a, b), power)| format!("({a}*({b})^{power})")),
            pair.clone().prop_map(|(a, b)| format!("({a})^-sigmoid({b})")),
            pair.clone().prop_map(|(a, b)| format!("({a}*ln(1 + {b}))")),
            inner.clone().prop_map(|a| format!("exp(-p*sigmoid({a}))")),
            (inner, prop_oneof![Just("softplus"), Just("sqrt"), Just("sigmoid"), Just("atan")])
                .prop_map(|(a, name)| format!("{name}({a})")),
            pair.prop_map(|(a, b)| format!("crossover({a}, {b})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn programs_and_jacobians_match(text in law_text()) {
        let formula = Formula::parse(&text).unwrap();
        let names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
        let law = formula.separate(&names).unwrap();
        let columns: Vec<&[f64]> =
            law.columns.iter().map(|name| COLUMNS.iter().find(|(other, _)| other == name).unwrap().1).collect();
        let parameters: Vec<f64> =
            law.parameters.iter().map(|name| PARAMETERS.iter().find(|(other, _)| other == name).unwrap().1).collect();
        let rows = 4;
        let bound = Program::compile(&law).bind_rows(&columns, rows).unwrap();
        let (mut values, mut jacobian) = (vec![0.0; rows], vec![0.0; rows * parameters.len()]);
        bound.values_and_jacobian(&parameters, &mut Workspace::default(), &mut values, &mut jacobian);
        for row in 0..rows {
            let value_of = |name: &str| {
                let column = COLUMNS.iter().find(|(other, _)| *other == name).map(|(_, values)| values[row]);
                column.or_else(|| PARAMETERS.iter().find(|(other, _)| *other == name).map(|(_, value)| *value))
            };
            let expected = formula.eval(&value_of).unwrap();
            prop_assert!(close(values[row], expected), "{} {}", values[row], expected);
            for (j, name) in law.parameters.iter().enumerate() {
                let expected = formula.derivative(name).unwrap().eval(&value_of).unwrap();
                let found = jacobian[j * rows + row];
                prop_assert!(close(found, expected), "d {name} in row {row}: {found} {expected}");
            }
        }
    }
}

fn close(a: f64, b: f64) -> bool {
    a == b || !b.is_finite() || b.abs() > 1e200 || b.abs() < 1e-200 || (a - b).abs() <= 1e-9 * (1.0 + b.abs())
}
