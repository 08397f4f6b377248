//! Every function: its derivative against finite differences, and its program against its value.
#![allow(clippy::unwrap_used)]

use lawlike_formula::{Formula, Function, Program, Workspace};

/// Arguments at which all functions of one argument are smooth, except `step`.
const POINTS: &[f64] = &[0.07, 0.4, 0.9, 1.1, 2.3, 6.5, 19.0];
const NEGATIVE: &[f64] = &[-0.07, -0.6, -2.2, -11.0];

fn slope(f: &dyn Fn(f64) -> f64, x: f64) -> f64 {
    let h = 1e-3 * x.abs().min(1.0);
    (8.0 * (f(x + h) - f(x - h)) - (f(x + 2.0 * h) - f(x - 2.0 * h))) / (12.0 * h)
}

fn check(text: &str, x: f64, y: f64) {
    let formula = Formula::parse(text).unwrap();
    for (name, at) in [("x", x), ("y", y)] {
        let derivative = formula.derivative(name).unwrap();
        let again = Formula::parse(&derivative.text());
        assert!(again.is_ok_and(|again| again == derivative) || derivative.text().contains("trigamma"));
        let value_of = |moved: f64| {
            move |other: &str| {
                Some(if other == name {
                    moved
                } else if other == "x" {
                    x
                } else {
                    y
                })
            }
        };
        let found = derivative.eval(&value_of(at)).unwrap();
        let expected = slope(&|moved| formula.eval(&value_of(moved)).unwrap(), at);
        let size = 1.0 + found.abs() + formula.eval(&value_of(at)).unwrap().abs();
        assert!((found - expected).abs() < 1e-7 * size, "d {text} / d {name} at {at}: {found} {expected}");
    }
}

#[test]
fn derivatives_match_finite_differences() {
    for function in Function::all().filter(|function| *function != Function::Step) {
        let name = function.name();
        for x in POINTS {
            if function.arity() == 1 {
                if function == Function::Tan && *x > 1.2 {
                    continue;
                }
                check(&format!("{name}(x)"), *x, 1.0);
                check(&format!("y*{name}(x*y + 0.01)^2"), *x, 0.9);
            } else {
                check(&format!("{name}(x, y)"), *x, 1.7);
                check(&format!("{name}(y*0.4, x)"), *x, 0.6);
            }
        }
        for x in NEGATIVE {
            use Function::{
                Atan, Cos, Crossover, CrossoverLogit, Erf, Exp, Max, Min, NormCdf, Sigmoid, Sin, Softplus,
            };
            match function {
                Exp | Sin | Cos | Atan | Sigmoid | Softplus | Erf | NormCdf => {
                    check(&format!("{name}(x)"), *x, 1.0)
                }
                Min | Max | Crossover | CrossoverLogit => check(&format!("{name}(x, y)"), *x, 1.4),
                _ => {}
            }
        }
    }
}

#[test]
fn operators_have_the_right_derivatives() {
    for text in [
        "x^y",
        "x^3",
        "x^-2",
        "x^0.5",
        "2^x",
        "x^x",
        "x/y",
        "y/(x*y^2)",
        "-x*y",
        "x - y/x",
        "(x/y)^(x*y)",
        "1/x^y",
        "(3/(x^y*exp(x)))^y",
        "y/exp(x*y)",
        "(x*y)^y",
        "x^y^0.5",
        "min(x, y, x*y)",
        "1/(-x)",
        "(y/-x^2)^2",
    ] {
        for x in POINTS.iter().filter(|x| **x < 10.0) {
            check(text, *x, 1.3);
        }
    }
}

#[test]
fn programs_know_every_function() {
    for function in Function::all() {
        let name = function.name();
        let texts = if function.arity() == 1 {
            [format!("{name}(x)"), format!("{name}(p*x)"), format!("{name}(p)*x")]
        } else {
            [format!("{name}(x, p)"), format!("{name}(p, x)"), format!("{name}(p, p*2)*x")]
        };
        for text in texts {
            let formula = Formula::parse(&text).unwrap();
            let law = formula.separate(&["x"]).unwrap();
            let bound = Program::compile(&law).bind(&[POINTS]).unwrap();
            let mut found = vec![0.0; POINTS.len()];
            let parameters = [0.8];
            bound.values(&parameters[..law.parameters.len()], &mut Workspace::default(), &mut found);
            for (x, found) in POINTS.iter().zip(found) {
                let expected = formula.eval(&|name| Some(if name == "x" { *x } else { 0.8 })).unwrap();
                let error = (found - expected).abs();
                assert!(
                    error <= 1e-13 * expected.abs() || found.to_bits() == expected.to_bits(),
                    "{text} at {x}"
                );
            }
        }
    }
}

fn eval(text: &str) -> f64 {
    Formula::parse(text).unwrap().eval(&|_| None).unwrap()
}

#[test]
fn sigmoid_and_softplus_hold_far_out() {
    assert_eq!(eval("sigmoid(-1000)"), 0.0);
    assert_eq!(eval("sigmoid(1000)"), 1.0);
    assert_eq!(eval("softplus(1000)"), 1000.0);
    let law = Formula::parse("softplus(p*x)").unwrap().separate(&["x"]).unwrap();
    let x: Vec<f64> = (-60..=60).map(|i| f64::from(i) * 13.0).collect();
    let bound = Program::compile(&law).bind(&[&x]).unwrap();
    let mut values = vec![0.0; x.len()];
    bound.values(&[1.0], &mut Workspace::default(), &mut values);
    for (x, value) in x.iter().zip(values) {
        let expected = Function::Softplus.eval(*x, 0.0);
        assert!((value - expected).abs() <= 1e-14 * expected, "{x}: {value} {expected}");
    }
}

#[test]
fn crossover_solves_its_equation() {
    for a in [0.0, 1e-6, 0.1, 0.7, 1.0, 1.3, 8.0, 300.0] {
        for u in [-700.0, -30.0, -3.0, -0.2, -1e-9, 0.0, 0.4, 5.0, 80.0] {
            let t = Function::CrossoverLogit.eval(u, a);
            let softplus = |t: f64| Function::Softplus.eval(t, 0.0);
            let residual = a * softplus(t) - softplus(-t) - u;
            let reachable = t.abs() < 745.0;
            assert!(
                !reachable || residual.abs() <= 4e-15 * (1.0 + u.abs() + a),
                "u={u} a={a}: {t} {residual}"
            );
            let s = Function::Crossover.eval(u, a);
            assert!((0.0..=1.0).contains(&s), "u={u} a={a}");
        }
    }
    assert_eq!(eval("crossover(0.3, 1)"), eval("sigmoid(0.3)"));
    assert!(eval("crossover(1, -1)").is_nan());
    assert!((eval("crossover(-2, 0)") - (-2.0f64).exp()).abs() < 1e-15);
    let law = Formula::parse("crossover(x, a)").unwrap().separate(&["x"]).unwrap();
    let x = [-800.0, -40.0, 0.0, 40.0, 800.0, f64::NAN];
    let bound = Program::compile(&law).bind(&[&x]).unwrap();
    let (mut values, mut jacobian) = ([0.0; 6], [0.0; 6]);
    for a in [0.0, 0.5, 3.0] {
        bound.values_and_jacobian(&[a], &mut Workspace::default(), &mut values, &mut jacobian);
        assert!(values[..5].iter().chain(&jacobian[..5]).all(|x| x.is_finite()), "{values:?} {jacobian:?}");
        assert!(values[5].is_nan());
    }
}
