//! Published laws: what is linear in them, their programs and their derivatives.
#![allow(clippy::unwrap_used)]

use lawlike_formula::{Bound, Formula, Program, Workspace};
use lawlike_oracle::derivative::derivative;

struct Law {
    text: &'static str,
    columns: &'static [&'static str],
    /// Parameters with values at which the law is smooth.
    parameters: &'static [(&'static str, f64)],
    coefficients: &'static [&'static str],
}

const LAWS: &[Law] = &[
    Law {
        text: "E + A*N^-alpha + B*D^-beta",
        columns: &["N", "D"],
        parameters: &[("E", 1.8), ("A", 480.0), ("B", 2000.0), ("alpha", 0.35), ("beta", 0.37)],
        coefficients: &["E", "A", "B"],
    },
    Law {
        text: "E + A/N^alpha + B/D^beta",
        columns: &["N", "D"],
        parameters: &[("E", 1.8), ("A", 480.0), ("B", 2000.0), ("alpha", 0.35), ("beta", 0.37)],
        coefficients: &["E", "A", "B"],
    },
    Law {
        text: "E + A*(N^-a + R*D^-b)^k",
        columns: &["N", "D"],
        parameters: &[("E", 1.8), ("A", 90.0), ("a", 0.4), ("R", 3.0), ("b", 0.5), ("k", 0.77)],
        coefficients: &["E", "A"],
    },
    Law {
        text: "a + b*x^-c0*(1+(x/d1)^(1/f1))^(-c1*f1)",
        columns: &["x"],
        parameters: &[("a", 0.3), ("b", 20.0), ("c0", 0.1), ("d1", 3e9), ("f1", 0.2), ("c1", 0.4)],
        coefficients: &["a", "b"],
    },
    Law {
        text: "lo + (hi-lo)*sigmoid(k*(ln(x)-m))",
        columns: &["x"],
        parameters: &[("lo", 0.2), ("hi", 0.9), ("k", 0.8), ("m", 21.0)],
        coefficients: &["lo", "hi"],
    },
    Law {
        text: "b*(1/x+g)^c",
        columns: &["x"],
        parameters: &[("b", 4.0), ("g", 1e-9), ("c", 0.3)],
        coefficients: &["b"],
    },
    Law {
        text: "E + (y0-E)*crossover(lnb - c*ln(x), a)",
        columns: &["x"],
        parameters: &[("E", 1.5), ("y0", 10.0), ("lnb", 6.0), ("c", 0.3), ("a", 0.6)],
        coefficients: &["E", "y0"],
    },
    Law {
        text: "((Nc/N)^(aN/aD)+Dc/D)^aD",
        columns: &["N", "D"],
        parameters: &[("Nc", 8.8e13), ("aN", 0.076), ("aD", 0.095), ("Dc", 5.4e13)],
        coefficients: &[],
    },
    Law {
        text: "b1*(1-exp(-b2*x))",
        columns: &["x"],
        parameters: &[("b1", 240.0), ("b2", 5.5e-10)],
        coefficients: &["b1"],
    },
    Law {
        text: "b1*(x^2+x*b2)/(x^2+x*b3+b4)",
        columns: &["x"],
        parameters: &[("b1", 0.19), ("b2", 1.9e9), ("b3", 1.2e9), ("b4", 1.4e18)],
        coefficients: &["b1"],
    },
    Law {
        text: "b1 - b2*x - atan(b3/(x-b4))/3.141592653589793",
        columns: &["x"],
        parameters: &[("b1", 0.2), ("b2", -6e-12), ("b3", 1.2e9), ("b4", -1.8e8)],
        coefficients: &["b1", "b2"],
    },
    Law {
        text: "b1*exp(-b2*x) + b3*exp(-(x-b4)^2/b5^2)",
        columns: &["x"],
        parameters: &[("b1", 100.0), ("b2", 1e-9), ("b3", 99.0), ("b4", 6e9), ("b5", 2e9)],
        coefficients: &["b1", "b3"],
    },
    Law {
        text: "(E + I*g1*x^-p)/(1 + g2*x^-q)",
        columns: &["x"],
        parameters: &[("E", 1.5), ("I", 11.0), ("g1", 90.0), ("p", 0.3), ("g2", 30.0), ("q", 0.25)],
        coefficients: &["E", "I"],
    },
    Law {
        text: "exp(a3*N^g+b3)+exp(a2*N^b+b2)*D^(-exp(a1*N^a+b1))",
        columns: &["N", "D"],
        parameters: &[
            ("a3", 0.1),
            ("g", 0.02),
            ("b3", 0.2),
            ("a2", 0.3),
            ("b", 0.05),
            ("b2", 1.0),
            ("a1", -0.02),
            ("a", 0.06),
            ("b1", -1.0),
        ],
        coefficients: &[],
    },
    Law {
        text: "E + (a*(D/N)^e + b*(D/N)^-e)*(6*N*D)^-e",
        columns: &["N", "D"],
        parameters: &[("E", 1.8), ("a", 140.0), ("e", 0.12), ("b", 170.0)],
        coefficients: &["E", "a", "b"],
    },
    Law {
        text: "E + max(A*N^-a, B*D^-b) + min(u, D/1e12) + lbeta(p, N/1e9) + lgamma(p + 1)*sqrt(N)*1e-9",
        columns: &["N", "D"],
        parameters: &[
            ("E", 1.5),
            ("A", 400.0),
            ("a", 0.3),
            ("B", 900.0),
            ("b", 0.33),
            ("u", 0.1),
            ("p", 2.5),
        ],
        coefficients: &["E"],
    },
    Law {
        text: "m*softplus(k*ln(x/h)) + q*normcdf(z*log10(x) - 9) + r*erf(s*log2(x)/30) + tan(w)*sin(w*x/1e9) + cos(w)",
        columns: &["x"],
        parameters: &[
            ("m", 0.4),
            ("k", -0.9),
            ("h", 2e9),
            ("q", 0.3),
            ("z", 0.9),
            ("r", 0.7),
            ("s", 0.8),
            ("w", 0.4),
        ],
        coefficients: &["m", "q", "r"],
    },
];

impl Law {
    fn data(&self) -> Vec<Vec<f64>> {
        let sizes: Vec<f64> = (0..317).map(|i| 1e7 * 1.03f64.powi(i)).collect();
        let tokens: Vec<f64> = (0..317).map(|i| 4e8 * 1.025f64.powi((i * 89) % 317)).collect();
        [sizes, tokens].into_iter().take(self.columns.len()).collect()
    }

    /// The parameters in the order of the separated law.
    fn ordered(&self, names: &[String]) -> Vec<f64> {
        let value = |name: &String| self.parameters.iter().find(|(other, _)| other == name).unwrap().1;
        assert_eq!(names.len(), self.parameters.len(), "{}", self.text);
        names.iter().map(value).collect()
    }

    fn direct(&self, formula: &Formula, names: &[String], parameters: &[f64], row: &[f64]) -> f64 {
        let value_of = |name: &str| match self.columns.iter().position(|column| *column == name) {
            Some(i) => Some(row[i]),
            None => names.iter().position(|other| other == name).map(|i| parameters[i]),
        };
        formula.eval(&value_of).unwrap()
    }
}

fn close(a: f64, b: f64, tolerance: f64) -> bool {
    a == b || (a - b).abs() <= tolerance * a.abs().max(b.abs())
}

fn bind(law: &Law, data: &[Vec<f64>]) -> (lawlike_formula::Separable, Bound) {
    let separable = Formula::parse(law.text).unwrap().separate(law.columns).unwrap();
    let find = |name: &String| law.columns.iter().position(|column| column == name).unwrap();
    let columns: Vec<&[f64]> = separable.columns.iter().map(|name| data[find(name)].as_slice()).collect();
    let bound = Program::compile(&separable).bind(&columns).unwrap();
    (separable, bound)
}

#[test]
fn coefficients_are_found() {
    for law in LAWS {
        let separable = Formula::parse(law.text).unwrap().separate(law.columns).unwrap();
        let found: Vec<&str> =
            separable.coefficients.iter().map(|index| separable.parameters[*index].as_str()).collect();
        assert_eq!(found, law.coefficients, "{}", law.text);
        assert_eq!(separable.coefficients.len() + separable.shapes.len(), separable.parameters.len());
    }
}

#[test]
fn offset_is_absent_where_nothing_is_left() {
    let law = Formula::parse("E + A*N^-alpha").unwrap().separate(&["N"]).unwrap();
    assert!(law.offset.is_none());
    let law = Formula::parse("(Nc/N)^a").unwrap().separate(&["N"]).unwrap();
    assert_eq!(law.offset.unwrap().text(), "(Nc/N)^a");
    assert!(law.terms.is_empty());
    let law = Formula::parse("1 + E + (y - E)*s").unwrap().separate(&["s"]).unwrap();
    assert_eq!(law.terms.iter().map(|term| term.text()).collect::<Vec<_>>(), ["1 - s", "s"]);
    assert_eq!(law.offset.unwrap().text(), "1");
}

#[test]
fn programs_give_what_direct_evaluation_gives() {
    let mut workspace = Workspace::default();
    for law in LAWS {
        let data = law.data();
        let formula = Formula::parse(law.text).unwrap();
        let (separable, bound) = bind(law, &data);
        let parameters = law.ordered(&separable.parameters);
        let mut values = vec![0.0; bound.rows()];
        bound.values(&parameters, &mut workspace, &mut values);
        for (i, value) in values.iter().enumerate() {
            let row: Vec<f64> = data.iter().map(|column| column[i]).collect();
            let expected = law.direct(&formula, &separable.parameters, &parameters, &row);
            assert!(close(*value, expected, 1e-13), "{}: row {i}: {value} {expected}", law.text);
        }
    }
}

#[test]
fn jacobians_match_symbolic_and_finite_differences() {
    let mut workspace = Workspace::default();
    for law in LAWS {
        let data = law.data();
        let formula = Formula::parse(law.text).unwrap();
        let (separable, bound) = bind(law, &data);
        let parameters = law.ordered(&separable.parameters);
        let (rows, count) = (bound.rows(), parameters.len());
        let (mut values, mut jacobian) = (vec![0.0; rows], vec![f64::NAN; rows * count]);
        bound.values_and_jacobian(&parameters, &mut workspace, &mut values, &mut jacobian);
        for (j, name) in separable.parameters.iter().enumerate() {
            let slope = formula.derivative(name).unwrap();
            let scale = jacobian[j * rows..][..rows].iter().fold(0.0f64, |m, x| m.max(x.abs()));
            for i in (0..rows).step_by(13) {
                let row: Vec<f64> = data.iter().map(|column| column[i]).collect();
                let at = |value: f64| {
                    let mut moved = parameters.clone();
                    moved[j] = value;
                    law.direct(&formula, &separable.parameters, &moved, &row)
                };
                let (finite, doubt) = derivative(at, parameters[j], 0.02 * parameters[j]);
                let symbolic = law.direct(&slope, &separable.parameters, &parameters, &row);
                let found = jacobian[j * rows + i];
                assert!(
                    (found - symbolic).abs() <= 1e-12 * scale,
                    "{} {name} {i}: {found} {symbolic}",
                    law.text
                );
                assert!(
                    (found - finite).abs() <= 1e-9 * scale + 10.0 * doubt,
                    "{} {name} {i}: {found} {finite} within {doubt}",
                    law.text
                );
                assert!(doubt <= 1e-5 * scale, "{} {name} {i}: {doubt}", law.text);
            }
        }
    }
}

#[test]
fn columns_of_one_number_hold_for_any_rows() {
    // The logarithm of a number that stands in the formula is worked out once for all rows.
    let columns: Vec<f64> = (1..=9).map(f64::from).collect();
    let formula = "a*x^-b + c*exp(-d*ln(7)*x)";
    let separable = Formula::parse(formula).unwrap().separate(&["x"]).unwrap();
    let bound = Program::compile(&separable).bind(&[&columns]).unwrap();
    let shapes = vec![0.3; separable.shapes.len()];
    let mut workspace = Workspace::default();
    bound.basis_and_derivatives(&shapes, &mut workspace);
    let whole: Vec<Vec<f64>> = (0..separable.terms.len()).map(|k| workspace.term(k).to_vec()).collect();
    for rows in [vec![8, 0, 8, 3], vec![5], vec![]] {
        let picked = bound.with_rows(&rows);
        picked.basis_and_derivatives(&shapes, &mut workspace);
        for (k, whole) in whole.iter().enumerate() {
            let expected: Vec<f64> = rows.iter().map(|row| whole[*row]).collect();
            assert_eq!(workspace.term(k), expected);
        }
    }
}

#[test]
fn rows_can_be_picked_and_workspaces_reused() {
    let mut workspace = Workspace::default();
    for law in LAWS {
        let data = law.data();
        let (separable, bound) = bind(law, &data);
        let parameters = law.ordered(&separable.parameters);
        let shapes: Vec<f64> = separable.shapes.iter().map(|index| parameters[*index]).collect();
        let rows: Vec<usize> = (0..1000).map(|i| (i * 31) % bound.rows()).collect();
        let picked = bound.with_rows(&rows);
        bound.basis_and_derivatives(&shapes, &mut workspace);
        let terms: Vec<Vec<f64>> = (0..separable.terms.len()).map(|k| workspace.term(k).to_vec()).collect();
        let slopes: Vec<Vec<f64>> =
            workspace.term_derivatives().map(|(_, _, slope)| slope.to_vec()).collect();
        picked.basis(&shapes, &mut workspace);
        assert_eq!(workspace.term_derivatives().count() + workspace.offset_derivatives().count(), 0);
        picked.basis_and_derivatives(&shapes, &mut workspace);
        for (i, row) in rows.iter().enumerate() {
            for (k, term) in terms.iter().enumerate() {
                assert_eq!(workspace.term(k)[i], term[*row], "{}", law.text);
            }
            for ((_, _, slope), before) in workspace.term_derivatives().zip(&slopes) {
                assert_eq!(slope[i], before[*row], "{}", law.text);
            }
        }
    }
}

#[test]
fn what_a_workspace_keeps_is_what_a_new_one_computes() {
    for law in LAWS {
        let data = law.data();
        let (separable, bound) = bind(law, &data);
        let parameters = law.ordered(&separable.parameters);
        let mut shapes: Vec<f64> = separable.shapes.iter().map(|index| parameters[*index]).collect();
        let mut kept = Workspace::default();
        for turn in 0..40 {
            // One shape moves at a time, or none; derivatives are asked for now and then.
            if turn % 5 > 0 && !shapes.is_empty() {
                let moved = turn % shapes.len();
                shapes[moved] *= 1.0 + 0.01 * f64::from(turn as u8 % 3);
            }
            let mut fresh = Workspace::default();
            let run = if turn % 3 == 1 { Bound::basis_and_derivatives } else { Bound::basis };
            run(&bound, &shapes, &mut kept);
            run(&bound, &shapes, &mut fresh);
            let bits = |values: &[f64]| values.iter().map(|v| v.to_bits()).collect::<Vec<u64>>();
            for k in 0..separable.terms.len() {
                assert_eq!(bits(kept.term(k)), bits(fresh.term(k)), "{} turn {turn} term {k}", law.text);
            }
            assert_eq!(kept.offset().map(bits), fresh.offset().map(bits), "{}", law.text);
            for (a, b) in kept.term_derivatives().zip(fresh.term_derivatives()) {
                assert_eq!((a.0, a.1, bits(a.2)), (b.0, b.1, bits(b.2)), "{} turn {turn}", law.text);
            }
            for (a, b) in kept.offset_derivatives().zip(fresh.offset_derivatives()) {
                assert_eq!((a.0, bits(a.1)), (b.0, bits(b.1)), "{} turn {turn}", law.text);
            }
        }
    }
}

#[test]
fn odd_rows_give_infinities_not_panics() {
    let law = Formula::parse("E + A*N^-alpha").unwrap().separate(&["N"]).unwrap();
    let bound = Program::compile(&law).bind(&[&[0.0, -1.0, f64::NAN, f64::INFINITY]]).unwrap();
    let mut values = [0.0; 4];
    bound.values(&[1.0, 2.0, 0.5], &mut Workspace::default(), &mut values);
    assert_eq!(values[0], f64::INFINITY);
    assert!(values[1].is_nan() && values[2].is_nan());
    assert_eq!(values[3], 1.0);
}

#[test]
fn the_slope_of_a_power_is_zero_where_its_base_is() {
    let law = Formula::parse("b*x^c").unwrap().separate(&["x"]).unwrap();
    let bound = Program::compile(&law).bind(&[&[0.0, 1.0]]).unwrap();
    let (mut values, mut jacobian) = ([0.0; 2], [0.0; 4]);
    bound.values_and_jacobian(&[2.0, 0.5], &mut Workspace::default(), &mut values, &mut jacobian);
    assert_eq!((values, jacobian), ([0.0, 2.0], [0.0, 1.0, 0.0, 0.0]));
}

#[test]
fn a_law_without_columns_needs_the_number_of_rows() {
    let law = Formula::parse("E").unwrap().separate(&["N"]).unwrap();
    let program = Program::compile(&law);
    assert!(program.bind(&[]).is_err());
    let bound = program.bind_rows(&[], 3).unwrap();
    let mut values = [0.0; 3];
    bound.values(&[7.0], &mut Workspace::default(), &mut values);
    assert_eq!(values, [7.0; 3]);
    assert!(program.bind(&[&[1.0]]).is_err());
}

#[test]
fn columns_of_other_length_are_refused() {
    let law = Formula::parse("E*N + D").unwrap().separate(&["N", "D"]).unwrap();
    let error = Program::compile(&law).bind(&[&[1.0, 2.0], &[1.0]]).err().unwrap();
    assert_eq!(error.message(), "column `D` has 1 rows instead of 2");
}

#[test]
fn sums_are_written_out_over_columns() {
    let law = Formula::parse("E + sum(share_*: k_* * share_*^a_*)").unwrap();
    assert_eq!(law.names(), ["E", "k_*", "share_*", "a_*"]);
    assert_eq!(Formula::parse(&law.text()).unwrap(), law);
    let columns = ["share_web", "N", "share_code"];
    let separable = law.separate(&columns).unwrap();
    assert_eq!(separable.columns, ["share_web", "share_code"]);
    assert_eq!(separable.parameters, ["E", "k_web", "a_web", "k_code", "a_code"]);
    assert_eq!(separable.coefficients, [0, 1, 3]);
    let text = law.expand(&columns).unwrap().text();
    assert_eq!(text, "E + (k_web*share_web^a_web + k_code*share_code^a_code)");
    let error = law.separate(&["N"]).unwrap_err();
    assert!(error.to_string().contains("no column fits the pattern `share_*`"), "{error}");
    assert!(law.derivative("E").is_err());
    assert_eq!(law.eval(&|_| Some(1.0)), None);
}

#[test]
fn many_coefficients_in_conflict_do_not_take_long() {
    let terms: Vec<String> = (0..60).map(|i| format!("a{i}*b{i}*x^{i}")).collect();
    let law = Formula::parse(&terms.join(" + ")).unwrap().separate(&["x"]).unwrap();
    assert_eq!(law.coefficients.len(), 60);
}
